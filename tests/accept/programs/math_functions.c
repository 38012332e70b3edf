/* <math.h>: what must be exact, and the others, which may differ by one in the last place (`close`): the lines of the exact ones
 * end with a word. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static uint64_t state = 7;

static uint64_t next(void) {
    state = state * 6364136223846793005ul + 1442695040888963407ul;
    return state >> 11;
}

/* Of every magnitude, or of one that functions like. */
static double pick(int kind) {
    double fraction = (double)next() * 0x1p-53;
    double sign = next() % 2 == 0 ? 1 : -1;
    switch (kind) {
    case 0:
        return sign * ldexp(1 + fraction, (int)(next() % 2098) - 1074);
    case 1:
        return sign * fraction;
    case 2:
        return sign * fraction * 40;
    default:
        return sign * ldexp(1 + fraction, (int)(next() % 40) - 20);
    }
}

static uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return value != value ? 0x7ff8000000000000 : bits;
}

static void exact(const char *name, double value) {
    printf("%s %" PRIx64 " exactly\n", name, bits_of(value));
}

static int counted;

static void close_to(const char *name, double x, double value) {
    counted++;
    printf("%s %" PRIx64 " %" PRIx64 "\n", name, bits_of(x), bits_of(value));
}

static void parts(double x, double y) {
    int exponent;
    double whole;
    exact("floor", floor(x)), exact("ceil", ceil(x)), exact("trunc", trunc(x)), exact("round", round(x));
    exact("rint", rint(x)), exact("nearbyint", nearbyint(x)), exact("sqrt", sqrt(fabs(x)));
    exact("fmod", fmod(x, y)), exact("remainder", remainder(x, y)), exact("fabs", fabs(x));
    exact("frexp", frexp(x, &exponent)), exact("modf", modf(x, &whole)), exact("whole", whole);
    exact("ldexp", ldexp(x, (int)(next() % 4200) - 2100)), exact("next", nextafter(x, y));
    exact("min", x == y ? x : fmin(x, y)), exact("max", x == y ? x : fmax(x, y)), exact("dim", fdim(x, y)),
        exact("copysign", copysign(x, y));
    exact("logb", logb(x)), exact("sqrtf", sqrtf(fabsf((float)x))), exact("floorf", floorf((float)x));
    printf("%d %d %d %d %d parts\n", exponent, isnan(x) != 0, isinf(x) != 0, isfinite(x) != 0,
           signbit(x) != 0);
    if (fabs(x) < 1e18)
        printf("%ld %ld %ld whole\n", lrint(x), lround(x), (long)trunc(x));
}

static void transcendental(double x, double y) {
    close_to("exp", x, exp(x)), close_to("exp2", x, exp2(x)), close_to("expm1", x, expm1(x));
    close_to("log", x, log(x)), close_to("log2", x, log2(x)), close_to("log10", x, log10(x));
    close_to("log1p", x, log1p(x)), close_to("pow", x, pow(x, y)), close_to("pow2", x, pow(fabs(x), y));
    close_to("sin", x, sin(x)), close_to("cos", x, cos(x)), close_to("tan", x, tan(x));
    close_to("asin", x, asin(x)), close_to("acos", x, acos(x)), close_to("atan", x, atan(x));
    close_to("atan2", x, atan2(x, y)), close_to("cbrt", x, cbrt(x)), close_to("hypot", x, hypot(x, y));
    close_to("sinh", x, sinh(x)), close_to("cosh", x, cosh(x)), close_to("tanh", x, tanh(x));
    close_to("asinh", x, asinh(x)), close_to("acosh", x, acosh(x)), close_to("atanh", x, atanh(x));
}

int main(void) {
    static const double edges[] = {0,
                                   1,
                                   0.5,
                                   2,
                                   3,
                                   10,
                                   100,
                                   1000,
                                   1e22,
                                   1.7976931348623157e308,
                                   5e-324,
                                   2.5,
                                   1.5,
                                   0.49999999999999994,
                                   4503599627370497.5,
                                   709.78,
                                   710,
                                   1e300,
                                   0.7853981633974483,
                                   1.5707963267948966,
                                   3.141592653589793,
                                   1e15,
                                   0x1p1023,
                                   0x1p-1022};
    enum { EDGES = sizeof edges / sizeof *edges };
    for (int i = -EDGES - 2; i < EDGES + 2; i++) {
        double x =
            i >= EDGES ? (i == EDGES ? (double)INFINITY : (double)NAN) : edges[i < 0 ? (-i - 1) % EDGES : i];
        x = i < -EDGES ? -(double)INFINITY : i < 0 ? -x : x;
        for (int k = 0; k < EDGES; k++)
            parts(x, edges[k]);
        transcendental(x, 3);
        transcendental(x, 0.5);
        transcendental(x, INFINITY);
    }
    for (int i = 0; i < 1200; i++) {
        parts(pick(i % 4), pick(i % 3));
        transcendental(pick(i % 4), pick(1 + i % 3));
    }
    errno = 0;
    double none = sqrt(4) + log(-1);
    printf("%d %d %d\n", errno, none != none, counted > 20000);
    return 0;
}
