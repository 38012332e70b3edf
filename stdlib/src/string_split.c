/* <string.h>: words of a string. */
#include <string.h>

static char *__null_terminated cut(char *__null_terminated text, const char *separators,
                                   char *__null_terminated *rest) {
    char *word = text + strspn(text, separators);
    size_t length = strcspn(word, separators);
    if (length == 0) {
        *rest = nullptr;
        return nullptr;
    }
    if (word[length] == '\0') {
        *rest = nullptr;
    } else {
        word[length] = '\0';
        *rest = word + length + 1;
    }
    return word;
}

char *__null_terminated strtok_r(char *__null_terminated restrict text, const char *restrict separators,
                                 char *__null_terminated *restrict rest) {
    if (text != nullptr)
        return cut(text, separators, rest);
    return *rest != nullptr ? cut(*rest, separators, rest) : nullptr;
}

static char *__null_terminated strtok_rest;

char *__null_terminated strtok(char *__null_terminated restrict text, const char *restrict separators) {
    return strtok_r(text, separators, &strtok_rest);
}

char *__null_terminated strsep(char *__null_terminated *restrict rest, const char *restrict separators) {
    char *word = *rest;
    if (word == nullptr)
        return nullptr;
    size_t length = strcspn(word, separators);
    if (word[length] == '\0') {
        *rest = nullptr;
    } else {
        word[length] = '\0';
        *rest = word + length + 1;
    }
    return word;
}
