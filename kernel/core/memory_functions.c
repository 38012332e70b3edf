/* Copying, filling and comparing for the bare machine, where there is no C library. `rep movsb` and
 * `rep stosb` are fast on every x86-64 processor of the last decade, and need no vector registers, which the
 * kernel does not use. Built with -fno-builtin, so that no loop here becomes a call of itself. */
#include "memory_functions.h"

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    void *at = to;
    __asm__ volatile("rep movsb" : "+D"(at), "+S"(from), "+c"(count) : : "memory");
    return to;
}

void *memmove(void *to, const void *from, size_t count) {
    unsigned char *out = to;
    const unsigned char *in = from;
    if (out <= in || out >= in + count)
        return memcpy(to, from, count);
    while (count > 0) {
        count--;
        out[count] = in[count];
    }
    return to;
}

void *memset(void *to, int value, size_t count) {
    void *at = to;
    __asm__ volatile("rep stosb" : "+D"(at), "+c"(count) : "a"(value) : "memory");
    return to;
}

int memcmp(const void *left, const void *right, size_t count) {
    const unsigned char *a = left, *b = right;
    for (size_t i = 0; i < count; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}
