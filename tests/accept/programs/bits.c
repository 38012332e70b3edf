/* <stdbit.h>, <stdckdint.h>, <iso646.h>, <limits.h>, <inttypes.h>: against slow definitions, and printed. */
#include <float.h>
#include <inttypes.h>
#include <iso646.h>
#include <limits.h>
#include <stdalign.h>
#include <stdbit.h>
#include <stdckdint.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t state = 3;

static uint64_t next(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 11 ^ state << 30) >> (state >> 58);
}

static unsigned leading(uint64_t value, unsigned bits) {
    unsigned count = 0;
    while (count < bits and (value >> (bits - 1 - count) & 1) == 0)
        count++;
    return count;
}

static unsigned trailing(uint64_t value, unsigned bits) {
    unsigned count = 0;
    while (count < bits and (value >> count & 1) == 0)
        count++;
    return count;
}

static unsigned ones(uint64_t value) {
    unsigned count = 0;
    for (; value != 0; value &= value - 1)
        count++;
    return count;
}

#define CHECK(type, value)                                                                                   \
    do {                                                                                                     \
        type x = (type)(value);                                                                              \
        type inverse = (type)compl x;                                                                        \
        unsigned bits = sizeof(type) * CHAR_BIT;                                                             \
        wrong += stdc_leading_zeros(x) != leading(x, bits);                                                  \
        wrong += stdc_leading_ones(x) != leading(inverse, bits);                                             \
        wrong += stdc_trailing_zeros(x) != trailing(x, bits);                                                \
        wrong += stdc_trailing_ones(x) != trailing(inverse, bits);                                           \
        wrong += stdc_first_leading_one(x) != (x == 0 ? 0 : leading(x, bits) + 1);                           \
        wrong += stdc_first_trailing_zero(x) != (inverse == 0 ? 0 : trailing(inverse, bits) + 1);            \
        wrong += stdc_count_ones(x) != ones(x) or stdc_count_zeros(x) != bits - ones(x);                     \
        wrong += stdc_has_single_bit(x) != (ones(x) == 1) or stdc_bit_width(x) != bits - leading(x, bits);   \
        wrong += x != 0 and (stdc_bit_floor(x) > x or stdc_bit_floor(x) < x / 2 + (x == 1));                 \
        type ceiling = stdc_bit_ceil(x);                                                                     \
        wrong += ceiling != 0 and (ceiling < x or ceiling / 2 >= x + (x == 0));                              \
        wrong += ceiling == 0 and x <= (type)1 << (bits - 1);                                                \
    } while (0)

int main(void) {
    int wrong = 0;
    for (int i = 0; i < 3000; i++) {
        uint64_t value = i < 4 ? (uint64_t)i - 2 : next();
        CHECK(unsigned char, value);
        CHECK(unsigned short, value);
        CHECK(unsigned, value);
        CHECK(unsigned long, value);
        int a = (int)next() - (int)next(), b = (int)next(), sum, product;
        long long wide;
        unsigned char small;
        printf("%d %d ", ckd_add(&sum, a, b), ckd_mul(&product, a, b));
        printf("%d %d ", ckd_sub(&small, a, b), ckd_mul(&wide, (long long)next(), b));
        printf("%d %d %d %lld\n", sum, product, small, wide);
    }
    printf("%d wrong\n", wrong);
    printf("%" PRId8 " %" PRIu16 " %" PRIx32 " %" PRIo64 " %" PRIXMAX " %" PRIdFAST16 " %" PRIiLEAST8 "\n",
           INT8_MIN, UINT16_MAX, UINT32_C(0xabc), UINT64_MAX, UINTMAX_MAX, INT_FAST16_MIN, INT_LEAST8_MAX);
    printf("%d %d %u %ld %lu %zu\n", CHAR_MIN, SHRT_MAX, UINT_MAX, LONG_MIN, ULONG_MAX, alignof(double));
    printf("%.17g %.17g %.9g %d %d\n", DBL_MAX, DBL_EPSILON, (double)FLT_MIN, DBL_DIG, FLT_RADIX);
    return wrong;
}
