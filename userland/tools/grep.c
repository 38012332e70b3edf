/* grep: prints the lines that match an extended regular expression, as grep -E does in the "C" locale.
 *
 *     grep [-vnci]... PATTERN [FILE]...      standard input if no file is named, or for the file "-"
 *
 * -v takes the lines that do not match, -n prefixes their numbers, -c only counts them, -i disregards case. Several
 * files put their names in front. Status 0: some line was taken; 1: none; 2: trouble.
 *
 * The pattern becomes a graph of states (Thompson's construction). A line is matched by following all paths at once,
 * byte by byte, so the time is at most pattern times line: there is no pattern that takes for ever. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/text.h>

enum state_kind { STATE_SET, STATE_SPLIT, STATE_START, STATE_END, STATE_ACCEPT };

#define SET_WORDS 4 /* 256 bits, one for each byte */

struct state {
    enum state_kind kind;
    size_t seen;                  /* the step in which it was last entered */
    struct state *next;           /* where it leads */
    struct state *other;          /* SPLIT: and where else */
    unsigned long set[SET_WORDS]; /* SET: the bytes that it takes */
};

/* A part of the graph: one way in, one way out. `out` is a SPLIT whose `next` is open. */
struct part {
    struct state *in;
    struct state *out;
};

struct parser {
    const char *pattern;
    size_t at;
    size_t depth; /* how many groups are open */
    size_t state_count;
    bool ignore_case;
    const char *error; /* what is wrong with the pattern; null if nothing is */
};

/* The states that can be reached at a place of the line. */
struct state_list {
    struct state **__counted_by(size) states;
    size_t size;
    size_t count;
};

struct matcher {
    struct state *start;
    struct state_list now;
    struct state_list then;
    size_t step;
};

struct options {
    bool invert;
    bool number;
    bool count;
    bool ignore_case;
    bool name;
};

static struct part parse_alternatives(struct parser *parser);

static struct state *add_state(struct parser *parser, enum state_kind kind, struct state *next) {
    struct state *state = new (struct state);
    state->kind = kind;
    state->next = next;
    parser->state_count++;
    return state;
}

static struct part empty_part(struct parser *parser) {
    struct state *state = add_state(parser, STATE_SPLIT, NULL);
    return (struct part){state, state};
}

/* A state that does its work and goes on. */
static struct part single_part(struct parser *parser, enum state_kind kind) {
    struct state *out = add_state(parser, STATE_SPLIT, NULL);
    return (struct part){add_state(parser, kind, out), out};
}

static void set_add(struct state *state, int byte) {
    state->set[byte / 64] |= 1UL << byte % 64;
}

static bool set_has(const struct state *state, int byte) {
    return (state->set[byte / 64] >> byte % 64 & 1) != 0;
}

static void set_add_letter(struct parser *parser, struct state *state, int byte) {
    set_add(state, byte);
    if (parser->ignore_case) {
        set_add(state, tolower(byte));
        set_add(state, toupper(byte));
    }
}

static struct part fail(struct parser *parser, const char *error) {
    if (parser->error == NULL)
        parser->error = error;
    parser->at += strlen(parser->pattern + parser->at);
    return empty_part(parser);
}

static struct part letter_part(struct parser *parser, int byte) {
    struct part part = single_part(parser, STATE_SET);
    set_add_letter(parser, part.in, byte);
    return part;
}

struct class {
    const char *name;
    int (*test)(int character);
};

static const struct class classes[] = {
    {"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank}, {"cntrl", iscntrl},
    {"digit", isdigit}, {"graph", isgraph}, {"lower", islower}, {"print", isprint},
    {"punct", ispunct}, {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit},
};

/* [:name:] inside brackets. False if it is not there. */
static bool parse_class(struct parser *parser, struct state *state) {
    const char *text = parser->pattern + parser->at;
    if (text[0] != '[' || text[1] != ':')
        return false;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        size_t length = strlen(classes[i].name);
        if (strncmp(text + 2, classes[i].name, length) == 0 && strncmp(text + 2 + length, ":]", 2) == 0) {
            for (int byte = 0; byte < 128; byte++)
                if (classes[i].test(byte))
                    set_add_letter(parser, state, byte);
            parser->at += length + 4;
            return true;
        }
    }
    return false;
}

