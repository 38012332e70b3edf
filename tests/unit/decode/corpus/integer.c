/* Integer code of every width for the decoder's completeness test: what the compiler makes of arithmetic,
 * comparisons, shifts, bits, wide integers and switches. Only compiled, never run. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned u32;
typedef unsigned long u64;
typedef __int128 i128;
typedef unsigned __int128 u128;

#define ARITHMETIC(name, type)                                                                               \
    type name##_mix(type a, type b, type c) {                                                                \
        return (type)(((a + b) * c - (a & b)) ^ (a | (type)~c));                                             \
    }                                                                                                        \
    type name##_divide(type a, type b) {                                                                     \
        return (type)(a / b + a % b + a / 10 + a % 7 + a / 8);                                               \
    }                                                                                                        \
    type name##_shift(type a, int n) {                                                                       \
        return (type)((a << n) + (a >> (n & 7)) + (a << 1) + (a >> 3));                                      \
    }                                                                                                        \
    type name##_rotate(type a, unsigned n) {                                                                 \
        const unsigned bits = sizeof(type) * 8;                                                              \
        return (type)((a << (n % bits)) | (a >> ((bits - n % bits) % bits)));                                \
    }                                                                                                        \
    type name##_pick(type a, type b, type c, type d) {                                                       \
        return a < b ? c : a > 100 ? d : a == 7 ? (type)(b + 1) : (type) - c;                                \
    }                                                                                                        \
    int name##_truth(type a, type b) {                                                                       \
        return (a < b) + (a <= 5) * 2 + (a != b && b > 9) * 4 + !a;                                          \
    }                                                                                                        \
    void name##_memory(type *p, type a, long i) {                                                            \
        p[0] += a;                                                                                           \
        p[1] -= 5;                                                                                           \
        p[2] &= (type)0x1234567;                                                                             \
        p[i] |= a;                                                                                           \
        p[i + 1] ^= 3;                                                                                       \
        p[i * 2]++;                                                                                          \
        p[3]--;                                                                                              \
        p[4] = (type) - p[4];                                                                                \
        p[5] = (type)~p[5];                                                                                  \
        p[6] = (type)(p[6] << 3);                                                                            \
        p[7] = (type)(p[7] >> (a & 7));                                                                      \
        p[8] = 1;                                                                                            \
        p[1000] = (type)0x7bcdef;                                                                            \
        p[9] = (type)(p[10] * 77 + p[11] * 1000);                                                            \
    }                                                                                                        \
    type name##_sum(const type *p, long n) {                                                                 \
        type sum = 0;                                                                                        \
        for (long i = 0; i < n; i++)                                                                         \
            sum = (type)(sum + p[i]);                                                                        \
        return sum;                                                                                          \
    }                                                                                                        \
    long name##_find(const type *p, long n, type a) {                                                        \
        for (long i = 0; i < n; i++)                                                                         \
            if (p[i] == a || p[i] < 3)                                                                       \
                return i;                                                                                    \
        return -1;                                                                                           \
    }

ARITHMETIC(s8, signed char)
ARITHMETIC(u8, u8)
ARITHMETIC(s16, short)
ARITHMETIC(u16, u16)
ARITHMETIC(s32, int)
ARITHMETIC(u32, u32)
ARITHMETIC(s64, long)
ARITHMETIC(u64, u64)
ARITHMETIC(s128, i128)
ARITHMETIC(u128, u128)

u32 bits32(u32 a) {
    return (u32)(__builtin_clz(a) + __builtin_ctz(a) + __builtin_popcount(a) + __builtin_parity(a)) +
           (a ? (u32)__builtin_ctz(a) : 32) + __builtin_bswap32(a) + __builtin_bitreverse32(a);
}

u64 bits64(u64 a) {
    return (u64)(__builtin_clzl(a) + __builtin_ctzl(a) + __builtin_popcountl(a)) +
           (a ? (u64)__builtin_clzl(a) : 64) + __builtin_bswap64(a);
}

u16 bits16(u16 a) {
    return (u16)(__builtin_bswap16(a) + __builtin_clzs(a) + __builtin_ctzs(a));
}

int bit_tests(u64 a, u64 b, u64 *p, u32 c) {
    int n = 0;
    if (a & (1ul << (b & 63)))
        n += 1;
    if (a & (1ul << 45))
        n += 2;
    if (*p & (1ul << 51))
        n += 4;
    if (c & (1u << (b & 31)))
        n += 8;
    *p |= 1ul << (a & 63);
    p[1] &= ~(1ul << (b & 63));
    p[2] ^= 1ul << 40;
    return n + (int)((a | (1ul << (b & 63))) >> 60) + (int)((a & ~(1ul << 37)) >> 33);
}

u64 funnel(u64 a, u64 b, unsigned n, u64 *p) {
    p[0] = (a << (n & 63)) | (b >> 1 >> (63 - (n & 63)));
    p[1] = (p[1] << 13) | (b >> 51);
    return (u64)((((u128)a << 64 | b) << (n & 63)) >> 64) + (u64)(((u128)a << 64 | b) >> (n & 63));
}

int overflow(int a, int b, long c, long d, u32 e, u32 f) {
    int r, n = 0;
    long s;
    u32 t;
    n += __builtin_add_overflow(a, b, &r) ? 1 : r;
    n += __builtin_mul_overflow(a, b, &r) ? 1 : r;
    n += __builtin_sub_overflow(c, d, &s) ? 1 : (int)s;
    n += __builtin_mul_overflow(c, d, &s) ? 1 : (int)s;
    n += __builtin_add_overflow(e, f, &t) ? 1 : (int)t;
    n += __builtin_mul_overflow(e, f, &t) ? 1 : (int)t;
    return n;
}

long widen(signed char a, u8 b, short c, u16 d, int e, u32 f, const signed char *p, const u16 *q) {
    return a + b + c + d + e + f + p[3] + q[2] + (short)a + (u16)b + (long)(p[1] * q[1]);
}

u64 constants(u64 a) {
    return a * 0x9e3779b97f4a7c15ul + (a ^ 0xffffffff00000000ul) + (a & 0xffffffff80000000ul) +
           (a | 0x80000000ul) + (a == 0x8000000000000000ul) + (a * 3) + (a * 5 + 7) + (a * 9 - 129) +
           (a + 128) + (a - 128);
}

int choose(int n, int a) {
    switch (n) {
    case 1:
        return a * 3;
    case 2:
        return a - 77;
    case 3:
        return a << 4;
    case 9:
        return a / 3;
    case 40:
        return ~a;
    case 100 ... 200:
        return a & 15;
    case 1000:
        return a | 64;
    case -5:
        return a ^ 85;
    }
    return 0;
}

struct record {
    u8 tag;
    u16 kind;
    u32 id;
    u64 value;
    int low : 5, middle : 11, high : 16;
    u8 name[24];
};

struct record update(struct record r, struct record *p, int n) {
    r.low = n;
    r.middle += r.high;
    p->high = r.low;
    p[1] = r;
    r.name[n & 15] = (u8)(r.tag + p->kind);
    return r;
}

u32 many(int a, int b, int c, int d, int e, int f, int g, int h, u8 i, u16 j, u64 k);
u32 call_many(int a, u64 b) {
    volatile int local[40];
    local[a & 31] = 3;
    return many(a, 1, 2, 3, 4, 5, 6, local[3], (u8)b, (u16)b, b) +
           many(-1, a, local[a & 7], 0, 9, 8, 7, 1000, 0, 1, 2);
}

u32 crc(const u8 *p, u64 n) {
    u32 c = ~0u;
    while (n--) {
        c ^= *p++;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? (c >> 1) ^ 0xedb88320u : c >> 1;
    }
    return ~c;
}

void sort(int *p, int n) {
    for (int i = 1; i < n; i++) {
        int x = p[i], j = i;
        for (; j > 0 && p[j - 1] > x; j--)
            p[j] = p[j - 1];
        p[j] = x;
    }
}

static u64 state[4];
u64 xoshiro(void) {
    u64 result = ((state[1] * 5) << 7 | (state[1] * 5) >> 57) * 9, t = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = (state[3] << 45) | (state[3] >> 19);
    return result;
}
