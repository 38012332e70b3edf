/* Reading archives as `ar` makes them, through their symbol table. */
#ifndef VCC_ARCHIVE_H
#define VCC_ARCHIVE_H

#include "process.h"

#include <stdint.h>

struct archive_symbol {
    const char *name; /* points into the file */
    uint32_t offset;  /* of the member's header */
};

struct archive {
    const char *path;
    struct bytes file;
    struct archive_symbol *symbols;
    size_t symbol_count;
};

struct archive_member {
    const char *data; /* points into the file */
    size_t size;
    uint32_t offset; /* names the member */
};

/* False, after a message, if the file cannot be read, is no archive, is damaged or has no symbol
 * table. */
bool archive_open(struct archive *archive, const char *path);
void archive_close(struct archive *archive);
/* The member that defines `symbol`. False if there is none. */
bool archive_find(const struct archive *archive, const char *symbol, struct archive_member *member);

#endif
