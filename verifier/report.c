/* Messages: the clauses' texts, places, and a small formatter, so that the same words come out of the
 * kernel and of the tools. Strings taken from a file are escaped and limited. */
#include <stdarg.h>

#include "check.h"

struct clause {
    enum verifier_rule rule;
    const char *id, *text;
};

static const struct clause clauses[CLAUSE_COUNT] = {
#define RULE(number, name, text)
#define CLAUSE(rule, id, text) [CLAUSE_##id] = {RULE_##rule, #id, text},
#include <vouch/rules.def>
#undef RULE
#undef CLAUSE
};

const char *verifier_rule_name(enum verifier_rule rule) {
    switch (rule) {
#define RULE(number, name, text)                                                                             \
    case RULE_##number:                                                                                      \
        return name;
#define CLAUSE(rule, id, text)
#include <vouch/rules.def>
#undef RULE
#undef CLAUSE
    }
    return "?";
}

static const struct clause *find_clause(enum verifier_clause clause) {
    return clause > CLAUSE_NONE && clause < CLAUSE_COUNT ? &clauses[clause] : NULL;
}

const char *verifier_clause_id(enum verifier_clause clause) {
    const struct clause *found = find_clause(clause);
    return found == NULL ? "?" : found->id;
}

const char *verifier_clause_text(enum verifier_clause clause) {
    const struct clause *found = find_clause(clause);
    return found == NULL ? "?" : found->text;
}

enum verifier_rule verifier_clause_rule(enum verifier_clause clause) {
    const struct clause *found = find_clause(clause);
    return found == NULL ? RULE_1 : found->rule;
}

struct output {
    char *next, *last; /* last: where the final NUL may go */
};

static void put(struct output *output, char c) {
    if (output->next < output->last)
        *output->next++ = c;
}

static void put_text(struct output *output, const char *text) {
    while (*text != 0)
        put(output, *text++);
}

static void put_number(struct output *output, uint64_t value, uint32_t base) {
    char digits[24];
    uint32_t count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    while (count > 0)
        put(output, digits[--count]);
}

static void put_signed(struct output *output, int64_t value, bool plus) {
    if (value < 0)
        put(output, '-');
    else if (plus)
        put(output, '+');
    put_number(output, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 10);
}

static void format_arguments(struct output *output, const char *format, va_list arguments) {
    for (; *format != 0; format++) {
        if (*format != '%') {
            put(output, *format);
            continue;
        }
        switch (*++format) {
        case 's':
            put_text(output, va_arg(arguments, const char *));
            break;
        case 'd':
            put_signed(output, va_arg(arguments, int), false);
            break;
        case 'u':
            put_number(output, va_arg(arguments, uint32_t), 10);
            break;
        case 'l':
            put_signed(output, va_arg(arguments, int64_t), true);
            break; /* with its sign, as in rsp-8 */
        case 'x':
            put_text(output, "0x");
            put_number(output, va_arg(arguments, uint32_t), 16);
            break;
        default:
            put(output, '?');
            break;
        }
    }
    *output->next = 0;
}

void report_format(char *buffer, size_t bytes, const char *format, ...) {
    struct output output = {buffer, buffer + bytes - 1};
    va_list arguments;
    va_start(arguments, format);
    format_arguments(&output, format, arguments);
    va_end(arguments);
}

bool check_fail(struct checker *checker, enum verifier_clause clause, const char *format, ...) {
    struct verifier_report *report = checker->report;
    if (checker->failed)
        return false;
    checker->failed = true;
    report->status = VERIFIER_REJECTED;
    report->clause = clause;
    report->address = checker->address;
    struct output output = {report->detail, report->detail + sizeof report->detail - 1};
    va_list arguments;
    va_start(arguments, format);
    format_arguments(&output, format, arguments);
    va_end(arguments);
    if (checker->address != 0)
        verifier_image_place(checker->image, checker->address, report->place, sizeof report->place);
    else
        report_format(report->place, sizeof report->place, "file");
    return false;
}

void verifier_report_format(const struct verifier_report *report, char *buffer, size_t bytes) {
    enum verifier_rule rule = verifier_clause_rule(report->clause);
    if (report->status == VERIFIER_ACCEPTED)
        report_format(buffer, bytes, "accepted");
    else if (report->status == VERIFIER_OUT_OF_MEMORY)
        report_format(buffer, bytes, "not checked: out of memory");
    else
        report_format(buffer, bytes, "rejected: R%u %s: %s: %s%s%s", (uint32_t)rule, verifier_rule_name(rule),
                      report->place, report->detail, report->detail[0] == 0 ? "" : ": ",
                      verifier_clause_text(report->clause));
}

void verifier_image_name(const struct verifier_image *image, uint32_t offset, char *buffer, size_t bytes) {
    struct output output = {buffer, buffer + bytes - 1};
    if (offset >= image->name_bytes)
        put(&output, '?');
    for (uint32_t i = offset; i < image->name_bytes && image->names[i] != 0 && output.next < output.last;
         i++) {
        char c = image->names[i];
        put(&output, c >= ' ' && c <= '~' ? c : '?');
    }
    *output.next = 0;
}

const struct vx_line *verifier_image_line(const struct verifier_image *image, uint32_t address) {
    uint32_t low = 0, high = image->line_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (image->lines[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 || image->lines[low - 1].line == 0 ? NULL : &image->lines[low - 1];
}

bool verifier_image_function(const struct verifier_image *image, uint32_t address, uint32_t *function) {
    uint32_t low = 0, high = image->function_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (image->functions[middle].start <= address)
            low = middle + 1;
        else
            high = middle;
    }
    *function = low - 1;
    return low != 0;
}

void verifier_image_place(const struct verifier_image *image, uint32_t address, char *buffer, size_t bytes) {
    enum { NAME_LIMIT = 40 };
    char name[NAME_LIMIT], file[NAME_LIMIT];
    uint32_t index;
    const struct vx_function *function =
        verifier_image_function(image, address, &index) ? &image->functions[index] : NULL;
    const struct vx_line *line = verifier_image_line(image, address);
    if (function == NULL || function->name >= image->name_bytes) {
        report_format(buffer, bytes, "%x", address);
        return;
    }
    verifier_image_name(image, function->name, name, sizeof name);
    if (line == NULL) {
        report_format(buffer, bytes, "%s+%x", name, address - function->start);
        return;
    }
    verifier_image_name(image, line->file, file, sizeof file);
    report_format(buffer, bytes, "%s+%x (%s:%u)", name, address - function->start, file, line->line);
}
