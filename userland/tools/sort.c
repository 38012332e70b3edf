/* sort: prints the lines of all files in order, comparing bytes as coreutils does in the "C" locale.
 *
 *     sort [-nru]... [FILE]...      standard input if no file is named, or for the file "-"
 *
 * -n compares the numbers that the lines begin with, -r reverses the order, -u prints only the first of lines that
 * compare equal. Lines with equal numbers are ordered by their bytes, unless -u is given. A merge sort of an array of
 * references to lines: stable, and never slower than n log n. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <vouch/array.h>
#include <vouch/heap.h>
#include <vouch/options.h>
#include <vouch/text.h>

struct line {
    const char *__counted_by(length) bytes;
    size_t length;
};

ARRAY_TYPE(lines, struct line)

/* Below, at or above 0 as `left` comes before, beside or behind `right`. */
typedef int comparison(const struct line *left, const struct line *right);

static bool numeric, reversed, unique;

static int compare_bytes(const struct line *left, const struct line *right) {
    size_t common = left->length < right->length ? left->length : right->length;
    const char *a = left->bytes;
    const char *b = right->bytes;
    for (size_t i = 0; i < common; i++)
        if (a[i] != b[i])
            return (unsigned char)a[i] < (unsigned char)b[i] ? -1 : 1;
    return (left->length > right->length) - (left->length < right->length);
}

/* The number at the start of a line: its digits without leading zeros. */
struct number {
    size_t first; /* of the digits before the point */
    size_t point; /* behind the last of them */
    size_t end;   /* behind the last digit after the point that is not 0 */
    bool is_zero;
    bool is_negative;
};

static struct number find_number(const struct line *line) {
    struct number number = {0};
    const char *bytes = line->bytes;
    size_t at = 0;
    while (at < line->length && isblank((unsigned char)bytes[at]))
        at++;
    if (at < line->length && bytes[at] == '-') {
        number.is_negative = true;
        at++;
    }
    while (at < line->length && bytes[at] == '0')
        at++;
    number.first = at;
    while (at < line->length && isdigit((unsigned char)bytes[at]))
        at++;
    number.point = at;
    number.end = at;
    if (at < line->length && bytes[at] == '.')
        for (at++; at < line->length && isdigit((unsigned char)bytes[at]); at++)
            if (bytes[at] != '0')
                number.end = at + 1;
    number.is_zero = number.first == number.end;
    if (number.is_zero)
        number.is_negative = false;
    return number;
}

/* Compares without regard to the signs. */
static int compare_magnitudes(const struct line *left, struct number a, const struct line *right,
                              struct number b) {
    size_t digits = a.point - a.first;
    if (digits != b.point - b.first)
        return digits < b.point - b.first ? -1 : 1;
    const char *x = left->bytes;
    const char *y = right->bytes;
    size_t i = a.first;
    size_t k = b.first;
    while (i < a.end && k < b.end) {
        if (x[i] != y[k])
            return x[i] < y[k] ? -1 : 1;
        i++;
        k++;
    }
    return (i < a.end) - (k < b.end);
}

static int compare_numbers(const struct line *left, const struct line *right) {
    struct number a = find_number(left);
    struct number b = find_number(right);
    if (a.is_negative != b.is_negative)
        return a.is_negative ? -1 : 1;
    int order = compare_magnitudes(left, a, right, b);
    return a.is_negative ? -order : order;
}

/* The order that the options ask for. Without -u, equal numbers leave the decision to the bytes. */
static int compare_lines(comparison *compare, const struct line *left, const struct line *right) {
    int order = compare(left, right);
    if (order == 0 && numeric && !unique)
        order = compare_bytes(left, right);
    return reversed ? -order : order;
}

/* Merges from[start, middle) and from[middle, end), both in order, into to[start, end). */
static void merge(comparison *compare, const struct line *__counted_by(end) from,
                  struct line *__counted_by(end) to, size_t start, size_t middle, size_t end) {
    size_t left = start;
    size_t right = middle;
    for (size_t i = start; i < end; i++) {
        if (left < middle && (right >= end || compare_lines(compare, &from[left], &from[right]) <= 0))
            to[i] = from[left++];
        else
            to[i] = from[right++];
    }
}

static void sort_lines(struct lines *lines, comparison *compare) {
    size_t count = lines->count;
    struct line *from = lines->items;
    struct line *to = new_array(struct line, lines->room);
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t middle = start + width < count ? start + width : count;
            size_t end = start + 2 * width < count ? start + 2 * width : count;
            merge(compare, from, to, start, middle, end);
        }
        struct line *swap = from;
        from = to;
        to = swap;
    }
    lines->items = from;
}

static void add_line(struct lines *lines, const struct text *text) {
    char *bytes = new_array(char, text->length);
    memcpy(bytes, text->bytes, text->length);
    lines_add(lines, (struct line){.bytes = bytes, .length = text->length});
}

static void read_lines(struct lines *lines, FILE *stream) {
    struct text text = {0};
    while (text_read_line(&text, stream))
        add_line(lines, &text);
}

static bool read_file(struct lines *lines, const char *name) {
    if (strcmp(name, "-") == 0) {
        read_lines(lines, stdin);
        return true;
    }
    FILE *stream = fopen(name, "r");
    if (stream == NULL) {
        fputs("sort: cannot read: ", stderr);
        perror(name);
        return false;
    }
    read_lines(lines, stream);
    fclose(stream);
    return true;
}

static void print_lines(const struct lines *lines, comparison *compare) {
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->items[i];
        if (unique && i > 0 && compare(&lines->items[i - 1], line) == 0)
            continue;
        fwrite(line->bytes, 1, line->length, stdout);
        putchar('\n');
    }
}

static const struct option options_known[] = {
    {'n', "numeric-sort", NULL, "compare the numbers that lines begin with"},
    {'r', "reverse", NULL, "the last line first"},
    {'u', "unique", NULL, "of lines that compare equal only the first"}};
enum { OPTIONS_KNOWN = sizeof options_known / sizeof *options_known };

static int usage(void) {
    fputs("usage: sort [-nru]... [FILE]...\n", stderr);
    options_help(stderr, options_known, OPTIONS_KNOWN);
    return 2;
}

/* Takes the options, wherever they are; the status of a mistake, or 0. */
static int read_options(int argc, char **__counted_by(argc) argv) {
    struct options options = {0};
    int letter;
    while ((letter = options_next(&options, argc, argv, options_known, OPTIONS_KNOWN)) != OPTIONS_END) {
        numeric |= letter == 'n';
        reversed |= letter == 'r';
        unique |= letter == 'u';
        if (letter == OPTIONS_ERROR)
            return usage();
    }
    return 0;
}

int main(int argc, char **argv) {
    struct lines lines = {0};
    int files = 0;
    int status = read_options(argc, argv);
    if (status != 0)
        return status;
    struct options options = {0};
    int letter;
    while ((letter = options_next(&options, argc, argv, options_known, OPTIONS_KNOWN)) != OPTIONS_END) {
        if (letter != OPTIONS_OPERAND)
            continue;
        files++;
        if (!read_file(&lines, options.value))
            return 2;
    }
    if (files == 0)
        read_lines(&lines, stdin);
    comparison *compare = numeric ? compare_numbers : compare_bytes;
    sort_lines(&lines, compare);
    print_lines(&lines, compare);
    return 0;
}
