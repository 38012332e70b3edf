/* <math.h>: exponentials, powers and hyperbolic functions.
 *
 * x = k log 2 + r with |r| < 0.35; e^r is Taylor's series, its first two terms kept apart from the rest. */
#include "math_wide.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdint.h>

#define LOG2_E 0x1.71547652b82fep+0
#define LN2_HIGH 0x1.62e42fee00000p-1 /* 32 bits, so that its products with exponents are exact */
#define LN2_LOW 0x1.a39ef35793c76p-33
#define EXP_MOST 709.79 /* beyond it the result is infinite, or below its negative minus 36 zero */

/* (e^r - 1 - r) / r^2 */
static double exp_rest(double r) {
    double sum = 1.0 / 87178291200;
    sum = sum * r + 1.0 / 6227020800;
    sum = sum * r + 1.0 / 479001600;
    sum = sum * r + 1.0 / 39916800;
    sum = sum * r + 1.0 / 3628800;
    sum = sum * r + 1.0 / 362880;
    sum = sum * r + 1.0 / 40320;
    sum = sum * r + 1.0 / 5040;
    sum = sum * r + 1.0 / 720;
    sum = sum * r + 1.0 / 120;
    sum = sum * r + 1.0 / 24;
    sum = sum * r + 1.0 / 6;
    return sum * r + 0.5;
}

struct wide __exp_wide(double x, double more, int *exponent) {
    double k = rint(x * LOG2_E);
    *exponent = (int)k;
    struct wide r = wide_sum(x - k * LN2_HIGH, more - k * LN2_LOW);
    struct wide sum = wide_quick_sum(1, r.hi);
    return wide_quick_sum(sum.hi, sum.lo + (r.lo + r.lo * r.hi + r.hi * r.hi * exp_rest(r.hi)));
}

static double overflow(double sign) {
    errno = ERANGE;
    return sign * 0x1p1023 * 2;
}

static double underflow(double sign) {
    errno = ERANGE;
    return sign * 0x1p-1074 / 2;
}

double exp(double x) {
    if (x != x)
        return x;
    if (x > EXP_MOST)
        return x > DBL_MAX ? x : overflow(1);
    if (x < -745.2)
        return x < -DBL_MAX ? 0 : underflow(1);
    int exponent = 0;
    struct wide result = __exp_wide(x, 0, &exponent);
    return ldexp(result.hi + result.lo, exponent);
}

double exp2(double x) {
    if (x != x)
        return x;
    if (x >= 1024)
        return x > DBL_MAX ? x : overflow(1);
    if (x < -1076)
        return x < -DBL_MAX ? 0 : underflow(1);
    double whole = rint(x);
    struct wide rest =
        wide_multiply((struct wide){x - whole, 0}, (struct wide){M_LN2, 0x1.abc9e3b39803fp-56});
    int exponent = 0;
    struct wide result = __exp_wide(rest.hi, rest.lo, &exponent);
    return ldexp(result.hi + result.lo, exponent + (int)whole);
}

double expm1(double x) {
    if (fabs(x) < 0.34)
        return x == 0 ? x : x + x * x * exp_rest(x);
    if (x != x || x > EXP_MOST)
        return exp(x);
    if (x < -40)
        return -1;
    int exponent = 0;
    struct wide result = __exp_wide(x, 0, &exponent);
    result.hi = ldexp(result.hi, exponent);
    result.lo = ldexp(result.lo, exponent);
    struct wide less = wide_sum(result.hi, -1);
    return less.hi + (less.lo + result.lo);
}

/* ---- powers */

static bool is_integer(double x) {
    return x == trunc(x);
}

static bool is_odd(double x) {
    return is_integer(x) && fabs(x) < 0x1p53 && fmod(x, 2) != 0;
}

/* x^y for what is no number, infinite or zero. */
static double special_power(double x, double y) {
    if (x != x || y != y)
        return x + y;
    double sign = is_odd(y) ? copysign(1, x) : 1;
    if (fabs(y) > DBL_MAX) {
        if (fabs(x) == 1)
            return 1;
        return (fabs(x) > 1) == (y > 0) ? INFINITY : 0;
    }
    if (x == 0 && y < 0) {
        errno = ERANGE;
        return sign * INFINITY;
    }
    if (x == 0 || fabs(x) > DBL_MAX)
        return sign * ((x == 0) == (y > 0) ? 0 : (double)INFINITY);
    errno = EDOM;
    return (x - x) / (x - x);
}

