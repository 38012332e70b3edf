/* The builtin functions of GCC that the compiler itself knows, on values at the edges. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <limits.h>
static unsigned values[] = {0, 1, 2, 3, 0x80000000u, 0xffffffffu, 0x12345678u, 0x00f00000u};
static long wide[] = {0,        1,          -1, LONG_MAX, LONG_MIN, INT_MAX, INT_MIN, 0x123456789abcdefl,
                      1l << 40, 3037000500l};
static int tests(int a, unsigned b, long c, unsigned long d) {
    int r;
    unsigned u;
    long l;
    unsigned long ul;
    short s;
    unsigned char uc;
    int n = 0;
    n = n * 2 + __builtin_add_overflow(a, a, &r);
    n ^= r;
    n = n * 2 + __builtin_sub_overflow(b, c, &u);
    n ^= u;
    n = n * 2 + __builtin_mul_overflow(c, c, &l);
    n ^= l >> 7;
    n = n * 2 + __builtin_mul_overflow(d, d, &ul);
    n ^= ul;
    n = n * 2 + __builtin_mul_overflow(d, d, &l);
    n ^= l;
    n = n * 2 + __builtin_mul_overflow(c, d, &ul);
    n ^= ul >> 9;
    n = n * 2 + __builtin_add_overflow(c, d, &s);
    n ^= s;
    n = n * 2 + __builtin_sub_overflow(d, a, &uc);
    n ^= uc;
    n = n * 2 + __builtin_smull_overflow(c, 3, &l);
    n ^= l;
    n = n * 2 + __builtin_uadd_overflow(b, b, &u);
    n ^= u;
    return n;
}
int main(void) {
    for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
        unsigned v = values[i];
        if (v)
            printf("%d %d ", __builtin_clz(v), __builtin_ctz(v));
        printf("%d %d %d %x %x\n", __builtin_popcount(v), __builtin_parity(v), __builtin_ffs(v),
               __builtin_bswap32(v), __builtin_bswap16(v));
    }
    for (unsigned i = 0; i < sizeof wide / sizeof *wide; i++) {
        unsigned long v = wide[i];
        if (v)
            printf("%d %d ", __builtin_clzl(v), __builtin_ctzll(v));
        printf("%d %d %d %lx\n", __builtin_popcountl(v), __builtin_parityl(v), __builtin_ffsll(v),
               __builtin_bswap64(v));
        for (unsigned k = 0; k < sizeof wide / sizeof *wide; k++)
            printf("%d ", tests(v, wide[k], wide[k], v));
        puts("");
    }
    char a[8], b[8] = "hello";
    __builtin_memcpy(a, b, sizeof a);
    if (__builtin_expect(__builtin_strcmp(a, b) != 0, 0))
        __builtin_abort();
    printf("%d %d %d\n", __builtin_constant_p(3), __builtin_types_compatible_p(int, const int),
           __builtin_choose_expr(1, 5, 6));
    printf("%d %d\n", __builtin_clz(1), __builtin_popcountl(-1));
    if (a[0] == 'x')
        __builtin_unreachable();
    if (a[0] == 'y')
        __builtin_trap();
    double x = __builtin_inf();
    printf("%d\n", x > 1e308);
    return 0;
}
