/* <stdio.h>: scanf and its relatives, where vcc has not expanded the call. */
#include "scan.h"

#include <stdarg.h>
#include <stdio.h>

int vfscanf(FILE *stream, const char *format, va_list list) {
    struct __scan state = {0};
    __scan_list(stream, nullptr, &state, format, list);
    return __scan_end(&state);
}

int vscanf(const char *format, va_list list) {
    return vfscanf(stdin, format, list);
}

int vsscanf(const char *text, const char *format, va_list list) {
    struct __scan state = {0};
    __scan_list(nullptr, text, &state, format, list);
    return __scan_end(&state);
}

int fscanf(FILE *stream, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int result = vfscanf(stream, format, list);
    va_end(list);
    return result;
}

int scanf(const char *format, ...) {
    va_list list;
    va_start(list, format);
    int result = vfscanf(stdin, format, list);
    va_end(list);
    return result;
}

int sscanf(const char *text, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int result = vsscanf(text, format, list);
    va_end(list);
    return result;
}
