/* printf into a stream: what vcc makes of a call with a literal format (see <vouch/print.h>). */
#include "print.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

long __print_text(FILE *stream, long at, const char *text) {
    return __put_bytes(stream, nullptr, 0, at, text, strlen(text));
}

long __print_signed(FILE *stream, long at, long long value, unsigned long spec) {
    return __put_signed(stream, nullptr, 0, at, value, spec);
}

long __print_unsigned(FILE *stream, long at, unsigned long long value, unsigned long spec) {
    return __put_unsigned(stream, nullptr, 0, at, value, spec);
}

long __print_pointer(FILE *stream, long at, unsigned long value, unsigned long spec) {
    return __put_pointer(stream, nullptr, 0, at, value, spec);
}

long __print_char(FILE *stream, long at, int character, unsigned long spec) {
    return __put_char(stream, nullptr, 0, at, character, spec);
}

long __print_string(FILE *stream, long at, const char *text, unsigned long spec) {
    return __put_string(stream, nullptr, 0, at, text, spec);
}

long __print_float(FILE *stream, long at, double value, unsigned long spec) {
    return __put_float(stream, nullptr, 0, at, value, spec);
}

int __print_end(long at) {
    if (at > INT_MAX)
        errno = EOVERFLOW;
    return at < 0 || at > INT_MAX ? -1 : (int)at;
}
