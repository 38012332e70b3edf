/* Archives: see archive.h. The format is that of System V ar: "!<arch>\n", then members with a 60-byte text
 * header each, 2-aligned; the first, named "/", is the symbol table: a big-endian count, that many big-endian
 * offsets of member headers, and the names. Sizes and offsets are checked before they are used. */
#include "archive.h"

#include <stdlib.h>
#include <string.h>

static const char magic[] = "!<arch>\n";
enum { MAGIC_BYTES = 8, HEADER_BYTES = 60, SIZE_OFFSET = 48, SIZE_DIGITS = 10 };

static bool read_member(const struct archive *archive, size_t offset, struct archive_member *member) {
    if (offset > archive->file.size || archive->file.size - offset < HEADER_BYTES)
        return false;
    const char *header = archive->file.data + offset;
    if (header[58] != '`' || header[59] != '\n')
        return false;
    size_t size = 0;
    for (int i = 0; i < SIZE_DIGITS && header[SIZE_OFFSET + i] != ' '; i++) {
        char digit = header[SIZE_OFFSET + i];
        if (digit < '0' || digit > '9')
            return false;
        size = size * 10 + (size_t)(digit - '0');
    }
    if (size > archive->file.size - offset - HEADER_BYTES)
        return false;
    *member =
        (struct archive_member){.data = header + HEADER_BYTES, .size = size, .offset = (uint32_t)offset};
    return true;
}

static uint32_t big_endian(const char *bytes) {
    const unsigned char *b = (const unsigned char *)bytes;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool read_symbols(struct archive *archive, const struct archive_member *table) {
    if (table->size < 4)
        return false;
    size_t count = big_endian(table->data);
    if (count > (table->size - 4) / 4)
        return false;
    const char *name = table->data + 4 + 4 * count, *end = table->data + table->size;
    archive->symbols = memory_allocate(count * sizeof archive->symbols[0]);
    for (size_t i = 0; i < count; i++) {
        const char *next = memchr(name, '\0', (size_t)(end - name));
        if (next == NULL)
            return false;
        struct archive_member member;
        uint32_t offset = big_endian(table->data + 4 + 4 * i);
        if (!read_member(archive, offset, &member))
            return false;
        archive->symbols[archive->symbol_count++] = (struct archive_symbol){.name = name, .offset = offset};
        name = next + 1;
    }
    return true;
}

bool archive_open(struct archive *archive, const char *path) {
    *archive = (struct archive){.path = path};
    if (!file_read(path, &archive->file))
        return false;
    struct archive_member table;
    bool is_archive = archive->file.size >= MAGIC_BYTES &&
                      memcmp(archive->file.data, magic, MAGIC_BYTES) == 0 && archive->file.size <= UINT32_MAX;
    if (is_archive && archive->file.size == MAGIC_BYTES)
        return true;
    if (is_archive && read_member(archive, MAGIC_BYTES, &table) &&
        memcmp(table.data - HEADER_BYTES, "/ ", 2) == 0 && read_symbols(archive, &table))
        return true;
    driver_error(is_archive ? "'%s' has no usable symbol table (make it with llvm-ar-19 rcs)"
                            : "'%s' is not an archive",
                 path);
    archive_close(archive);
    return false;
}

void archive_close(struct archive *archive) {
    free(archive->symbols);
    free(archive->file.data);
    *archive = (struct archive){0};
}

bool archive_find(const struct archive *archive, const char *symbol, struct archive_member *member) {
    for (size_t i = 0; i < archive->symbol_count; i++)
        if (strcmp(archive->symbols[i].name, symbol) == 0)
            return read_member(archive, archive->symbols[i].offset, member);
    return false;
}
