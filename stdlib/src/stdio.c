/* <stdio.h> but for printf, whose parts are in print.c and print_float.c, and for files (file.c): characters
 * and strings to and from the streams of stream.c. */
#include "stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int fputc(int character, FILE *stream) {
    return __stream_put(stream->descriptor, character) ? (unsigned char)character : EOF;
}

int putc(int character, FILE *stream) {
    return fputc(character, stream);
}

int putchar(int character) {
    return __stream_put(STDOUT_FILENO, character) ? (unsigned char)character : EOF;
}

int fputs(const char *text, FILE *stream) {
    return __stream_write(stream->descriptor, text, strlen(text)) ? 1 : EOF;
}

int puts(const char *text) {
    return __stream_write(STDOUT_FILENO, text, strlen(text)) && __stream_put(STDOUT_FILENO, '\n') ? 1 : EOF;
}

int fgetc(FILE *stream) {
    return __stream_get(stream);
}

int getc(FILE *stream) {
    return __stream_get(stream);
}

int getchar(void) {
    return __stream_get(stdin);
}

int fflush(FILE *stream) {
    if (stream->descriptor == STDOUT_FILENO)
        return __stream_flush() ? 0 : EOF;
    return 0;
}

int ferror(FILE *stream) {
    return stream->failed || __stream_write_failed(stream->descriptor);
}

int feof(FILE *stream) {
    return stream->ended;
}

size_t __write_bytes(const void *__sized_by(total) bytes, size_t total, size_t size, FILE *stream) {
    if (total == 0 || !__stream_write(stream->descriptor, bytes, total))
        return 0;
    return total / size;
}

size_t __read_bytes(void *__sized_by(total) bytes, size_t total, size_t size, FILE *stream) {
    unsigned char *to = bytes;
    size_t got = 0;
    while (got < total) {
        int byte = __stream_get(stream);
        if (byte == EOF)
            break;
        to[got] = (unsigned char)byte;
        got += 1;
    }
    return got > 0 ? got / size : 0;
}

void perror(const char *prefix) {
    const char *text = strerror(errno);
    if (prefix[0] != '\0') {
        fputs(prefix, stderr);
        fputs(": ", stderr);
    }
    fputs(text, stderr);
    fputc('\n', stderr);
}
