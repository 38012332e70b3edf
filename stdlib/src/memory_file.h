/* Files in the process's memory, for file.c. */
#ifndef MEMORY_FILE_H
#define MEMORY_FILE_H

#include <stddef.h>
#include <ptrcheck.h>
#include <stdio.h>

/* What fopen's second argument says. */
struct open_mode {
    unsigned flags; /* STREAM_NO_READ or STREAM_NO_WRITE, or 0 */
    bool plus, exclusive, truncates, appends;
};

/* False with errno set if there is no such mode. */
bool __parse_mode(const char *text, struct open_mode *mode);
/* Opens a file for writing, perhaps for reading too. What the kernel has under that name is copied first. */
FILE *__memory_open(const char *path, const struct open_mode *mode);
/* Opens a file that the process has written, for reading; null if there is none. */
FILE *__memory_open_existing(const char *path, const struct open_mode *mode);

#endif
