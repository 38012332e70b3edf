/* Seeded mutants of accepted programs: whatever the verifier still accepts runs under the state oracle.
 *
 *   mutants SEED WANTED SECONDS DIRECTORY FILE...
 *
 * FILE.vx: code, hints and tables are changed in the file. FILE.elf, a linked program: the code is changed, or
 * what .vouch.meta says of types, signatures and globals, and vcc's inference makes new hints for it, so that
 * many more mutants are accepted. Each allocation of a run collects. Stops when WANTED
 * mutants have run or SECONDS have passed. A mutant on which verifier and machine disagree stays in
 * DIRECTORY. */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compiler/image.h"
#include "files.h"
#include "oracle.h"
#include "service_signature.h"

enum {
    SUBJECTS_MAX = 1024,
    PARTS_MAX = 11,
    MUTANT_STEPS = 20000,
    ACCEPTED_AT_LEAST = 100,
    PATH_MAX_BYTES = 512
};

struct part {
    const char *name;
    size_t start, bytes;
    uint32_t weight;
};

struct subject {
    const char *path;
    bool linked;
    uint8_t *bytes;
    size_t size;
    struct part parts[PARTS_MAX];
    size_t part_count;
    uint64_t text_address;
    size_t *instructions; /* offsets into the file */
    size_t instruction_count;
};

struct tally {
    uint64_t tried, accepted, ends[END_LIMIT + 1];
};

static struct subject subjects[SUBJECTS_MAX];
static size_t subject_count;
static struct tally tallies[PARTS_MAX];
enum { PART_TEXT, PART_META, PART_HINTS }; /* the first ones of part_names */
static const char *const part_names[PARTS_MAX] = {
    ".text",          ".vouch.meta",        ".vouch.hints",      ".vouch.frames",
    ".vouch.types",   ".vouch.slots",       ".vouch.signatures", ".vouch.parameters",
    ".vouch.globals", ".vouch.relocations", ".vouch.functions"};
static const uint32_t part_weights[PARTS_MAX] = {40, 12, 14, 2, 3, 4, 1, 4, 3, 3, 1};
static uint64_t random_state;
static char scratch[PATH_MAX_BYTES], scratch_elf[PATH_MAX_BYTES];
static uint8_t *mutant;
static size_t mutant_bytes;

static uint64_t random_next(void) { /* xorshift64* */
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 0x2545f4914f6cdd1d;
}

static size_t random_below(size_t limit) {
    return (size_t)((random_next() >> 8) % limit);
}

static void write_file(const char *path, const uint8_t *bytes, size_t size) {
    FILE *stream = fopen(path, "wb");
    if (stream == NULL || fwrite(bytes, 1, size, stream) != size || fclose(stream) != 0) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(2);
    }
}

static void keep_mutant(void) {
    write_file(scratch, mutant, mutant_bytes);
    printf("  the mutant is in %s\n", scratch);
}

/* Where the code's instructions start, by decoding on from wherever decoding works. */
static void find_instructions(struct subject *subject, const struct part *text) {
    subject->instructions = calloc(text->bytes + 1, sizeof *subject->instructions);
    if (subject->instructions == NULL)
        abort();
    for (size_t at = 0; at < text->bytes;) {
        struct instruction instruction;
        if (!decode_instruction(subject->bytes + text->start + at, text->bytes - at, 0, &instruction)) {
            at++;
            continue;
        }
        subject->instructions[subject->instruction_count++] = text->start + at;
        at += instruction.length;
    }
}

static void load(const char *path) {
    struct subject *subject = &subjects[subject_count++];
    size_t length = strlen(path);
    Elf64_Ehdr header;
    Elf64_Shdr names, section;
    subject->path = path;
    subject->linked = length > 4 && strcmp(path + length - 4, ".elf") == 0;
    subject->bytes = file_read(path, &subject->size);
    memcpy(&header, subject->bytes, sizeof header);
    memcpy(&names, subject->bytes + header.e_shoff + header.e_shstrndx * sizeof names, sizeof names);
    for (size_t i = 1; i < header.e_shnum; i++) {
        memcpy(&section, subject->bytes + header.e_shoff + i * sizeof section, sizeof section);
        const char *name = (const char *)subject->bytes + names.sh_offset + section.sh_name;
        for (size_t j = 0; j < PARTS_MAX; j++) {
            if (strcmp(name, part_names[j]) != 0 || section.sh_size == 0)
                continue;
            subject->parts[subject->part_count++] =
                (struct part){part_names[j], section.sh_offset, section.sh_size, part_weights[j]};
            if (j == PART_TEXT)
                find_instructions(subject, &subject->parts[subject->part_count - 1]);
        }
    }
    if (subject->instruction_count == 0 || subject_count == SUBJECTS_MAX) {
        fprintf(stderr, "%s: no code, or too many files\n", path);
        exit(2);
    }
}

