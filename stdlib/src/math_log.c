/* <math.h>: logarithms and the inverse hyperbolic functions.
 *
 * x = 2^k m with m between the square roots of a half and of two. log m = 2 artanh s with s = (m - 1) / (m + 1), whose series'
 * first terms are computed in twice the precision: pow multiplies the result by up to a thousand. */
#include "math_wide.h"

#include <errno.h>
#include <float.h>
#include <math.h>

#define LN2_HIGH 0x1.62e42fee00000p-1
#define LN2_LOW 0x1.a39ef35793c76p-33

static const struct wide third = {0x1.5555555555555p-2, 0x1.5555555555555p-56};
static const struct wide log2_e = {0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56};
static const struct wide log10_e = {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};

/* log(1 + f + more), where 1 + f lies between the roots and more is far below f's precision */
static struct wide log_near_one(double f, double more) {
    struct wide top = wide_quick_sum(f, more);
    struct wide bottom = wide_sum(2, f);
    bottom.lo += more;
    struct wide s = wide_divide(top, bottom);
    struct wide square = wide_multiply(s, s);
    double z = square.hi, sum = 1.0 / 25;
    sum = sum * z + 1.0 / 23;
    sum = sum * z + 1.0 / 21;
    sum = sum * z + 1.0 / 19;
    sum = sum * z + 1.0 / 17;
    sum = sum * z + 1.0 / 15;
    sum = sum * z + 1.0 / 13;
    sum = sum * z + 1.0 / 11;
    sum = sum * z + 1.0 / 9;
    sum = sum * z + 1.0 / 7;
    sum = sum * z + 1.0 / 5;
    struct wide rest = wide_multiply(square, wide_add(third, (struct wide){sum * z, 0}));
    struct wide twice = {2 * s.hi, 2 * s.lo};
    return wide_add(twice, wide_multiply(twice, rest));
}

struct wide __log_wide(double x, int *exponent) {
    double part = frexp(x, exponent);
    if (part < 0x1.6a09e667f3bcdp-1) {
        part *= 2;
        *exponent -= 1;
    }
    return log_near_one(part - 1, 0);
}

static struct wide add_exponent(struct wide log, int exponent) {
    struct wide whole = wide_sum(exponent * LN2_HIGH, exponent * LN2_LOW);
    return wide_add(whole, log);
}

struct wide __log_whole(double x) {
    int exponent = 0;
    struct wide log = __log_wide(x, &exponent);
    return exponent == 0 ? log : add_exponent(log, exponent);
}

/* The logarithm of what has none, or of what is its own. */
static double special(double x) {
    if (x == 0) {
        errno = ERANGE;
        return -INFINITY;
    }
    if (x < 0) {
        errno = EDOM;
        return (x - x) / (x - x);
    }
    return x;
}

static bool is_special(double x) {
    return !(x > 0 && x <= DBL_MAX);
}

double log(double x) {
    if (is_special(x))
        return special(x);
    struct wide result = __log_whole(x);
    return result.hi + result.lo;
}

double log2(double x) {
    if (is_special(x))
        return special(x);
    int exponent = 0;
    struct wide result = wide_multiply(__log_wide(x, &exponent), log2_e);
    result = wide_add((struct wide){exponent, 0}, result);
    return result.hi + result.lo;
}

double log10(double x) {
    if (is_special(x))
        return special(x);
    struct wide result = wide_multiply(__log_whole(x), log10_e);
    return result.hi + result.lo;
}

/* log(1 + x) for x > -1 */
static struct wide log1p_wide(double x, double more) {
    if (x > -0.29 && x < 0.41)
        return log_near_one(x, more);
    struct wide sum = wide_sum(1, x);
    sum.lo += more;
    struct wide log = __log_whole(sum.hi);
    return wide_quick_sum(log.hi, log.lo + sum.lo / sum.hi);
}

double log1p(double x) {
    if (x == 0 || x != x || x > DBL_MAX)
        return x;
    if (x <= -1)
        return special(1 + x);
    if (fabs(x) < 0x1p-60)
        return x;
    struct wide result = log1p_wide(x, 0);
    return result.hi + result.lo;
}

/* log(x + sqrt(x^2 + 1)), by way of log1p(x + x^2 / (1 + sqrt(x^2 + 1))) */
double asinh(double x) {
    double size = fabs(x);
    if (size < 0x1p-28 || size != size || size > DBL_MAX)
        return x;
    struct wide result;
    if (size > 0x1p40) {
        result = wide_add(__log_whole(size), (struct wide){M_LN2, 0x1.abc9e3b39803fp-56});
    } else {
        struct wide square = wide_product(size, size);
        struct wide sum = wide_add(square, (struct wide){1, 0});
        double root = sqrt(sum.hi);
        struct wide back = wide_product(root, root);
        struct wide exact = wide_quick_sum(root, ((sum.hi - back.hi) - back.lo + sum.lo) / (2 * root));
        struct wide part = wide_divide(square, wide_add(exact, (struct wide){1, 0}));
        part = wide_add((struct wide){size, 0}, part);
        result = log1p_wide(part.hi, part.lo);
    }
    return copysign(result.hi + result.lo, x);
}

double acosh(double x) {
    if (x != x || x > DBL_MAX)
        return x;
    if (x < 1)
        return special(-1);
    struct wide result;
    if (x > 0x1p40) {
        result = wide_add(__log_whole(x), (struct wide){M_LN2, 0x1.abc9e3b39803fp-56});
    } else {
        /* x = 1 + d: log1p(d + sqrt(2 d + d^2)) */
        struct wide less = {x - 1, 0};
        struct wide square = wide_multiply(less, wide_sum(x, 1));
        if (square.hi == 0)
            return 0;
        double root = sqrt(square.hi);
        struct wide back = wide_product(root, root);
        struct wide exact = wide_quick_sum(root, ((square.hi - back.hi) - back.lo + square.lo) / (2 * root));
        struct wide sum = wide_add(less, exact);
        result = log1p_wide(sum.hi, sum.lo);
    }
    return result.hi + result.lo;
}

/* log1p(2 x / (1 - x)) / 2 */
double atanh(double x) {
    double size = fabs(x);
    if (size < 0x1p-28 || x != x)
        return x;
    if (size >= 1) {
        errno = size == 1 ? ERANGE : EDOM;
        return size == 1 ? copysign(INFINITY, x) : (x - x) / (x - x);
    }
    struct wide part = wide_divide((struct wide){2 * size, 0}, wide_sum(1, -size));
    struct wide result = log1p_wide(part.hi, part.lo);
    return copysign((result.hi + result.lo) / 2, x);
}
