/* The integer conversions of scanf. What does not fit 64 bits is the largest number, as in strtol; what fits
 * those but not its type is cut. A prefix alone, "0x", is 0, as in glibc. */
#include "scan.h"

#include <limits.h>

/* The value of a digit; 36 or more for anything else. */
static unsigned digit_of(int byte) {
    if (byte >= '0' && byte <= '9')
        return (unsigned)(byte - '0');
    if (byte >= 'a' && byte <= 'z')
        return (unsigned)(byte - 'a') + 10;
    if (byte >= 'A' && byte <= 'Z')
        return (unsigned)(byte - 'A') + 10;
    return 36;
}

static unsigned long finish(unsigned long value, bool is_negative, bool is_too_large, unsigned long spec) {
    if ((spec & SCAN_UNSIGNED) != 0)
        return is_too_large ? ULONG_MAX : is_negative ? 0 - value : value;
    unsigned long limit = (unsigned long)LONG_MAX + (is_negative ? 1 : 0);
    if (is_too_large || value > limit)
        value = limit;
    return is_negative ? 0 - value : value;
}

/* Whether there was a number: state->number. */
static bool take_integer(FILE *stream, const char *text, struct __scan *state, unsigned long spec) {
    if (!__scan_start(stream, text, state, true))
        return false;
    unsigned base = spec & SCAN_BASE;
    long left = __scan_width(spec);
    int byte = __scan_peek(stream, text, state);
    bool is_negative = byte == '-', has_digits = false, is_too_large = false;
    if (byte == '-' || byte == '+') {
        __scan_step(stream, state);
        left -= 1;
    }
    if (left > 0 && __scan_peek(stream, text, state) == '0') {
        has_digits = true;
        __scan_step(stream, state);
        left -= 1;
        int letter = left > 0 ? __scan_peek(stream, text, state) : EOF;
        bool is_hex = (letter == 'x' || letter == 'X') && (base == 0 || base == 16);
        bool is_binary = (letter == 'b' || letter == 'B') && (base == 0 || base == 2);
        if (is_hex || is_binary) {
            base = is_hex ? 16 : 2;
            __scan_step(stream, state);
            left -= 1;
        } else if (base == 0) {
            base = 8;
        }
    }
    if (base == 0)
        base = 10;
    unsigned long value = 0;
    while (left > 0) {
        unsigned digit = digit_of(__scan_peek(stream, text, state));
        if (digit >= base)
            break;
        if (value > (ULONG_MAX - digit) / base)
            is_too_large = true;
        value = value * base + digit;
        has_digits = true;
        __scan_step(stream, state);
        left -= 1;
    }
    if (!has_digits)
        return __scan_differs(state);
    state->number = finish(value, is_negative, is_too_large, spec);
    __scan_assigned(state, spec);
    return (spec & SCAN_SUPPRESS) == 0;
}

/* Not inlined: the pointer may be a constant, null, to which LLVM would store in a form of its own. */
[[gnu::noinline]] void __scan_char(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                                   signed char *to) {
    if (take_integer(stream, text, state, spec))
        *to = (signed char)state->number;
}

[[gnu::noinline]] void __scan_short(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                                    short *to) {
    if (take_integer(stream, text, state, spec))
        *to = (short)state->number;
}

[[gnu::noinline]] void __scan_int(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                                  int *to) {
    if (take_integer(stream, text, state, spec))
        *to = (int)state->number;
}

[[gnu::noinline]] void __scan_long(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                                   long *to) {
    if (take_integer(stream, text, state, spec))
        *to = (long)state->number;
}