static size_t instruction_length(const struct subject *subject, size_t number) {
    size_t next = number + 1 < subject->instruction_count ? subject->instructions[number + 1]
                                                          : subject->instructions[number] + 1;
    size_t length = next - subject->instructions[number];
    return length < 15 ? length : 15;
}

static void mutate_byte(uint8_t *byte) {
    static const uint8_t edges[] = {0, 1, 4, 8, 0x7f, 0x80, 0xf8, 0xff};
    switch (random_below(5)) {
    case 0:
        *byte ^= (uint8_t)(1u << random_below(8));
        break;
    case 1:
        (*byte)++;
        break;
    case 2:
        (*byte)--;
        break;
    case 3:
        *byte = edges[random_below(sizeof edges)];
        break;
    default:
        *byte = (uint8_t)random_next();
        break;
    }
}

/* A whole instruction gives way to another of its length, from here or elsewhere, or to padding. */
static void replace_instruction(const struct subject *subject, size_t number) {
    static const uint8_t nops[9][9] = {{0x90},
                                       {0x66, 0x90},
                                       {0x0f, 0x1f, 0x00},
                                       {0x0f, 0x1f, 0x40, 0x00},
                                       {0x0f, 0x1f, 0x44, 0x00, 0x00},
                                       {0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00},
                                       {0x0f, 0x1f, 0x80, 0, 0, 0, 0},
                                       {0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0},
                                       {0x66, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0}};
    size_t length = instruction_length(subject, number), at = subject->instructions[number];
    if (random_below(3) == 0 && length <= 9) {
        memcpy(mutant + at, nops[length - 1], length);
        return;
    }
    for (int attempt = 0; attempt < 50; attempt++) {
        const struct subject *other = random_below(2) ? subject : &subjects[random_below(subject_count)];
        size_t from = random_below(other->instruction_count);
        if (instruction_length(other, from) != length)
            continue;
        memcpy(mutant + at, other->bytes + other->instructions[from], length);
        if (other == subject && random_below(2)) /* swap */
            memcpy(mutant + subject->instructions[from], subject->bytes + at, length);
        return;
    }
}

static void mutate_code(const struct subject *subject) {
    size_t number = random_below(subject->instruction_count), at = subject->instructions[number];
    size_t length = instruction_length(subject, number);
    switch (random_below(4)) {
    case 0:
        replace_instruction(subject, number);
        break;
    case 1: /* the last byte: an immediate, a displacement, a ModRM */
        mutate_byte(&mutant[at + length - 1]);
        break;
    default: {
        bool condition = (mutant[at] & 0xf0) == 0x70;
        if (condition && random_below(2))
            mutant[at] ^= (uint8_t)(1 + random_below(15));
        else
            mutate_byte(&mutant[at + random_below(length)]);
        break;
    }
    }
}

/* Another digit, kind, right or lifetime in the text that describes types, signatures and globals. */
static void mutate_meta(const struct part *part) {
    static const char *const alike[] = {"0123456789", "oOaApPx", "!^~+", "il", "rw", "vbhilfd"};
    for (int attempt = 0; attempt < 200; attempt++) {
        uint8_t *byte = &mutant[part->start + random_below(part->bytes)];
        const char *group = alike[random_below(sizeof alike / sizeof *alike)];
        if (*byte == 0 || strchr(group, *byte) == NULL)
            continue;
        *byte = (uint8_t)group[random_below(strlen(group))];
        return;
    }
}

static void mutate_table(const struct part *part) {
    size_t at = part->start + random_below(part->bytes);
    if (part->name == part_names[PART_HINTS] || random_below(2)) {
        mutate_byte(&mutant[at]);
        return;
    }
    static const int32_t changes[] = {1, -1, 4, -4, 8, -8, 16, -16, 64, 4096};
    uint32_t field;
    at = part->start + (at - part->start) / 4 * 4;
    memcpy(&field, &mutant[at], sizeof field);
    field += (uint32_t)changes[random_below(sizeof changes / sizeof *changes)];
    memcpy(&mutant[at], &field, sizeof field);
}

