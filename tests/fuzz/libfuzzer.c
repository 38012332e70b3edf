/* verifier_check under libFuzzer, with ASan and UBSan: no read outside the file and the arena, a well-formed
 * report, no more work than was promised, the file left as it was. The corpus is the programs of the build.
 *
 * The custom mutator changes parts of the file that the verifier reads (headers, text, tables) and leaves the
 * rest to libFuzzer: most of a .vx is DWARF, which no one reads. */
#include <assert.h>
#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <vouch/verifier.h>

#include "service_signature.h"

enum { STEPS_SLACK = 100000 }; /* what one instruction or hint may take after the limit was last looked at */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t size_max);

static void check_text(const char *text, size_t size) {
    const char *end = memchr(text, 0, size);
    assert(end != NULL);
    for (; text < end; text++)
        assert(*text >= ' ' && *text <= '~');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t arena_bytes = verifier_arena_bytes(size);
    uint8_t *file = malloc(size > 0 ? size : 1);
    void *arena = aligned_alloc(16, (arena_bytes + 15) / 16 * 16);
    struct verifier_options options = {.services = service_table()};
    struct verifier_image image;
    struct verifier_report report;
    char line[512];
    assert(file != NULL && arena != NULL);
    memcpy(file, data, size);
    enum verifier_status status = verifier_check(file, size, arena, arena_bytes, &options, &image, &report);
    assert(status == report.status && (status == VERIFIER_ACCEPTED || status == VERIFIER_REJECTED));
    assert((status == VERIFIER_ACCEPTED) == (report.clause == CLAUSE_NONE));
    assert(report.steps <= (uint64_t)VERIFIER_STEPS_PER_BYTE * size + STEPS_SLACK);
    assert(memcmp(file, data, size) == 0);
    check_text(report.place, sizeof report.place);
    check_text(report.detail, sizeof report.detail);
    verifier_report_format(&report, line, sizeof line);
    check_text(line, sizeof line);
    free(arena);
    free(file);
    return 0;
}

/* One of the places that matter: [*start, *start + *bytes). False if the file is no ELF file any more. */
static bool find_part(const uint8_t *data, size_t size, unsigned seed, size_t *start, size_t *bytes) {
    Elf64_Ehdr header;
    if (size < sizeof header)
        return false;
    memcpy(&header, data, sizeof header);
    unsigned count = header.e_shnum;
    if (seed % 16 == 0 || count == 0) {
        *start = 0;
        *bytes = sizeof header + 3 * sizeof(Elf64_Phdr);
    } else if (seed % 16 == 1) {
        *start = header.e_shoff;
        *bytes = count * sizeof(Elf64_Shdr);
    } else {
        Elf64_Shdr section;
        uint64_t at = header.e_shoff + seed / 16 % count * sizeof section;
        if (at > size || size - at < sizeof section)
            return false;
        memcpy(&section, data + at, sizeof section);
        *start = section.sh_offset;
        *bytes = section.sh_type == SHT_NOBITS ? 0 : section.sh_size;
    }
    return *bytes > 0 && *start < size && *bytes <= size - *start;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed) {
    size_t start, bytes;
    if (seed % 32 == 31 || !find_part(data, size, seed, &start, &bytes))
        return LLVMFuzzerMutate(data, size, size_max);
    size_t window = 1 + seed / 512 % 64, at = start + seed / 7 % bytes;
    if (window > start + bytes - at)
        window = start + bytes - at;
    LLVMFuzzerMutate(data + at, window, window); /* in place: nothing moves */
    return size;
}
