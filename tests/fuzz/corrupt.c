/* Seeded corruptions of good .vx files, spread over all parts of the file, put to the verifier.
 *
 *   corrupt SEED COUNT FILE.vx...
 *
 * Built with ASan and UBSan from the verifier's own sources; the file and the arena have exactly their sizes
 * on the heap, so a read or write beyond either stops the run, and an alarm ends a check that hangs. Every
 * verdict must be well formed, within the promised work, and the same again with other bytes in the arena.
 * Prints the verdicts by clause and what was accepted by part of the file. What is still accepted after a
 * change of code or hints is only counted here; mutants.c runs such files. */
#include <assert.h>
#include <elf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <vouch/verifier.h>

#include "service_signature.h"

enum { PARTS_MAX = 64, FILES_MAX = 256, SECONDS_PER_CHECK = 20, REASONS_AT_LEAST = 20 };

struct part {
    const char *name;
    size_t start, bytes;
};

struct corpus_file {
    const char *path;
    uint8_t *bytes;
    size_t size;
    struct part parts[PARTS_MAX];
    size_t part_count;
};

struct tally {
    const char *name;
    uint64_t tried, accepted;
};

static struct corpus_file corpus[FILES_MAX];
static size_t corpus_count;
static struct tally tallies[PARTS_MAX];
static size_t tally_count;
static uint64_t clause_counts[CLAUSE_COUNT];
static uint64_t random_state;

/* xorshift64*: the same sequence everywhere. */
static uint64_t random_next(void) {
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 0x2545f4914f6cdd1d;
}

static size_t random_below(size_t limit) {
    assert(limit > 0);
    return (size_t)(random_next() % limit);
}

static struct tally *tally_of(const char *name) {
    for (size_t i = 0; i < tally_count; i++) {
        if (strcmp(tallies[i].name, name) == 0) {
            return &tallies[i];
        }
    }
    assert(tally_count < PARTS_MAX);
    tallies[tally_count].name = name;
    return &tallies[tally_count++];
}

static void add_part(struct corpus_file *file, const char *name, size_t start, size_t bytes) {
    if (bytes == 0) {
        return;
    }
    assert(file->part_count < PARTS_MAX && start <= file->size && bytes <= file->size - start);
    file->parts[file->part_count++] = (struct part){name, start, bytes};
}

/* The parts of a good file: its headers and its sections, but not what no one reads (symbols, DWARF). */
static void find_parts(struct corpus_file *file) {
    Elf64_Ehdr header;
    assert(file->size > sizeof header);
    memcpy(&header, file->bytes, sizeof header);
    add_part(file, "ELF header", 0, sizeof header);
    add_part(file, "program headers", header.e_phoff, (size_t)header.e_phnum * header.e_phentsize);
    add_part(file, "section headers", header.e_shoff, (size_t)header.e_shnum * header.e_shentsize);
    Elf64_Shdr names;
    memcpy(&names, file->bytes + header.e_shoff + header.e_shstrndx * sizeof names, sizeof names);
    for (size_t i = 1; i < header.e_shnum; i++) {
        Elf64_Shdr section;
        memcpy(&section, file->bytes + header.e_shoff + i * sizeof section, sizeof section);
        const char *name = (const char *)file->bytes + names.sh_offset + section.sh_name;
        bool read = strncmp(name, ".vouch.", 7) == 0 || (section.sh_flags & SHF_ALLOC) ||
                    strcmp(name, ".shstrtab") == 0;
        if (read && section.sh_type != SHT_NOBITS) {
            add_part(file, name, section.sh_offset, section.sh_size);
        }
    }
}

static void load(const char *path) {
    FILE *stream = fopen(path, "rb");
    if (!stream || fseek(stream, 0, SEEK_END) != 0 || corpus_count == FILES_MAX) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    struct corpus_file *file = &corpus[corpus_count++];
    file->path = path;
    file->size = (size_t)ftell(stream);
    file->bytes = malloc(file->size);
    rewind(stream);
    if (!file->bytes || fread(file->bytes, 1, file->size, stream) != file->size) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    fclose(stream);
    find_parts(file);
}

/* What a check must promise about its report, whatever the file. */
static void validate(const struct verifier_report *report, size_t size) {
    char line[512];
    assert(report->status == VERIFIER_ACCEPTED || report->status == VERIFIER_REJECTED);
    assert((report->clause == CLAUSE_NONE) == (report->status == VERIFIER_ACCEPTED));
    assert(report->clause < CLAUSE_COUNT);
    assert(memchr(report->place, 0, sizeof report->place) &&
           memchr(report->detail, 0, sizeof report->detail));
    for (const char *text = report->place; *text; text++) {
        assert(*text >= ' ' && *text <= '~');
    }
    for (const char *text = report->detail; *text; text++) {
        assert(*text >= ' ' && *text <= '~');
    }
    assert(report->steps <= (uint64_t)VERIFIER_STEPS_PER_BYTE * (size ? size : 1));
    verifier_report_format(report, line, sizeof line);
    assert(memchr(line, 0, sizeof line));
}

static enum verifier_status check(const uint8_t *bytes, size_t size, int fill,
                                  struct verifier_report *report) {
    size_t arena_bytes = verifier_arena_bytes(size);
    void *file = malloc(size ? size : 1);
    void *arena = aligned_alloc(16, (arena_bytes + 15) / 16 * 16);
    assert(file && arena);
    memcpy(file, bytes, size);
    if (fill) {
        memset(arena, fill, arena_bytes);
    }
    struct verifier_options options = {.services = service_table()};
    struct verifier_image image;
    alarm(SECONDS_PER_CHECK);
    enum verifier_status status = verifier_check(file, size, arena, arena_bytes, &options, &image, report);
    alarm(0);
    assert(status == report->status && memcmp(file, bytes, size) == 0);
    validate(report, size);
    free(arena);
    free(file);
    return status;
}

