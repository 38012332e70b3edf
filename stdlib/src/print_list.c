/* printf's interpreter, for formats and lists of arguments that are known only when the program runs. A conversion that
 * does not exist ends it with EINVAL; an argument of another type than its conversion's traps (see <stdarg.h>). */
#include "print.h"

#include <errno.h>
#include <string.h>

/* A conversion as written; `*` stands for a count that is an argument. */
struct conversion {
    int flags;
    int width, precision; /* precision: -1 for none */
    bool has_width_argument, has_precision_argument;
    char length;  /* of the integer: 'c', 's', 'i', 'l' */
    char letter;  /* 0: there is no such conversion */
    size_t bytes; /* of its text, without the '%' */
};

static int flag_of(char c) {
    switch (c) {
    case '-':
        return PRINT_LEFT;
    case '+':
        return PRINT_PLUS;
    case ' ':
        return PRINT_SPACE;
    case '#':
        return PRINT_ALTERNATE;
    case '0':
        return PRINT_ZERO;
    default:
        return 0;
    }
}

/* A decimal number, cut to PRINT_COUNT_MAX; *at moves behind it. */
static int read_number(const char *text, size_t *at) {
    int number = 0;
    for (; text[*at] >= '0' && text[*at] <= '9'; *at += 1)
        number = number < PRINT_COUNT_MAX / 10 ? number * 10 + (text[*at] - '0') : PRINT_COUNT_MAX;
    return number;
}

/* The length modifier; *at moves behind it. 0: there is no such one. */
static char read_length(const char *text, size_t *at) {
    char c = text[*at];
    if (c == 'w') {
        bool is_fast = text[*at + 1] == 'f';
        *at += is_fast ? 2 : 1;
        switch (read_number(text, at)) {
        case 8:
            return 'c';
        case 16:
            return is_fast ? 'l' : 's';
        case 32:
            return is_fast ? 'l' : 'i';
        case 64:
            return 'l';
        default:
            return 0;
        }
    }
    if (c == '\0' || strchr("hljztL", c) == nullptr)
        return 'i';
    *at += 1;
    if ((c == 'h' || c == 'l') && text[*at] == c) {
        *at += 1;
        return c == 'h' ? 'c' : 'l';
    }
    return c == 'h' ? 's' : 'l';
}

static struct conversion read_conversion(const char *text) {
    struct conversion conversion = {.precision = -1};
    size_t at = 0;
    for (; flag_of(text[at]) != 0 || text[at] == '\''; at++)
        conversion.flags |= flag_of(text[at]);
    conversion.has_width_argument = text[at] == '*';
    at += conversion.has_width_argument ? 1 : 0;
    if (!conversion.has_width_argument)
        conversion.width = read_number(text, &at);
    if (text[at] == '.') {
        at += 1;
        conversion.has_precision_argument = text[at] == '*';
        at += conversion.has_precision_argument ? 1 : 0;
        if (!conversion.has_precision_argument)
            conversion.precision = read_number(text, &at);
    }
    conversion.length = read_length(text, &at);
    char letter = text[at];
    bool is_known = letter != '\0' && strchr("%diuoxXbBcspnfFeEgGaA", letter) != nullptr;
    if (conversion.length != 0 && is_known && (conversion.length == 'i' || (letter != 'c' && letter != 's')))
        conversion.letter = letter;
    conversion.bytes = at + 1;
    return conversion;
}

/* The flags that the letter stands for. */
static int flags_of(char letter) {
    bool is_upper = letter >= 'A' && letter <= 'Z';
    int flags = is_upper ? PRINT_UPPER : 0;
    switch (is_upper ? letter + ('a' - 'A') : letter) {
    case 'o':
        return flags | PRINT_OCTAL;
    case 'x':
        return flags | PRINT_HEX;
    case 'b':
        return flags | PRINT_BINARY;
    case 'f':
        return flags | PRINT_FIXED;
    case 'e':
        return flags | PRINT_EXPONENT;
    case 'g':
        return flags | PRINT_GENERAL;
    case 'a':
        return flags | PRINT_HEXADECIMAL;
    default:
        return flags;
    }
}

static unsigned long long cut(unsigned long long value, char length) {
    return length == 'c' ? (unsigned char)value : length == 's' ? (unsigned short)value : value;
}

static long long cut_signed(long long value, char length) {
    return length == 'c' ? (signed char)value : length == 's' ? (short)value : value;
}

long __put_list(FILE *stream, char *__null_terminated buffer, size_t size, const char *format, va_list list) {
    long at = 0;
    size_t next = 0;
    while (format[next] != '\0') {
        size_t text = 0;
        while (format[next + text] != '\0' && format[next + text] != '%')
            text++;
        at = __put_bytes(stream, buffer, size, at, format + next, text);
        next += text;
        if (format[next] == '\0')
            break;
        struct conversion c = read_conversion(format + next + 1);
        next += 1 + c.bytes;
        if (c.has_width_argument)
            c.width = va_arg(list, int);
        if (c.has_precision_argument)
            c.precision = va_arg(list, int);
        unsigned long spec = __print_spec(c.flags | flags_of(c.letter), c.width, c.precision);
        bool is_long = c.length == 'l';
        switch (c.letter) {
        case '%':
            at = __put_bytes(stream, buffer, size, at, "%", 1);
            break;
        case 'd':
        case 'i': {
            long long value = is_long ? va_arg(list, long long) : va_arg(list, int);
            at = __put_signed(stream, buffer, size, at, cut_signed(value, c.length), spec);
            break;
        }
        case 'u':
        case 'o':
        case 'x':
        case 'X':
        case 'b':
        case 'B': {
            unsigned long long value = is_long ? va_arg(list, unsigned long long) : va_arg(list, unsigned);
            at = __put_unsigned(stream, buffer, size, at, cut(value, c.length), spec);
            break;
        }
        case 'c':
            at = __put_char(stream, buffer, size, at, va_arg(list, int), spec);
            break;
        case 's':
            at = __put_string(stream, buffer, size, at, va_arg(list, const char *), spec);
            break;
        case 'p':
            at = __put_pointer(stream, buffer, size, at, (unsigned long)va_arg(list, const void *), spec);
            break;
        case 'n':
            if (c.length == 'l')
                at = __count_long(at, va_arg(list, long *));
            else if (c.length == 's')
                at = __count_short(at, va_arg(list, short *));
            else if (c.length == 'c')
                at = __count_char(at, va_arg(list, signed char *));
            else
                at = __count_int(at, va_arg(list, int *));
            break;
        case 0:
            errno = EINVAL;
            return -1;
        default:
            at = __put_float(stream, buffer, size, at, va_arg(list, double), spec);
            break;
        }
    }
    return at;
}
