/* A program's options: -x, -xyz, -n 5, -n5, --name, --name=5, --name 5; "--" ends them, and "-" is none.
 *
 *   static const struct option known[] = {
 *       {'n', "count", "NUMBER", "print only so many"}, {'r', "reverse", NULL, "print the last one first"}};
 *
 *   struct options options = {0};
 *   for (int c = options_next(&options, argc, argv, known, 2); c != OPTIONS_END;
 *        c = options_next(&options, argc, argv, known, 2))
 *       ... c is an option's letter, OPTIONS_OPERAND or OPTIONS_ERROR; options.value the operand or the option's value
 *
 * Options and operands may be mixed; they come in their order. An error has been reported on standard error. */
#ifndef VOUCH_OPTIONS_H
#define VOUCH_OPTIONS_H

#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define OPTIONS_END 0
#define OPTIONS_OPERAND 1
#define OPTIONS_ERROR 2

struct option {
    char letter;       /* which stands for the option also if it only has a name that users see: above ' ' */
    const char *name;  /* may be null */
    const char *value; /* what the help calls its value; null: it takes none */
    const char *help;
};

/* All zero at the start. */
struct options {
    const char *value;
    int at;       /* the argument being looked at is at + 1 */
    int letter;   /* of it, the next one to look at; 0: none yet */
    bool is_over; /* "--" has been seen */
};

static inline int options_report(const char *program, const char *what, const char *option, int length) {
    const char *slash = strrchr(program, '/');
    const char *name = slash != NULL ? slash + 1 : program;
    fprintf(stderr, "%.*s: %s '%.*s'\n", (int)strcspn(name, "."), name, what, length, option);
    return OPTIONS_ERROR;
}

static inline int options_next_letter(struct options *options, int argc, char **__counted_by(argc) argv,
                                      const struct option *__counted_by(count) known, size_t count) {
    const char *argument = argv[options->at];
    char letter = argument[options->letter];
    bool is_last = argument[options->letter + 1] == '\0';
    options->letter = is_last ? 0 : options->letter + 1;
    for (size_t i = 0; i < count; i++) {
        if (known[i].letter != letter)
            continue;
        if (known[i].value == NULL)
            return letter;
        if (!is_last) {
            options->value = argument + options->letter;
            options->letter = 0;
            return letter;
        }
        if (options->at + 1 >= argc)
            return options_report(argv[0], "a value is missing behind", argument, (int)strlen(argument));
        options->at += 1;
        options->value = argv[options->at];
        return letter;
    }
    const char shown[3] = {'-', letter, '\0'};
    options->letter = 0;
    return options_report(argv[0], "there is no option", shown, 2);
}

static inline int options_next_name(struct options *options, int argc, char **__counted_by(argc) argv,
                                    const struct option *__counted_by(count) known, size_t count) {
    const char *argument = argv[options->at];
    const char *name = argument + 2;
    size_t length = strcspn(name, "=");
    for (size_t i = 0; i < count; i++) {
        if (known[i].name == NULL || strncmp(known[i].name, name, length) != 0 ||
            known[i].name[length] != '\0')
            continue;
        if (known[i].value == NULL && name[length] == '=')
            return options_report(argv[0], "no value goes with", argument, (int)length + 2);
        if (known[i].value == NULL)
            return known[i].letter;
        if (name[length] == '=') {
            options->value = name + length + 1;
            return known[i].letter;
        }
        if (options->at + 1 >= argc)
            return options_report(argv[0], "a value is missing behind", argument, (int)length + 2);
        options->at += 1;
        options->value = argv[options->at];
        return known[i].letter;
    }
    return options_report(argv[0], "there is no option", argument, (int)length + 2);
}

/* The letter of the next option, or one of the constants above. */
static inline int options_next(struct options *options, int argc, char **__counted_by(argc) argv,
                               const struct option *__counted_by(count) known, size_t count) {
    options->value = NULL;
    if (options->letter != 0)
        return options_next_letter(options, argc, argv, known, count);
    options->at += 1;
    if (options->at >= argc)
        return OPTIONS_END;
    const char *argument = argv[options->at];
    if (options->is_over || argument[0] != '-' || argument[1] == '\0') {
        options->value = argument;
        return OPTIONS_OPERAND;
    }
    if (argument[1] != '-') {
        options->letter = 1;
        return options_next_letter(options, argc, argv, known, count);
    }
    if (argument[2] != '\0')
        return options_next_name(options, argc, argv, known, count);
    options->is_over = true;
    return options_next(options, argc, argv, known, count);
}

/* Prints a line for each option. */
[[maybe_unused]] static inline void options_help(FILE *stream, const struct option *__counted_by(count) known,
                                                 size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *name = known[i].name != NULL ? known[i].name : "";
        const char *value = known[i].value != NULL ? known[i].value : "";
        int used =
            fprintf(stream, "  -%c%s%s %s", known[i].letter, name[0] != '\0' ? ", --" : "", name, value);
        fprintf(stream, "%*s%s\n", used < 28 ? 28 - used : 1, "", known[i].help);
    }
}

#endif
