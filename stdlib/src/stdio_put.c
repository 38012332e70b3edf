/* <stdio.h>: characters, strings and blocks of bytes into streams. */
#include "stream.h"

#include <stdio.h>
#include <string.h>

int fputc(int character, FILE *stream) {
    return __stream_put(stream, character) ? (unsigned char)character : EOF;
}

int putc(int character, FILE *stream) {
    return fputc(character, stream);
}

int putchar(int character) {
    return fputc(character, stdout);
}

int fputs(const char *text, FILE *stream) {
    return __stream_write(stream, text, strlen(text)) ? 1 : EOF;
}

int puts(const char *text) {
    return __stream_write(stdout, text, strlen(text)) && __stream_put(stdout, '\n') ? 1 : EOF;
}

size_t __write_bytes(const void *__sized_by(total) bytes, size_t total, size_t size, FILE *stream) {
    if (total == 0 || !__stream_write(stream, bytes, total))
        return 0;
    return total / size;
}

int fflush(FILE *stream) {
    return (stream != nullptr ? __stream_flush(stream) : __stream_flush_all()) ? 0 : EOF;
}
