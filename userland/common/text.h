/* Text that grows, and reading it from a stream. */
#ifndef TEXT_H
#define TEXT_H

#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>

/* `length` bytes of text; bytes[length] is 0 after every function below. All zero is an empty text. */
struct text {
    char *__counted_by(size) bytes;
    size_t size;
    size_t length;
};

/* Makes it empty, keeping its memory. */
void text_clear(struct text *text);
void text_add(struct text *text, int byte);
void text_add_bytes(struct text *text, const char *__counted_by(count) bytes, size_t count);
/* A string of its own with the text's bytes, which should hold no 0. */
const char *text_string(const struct text *text);
/* Reads the next line in place of what the text held, without its newline. False at the end of the input. */
bool text_read_line(struct text *text, FILE *stream);
/* Adds all that is left to read. False after an error. */
bool text_read_all(struct text *text, FILE *stream);

#endif
