/* <stdio.h>: where a stream is at in its file. */
#include "stream.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>

/* What waits is written first: where it goes to, an appending stream's file knows. */
long ftell(FILE *stream) {
    if (!__stream_flush(stream))
        return -1;
    long at = __stream_seek(stream, 0, SEEK_CUR);
    return at < 0 ? -1 : at - (long)(stream->get_end - stream->get_next);
}

int fseek(FILE *stream, long offset, int whence) {
    if (!__stream_flush(stream))
        return -1;
    if (whence == SEEK_CUR)
        offset -= (long)(stream->get_end - stream->get_next);
    if (__stream_seek(stream, offset, whence) < 0)
        return -1;
    stream->get_next = 0;
    stream->get_end = 0;
    stream->put_end = 0;
    stream->flags &= ~(STREAM_ENDED | STREAM_WRITING);
    return 0;
}

void rewind(FILE *stream) {
    fseek(stream, 0, SEEK_SET);
    stream->flags &= ~STREAM_FAILED;
}

int fgetpos(FILE *restrict stream, fpos_t *restrict position) {
    long at = ftell(stream);
    if (at < 0)
        return -1;
    position->__at = at;
    return 0;
}

int fsetpos(FILE *stream, const fpos_t *position) {
    return fseek(stream, position->__at, SEEK_SET);
}
