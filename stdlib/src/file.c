/* The part of <stdio.h> about files: streams that are objects of the heap. */
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

FILE *fopen(const char *path, const char *mode) {
    if (mode[0] != 'r' || (mode[1] != '\0' && strcmp(mode + 1, "b") != 0)) {
        errno = mode[0] == 'r' || mode[0] == 'w' || mode[0] == 'a' ? EROFS : EINVAL;
        return nullptr;
    }
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0)
        return nullptr;
    FILE *stream = new (FILE);
    stream->descriptor = descriptor;
    return stream;
}

int fclose(FILE *stream) {
    int result = fflush(stream) == 0 && close(stream->descriptor) == 0 ? 0 : EOF;
    stream->next = 0;
    stream->used = 0;
    stream->descriptor = -1;
    return result;
}

char *fgets(char *__counted_by(size) buffer, int size, FILE *stream) {
    int length = 0;
    while (length + 1 < size) {
        int byte = __stream_get(stream);
        if (byte == EOF)
            break;
        buffer[length] = (char)byte;
        length += 1;
        if (byte == '\n')
            break;
    }
    if (length == 0)
        return nullptr;
    buffer[length] = '\0';
    return buffer;
}
