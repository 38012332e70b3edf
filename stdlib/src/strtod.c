/* <stdlib.h>: floating-point numbers from text, correctly rounded (to nearest, ties to even).
 *
 * A decimal number is an integer of its digits, times a power of ten. If the integer and the power are small, both are
 * doubles and one operation rounds once. Otherwise the number is a fraction of two big integers; long division gives its
 * first 64 bits, and whether anything is left over. Digits from the 800th on cannot decide a rounding by what they
 * are, only by whether one of them is not zero. */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DIGITS_MAX 800
#define EXPONENT_MAX 100000 /* beyond it any number of DIGITS_MAX digits is infinite or zero */
#define POWER_LEAST (-1200) /* 10^this times DIGITS_MAX digits rounds to zero */
#define POWER_MOST 310
/* 10^1200 has 3987 bits, 800 digits have 2658; a quotient of 64 bits needs that much more. */
#define BIG_LIMBS 132

struct big {
    size_t used;
    uint32_t limbs[BIG_LIMBS]; /* the lowest first; those from `used` on are zero */
};

/* A positive number to be rounded: bits * 2^exponent, with the top bit of `bits` set, and a little more if `sticky`. */
struct binary {
    uint64_t bits;
    int exponent;
    bool sticky;
};

struct format {
    int mantissa_bits, exponent_least; /* of the last bit of a subnormal number */
    uint64_t infinity;
};

static const struct format double_format = {53, -1074, 0x7ffull << 52};
static const struct format float_format = {24, -149, 0xffull << 23};

/* ---- big integers; what would not fit is lost, but the limits above see to it that all fits */

static void big_multiply_add(struct big *big, uint32_t factor, uint32_t addend) {
    uint64_t carry = addend;
    for (size_t i = 0; i < big->used; i++) {
        carry += (uint64_t)big->limbs[i] * factor;
        big->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0 && big->used < BIG_LIMBS) {
        big->limbs[big->used] = (uint32_t)carry;
        big->used += 1;
    }
}

static void big_multiply_power_of_ten(struct big *big, int power) {
    for (; power >= 9; power -= 9)
        big_multiply_add(big, 1000000000, 0);
    for (; power > 0; power--)
        big_multiply_add(big, 10, 0);
}

static int big_bits(const struct big *big) {
    if (big->used == 0)
        return 0;
    int bits = (int)(big->used - 1) * 32;
    for (uint32_t top = big->limbs[big->used - 1]; top != 0; top >>= 1)
        bits++;
    return bits;
}

static void big_shift_left(struct big *big, int bits) {
    size_t limbs = (size_t)bits / 32;
    int rest = bits % 32;
    size_t used = big->used + limbs + 1 < BIG_LIMBS ? big->used + limbs + 1 : BIG_LIMBS;
    for (size_t i = used; i > 0; i--) {
        size_t from = i - 1 - limbs;
        uint64_t high = i > limbs && from < BIG_LIMBS ? big->limbs[from] : 0;
        uint64_t low = i > limbs + 1 && from - 1 < BIG_LIMBS ? big->limbs[from - 1] : 0;
        big->limbs[i - 1] = (uint32_t)((high << 32 | low) << rest >> 32);
    }
    big->used = used;
    while (big->used > 0 && big->limbs[big->used - 1] == 0)
        big->used -= 1;
}

static bool big_is_less(const struct big *left, const struct big *right) {
    size_t used = left->used > right->used ? left->used : right->used;
    for (size_t i = used; i > 0; i--)
        if (left->limbs[i - 1] != right->limbs[i - 1])
            return left->limbs[i - 1] < right->limbs[i - 1];
    return false;
}

