/* <math.h>: the parts of numbers, rounding in all its ways, minima and the like. All exact. */
#include <errno.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>

#define SIGN_BIT (1ull << 63)
#define INFINITY_BITS (0x7ffull << 52)

static uint64_t to_bits(double value) {
    return *(const uint64_t *)&value;
}

static double from_bits(uint64_t bits) {
    return *(const double *)&bits;
}

int __classify(double value) {
    uint64_t bits = to_bits(value) & ~SIGN_BIT;
    if (bits >= INFINITY_BITS)
        return bits == INFINITY_BITS ? FP_INFINITE : FP_NAN;
    if (bits < 1ull << 52)
        return bits == 0 ? FP_ZERO : FP_SUBNORMAL;
    return FP_NORMAL;
}

int __classify_float(float value) {
    if (fabsf(value) < 0x1p-126F && value != 0)
        return FP_SUBNORMAL;
    return __classify(value);
}

int __sign_bit(double value) {
    return to_bits(value) >> 63 != 0;
}

double frexp(double value, int *exponent) {
    int more = 0;
    *exponent = 0;
    if (value == 0 || value != value || fabs(value) > DBL_MAX)
        return value;
    if (fabs(value) < 0x1p-1022) {
        value *= 0x1p54;
        more = -54;
    }
    uint64_t bits = to_bits(value);
    *exponent = (int)(bits >> 52 & 0x7ff) - 1022 + more;
    return from_bits((bits & ~INFINITY_BITS) | 1022ull << 52);
}

/* At most three steps: each but the last one exact, and only the last one may reach subnormal numbers. */
double ldexp(double value, int exponent) {
    if (exponent > 1023) {
        value *= 0x1p1023;
        exponent = exponent > 3000 ? 3000 - 1023 : exponent - 1023;
        if (exponent > 1023) {
            value *= 0x1p1023;
            exponent = exponent - 1023 > 1023 ? 1023 : exponent - 1023;
        }
    } else if (exponent < -1022) {
        /* 2^-969 leaves 53 bits to the smallest normal number. */
        value *= 0x1p-969;
        exponent = exponent < -3000 ? -3000 + 969 : exponent + 969;
        if (exponent < -1022) {
            value *= 0x1p-969;
            exponent = exponent + 969 < -1022 ? -1022 : exponent + 969;
        }
    }
    return value * from_bits((uint64_t)(exponent + 1023) << 52);
}

double scalbn(double value, int exponent) {
    return ldexp(value, exponent);
}

double scalbln(double value, long exponent) {
    return ldexp(value, exponent > 5000 ? 5000 : exponent < -5000 ? -5000 : (int)exponent);
}

int ilogb(double value) {
    int exponent = 0;
    if (value == 0 || value != value)
        return INT_MIN;
    if (fabs(value) > DBL_MAX)
        return INT_MAX;
    frexp(value, &exponent);
    return exponent - 1;
}

double logb(double value) {
    if (value != value || fabs(value) > DBL_MAX)
        return value * value;
    return value == 0 ? -INFINITY : ilogb(value);
}

double modf(double value, double *whole) {
    *whole = trunc(value);
    return copysign(fabs(value) > DBL_MAX ? 0 : value - *whole, value);
}

/* Adding 2^52 leaves no bits for a fraction, and rounds to even. */
double rint(double value) {
    double size = fabs(value);
    if (!(size < 0x1p52))
        return value;
    volatile double sum = size + 0x1p52;
    return copysign(sum - 0x1p52, value);
}

double nearbyint(double value) {
    return rint(value);
}

double roundeven(double value) {
    return rint(value);
}

long lrint(double value) {
    return (long)rint(value);
}

long long llrint(double value) {
    return (long long)rint(value);
}

long lround(double value) {
    return (long)round(value);
}

long long llround(double value) {
    return (long long)round(value);
}

double fmin(double a, double b) {
    if (a != a || b != b)
        return a != a ? b : a;
    return a < b || (a == b && __sign_bit(a)) ? a : b;
}

double fmax(double a, double b) {
    if (a != a || b != b)
        return a != a ? b : a;
    return a > b || (a == b && !__sign_bit(a)) ? a : b;
}

double fdim(double a, double b) {
    if (a != a || b != b)
        return a + b;
    return a > b ? a - b : 0;
}

double remainder(double value, double divisor) {
    if (value != value || divisor != divisor || divisor == 0 || fabs(value) > DBL_MAX) {
        if (value == value && divisor == divisor)
            errno = EDOM;
        return value * divisor / (value * divisor);
    }
    if (fabs(divisor) > DBL_MAX)
        return value;
    double by = fabs(divisor);
    double rest = by < 0x1p1023 ? fmod(fabs(value), 2 * by) : fabs(value);
    if (by < 0x1p-1021) {
        if (rest + rest > by) {
            rest -= by;
            if (rest + rest >= by)
                rest -= by;
        }
    } else if (rest > by / 2) {
        rest -= by;
        if (rest >= by / 2)
            rest -= by;
    }
    return __sign_bit(value) ? -rest : rest;
}

double nextafter(double from, double to) {
    if (from != from || to != to)
        return from + to;
    if (from == to)
        return to;
    if (from == 0)
        return copysign(0x1p-1074, to);
    bool is_outwards = (from < to) == (from > 0);
    double result = from_bits(to_bits(from) + (is_outwards ? 1 : -1ull));
    if (fabs(result) > DBL_MAX || fabs(result) < 0x1p-1022)
        errno = ERANGE;
    return result;
}

double nan(const char *text) {
    (void)text;
    return NAN;
}
