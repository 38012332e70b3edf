/* <math.h>: exact and correctly rounded functions on the bits of IEEE 754 doubles. The float versions go
 * through double: for sqrt the double result has more than twice a float's digits, so rounding it once more
 * gives the correctly rounded float. */
#include <math.h>
#include <stdint.h>

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
    return from_bits(to_bits(value) & ~SIGN_BIT);
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

/* The root has 53 bits and one for rounding: it is found bit by bit as the largest integer whose square does
 * not exceed mantissa * 2^53 or * 2^54 (whichever leaves an even exponent), 108 bits in two halves. A root of
 * a double is never halfway between two doubles, so the bit below the last decides. */
double sqrt(double value) {
    uint64_t bits = to_bits(value);
    if ((bits & ~SIGN_BIT) == 0 || biased_exponent(bits) == EXPONENT_SPECIAL || bits >> 63 != 0) {
        bool keeps = (bits & ~SIGN_BIT) == 0 || bits >> 63 == 0 || value != value;
        return keeps ? value + value : (value - value) / (value - value);
    }
    int exponent = normal_exponent(bits);
    uint64_t mantissa = normal_mantissa(bits);
    if ((exponent & 1) != 0) {
        mantissa <<= 1;
        exponent -= 1;
    }
    /* mantissa < 2^54; its root to 54 bits is that of mantissa * 2^54: two bits a step, 54 steps. */
    uint64_t root = 0;
    uint64_t remainder = 0;
    for (int i = 0; i < 54; i++) {
        uint64_t pair = i < 27 ? mantissa >> (52 - 2 * i) & 3 : 0;
        remainder = remainder << 2 | pair;
        uint64_t trial = root << 2 | 1;
        root <<= 1;
        if (remainder >= trial) {
            remainder -= trial;
            root |= 1;
        }
    }
    /* 2^53 <= root < 2^54: 53 bits and the rounding bit; value = root * 2^((exponent - 54) / 2). */
    uint64_t rounded = (root >> 1) + (root & 1);
    int result = (exponent - 54) / 2 + 1 + FRACTION_BITS + EXPONENT_BIAS;
    return from_bits(((uint64_t)result << FRACTION_BITS) + (rounded - (1ull << FRACTION_BITS)));
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
    return (float)fabs(value);
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
    return (float)sqrt(value);
}
