/* scanf's interpreter, for formats and lists of arguments that are known only when the program runs. A conversion that
 * does not exist ends it; an argument of another type than its conversion's traps (see <stdarg.h>). */
#include "scan.h"

#include <ctype.h>
#include <string.h>

#define SET_MAX 256 /* bytes between the brackets of %[ */

/* A conversion as written. */
struct conversion {
    unsigned long spec;
    char length; /* 'c', 's', 'i', 'l' */
    char letter;
    size_t bytes; /* of its text, without the '%', up to the letter */
};

static struct conversion read_conversion(const char *text) {
    struct conversion conversion = {.length = 'i'};
    size_t at = 0;
    if (text[at] == '*') {
        conversion.spec |= SCAN_SUPPRESS;
        at += 1;
    }
    unsigned long width = 0;
    for (; isdigit((unsigned char)text[at]); at++)
        width = width < SCAN_WIDTH_MAX / 10 ? width * 10 + (unsigned)(text[at] - '0') : SCAN_WIDTH_MAX;
    conversion.spec |= width << SCAN_WIDTH_SHIFT;
    char c = text[at];
    if (c != '\0' && strchr("hljztL", c) != nullptr) {
        at += 1;
        bool is_double = (c == 'h' || c == 'l') && text[at] == c;
        at += is_double ? 1 : 0;
        conversion.length = c != 'h' ? 'l' : is_double ? 'c' : 's';
    }
    conversion.letter = text[at];
    conversion.bytes = at;
    return conversion;
}

static unsigned long base_of(char letter) {
    switch (letter) {
    case 'd':
        return 10;
    case 'u':
        return 10 | SCAN_UNSIGNED;
    case 'o':
        return 8 | SCAN_UNSIGNED;
    case 'b':
        return 2 | SCAN_UNSIGNED;
    case 'i':
        return 0;
    default:
        return 16 | SCAN_UNSIGNED;
    }
}

/* Copies what stands between the brackets, as far as there is room. Returns how long it is with its ']'; 0: there is
 * none. */
[[gnu::noinline]] static size_t read_set(const char *format, char *__counted_by(size) set, size_t size) {
    size_t at = format[0] == '^' ? 1 : 0;
    at += format[at] == ']' ? 1 : 0; /* the first one is a member */
    while (format[at] != '\0' && format[at] != ']')
        at++;
    for (size_t i = 0; i < at && i + 1 < size; i++)
        set[i] = format[i];
    if (size > 0)
        set[at < size ? at : size - 1] = '\0';
    return format[at] == ']' ? at + 1 : 0;
}

void __scan_list(FILE *stream, const char *text, struct __scan *state, const char *format, va_list list) {
    char piece[2] = {0};
    char set[SET_MAX];
    for (size_t next = 0; format[next] != '\0' && state->status == SCAN_MATCHES; next++) {
        if (format[next] != '%') {
            piece[0] = format[next];
            __scan_text(stream, text, state, piece);
            continue;
        }
        struct conversion c = read_conversion(format + next + 1);
        unsigned long spec = c.spec, number_spec = c.spec | base_of(c.letter);
        bool is_stored = (spec & SCAN_SUPPRESS) == 0;
        next += 1 + c.bytes;
        switch (c.letter) {
        case '%':
            __scan_text(stream, text, state, " %");
            break;
        case 'd':
        case 'i':
        case 'u':
        case 'o':
        case 'x':
        case 'X':
        case 'b':
            if (c.length == 'l')
                __scan_long(stream, text, state, number_spec, is_stored ? va_arg(list, long *) : nullptr);
            else if (c.length == 's')
                __scan_short(stream, text, state, number_spec, is_stored ? va_arg(list, short *) : nullptr);
            else if (c.length == 'c')
                __scan_char(stream, text, state, number_spec,
                            is_stored ? va_arg(list, signed char *) : nullptr);
            else
                __scan_int(stream, text, state, number_spec, is_stored ? va_arg(list, int *) : nullptr);
            break;
        case 'n':
            if (c.length == 'l')
                __scan_count_long(state, va_arg(list, long *));
            else if (c.length == 's')
                __scan_count_short(state, va_arg(list, short *));
            else if (c.length == 'c')
                __scan_count_char(state, va_arg(list, signed char *));
            else
                __scan_count_int(state, va_arg(list, int *));
            break;
        case 's':
            __scan_word(stream, text, state, spec, is_stored ? va_arg(list, char *) : nullptr);
            break;
        case 'c':
            __scan_bytes(stream, text, state, spec, is_stored ? va_arg(list, char *) : nullptr);
            break;
        case '[': {
            size_t length = read_set(format + next + 1, set, SET_MAX);
            if (length == 0) {
                state->status = SCAN_DIFFERS;
                return;
            }
            next += length;
            __scan_set(stream, text, state, spec, set, is_stored ? va_arg(list, char *) : nullptr);
            break;
        }
        case 'e':
        case 'f':
        case 'g':
        case 'a':
        case 'E':
        case 'F':
        case 'G':
        case 'A':
            if (c.length == 'l')
                __scan_double(stream, text, state, spec, is_stored ? va_arg(list, double *) : nullptr);
            else
                __scan_float(stream, text, state, spec, is_stored ? va_arg(list, float *) : nullptr);
            break;
        default:
            state->status = SCAN_DIFFERS;
            return;
        }
    }
}
