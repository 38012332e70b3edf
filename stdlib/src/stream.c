/* Streams over the kernel's read and write services.
 *
 * Output is buffered in a static array and input in its stream; standard error goes out at once. Before
 * standard input is read from the kernel, standard output is flushed, so that a question is seen before its
 * answer is awaited. A failed write is remembered and its bytes are dropped. */
#include "stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

FILE __stdin_stream = {.descriptor = STDIN_FILENO};
FILE __stdout_stream = {.descriptor = STDOUT_FILENO};
FILE __stderr_stream = {.descriptor = STDERR_FILENO};

/* The first output_used bytes of `output` are waiting. */
static unsigned char output[BUFSIZ];
static size_t output_used;
static bool output_failed;
static bool error_failed;

static bool write_all(int descriptor, const unsigned char *__counted_by(size) bytes, size_t size) {
    size_t done = 0;
    while (done < size) {
        ssize_t written = write(descriptor, bytes + done, size - done);
        if (written <= 0)
            return false;
        done += (size_t)written;
    }
    return true;
}

bool __stream_flush(void) {
    size_t size = output_used;
    output_used = 0;
    if (size > 0 && !write_all(STDOUT_FILENO, output, size))
        output_failed = true;
    return !output_failed;
}

bool __stream_put(int descriptor, int byte) {
    if (descriptor != STDOUT_FILENO) {
        unsigned char single[1] = {(unsigned char)byte};
        return __stream_write(descriptor, single, 1);
    }
    if (output_used >= BUFSIZ && !__stream_flush())
        return false;
    output[output_used] = (unsigned char)byte;
    output_used += 1;
    return true;
}

bool __stream_write(int descriptor, const void *__sized_by(size) bytes, size_t size) {
    const unsigned char *from = bytes;
    if (descriptor == STDOUT_FILENO) {
        for (size_t i = 0; i < size; i++)
            if (!__stream_put(descriptor, from[i]))
                return false;
        return true;
    }
    if (descriptor == STDERR_FILENO && write_all(descriptor, from, size))
        return true;
    if (descriptor == STDERR_FILENO)
        error_failed = true;
    else
        errno = EBADF;
    return false;
}

bool __stream_fill(int descriptor, int byte, int count) {
    for (int i = 0; i < count; i++)
        if (!__stream_put(descriptor, byte))
            return false;
    return true;
}

/* Reads what comes next. False if nothing does. */
static bool fill(FILE *stream) {
    if (stream->descriptor == STDIN_FILENO)
        __stream_flush();
    ssize_t size = read(stream->descriptor, stream->bytes, sizeof stream->bytes);
    stream->next = 0;
    stream->used = size > 0 ? (size_t)size : 0;
    stream->failed |= size < 0;
    stream->ended |= size == 0;
    return size > 0;
}

int __stream_get(FILE *stream) {
    if (stream->next >= stream->used && !fill(stream))
        return EOF;
    int byte = stream->bytes[stream->next];
    stream->next += 1;
    return byte;
}

bool __stream_write_failed(int descriptor) {
    return descriptor == STDOUT_FILENO ? output_failed : error_failed;
}
