/* Building a line of text in a buffer of fixed size, without libc.
 *
 * What does not fit is cut off; the buffer is always NUL terminated. */
#ifndef RUNTIME_TEXT_H
#define RUNTIME_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct text {
    char *buffer;
    size_t bytes; /* of the buffer, at least 1 */
    size_t used;  /* without the NUL; below `bytes` */
};

/* An empty text in `buffer`, which stays the caller's. */
struct text text_start(char *buffer, size_t bytes);
void text_add(struct text *text, const char *string);
void text_add_printable(struct text *text, const char *string); /* control bytes become '?' */
void text_add_number(struct text *text, uint64_t number);
void text_add_signed(struct text *text, int64_t number);
void text_add_hex(struct text *text, uint64_t number); /* with "0x" */

#endif
