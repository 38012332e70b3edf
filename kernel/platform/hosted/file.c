/* Files on Linux, read only: the host's own paths, or those below one directory that looks like "/" to the
 * program. Linux resolves such a path itself (openat2, RESOLVE_IN_ROOT), so neither "..", an absolute path
 * nor a symbolic link leads out of the directory. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../platform.h"
#include "hosted.h"

enum { PATH_BYTES_MAX = 4096 };

static int root_directory = -1; /* -1: the host's own paths */

bool hosted_start_files(const char *root) {
    if (!root)
        return true;
    root_directory = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return root_directory >= 0;
}

static int open_path(const char *path) {
    if (root_directory < 0)
        return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NOCTTY,
                           .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    return (int)syscall(SYS_openat2, root_directory, path, &how, sizeof how);
}

int platform_file_open(const char *path, size_t path_bytes) {
    char name[PATH_BYTES_MAX];
    if (path_bytes >= sizeof name)
        return -ENAMETOOLONG;
    memcpy(name, path, path_bytes);
    name[path_bytes] = '\0';

    const int file = open_path(name);
    if (file < 0)
        return -errno;
    struct stat status;
    if (fstat(file, &status) == 0 && !S_ISDIR(status.st_mode))
        return file;
    close(file);
    return -EISDIR;
}

ptrdiff_t platform_file_read(int handle, void *bytes, size_t count) {
    for (;;) {
        const ssize_t got = read(handle, bytes, count);
        if (got >= 0)
            return got;
        if (errno != EINTR)
            return -errno;
    }
}

int64_t platform_file_seek(int handle, int64_t offset, int whence) {
    const off_t at = lseek(handle, offset, whence);
    return at < 0 ? -errno : at;
}

void platform_file_close(int handle) {
    close(handle);
}
