/* <math.h>: exact and correctly rounded functions. Square roots and magnitudes are instructions, for which
 * vcc has functions of its own; the others work on the bits of IEEE 754 doubles. */
#include <math.h>
#include <stdint.h>

double __builtin_sqrt(double value);
float __builtin_sqrtf(float value);
double __builtin_fabs(double value);
float __builtin_fabsf(float value);

#define SIGN_BIT (1ull << 63)
#define FRACTION_BITS 52
#define FRACTION_MASK ((1ull << 52) - 1)
#define EXPONENT_BIAS 1023
#define EXPONENT_SPECIAL 0x7ff
#define EXPONENT_LEAST (-1074) /* of the last fraction bit of a subnormal number */

static uint64_t to_bits(double value) {
    return *(const uint64_t *)&value;
}

static double from_bits(uint64_t bits) {
    return *(const double *)&bits;
}

static int biased_exponent(uint64_t bits) {
    return (int)(bits >> FRACTION_BITS & EXPONENT_SPECIAL);
}

double fabs(double value) {
    return __builtin_fabs(value);
}

double copysign(double value, double sign) {
    return from_bits((to_bits(value) & ~SIGN_BIT) | (to_bits(sign) & SIGN_BIT));
}

double trunc(double value) {
    uint64_t bits = to_bits(value);
    int exponent = biased_exponent(bits) - EXPONENT_BIAS;
    if (exponent >= FRACTION_BITS)
        return exponent == EXPONENT_SPECIAL - EXPONENT_BIAS ? value + value : value;
    if (exponent < 0)
        return from_bits(bits & SIGN_BIT);
    return from_bits(bits & ~(FRACTION_MASK >> exponent));
}

double floor(double value) {
    double whole = trunc(value);
    return whole > value ? whole - 1 : whole;
}

/* Between -1 and 0 the result is -0, which trunc gives already. */
double ceil(double value) {
    double whole = trunc(value);
    return whole < value ? whole + 1 : whole;
}

double round(double value) {
    double whole = trunc(value);
    if (fabs(value - whole) >= 0.5)
        whole += copysign(1, value);
    return copysign(whole, value);
}

/* A finite, non-zero number as mantissa * 2^exponent with 2^52 <= mantissa < 2^53. */
static uint64_t normal_mantissa(uint64_t bits) {
    uint64_t mantissa = bits & FRACTION_MASK;
    if (biased_exponent(bits) != 0)
        return mantissa | 1ull << FRACTION_BITS;
    while (mantissa >> FRACTION_BITS == 0)
        mantissa <<= 1;
    return mantissa;
}

static int normal_exponent(uint64_t bits) {
    int exponent = biased_exponent(bits) - EXPONENT_BIAS - FRACTION_BITS;
    if (biased_exponent(bits) != 0)
        return exponent;
    exponent += 1;
    for (uint64_t mantissa = bits & FRACTION_MASK; mantissa >> FRACTION_BITS == 0; mantissa <<= 1)
        exponent -= 1;
    return exponent;
}

double sqrt(double value) {
    return __builtin_sqrt(value);
}

double fmod(double value, double divisor) {
    uint64_t bits = to_bits(value) & ~SIGN_BIT;
    uint64_t divisor_bits = to_bits(divisor) & ~SIGN_BIT;
    if (divisor_bits == 0 || biased_exponent(bits) == EXPONENT_SPECIAL || divisor != divisor)
        return value * divisor / (value * divisor);
    if (bits < divisor_bits)
        return value;
    if (bits == 0)
        return value;
    int exponent = normal_exponent(bits);
    uint64_t mantissa = normal_mantissa(bits);
    int end = normal_exponent(divisor_bits);
    uint64_t by = normal_mantissa(divisor_bits);
    for (; exponent > end; exponent--) {
        if (mantissa >= by)
            mantissa -= by;
        mantissa <<= 1;
    }
    if (mantissa >= by)
        mantissa -= by;
    if (mantissa == 0)
        return copysign(0, value);
    while (mantissa >> FRACTION_BITS == 0 && exponent > EXPONENT_LEAST) {
        mantissa <<= 1;
        exponent -= 1;
    }
    /* A subnormal divisor was scaled up: the remainder is a multiple of 2^EXPONENT_LEAST all the same. */
    for (; exponent < EXPONENT_LEAST; exponent++)
        mantissa >>= 1;
    uint64_t result = mantissa;
    if (mantissa >> FRACTION_BITS != 0)
        result = ((uint64_t)(exponent + FRACTION_BITS + EXPONENT_BIAS) << FRACTION_BITS) +
                 (mantissa & FRACTION_MASK);
    return copysign(from_bits(result), value);
}

float fabsf(float value) {
    return __builtin_fabsf(value);
}

float floorf(float value) {
    return (float)floor(value);
}

float ceilf(float value) {
    return (float)ceil(value);
}

float truncf(float value) {
    return (float)trunc(value);
}

float sqrtf(float value) {
    return __builtin_sqrtf(value);
}
