/* The preprocessed text and the map back to the user's files: see source.h.
 *
 * The preprocessor keeps the tokens of a line but squeezes the white space between them, and a macro use is
 * replaced by its expansion. Columns are found again by walking the preprocessed line and the user's line
 * in step, white space aside; where they differ (a macro), by looking for the token further on. */
#include "source.h"

#include "arena.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_SIZE_MAX (64l << 20)

struct source_file { /* a user's file, read for messages only */
    const char *name;
    const char *text; /* NULL if it could not be read */
    size_t length;
    struct source_file *next;
};

/* Parses `# LINE "FILE" FLAGS` at `text`; false if the line is something else (a pragma, say). */
static bool parse_marker(struct source *source, const char *text, struct source_marker *marker) {
    const char *at = text + 1;
    if (*at != ' ' || !isdigit((unsigned char)at[1]))
        return false;
    char *end = nullptr;
    unsigned long line = strtoul(at + 1, &end, 10);
    if (end[0] != ' ' || end[1] != '"' || line > UINT32_MAX / 2)
        return false;
    const char *name = end + 2;
    size_t length = 0;
    while (name[length] != '"' && name[length] != '\n' && name[length] != '\0')
        length++;
    if (name[length] != '"')
        return false;
    char *copy = arena_alloc(source->arena, length + 1);
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (name[i] == '\\' && i + 1 < length)
            i++;
        copy[used++] = name[i];
    }
    const char *flags = name + length + 1;
    marker->file = copy;
    marker->line = (uint32_t)line;
    marker->is_system = false;
    for (; *flags != '\n' && *flags != '\0'; flags++) {
        if (*flags == '3')
            marker->is_system = true;
    }
    return true;
}

bool source_init(struct source *source, struct arena *arena, const char *name, const char *text,
                 size_t length) {
    if (length > SOURCE_SIZE_MAX)
        return false;
    *source = (struct source){.name = name, .arena = arena, .length = (uint32_t)length};
    source->text = arena_string(arena, text, length);
    size_t capacity = 0, line_capacity = 0;
    struct source_marker *first =
        arena_push(arena, (void **)&source->markers, &source->marker_count, &capacity, sizeof *first);
    *first = (struct source_marker){.offset = 0, .line = 1, .file = name};
    for (uint32_t offset = 0; offset <= source->length;) {
        *(uint32_t *)arena_push(arena, (void **)&source->lines, &source->line_count, &line_capacity,
                                sizeof(uint32_t)) = offset;
        const char *line = source->text + offset;
        const char *newline = memchr(line, '\n', source->length - offset);
        uint32_t next = newline == nullptr ? source->length + 1 : (uint32_t)(newline + 1 - source->text);
        struct source_marker marker;
        if (*line == '#' && parse_marker(source, line, &marker)) {
            marker.offset = next;
            marker.first = (uint32_t)source->line_count;
            *(struct source_marker *)arena_push(arena, (void **)&source->markers, &source->marker_count,
                                                &capacity, sizeof marker) = marker;
        }
        offset = next;
    }
    return true;
}

static const struct source_marker *find_marker(const struct source *source, uint32_t offset) {
    size_t low = 0, high = source->marker_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->markers[middle].offset <= offset)
            low = middle;
        else
            high = middle;
    }
    return &source->markers[low];
}

/* Index in `lines` of the line that holds `offset`. */
static uint32_t find_line(const struct source *source, uint32_t offset) {
    size_t low = 0, high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

struct source_position source_resolve_line(const struct source *source, location at) {
    if (at == LOCATION_NONE)
        return (struct source_position){.file = source->name, .line = 1};
    if (at > source->length)
        at = source->length;
    const struct source_marker *marker = find_marker(source, at);
    uint32_t line = marker->line + (find_line(source, at) - marker->first);
    return (struct source_position){.file = marker->file, .line = line, .is_system = marker->is_system};
}

static const struct source_file *load_file(struct source *source, const char *name) {
    for (const struct source_file *file = source->files; file != nullptr; file = file->next) {
        if (strcmp(file->name, name) == 0)
            return file;
    }
    struct source_file *file = arena_alloc(source->arena, sizeof *file);
    file->name = name;
    file->next = source->files;
    source->files = file;
    FILE *stream = fopen(name, "rb");
    if (stream == nullptr)
        return file;
    if (fseek(stream, 0, SEEK_END) == 0) {
        long size = ftell(stream);
        if (size >= 0 && size <= FILE_SIZE_MAX && fseek(stream, 0, SEEK_SET) == 0) {
            char *text = arena_alloc(source->arena, (size_t)size + 1);
            file->length = fread(text, 1, (size_t)size, stream);
            file->text = text;
        }
    }
    fclose(stream);
    return file;
}

const char *source_line(struct source *source, struct source_position position, size_t *length) {
    const struct source_file *file = load_file(source, position.file);
    if (file->text == nullptr)
        return nullptr;
    const char *at = file->text, *end = file->text + file->length;
    for (uint32_t line = 1; line < position.line; line++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == nullptr)
            return nullptr;
        at++;
    }
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    *length = (size_t)((newline == nullptr ? end : newline) - at);
    return at;
}

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

/* Bytes of the token that starts at `text`: a word, or one other character. */
static size_t token_length(const char *text, const char *end) {
    size_t length = 0;
    while (text + length < end && is_word(text[length]))
        length++;
    return length == 0 ? 1 : length;
}

/* Offset into the user's line of what stands at `target` in the preprocessed line `ours`. */
static size_t match_column(const char *ours, const char *target, const char *ours_end, const char *theirs,
                           size_t length) {
    size_t at = 0;
    for (; ours < target; ours++) {
        if (isspace((unsigned char)*ours))
            continue;
        while (at < length && isspace((unsigned char)theirs[at]))
            at++;
        if (at >= length || theirs[at] != *ours)
            break;
        at++;
    }
    if (target >= ours_end || isspace((unsigned char)*target))
        return at;
    while (at < length && isspace((unsigned char)theirs[at]))
        at++;
    size_t token = token_length(target, ours_end);
    for (size_t i = at; i + token <= length; i++) {
        if (memcmp(theirs + i, target, token) == 0 &&
            (!is_word(*target) ||
             ((i == 0 || !is_word(theirs[i - 1])) && (i + token == length || !is_word(theirs[i + token])))))
            return i;
    }
    return at;
}

struct source_position source_resolve(struct source *source, location at) {
    struct source_position position = source_resolve_line(source, at);
    position.column = 1;
    if (at == LOCATION_NONE)
        return position;
    if (at > source->length)
        at = source->length;
    const char *target = source->text + at, *start = source->text + source->lines[find_line(source, at)],
               *text_end = source->text + source->length;
    size_t length = 0;
    const char *line = source_line(source, position, &length);
    if (line == nullptr)
        position.column = (uint32_t)(target - start) + 1;
    else
        position.column = (uint32_t)match_column(start, target, text_end, line, length) + 1;
    return position;
}
