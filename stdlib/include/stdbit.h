/* C23 <stdbit.h>: bits of unsigned numbers of any width, counted and found. The argument is evaluated more than once, so
 * it must have no effects. */
#ifndef STDBIT_H
#define STDBIT_H

#include <stddef.h>

#define __STDC_VERSION_STDBIT_H__ 202311L
#define __STDC_ENDIAN_LITTLE__ 1234
#define __STDC_ENDIAN_BIG__ 4321
#define __STDC_ENDIAN_NATIVE__ __STDC_ENDIAN_LITTLE__

#define __bits_of(x) ((unsigned)sizeof(x) * 8)
#define __ones_of(x) (~0ull >> (64 - __bits_of(x)))
#define __zero_extended(x) ((unsigned long long)(x) & __ones_of(x))
#define __inverse_of(x) (~(unsigned long long)(x) & __ones_of(x))
#define __leading(x, bits) ((x) == 0 ? (bits) : (unsigned)__builtin_clzll(x) + (bits) - 64)
#define __trailing(x, bits) ((x) == 0 ? (bits) : (unsigned)__builtin_ctzll(x))

#define stdc_leading_zeros(x) __leading(__zero_extended(x), __bits_of(x))
#define stdc_leading_ones(x) __leading(__inverse_of(x), __bits_of(x))
#define stdc_trailing_zeros(x) __trailing(__zero_extended(x), __bits_of(x))
#define stdc_trailing_ones(x) __trailing(__inverse_of(x), __bits_of(x))
/* From 1 at the most (leading) or least (trailing) significant bit; 0 if there is none. */
#define stdc_first_leading_zero(x) (__inverse_of(x) == 0 ? 0u : stdc_leading_ones(x) + 1)
#define stdc_first_leading_one(x) (__zero_extended(x) == 0 ? 0u : stdc_leading_zeros(x) + 1)
#define stdc_first_trailing_zero(x) (__inverse_of(x) == 0 ? 0u : stdc_trailing_ones(x) + 1)
#define stdc_first_trailing_one(x) (__zero_extended(x) == 0 ? 0u : stdc_trailing_zeros(x) + 1)
#define stdc_count_ones(x) ((unsigned)__builtin_popcountll(__zero_extended(x)))
#define stdc_count_zeros(x) (__bits_of(x) - stdc_count_ones(x))
#define stdc_has_single_bit(x) (stdc_count_ones(x) == 1)
#define stdc_bit_width(x) (__bits_of(x) - stdc_leading_zeros(x))
/* The largest power of two that is not above x; the smallest one that is not below, 0 if it does not fit. */
#define stdc_bit_floor(x) ((typeof(x))((x) == 0 ? 0 : 1ull << (stdc_bit_width(x) - 1)))
#define stdc_bit_ceil(x)                                                                                     \
    ((typeof(x))((x) <= 1 ? 1                                                                                \
                 : __zero_extended((x) - 1) >> (__bits_of(x) - 1) != 0                                       \
                     ? 0                                                                                     \
                     : 2ull << (63 - __builtin_clzll(__zero_extended(x) - 1))))

#endif
