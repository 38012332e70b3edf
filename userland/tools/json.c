/* json: reads a JSON text (RFC 8259) and prints it, indented by two spaces; or says what is wrong with it, and where.
 *
 *     json [-c] [FILE]      standard input if no file is named; -c prints it on one line without spaces
 *
 * Numbers are printed as they were written; strings with the escapes that they need. Status 1: not JSON, with
 * "FILE:LINE:COLUMN: what" on standard error; a column is a byte. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/text.h>

#define DEPTH_MAX 200

enum value_kind { VALUE_WORD, VALUE_STRING, VALUE_ARRAY, VALUE_OBJECT };

struct value {
    enum value_kind kind;
    const char *__counted_by(
        length) text; /* WORD: as it was written (numbers too); STRING: its bytes, without escapes */
    size_t length;
    struct member *first; /* ARRAY, OBJECT */
};

struct member {
    struct value *name; /* OBJECT */
    struct value *value;
    struct member *next;
};

struct parser {
    const char *__counted_by(length) text;
    size_t length;
    size_t at;
    size_t depth;
    const char *error; /* null if there is none */
    size_t error_at;
};

static struct value *parse_value(struct parser *parser);

/* Always null; only the first error counts. */
static struct value *fail(struct parser *parser, const char *error) {
    if (parser->error == NULL) {
        parser->error = error;
        parser->error_at = parser->at;
    }
    return NULL;
}

/* The byte at the current place, or EOF. */
static int peek(const struct parser *parser) {
    return parser->at < parser->length ? (unsigned char)parser->text[parser->at] : EOF;
}

static void skip_space(struct parser *parser) {
    while (peek(parser) == ' ' || peek(parser) == '\t' || peek(parser) == '\n' || peek(parser) == '\r')
        parser->at++;
}

static struct value *add_value(enum value_kind kind, const struct text *text) {
    struct value *value = new (struct value);
    value->kind = kind;
    value->text = text_string(text);
    value->length = text->length;
    return value;
}

static struct value *word_value(const struct parser *parser, size_t start) {
    struct text text = {0};
    text_add_bytes(&text, parser->text + start, parser->at - start);
    return add_value(VALUE_WORD, &text);
}

static bool skip_digits(struct parser *parser) {
    size_t start = parser->at;
    while (isdigit(peek(parser)))
        parser->at++;
    return parser->at > start;
}

static struct value *parse_number(struct parser *parser) {
    size_t start = parser->at;
    if (peek(parser) == '-')
        parser->at++;
    if (peek(parser) == '0')
        parser->at++;
    else if (!skip_digits(parser))
        return fail(parser, "a digit is missing");
    if (peek(parser) == '.') {
        parser->at++;
        if (!skip_digits(parser))
            return fail(parser, "a digit is missing behind the point");
    }
    if (peek(parser) == 'e' || peek(parser) == 'E') {
        parser->at++;
        if (peek(parser) == '+' || peek(parser) == '-')
            parser->at++;
        if (!skip_digits(parser))
            return fail(parser, "a digit is missing in the exponent");
    }
    return word_value(parser, start);
}

/* Four hexadecimal digits; -1 if they are not there. */
static int parse_hex(struct parser *parser) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int byte = peek(parser);
        if (!isxdigit(byte))
            return -1;
        value = value * 16 + (isdigit(byte) ? byte - '0' : tolower(byte) - 'a' + 10);
        parser->at++;
    }
    return value;
}

static void add_utf8(struct text *text, int point) {
    if (point < 0x80) {
        text_add(text, point);
        return;
    }
    if (point < 0x800) {
        text_add(text, 0xC0 | point >> 6);
    } else if (point < 0x10000) {
        text_add(text, 0xE0 | point >> 12);
        text_add(text, 0x80 | (point >> 6 & 0x3F));
    } else {
        text_add(text, 0xF0 | point >> 18);
        text_add(text, 0x80 | (point >> 12 & 0x3F));
        text_add(text, 0x80 | (point >> 6 & 0x3F));
    }
    text_add(text, 0x80 | (point & 0x3F));
}

/* Behind "\u": one code point, which may take a pair of surrogates. */
static bool parse_point(struct parser *parser, struct text *text) {
    int point = parse_hex(parser);
    if (point < 0)
        return false;
    if (point >= 0xD800 && point < 0xE000) {
        if (point >= 0xDC00 || peek(parser) != '\\')
            return false;
        parser->at++;
        if (peek(parser) != 'u')
            return false;
        parser->at++;
        int low = parse_hex(parser);
        if (low < 0xDC00 || low >= 0xE000)
            return false;
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    add_utf8(text, point);
    return true;
}

/* Behind a backslash. */
static bool parse_escape(struct parser *parser, struct text *text) {
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    int byte = peek(parser);
    parser->at++;
    if (byte == 'u')
        return parse_point(parser, text);
    for (size_t i = 0; i < sizeof letters - 1; i++) {
        if (byte == letters[i]) {
            text_add(text, meanings[i]);
            return true;
        }
    }
    parser->at--;
    return false;
}

static struct value *parse_string(struct parser *parser) {
    struct text text = {0};
    text_clear(&text);
    parser->at++;
    for (;;) {
        int byte = peek(parser);
        if (byte == EOF)
            return fail(parser, "the string does not end");
        if (byte < ' ')
            return fail(parser, "a control character in a string");
        parser->at++;
        if (byte == '"')
            return add_value(VALUE_STRING, &text);
        if (byte != '\\')
            text_add(&text, byte);
        else if (!parse_escape(parser, &text))
            return fail(parser, "no such escape");
    }
}

static struct value *parse_name(struct parser *parser) {
    if (peek(parser) != '"')
        return fail(parser, "expected a name in quotation marks");
    struct value *name = parse_string(parser);
    skip_space(parser);
    if (name != NULL && peek(parser) != ':')
        return fail(parser, "expected ':'");
    parser->at++;
    return name;
}

/* An array or an object, from its bracket on. */
static struct value *parse_members(struct parser *parser, enum value_kind kind, int close) {
    struct value *value = new (struct value);
    value->kind = kind;
    struct member *last = NULL;
    parser->at++;
    skip_space(parser);
    if (peek(parser) == close) {
        parser->at++;
        return value;
    }
    for (;;) {
        struct member *member = new (struct member);
        skip_space(parser);
        if (kind == VALUE_OBJECT) {
            member->name = parse_name(parser);
            if (member->name == NULL)
                return NULL;
        }
        member->value = parse_value(parser);
        if (member->value == NULL)
            return NULL;
        if (last == NULL)
            value->first = member;
        else
            last->next = member;
        last = member;
        skip_space(parser);
        int byte = peek(parser);
        if (byte != ',' && byte != close)
            return fail(parser, kind == VALUE_OBJECT ? "expected ',' or '}'" : "expected ',' or ']'");
        parser->at++;
        if (byte == close)
            return value;
    }
}

static struct value *parse_word(struct parser *parser) {
    static const char *const words[] = {"true", "false", "null"};
    size_t start = parser->at;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        if (length <= parser->length - start && memcmp(parser->text + start, words[i], length) == 0) {
            parser->at += length;
            return word_value(parser, start);
        }
    }
    return fail(parser, peek(parser) == EOF ? "expected a value before the end" : "expected a value");
}

