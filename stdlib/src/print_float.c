/* printf's %f, %e and %g, correctly rounded (to nearest, ties to even), with any precision.
 *
 * A finite double is m * 2^e with m < 2^53. If e >= 0 its exact decimal digits are those of the integer
 * m * 2^e; otherwise m * 2^e = m * 5^-e / 10^-e, so they are those of the integer m * 5^-e with -e of them
 * behind the point. The integer is computed exactly, in base 10^9, then rounded as text. */
#include "print.h"
#include "stream.h"

#include <stdint.h>
#include <unistd.h>
#include <vouch/print.h>

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

/* Puts out digits[from .. to); those outside the `count` known ones are zeros. */
static void put_digits(const char *__counted_by(count) digits, int count, int from, int to) {
    for (int i = from; i < to; i++)
        __stream_put(stdout, i >= 0 && i < count ? digits[i] : '0');
}

/* Spaces, sign, zeros in front of the number as width and flags want, around `body` bytes that follow.
 * Returns the number of bytes up to there; *after gets the number of spaces behind. */
static int put_front(bool negative, int flags, int width, int body, bool zero_fill) {
    char sign[1];
    int sign_bytes = __print_sign(negative, flags, sign, 1);
    int columns = __print_width(width);
    int padding = columns > sign_bytes + body ? columns - sign_bytes - body : 0;
    bool left = (__print_flags(flags, width) & PRINT_LEFT) != 0;
    bool zeros = !left && zero_fill && (flags & PRINT_ZERO) != 0;
    if (!left && !zeros)
        __stream_fill(stdout, ' ', padding);
    __stream_write(stdout, sign, (size_t)sign_bytes);
    if (zeros)
        __stream_fill(stdout, '0', padding);
    return sign_bytes + body + padding;
}

/* The spaces behind a left-aligned number of `body` bytes; `total` is what put_front returned. */
static void put_back(bool negative, int flags, int width, int body, int total) {
    char sign[1];
    int sign_bytes = __print_sign(negative, flags, sign, 1);
    if ((__print_flags(flags, width) & PRINT_LEFT) != 0)
        __stream_fill(stdout, ' ', total - sign_bytes - body);
}

static int print_special(bool negative, bool infinite, int flags, int width) {
    bool upper = (flags & PRINT_UPPER) != 0;
    int total = put_front(negative, flags, width, 3, false);
    if (infinite)
        __stream_write(stdout, upper ? "INF" : "inf", 3);
    else
        __stream_write(stdout, upper ? "NAN" : "nan", 3);
    put_back(negative, flags, width, 3, total);
    return total;
}

/* `point` digits stand in front of the decimal point; if it is not positive, -point zeros follow the point.
 */
static int print_fixed(const char *__counted_by(count) digits, int count, int point, bool negative, int flags,
                       int width, int precision) {
    bool dot = precision > 0 || (flags & PRINT_ALTERNATE) != 0;
    int whole = point > 0 ? point : 1;
    int body = whole + (dot ? 1 : 0) + precision;
    int total = put_front(negative, flags, width, body, true);
    put_digits(digits, count, point - whole, point);
    if (dot)
        __stream_put(stdout, '.');
    put_digits(digits, count, point, point + precision);
    put_back(negative, flags, width, body, total);
    return total;
}

static int print_exponent(const char *__counted_by(count) digits, int count, int exponent, bool negative,
                          int flags, int width, int precision) {
    bool dot = precision > 0 || (flags & PRINT_ALTERNATE) != 0;
    int magnitude = exponent < 0 ? -exponent : exponent;
    int body = 1 + (dot ? 1 : 0) + precision + (magnitude >= 100 ? 5 : 4);
    int total = put_front(negative, flags, width, body, true);
    put_digits(digits, count, 0, 1);
    if (dot)
        __stream_put(stdout, '.');
    put_digits(digits, count, 1, 1 + precision);
    __stream_put(stdout, (flags & PRINT_UPPER) != 0 ? 'E' : 'e');
    __stream_put(stdout, exponent < 0 ? '-' : '+');
    if (magnitude >= 100)
        __stream_put(stdout, '0' + magnitude / 100);
    __stream_put(stdout, '0' + magnitude / 10 % 10);
    __stream_put(stdout, '0' + magnitude % 10);
    put_back(negative, flags, width, body, total);
    return total;
}

/* The number of significant digits without zeros at the end. */
static int significant(const char *__counted_by(count) digits, int count) {
    while (count > 0 && digits[count - 1] == '0')
        count--;
    return count;
}

int __print_float(double value, int flags, int width, int precision) {
    uint64_t bits = *(const uint64_t *)&value;
    bool negative = bits >> 63 != 0;
    int biased = (int)(bits >> 52 & 0x7ff);
    uint64_t fraction = bits & 0xfffffffffffff;
    if (biased == 0x7ff)
        return print_special(negative, fraction == 0, flags, width);
    int exponent = biased == 0 ? -1074 : biased - 1075;
    uint64_t mantissa = biased == 0 ? fraction : fraction | 1ull << 52;

    char digits[DIGITS_MAX];
    int count = make_digits(mantissa, exponent, digits, DIGITS_MAX);
    int point = exponent < 0 ? count + exponent : count; /* value = 0.DIGITS * 10^point */
    if (count == 0)
        point = 1;
    if (precision < 0)
        precision = DEFAULT_PRECISION;

    if ((flags & PRINT_FIXED) != 0) {
        int keep = precision > DIGITS_MAX - point ? DIGITS_MAX : point + precision;
        int kept = round_digits(digits, DIGITS_MAX, count, keep);
        if (kept > keep && keep >= 0)
            point += 1;
        return print_fixed(digits, kept, point, negative, flags, width, precision);
    }
    bool general = (flags & PRINT_GENERAL) != 0;
    int wanted = general ? precision : precision < DIGITS_MAX ? precision + 1 : DIGITS_MAX;
    if (general && wanted == 0)
        wanted = 1;
    int kept = round_digits(digits, DIGITS_MAX, count, wanted);
    if (kept > wanted)
        point += 1;
    if (!general)
        return print_exponent(digits, kept, point - 1, negative, flags, width, precision);
    /* %g: `wanted` significant digits, as %e if the exponent is below -4 or does not fit them. */
    int shown = (flags & PRINT_ALTERNATE) != 0 ? wanted : significant(digits, kept);
    if (point - 1 < -4 || point - 1 >= wanted)
        return print_exponent(digits, kept, point - 1, negative, flags, width, shown > 0 ? shown - 1 : 0);
    return print_fixed(digits, kept, point, negative, flags, width, shown > point ? shown - point : 0);
}