/* What stands behind '['. */
static struct part parse_brackets(struct parser *parser) {
    const char *pattern = parser->pattern;
    struct part part = single_part(parser, STATE_SET);
    bool negated = pattern[parser->at] == '^';
    if (negated)
        parser->at++;
    for (bool first = true; first || pattern[parser->at] != ']'; first = false) {
        int low = (unsigned char)pattern[parser->at];
        if (low == '\0')
            return fail(parser, "Unmatched [, [^, [:, [., or [=");
        if (parse_class(parser, part.in))
            continue;
        int high = low;
        parser->at++;
        if (pattern[parser->at] == '-' && pattern[parser->at + 1] != ']' && pattern[parser->at + 1] != '\0') {
            high = (unsigned char)pattern[parser->at + 1];
            parser->at += 2;
        }
        if (high < low)
            return fail(parser, "Invalid range end");
        for (int byte = low; byte <= high; byte++)
            set_add_letter(parser, part.in, byte);
    }
    parser->at++;
    if (negated)
        for (int i = 0; i < SET_WORDS; i++)
            part.in->set[i] = ~part.in->set[i];
    return part;
}

static struct part parse_atom(struct parser *parser) {
    const char *pattern = parser->pattern;
    int byte = (unsigned char)pattern[parser->at++];
    struct part part;
    switch (byte) {
    case '(':
        parser->depth++;
        part = parse_alternatives(parser);
        if (pattern[parser->at] != ')')
            return fail(parser, "Unmatched ( or \\(");
        parser->depth--;
        parser->at++;
        return part;
    case '[':
        return parse_brackets(parser);
    case '.':
        part = single_part(parser, STATE_SET);
        for (int i = 0; i < SET_WORDS; i++)
            part.in->set[i] = ~0UL;
        return part;
    case '^':
        return single_part(parser, STATE_START);
    case '$':
        return single_part(parser, STATE_END);
    case '\\':
        if (pattern[parser->at] == '\0')
            return fail(parser, "Trailing backslash");
        return letter_part(parser, (unsigned char)pattern[parser->at++]);
    default:
        return letter_part(parser, byte);
    }
}

/* An atom and the '*', '+' and '?' behind it. */
static struct part parse_repeats(struct parser *parser) {
    struct part part = parse_atom(parser);
    for (;;) {
        int sign = parser->pattern[parser->at];
        if (sign != '*' && sign != '+' && sign != '?')
            return part;
        parser->at++;
        struct state *out = add_state(parser, STATE_SPLIT, NULL);
        struct state *choice = add_state(parser, STATE_SPLIT, out);
        choice->other = part.in;
        part.out->next = sign == '?' ? out : choice;
        part = (struct part){sign == '+' ? part.in : choice, out};
    }
}

/* A ')' that closes nothing is a letter like any other. */
static struct part parse_sequence(struct parser *parser) {
    struct part part = empty_part(parser);
    for (;;) {
        int byte = parser->pattern[parser->at];
        if (byte == '\0' || byte == '|' || (byte == ')' && parser->depth > 0))
            return part;
        struct part next = parse_repeats(parser);
        part.out->next = next.in;
        part.out = next.out;
    }
}

static struct part parse_alternatives(struct parser *parser) {
    struct part part = parse_sequence(parser);
    while (parser->pattern[parser->at] == '|') {
        parser->at++;
        struct part other = parse_sequence(parser);
        struct state *out = add_state(parser, STATE_SPLIT, NULL);
        struct state *choice = add_state(parser, STATE_SPLIT, part.in);
        choice->other = other.in;
        part.out->next = out;
        other.out->next = out;
        part = (struct part){choice, out};
    }
    return part;
}

/* Null if the pattern is wrong. */
static struct matcher *make_matcher(struct parser *parser) {
    struct part part = parse_alternatives(parser);
    part.out->next = add_state(parser, STATE_ACCEPT, NULL);
    if (parser->error != NULL)
        return NULL;
    struct matcher *matcher = new (struct matcher);
    size_t count = parser->state_count;
    matcher->start = part.in;
    matcher->now = (struct state_list){.states = new_array(struct state *, count), .size = count};
    matcher->then = (struct state_list){.states = new_array(struct state *, count), .size = count};
    return matcher;
}

