/* <math.h>: the functions of floats, by those of doubles: rounding twice is within one unit of the last place. */
#include <math.h>

#define ONE(name)                                                                                            \
    float name##f(float value) {                                                                             \
        return (float)name(value);                                                                           \
    }
#define TWO(name)                                                                                            \
    float name##f(float a, float b) {                                                                        \
        return (float)name(a, b);                                                                            \
    }

ONE(acos)
ONE(acosh)
ONE(asin)
ONE(asinh)
ONE(atan)
ONE(atanh)
ONE(cbrt)
ONE(cos)
ONE(cosh)
ONE(exp)
ONE(exp2)
ONE(expm1)
ONE(log)
ONE(log10)
ONE(log1p)
ONE(log2)
ONE(nearbyint)
ONE(rint)
ONE(round)
ONE(sin)
ONE(sinh)
ONE(tan)
ONE(tanh)
TWO(atan2)
TWO(copysign)
TWO(fdim)
TWO(fmax)
TWO(fmin)
TWO(fmod)
TWO(hypot)
TWO(pow)
TWO(remainder)

float frexpf(float value, int *exponent) {
    return (float)frexp(value, exponent);
}

float ldexpf(float value, int exponent) {
    return (float)ldexp(value, exponent);
}

float scalbnf(float value, int exponent) {
    return (float)ldexp(value, exponent);
}

float modff(float value, float *whole) {
    *whole = truncf(value);
    return (float)copysign(fabsf(value) > 0x1.fffffep127F ? 0 : value - *whole, value);
}

long lrintf(float value) {
    return lrint(value);
}

long lroundf(float value) {
    return lround(value);
}
