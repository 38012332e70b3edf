/* <string.h>. The compiler calls memcpy, memmove, memset and memcmp for code of its own making too, so they
 * are in every program and may use nothing that it would turn into a call to one of them. */
#include <string.h>

void memcpy(void *__sized_by(size) destination, const void *__sized_by(size) source, size_t size) {
    unsigned char *to = destination;
    const unsigned char *from = source;
    for (size_t i = 0; i < size; i++)
        to[i] = from[i];
}

/* Forwards it is right wherever the destination starts at or before the source, or behind its end; backwards
 * in the other case. References into different objects compare as addresses. */
void memmove(void *__sized_by(size) destination, const void *__sized_by(size) source, size_t size) {
    unsigned char *to = destination;
    const unsigned char *from = source;
    if (to <= from) {
        for (size_t i = 0; i < size; i++)
            to[i] = from[i];
    } else {
        for (size_t i = size; i > 0; i--)
            to[i - 1] = from[i - 1];
    }
}

void memset(void *__sized_by(size) destination, int byte, size_t size) {
    unsigned char *to = destination;
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)byte;
}

int memcmp(const void *__sized_by(size) left, const void *__sized_by(size) right, size_t size) {
    const unsigned char *a = left;
    const unsigned char *b = right;
    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i])
            return a[i] - b[i];
    return 0;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length] != '\0')
        length++;
    return length;
}

size_t strnlen(const char *text, size_t limit) {
    size_t length = 0;
    while (length < limit && text[length] != '\0')
        length++;
    return length;
}

int strcmp(const char *left, const char *right) {
    size_t i = 0;
    while (left[i] == right[i] && left[i] != '\0')
        i++;
    return (unsigned char)left[i] - (unsigned char)right[i];
}

int strncmp(const char *left, const char *right, size_t limit) {
    for (size_t i = 0; i < limit; i++) {
        if (left[i] != right[i] || left[i] == '\0')
            return (unsigned char)left[i] - (unsigned char)right[i];
    }
    return 0;
}
