/* The one interface that stdio stands on: bytes into and out of streams. Today it works on the kernel's
 * services; where bytes go to is known by its descriptor. */
#ifndef STREAM_H
#define STREAM_H

#include <stddef.h>
#include <ptrcheck.h>
#include <stdio.h>

/* Puts bytes into standard output's buffer, or straight to standard error. False after an error. */
bool __stream_write(int descriptor, const void *__sized_by(size) bytes, size_t size);
bool __stream_put(int descriptor, int byte);
/* Puts `count` copies of a byte; nothing if count is not positive. */
bool __stream_fill(int descriptor, int byte, int count);
/* Writes out what standard output's buffer holds. False if it could not be written, now or before. */
bool __stream_flush(void);
/* The next byte of a stream that is read, or EOF at its end or after an error. */
int __stream_get(FILE *stream);
/* Whether a write to it has failed. */
bool __stream_write_failed(int descriptor);

#endif
