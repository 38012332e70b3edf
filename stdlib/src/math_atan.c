/* <math.h>: inverse trigonometric functions. All are the angle of a point: its tangent, or the tangent's inverse, lies near
 * a multiple c of 1/8, and atan t = atan c + atan((t - c) / (1 + c t)), whose series is short. */
#include "math_wide.h"

#include <errno.h>
#include <float.h>
#include <math.h>

static const struct wide angles[9] = {
    /* of k / 8 */
    {0, 0},
    {0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59},
    {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57},
    {0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56},
    {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56},
    {0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58},
    {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56},
    {0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56},
    {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55},
};
static const struct wide half_pi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
static const struct wide pi = {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};

static struct wide negate(struct wide x) {
    return (struct wide){-x.hi, -x.lo};
}

/* atan of a number between 0 and 1/16, or a little more */
static struct wide small_angle(struct wide t) {
    double z = t.hi * t.hi, sum = 1.0 / 15;
    sum = 1.0 / 13 - sum * z;
    sum = 1.0 / 11 - sum * z;
    sum = 1.0 / 9 - sum * z;
    sum = 1.0 / 7 - sum * z;
    sum = 1.0 / 5 - sum * z;
    sum = 1.0 / 3 - sum * z;
    return wide_quick_sum(t.hi, t.lo - t.hi * z * sum);
}

struct wide __angle_wide(struct wide y, struct wide x) {
    bool is_steep = y.hi > x.hi;
    struct wide top = is_steep ? x : y, bottom = is_steep ? y : x;
    int k = (int)(top.hi / bottom.hi * 8 + 0.5);
    struct wide c = {k / 8.0, 0};
    struct wide t =
        wide_divide(wide_add(top, negate(wide_multiply(c, bottom))), wide_add(bottom, wide_multiply(c, top)));
    struct wide angle = small_angle(t);
    if (k > 0)
        angle = wide_add(angles[k < 9 ? k : 8], angle);
    return is_steep ? wide_add(half_pi, negate(angle)) : angle;
}

double atan(double x) {
    double size = fabs(x);
    if (x != x || size < 0x1p-28)
        return x;
    if (size > 0x1p60)
        return copysign(half_pi.hi, x);
    struct wide angle = __angle_wide((struct wide){size, 0}, (struct wide){1, 0});
    return copysign(angle.hi + angle.lo, x);
}

/* The angle of a point on an axis, or infinitely far away. */
static double special_angle(double y, double x) {
    if (x != x || y != y)
        return x + y;
    bool is_left = copysign(1, x) < 0;
    if (y == 0)
        return is_left ? copysign(pi.hi, y) : y;
    if (x == 0)
        return copysign(half_pi.hi, y);
    if (fabs(x) <= DBL_MAX)
        return copysign(half_pi.hi, y);
    if (fabs(y) <= DBL_MAX)
        return is_left ? copysign(pi.hi, y) : copysign(0, y);
    return copysign(is_left ? 3 * angles[8].hi : angles[8].hi, y);
}

double atan2(double y, double x) {
    double height = fabs(y), width = fabs(x);
    if (!(height > 0 && width > 0 && height <= DBL_MAX && width <= DBL_MAX))
        return special_angle(y, x);
    int up = 0, across = 0;
    height = frexp(height, &up);
    width = frexp(width, &across);
    if (up - across > 70)
        return copysign(half_pi.hi, y);
    if (up - across < -70 && x > 0)
        return copysign(ldexp(height / width, up - across), y);
    if (up - across < -70)
        return copysign(pi.hi, y);
    height = ldexp(height, up - across);
    struct wide angle = __angle_wide((struct wide){height, 0}, (struct wide){width, 0});
    if (x < 0)
        angle = wide_add(pi, negate(angle));
    return copysign(angle.hi + angle.lo, y);
}

/* sqrt(1 - x^2) for |x| < 1 */
static struct wide other_side(double x) {
    struct wide square = wide_multiply(wide_sum(1, x), wide_sum(1, -x));
    double root = sqrt(square.hi);
    struct wide back = wide_product(root, root);
    return wide_quick_sum(root, ((square.hi - back.hi) - back.lo + square.lo) / (2 * root));
}

static double outside(double x) {
    if (x == x)
        errno = EDOM;
    return (x - x) / (x - x);
}

double asin(double x) {
    double size = fabs(x);
    if (!(size <= 1))
        return outside(x);
    if (size == 1)
        return copysign(half_pi.hi, x);
    if (size < 0x1p-28)
        return x;
    struct wide angle = __angle_wide((struct wide){size, 0}, other_side(size));
    return copysign(angle.hi + angle.lo, x);
}

double acos(double x) {
    double size = fabs(x);
    if (!(size <= 1))
        return outside(x);
    if (size == 1)
        return x > 0 ? 0 : pi.hi;
    struct wide angle = __angle_wide(other_side(size), (struct wide){size, 0});
    if (x < 0)
        angle = wide_add(pi, negate(angle));
    return angle.hi + angle.lo;
}
