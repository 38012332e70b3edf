/* The part of POSIX <fcntl.h> that opens files for reading. */
#ifndef FCNTL_H
#define FCNTL_H

#include <ptrcheck.h>

#define O_RDONLY 0

/* A descriptor, or -1 with errno set. */
int open(const char *path, int flags);

#endif
