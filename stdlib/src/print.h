/* How a conversion of printf reaches where it is printed to (see <vouch/print.h>).
 *
 * A target is a stream, or, if that is null, a buffer of `size` bytes of which the last one is kept for the
 * terminator; the buffer has bounds of its own, so that a size that is too large traps. The buffer may be a local of
 * the caller's, which must not be kept: so a target is three parameters, not a structure. `at` is as there. */
#ifndef PRINT_H
#define PRINT_H

#include <ptrcheck.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <vouch/print.h>

/* A number, laid out: spaces, prefix, zeros, the digits in front of the point, the point, those behind it, suffix, spaces.
 * Of the digits those that lie outside of the given ones are zeros. */
struct __number {
    int prefix_bytes, suffix_bytes;
    char prefix[4], suffix[8];
    int zeros;              /* at least so many */
    int first, point, last; /* digits[first .. point), digits[point .. last) */
    bool has_point;
    bool may_fill; /* with zeros to the width, if that is wanted */
};

long __put_bytes(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                 const char *__counted_by(count) bytes, size_t count);
/* `count` times the byte; nothing if that is not positive. */
long __put_fill(FILE *stream, char *__null_terminated buffer, size_t size, long at, int byte, int count);
long __put_number(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                  const struct __number *number, const char *__counted_by(count) digits, int count,
                  unsigned long spec);

long __put_signed(FILE *stream, char *__null_terminated buffer, size_t size, long at, long long value,
                  unsigned long spec);
long __put_unsigned(FILE *stream, char *__null_terminated buffer, size_t size, long at,
                    unsigned long long value, unsigned long spec);
long __put_pointer(FILE *stream, char *__null_terminated buffer, size_t size, long at, unsigned long value,
                   unsigned long spec);
long __put_char(FILE *stream, char *__null_terminated buffer, size_t size, long at, int character,
                unsigned long spec);
long __put_string(FILE *stream, char *__null_terminated buffer, size_t size, long at, const char *text,
                  unsigned long spec);
long __put_float(FILE *stream, char *__null_terminated buffer, size_t size, long at, double value,
                 unsigned long spec);

/* Interprets the format. */
long __put_list(FILE *stream, char *__null_terminated buffer, size_t size, const char *format, va_list list);

/* The width, and the precision or -1. */
static inline int __spec_width(unsigned long spec) {
    return (int)(spec >> PRINT_WIDTH_SHIFT & PRINT_NO_PRECISION);
}

static inline int __spec_precision(unsigned long spec) {
    int precision = (int)(spec >> PRINT_PRECISION_SHIFT);
    return precision == PRINT_NO_PRECISION ? -1 : precision;
}

/* Begins the prefix with the sign that a number wants, if any. */
static inline void __set_sign(struct __number *number, bool negative, unsigned long spec) {
    if (negative)
        number->prefix[0] = '-';
    else if ((spec & PRINT_PLUS) != 0)
        number->prefix[0] = '+';
    else if ((spec & PRINT_SPACE) != 0)
        number->prefix[0] = ' ';
    else
        return;
    number->prefix_bytes = 1;
}

#endif
