/* Loops that the vectorisers take up, and explicit vectors, for the decoder's completeness test. Only
 * compiled, never run. */
typedef signed char s8;
typedef unsigned char u8;
typedef short s16;
typedef unsigned short u16;
typedef int s32;
typedef unsigned u32;
typedef long s64;
typedef unsigned long u64;
typedef float f32;
typedef double f64;

#define LOOPS(type)                                                                                          \
    void type##_axpy(type *restrict y, const type *restrict x, type a, int n) {                              \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = (type)(y[i] + a * x[i]);                                                                  \
    }                                                                                                        \
    type type##_dot(const type *x, const type *y, int n) {                                                   \
        type sum = 0;                                                                                        \
        for (int i = 0; i < n; i++)                                                                          \
            sum = (type)(sum + x[i] * y[i]);                                                                 \
        return sum;                                                                                          \
    }                                                                                                        \
    type type##_largest(const type *x, int n) {                                                              \
        type m = x[0];                                                                                       \
        for (int i = 1; i < n; i++)                                                                          \
            m = x[i] > m ? x[i] : m;                                                                         \
        return m;                                                                                            \
    }                                                                                                        \
    type type##_smallest(const type *x, int n) {                                                             \
        type m = x[0];                                                                                       \
        for (int i = 1; i < n; i++)                                                                          \
            m = x[i] < m ? x[i] : m;                                                                         \
        return m;                                                                                            \
    }                                                                                                        \
    void type##_clamp(type *restrict y, const type *restrict x, type low, type high, int n) {                \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = x[i] < low ? low : x[i] > high ? high : x[i];                                             \
    }                                                                                                        \
    int type##_count(const type *x, type a, int n) {                                                         \
        int count = 0;                                                                                       \
        for (int i = 0; i < n; i++)                                                                          \
            count += x[i] == a;                                                                              \
        return count;                                                                                        \
    }                                                                                                        \
    void type##_fill(type *x, type a, int n) {                                                               \
        for (int i = 0; i < n; i++)                                                                          \
            x[i] = a;                                                                                        \
    }                                                                                                        \
    void type##_select(type *restrict y, const type *restrict x, const s32 *restrict m, int n) {             \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = m[i] ? x[i] : (type)(y[i] / 2);                                                           \
    }                                                                                                        \
    void type##_gather(type *restrict y, const type *restrict x, int n) {                                    \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = (type)(x[2 * i] + x[2 * i + 1]);                                                          \
    }                                                                                                        \
    void type##_reverse(type *restrict y, const type *restrict x, int n) {                                   \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = x[n - 1 - i];                                                                             \
    }

LOOPS(s8)
LOOPS(u8)
LOOPS(s16)
LOOPS(u16)
LOOPS(s32)
LOOPS(u32)
LOOPS(s64)
LOOPS(u64)
LOOPS(f32)
LOOPS(f64)

#define CONVERT(from, to)                                                                                    \
    void from##_to_##to(to *restrict y, const from *restrict x, int n) {                                     \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = (to)x[i];                                                                                 \
    }
#define CONVERT_ALL(from)                                                                                    \
    CONVERT(from, s8)                                                                                        \
    CONVERT(from, u8)                                                                                        \
    CONVERT(from, s16)                                                                                       \
    CONVERT(from, u16)                                                                                       \
    CONVERT(from, s32)                                                                                       \
    CONVERT(from, u32)                                                                                       \
    CONVERT(from, s64)                                                                                       \
    CONVERT(from, u64)                                                                                       \
    CONVERT(from, f32)                                                                                       \
    CONVERT(from, f64)

CONVERT_ALL(s8)
CONVERT_ALL(u8)
CONVERT_ALL(s16)
CONVERT_ALL(u16)
CONVERT_ALL(s32)
CONVERT_ALL(u32)
CONVERT_ALL(s64)
CONVERT_ALL(u64)
CONVERT_ALL(f32)
CONVERT_ALL(f64)

#define BITWISE(type)                                                                                        \
    void type##_bitwise(type *restrict y, const type *restrict x, int s, int n) {                            \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = (type)(((x[i] << 3) ^ (y[i] >> 2)) | ((x[i] & ~y[i]) << s));                              \
    }                                                                                                        \
    void type##_powers(type *restrict y, const type *restrict x, int n) {                                    \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = (type)(y[i] >> (x[i] & 7)) + (type)(1 << (x[i] & 7));                                     \
    }                                                                                                        \
    void type##_average(type *restrict y, const type *restrict x, int n) {                                   \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = (type)((x[i] + y[i] + 1) >> 1);                                                           \
    }                                                                                                        \
    void type##_absolute(type *restrict y, const type *restrict x, int n) {                                  \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = (type)(x[i] > y[i] ? x[i] - y[i] : y[i] - x[i]);                                          \
    }                                                                                                        \
    void type##_divide(type *restrict y, const type *restrict x, int n) {                                    \
        for (int i = 0; i < n; i++)                                                                          \
            y[i] = (type)(x[i] / 10 + x[i] % 3);                                                             \
    }                                                                                                        \
    int type##_any(const type *x, int n) {                                                                   \
        type any = 0;                                                                                        \
        for (int i = 0; i < n; i++)                                                                          \
            any |= x[i];                                                                                     \
        return any != 0;                                                                                     \
    }

