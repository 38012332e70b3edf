/* <stdio.h>: what streams remember, and how they buffer. */
#include "stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int ferror(FILE *stream) {
    return (stream->flags & STREAM_FAILED) != 0;
}

int feof(FILE *stream) {
    return (stream->flags & STREAM_ENDED) != 0;
}

void clearerr(FILE *stream) {
    stream->flags &= ~(STREAM_FAILED | STREAM_ENDED);
}

int __set_buffering(FILE *stream, int mode) {
    if (mode != _IOFBF && mode != _IOLBF && mode != _IONBF)
        return EOF;
    __stream_flush(stream);
    stream->flags &= ~(STREAM_BUFFERED | STREAM_LINES | STREAM_UNBUFFERED | STREAM_WRITING);
    stream->flags |= mode == _IOFBF ? STREAM_BUFFERED : mode == _IOLBF ? STREAM_LINES : STREAM_UNBUFFERED;
    stream->put_end = 0;
    return 0;
}

void perror(const char *prefix) {
    const char *text = strerror(errno);
    if (prefix != nullptr && prefix[0] != '\0') {
        fputs(prefix, stderr);
        fputs(": ", stderr);
    }
    fputs(text, stderr);
    fputc('\n', stderr);
}
