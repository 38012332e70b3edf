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

static bool contains(const char *set, char character) {
    for (size_t i = 0; set[i] != '\0'; i++)
        if (set[i] == character)
            return true;
    return false;
}

size_t strspn(const char *text, const char *set) {
    size_t length = 0;
    while (text[length] != '\0' && contains(set, text[length]))
        length++;
    return length;
}

size_t strcspn(const char *text, const char *set) {
    size_t length = 0;
    while (text[length] != '\0' && !contains(set, text[length]))
        length++;
    return length;
}

const char *strchr(const char *text, int character) {
    size_t i = 0;
    while (text[i] != (char)character) {
        if (text[i] == '\0')
            return nullptr;
        i++;
    }
    return text + i;
}

const char *strrchr(const char *text, int character) {
    for (size_t i = strlen(text) + 1; i > 0; i--)
        if (text[i - 1] == (char)character)
            return text + (i - 1);
    return nullptr;
}

const char *strpbrk(const char *text, const char *set) {
    size_t length = strcspn(text, set);
    return text[length] != '\0' ? text + length : nullptr;
}

const char *strstr(const char *text, const char *part) {
    size_t length = strlen(part);
    for (size_t i = 0;; i++) {
        if (strncmp(text + i, part, length) == 0)
            return text + i;
        if (text[i] == '\0')
            return nullptr;
    }
}

char *__null_terminated strndup(const char *text, size_t limit) {
    size_t length = strnlen(text, limit);
    char *copy = new_array(char, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *__null_terminated strdup(const char *text) {
    return strndup(text, strlen(text));
}
