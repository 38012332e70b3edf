/* The POSIX functions on descriptors: thin covers of the kernel's services, with errno. */
#include "services.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int errno;

static long set_errno(long result) {
    if (result >= 0)
        return result;
    errno = (int)-result;
    return -1;
}

int open(const char *path, int flags) {
    return (int)set_errno(__service_open(path, strlen(path), flags));
}

int close(int descriptor) {
    return (int)set_errno(__service_close(descriptor));
}

ssize_t read(int descriptor, void *__sized_by(size) buffer, size_t size) {
    return set_errno(__service_read(descriptor, buffer, size));
}

ssize_t write(int descriptor, const void *__sized_by(size) bytes, size_t size) {
    return set_errno(__service_write(descriptor, bytes, size));
}

long lseek(int descriptor, long offset, int whence) {
    return set_errno(__service_seek(descriptor, offset, whence));
}

void _exit(int status) {
    __service_exit(status);
}
