/* The conversions of printf but those of floating numbers (print_float.c), to any target: see print.h. */
#include "print.h"

#include "stream.h"

#include <string.h>

/* Digits of a 64-bit number in the smallest base, 2. */
#define DIGITS_MAX 64

/* In the two functions below, a reference that may be null is as long as its count says; where they are inlined the
 * verifier sees less of that. */

/* How many bytes fit in front of the terminator. */
static size_t room(size_t size, long at) {
    return size > (size_t)at ? size - (size_t)at - 1 : 0;
}

[[gnu::noinline]] long __put_bytes(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                                   const char *__counted_by(count) bytes, size_t count) {
    if (at < 0)
        return at;
    if (stream != nullptr)
        return __stream_write(stream, bytes, count) ? at + (long)count : -1;
    size_t fits = room(size, at);
    if (fits > 0)
        memcpy(buffer + at, bytes, count < fits ? count : fits);
    return at + (long)count;
}

[[gnu::noinline]] long __put_fill(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                                  int byte, int count) {
    if (at < 0 || count <= 0)
        return at;
    if (stream != nullptr)
        return __stream_fill(stream, byte, count) ? at + count : -1;
    size_t fits = room(size, at);
    if (fits > 0)
        memset(buffer + at, byte, (size_t)count < fits ? (size_t)count : fits);
    return at + count;
}

/* digits[first .. last) */
static long put_digits(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                       const char *__counted_by(count) digits, int count, int first, int last) {
    int before = last < 0 ? last : 0;
    at = __put_fill(stream, buffer, size, at, '0', before - first);
    int from = first < 0 ? 0 : first, to = last < count ? last : count;
    if (from < to)
        at = __put_bytes(stream, buffer, size, at, digits + from, (size_t)(to - from));
    int after = first > count ? first : count;
    return __put_fill(stream, buffer, size, at, '0', last - after);
}

long __put_number(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                  const struct __number *number, const char *__counted_by(count) digits, int count,
                  unsigned long spec) {
    int zeros = number->zeros > 0 ? number->zeros : 0;
    int bytes = number->prefix_bytes + zeros + (number->last - number->first) + (number->has_point ? 1 : 0) +
                number->suffix_bytes;
    int padding = __spec_width(spec) - bytes;
    bool is_left = (spec & PRINT_LEFT) != 0;
    if (padding > 0 && !is_left && number->may_fill && (spec & PRINT_ZERO) != 0) {
        zeros += padding;
        padding = 0;
    }
    if (!is_left)
        at = __put_fill(stream, buffer, size, at, ' ', padding);
    at = __put_bytes(stream, buffer, size, at, number->prefix, (size_t)number->prefix_bytes);
    at = __put_fill(stream, buffer, size, at, '0', zeros);
    at = put_digits(stream, buffer, size, at, digits, count, number->first, number->point);
    if (number->has_point)
        at = __put_fill(stream, buffer, size, at, '.', 1);
    at = put_digits(stream, buffer, size, at, digits, count, number->point, number->last);
    at = __put_bytes(stream, buffer, size, at, number->suffix, (size_t)number->suffix_bytes);
    return is_left ? __put_fill(stream, buffer, size, at, ' ', padding) : at;
}

/* The digits of `value`, of which zero has none, behind the prefix that is there. */
static long put_integer(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                        struct __number *number, unsigned long long value, unsigned base,
                        unsigned long spec) {
    char digits[DIGITS_MAX];
    int first = DIGITS_MAX;
    char letters = (spec & PRINT_UPPER) != 0 ? 'A' : 'a';
    for (; value != 0 && first > 0; value /= base) {
        unsigned digit = (unsigned)(value % base);
        first--;
        digits[first] = (char)(digit < 10 ? '0' + digit : letters + (digit - 10));
    }
    int count = DIGITS_MAX - first, precision = __spec_precision(spec);
    number->zeros = (precision < 0 ? 1 : precision) - count;
    if (base == 8 && (spec & PRINT_ALTERNATE) != 0 && number->zeros <= 0)
        number->zeros = 1;
    number->may_fill = precision < 0;
    number->point = count;
    number->last = count;
    return __put_number(stream, buffer, size, at, number, digits + first, count, spec);
}

