/* printf's %f, %e, %g and %a, correctly rounded (to nearest, ties to even), with any precision.
 *
 * A finite double is m * 2^e with m < 2^53. If e >= 0 its exact decimal digits are those of the integer
 * m * 2^e; otherwise m * 2^e = m * 5^-e / 10^-e, so they are those of the integer m * 5^-e with -e of them
 * behind the point. The integer is computed exactly, in base 10^9, then rounded as text. */
#include "print.h"

#include <stdint.h>

#define LIMB_BASE 1000000000u
#define LIMB_DIGITS 9
/* m * 5^1074 < 10^767 and m * 2^971 < 10^309: 86 limbs; one digit more for a carry out of rounding. */
#define LIMBS_MAX 86
#define DIGITS_MAX (LIMBS_MAX * LIMB_DIGITS + 1)

#define POWER_OF_5_STEP 12
#define POWER_OF_5 244140625u /* 5^12 */
#define POWER_OF_2_STEP 29
#define POWER_OF_2 (1u << 29)

#define DEFAULT_PRECISION 6
#define HEX_DIGITS 13

/* Multiplies the number of `used` limbs, least first, by a factor below 2^32; returns the new `used`. */
static int multiply(uint32_t *__counted_by(size) limbs, int size, int used, uint32_t factor) {
    uint64_t carry = 0;
    for (int i = 0; i < used; i++) {
        uint64_t product = (uint64_t)limbs[i] * factor + carry;
        limbs[i] = (uint32_t)(product % LIMB_BASE);
        carry = product / LIMB_BASE;
    }
    while (carry > 0 && used < size) {
        limbs[used] = (uint32_t)(carry % LIMB_BASE);
        carry /= LIMB_BASE;
        used += 1;
    }
    return used;
}

static int multiply_power(uint32_t *__counted_by(size) limbs, int size, int used, int exponent, bool five) {
    int step = five ? POWER_OF_5_STEP : POWER_OF_2_STEP;
    for (; exponent >= step; exponent -= step)
        used = multiply(limbs, size, used, five ? POWER_OF_5 : POWER_OF_2);
    for (; exponent > 0; exponent--)
        used = multiply(limbs, size, used, five ? 5 : 2);
    return used;
}

/* Stores the digits of m * 2^e, without leading zeros, and returns their number: none for zero. */
static int make_digits(uint64_t mantissa, int exponent, char *__counted_by(size) digits, int size) {
    uint32_t limbs[LIMBS_MAX];
    limbs[0] = (uint32_t)(mantissa % LIMB_BASE);
    limbs[1] = (uint32_t)(mantissa / LIMB_BASE % LIMB_BASE);
    int used = 2;
    if (exponent < 0)
        used = multiply_power(limbs, LIMBS_MAX, used, -exponent, true);
    else
        used = multiply_power(limbs, LIMBS_MAX, used, exponent, false);
    int count = 0;
    for (int i = used - 1; i >= 0; i--) {
        uint32_t unit = LIMB_BASE / 10;
        for (int k = 0; k < LIMB_DIGITS; k++) {
            char digit = (char)('0' + limbs[i] / unit % 10);
            unit = unit > 1 ? unit / 10 : 1;
            if (count > 0 || digit != '0') {
                if (count < size)
                    digits[count] = digit;
                count += 1;
            }
        }
    }
    return count;
}

/* Rounds to the first `keep` of `count` digits, which may be none or negative, and returns how many there are
 * then: 0 if nothing is left, keep + 1 if a carry has made a new digit in front. */
static int round_digits(char *__counted_by(size) digits, int size, int count, int keep) {
    if (keep >= count)
        return count;
    if (keep < 0)
        return 0;
    bool up = digits[keep] > '5';
    if (digits[keep] == '5') {
        for (int i = keep + 1; i < count && !up; i++)
            up = digits[i] != '0';
        if (!up && keep > 0)
            up = (digits[keep - 1] - '0') % 2 == 1;
    }
    if (!up)
        return keep;
    int i = keep - 1;
    for (; i >= 0; i--) {
        if (digits[i] != '9') {
            digits[i] += 1;
            return keep;
        }
        digits[i] = '0';
    }
    /* All nines, or nothing at all: the digit in front becomes a new 1, the others are zeros already. */
    digits[0] = '1';
    if (keep > 0)
        digits[keep] = '0';
    return keep + 1;
}

/* The number of significant digits without zeros at the end. */
static int significant(const char *__counted_by(count) digits, int count) {
    while (count > 0 && digits[count - 1] == '0')
        count--;
    return count;
}

/* "inf" or "nan" */
static long put_special(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                        struct __number *number, bool is_infinite, unsigned long spec) {
    number->point = 3;
    number->last = 3;
    const char *text = is_infinite ? "infINF" : "nanNAN";
    return __put_number(stream, buffer, size, at, number, text + ((spec & PRINT_UPPER) != 0 ? 3 : 0), 3,
                        spec);
}

/* Where the value is 0.DIGITS * 10^point. */
static void lay_out_fixed(struct __number *number, int point, int precision, unsigned long spec) {
    number->first = point > 0 ? 0 : point - 1;
    number->point = point;
    number->last = point + precision;
    number->has_point = precision > 0 || (spec & PRINT_ALTERNATE) != 0;
}