static uint64_t interesting(const struct corpus_file *file) {
    static const uint64_t values[] = {0,
                                      1,
                                      2,
                                      7,
                                      8,
                                      0x7f,
                                      0x80,
                                      0xff,
                                      0x1000,
                                      0xffff,
                                      0x10000,
                                      0x7fffffff,
                                      0x80000000,
                                      0xffffffff,
                                      1ull << 40,
                                      1ull << 61,
                                      1ull << 63,
                                      ~0ull,
                                      0x2000000000000001};
    size_t which = random_below(sizeof values / sizeof *values + 2);
    if (which < sizeof values / sizeof *values) {
        return values[which];
    }
    return which % 2 ? file->size : random_below(file->size);
}

/* Change `bytes` (a copy of the file) inside one part. */
static void corrupt_part(const struct corpus_file *file, const struct part *part, uint8_t *bytes) {
    size_t at = part->start + random_below(part->bytes);
    size_t left = part->start + part->bytes - at;
    switch (random_below(6)) {
    case 0:
        bytes[at] ^= (uint8_t)(1u << random_below(8));
        break;
    case 1:
        bytes[at] = (uint8_t)random_next();
        break;
    case 2: /* a field of 4 or 8 bytes takes a value that is often forgotten */
    case 3: {
        size_t width = random_below(2) ? 4 : 8;
        at = part->start + (at - part->start) / width * width;
        uint64_t value = interesting(file);
        left = part->start + part->bytes - at;
        memcpy(bytes + at, &value, width < left ? width : left);
        break;
    }
    case 4: { /* some bytes come from elsewhere in the same part */
        size_t count = 1 + random_below(left < 32 ? left : 32);
        size_t from = part->start + random_below(part->bytes - count + 1);
        memmove(bytes + at, file->bytes + from, count);
        break;
    }
    default: { /* or from any file */
        const struct corpus_file *other = &corpus[random_below(corpus_count)];
        size_t count = 1 + random_below(left < 16 ? left : 16);
        count = count < other->size ? count : other->size;
        memcpy(bytes + at, other->bytes + random_below(other->size - count + 1), count);
        break;
    }
    }
}

static void corrupt_once(uint64_t number) {
    const struct corpus_file *file = &corpus[random_below(corpus_count)];
    uint8_t *bytes = malloc(file->size);
    assert(bytes);
    memcpy(bytes, file->bytes, file->size);
    size_t size = file->size;
    const char *name;
    if (random_below(32) == 0) {
        name = "length";
        size = random_below(file->size);
    } else {
        const struct part *part = &file->parts[random_below(file->part_count)];
        name = part->name;
        for (size_t changes = 1 + random_below(3); changes > 0; changes--) {
            corrupt_part(file, part, bytes);
        }
    }
    struct verifier_report report, again;
    enum verifier_status status = check(bytes, size, 0, &report);
    if (number % 16 == 0) {
        check(bytes, size, 0xa5, &again);
        assert(again.status == report.status && again.clause == report.clause &&
               again.address == report.address && strcmp(again.detail, report.detail) == 0);
    }
    struct tally *tally = tally_of(name);
    tally->tried++;
    tally->accepted += status == VERIFIER_ACCEPTED;
    clause_counts[report.clause]++;
    free(bytes);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fputs("usage: corrupt SEED COUNT FILE.vx...\n", stderr);
        return 2;
    }
    uint64_t seed = strtoull(argv[1], nullptr, 0), count = strtoull(argv[2], nullptr, 0);
    for (int i = 3; i < argc; i++) {
        load(argv[i]);
        struct verifier_report report;
        struct corpus_file *file = &corpus[corpus_count - 1];
        if (check(file->bytes, file->size, 0, &report) != VERIFIER_ACCEPTED) {
            fprintf(stderr, "%s: rejected before it was changed: %s\n", argv[i], report.detail);
            return 1;
        }
    }
    printf("seed %" PRIu64 ", %" PRIu64 " corruptions of %zu files\n", seed, count, corpus_count);
    random_state = seed * 2 + 1;
    for (uint64_t i = 0; i < count; i++) {
        corrupt_once(i);
    }
    size_t reasons = 0;
    for (size_t i = CLAUSE_NONE + 1; i < CLAUSE_COUNT; i++) {
        if (clause_counts[i]) {
            reasons++;
            printf("%6" PRIu64 "  R%d %s\n", clause_counts[i],
                   (int)verifier_clause_rule((enum verifier_clause)i),
                   verifier_clause_id((enum verifier_clause)i));
        }
    }
    printf("%zu different reasons; %" PRIu64 " still accepted, by the part that was changed:\n", reasons,
           clause_counts[CLAUSE_NONE]);
    for (size_t i = 0; i < tally_count; i++) {
        printf("%6" PRIu64 " of %6" PRIu64 "  %s\n", tallies[i].accepted, tallies[i].tried, tallies[i].name);
    }
    if (count >= 5000 && reasons < REASONS_AT_LEAST) {
        printf("too few reasons: at least %d are expected\n", REASONS_AT_LEAST);
        return 1;
    }
    return 0;
}
