/* <stdio.h>: printf and its relatives into buffers, where vcc has not expanded the call. */
#include "print.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int vsnprintf(char *__counted_by(size) buffer, size_t size, const char *format, va_list list) {
    return __store_end(buffer, size, __put_list(nullptr, buffer, size, format, list));
}

int vsprintf(char *__null_terminated buffer, const char *format, va_list list) {
    return __store_end(buffer, SIZE_MAX, __put_list(nullptr, buffer, SIZE_MAX, format, list));
}

int snprintf(char *__counted_by(size) buffer, size_t size, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int result = vsnprintf(buffer, size, format, list);
    va_end(list);
    return result;
}

int sprintf(char *__null_terminated buffer, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int result = vsprintf(buffer, format, list);
    va_end(list);
    return result;
}
