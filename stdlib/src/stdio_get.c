/* <stdio.h>: characters, lines and blocks of bytes from streams. */
#include "stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int fgetc(FILE *stream) {
    return __stream_get(stream);
}

int getc(FILE *stream) {
    return __stream_get(stream);
}

int getchar(void) {
    return __stream_get(stdin);
}

int ungetc(int character, FILE *stream) {
    if (character == EOF || (stream->flags & (STREAM_NO_READ | STREAM_WRITING)) != 0)
        return EOF;
    if (stream->get_end == 0) {
        stream->get_next = STREAM_PUSHED_MAX;
        stream->get_end = STREAM_PUSHED_MAX;
    }
    if (stream->get_next == 0)
        return EOF;
    stream->get_next -= 1;
    stream->bytes[stream->get_next] = (unsigned char)character;
    stream->flags &= ~STREAM_ENDED;
    return (unsigned char)character;
}

char *fgets(char *__counted_by(size) buffer, int size, FILE *stream) {
    int length = 0;
    while (length + 1 < size) {
        int byte = __stream_get(stream);
        if (byte == EOF && (length == 0 || (stream->flags & STREAM_ENDED) == 0))
            return nullptr;
        if (byte == EOF)
            break;
        buffer[length] = (char)byte;
        length += 1;
        if (byte == '\n')
            break;
    }
    if (size < 1)
        return nullptr;
    buffer[length] = '\0';
    return buffer;
}

size_t __read_bytes(void *__sized_by(total) bytes, size_t total, size_t size, FILE *stream) {
    unsigned char *to = bytes;
    size_t got = 0;
    while (got < total) {
        if (stream->get_next >= stream->get_end && !__stream_refill(stream))
            break;
        size_t left = stream->get_end - stream->get_next;
        size_t amount = total - got < left ? total - got : left;
        memcpy(to + got, stream->bytes + stream->get_next, amount);
        stream->get_next += amount;
        got += amount;
    }
    return got > 0 ? got / size : 0;
}
