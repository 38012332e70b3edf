/* Files in the process's memory: those that it writes by name, which only it sees and which end with it; and those
 * without a name, of tmpfile, fmemopen and open_memstream. They count against the heap's limit. */
#include "memory_file.h"
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct memory_file {
    char *__null_terminated name; /* null: it is in no list */
    struct memory_file *following;
    unsigned char *__indexable bytes; /* null while it is empty */
    size_t room, size;                /* size <= room; what is behind size is zero */
    bool is_fixed;                    /* cannot grow: fmemopen */
    char *__null_terminated *text;    /* open_memstream: told at each write; else null */
    size_t *text_size;
};

/* A file as one stream sees it. */
struct memory_view {
    struct memory_file *file;
    size_t at;
    bool appends;
};

static struct memory_file *files; /* those with names */

static long memory_read(FILE *stream, void *target, size_t from, size_t size) {
    struct memory_view *view = target;
    const struct memory_file *file = view->file;
    size_t left = view->at < file->size ? file->size - view->at : 0;
    size_t amount = size < left ? size : left;
    const unsigned char *bytes = file->bytes;
    for (size_t i = 0; i < amount; i++)
        stream->bytes[from + i] = bytes[view->at + i];
    view->at += amount;
    return (long)amount;
}

/* Makes room for `size` bytes and a terminator. */
static bool grow(struct memory_file *file, size_t size) {
    if (size < file->room)
        return true;
    size_t room = file->room < 64 ? 128 : file->room;
    while (room <= size) {
        if (file->is_fixed || room > LONG_MAX / 2) {
            errno = ENOSPC;
            return false;
        }
        room *= 2;
    }
    unsigned char *grown = malloc(room);
    if (grown == nullptr) {
        errno = ENOSPC;
        return false;
    }
    const unsigned char *bytes = file->bytes;
    for (size_t i = 0; i < file->size; i++)
        grown[i] = bytes[i];
    file->bytes = grown;
    file->room = room;
    return true;
}

static long memory_write(FILE *stream, void *target, size_t from, size_t size) {
    struct memory_view *view = target;
    struct memory_file *file = view->file;
    if (view->appends)
        view->at = file->size;
    size_t end = view->at + size;
    if (file->is_fixed && end > file->room) {
        end = view->at < file->room ? file->room : view->at;
        errno = ENOSPC;
    } else if (!file->is_fixed && !grow(file, end)) {
        return -1;
    }
    size_t amount = end - view->at;
    unsigned char *bytes = file->bytes;
    for (size_t i = 0; i < amount; i++)
        bytes[view->at + i] = stream->bytes[from + i];
    view->at = end;
    if (end > file->size)
        file->size = end;
    if (file->is_fixed && file->size < file->room)
        bytes[file->size] = '\0';
    return (long)amount;
}

static void tell_text(struct memory_file *file) {
    if (file->text == nullptr || !grow(file, file->size))
        return;
    *file->text = (char *)file->bytes;
    *file->text_size = file->size;
}

static long text_write(FILE *stream, void *target, size_t from, size_t size) {
    struct memory_view *view = target;
    long written = memory_write(stream, target, from, size);
    tell_text(view->file);
    return written;
}

static long memory_seek(FILE *stream, void *target, long offset, int whence) {
    (void)stream;
    struct memory_view *view = target;
    if (whence < SEEK_SET || whence > SEEK_END) {
        errno = EINVAL;
        return -1;
    }
    long base = whence == SEEK_SET ? 0 : (long)(whence == SEEK_CUR ? view->at : view->file->size);
    if (offset > LONG_MAX - base || offset < -base) {
        errno = EINVAL;
        return -1;
    }
    view->at = (size_t)(base + offset);
    return base + offset;
}

static int memory_close(FILE *stream, void *target) {
    (void)stream;
    (void)target;
    return 0;
}

static const struct __stream_kind memory_kind = {memory_read, memory_write, memory_seek, memory_close};
static const struct __stream_kind text_kind = {memory_read, text_write, memory_seek, memory_close};

static FILE *open_view(struct memory_file *file, const struct open_mode *mode,
                       const struct __stream_kind *kind) {
    struct memory_view *view = malloc(sizeof(struct memory_view));
    if (view == nullptr) {
        errno = ENOMEM;
        return nullptr;
    }
    view->file = file;
    view->at = mode->appends ? file->size : 0;
    view->appends = mode->appends;
    return __stream_open(kind, view, -1, mode->flags);
}

