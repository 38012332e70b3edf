/* <stdio.h>: opening and closing streams. What is only read comes from the kernel, unless the process itself has written a
 * file of that name; what is written are files in memory (memory_file.c), since the kernel's cannot be. */
#include "memory_file.h"
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool __parse_mode(const char *text, struct open_mode *mode) {
    *mode = (struct open_mode){0};
    char kind = text[0];
    for (size_t i = 1; kind != '\0' && text[i] != '\0'; i++) {
        mode->plus |= text[i] == '+';
        mode->exclusive |= text[i] == 'x';
    }
    mode->truncates = kind == 'w';
    mode->appends = kind == 'a';
    mode->flags = mode->plus ? 0 : kind == 'r' ? STREAM_NO_WRITE : STREAM_NO_READ;
    if (kind == 'r' || kind == 'w' || kind == 'a')
        return true;
    errno = EINVAL;
    return false;
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

static FILE *open_kernel_file(const char *path) {
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0)
        return nullptr;
    FILE *stream = __stream_open(nullptr, nullptr, descriptor, STREAM_NO_WRITE);
    if (stream == nullptr)
        close(descriptor);
    return stream;
}

FILE *fopen(const char *restrict path, const char *restrict text) {
    struct open_mode mode;
    if (!__parse_mode(text, &mode))
        return nullptr;
    if (mode.flags != STREAM_NO_WRITE)
        return __memory_open(path, &mode);
    FILE *stream = __memory_open_existing(path, &mode);
    return stream != nullptr ? stream : open_kernel_file(path);
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
