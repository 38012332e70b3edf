/* <stdio.h>: fopen and fclose. Streams are objects of the heap, kept in a list until they are closed. */
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

FILE *fopen(const char *path, const char *mode) {
    if (mode[0] != 'r' || (mode[1] != '\0' && strcmp(mode + 1, "b") != 0)) {
        errno = mode[0] == 'r' || mode[0] == 'w' || mode[0] == 'a' ? EROFS : EINVAL;
        return nullptr;
    }
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0)
        return nullptr;
    FILE *stream = __stream_open(nullptr, nullptr, descriptor, STREAM_NO_WRITE);
    if (stream == nullptr)
        close(descriptor);
    return stream;
}

FILE *__stream_open(const struct __stream_kind *kind, void *target, int descriptor, unsigned flags) {
    for (unsigned i = 0; i < FOPEN_MAX; i++) {
        struct __open_stream *open = &__streams[i];
        if (open->stream != nullptr)
            continue;
        FILE *stream = new (FILE);
        stream->entry = i;
        stream->flags = STREAM_OPENED | flags;
        open->stream = stream;
        open->kind = kind;
        open->target = target;
        open->descriptor = descriptor;
        return stream;
    }
    errno = EMFILE;
    return nullptr;
}

int fclose(FILE *stream) {
    bool done = __stream_flush(stream);
    if ((stream->flags & STREAM_OPENED) != 0) {
        struct __open_stream *open = &__streams[stream->entry % FOPEN_MAX];
        int descriptor = open->descriptor;
        done &= (descriptor < 0 ? open->kind->close(stream, open->target) : close(descriptor)) == 0;
        open->stream = nullptr;
        open->target = nullptr;
    }
    stream->get_next = 0;
    stream->get_end = 0;
    stream->put_end = 0;
    stream->flags = STREAM_NO_READ | STREAM_NO_WRITE;
    return done ? 0 : EOF;
}
