/* The one interface that stdio stands on: bytes into and out of streams.
 *
 * A stream either reads or writes at a time, or does nothing yet. While it reads, bytes[get_next .. get_end) have come
 * from its file but not gone to the program; while it writes, bytes[0 .. put_next) wait to go to the file, and
 * put_end is where the buffer counts as full: 0 unless the stream writes and is fully buffered, so that the
 * common case of __stream_put is one comparison. Where a stream is at in its file is what the file says, less
 * what waits to be read, plus what waits to be written.
 *
 * A stream has no pointers, so that its buffer can be handed on as bytes: what it reads or writes is in the table of
 * open streams. The standard streams are all zeros when the program starts, so they take no room in its file. */
#ifndef STREAM_H
#define STREAM_H

#include <stddef.h>
#include <ptrcheck.h>
#include <stdio.h>

#define STREAM_NO_READ 0x01u    /* reading fails: opened for writing only, or closed */
#define STREAM_NO_WRITE 0x02u   /* writing fails */
#define STREAM_FAILED 0x04u     /* ferror */
#define STREAM_ENDED 0x08u      /* feof */
#define STREAM_WRITING 0x10u    /* bytes[0 .. put_next) wait */
#define STREAM_LINES 0x20u      /* line buffered */
#define STREAM_UNBUFFERED 0x40u /* standard error always is, until setvbuf */
#define STREAM_BUFFERED 0x80u   /* setvbuf wants standard error buffered */
#define STREAM_OPENED 0x100u    /* __streams[entry] is its; unset for the standard streams */

/* Where reading starts to fill the buffer, so that this many bytes can be pushed back in front. */
#define STREAM_PUSHED_MAX 8

/* How a stream reaches its bytes, if not by a descriptor of the kernel's. The functions work on
 * stream->bytes[from .. from + size) and return how many bytes they moved, 0 at the end, below 0 with errno set after
 * an error. seek is lseek; close releases what the stream holds (0, or -1 with errno set). */
struct __stream_kind {
    long (*read)(FILE *stream, void *target, size_t from, size_t size);
    long (*write)(FILE *stream, void *target, size_t from, size_t size);
    long (*seek)(FILE *stream, void *target, long offset, int whence);
    int (*close)(FILE *stream, void *target);
};

/* What fopen and its relatives have opened, until it is closed. */
struct __open_stream {
    FILE *stream;                     /* null: the entry is free */
    const struct __stream_kind *kind; /* null: a descriptor */
    void *target;                     /* for the functions of `kind` */
    int descriptor;
};
extern struct __open_stream __streams[FOPEN_MAX];

/* A new stream with an entry; null with errno set if all are taken. */
FILE *__stream_open(const struct __stream_kind *kind, void *target, int descriptor, unsigned flags);

/* Put bytes into the stream. False after an error. */
bool __stream_write(FILE *stream, const void *__sized_by(size) bytes, size_t size);
bool __stream_put_slowly(FILE *stream, int byte);
/* Puts `count` copies of a byte; nothing if count is not positive. */
bool __stream_fill(FILE *stream, int byte, int count);
/* Writes out what waits to be written, if anything. False if it could not be written; it is dropped then. */
bool __stream_flush(FILE *stream);
/* The same for all streams. */
bool __stream_flush_all(void);
/* Reads until there is something in the buffer. False at the end or after an error. */
bool __stream_refill(FILE *stream);
/* lseek, below whatever is in the buffer. */
long __stream_seek(FILE *stream, long offset, int whence);
/* The kernel's number for it; below 0 if it is of a kind. */
int __stream_descriptor(const FILE *stream);

static inline bool __stream_put(FILE *stream, int byte) {
    size_t next = stream->put_next;
    if (next >= stream->put_end || next >= BUFSIZ)
        return __stream_put_slowly(stream, byte);
    stream->bytes[next] = (unsigned char)byte;
    stream->put_next = next + 1;
    return true;
}

/* The next byte, or EOF at the end or after an error. */
static inline int __stream_get(FILE *stream) {
    if (stream->get_next >= stream->get_end && !__stream_refill(stream))
        return EOF;
    int byte = stream->bytes[stream->get_next];
    stream->get_next += 1;
    return byte;
}

#endif
