/* Text that grows, and reading it from a stream: a heap array that doubles when it is full, so that adding a byte takes
 * constant time on average. The array always has room for the final 0. A heap without room traps. */
#ifndef VOUCH_TEXT_H
#define VOUCH_TEXT_H

#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>

#define TEXT_SIZE_LEAST 64

/* `length` bytes of text; bytes[length] is 0 after every function below. All zero is an empty text. */
struct text {
    char *__counted_by(size) bytes;
    size_t size;
    size_t length;
};

/* Makes room for `count` more bytes and the final 0. */
static inline void text_reserve(struct text *text, size_t count) {
    size_t size = text->size > 0 ? text->size : TEXT_SIZE_LEAST;
    while (size - 1 - text->length < count)
        size *= 2;
    if (size == text->size)
        return;
    char *bytes = new_array(char, size);
    if (text->length > 0)
        memcpy(bytes, text->bytes, text->length);
    free(text->bytes);
    text->bytes = bytes;
    text->size = size;
}

/* Makes it empty, keeping its memory. */
[[maybe_unused]] static inline void text_clear(struct text *text) {
    text_reserve(text, 0);
    text->length = 0;
    text->bytes[0] = '\0';
}

[[maybe_unused]] static inline void text_add(struct text *text, int byte) {
    if (text->length + 1 >= text->size)
        text_reserve(text, 1);
    char *end = text->bytes + text->length;
    end[0] = (char)byte;
    end[1] = '\0';
    text->length += 1;
}

[[maybe_unused]] static inline void text_add_bytes(struct text *text, const char *__counted_by(count) bytes,
                                                   size_t count) {
    text_reserve(text, count);
    memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
    text->bytes[text->length] = '\0';
}

[[maybe_unused]] static inline void text_add_string(struct text *text, const char *string) {
    text_add_bytes(text, string, strlen(string));
}

/* A string of its own with the text's bytes, which should hold no 0. */
[[maybe_unused]] static inline const char *text_string(const struct text *text) {
    char *copy = new_array(char, text->length + 1);
    if (text->length > 0)
        memcpy(copy, text->bytes, text->length);
    return copy;
}

/* Reads the next line in place of what the text held, without its newline. False at the end of the input. */
[[maybe_unused]] static inline bool text_read_line(struct text *text, FILE *stream) {
    text_clear(text);
    int byte = getc(stream);
    if (byte == EOF)
        return false;
    while (byte != EOF && byte != '\n') {
        text_add(text, byte);
        byte = getc(stream);
    }
    return true;
}

/* Adds all that is left to read. False after an error. */
[[maybe_unused]] static inline bool text_read_all(struct text *text, FILE *stream) {
    text_reserve(text, 0);
    for (int byte = getc(stream); byte != EOF; byte = getc(stream))
        text_add(text, byte);
    return !ferror(stream);
}

#endif
