/* scanf and its relatives: from texts and streams, with literal formats and formats known at run time, which must
 * agree; every conversion, width, suppression, set, and the ways to fail. */
#include <ptrcheck.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int take(const char *text, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int result = vsscanf(text, format, list);
    va_end(list);
    return result;
}

#define NUMBER(type, format, print, text)                                                                    \
    do {                                                                                                     \
        type direct = 77, interpreted = 77;                                                                  \
        const char *input = text;                                                                            \
        int n = sscanf(input, format, &direct), m = take(input, format, &interpreted);                       \
        printf("%-8s %-24s %d " print "%s\n", format, input, n, direct,                                      \
               n == m && memcmp(&direct, &interpreted, sizeof direct) == 0 ? "" : " differ!");               \
    } while (0)

static void show(const char *format, const char *input, int n, const char *__counted_by(40) direct) {
    char interpreted[40] = "untouched";
    int m = take(input, format, interpreted);
    printf("%-8s '%s' %d '%s'%s\n", format, input, n, direct,
           n == m && memcmp(direct, interpreted, sizeof interpreted) == 0 ? "" : " differ!");
}

#define TEXT(format, text)                                                                                   \
    do {                                                                                                     \
        char direct[40] = "untouched";                                                                       \
        const char *input = text;                                                                            \
        int n = sscanf(input, format, direct);                                                               \
        show(format, input, n, direct);                                                                      \
    } while (0)

static void integers(void) {
    static const char *const texts[] = {"12",
                                        "  -7x",
                                        "+5",
                                        "",
                                        "  ",
                                        "x",
                                        "-",
                                        "0x1F",
                                        "077",
                                        "0",
                                        "0x",
                                        "09",
                                        "1e",
                                        "99999999999",
                                        "-99999999999",
                                        "9223372036854775808",
                                        "-9223372036854775809",
                                        "18446744073709551616",
                                        "300",
                                        "-129",
                                        "\n\t 8 ",
                                        "+-3"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        NUMBER(int, "%d", "%d", texts[i]);
        NUMBER(int, "%i", "%d", texts[i]);
        NUMBER(unsigned, "%x", "%u", texts[i]);
        NUMBER(unsigned long, "%lu", "%lu", texts[i]);
        NUMBER(short, "%hd", "%d", texts[i]);
        NUMBER(unsigned char, "%hhu", "%d", texts[i]);
        NUMBER(long long, "%2lld", "%lld", texts[i]);
    }
}

static void floats(void) {
    static const char *const texts[] = {"1.5",    "-2e3",     " .5",  "5.",
                                        ".",      "1e",       "1e+",  "e5",
                                        "0x1p3",  "0x1.8p-1", "inf",  "-INFINITY",
                                        "infx",   "nan",      "in",   "1.7976931348623157e308",
                                        "1e999",  "4.9e-324", "0.1",  "123456789012345678901234567890",
                                        "+",      "1.2.3",    "0x.8", "1e5e5",
                                        "-.5e-1", ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        NUMBER(double, "%lf", "%g", texts[i]);
        NUMBER(float, "%f", "%.9g", texts[i]);
        NUMBER(double, "%4lg", "%.17g", texts[i]);
    }
}

static void texts(void) {
    TEXT("%s", "  word and more");
    TEXT("%3s", "abcdef");
    TEXT("%s", "   ");
    TEXT("%c", " x");
    TEXT("%4c", "abcdef");
    TEXT("%4c", "ab");
    TEXT("%[abc]", "aabbccdd");
    TEXT("%[^,]", "one,two");
    TEXT("%[a-c-]", "a-b-c-d");
    TEXT("%[]x]", "]x]y");
    TEXT("%[^]]", "ab]c");
    TEXT("%5[0-9]", "1234567");
    TEXT("%[abc]", "xyz");
    TEXT("%*d %s", "12 text");
    TEXT("%*s%s", "one two");
    TEXT("%*[^=]=%s", "name=value");
    TEXT("%%%s", "%percent");
    TEXT("a b%s", "a   bc");
    TEXT("a b%s", "abc");
    TEXT("ab%s", "a bc");
}

static void several(const char *text) {
    int day = 0, month = 0, year = 0, used = 0;
    char name[16] = "", rest[8] = "";
    double value = 0;
    int n = sscanf(text, "%d-%d-%d%n", &day, &month, &year, &used);
    printf("'%s' %d: %d %d %d, %d bytes\n", text, n, day, month, year, used);
    n = sscanf(text, " %15[a-z] = %lf ; %7s", name, &value, rest);
    printf("'%s' %d: '%s' %g '%s'\n", text, n, name, value, rest);
    long at = -1;
    short after = -1;
    n = take(text, "%*d%ln-%hn", &at, &after);
    printf("'%s' %d: %ld %d\n", text, n, at, after);
}

struct point {
    int x, y;
};

static void stream(void) {
    char line[32], word[8];
    struct point points[3] = {0};
    double value = 0;
    int n = scanf("%7s %d,%d", word, &points[0].x, &points[0].y);
    printf("%d %s %d %d\n", n, word, points[0].x, points[0].y);
    for (int i = 1; i < 3; i++) {
        n = fscanf(stdin, " ( %d %d )", &points[i].x, &points[i].y);
        printf("%d %d %d\n", n, points[i].x, points[i].y);
    }
    n = scanf("%lf", &value);
    printf("%d %g\n", n, value);
    n = scanf("%lf", &value);
    printf("%d %g\n", n, value);
    if (fgets(line, sizeof line, stdin) != NULL)
        printf("rest '%s'\n", line);
    const char *format = "%d%*c";
    int sum = 0, number;
    while (scanf(format, &number) == 1)
        sum += number;
    printf("%d\n", sum);
    while ((n = scanf("%7s", word)) != EOF)
        printf("%d %s\n", n, word);
    printf("%d %d\n", scanf("%d", &number), feof(stdin) != 0);
}

int main(void) {
    integers();
    floats();
    texts();
    several("24-12-2026 and more");
    several("24-x");
    several("24");
    several("");
    several("  key = 2.5 ; last");
    several("key=x");
    stream();
    return 0;
}
