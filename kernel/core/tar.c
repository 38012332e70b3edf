/* ustar archives; see tar.h. Used for files.tar: read by the pc kernel, written by `vouch image`. */
#include "tar.h"

#define NAME 0u
#define MODE 100u
#define SIZE 124u
#define SIZE_BYTES 12u
#define TIME 136u
#define CHECKSUM 148u
#define CHECKSUM_BYTES 8u
#define TYPE 156u
#define MAGIC 257u
#define PREFIX 345u
#define SIZE_MAX_OCTAL 077777777777ull /* 11 digits */

struct walk {
    const uint8_t *archive;
    size_t bytes, at;
};

static size_t field_length(const uint8_t *field, size_t bytes) {
    size_t length = 0;
    while (length < bytes && field[length] != 0) {
        length++;
    }
    return length;
}

/* An octal number, ended by NUL or a space, at most 11 digits. */
static bool octal_read(const uint8_t *field, size_t bytes, uint64_t *value) {
    size_t at = 0;
    *value = 0;
    while (at < bytes && field[at] == ' ') {
        at++;
    }
    const size_t start = at;
    while (at < bytes && field[at] >= '0' && field[at] <= '7') {
        *value = *value * 8 + (uint64_t)(field[at] - '0');
        at++;
    }
    return at > start && at - start <= 11 && (at == bytes || field[at] == 0 || field[at] == ' ');
}

static void octal_write(uint8_t *field, size_t digits, uint64_t value) {
    for (size_t i = digits; i-- > 0; value /= 8) {
        field[i] = (uint8_t)('0' + value % 8);
    }
}

/* The sum of the header's bytes, its own field counted as spaces. */
static uint64_t checksum(const uint8_t *header) {
    uint64_t sum = 0;
    for (size_t i = 0; i < TAR_BLOCK_BYTES; i++) {
        sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES ? ' ' : header[i];
    }
    return sum;
}

static bool is_zero(const uint8_t *block) {
    for (size_t i = 0; i < TAR_BLOCK_BYTES; i++) {
        if (block[i] != 0) {
            return false;
        }
    }
    return true;
}

enum step { STEP_ENTRY, STEP_END, STEP_MALFORMED };

/* The next header and its file's bytes. The archive ends with a block of zeros. */
static enum step walk_step(struct walk *walk, const uint8_t **header, struct tar_file *file) {
    if (walk->bytes - walk->at < TAR_BLOCK_BYTES) {
        return STEP_MALFORMED;
    }
    *header = walk->archive + walk->at;
    if (is_zero(*header)) {
        return STEP_END;
    }
    uint64_t size, sum;
    if (__builtin_memcmp(*header + MAGIC, "ustar", 5) != 0 ||
        !octal_read(*header + CHECKSUM, CHECKSUM_BYTES, &sum) || sum != checksum(*header) ||
        !octal_read(*header + SIZE, SIZE_BYTES, &size)) {
        return STEP_MALFORMED;
    }
    walk->at += TAR_BLOCK_BYTES;
    const uint64_t padded = (size + TAR_BLOCK_BYTES - 1) / TAR_BLOCK_BYTES * TAR_BLOCK_BYTES;
    if (padded > walk->bytes - walk->at) {
        return STEP_MALFORMED;
    }
    *file = (struct tar_file){.bytes = walk->archive + walk->at, .count = size};
    walk->at += padded;
    return STEP_ENTRY;
}

static void path_trim(const char **path, size_t *bytes) {
    for (;;) {
        size_t skip = 0;
        if (*bytes >= 1 && (*path)[0] == '/') {
            skip = 1;
        } else if (*bytes >= 2 && (*path)[0] == '.' && (*path)[1] == '/') {
            skip = 2;
        } else {
            break;
        }
        *path += skip;
        *bytes -= skip;
    }
    while (*bytes > 0 && (*path)[*bytes - 1] == '/') {
        --*bytes;
    }
}

static bool path_matches(const uint8_t *header, const char *path, size_t path_bytes) {
    char whole[TAR_PREFIX_BYTES + 1 + TAR_NAME_BYTES];
    size_t bytes = field_length(header + PREFIX, TAR_PREFIX_BYTES);
    if (bytes > 0) {
        __builtin_memcpy(whole, header + PREFIX, bytes);
        whole[bytes++] = '/';
    }
    const size_t name_bytes = field_length(header + NAME, TAR_NAME_BYTES);
    __builtin_memcpy(whole + bytes, header + NAME, name_bytes);
    bytes += name_bytes;
    const char *trimmed = whole;
    path_trim(&trimmed, &bytes);
    return bytes == path_bytes && __builtin_memcmp(trimmed, path, bytes) == 0;
}

bool tar_check(const uint8_t *archive, size_t archive_bytes) {
    struct walk walk = {.archive = archive, .bytes = archive_bytes};
    const uint8_t *header;
    struct tar_file file;
    enum step step;
    while ((step = walk_step(&walk, &header, &file)) == STEP_ENTRY) {
    }
    return step == STEP_END;
}

enum tar_kind tar_find(const uint8_t *archive, size_t archive_bytes, const char *path, size_t path_bytes,
                       struct tar_file *file) {
    struct walk walk = {.archive = archive, .bytes = archive_bytes};
    const uint8_t *header;
    struct tar_file candidate;
    enum tar_kind found = TAR_NONE;
    path_trim(&path, &path_bytes);
    while (walk_step(&walk, &header, &candidate) == STEP_ENTRY) {
        if (!path_matches(header, path, path_bytes)) {
            continue;
        }
        switch (header[TYPE]) {
        case '0':
        case '\0':
            found = TAR_FILE;
            *file = candidate;
            break;
        case '5':
            found = TAR_DIRECTORY;
            break;
        default: /* links and devices mean nothing here */
            break;
        }
    }
    return found;
}

static size_t text_length(const char *text) {
    size_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    return length;
}

bool tar_write_header(uint8_t header[static TAR_BLOCK_BYTES], const char *path, uint64_t file_bytes) {
    const size_t path_bytes = text_length(path);
    if (path_bytes == 0 || path[path_bytes - 1] == '/' || file_bytes > SIZE_MAX_OCTAL) {
        return false;
    }
    size_t prefix_bytes = 0; /* up to the slash that parts prefix and name; 0: the name holds it all */
    if (path_bytes > TAR_NAME_BYTES) {
        prefix_bytes = path_bytes - TAR_NAME_BYTES - 1;
        while (prefix_bytes < path_bytes && path[prefix_bytes] != '/') {
            prefix_bytes++;
        }
        if (prefix_bytes == 0 || prefix_bytes >= path_bytes || prefix_bytes > TAR_PREFIX_BYTES) {
            return false;
        }
    }
    __builtin_memset(header, 0, TAR_BLOCK_BYTES);
    const size_t name_start = prefix_bytes == 0 ? 0 : prefix_bytes + 1;
    __builtin_memcpy(header + NAME, path + name_start, path_bytes - name_start);
    __builtin_memcpy(header + PREFIX, path, prefix_bytes);
    octal_write(header + MODE, 7, 0444);
    octal_write(header + MODE + 8, 7, 0);  /* user */
    octal_write(header + MODE + 16, 7, 0); /* group */
    octal_write(header + SIZE, 11, file_bytes);
    octal_write(header + TIME, 11, 0);
    header[TYPE] = '0';
    __builtin_memcpy(header + MAGIC, "ustar\00000", 8);
    octal_write(header + CHECKSUM, 6, checksum(header));
    header[CHECKSUM + 7] = ' ';
    return true;
}