static struct memory_file *find(const char *name) {
    struct memory_file *file = files;
    while (file != nullptr && strcmp(file->name, name) != 0)
        file = file->following;
    return file;
}

/* Copies what the kernel has under that name, if anything; false after an error. */
static bool copy_kernel_file(struct memory_file *file, const char *path) {
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0)
        return errno == ENOENT;
    for (;;) {
        unsigned char block[BUFSIZ];
        ssize_t size = read(descriptor, block, sizeof block);
        if (size <= 0 || !grow(file, file->size + (size_t)size)) {
            close(descriptor);
            return size == 0;
        }
        unsigned char *bytes = file->bytes;
        for (size_t i = 0; i < (size_t)size; i++)
            bytes[file->size + i] = block[i];
        file->size += (size_t)size;
    }
}

static bool kernel_has(const char *path) {
    int descriptor = open(path, O_RDONLY);
    if (descriptor >= 0)
        close(descriptor);
    return descriptor >= 0;
}

static struct memory_file *make_file(const char *path, const struct open_mode *mode) {
    if (path[0] == '\0' || (!mode->truncates && !mode->appends && !kernel_has(path))) {
        errno = ENOENT;
        return nullptr;
    }
    if (mode->exclusive && kernel_has(path)) {
        errno = EEXIST;
        return nullptr;
    }
    struct memory_file *file = new (struct memory_file);
    file->name = strdup(path);
    if (!mode->truncates && !copy_kernel_file(file, path))
        return nullptr;
    file->following = files;
    files = file;
    return file;
}

FILE *__memory_open(const char *path, const struct open_mode *mode) {
    struct memory_file *file = find(path);
    if (file != nullptr && mode->exclusive) {
        errno = EEXIST;
        return nullptr;
    }
    if (file == nullptr) {
        file = make_file(path, mode);
    } else if (mode->truncates) {
        file->bytes = nullptr;
        file->room = 0;
        file->size = 0;
    }
    return file != nullptr ? open_view(file, mode, &memory_kind) : nullptr;
}

FILE *__memory_open_existing(const char *path, const struct open_mode *mode) {
    struct memory_file *file = find(path);
    return file != nullptr ? open_view(file, mode, &memory_kind) : nullptr;
}

static bool unlist(const char *name) {
    struct memory_file *file = find(name);
    if (file == nullptr) {
        errno = kernel_has(name) ? EROFS : ENOENT;
        return false;
    }
    if (files == file)
        files = file->following;
    for (struct memory_file *other = files; other != nullptr; other = other->following)
        if (other->following == file)
            other->following = file->following;
    file->following = nullptr;
    return true;
}

int remove(const char *path) {
    return unlist(path) ? 0 : -1;
}

int rename(const char *from, const char *to) {
    struct memory_file *file = find(from);
    if (file == nullptr || to[0] == '\0') {
        errno = file == nullptr && kernel_has(from) ? EROFS : ENOENT;
        return -1;
    }
    if (strcmp(from, to) == 0)
        return 0;
    unlist(to);
    file->name = strdup(to);
    return 0;
}

/* ---- files without a name */

FILE *tmpfile(void) {
    const struct open_mode mode = {0};
    return open_view(new (struct memory_file), &mode, &memory_kind);
}

FILE *fmemopen(void *__sized_by(size) bytes, size_t size, const char *text) {
    struct open_mode mode;
    if (!__parse_mode(text, &mode))
        return nullptr;
    struct memory_file *file = new (struct memory_file);
    unsigned char *given = bytes;
    file->is_fixed = true;
    file->room = size;
    file->bytes = given != nullptr ? given : (unsigned char *)malloc(size);
    file->size = size;
    if (mode.truncates || mode.appends) {
        const unsigned char *old = file->bytes;
        file->size = 0;
        while (!mode.truncates && file->size < size && old[file->size] != '\0')
            file->size += 1;
    }
    if (mode.truncates && size > 0)
        *file->bytes = '\0';
    return open_view(file, &mode, &memory_kind);
}

FILE *open_memstream(char *__null_terminated *text, size_t *size) {
    const struct open_mode mode = {.flags = STREAM_NO_READ};
    struct memory_file *file = new (struct memory_file);
    file->text = text;
    file->text_size = size;
    tell_text(file);
    return open_view(file, &mode, &text_kind);
}
