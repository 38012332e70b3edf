/* vouch explain: the verifier's rules and clauses, each with an attack of the rejection suite that it stops.
 *
 * The rules come from rules.def, the examples from explain.def, their sources from tests/reject. */
#include "vouch.h"

#include <string.h>
#include <strings.h>

#include <vouch/verifier.h>

static const char help[] =
    "usage: vouch explain [RULE | CLAUSE | REJECTION]...\n"
    "\n"
    "Without an argument, lists the rules and clauses by which a program is rejected.\n"
    "With one, explains it: what it demands, an attack that it stops, what that would\n"
    "do where nothing stops it, and how it is rejected here.\n"
    "\n"
    "  RULE       R2, or its name: access\n"
    "  CLAUSE     ACCESS_BOUNDS\n"
    "  REJECTION  the line that vouch verify or vouch run has printed\n"
    "\n"
    "Exit status: 0, or 2 if there is no such rule or clause.\n"
    "\n"
    "examples:\n"
    "  vouch explain\n"
    "  vouch explain R2\n"
    "  vouch explain ACCESS_BOUNDS\n"
    "  vouch explain \"$(vouch verify broken.vx)\"\n";

static const struct {
    enum verifier_rule rule;
    const char *name, *text;
} rules[] = {
#define RULE(number, name, text) {RULE_##number, name, text},
#define CLAUSE(rule, id, text)
#include <vouch/rules.def>
#undef RULE
#undef CLAUSE
};

static const struct {
    enum verifier_clause clause;
    const char *name, *elsewhere, *rejection;
} examples[] = {
#define EXAMPLE(clause, name, elsewhere, rejection) {CLAUSE_##clause, name, elsewhere, rejection},
#include "explain.def"
#undef EXAMPLE
};

/* Row i is the source of examples[i]. */
static const struct {
    const char *file, *attack, *text;
} sources[] = {
#include "explain_sources.inc"
};

enum { RULE_COUNT = sizeof rules / sizeof *rules, EXAMPLE_COUNT = sizeof examples / sizeof *examples };
static_assert(EXAMPLE_COUNT == sizeof sources / sizeof *sources);

/* Text broken at blanks into indented lines. */
static void print_wrapped(const char *text) {
    enum { WIDTH = 78 };
    size_t column = 0;
    for (const char *word = text; *word;) {
        const size_t length = strcspn(word, " \n");
        if (column > 0 && column + 1 + length > WIDTH) {
            putchar('\n');
            column = 0;
        }
        column += (size_t)printf("%s%.*s", column == 0 ? "  " : " ", (int)length, word);
        word += length + strspn(word + length, " \n");
    }
    putchar('\n');
}

static void print_heading(const char *text) {
    const struct style style = style_of(stdout);
    printf("\n%s%s%s\n", style.bold, text, style.plain);
}

static void print_source(const char *text) {
    while (*text == '\n')
        text++;
    for (bool was_blank = false; *text;) {
        const size_t length = strcspn(text, "\n");
        if (length > 0)
            printf("    %.*s\n", (int)length, text);
        else if (!was_blank)
            putchar('\n');
        was_blank = length == 0;
        text += length + (text[length] == '\n');
    }
}

static void print_example(size_t index) {
    print_heading("An attack");
    print_wrapped(sources[index].attack);
    putchar('\n');
    print_source(sources[index].text);
    if (strstr(sources[index].text, "TWIN"))
        puts("\n  (With TWIN defined it is the same program without the attack, and accepted.)");
    printf("  tests/reject/%s\n", sources[index].file);
    print_heading("Elsewhere");
    print_wrapped(examples[index].elsewhere);
    print_heading("Here");
    print_wrapped(examples[index].rejection);
}

/* The first example of a rule (clause CLAUSE_NONE) or of a clause; EXAMPLE_COUNT if there is none, which
 * tests/tools/explain.py does not let happen. */
static size_t find_example(enum verifier_rule rule, enum verifier_clause clause) {
    for (size_t i = 0; i < EXAMPLE_COUNT; i++)
        if (clause == CLAUSE_NONE ? verifier_clause_rule(examples[i].clause) == rule
                                  : examples[i].clause == clause)
            return i;
    return EXAMPLE_COUNT;
}

static void print_rule_line(enum verifier_rule rule) {
    const struct style style = style_of(stdout);
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (rules[i].rule == rule)
            printf("%sR%d %s%s: %s\n", style.bold, (int)rule, rules[i].name, style.plain, rules[i].text);
}

static void print_clauses(enum verifier_rule rule) {
    for (unsigned clause = CLAUSE_NONE + 1; clause < CLAUSE_COUNT; clause++)
        if (verifier_clause_rule((enum verifier_clause)clause) == rule)
            printf("  %-20s %s\n", verifier_clause_id((enum verifier_clause)clause),
                   verifier_clause_text((enum verifier_clause)clause));
}

static void explain_rule(enum verifier_rule rule) {
    print_rule_line(rule);
    print_heading("Its clauses");
    print_clauses(rule);
    const size_t example = find_example(rule, CLAUSE_NONE);
    if (example < EXAMPLE_COUNT)
        print_example(example);
}

static void explain_clause(enum verifier_clause clause) {
    const struct style style = style_of(stdout);
    printf("%s%s%s: %s\n", style.bold, verifier_clause_id(clause), style.plain, verifier_clause_text(clause));
    print_rule_line(verifier_clause_rule(clause));
    const size_t example = find_example(verifier_clause_rule(clause), clause);
    if (example < EXAMPLE_COUNT)
        print_example(example);
}

static void list_all(void) {
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (i > 0)
            putchar('\n');
        print_rule_line(rules[i].rule);
        print_clauses(rules[i].rule);
    }
    puts("\nvouch explain RULE or vouch explain CLAUSE shows an attack that it stops.");
}

/* False if `text` names nothing. */
static bool explain(const char *text) {
    for (size_t i = 0; i < RULE_COUNT; i++) {
        char number[8];
        snprintf(number, sizeof number, "R%d", (int)rules[i].rule);
        if (strcasecmp(text, number) == 0 || strcasecmp(text, rules[i].name) == 0) {
            explain_rule(rules[i].rule);
            return true;
        }
    }
    for (unsigned i = CLAUSE_NONE + 1; i < CLAUSE_COUNT; i++) {
        const enum verifier_clause clause = (enum verifier_clause)i;
        if (strcasecmp(text, verifier_clause_id(clause)) == 0 || strstr(text, verifier_clause_text(clause))) {
            explain_clause(clause);
            return true;
        }
    }
    return false;
}

int command_explain(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return VOUCH_OK;
    }
    if (argc == 1)
        list_all();
    for (int i = 1; i < argc; i++) {
        if (i > 1)
            putchar('\n');
        if (!explain(argv[i])) {
            print_error("explain: no rule or clause named %s (vouch explain lists them)", argv[i]);
            return VOUCH_USAGE;
        }
    }
    return VOUCH_OK;
}
