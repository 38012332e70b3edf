/* <stdio.h>: lines of any length, in memory of the heap that grows. */
#include "stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

ssize_t getdelim(char *__null_terminated *restrict line, size_t *restrict room, int delimiter,
                 FILE *restrict stream) {
    char *text = *line;
    size_t have = text != nullptr ? *room : 0, length = 0;
    for (;;) {
        int byte = __stream_get(stream);
        if (byte == EOF && (length == 0 || (stream->flags & STREAM_ENDED) == 0))
            return -1;
        if (length + 2 > have) {
            have = have < 60 ? 120 : have * 2;
            char *grown = malloc(have);
            if (grown == nullptr) {
                errno = ENOMEM;
                return -1;
            }
            for (size_t i = 0; i < length; i++)
                grown[i] = text[i];
            text = grown;
            *line = text;
            *room = have;
        }
        if (byte != EOF) {
            text[length] = (char)byte;
            length += 1;
        }
        if (byte == EOF || byte == delimiter)
            break;
    }
    text[length] = '\0';
    return (ssize_t)length;
}

ssize_t getline(char *__null_terminated *restrict line, size_t *restrict room, FILE *restrict stream) {
    return getdelim(line, room, '\n', stream);
}
