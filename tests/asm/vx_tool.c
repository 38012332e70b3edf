/* A tool of the tests: makes .vx files that the verifier may refuse, and says exactly why it refuses.
 *
 *   vx_tool make LINKED.elf OUT.vx    write OUT.vx, rejected or not, with whole hints for attacks to edit
 *   vx_tool verify FILE...            a line each: verdict, rule, clause, address, place, detail,
 * tab-separated
 *
 * vcc never writes a file that the verifier refuses, and `vouch verify` speaks to people: neither serves a
 * suite whose files are attacks. The verdict here is the library's own, the same that the kernel links. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vouch/verifier.h>

#include "compiler/image.h"
#include "service_signature.h"

static int make(const char *input, const char *output) {
    struct image_options options = {
        .input = input, .output = output, .keep_rejected = true, .whole_hints = true};
    struct image_failure failure;
    enum image_status status = image_write(&options, &failure, nullptr);
    if (status != IMAGE_WRITTEN && status != IMAGE_REJECTED) {
        fprintf(stderr, "%s: %s\n", input, failure.message);
        return 1;
    }
    return 0;
}

static bool verify(const char *path) {
    FILE *stream = fopen(path, "rb");
    if (!stream || fseek(stream, 0, SEEK_END) != 0) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return false;
    }
    size_t bytes = (size_t)ftell(stream);
    rewind(stream);
    void *file = malloc(bytes ? bytes : 1);
    size_t arena_bytes = verifier_arena_bytes(bytes);
    void *arena = malloc(arena_bytes);
    if (!file || !arena || fread(file, 1, bytes, stream) != bytes) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    fclose(stream);

    struct verifier_options options = {.services = service_table()};
    struct verifier_image image;
    struct verifier_report report;
    switch (verifier_check(file, bytes, arena, arena_bytes, &options, &image, &report)) {
    case VERIFIER_ACCEPTED:
        printf("accepted\n");
        break;
    case VERIFIER_REJECTED:
        printf("rejected\tR%d\t%s\t0x%" PRIx32 "\t%s\t%s\n", (int)verifier_clause_rule(report.clause),
               verifier_clause_id(report.clause), report.address, report.place, report.detail);
        break;
    case VERIFIER_OUT_OF_MEMORY:
        printf("out of memory\n");
        break;
    }
    free(arena);
    free(file);
    return true;
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "make") == 0) {
        return make(argv[2], argv[3]);
    }
    if (argc >= 3 && strcmp(argv[1], "verify") == 0) {
        for (int i = 2; i < argc; i++) {
            if (!verify(argv[i])) {
                return 2;
            }
        }
        return 0;
    }
    fputs("usage: vx_tool make LINKED.elf OUT.vx | vx_tool verify FILE...\n", stderr);
    return 2;
}
