/* The integer, character and text conversions of printf (see <vouch/print.h>), to standard output. */
#include "print.h"
#include "stream.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>
#include <vouch/print.h>

/* Digits of a 64-bit number in the smallest base, 8. */
#define DIGITS_MAX 22

int __print_width(int width) {
    if (width >= 0)
        return width;
    return width == INT_MIN ? INT_MAX : -width;
}

int __print_flags(int flags, int width) {
    return width < 0 ? flags | PRINT_LEFT : flags;
}

int __print_padded(const char *__counted_by(prefix_bytes) prefix, int prefix_bytes,
                   const char *__counted_by(body_bytes) body, int body_bytes, int zeros, int flags,
                   int width) {
    int columns = __print_width(width);
    flags = __print_flags(flags, width);
    int total = prefix_bytes + zeros + body_bytes;
    int padding = columns > total ? columns - total : 0;
    if ((flags & PRINT_LEFT) == 0)
        __stream_fill(stdout, ' ', padding);
    __stream_write(stdout, prefix, (size_t)prefix_bytes);
    __stream_fill(stdout, '0', zeros);
    __stream_write(stdout, body, (size_t)body_bytes);
    if ((flags & PRINT_LEFT) != 0)
        __stream_fill(stdout, ' ', padding);
    return total + padding;
}

/* Writes the digits of a number to the end of `digits`; returns how many. Zero has none. */
static int make_digits(unsigned long long value, unsigned base, bool upper, char *__counted_by(size) digits,
                       int size) {
    int count = 0;
    while (value != 0) {
        unsigned digit = (unsigned)(value % base);
        value /= base;
        count += 1;
        if (digit < 10)
            digits[size - count] = (char)('0' + digit);
        else
            digits[size - count] = (char)((upper ? 'A' : 'a') + (digit - 10));
    }
    return count;
}

static int print_number(const char *__counted_by(prefix_bytes) prefix, int prefix_bytes,
                        unsigned long long value, unsigned base, int flags, int width, int precision) {
    char digits[DIGITS_MAX];
    int count = make_digits(value, base, (flags & PRINT_UPPER) != 0, digits, DIGITS_MAX);
    int zeros = 0;
    if (precision < 0) {
        if (count == 0)
            zeros = 1;
        bool fill = (flags & PRINT_ZERO) != 0 && (__print_flags(flags, width) & PRINT_LEFT) == 0;
        if (fill && width > prefix_bytes + zeros + count)
            zeros = width - prefix_bytes - count;
    } else if (precision > count) {
        zeros = precision - count;
    }
    if (base == 8 && (flags & PRINT_ALTERNATE) != 0 && zeros == 0)
        zeros = 1;
    return __print_padded(prefix, prefix_bytes, digits + (DIGITS_MAX - count), count, zeros, flags, width);
}

int __print_sign(bool negative, int flags, char *__counted_by(size) sign, int size) {
    if (size == 0)
        return 0;
    if (negative)
        sign[0] = '-';
    else if ((flags & PRINT_PLUS) != 0)
        sign[0] = '+';
    else if ((flags & PRINT_SPACE) != 0)
        sign[0] = ' ';
    else
        return 0;
    return 1;
}

int __print_signed(long long value, int flags, int width, int precision) {
    char sign[1];
    int sign_bytes = __print_sign(value < 0, flags, sign, 1);
    unsigned long long magnitude = (unsigned long long)value;
    if (value < 0)
        magnitude = 0 - magnitude;
    return print_number(sign, sign_bytes, magnitude, 10, flags, width, precision);
}

int __print_unsigned(unsigned long long value, int flags, int width, int precision) {
    unsigned base = 10;
    if ((flags & PRINT_OCTAL) != 0)
        base = 8;
    else if ((flags & PRINT_HEX) != 0)
        base = 16;
    char prefix[2] = {'0', (flags & PRINT_UPPER) != 0 ? 'X' : 'x'};
    bool prefixed = base == 16 && (flags & PRINT_ALTERNATE) != 0 && value != 0;
    return print_number(prefix, prefixed ? 2 : 0, value, base, flags, width, precision);
}

int __print_char(int character, int flags, int width) {
    char body[1] = {(char)character};
    return __print_padded(body, 0, body, 1, 0, flags, width);
}

int __print_text(const char *text) {
    size_t size = strlen(text);
    __stream_write(stdout, text, size);
    return (int)size;
}

int __print_string(const char *text, int flags, int width, int precision) {
    size_t size = precision < 0 ? strlen(text) : strnlen(text, (size_t)precision);
    return __print_padded(text, 0, text, (int)size, 0, flags, width);
}
