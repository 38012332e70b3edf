/* Streams, below stdio's functions (stream.h): buffers, and the kernel's descriptors under them.
 *
 * Before standard input is read from the kernel, standard output is flushed, so that a question is seen before its
 * answer is awaited. A failed write is remembered and its bytes are dropped. */
#include "stream.h"

#include <errno.h>
#include <unistd.h>

FILE __stdin_stream;
FILE __stdout_stream;
FILE __stderr_stream;
struct __open_stream __streams[FOPEN_MAX];

int __stream_descriptor(const FILE *stream) {
    if (stream == stdin)
        return STDIN_FILENO;
    if (stream == stdout)
        return STDOUT_FILENO;
    if (stream == stderr)
        return STDERR_FILENO;
    return (stream->flags & STREAM_OPENED) != 0 ? __streams[stream->entry % FOPEN_MAX].descriptor : -1;
}

static bool is_unbuffered(const FILE *stream) {
    return (stream->flags & STREAM_UNBUFFERED) != 0 ||
           (stream == stderr && (stream->flags & (STREAM_BUFFERED | STREAM_LINES)) == 0);
}

static bool fail(FILE *stream, int error) {
    if (error != 0)
        errno = error;
    stream->flags |= STREAM_FAILED;
    return false;
}

long __stream_seek(FILE *stream, long offset, int whence) {
    const struct __open_stream *open = &__streams[stream->entry % FOPEN_MAX];
    int descriptor = __stream_descriptor(stream);
    if (descriptor < 0 && open->kind != nullptr)
        return open->kind->seek(stream, open->target, offset, whence);
    return lseek(descriptor, offset, whence);
}

/* ---- writing */

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

static bool write_kind(FILE *stream, size_t size) {
    const struct __open_stream *open = &__streams[stream->entry % FOPEN_MAX];
    size_t done = 0;
    while (done < size) {
        long written = open->kind->write(stream, open->target, done, size - done);
        if (written <= 0)
            return false;
        done += (size_t)written;
    }
    return true;
}

bool __stream_flush(FILE *stream) {
    size_t size = stream->put_next;
    stream->put_next = 0;
    if (size == 0)
        return true;
    int descriptor = __stream_descriptor(stream);
    bool done = descriptor < 0 ? write_kind(stream, size) : write_all(descriptor, stream->bytes, size);
    return done || fail(stream, 0);
}

bool __stream_flush_all(void) {
    bool done = __stream_flush(stdout);
    done &= __stream_flush(stderr);
    for (int i = 0; i < FOPEN_MAX; i++)
        if (__streams[i].stream != nullptr)
            done &= __stream_flush(__streams[i].stream);
    return done;
}

static bool start_writing(FILE *stream) {
    if ((stream->flags & STREAM_WRITING) != 0)
        return true;
    if ((stream->flags & STREAM_NO_WRITE) != 0)
        return fail(stream, EBADF);
    size_t left = stream->get_end - stream->get_next;
    if (left != 0 && __stream_seek(stream, -(long)left, SEEK_CUR) < 0)
        return fail(stream, 0);
    stream->get_next = 0;
    stream->get_end = 0;
    stream->flags |= STREAM_WRITING;
    bool is_full = !is_unbuffered(stream) && (stream->flags & STREAM_LINES) == 0;
    stream->put_end = is_full ? BUFSIZ : 0;
    return true;
}

bool __stream_put_slowly(FILE *stream, int byte) {
    if (!start_writing(stream))
        return false;
    if (stream->put_next >= BUFSIZ && !__stream_flush(stream))
        return false;
    stream->bytes[stream->put_next] = (unsigned char)byte;
    stream->put_next += 1;
    if (is_unbuffered(stream) || ((stream->flags & STREAM_LINES) != 0 && (unsigned char)byte == '\n'))
        return __stream_flush(stream);
    return true;
}

static bool has_newline(const unsigned char *__counted_by(size) bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (bytes[i] == '\n')
            return true;
    return false;
}

/* A block is copied whole or, if it has a buffer's size or more, goes to the kernel as it is. */
bool __stream_write(FILE *stream, const void *__sized_by(size) bytes, size_t size) {
    const unsigned char *from = bytes;
    if (!start_writing(stream))
        return false;
    bool at_once = is_unbuffered(stream);
    size_t next = stream->put_next;
    if (at_once || size > BUFSIZ - next) {
        if (!__stream_flush(stream))
            return false;
        int descriptor = __stream_descriptor(stream);
        if ((at_once || size >= BUFSIZ) && descriptor >= 0)
            return write_all(descriptor, from, size) || fail(stream, 0);
        next = 0;
    }
    if (size <= BUFSIZ) {
        for (size_t i = 0; i < size; i++)
            stream->bytes[next + i] = from[i];
        stream->put_next = next + size;
    } else {
        for (size_t i = 0; i < size; i++)
            if (!__stream_put(stream, from[i]))
                return false;
    }
    if (at_once || ((stream->flags & STREAM_LINES) != 0 && has_newline(from, size)))
        return __stream_flush(stream);
    return true;
}

bool __stream_fill(FILE *stream, int byte, int count) {
    for (int i = 0; i < count; i++)
        if (!__stream_put(stream, byte))
            return false;
    return true;
}

/* ---- reading */

static bool start_reading(FILE *stream) {
    if ((stream->flags & STREAM_NO_READ) != 0)
        return fail(stream, EBADF);
    if ((stream->flags & STREAM_WRITING) != 0) {
        bool done = __stream_flush(stream);
        stream->flags &= ~STREAM_WRITING;
        stream->put_end = 0;
        return done;
    }
    return true;
}

bool __stream_refill(FILE *stream) {
    if ((stream->flags & STREAM_ENDED) != 0 || !start_reading(stream))
        return false;
    long size = 0;
    int descriptor = __stream_descriptor(stream);
    if (descriptor < 0) {
        const struct __open_stream *open = &__streams[stream->entry % FOPEN_MAX];
        size = open->kind->read(stream, open->target, STREAM_PUSHED_MAX, BUFSIZ - STREAM_PUSHED_MAX);
    } else {
        if (descriptor == STDIN_FILENO)
            __stream_flush(stdout);
        size = read(descriptor, stream->bytes + STREAM_PUSHED_MAX, BUFSIZ - STREAM_PUSHED_MAX);
    }
    stream->get_next = STREAM_PUSHED_MAX;
    stream->get_end = STREAM_PUSHED_MAX + (size > 0 ? (size_t)size : 0);
    if (size < 0)
        return fail(stream, 0);
    if (size == 0)
        stream->flags |= STREAM_ENDED;
    return size > 0;
}
