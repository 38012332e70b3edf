/* Bounded text, see text.h. The kernel has no printf: its messages are few and short. */
#include "text.h"

static void add_character(struct text *text, char character) {
    if (text->used + 1 >= text->bytes)
        return;
    text->buffer[text->used++] = character;
    text->buffer[text->used] = '\0';
}

struct text text_start(char *buffer, size_t bytes) {
    buffer[0] = '\0';
    return (struct text){buffer, bytes, 0};
}

void text_add(struct text *text, const char *string) {
    while (*string)
        add_character(text, *string++);
}

void text_add_printable(struct text *text, const char *string) {
    for (; *string; string++)
        add_character(text, (unsigned char)*string < ' ' || *string == 0x7f ? '?' : *string);
}

static void add_in_base(struct text *text, uint64_t number, unsigned base) {
    char digits[20];
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number);
    while (count)
        add_character(text, digits[--count]);
}

void text_add_number(struct text *text, uint64_t number) {
    add_in_base(text, number, 10);
}

void text_add_signed(struct text *text, int64_t number) {
    if (number < 0)
        add_character(text, '-');
    add_in_base(text, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, 10);
}

void text_add_hex(struct text *text, uint64_t number) {
    text_add(text, "0x");
    add_in_base(text, number, 16);
}
