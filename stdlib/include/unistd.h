/* The part of POSIX <unistd.h> that works on descriptors. Failures return -1 and set errno. */
#ifndef UNISTD_H
#define UNISTD_H

#include <stddef.h>
#include <ptrcheck.h>

#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2

typedef long ssize_t;

/* The number of bytes read, 0 at the end of input. */
ssize_t read(int descriptor, void *__sized_by(size) buffer, size_t size);
/* The number of bytes written. Does not go through stdio's buffer. */
ssize_t write(int descriptor, const void *__sized_by(size) bytes, size_t size);
int close(int descriptor);
/* Moves to `offset` bytes from the start (0), from where reading and writing are (1) or from the end (2); returns
 * where that is from the start. */
long lseek(int descriptor, long offset, int whence);
[[noreturn]] void _exit(int status);

#endif
