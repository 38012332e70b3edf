/* Scalar floating-point code for the decoder's completeness test: arithmetic, comparisons, conversions, and
 * the built-in functions that become instructions. Only compiled, never run. */
typedef unsigned long u64;

#define SCALAR(type)                                                                                         \
    type type##_mix(type a, type b, type c) {                                                                \
        return (a + b) * c - a / b + -c * (type)0.5 + (type)3.25;                                            \
    }                                                                                                        \
    int type##_compare(type a, type b) {                                                                     \
        return (a < b) + (a <= b) * 2 + (a == b) * 4 + (a != b) * 8 + (a > b) * 16 + (a >= b) * 32 +         \
               __builtin_isunordered(a, b) * 64 + (a != a) * 128;                                            \
    }                                                                                                        \
    type type##_pick(type a, type b) {                                                                       \
        return a < b ? a : a > b * 2 ? b : a == 1 ? a * b : 0;                                               \
    }                                                                                                        \
    type type##_minimum(type a, type b) {                                                                    \
        return a < b ? a : b;                                                                                \
    }                                                                                                        \
    type type##_maximum(type a, type b) {                                                                    \
        return a > b ? a : b;                                                                                \
    }                                                                                                        \
    long type##_to_integers(type a) {                                                                        \
        return (long)a + (int)a + (short)a + (signed char)a + (unsigned)a + (long)(u64)a + (a != 0);         \
    }                                                                                                        \
    type type##_from_integers(int a, unsigned b, long c, u64 d, signed char e, const int *p,                 \
                              const long *q) {                                                               \
        return (type)a + (type)b + (type)c + (type)d + (type)e + (type) * p + (type) * q;                    \
    }                                                                                                        \
    type type##_memory(type *p, long i, type a) {                                                            \
        p[0] += a;                                                                                           \
        p[i] *= p[1];                                                                                        \
        p[2] = -p[2];                                                                                        \
        p[3] = p[i] / p[4] - p[5];                                                                           \
        if (p[6] < a)                                                                                        \
            p[7] = a;                                                                                        \
        return p[i * 2 + 1];                                                                                 \
    }                                                                                                        \
    type type##_builtins(type a, type b) {                                                                   \
        return (type)__builtin_sqrt(a) + (type)__builtin_fabs(b) + (type)__builtin_copysign(a, b);           \
    }                                                                                                        \
    type type##_polynomial(type x) {                                                                         \
        type sum = 0;                                                                                        \
        for (int i = 0; i < 10; i++)                                                                         \
            sum = sum * x + (type)i;                                                                         \
        return sum;                                                                                          \
    }                                                                                                        \
    void type##_spill(type *p, type (*f)(type, type)) {                                                      \
        volatile type v[4] = {p[0], p[1]};                                                                   \
        p[2] = v[0] * v[1] + type##_mix(p[3], v[1], v[0]);                                                   \
        v[3] = p[4];                                                                                         \
        p[5] = v[3];                                                                                         \
        (void)f;                                                                                             \
    }

SCALAR(float)
SCALAR(double)

double widen(float a, const float *p) {
    return (double)a + (double)p[1];
}

float narrow(double a, const double *p) {
    return (float)a + (float)p[1];
}

float square_root(const float *p) {
    return __builtin_sqrtf(*p) + __builtin_sqrtf(p[1] * p[2]);
}

u64 bits_of(double a, float b) {
    union {
        double d;
        u64 u;
    } x = {a};
    union {
        float f;
        unsigned u;
    } y = {b};
    return x.u + y.u;
}

double of_bits(u64 a, unsigned b) {
    union {
        u64 u;
        double d;
    } x = {a};
    union {
        unsigned u;
        float f;
    } y = {b};
    return x.d + (double)y.f;
}

long round_to_integer(double a, float b) {
    return __builtin_lrint(a) + __builtin_lrintf(b);
}

int integrate(double *x, double *v, const double *m, int n, double dt) {
    int steps = 0;
    for (int i = 0; i < n; i++) {
        double force = 0;
        for (int j = 0; j < n; j++) {
            double d = x[i] - x[j], r = d * d + 0.01;
            force += m[j] * d / (r * __builtin_sqrt(r));
        }
        v[i] -= force * dt;
        x[i] += v[i] * dt;
        steps += force > 1.0;
    }
    return steps;
}