BITWISE(s8)
BITWISE(u8)
BITWISE(s16)
BITWISE(u16)
BITWISE(s32)
BITWISE(u32)
BITWISE(s64)
BITWISE(u64)

s32 multiply_add(const s16 *x, const s16 *y, int n) {
    s32 sum = 0;
    for (int i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

u32 difference(const u8 *x, const u8 *y, int n) {
    u32 sum = 0;
    for (int i = 0; i < n; i++)
        sum += (u32)(x[i] > y[i] ? x[i] - y[i] : y[i] - x[i]);
    return sum;
}

void multiply_high(s16 *restrict z, const s16 *restrict x, u16 *restrict w, const u16 *restrict v, int n) {
    for (int i = 0; i < n; i++) {
        z[i] = (s16)((z[i] * x[i]) >> 16);
        w[i] = (u16)(((u32)w[i] * v[i]) >> 16);
    }
}

void saturate(u8 *restrict y, const s16 *restrict x, s8 *restrict z, s16 *restrict w, const s32 *restrict v,
              int n) {
    for (int i = 0; i < n; i++) {
        y[i] = (u8)(x[i] < 0 ? 0 : x[i] > 255 ? 255 : x[i]);
        z[i] = (s8)(x[i] < -128 ? -128 : x[i] > 127 ? 127 : x[i]);
        w[i] = (s16)(v[i] < -32768 ? -32768 : v[i] > 32767 ? 32767 : v[i]);
    }
}

void saturating(u8 *restrict y, const u8 *restrict x, s16 *restrict z, const s16 *restrict w, int n) {
    for (int i = 0; i < n; i++) {
        y[i] = __builtin_elementwise_add_sat(y[i], x[i]);
        z[i] = __builtin_elementwise_sub_sat(z[i], w[i]);
    }
}

void roots(f32 *restrict x, f64 *restrict y, int n) {
    for (int i = 0; i < n; i++) {
        x[i] = __builtin_sqrtf(x[i]) + __builtin_fabsf(x[i]);
        y[i] = __builtin_sqrt(y[i]) * __builtin_copysign(2.0, y[i]);
    }
}

void matrix(f32 *restrict c, const f32 *restrict a, const f32 *restrict b) {
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
            f32 sum = 0;
            for (int k = 0; k < 4; k++)
                sum += a[4 * i + k] * b[4 * k + j];
            c[4 * i + j] = sum;
        }
}

void transpose(f64 *restrict y, const f64 *restrict x, s32 *restrict b, const s32 *restrict a) {
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
            y[4 * i + j] = x[4 * j + i];
            b[4 * i + j] = a[4 * j + i];
        }
}

typedef u8 v16u8 __attribute__((vector_size(16)));
typedef s16 v8s16 __attribute__((vector_size(16)));
typedef s32 v4s32 __attribute__((vector_size(16)));
typedef s64 v2s64 __attribute__((vector_size(16)));
typedef f32 v4f32 __attribute__((vector_size(16)));
typedef f64 v2f64 __attribute__((vector_size(16)));

#define SHUFFLES(type, ...)                                                                                  \
    type type##_shuffle(type a, type b) {                                                                    \
        return __builtin_shufflevector(a, b, __VA_ARGS__) + (a < b) - (a == b);                              \
    }

SHUFFLES(v16u8, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
SHUFFLES(v8s16, 3, 1, 0, 2, 7, 4, 6, 5)
SHUFFLES(v4s32, 0, 5, 2, 7)
SHUFFLES(v2s64, 1, 2)

v4f32 shuffle_floats(v4f32 a, v4f32 b) {
    return __builtin_shufflevector(a, b, 3, 1, 4, 6) +
           __builtin_shufflevector(a, b, 0, 1, 4, 5) * __builtin_shufflevector(a, b, 6, 7, 2, 3) -
           __builtin_shufflevector(a, b, 2, 6, 3, 7);
}

v2f64 shuffle_doubles(v2f64 a, v2f64 b, const f64 *p) {
    v2f64 c = {p[0], p[5]};
    return __builtin_shufflevector(a, b, 1, 2) + __builtin_shufflevector(a, b, 0, 3) / c;
}

v8s16 insert(v8s16 a, const s16 *p, s16 b) {
    a[1] = *p;
    a[5] = b;
    return a * a;
}

s32 extract(v8s16 a, v4s32 b, v2s64 c, v4f32 d, v16u8 e) {
    return a[3] + a[7] + b[2] + (s32)c[1] + (s32)d[3] + e[9];
}

v4s32 convert(v4f32 a, v4s32 b) {
    return __builtin_convertvector(a, v4s32) +
           __builtin_convertvector(__builtin_convertvector(b, v4f32), v4s32);
}

v2s64 rotate_lanes(v2s64 a, v2s64 b) {
    return ((a << 7) ^ (b >> 3)) + (v2s64)((v16u8)a << 2) + a * b;
}