/* Enters a state and all that can be reached from it without taking a byte. */
static void enter(struct matcher *matcher, struct state_list *list, struct state *state, bool at_start,
                  bool at_end) {
    while (state != NULL && state->seen != matcher->step) {
        state->seen = matcher->step;
        switch (state->kind) {
        case STATE_SPLIT:
            enter(matcher, list, state->other, at_start, at_end);
            state = state->next;
            break;
        case STATE_START:
            state = at_start ? state->next : NULL;
            break;
        case STATE_END:
            state = at_end ? state->next : NULL;
            break;
        case STATE_SET:
        case STATE_ACCEPT:
            list->states[list->count] = state;
            list->count++;
            return;
        }
    }
}

/* Whether some part of the line matches. */
static bool match(struct matcher *matcher, const struct text *line) {
    matcher->now.count = 0;
    matcher->then.count = 0;
    matcher->step++;
    for (size_t at = 0;; at++) {
        bool at_end = at == line->length;
        enter(matcher, &matcher->now, matcher->start, at == 0, at_end);
        int byte = (unsigned char)line->bytes[at];
        matcher->step++;
        for (size_t i = 0; i < matcher->now.count; i++) {
            const struct state *state = matcher->now.states[i];
            if (state->kind == STATE_ACCEPT)
                return true;
            if (!at_end && set_has(state, byte))
                enter(matcher, &matcher->then, state->next, false, at + 1 == line->length);
        }
        if (at_end)
            return false;
        struct state_list swap = matcher->now;
        matcher->now = matcher->then;
        matcher->then = swap;
        matcher->then.count = 0;
    }
}

static void search(struct matcher *matcher, FILE *stream, const char *name, struct options options,
                   bool *found) {
    struct text line = {0};
    long count = 0;
    for (long number = 1; text_read_line(&line, stream); number++) {
        if (match(matcher, &line) == options.invert)
            continue;
        *found = true;
        count++;
        if (options.count)
            continue;
        if (options.name)
            printf("%s:", name);
        if (options.number)
            printf("%ld:", number);
        fwrite(line.bytes, 1, line.length, stdout);
        putchar('\n');
    }
    if (options.count) {
        if (options.name)
            printf("%s:", name);
        printf("%ld\n", count);
    }
}

static bool search_file(struct matcher *matcher, const char *name, struct options options, bool *found) {
    if (strcmp(name, "-") == 0) {
        search(matcher, stdin, "(standard input)", options, found);
        return true;
    }
    FILE *stream = fopen(name, "r");
    if (stream == NULL) {
        fflush(stdout);
        fputs("grep: ", stderr);
        perror(name);
        return false;
    }
    search(matcher, stream, name, options, found);
    fclose(stream);
    return true;
}

static bool read_options(const char *argument, struct options *options) {
    for (size_t i = 1; argument[i] != '\0'; i++) {
        switch (argument[i]) {
        case 'v':
            options->invert = true;
            break;
        case 'n':
            options->number = true;
            break;
        case 'c':
            options->count = true;
            break;
        case 'i':
            options->ignore_case = true;
            break;
        default:
            return false;
        }
    }
    return true;
}

static int usage(void) {
    fputs("usage: grep [-vnci]... PATTERN [FILE]...\n", stderr);
    return 2;
}

int main(int argc, char **argv) {
    struct options options = {0};
    int first = 1;
    for (; first < argc && argv[first][0] == '-' && argv[first][1] != '\0'; first++)
        if (!read_options(argv[first], &options))
            return usage();
    if (first >= argc)
        return usage();

    struct parser parser = {.pattern = argv[first], .ignore_case = options.ignore_case};
    struct matcher *matcher = make_matcher(&parser);
    if (matcher == NULL) {
        fputs("grep: ", stderr);
        fputs(parser.error, stderr);
        fputc('\n', stderr);
        return 2;
    }
    first++;
    options.name = argc - first > 1;
    bool found = false;
    int status = 0;
    if (first == argc)
        search(matcher, stdin, "(standard input)", options, &found);
    for (int i = first; i < argc; i++)
        if (!search_file(matcher, argv[i], options, &found))
            status = 2;
    if (status == 0 && !found)
        status = 1;
    return status;
}
