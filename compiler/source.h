/* One preprocessed translation unit: the text that `clang -E` wrote, and where each part came from.
 *
 * A location is an offset into that text. Line markers (`# 12 "file.c" 1`) say which line of which file
 * it stands for; source_resolve does that translation on demand, so that locations stay four bytes.
 * Columns are those of the user's file where it can be read (the preprocessor squeezes white space). */
#ifndef VCC_SOURCE_H
#define VCC_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

typedef uint32_t location; /* offset into the preprocessed text, or LOCATION_NONE */
#define LOCATION_NONE UINT32_MAX
#define SOURCE_SIZE_MAX (256u << 20)

struct source_marker { /* text from `offset` on is line `line` of `file` */
    uint32_t offset;
    uint32_t line;
    uint32_t first; /* index in `lines` of the line at `offset` */
    const char *file;
    bool is_system; /* inside a system header */
};

struct source {
    const char *name; /* the main file as named by the user */
    const char *text; /* preprocessed; text[length] is NUL */
    uint32_t length;
    struct source_marker *markers; /* ascending; the first at offset 0 */
    size_t marker_count;
    uint32_t *lines; /* offsets at which the lines of the text start, ascending */
    size_t line_count;
    struct arena *arena; /* holds all of the above, and the cached files */
    struct source_file *files;
};

struct source_position {
    const char *file;
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in bytes */
    bool is_system;
};

/* Takes the preprocessor's output; the text is copied into the arena. False if it is larger than
 * SOURCE_SIZE_MAX. */
bool source_init(struct source *source, struct arena *arena, const char *name, const char *text,
                 size_t length);

/* File, line and column in the user's file. LOCATION_NONE gives the main file, line 1. Takes logarithmic
 * time, except that the column needs the user's file, which is read once and cached. */
struct source_position source_resolve(struct source *source, location at);
/* As source_resolve, but leaves the column 0 and reads no file. */
struct source_position source_resolve_line(const struct source *source, location at);
/* The line of the user's file that `position` is on, without its newline; NULL if it cannot be read. */
const char *source_line(struct source *source, struct source_position position, size_t *length);

#endif
