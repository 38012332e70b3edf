/* <stdio.h>: asprintf and vasprintf. The text is made twice: to know its length, and to keep it. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int vasprintf(char **text, const char *format, va_list list) {
    va_list again;
    va_copy(again, list);
    int length = vsnprintf(nullptr, 0, format, list);
    if (length < 0)
        return -1;
    size_t size = (size_t)length + 1;
    char *made = malloc(size);
    if (made == nullptr)
        return -1;
    length = vsnprintf(made, size, format, again);
    va_end(again);
    *text = made;
    return length;
}

int asprintf(char **text, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int result = vasprintf(text, format, list);
    va_end(list);
    return result;
}
