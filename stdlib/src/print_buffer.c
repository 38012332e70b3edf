/* printf into a buffer: what vcc makes of a call with a literal format (see <vouch/print.h>). */
#include "print.h"

#include <string.h>

long __store_text(char *__null_terminated buffer, size_t size, long at, const char *text) {
    return __put_bytes(nullptr, buffer, size, at, text, strlen(text));
}

long __store_signed(char *__null_terminated buffer, size_t size, long at, long long value,
                    unsigned long spec) {
    return __put_signed(nullptr, buffer, size, at, value, spec);
}

long __store_unsigned(char *__null_terminated buffer, size_t size, long at, unsigned long long value,
                      unsigned long spec) {
    return __put_unsigned(nullptr, buffer, size, at, value, spec);
}

long __store_pointer(char *__null_terminated buffer, size_t size, long at, unsigned long value,
                     unsigned long spec) {
    return __put_pointer(nullptr, buffer, size, at, value, spec);
}

long __store_char(char *__null_terminated buffer, size_t size, long at, int character, unsigned long spec) {
    return __put_char(nullptr, buffer, size, at, character, spec);
}

long __store_string(char *__null_terminated buffer, size_t size, long at, const char *text,
                    unsigned long spec) {
    return __put_string(nullptr, buffer, size, at, text, spec);
}

long __store_float(char *__null_terminated buffer, size_t size, long at, double value, unsigned long spec) {
    return __put_float(nullptr, buffer, size, at, value, spec);
}

int __store_end(char *__null_terminated buffer, size_t size, long at) {
    if (size > 0 && at >= 0)
        buffer[(size_t)at < size ? (size_t)at : size - 1] = '\0';
    return __print_end(at);
}
