/* Integers and floats of every width: promotions, conversions, wrap-around, shifts, division, comparison. The
 * native build of the tests has -fwrapv; everything else here is defined by C. */
#include <limits.h>
#include <math.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

static const long long samples[] = {
    0,
    1,
    -1,
    2,
    -2,
    7,
    -7,
    100,
    127,
    128,
    255,
    256,
    -128,
    -129,
    32767,
    32768,
    65535,
    65536,
    -32768,
    2147483647,
    2147483648,
    -2147483648,
    -2147483649,
    4294967295,
    4294967296,
    9223372036854775807,
    -9223372036854775807 - 1,
};
#define SAMPLES ((int)(sizeof samples / sizeof samples[0]))

static unsigned long long digest;

static void add(unsigned long long value) {
    digest = (digest ^ value) * 1099511628211u;
}

static void report(const char *what) {
    printf("%-10s %016llx\n", what, digest);
    digest = 14695981039346656037u;
}

static void test_narrow(long long x, long long y) {
    int8_t a = (int8_t)x, b = (int8_t)y;
    uint8_t c = (uint8_t)x, d = (uint8_t)y;
    int16_t e = (int16_t)x, f = (int16_t)y;
    uint16_t g = (uint16_t)x, h = (uint16_t)y;
    add((unsigned long long)(a + b) ^ (unsigned long long)(a * b) ^ (unsigned long long)(a - b));
    add((unsigned long long)(c + d) ^ (unsigned long long)(c * d) ^ (unsigned long long)(c - d));
    add((unsigned long long)(e + f) ^ (unsigned long long)(e * f) ^ (unsigned long long)(e - f));
    add((unsigned long long)(g + h) ^ (unsigned long long)((unsigned)g * h) ^ (unsigned long long)(g - h));
    if (b != 0)
        add((unsigned long long)(a / b) ^ (unsigned long long)(a % b) << 8);
    if (h != 0)
        add((unsigned long long)(g / h) ^ (unsigned long long)(g % h) << 8);
    a += b;
    c -= d;
    e *= f;
    g ^= h;
    add((unsigned long long)a);
    add((unsigned long long)c);
    add((unsigned long long)e);
    add((unsigned long long)g);
    a++;
    --c;
    add((unsigned long long)(a++ + c--));
    add((unsigned long long)(~a) ^ (unsigned long long)-c ^ (unsigned long long)!e);
}

static void test_wide(long long x, long long y) {
    int a = (int)x, b = (int)y;
    unsigned c = (unsigned)x, d = (unsigned)y;
    unsigned long long e = (unsigned long long)x, f = (unsigned long long)y;
    add((unsigned)(a + b));
    add((unsigned)(a * b));
    add(c + d);
    add(c * d);
    add(e + f);
    add(e * f - e);
    add((unsigned long long)(x - y));
    if (b != 0 && !(a == INT_MIN && b == -1))
        add((unsigned long long)(a / b) ^ (unsigned long long)(a % b) << 32);
    if (d != 0)
        add(c / d ^ c % d);
    if (y != 0 && !(x == LLONG_MIN && y == -1))
        add((unsigned long long)(x / y) ^ (unsigned long long)(x % y));
    if (f != 0)
        add(e / f ^ e % f);
    add((unsigned long long)(a / 7) + (unsigned long long)(a % -10) + c / 7 + c % 1000 + e / 1000000007u);
    add((unsigned long long)(x / 8) + (unsigned long long)(x % 16) + (unsigned long long)(x / -3));
}

static void test_bits(long long x, long long y) {
    unsigned count = (unsigned)y & 31;
    unsigned long count_wide = (unsigned long)y & 63;
    unsigned c = (unsigned)x;
    unsigned long e = (unsigned long)x;
    add((unsigned)((int)x >> count));
    add(c << count ^ c >> count);
    add((unsigned long)(x >> count_wide));
    add(e << count_wide ^ e >> count_wide);
    add((e & (unsigned long)y) + (e | (unsigned long)y) * 3 + (e ^ (unsigned long)y) * 5 + ~e);
    add((c << count | c >> (-count & 31)) + (e << count_wide | e >> (-count_wide & 63)));
}

