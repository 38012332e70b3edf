/* <string.h>: the searches. vcc calls the function whose name begins with __writable_ where what is searched may be
 * written, so that what is found may be written too. */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define NOT_FOUND SIZE_MAX

/* The bytes of `set` as a bit each. */
struct byte_set {
    uint64_t words[4];
};

static void make_set(struct byte_set *set, const char *text) {
    *set = (struct byte_set){0};
    for (size_t i = 0; text[i] != '\0'; i++) {
        unsigned char byte = (unsigned char)text[i];
        set->words[byte / 64] |= 1ull << byte % 64;
    }
}

static bool contains(const struct byte_set *set, char character) {
    unsigned char byte = (unsigned char)character;
    return (set->words[byte / 64] >> byte % 64 & 1) != 0;
}

size_t strspn(const char *text, const char *set) {
    struct byte_set bytes;
    make_set(&bytes, set);
    size_t length = 0;
    while (contains(&bytes, text[length]))
        length++;
    return length;
}

size_t strcspn(const char *text, const char *set) {
    struct byte_set bytes;
    make_set(&bytes, set);
    size_t length = 0;
    while (text[length] != '\0' && !contains(&bytes, text[length]))
        length++;
    return length;
}

static size_t find_first(const char *text, int character) {
    for (size_t i = 0;; i++) {
        if (text[i] == (char)character)
            return i;
        if (text[i] == '\0')
            return NOT_FOUND;
    }
}

static size_t find_last(const char *text, int character) {
    size_t last = NOT_FOUND;
    for (size_t i = 0;; i++) {
        if (text[i] == (char)character)
            last = i;
        if (text[i] == '\0')
            return last;
    }
}

/* Looks at bytes of `text` one after the other, so at none behind its terminator. */
static size_t find_part(const char *text, const char *part) {
    if (part[0] == '\0')
        return 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        size_t same = 0;
        while (part[same] != '\0' && text[i + same] == part[same])
            same++;
        if (part[same] == '\0')
            return i;
    }
    return NOT_FOUND;
}

const char *strchr(const char *text, int character) {
    size_t at = find_first(text, character);
    return at == NOT_FOUND ? nullptr : text + at;
}

char *__null_terminated __writable_strchr(char *__null_terminated text, int character) {
    size_t at = find_first(text, character);
    return at == NOT_FOUND ? nullptr : text + at;
}

const char *strrchr(const char *text, int character) {
    size_t at = find_last(text, character);
    return at == NOT_FOUND ? nullptr : text + at;
}

char *__null_terminated __writable_strrchr(char *__null_terminated text, int character) {
    size_t at = find_last(text, character);
    return at == NOT_FOUND ? nullptr : text + at;
}

const char *strpbrk(const char *text, const char *set) {
    size_t at = strcspn(text, set);
    return text[at] == '\0' ? nullptr : text + at;
}

char *__null_terminated __writable_strpbrk(char *__null_terminated text, const char *set) {
    size_t at = strcspn(text, set);
    return text[at] == '\0' ? nullptr : text + at;
}

const char *strstr(const char *text, const char *part) {
    size_t at = find_part(text, part);
    return at == NOT_FOUND ? nullptr : text + at;
}

char *__null_terminated __writable_strstr(char *__null_terminated text, const char *part) {
    size_t at = find_part(text, part);
    return at == NOT_FOUND ? nullptr : text + at;
}