static void big_subtract(struct big *left, const struct big *right) {
    uint64_t borrow = 0;
    for (size_t i = 0; i < left->used; i++) {
        uint64_t difference = (uint64_t)left->limbs[i] - right->limbs[i] - borrow;
        left->limbs[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
    while (left->used > 0 && left->limbs[left->used - 1] == 0)
        left->used -= 1;
}

/* numerator / denominator, neither of them zero; both are changed. */
static struct binary divide(struct big *numerator, struct big *denominator) {
    int shift = big_bits(numerator) - big_bits(denominator);
    if (shift > 0)
        big_shift_left(denominator, shift);
    else
        big_shift_left(numerator, -shift);
    if (big_is_less(numerator, denominator)) {
        big_shift_left(numerator, 1);
        shift -= 1;
    }
    uint64_t bits = 0;
    for (int i = 0; i < 64; i++) {
        bits <<= 1;
        if (!big_is_less(numerator, denominator)) {
            big_subtract(numerator, denominator);
            bits |= 1;
        }
        big_shift_left(numerator, 1);
    }
    return (struct binary){.bits = bits, .exponent = shift - 63, .sticky = numerator->used != 0};
}

/* ---- rounding */

static uint64_t round_bits(const struct binary *number, const struct format *format) {
    int lowest = number->exponent + 64 - format->mantissa_bits;
    if (lowest < format->exponent_least)
        lowest = format->exponent_least;
    int dropped = lowest - number->exponent;
    uint64_t kept = dropped < 64 ? number->bits >> dropped : 0;
    uint64_t half = dropped <= 64 ? 1ull << (dropped - 1) : 0;
    uint64_t rest = dropped < 64 ? number->bits & ((half << 1) - 1) : number->bits;
    bool is_inexact = rest != 0 || number->sticky;
    if (half != 0 && (rest > half || (rest == half && (number->sticky || (kept & 1) != 0))))
        kept += 1;
    if (is_inexact && kept < 1ull << (format->mantissa_bits - 1))
        errno = ERANGE;
    if (lowest - format->exponent_least > 5000) {
        errno = ERANGE;
        return format->infinity;
    }
    uint64_t bits = ((uint64_t)(lowest - format->exponent_least) << (format->mantissa_bits - 1)) + kept;
    if (bits < format->infinity)
        return bits;
    errno = ERANGE;
    return format->infinity;
}

static struct binary normalize(uint64_t bits, int exponent, bool sticky) {
    while (bits >> 63 == 0) {
        bits <<= 1;
        exponent -= 1;
    }
    return (struct binary){.bits = bits, .exponent = exponent, .sticky = sticky};
}

/* ---- the text; each reader returns where the number ends in it, 0 if there is none */

static size_t read_exponent(const char *text, size_t at, int *exponent) {
    size_t i = at + 1;
    bool negative = text[i] == '-';
    if (text[i] == '-' || text[i] == '+')
        i++;
    if (!isdigit(text[i]))
        return at;
    int value = 0;
    for (; isdigit(text[i]); i++)
        if (value < EXPONENT_MAX)
            value = value * 10 + (text[i] - '0');
    *exponent += negative ? -value : value;
    return i;
}

static int hex_value(char character) {
    return isdigit(character) ? character - '0' : tolower(character) - 'a' + 10;
}

static size_t read_hexadecimal(const char *text, const struct format *format, uint64_t *result) {
    uint64_t bits = 0;
    int exponent = 0;
    bool sticky = false, has_point = false, has_digit = false;
    size_t i = 2;
    for (; isxdigit(text[i]) || (text[i] == '.' && !has_point); i++) {
        if (text[i] == '.') {
            has_point = true;
            continue;
        }
        has_digit = true;
        int digit = hex_value(text[i]);
        if (bits >> 60 == 0) {
            bits = bits << 4 | (unsigned)digit;
            exponent -= has_point ? 4 : 0;
        } else {
            sticky |= digit != 0;
            exponent += has_point || exponent > EXPONENT_MAX ? 0 : 4;
        }
    }
    if (!has_digit)
        return 1; /* the 0 alone */
    if (tolower(text[i]) == 'p')
        i = read_exponent(text, i, &exponent);
    if (bits == 0) {
        *result = 0;
        return i;
    }
    struct binary number = normalize(bits, exponent, sticky);
    *result = round_bits(&number, format);
    return i;
}

/* The digits of a decimal number: all of them, or the first ones and whether there are others. */
struct digits {
    char text[DIGITS_MAX]; /* 0 to 9; the first one is not 0 */
    int count;
    int power; /* of ten, of the last one */
    bool sticky;
};

static size_t read_digits(const char *text, struct digits *digits) {
    bool has_point = false, has_digit = false;
    size_t i = 0;
    digits->count = 0;
    digits->power = 0;
    digits->sticky = false;
    for (; isdigit(text[i]) || (text[i] == '.' && !has_point); i++) {
        if (text[i] == '.') {
            has_point = true;
            continue;
        }
        has_digit = true;
        bool is_leading = digits->count == 0 && text[i] == '0';
        bool is_kept = digits->count < DIGITS_MAX && !is_leading;
        if (is_kept) {
            digits->text[digits->count] = (char)(text[i] - '0');
            digits->count += 1;
        } else if (!is_leading) {
            digits->sticky |= text[i] != '0';
        }
        if (has_point && (is_kept || is_leading) && digits->power > -EXPONENT_MAX)
            digits->power -= 1;
        else if (!has_point && !is_kept && !is_leading && digits->power < EXPONENT_MAX)
            digits->power += 1;
    }
    if (!has_digit)
        return 0;
    if (tolower(text[i]) == 'e')
        i = read_exponent(text, i, &digits->power);
    while (digits->count > 0 && digits->text[digits->count - 1] == 0) {
        digits->count -= 1;
        digits->power += 1;
    }
    return i;
}

static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* Both factors are exact, so the result is rounded once. */
static bool convert_small(const struct digits *digits, const struct format *format, uint64_t *result) {
    if (format != &double_format || digits->count > 15 || digits->power < -22 || digits->power > 22)
        return false;
    uint64_t value = 0;
    for (int i = 0; i < digits->count; i++)
        value = value * 10 + (unsigned)digits->text[i];
    double number = (double)value;
    number = digits->power < 0 ? number / powers[-digits->power] : number * powers[digits->power];
    *result = *(const uint64_t *)&number;
    return true;
}

static uint64_t convert(const struct digits *digits, const struct format *format) {
    uint64_t result = 0;
    if (digits->count == 0 || convert_small(digits, format, &result))
        return result;
    if (digits->power < POWER_LEAST || digits->power > POWER_MOST) {
        errno = ERANGE;
        return digits->power < 0 ? 0 : format->infinity;
    }
    static struct big numerator, denominator;
    numerator = (struct big){0};
    denominator = (struct big){.used = 1, .limbs = {1}};
    for (int i = 0; i < digits->count; i++)
        big_multiply_add(&numerator, 10, (uint32_t)digits->text[i]);
    if (digits->power < 0)
        big_multiply_power_of_ten(&denominator, -digits->power);
    else
        big_multiply_power_of_ten(&numerator, digits->power);
    struct binary number = divide(&numerator, &denominator);
    number.sticky |= digits->sticky;
    return round_bits(&number, format);
}

/* inf, infinity, nan, nan(...) */
static size_t read_word(const char *text, const struct format *format, uint64_t *result) {
    if (strncasecmp(text, "inf", 3) == 0) {
        *result = format->infinity;
        return strncasecmp(text, "infinity", 8) == 0 ? 8 : 3;
    }
    if (strncasecmp(text, "nan", 3) != 0)
        return 0;
    *result = format->infinity | 1ull << (format->mantissa_bits - 2);
    if (text[3] != '(')
        return 3;
    size_t i = 4;
    while (isalnum(text[i]) || text[i] == '_')
        i++;
    return text[i] == ')' ? i + 1 : 3;
}

/* Fills in the bits without the sign, and how long the text is; 0: there is no number. */
static size_t read_number(const char *text, const struct format *format, bool *negative, uint64_t *result) {
    size_t start = 0;
    while (isspace(text[start]))
        start++;
    *negative = text[start] == '-';
    if (text[start] == '-' || text[start] == '+')
        start++;
    const char *number = text + start;
    size_t length = 0;
    if (isdigit(number[0]) || number[0] == '.') {
        if (number[0] == '0' && tolower(number[1]) == 'x') {
            length = read_hexadecimal(number, format, result);
        } else {
            static struct digits digits;
            length = read_digits(number, &digits);
            *result = convert(&digits, format);
        }
    } else {
        length = read_word(number, format, result);
    }
    return length == 0 ? 0 : start + length;
}

double strtod(const char *restrict text, const char **restrict end) {
    bool negative = false;
    uint64_t bits = 0;
    size_t length = read_number(text, &double_format, &negative, &bits);
    if (end != nullptr)
        *end = text + length;
    if (length == 0)
        return 0;
    bits |= negative ? 1ull << 63 : 0;
    return *(const double *)&bits;
}

float strtof(const char *restrict text, const char **restrict end) {
    bool negative = false;
    uint64_t bits = 0;
    size_t length = read_number(text, &float_format, &negative, &bits);
    if (end != nullptr)
        *end = text + length;
    if (length == 0)
        return 0;
    uint32_t word = (uint32_t)bits | (negative ? 1u << 31 : 0);
    return *(const float *)&word;
}

double atof(const char *text) {
    return strtod(text, nullptr);
}