double pow(double x, double y) {
    if (y == 0 || x == 1)
        return 1;
    bool is_special = x != x || y != y || x == 0 || fabs(x) > DBL_MAX || fabs(y) > DBL_MAX;
    if (is_special || (x < 0 && !is_integer(y)))
        return special_power(x, y);
    double sign = x < 0 && is_odd(y) ? -1 : 1;
    x = fabs(x);
    if (x == 1)
        return sign;
    if (fabs(y) > 0x1p64)
        return (x > 1) == (y > 0) ? overflow(sign) : underflow(sign);
    struct wide product = wide_multiply(__log_whole(x), (struct wide){y, 0});
    if (product.hi > EXP_MOST)
        return overflow(sign);
    if (product.hi < -745.2)
        return underflow(sign);
    int exponent = 0;
    struct wide result = __exp_wide(product.hi, product.lo, &exponent);
    double power = sign * ldexp(result.hi + result.lo, exponent);
    if (fabs(power) > DBL_MAX || power == 0)
        errno = ERANGE;
    return power;
}

double cbrt(double x) {
    if (x == 0 || x != x || fabs(x) > DBL_MAX)
        return x;
    int exponent = 0;
    double part = frexp(fabs(x), &exponent);
    int rest = ((exponent % 3) + 3) % 3;
    part = ldexp(part, rest); /* 0.5 <= part < 4 */
    double root = 0.6 + part * 0.36;
    for (int i = 0; i < 5; i++)
        root = (2 * root + part / (root * root)) / 3;
    struct wide cube = wide_multiply(wide_product(root, root), (struct wide){root, 0});
    root -= ((cube.hi - part) + cube.lo) / (3 * root * root);
    return copysign(ldexp(root, (exponent - rest) / 3), x);
}

double hypot(double x, double y) {
    x = fabs(x);
    y = fabs(y);
    if (x > DBL_MAX || y > DBL_MAX)
        return INFINITY;
    if (x != x || y != y)
        return x + y;
    if (x < y) {
        double other = x;
        x = y;
        y = other;
    }
    if (y == 0 || x >= y * 0x1p60)
        return x + y;
    int exponent = 0;
    frexp(x, &exponent);
    x = ldexp(x, -exponent);
    y = ldexp(y, -exponent);
    struct wide sum = wide_add(wide_product(x, x), wide_product(y, y));
    double root = sqrt(sum.hi);
    struct wide square = wide_product(root, root);
    root += ((sum.hi - square.hi) - square.lo + sum.lo) / (2 * root);
    double result = ldexp(root, exponent);
    if (result > DBL_MAX)
        errno = ERANGE;
    return result;
}

/* ---- hyperbolic functions */

/* (e^x + sign e^-x) / 2 for x >= 0, without the factor 2 to the power *exponent. */
static struct wide half_sum(double x, double sign, int *exponent) {
    struct wide up = __exp_wide(x, 0, exponent);
    int shift = -2 * *exponent;
    struct wide down = wide_divide((struct wide){sign, 0}, up);
    if (shift < -1000)
        return (struct wide){up.hi / 2, up.lo / 2};
    double scale = ldexp(0.5, shift);
    return wide_add((struct wide){up.hi / 2, up.lo / 2}, (struct wide){down.hi * scale, down.lo * scale});
}

/* (sinh x - x) / x^3 for |x| < 1 */
static double sinh_rest(double x) {
    double z = x * x, sum = 1.0 / 355687428096000;
    sum = sum * z + 1.0 / 1307674368000;
    sum = sum * z + 1.0 / 6227020800;
    sum = sum * z + 1.0 / 39916800;
    sum = sum * z + 1.0 / 362880;
    sum = sum * z + 1.0 / 5040;
    sum = sum * z + 1.0 / 120;
    return sum * z + 1.0 / 6;
}

double sinh(double x) {
    if (fabs(x) < 1)
        return x == 0 ? x : x + x * x * x * sinh_rest(x);
    if (x != x || fabs(x) > DBL_MAX)
        return x;
    if (fabs(x) > 711)
        return overflow(copysign(1, x));
    int exponent = 0;
    struct wide result = half_sum(fabs(x), -1, &exponent);
    return copysign(ldexp(result.hi + result.lo, exponent), x);
}

double cosh(double x) {
    if (x != x || fabs(x) > DBL_MAX)
        return x * x;
    if (fabs(x) > 711)
        return overflow(1);
    int exponent = 0;
    struct wide result = half_sum(fabs(x), 1, &exponent);
    return ldexp(result.hi + result.lo, exponent);
}

double tanh(double x) {
    if (x == 0 || x != x)
        return x;
    if (fabs(x) > 22)
        return copysign(1, x);
    int exponent = 0, same = 0;
    struct wide bottom = half_sum(fabs(x), 1, &exponent);
    struct wide top;
    if (fabs(x) < 1) {
        top = wide_sum(fabs(x), fabs(x * x * x * sinh_rest(x)));
        bottom = (struct wide){ldexp(bottom.hi, exponent), ldexp(bottom.lo, exponent)};
    } else {
        top = half_sum(fabs(x), -1, &same);
    }
    struct wide result = wide_divide(top, bottom);
    return copysign(result.hi + result.lo, x);
}
