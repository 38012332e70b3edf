/* <string.h>: copies of strings on the heap. */
#include <stdlib.h>
#include <string.h>

char *__null_terminated strndup(const char *text, size_t limit) {
    size_t length = strnlen(text, limit);
    char *copy = malloc(length + 1);
    if (copy != nullptr)
        memcpy(copy, text, length);
    return copy;
}

char *__null_terminated strdup(const char *text) {
    return strndup(text, strlen(text));
}
