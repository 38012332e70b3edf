/* Numbers from text: the strtol and the strtod families on edge cases and on thousands of pseudo-random numerals. */
#include <errno.h>
#include <ptrcheck.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned state = 2024;

static unsigned next(unsigned limit) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % limit;
}

static void show_integers(const char *text, int base) {
    char *end;
    errno = 0;
    long a = strtol(text, &end, base);
    printf("%d '%s': %ld %ld %d ", base, text, a, (long)(end - text), errno);
    errno = 0;
    unsigned long long b = strtoull(text, &end, base);
    printf("%llu %ld %d ", b, (long)(end - text), errno);
    printf("%" PRIdMAX " %lu\n", strtoimax(text, NULL, base), strtoul(text, NULL, base));
}

static void show_floating(const char *text) {
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    printf("'%s': %016" PRIx64 " %ld %d ", text, bits, (long)(end - text), errno);
    errno = 0;
    float single = strtof(text, &end);
    uint32_t word;
    memcpy(&word, &single, sizeof word);
    printf("%08" PRIx32 " %ld %d\n", word, (long)(end - text), errno);
}

static size_t put_digits(char *__counted_by(size) text, size_t size, size_t at, unsigned count) {
    for (unsigned i = 0; i < count && at + 1 < size; i++)
        text[at++] = (char)('0' + next(10));
    return at;
}

static void random_floating(void) {
    char text[100] = {0};
    size_t at = put_digits(text, sizeof text, 0, next(4) == 0 ? next(30) : next(5));
    text[at++] = '.';
    at = put_digits(text, sizeof text, at, 1 + (next(4) == 0 ? next(40) : next(8)));
    text[at++] = 'e';
    int exponent = next(3) == 0 ? (int)next(700) - 350 : (int)next(60) - 30;
    if (exponent < 0)
        text[at++] = '-';
    unsigned size = (unsigned)abs(exponent);
    text[at++] = (char)('0' + size / 100);
    text[at++] = (char)('0' + size / 10 % 10);
    text[at++] = (char)('0' + size % 10);
    show_floating(text);
}

int main(void) {
    static const char *const integers[] = {"",
                                           "0",
                                           "-0",
                                           "+7",
                                           "  42abc",
                                           "-",
                                           "+",
                                           "0x",
                                           "0x1f",
                                           "-0X1Fg",
                                           "0777",
                                           "089",
                                           "zz",
                                           "9223372036854775807",
                                           "9223372036854775808",
                                           "-9223372036854775808",
                                           "-9223372036854775809",
                                           "18446744073709551615",
                                           "18446744073709551616",
                                           "-18446744073709551615",
                                           "99999999999999999999999",
                                           "\t\n\v\f\r 1",
                                           "1 2",
                                           "--1",
                                           "7fffffffffffffff",
                                           "0x7fffffffffffffff",
                                           "0x10000000000000000"};
    static const int bases[] = {0, 2, 8, 10, 16, 36, 3};
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++)
        for (size_t k = 0; k < sizeof bases / sizeof *bases; k++)
            show_integers(integers[i], bases[k]);
    for (int i = 0; i < 3000; i++) {
        char text[30] = {0};
        size_t at = 0;
        if (next(3) == 0)
            text[at++] = next(2) == 0 ? '-' : '+';
        for (unsigned count = next(22); count > 0; count--)
            text[at++] = "0123456789abcxXz"[next(next(8) == 0 ? 16 : 10)];
        int base = (int)next(36) + 1;
        show_integers(text, base == 1 ? 10 : base);
    }
    static const char *const floatings[] = {"",
                                            ".",
                                            "0",
                                            "-0",
                                            "1",
                                            "1.",
                                            ".5",
                                            "-.5e1",
                                            "1e",
                                            "1e+",
                                            "1e400",
                                            "-1e400",
                                            "1e-400",
                                            "inf",
                                            "-Infinity",
                                            "infinit",
                                            "nan",
                                            "NAN(a_)",
                                            "nan(",
                                            "0x",
                                            "0x1",
                                            "0x.8p1",
                                            "0x1.fffffffffffff8p0",
                                            "0x1.fffffffffffff7p0",
                                            "0x1p-1074",
                                            "0x1p-1075",
                                            "0x1.8p-1075",
                                            "0x1p1024",
                                            "0x1.23456789abcdef123p-3",
                                            "4.9e-324",
                                            "2.4703282292062327e-324",
                                            "2.4703282292062328e-324",
                                            "2.2250738585072011e-308",
                                            "2.2250738585072014e-308",
                                            "1.7976931348623157e308",
                                            "1.7976931348623158e308",
                                            "1.7976931348623159e308",
                                            "9007199254740993",
                                            "9007199254740992.5",
                                            "9007199254740993.0000000000000000000000000000000000001",
                                            "3.4028235e38",
                                            "3.4028236e38",
                                            "7.0064923216240854e-46",
                                            "7.0064923216240862e-46",
                                            "1.17549435e-38",
                                            "16777217",
                                            "16777217.00000000000000000001",
                                            "  +1.5x",
                                            "1e00005",
                                            "0.000000000000000000000000000000000000000000000000000000000001",
                                            "123456789012345678901234567890e-20",
                                            "8.442911973260991817129021e-309",
                                            "6.929001713869936e+236",
                                            "5.0e-324"};
    for (size_t i = 0; i < sizeof floatings / sizeof *floatings; i++)
        show_floating(floatings[i]);
    for (int i = 0; i < 4000; i++)
        random_floating();
    printf("%d %ld %lld %g\n", atoi(" -12x"), atol("99"), atoll("-1"), atof("2.5z"));
    div_t quotient = div(-17, 5);
    lldiv_t large = lldiv(1000000000007, -13);
    printf("%d %d %lld %lld %jd\n", quotient.quot, quotient.rem, large.quot, large.rem, imaxabs(-5));
    return 0;
}
