/* Reading a whole file, and the verifier's arena for it. Failures end the test: there is nothing to go on
 * with. */
#include "files.h"

#include <stdio.h>
#include <stdlib.h>

#include <vouch/verifier.h>

uint8_t *file_read(const char *path, size_t *bytes) {
    FILE *stream = fopen(path, "rb");
    long size = -1;
    if (stream != NULL && fseek(stream, 0, SEEK_END) == 0)
        size = ftell(stream);
    uint8_t *contents = size >= 0 ? malloc((size_t)size + 1) : NULL;
    if (contents != NULL)
        rewind(stream);
    if (contents == NULL || fread(contents, 1, (size_t)size, stream) != (size_t)size) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    fclose(stream);
    *bytes = (size_t)size;
    return contents;
}

void *file_arena(size_t file_bytes, size_t *arena_bytes) {
    *arena_bytes = verifier_arena_bytes(file_bytes);
    void *arena = aligned_alloc(16, (*arena_bytes + 15) / 16 * 16);
    if (arena == NULL) {
        fputs("no memory for the arena\n", stderr);
        exit(2);
    }
    return arena;
}
