/* C23 <math.h> without complex numbers, error and gamma functions and fma. sqrt, rounding, remainders and what takes
 * numbers apart are exact or correctly rounded, equal bit for bit to glibc's; the others are within one unit of the last
 * place of the exact value. There is one rounding mode, to nearest. Errors set errno: EDOM, ERANGE. */
#ifndef MATH_H
#define MATH_H

#define INFINITY 1e999F
#define HUGE_VAL 1e999
#define HUGE_VALF 1e999F
#define NAN (-(INFINITY - INFINITY))

#define M_E 2.7182818284590452354
#define M_LOG2E 1.4426950408889634074
#define M_LOG10E 0.43429448190325182765
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_1_PI 0.31830988618379067154
#define M_2_PI 0.63661977236758134308
#define M_2_SQRTPI 1.12837916709551257390
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440

#define MATH_ERRNO 1
#define MATH_ERREXCEPT 2
#define math_errhandling MATH_ERRNO

typedef float float_t;
typedef double double_t;

#define FP_NAN 0
#define FP_INFINITE 1
#define FP_ZERO 2
#define FP_SUBNORMAL 3
#define FP_NORMAL 4
#define fpclassify(x) (sizeof(x) == sizeof(float) ? __classify_float((float)(x)) : __classify(x))
#define isnan(x) (__classify(x) == FP_NAN)
#define isinf(x) (__classify(x) == FP_INFINITE ? (__sign_bit(x) ? -1 : 1) : 0)
#define isfinite(x) (__classify(x) > FP_INFINITE)
#define isnormal(x) (fpclassify(x) == FP_NORMAL)
#define signbit(x) __sign_bit(x)
#define isgreater(a, b) ((a) > (b))
#define isgreaterequal(a, b) ((a) >= (b))
#define isless(a, b) ((a) < (b))
#define islessequal(a, b) ((a) <= (b))
#define islessgreater(a, b) ((a) < (b) || (a) > (b))
#define isunordered(a, b) (isnan(a) || isnan(b))
int __classify(double value);
int __classify_float(float value);
int __sign_bit(double value);

double acos(double value);
float acosf(float value);
double acosh(double value);
float acoshf(float value);
double asin(double value);
float asinf(float value);
double asinh(double value);
float asinhf(float value);
double atan(double value);
float atanf(float value);
double atanh(double value);
float atanhf(float value);
double cbrt(double value);
float cbrtf(float value);
double ceil(double value);
float ceilf(float value);
double cos(double value);
float cosf(float value);
double cosh(double value);
float coshf(float value);
double exp(double value);
float expf(float value);
double exp2(double value);
float exp2f(float value);
double expm1(double value);
float expm1f(float value);
double fabs(double value);
float fabsf(float value);
double floor(double value);
float floorf(float value);
double log(double value);
float logf(float value);
double log10(double value);
float log10f(float value);
double log1p(double value);
float log1pf(float value);
double log2(double value);
float log2f(float value);
double nearbyint(double value);
float nearbyintf(float value);
double rint(double value);
float rintf(float value);
double round(double value);
float roundf(float value);
double sin(double value);
float sinf(float value);
double sinh(double value);
float sinhf(float value);
double sqrt(double value);
float sqrtf(float value);
double tan(double value);
float tanf(float value);
double tanh(double value);
float tanhf(float value);
double trunc(double value);
float truncf(float value);
double atan2(double a, double b);
float atan2f(float a, float b);
double copysign(double a, double b);
float copysignf(float a, float b);
double fdim(double a, double b);
float fdimf(float a, float b);
double fmax(double a, double b);
float fmaxf(float a, float b);
double fmin(double a, double b);
float fminf(float a, float b);
double fmod(double a, double b);
float fmodf(float a, float b);
double hypot(double a, double b);
float hypotf(float a, float b);
double pow(double a, double b);
float powf(float a, float b);
double remainder(double a, double b);
float remainderf(float a, float b);
double logb(double value);
double nextafter(double from, double to);
double roundeven(double value);
double nan(const char *text);
int ilogb(double value);
long lrint(double value);
long lrintf(float value);
long long llrint(double value);
long lround(double value);
long lroundf(float value);
long long llround(double value);
/* value * 2^exponent */
double ldexp(double value, int exponent);
float ldexpf(float value, int exponent);
double scalbn(double value, int exponent);
float scalbnf(float value, int exponent);
double scalbln(double value, long exponent);
/* A fraction between 1/2 and 1, times 2^*exponent */
double frexp(double value, int *exponent);
float frexpf(float value, int *exponent);
/* The fraction, and the whole part */
double modf(double value, double *whole);
float modff(float value, float *whole);

#endif
