/* Text that grows: a heap array that doubles when it is full, so that adding a byte takes constant time on
 * average. The array always has room for the final 0. */
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>

#define FIRST_SIZE 64

/* Makes room for `count` more bytes and the final 0. */
static void reserve(struct text *text, size_t count) {
    size_t size = text->size > 0 ? text->size : FIRST_SIZE;
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

void text_clear(struct text *text) {
    reserve(text, 0);
    text->length = 0;
    text->bytes[0] = '\0';
}

void text_add(struct text *text, int byte) {
    if (text->length + 1 >= text->size)
        reserve(text, 1);
    char *end = text->bytes + text->length;
    end[0] = (char)byte;
    end[1] = '\0';
    text->length += 1;
}

void text_add_bytes(struct text *text, const char *__counted_by(count) bytes, size_t count) {
    reserve(text, count);
    memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
    text->bytes[text->length] = '\0';
}

const char *text_string(const struct text *text) {
    char *copy = new_array(char, text->length + 1);
    if (text->length > 0)
        memcpy(copy, text->bytes, text->length);
    return copy;
}

bool text_read_line(struct text *text, FILE *stream) {
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

bool text_read_all(struct text *text, FILE *stream) {
    reserve(text, 0);
    for (int byte = getc(stream); byte != EOF; byte = getc(stream))
        text_add(text, byte);
    return !ferror(stream);
}