static void test_comparisons(long long x, long long y) {
    int a = (int)x, b = (int)y;
    unsigned c = (unsigned)x;
    int8_t e = (int8_t)x;
    bool less = x < y, both = x != 0 && y != 0, either = x < 0 || y < 0;
    add((unsigned)(a < b) | (unsigned)(a <= b) << 1 | (unsigned)(a > b) << 2 | (unsigned)(a >= b) << 3 |
        (unsigned)(a == b) << 4 | (unsigned)(c < (unsigned)b) << 5 | (unsigned)(c >= (unsigned)b) << 6 |
        (unsigned)(e < a) << 7 | (unsigned)less << 8 | (unsigned)both << 9 | (unsigned)either << 10 |
        (unsigned)(bool)x << 11 | (unsigned)!y << 12);
    add((unsigned long long)(x < y ? x : y) + (unsigned long long)(a > b ? a : c));
    bool flag = (bool)(x & 256);
    flag |= y > 5;
    flag ^= true;
    add(flag);
}

static void test_floats(long long x, long long y) {
    double a = (double)x, b = (double)y;
    float c = (float)x, d = (float)y;
    double e = (double)(unsigned long long)x;
    float f = (float)(unsigned long long)y;
    printf("%.17g %.17g %.17g %.9g %.17g %.9g", a + b, a * b, a - b * 0.5, (double)(c + d), e, (double)f);
    if (y != 0)
        printf(" %.17g %.9g", a / b, (double)(c / d));
    printf(" %d%d%d%d%d%d\n", a<b, a <= b, a> b, a >= b, a == b, c != d);
    if (a > -9.2e18 && a < 9.2e18)
        add((unsigned long long)(long long)a + (unsigned long long)(long long)(a / 3));
    if (a >= 0 && a < 1.8e19)
        add((unsigned long long)a);
    if (a > -2147483648.0 && a < 2147483647.0)
        add((unsigned)(int)(a * 0.999) + (unsigned)(int)c);
    if (a >= 0 && a < 4294967295.0)
        add((unsigned)a);
}

static void test_not_a_number(void) {
    volatile double zero = 0;
    double nan = zero / zero;
    double infinite = 1 / zero;
    printf("%d%d%d%d%d%d %d%d\n", nan < 1, nan <= 1, nan > 1, nan >= 1, nan == nan, nan != nan,
           infinite > 1e308, -infinite < -1e308);
    printf("%d %d\n", nan ? 1 : 2, !nan);
    printf("%f %f\n", infinite, -infinite);
}

static void test_math(void) {
    static const double values[] = {0, 0.5, 1.5,  2.5,   -0.5,   -1.5,      -2.7,
                                    2, 3,   1e10, 1e300, 1e-310, 123456.789};
    for (int i = 0; i < (int)(sizeof values / sizeof values[0]); i++) {
        double v = values[i];
        printf("%.17g %.17g %.17g %.17g %.17g %.17g %.17g\n", floor(v), ceil(v), trunc(v), round(v), fabs(v),
               sqrt(fabs(v)), fmod(v, 0.7));
    }
}

int main(void) {
    digest = 14695981039346656037u;
    for (int i = 0; i < SAMPLES; i++) {
        for (int k = 0; k < SAMPLES; k++) {
            test_narrow(samples[i], samples[k]);
            test_wide(samples[i], samples[k]);
            test_bits(samples[i], samples[k]);
            test_comparisons(samples[i], samples[k]);
            test_floats(samples[i], samples[k]);
        }
        report("sample");
    }
    test_not_a_number();
    test_math();
    return 0;
}
