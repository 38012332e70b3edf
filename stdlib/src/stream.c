/* Standard input, output and error over the kernel's read and write services.
 *
 * Output and input are buffered in one static array each; standard error goes out at once. Before standard
 * input is read from the kernel, standard output is flushed, so that a question is seen before its answer is
 * awaited. A failed write is remembered and its bytes are dropped. */
#include "stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

FILE __stdin_stream = STDIN_FILENO;
FILE __stdout_stream = STDOUT_FILENO;
FILE __stderr_stream = STDERR_FILENO;

/* The first output_used bytes of `output` are waiting; input[input_next .. input_used) are unread. */
static unsigned char output[BUFSIZ];
static size_t output_used;
static unsigned char input[BUFSIZ];
static size_t input_next;
static size_t input_used;
static bool input_failed;
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

int __stream_get(void) {
    if (input_next >= input_used) {
        __stream_flush();
        ssize_t size = read(STDIN_FILENO, input, sizeof input);
        if (size <= 0) {
            input_failed |= size < 0;
            return -1;
        }
        input_next = 0;
        input_used = (size_t)size;
    }
    int byte = input[input_next];
    input_next += 1;
    return byte;
}

bool __stream_failed(int descriptor) {
    if (descriptor == STDIN_FILENO)
        return input_failed;
    return descriptor == STDOUT_FILENO ? output_failed : error_failed;
}
