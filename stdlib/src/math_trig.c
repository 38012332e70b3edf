/* <math.h>: sine, cosine, tangent.
 *
 * The argument is reduced to r, at most pi/4 and a little, plus a multiple of pi/2: with pi/2 in four parts of which the
 * products with the multiple are exact, or, for large arguments, by as many bits of 2/pi as matter (Payne and Hanek). */
#include "math_wide.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdint.h>

#define TWO_PI_WORDS 42 /* of 32 bits: as far as the largest exponent leads, and more */
#define WINDOW_WORDS 7  /* with them what is cut off is below 2^-130, and r is never below 2^-62 */

static const uint32_t two_over_pi[TWO_PI_WORDS] = {
    0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab,
    0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e,
    0xe88235f5, 0x2ebb4484, 0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b,
    0xbdf9283b, 0x1ff897ff, 0xde05980f, 0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7,
    0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b, 0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1,
    0x1f8d5d08, 0x56033046, 0xfc7b6bab, 0xf0cfbc20, 0x9af4361d, 0xa9e39161, 0x5ee61b08};

static const struct wide half_pi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};

/* Bits [from, from + 32) of the number, whose lowest limb comes first. */
static uint32_t bits_at(const uint32_t *__counted_by(count) limbs, int count, int from) {
    int limb = from / 32, shift = from % 32;
    uint64_t low = limb < count ? limbs[limb] : 0, high = limb + 1 < count ? limbs[limb + 1] : 0;
    return (uint32_t)((high << 32 | low) >> shift);
}

/* r and the multiple, modulo 4, of x >= 2^20. */
static struct wide reduce_large(double x, unsigned *quadrant) {
    int exponent = 0;
    uint64_t mantissa = (uint64_t)ldexp(frexp(x, &exponent), 53);
    exponent -= 53; /* x = mantissa * 2^exponent */
    int first = exponent < 2 ? 0 : (exponent - 2) / 32;
    uint32_t product[WINDOW_WORDS + 2] = {0};
    uint32_t factors[2] = {(uint32_t)mantissa, (uint32_t)(mantissa >> 32)};
    for (int k = 0; k < 2; k++) {
        uint64_t carry = 0;
        for (int i = 0; i < WINDOW_WORDS; i++) {
            carry += product[i + k] + (uint64_t)factors[k] * two_over_pi[first + WINDOW_WORDS - 1 - i];
            product[i + k] = (uint32_t)carry;
            carry >>= 32;
        }
        product[WINDOW_WORDS + k] = (uint32_t)carry;
    }
    int point = 32 * (first + WINDOW_WORDS) - exponent; /* so many bits are behind it */
    unsigned whole = bits_at(product, WINDOW_WORDS + 2, point) & 3;
    bool is_above = bits_at(product, WINDOW_WORDS + 2, point - 32) >> 31 != 0;
    double scale = 0x1p-32;
    struct wide fraction = {0, 0};
    for (int i = 1; i <= 4; i++) {
        uint32_t bits = bits_at(product, WINDOW_WORDS + 2, point - 32 * i);
        double part = is_above ? -(double)(uint32_t)~bits : (double)bits;
        fraction = wide_add(fraction, (struct wide){part * scale, 0});
        scale *= 0x1p-32;
    }
    *quadrant = (whole + is_above) & 3;
    return wide_multiply(fraction, half_pi);
}

static struct wide reduce(double x, unsigned *quadrant) {
    double size = fabs(x);
    struct wide r;
    if (size <= 0x1.921fb54442d18p-1) {
        *quadrant = 0;
        return (struct wide){x, 0};
    }
    if (size < 0x1p20) {
        double n = rint(size * 0x1.45f306dc9c883p-1);
        r = wide_sum(size - n * 0x1.921fb54400000p+0, -n * 0x1.0b4611a600000p-34);
        r = wide_add(r, (struct wide){-n * 0x1.3198a2e000000p-69, 0});
        r = wide_add(r, (struct wide){-n * 0x1.b839a252049c1p-104, 0});
        *quadrant = (unsigned)n & 3;
    } else {
        r = reduce_large(size, quadrant);
    }
    if (x < 0) {
        r = (struct wide){-r.hi, -r.lo};
        *quadrant = (4 - *quadrant) & 3;
    }
    return r;
}

static struct wide sine(struct wide r) {
    double z = r.hi * r.hi, sum = 1.0 / 355687428096000;
    sum = sum * z - 1.0 / 1307674368000;
    sum = sum * z + 1.0 / 6227020800;
    sum = sum * z - 1.0 / 39916800;
    sum = sum * z + 1.0 / 362880;
    sum = sum * z - 1.0 / 5040;
    sum = sum * z + 1.0 / 120;
    sum = sum * z - 1.0 / 6;
    return wide_quick_sum(r.hi, r.lo * (1 - z / 2) + r.hi * z * sum);
}

static struct wide cosine(struct wide r) {
    double z = r.hi * r.hi, sum = 1.0 / 20922789888000;
    sum = sum * z - 1.0 / 87178291200;
    sum = sum * z + 1.0 / 479001600;
    sum = sum * z - 1.0 / 3628800;
    sum = sum * z + 1.0 / 40320;
    sum = sum * z - 1.0 / 720;
    sum = sum * z + 1.0 / 24;
    struct wide square = wide_product(r.hi, r.hi);
    struct wide start = wide_quick_sum(1, -square.hi / 2);
    return wide_quick_sum(start.hi, start.lo - square.lo / 2 - r.hi * r.lo + z * z * sum);
}

/* What an infinite number, or none, gives. */
static double no_angle(double x) {
    if (x == x)
        errno = EDOM;
    return x - x;
}

double sin(double x) {
    if (!(fabs(x) <= DBL_MAX))
        return no_angle(x);
    if (fabs(x) < 0x1p-28)
        return x;
    unsigned quadrant = 0;
    struct wide r = reduce(x, &quadrant);
    struct wide result = quadrant % 2 == 0 ? sine(r) : cosine(r);
    double value = result.hi + result.lo;
    return quadrant < 2 ? value : -value;
}

double cos(double x) {
    if (!(fabs(x) <= DBL_MAX))
        return no_angle(x);
    unsigned quadrant = 0;
    struct wide r = reduce(x, &quadrant);
    struct wide result = quadrant % 2 == 0 ? cosine(r) : sine(r);
    double value = result.hi + result.lo;
    return quadrant == 0 || quadrant == 3 ? value : -value;
}

double tan(double x) {
    if (!(fabs(x) <= DBL_MAX))
        return no_angle(x);
    if (fabs(x) < 0x1p-28)
        return x;
    unsigned quadrant = 0;
    struct wide r = reduce(x, &quadrant);
    struct wide up = sine(r), across = cosine(r);
    if (quadrant % 2 == 0) {
        up = wide_divide(up, across);
        return up.hi + up.lo;
    }
    up = wide_divide(across, up);
    return -(up.hi + up.lo);
}
