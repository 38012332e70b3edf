/* <string.h>: copies of strings. The destination's bounds come with it, so a copy that does not fit traps. */
#include <string.h>

char *__null_terminated stpcpy(char *__null_terminated restrict to, const char *restrict from) {
    size_t i = 0;
    for (; from[i] != '\0'; i++)
        to[i] = from[i];
    to[i] = '\0';
    return to + i;
}

char *__null_terminated strcpy(char *__null_terminated restrict to, const char *restrict from) {
    stpcpy(to, from);
    return to;
}

char *__null_terminated stpncpy(char *__null_terminated restrict to, const char *restrict from, size_t size) {
    size_t length = 0;
    for (; length < size && from[length] != '\0'; length++)
        to[length] = from[length];
    for (size_t i = length; i < size; i++)
        to[i] = '\0';
    return to + length;
}

char *__null_terminated strncpy(char *__null_terminated restrict to, const char *restrict from, size_t size) {
    stpncpy(to, from, size);
    return to;
}

char *__null_terminated strcat(char *__null_terminated restrict to, const char *restrict from) {
    stpcpy(to + strlen(to), from);
    return to;
}

char *__null_terminated strncat(char *__null_terminated restrict to, const char *restrict from,
                                size_t limit) {
    size_t end = strlen(to), i = 0;
    for (; i < limit && from[i] != '\0'; i++)
        to[end + i] = from[i];
    to[end + i] = '\0';
    return to;
}

size_t strlcpy(char *__counted_by(size) restrict to, const char *restrict from, size_t size) {
    size_t length = strlen(from);
    if (size != 0) {
        size_t copied = length < size ? length : size - 1;
        for (size_t i = 0; i < copied; i++)
            to[i] = from[i];
        to[copied] = '\0';
    }
    return length;
}

size_t strlcat(char *__counted_by(size) restrict to, const char *restrict from, size_t size) {
    size_t end = 0;
    while (end < size && to[end] != '\0')
        end++;
    size_t length = strlen(from);
    if (end == size)
        return size + length;
    size_t i = 0;
    for (; i < length && end + i + 1 < size; i++)
        to[end + i] = from[i];
    to[end + i] = '\0';
    return end + length;
}

size_t strxfrm(char *__counted_by(size) restrict to, const char *restrict from, size_t size) {
    size_t length = strlen(from);
    for (size_t i = 0; i < size && i <= length; i++)
        to[i] = from[i];
    return length;
}
