/* The files that programs may read: those of files.tar, a boot module. Read-only, found by path. */
#include "pc.h"

#include <vouch/errors.h>

#include "../../core/tar.h"

#define HANDLES_MAX 64

static const uint8_t *archive; /* null: the image has no files */
static size_t archive_size;

static struct {
    bool open;
    struct tar_file file;
    size_t at;
} handles[HANDLES_MAX];

bool file_start(const uint8_t *bytes, size_t count) {
    if (!tar_check(bytes, count)) {
        return false;
    }
    archive = bytes;
    archive_size = count;
    return true;
}

int platform_file_open(const char *path, size_t path_bytes) {
    struct tar_file file;
    switch (archive == nullptr ? TAR_NONE : tar_find(archive, archive_size, path, path_bytes, &file)) {
    case TAR_NONE:
        return -VOUCH_ENOENT;
    case TAR_DIRECTORY:
        return -VOUCH_EISDIR;
    case TAR_FILE:
        break;
    }
    for (int handle = 0; handle < HANDLES_MAX; handle++) {
        if (!handles[handle].open) {
            handles[handle].open = true;
            handles[handle].file = file;
            handles[handle].at = 0;
            return handle;
        }
    }
    return -VOUCH_EMFILE;
}

ptrdiff_t platform_file_read(int handle, void *bytes, size_t count) {
    kernel_assert(handle >= 0 && handle < HANDLES_MAX && handles[handle].open);
    const size_t size = handles[handle].file.count, at = handles[handle].at;
    const size_t left = at < size ? size - at : 0;
    const size_t amount = count < left ? count : left;
    __builtin_memcpy(bytes, handles[handle].file.bytes + size - left, amount);
    handles[handle].at += amount;
    return (ptrdiff_t)amount;
}

int64_t platform_file_seek(int handle, int64_t offset, int whence) {
    kernel_assert(handle >= 0 && handle < HANDLES_MAX && handles[handle].open);
    int64_t from = 0;
    if (whence == 1)
        from = (int64_t)handles[handle].at;
    else if (whence == 2)
        from = (int64_t)handles[handle].file.count;
    if (offset > INT64_MAX - from || offset < -from)
        return -VOUCH_EINVAL;
    handles[handle].at = (size_t)(from + offset);
    return from + offset;
}

void platform_file_close(int handle) {
    kernel_assert(handle >= 0 && handle < HANDLES_MAX && handles[handle].open);
    handles[handle].open = false;
}
