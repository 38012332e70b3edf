/* <string.h>: searches in memory of known size. The compiler makes no calls of these (see string.c). */
#include <stdint.h>
#include <string.h>

const unsigned char *__indexable memchr(const void *__sized_by(size) bytes, int byte, size_t size) {
    const unsigned char *from = bytes;
    for (size_t i = 0; i < size; i++)
        if (from[i] == (unsigned char)byte)
            return from + i;
    return nullptr;
}

unsigned char *__indexable __writable_memchr(void *__sized_by(size) bytes, int byte, size_t size) {
    unsigned char *from = bytes;
    for (size_t i = 0; i < size; i++)
        if (from[i] == (unsigned char)byte)
            return from + i;
    return nullptr;
}
