/* oracle [--steps N] [--seed N] [--stress 0|1] [--fault NAME] FILE.vx [ARGUMENT...]
 *
 * Verifies one file and runs it under the state oracle; --stress 0 leaves it to the heap when to collect. The
 * standard input is the program's, the program's output goes to standard output, a summary to standard error.
 * Status: 0 the machine and the verifier agree (the program's own status is in the summary), 1 they do not, 2
 * usage or a file that is not accepted. */
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "service_signature.h"

static const char *const fault_names[FAULT_COUNT] = {"none",   "value",  "interval", "extent",   "call",
                                                     "branch", "object", "slot",     "lifetime", "type",
                                                     "header", "null",   "publish",  "store",    "collect"};

static enum oracle_fault find_fault(const char *name) {
    for (int i = 0; i < FAULT_COUNT; i++) {
        if (strcmp(name, fault_names[i]) == 0)
            return (enum oracle_fault)i;
    }
    fprintf(stderr, "oracle: no fault is called %s\n", name);
    exit(2);
}

static uint8_t *read_input(size_t *bytes) {
    size_t room = 1 << 16, used = 0, count;
    uint8_t *input = malloc(room);
    while (input != NULL && (count = fread(input + used, 1, room - used, stdin)) > 0) {
        used += count;
        if (used == room)
            input = realloc(input, room *= 2);
    }
    *bytes = used;
    return input;
}

int main(int argc, char **argv) {
    struct oracle oracle = {.step_limit = 10000000, .random = 20261121, .stress = true, .with_files = true};
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--steps") == 0)
            oracle.step_limit = strtoull(argv[at + 1], NULL, 0);
        else if (strcmp(argv[at], "--seed") == 0)
            oracle.random = strtoull(argv[at + 1], NULL, 0) * 2 + 1;
        else if (strcmp(argv[at], "--stress") == 0)
            oracle.stress = strcmp(argv[at + 1], "0") != 0;
        else if (strcmp(argv[at], "--fault") == 0)
            oracle.fault = find_fault(argv[at + 1]);
        else
            break;
    }
    if (at >= argc || argv[at][0] == '-') {
        fputs("usage: oracle [--steps N] [--seed N] [--stress 0|1] [--fault NAME] FILE.vx [ARGUMENT...]\n",
              stderr);
        return 2;
    }
    size_t bytes, arena_bytes;
    uint8_t *file = file_read(argv[at], &bytes);
    void *arena = file_arena(bytes, &arena_bytes);
    struct verifier_options options = {.services = service_table()};
    struct verifier_image image;
    struct verifier_report report;
    if (verifier_check(file, bytes, arena, arena_bytes, &options, &image, &report) != VERIFIER_ACCEPTED) {
        char line[512];
        verifier_report_format(&report, line, sizeof line);
        fprintf(stderr, "%s: %s\n", argv[at], line);
        return 2;
    }
    oracle.options = &options;
    oracle.image = &image;
    oracle.arguments = (const char *const *)argv + at;
    oracle.argument_count = argc - at;
    uint8_t *input = read_input(&oracle.input_bytes);
    oracle.input = input;
    oracle_run(&oracle);
    fwrite(oracle.output, 1, oracle.output_bytes, stdout);
    static const char *const ends[] = {"", "exit", "killed", "limit"};
    fprintf(stderr,
            "%s %d: %llu instructions, %llu accesses, %llu calls, %llu hints, %llu facts compared, "
            "%llu pointer slots checked, %llu bytes and registers poisoned\n",
            ends[oracle.end], oracle.status, (unsigned long long)oracle.steps,
            (unsigned long long)oracle.accesses, (unsigned long long)oracle.calls,
            (unsigned long long)oracle.hints, (unsigned long long)oracle.facts,
            (unsigned long long)oracle.slots, (unsigned long long)oracle.poisoned);
    oracle_free(&oracle);
    free(input);
    free(arena);
    free(file);
    return 0;
}