/* The suffix: a letter, a sign, and the exponent in at least so many digits. */
static void set_exponent(struct __number *number, char letter, int exponent, int digits) {
    int magnitude = exponent < 0 ? -exponent : exponent, bound = 10;
    for (; magnitude >= bound || digits > 1; digits--)
        bound *= 10;
    number->suffix[0] = letter;
    number->suffix[1] = exponent < 0 ? '-' : '+';
    int place = 2;
    for (bound /= 10; bound > 0 && place < 8; bound /= 10) {
        number->suffix[place] = (char)('0' + magnitude / bound % 10);
        place++;
    }
    number->suffix_bytes = place;
}

static void lay_out_exponent(struct __number *number, int exponent, int precision, unsigned long spec) {
    number->point = 1;
    number->last = 1 + precision;
    number->has_point = precision > 0 || (spec & PRINT_ALTERNATE) != 0;
    set_exponent(number, (spec & PRINT_UPPER) != 0 ? 'E' : 'e', exponent, 2);
}

/* %a: 52 bits of fraction are 13 digits behind the one that is 1, or 0 if the value is zero or too small. */
static long put_hexadecimal(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                            struct __number *number, uint64_t mantissa, int biased, unsigned long spec) {
    int precision = __spec_precision(spec), exponent = biased == 0 ? -1022 : biased - 1023;
    if (mantissa == 0)
        exponent = 0;
    if (precision >= 0 && precision < HEX_DIGITS) {
        int dropped = 4 * (HEX_DIGITS - precision);
        uint64_t half = 1ull << (dropped - 1), rest = mantissa & ((half << 1) - 1);
        mantissa >>= dropped;
        if (rest > half || (rest == half && (mantissa & 1) != 0))
            mantissa++;
        mantissa <<= dropped;
    }
    char digits[HEX_DIGITS + 1];
    int used = 1;
    for (int i = 0; i <= HEX_DIGITS; i++) {
        unsigned digit = (unsigned)(mantissa >> 4 * (HEX_DIGITS - i) & 15);
        char letters = (spec & PRINT_UPPER) != 0 ? 'A' : 'a';
        digits[i] = (char)(digit < 10 ? '0' + digit : letters + (digit - 10));
        if (digit != 0)
            used = i + 1;
    }
    int place = number->prefix_bytes > 0 ? 1 : 0;
    number->prefix[place] = '0';
    number->prefix[place + 1] = (spec & PRINT_UPPER) != 0 ? 'X' : 'x';
    number->prefix_bytes = place + 2;
    number->point = 1;
    number->last = precision < 0 ? used : precision + 1;
    number->has_point = number->last > 1 || (spec & PRINT_ALTERNATE) != 0;
    set_exponent(number, (spec & PRINT_UPPER) != 0 ? 'P' : 'p', exponent, 1);
    return __put_number(stream, buffer, size, at, number, digits, HEX_DIGITS + 1, spec);
}

/* %f, %e and %g of the `count` digits of 0.DIGITS * 10^point. */
static long put_decimal(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                        struct __number *number, char *__counted_by(space) digits, int space, int count,
                        int point, unsigned long spec) {
    int precision = __spec_precision(spec);
    if (precision < 0)
        precision = DEFAULT_PRECISION;
    if ((spec & PRINT_FIXED) != 0) {
        int keep = precision > space - point ? space : point + precision;
        int kept = round_digits(digits, space, count, keep);
        if (kept > keep && keep >= 0)
            point += 1;
        lay_out_fixed(number, point, precision, spec);
        return __put_number(stream, buffer, size, at, number, digits, kept, spec);
    }
    bool is_general = (spec & PRINT_GENERAL) != 0;
    int wanted = is_general ? precision : precision < space ? precision + 1 : space;
    if (is_general && wanted == 0)
        wanted = 1;
    int kept = round_digits(digits, space, count, wanted);
    if (kept > wanted)
        point += 1;
    /* %g: `wanted` significant digits, as %e if the exponent is below -4 or does not fit them. */
    int shown = (spec & PRINT_ALTERNATE) != 0 ? wanted : significant(digits, kept);
    if (!is_general)
        lay_out_exponent(number, point - 1, precision, spec);
    else if (point - 1 < -4 || point - 1 >= wanted)
        lay_out_exponent(number, point - 1, shown > 0 ? shown - 1 : 0, spec);
    else
        lay_out_fixed(number, point, shown > point ? shown - point : 0, spec);
    return __put_number(stream, buffer, size, at, number, digits, kept, spec);
}

long __put_float(FILE *stream, char *__null_terminated buffer, size_t size, long at, double value,
                 unsigned long spec) {
    uint64_t bits = *(const uint64_t *)&value;
    int biased = (int)(bits >> 52 & 0x7ff);
    uint64_t fraction = bits & 0xfffffffffffff;
    struct __number number = {0};
    __set_sign(&number, bits >> 63 != 0, spec);
    if (biased == 0x7ff)
        return put_special(stream, buffer, size, at, &number, fraction == 0, spec);
    number.may_fill = true;
    uint64_t mantissa = biased == 0 ? fraction : fraction | 1ull << 52;
    if ((spec & PRINT_HEXADECIMAL) != 0)
        return put_hexadecimal(stream, buffer, size, at, &number, mantissa, biased, spec);
    int exponent = biased == 0 ? -1074 : biased - 1075;
    char digits[DIGITS_MAX];
    int count = make_digits(mantissa, exponent, digits, DIGITS_MAX);
    int point = exponent < 0 ? count + exponent : count;
    if (count == 0)
        point = 1;
    return put_decimal(stream, buffer, size, at, &number, digits, DIGITS_MAX, count, point, spec);
}
