/* <stdio.h>: printf and its relatives to streams, where vcc has not expanded the call. */
#include "print.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int vfprintf(FILE *stream, const char *format, va_list list) {
    return __print_end(__put_list(stream, nullptr, 0, format, list));
}

int vprintf(const char *format, va_list list) {
    return vfprintf(stdout, format, list);
}

int fprintf(FILE *stream, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int result = vfprintf(stream, format, list);
    va_end(list);
    return result;
}

int printf(const char *format, ...) {
    va_list list;
    va_start(list, format);
    int result = vfprintf(stdout, format, list);
    va_end(list);
    return result;
}
