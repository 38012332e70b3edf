/* Numbers of twice a double's precision: the unevaluated sum hi + lo, |lo| at most half of hi's last bit. What the functions
 * of <math.h> compute with where one rounding too many would show. The sums and products of two doubles are exact
 * (Knuth; Dekker), as long as nothing overflows and no part is subnormal. */
#ifndef MATH_WIDE_H
#define MATH_WIDE_H

struct wide {
    double hi, lo;
};

static inline struct wide wide_sum(double a, double b) {
    double hi = a + b, part = hi - a;
    return (struct wide){hi, (a - (hi - part)) + (b - part)};
}

/* |a| >= |b|, or a is 0. */
static inline struct wide wide_quick_sum(double a, double b) {
    double hi = a + b;
    return (struct wide){hi, b - (hi - a)};
}

static inline struct wide wide_product(double a, double b) {
    double hi = a * b, c = 0x1.0000002p27 * a, d = 0x1.0000002p27 * b;
    double a_high = c - (c - a), b_high = d - (d - b), a_low = a - a_high, b_low = b - b_high;
    return (struct wide){hi, ((a_high * b_high - hi) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

static inline struct wide wide_add(struct wide a, struct wide b) {
    struct wide sum = wide_sum(a.hi, b.hi);
    return wide_quick_sum(sum.hi, sum.lo + (a.lo + b.lo));
}

static inline struct wide wide_multiply(struct wide a, struct wide b) {
    struct wide product = wide_product(a.hi, b.hi);
    return wide_quick_sum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline struct wide wide_divide(struct wide a, struct wide b) {
    double quotient = a.hi / b.hi;
    struct wide product = wide_product(quotient, b.hi);
    double rest = ((a.hi - product.hi) - product.lo) + (a.lo - quotient * b.lo);
    return wide_quick_sum(quotient, rest / b.hi);
}

/* math_exp.c: e to the power x + more, without the factor 2 to the power *exponent; |x| < 800. */
struct wide __exp_wide(double x, double more, int *exponent);
/* math_log.c: the natural logarithm of a finite number above 0, less *exponent times that of 2. */
struct wide __log_wide(double x, int *exponent);
/* The same, whole. */
struct wide __log_whole(double x);
/* math_atan.c: the angle of a point whose coordinates are not negative and not both 0. */
struct wide __angle_wide(struct wide y, struct wide x);

#endif