/* Null after an error. */
static struct value *parse_value(struct parser *parser) {
    if (parser->depth >= DEPTH_MAX)
        return fail(parser, "nested too deeply");
    parser->depth++;
    skip_space(parser);
    int byte = peek(parser);
    struct value *value;
    if (byte == '{')
        value = parse_members(parser, VALUE_OBJECT, '}');
    else if (byte == '[')
        value = parse_members(parser, VALUE_ARRAY, ']');
    else if (byte == '"')
        value = parse_string(parser);
    else if (byte == '-' || isdigit(byte))
        value = parse_number(parser);
    else
        value = parse_word(parser);
    parser->depth--;
    return value;
}

static void print_string(const struct value *string) {
    static const char letters[] = "\"\\\b\f\n\r\t";
    static const char escapes[] = "\"\\bfnrt";
    putchar('"');
    for (size_t i = 0; i < string->length; i++) {
        int byte = (unsigned char)string->text[i];
        size_t k = 0;
        while (letters[k] != '\0' && letters[k] != byte)
            k++;
        if (letters[k] != '\0')
            printf("\\%c", escapes[k]);
        else if (byte < ' ')
            printf("\\u%04x", (unsigned)byte);
        else
            putchar(byte);
    }
    putchar('"');
}

static void print_break(bool compact, int depth) {
    if (!compact)
        printf("\n%*s", 2 * depth, "");
}

static void print_value(const struct value *value, bool compact, int depth) {
    if (value->kind == VALUE_WORD) {
        fwrite(value->text, 1, value->length, stdout);
        return;
    }
    if (value->kind == VALUE_STRING) {
        print_string(value);
        return;
    }
    bool is_object = value->kind == VALUE_OBJECT;
    putchar(is_object ? '{' : '[');
    for (const struct member *member = value->first; member != NULL; member = member->next) {
        print_break(compact, depth + 1);
        if (is_object) {
            print_string(member->name);
            fputs(compact ? ":" : ": ", stdout);
        }
        print_value(member->value, compact, depth + 1);
        if (member->next != NULL)
            putchar(',');
    }
    if (value->first != NULL)
        print_break(compact, depth);
    putchar(is_object ? '}' : ']');
}

static void put_number(size_t number, FILE *stream) {
    if (number >= 10)
        put_number(number / 10, stream);
    fputc('0' + (int)(number % 10), stream);
}

static void print_error(const struct parser *parser, const char *name) {
    size_t line = 1;
    size_t column = 1;
    for (size_t i = 0; i < parser->error_at && i < parser->length; i++) {
        column++;
        if (parser->text[i] == '\n') {
            line++;
            column = 1;
        }
    }
    fputs(name, stderr);
    fputc(':', stderr);
    put_number(line, stderr);
    fputc(':', stderr);
    put_number(column, stderr);
    fputs(": ", stderr);
    fputs(parser->error, stderr);
    fputc('\n', stderr);
}

static bool read_text(struct text *text, const char *name) {
    if (strcmp(name, "-") == 0)
        return text_read_all(text, stdin);
    FILE *stream = fopen(name, "r");
    if (stream == NULL)
        return false;
    bool good = text_read_all(text, stream);
    fclose(stream);
    return good;
}

int main(int argc, char **argv) {
    bool compact = argc > 1 && strcmp(argv[1], "-c") == 0;
    int first = compact ? 2 : 1;
    if (argc > first + 1 || (argc > first && argv[first][0] == '-' && argv[first][1] != '\0')) {
        fputs("usage: json [-c] [FILE]\n", stderr);
        return 2;
    }
    const char *name = argc > first ? argv[first] : "-";
    struct text text = {0};
    if (!read_text(&text, name)) {
        fputs("json: ", stderr);
        perror(name);
        return 2;
    }

    struct parser parser = {.text = text.bytes, .length = text.length};
    struct value *value = parse_value(&parser);
    skip_space(&parser);
    if (value != NULL && peek(&parser) != EOF)
        value = fail(&parser, "more text behind the value");
    if (value == NULL) {
        print_error(&parser, name);
        return 1;
    }
    print_value(value, compact, 0);
    putchar('\n');
    return 0;
}
