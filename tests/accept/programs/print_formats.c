/* printf and its relatives: into streams and buffers, with literal formats, formats known at run time, and lists;
 * every conversion by both ways, which must agree. */
#define _GNU_SOURCE /* asprintf */
#include <inttypes.h>
#include <limits.h>
#include <ptrcheck.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 1, 2))) static void note(const char *format, ...) {
    va_list list;
    va_start(list, format);
    fputs("note: ", stdout);
    vprintf(format, list);
    putchar('\n');
    va_end(list);
}

static void made(const char *format, ...) {
    va_list list, again;
    char *text;
    char part[12];
    va_start(list, format);
    va_copy(again, list);
    if (vasprintf(&text, format, list) < 0)
        abort();
    int length = vsnprintf(part, sizeof part, format, again);
    printf("made '%s', of which '%s' fits, of %d\n", text, part, length);
    va_end(again);
    va_end(list);
    free(text);
}

/* The same by a format that vcc takes apart and by one that the library interprets. */
#define BOTH(format, ...)                                                                                    \
    do {                                                                                                     \
        const char *known_later = format;                                                                    \
        char direct[400], interpreted[400];                                                                  \
        int n = snprintf(direct, sizeof direct, format, __VA_ARGS__);                                        \
        int m = snprintf(interpreted, sizeof interpreted, known_later, __VA_ARGS__);                         \
        printf("%d [%s]%s\n", n, direct, n == m && strcmp(direct, interpreted) == 0 ? "" : " differ!");      \
    } while (0)

static void integers(void) {
    BOTH("%d|%5d|%-5d|%05d|%+d|% d|%.3d|%8.3d|%-8.3d|%i", 42, -42, 42, -42, 42, 42, -42, 42, 42, INT_MIN);
    BOTH("%u|%o|%#o|%x|%#X|%#08x|%#.0o|%.0x|%#x", 3054u, 8u, 8u, 48879u, 255u, 255u, 0u, 0u, 0u);
    BOTH("%hhd|%hd|%ld|%lld|%jd|%zu|%td", (signed char)-1, (short)-2, -3L, LLONG_MIN, INTMAX_MAX, SIZE_MAX,
         (ptrdiff_t)-4);
    BOTH("%hhu|%hx|%lu|%llx|%hhx", (unsigned char)200, (unsigned short)65535, ULONG_MAX, ULLONG_MAX,
         (unsigned char)255);
    BOTH("%b|%#b|%B|%08b|%#12b|%-8b|%lb", 5u, 5u, 6u, 5u, 5u, 5u, ULONG_MAX);
    BOTH("%*d|%-*d|%.*d|%*.*d|%*d", 6, 1, 6, 2, 4, 3, 7, 3, 4, -6, 5);
    BOTH("%" PRId8 "|%" PRIu64 "|%" PRIxMAX, (int8_t)-8, UINT64_MAX, UINTMAX_MAX);
}

static void texts(void) {
    char letters[4] = {'a', 'b', 'c', 'd'};
    char word[8] = "word";
    BOTH("%s|%10s|%-10s|%.2s|%10.2s|%.0s|%%|%c|%5c|%-5c|", "text", "text", "text", "text", "text", "text",
         'x', 'y', 'z');
    BOTH("%.4s|%s|%*s|%-*.*s|%s", letters, word, 6, word, 6, 2, word, word + 1);
    BOTH("%p|%10p|%-10p|", NULL, NULL, (void *)0);
    BOTH("%d%c%s", 1, '\0', "behind a terminator");
}

static void floats(double value) {
    BOTH("%f|%.0f|%12.3f|%-12.3f|%+f|%#.0f|%020.4f", value, value, value, value, value, value, value);
    BOTH("%e|%.0e|%.3E|%15.2e|%#.0e|%.17e", value, value, value, value, value, value);
    BOTH("%g|%.0g|%.3G|%#.8g|%-15g|%015g|%.17g", value, value, value, value, value, value, value);
    BOTH("%a|%.0a|%.3A|%20a|%-20a|%020a|%+a|%#.0a|%.15a", value, value, value, value, value, value, value,
         value, value);
}

static void counts(void) {
    int n = 0;
    signed char small = 0;
    short middle = 0;
    long large = 0;
    char text[40];
    printf("a%nb%hhnc%hnd%ln%n\n", &n, &small, &middle, &large, &n);
    printf("%d %d %d %ld\n", n, small, middle, large);
    const char *format = "abc%nd%ln|";
    snprintf(text, 3, format, &n, &large);
    printf("%s %d %ld\n", text, n, large);
}

static void buffers(void) {
    char text[16] = "untouched";
    printf("%d %s\n", snprintf(text, 0, "%d", 12345), text);
    printf("%d %s\n", snprintf(text, 1, "%d", 12345), text);
    printf("%d %s\n", snprintf(text, 4, "%d", 12345), text);
    printf("%d %s\n", snprintf(text, sizeof text, "%s-%d", "abc", 5), text);
    printf("%d %s\n", sprintf(text, "%x", 0xabcu), text);
    printf("%d\n", snprintf(NULL, 0, "%100d", 5));
    size_t used = 0;
    for (int i = 0; i < 5; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%d,", i * i);
    printf("%zu %s\n", used, text);
    char *rows[2] = {malloc(8), malloc(8)};
    if (rows[0] == NULL || rows[1] == NULL)
        abort();
    for (int i = 0; i < 2; i++)
        snprintf(rows[i], 8, "row %d", i);
    fprintf(stdout, "%s %s\n", rows[0], rows[1]);
}

int main(void) {
    static const double values[] = {0.0,    -0.0,   1.0,      1.5,       -2.5,     0.1,     123456.789, 1e100,
                                    1e-100, 5e-324, 2.2e-308, 1.797e308, 999999.5, 0.00001, 9.5,        1e15};
    integers();
    texts();
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        floats(values[i]);
    floats(1 / values[0]);
    floats(-(1 / values[0]));
    counts();
    buffers();
    int local = 5;
    note("%s %d %g %ld %p", "text", local++, 2.5, 1L << 40, NULL);
    note("plain");
    made("%s/%s.%d", "folder", "file", 7);
    made("%5.1f", 2.25);
    return fflush(stdout);
}