/* Make a mutant of the subject; the part that was changed, as an index into part_names. */
static size_t mutate(const struct subject *subject) {
    uint32_t total = 0;
    for (size_t i = 0; i < subject->part_count; i++)
        total += subject->parts[i].weight;
    size_t pick = random_below(total), chosen = 0;
    while (pick >= subject->parts[chosen].weight)
        pick -= subject->parts[chosen++].weight;
    const struct part *part = &subject->parts[chosen];
    mutant_bytes = subject->size;
    free(mutant);
    mutant = malloc(mutant_bytes);
    if (mutant == NULL)
        abort();
    memcpy(mutant, subject->bytes, mutant_bytes);
    for (size_t changes = 1 + random_below(2); changes > 0; changes--) {
        if (part->name == part_names[PART_TEXT])
            mutate_code(subject);
        else if (part->name == part_names[PART_META])
            mutate_meta(part);
        else
            mutate_table(part);
    }
    size_t index = 0;
    while (part_names[index] != part->name)
        index++;
    return index;
}

/* New hints for changed code, by vcc's image writer. False if it makes no file that is accepted. */
static bool infer_again(void) {
    write_file(scratch_elf, mutant, mutant_bytes);
    struct image_options options = {.input = scratch_elf, .output = scratch};
    struct image_failure failure;
    if (image_write(&options, &failure, NULL) != IMAGE_WRITTEN)
        return false;
    free(mutant);
    mutant = file_read(scratch, &mutant_bytes);
    return true;
}

static enum oracle_end run_mutant(struct verifier_image *image, const struct verifier_options *options,
                                  uint64_t *steps) {
    static const char input[] = "some words of input: 17 and -3\nand a second line\n";
    static const char *const arguments[] = {"mutant", "5", "-"};
    struct oracle oracle = {.options = options,
                            .image = image,
                            .step_limit = MUTANT_STEPS,
                            .random = random_next() | 1,
                            .arguments = arguments,
                            .argument_count = 3,
                            .input = (const uint8_t *)input,
                            .input_bytes = sizeof input - 1,
                            .stress = true,
                            .on_miss = keep_mutant};
    oracle_run(&oracle);
    enum oracle_end end = oracle.end;
    *steps += oracle.steps;
    oracle_free(&oracle);
    return end;
}

static void try_mutant(const struct subject *subject, uint64_t *steps) {
    struct tally *tally = &tallies[mutate(subject)];
    size_t arena_bytes;
    struct verifier_options options = {.services = service_table()};
    struct verifier_image image;
    struct verifier_report report;
    tally->tried++;
    if (subject->linked && !infer_again())
        return;
    void *arena = file_arena(mutant_bytes, &arena_bytes);
    if (verifier_check(mutant, mutant_bytes, arena, arena_bytes, &options, &image, &report) ==
        VERIFIER_ACCEPTED) {
        tally->accepted++;
        tally->ends[run_mutant(&image, &options, steps)]++;
    }
    free(arena);
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fputs("usage: mutants SEED WANTED SECONDS DIRECTORY FILE...\n", stderr);
        return 2;
    }
    uint64_t wanted = strtoull(argv[2], NULL, 0), accepted = 0, tried = 0, steps = 0;
    time_t end = time(NULL) + (time_t)strtoll(argv[3], NULL, 0);
    random_state = strtoull(argv[1], NULL, 0) * 2 + 1;
    snprintf(scratch, sizeof scratch, "%s/mutant.vx", argv[4]);
    snprintf(scratch_elf, sizeof scratch_elf, "%s/mutant.elf", argv[4]);
    for (int i = 5; i < argc; i++)
        load(argv[i]);
    while (accepted < wanted && time(NULL) < end) {
        try_mutant(&subjects[random_below(subject_count)], &steps);
        tried++;
        accepted = 0;
        for (size_t i = 0; i < PARTS_MAX; i++)
            accepted += tallies[i].accepted;
    }
    printf("seed %s: %llu mutants of %zu files, %llu accepted and run, %llu instructions, no disagreement\n",
           argv[1], (unsigned long long)tried, subject_count, (unsigned long long)accepted,
           (unsigned long long)steps);
    for (size_t i = 0; i < PARTS_MAX; i++) {
        const struct tally *tally = &tallies[i];
        printf("%7llu of %7llu  %-17s  %llu end, %llu are killed, %llu reach the limit\n",
               (unsigned long long)tally->accepted, (unsigned long long)tally->tried, part_names[i],
               (unsigned long long)tally->ends[END_EXIT], (unsigned long long)tally->ends[END_KILLED],
               (unsigned long long)tally->ends[END_LIMIT]);
    }
    return accepted < ACCEPTED_AT_LEAST ? 1 : 0; /* fewer would be no test */
}