long __put_signed(FILE *stream, char *__null_terminated buffer, size_t size, long at, long long value,
                  unsigned long spec) {
    struct __number number = {0};
    __set_sign(&number, value < 0, spec);
    unsigned long long magnitude = (unsigned long long)value;
    if (value < 0)
        magnitude = 0 - magnitude;
    return put_integer(stream, buffer, size, at, &number, magnitude, 10, spec);
}

static unsigned base_of(unsigned long spec) {
    return (spec & PRINT_HEX) != 0 ? 16 : (spec & PRINT_OCTAL) != 0 ? 8 : (spec & PRINT_BINARY) != 0 ? 2 : 10;
}

/* Appends "0x" or the like to the prefix. */
static void set_base(struct __number *number, unsigned long spec) {
    int place = number->prefix_bytes > 0 ? 1 : 0;
    number->prefix[place] = '0';
    number->prefix[place + 1] =
        (char)(((spec & PRINT_HEX) != 0 ? 'x' : 'b') - ((spec & PRINT_UPPER) != 0 ? 32 : 0));
    number->prefix_bytes = place + 2;
}

long __put_unsigned(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                    unsigned long long value, unsigned long spec) {
    struct __number number = {0};
    unsigned base = base_of(spec);
    if ((base == 16 || base == 2) && (spec & PRINT_ALTERNATE) != 0 && value != 0)
        set_base(&number, spec);
    return put_integer(stream, buffer, size, at, &number, value, base, spec);
}

/* As glibc: a null pointer is a word, any other one a number that may have a sign. */
long __put_pointer(FILE *stream, char *__null_terminated buffer, size_t size, long at, unsigned long value,
                   unsigned long spec) {
    if (value == 0)
        return __put_string(stream, buffer, size, at, "(nil)", spec | PRINT_SPEC(0, 0, PRINT_NO_PRECISION));
    struct __number number = {0};
    spec |= PRINT_HEX;
    __set_sign(&number, false, spec);
    set_base(&number, spec);
    return put_integer(stream, buffer, size, at, &number, value, 16, spec);
}

static long put_padded(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                       const char *__counted_by(count) bytes, size_t count, unsigned long spec) {
    int padding = count < PRINT_COUNT_MAX ? __spec_width(spec) - (int)count : 0;
    if ((spec & PRINT_LEFT) == 0)
        at = __put_fill(stream, buffer, size, at, ' ', padding);
    at = __put_bytes(stream, buffer, size, at, bytes, count);
    return (spec & PRINT_LEFT) != 0 ? __put_fill(stream, buffer, size, at, ' ', padding) : at;
}

long __put_char(FILE *stream, char *__null_terminated buffer, size_t size, long at, int character,
                unsigned long spec) {
    char byte[1] = {(char)character};
    return put_padded(stream, buffer, size, at, byte, 1, spec);
}

long __put_string(FILE *stream, char *__null_terminated buffer, size_t size, long at, const char *text,
                  unsigned long spec) {
    int precision = __spec_precision(spec);
    if (text == nullptr)
        text = precision < 0 || precision >= 6 ? "(null)" : "";
    size_t count = precision < 0 ? strlen(text) : strnlen(text, (size_t)precision);
    return put_padded(stream, buffer, size, at, text, count, spec);
}

unsigned long __print_spec(int flags, int width, int precision) {
    unsigned columns = width < 0 ? 0 - (unsigned)width : (unsigned)width;
    if (width < 0)
        flags |= PRINT_LEFT;
    if (columns > PRINT_COUNT_MAX)
        columns = PRINT_COUNT_MAX;
    unsigned digits = precision < 0 ? PRINT_NO_PRECISION : (unsigned)precision;
    if (precision > PRINT_COUNT_MAX)
        digits = PRINT_COUNT_MAX;
    return PRINT_SPEC(flags, columns, digits);
}

/* ---- %n */

long __count_char(long at, signed char *count) {
    *count = (signed char)at;
    return at;
}

long __count_short(long at, short *count) {
    *count = (short)at;
    return at;
}

long __count_int(long at, int *count) {
    *count = (int)at;
    return at;
}

long __count_long(long at, long *count) {
    *count = at;
    return at;
}
