/* Times the verifier on one file, for `make bench`: verifies it again and again for at least the time asked
 * for, and prints a line of JSON with the best and the median time and what the verifier counted.
 *
 *   verify_speed FILE [SECONDS]
 *
 * Processor time of this thread, so that other load on the machine disturbs little. The file must be
 * accepted. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <vouch/verifier.h>

#include "service_signature.h"

enum { RUNS_MIN = 3, RUNS_MAX = 10000 };

struct subject {
    void *file, *arena;
    size_t bytes, arena_bytes;
    struct verifier_image image;
    struct verifier_report report;
};

static double processor_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void read_subject(const char *path, struct subject *subject) {
    FILE *stream = fopen(path, "rb");
    if (!stream || fseek(stream, 0, SEEK_END) != 0) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    subject->bytes = (size_t)ftell(stream);
    rewind(stream);
    subject->file = malloc(subject->bytes + 1);
    subject->arena_bytes = verifier_arena_bytes(subject->bytes);
    subject->arena = malloc(subject->arena_bytes);
    if (!subject->file || !subject->arena ||
        fread(subject->file, 1, subject->bytes, stream) != subject->bytes) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    fclose(stream);
}

static double time_once(struct subject *subject, const char *path) {
    const struct verifier_options options = {.services = service_table()};
    const double start = processor_seconds();
    const enum verifier_status status =
        verifier_check(subject->file, subject->bytes, subject->arena, subject->arena_bytes, &options,
                       &subject->image, &subject->report);
    const double seconds = processor_seconds() - start;
    if (status != VERIFIER_ACCEPTED) {
        char line[512];
        verifier_report_format(&subject->report, line, sizeof line);
        fprintf(stderr, "%s: %s\n", path, line);
        exit(1);
    }
    return seconds;
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const struct subject *subject, const double *times, size_t runs) {
    const struct verifier_image *image = &subject->image;
    const struct verifier_report *report = &subject->report;
    const uint64_t tables = sizeof(struct vx_manifest) + image->type_count * sizeof(struct vx_type) +
                            image->signature_count * sizeof(struct vx_signature) +
                            image->parameter_count * sizeof(struct vx_parameter) +
                            image->function_count * sizeof(struct vx_function) +
                            image->frame_count * sizeof(struct vx_frame_object) +
                            image->global_count * sizeof(struct vx_global) +
                            image->import_count * sizeof(struct vx_import) + image->name_bytes;
    printf("{\"file_bytes\": %zu, \"text_bytes\": %" PRIu64 ", \"hint_bytes\": %" PRIu64
           ", \"table_bytes\": %" PRIu64 ", \"line_bytes\": %" PRIu64 ", \"loaded_bytes\": %" PRIu64
           ", \"instructions\": %" PRIu64 ", \"steps\": %" PRIu64 ", \"accesses\": %" PRIu64
           ", \"runs\": %zu, \"best_s\": %.6f, \"median_s\": %.6f}\n",
           subject->bytes, report->text_bytes, report->hint_bytes, tables,
           (uint64_t)(image->line_count * sizeof(struct vx_line)),
           image->text.file_bytes + image->rodata.file_bytes + image->data.file_bytes, report->instructions,
           report->steps, report->accesses, runs, times[0], times[runs / 2]);
}

int main(int argc, char **argv) {
    static double times[RUNS_MAX];
    struct subject subject;
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: verify_speed FILE [SECONDS]\n");
        return 2;
    }
    const double least = argc > 2 ? atof(argv[2]) : 0.5;
    double sum = 0;
    size_t runs = 0;
    read_subject(argv[1], &subject);
    while (runs < RUNS_MAX && (runs < RUNS_MIN || sum < least)) {
        times[runs] = time_once(&subject, argv[1]);
        sum += times[runs++];
    }
    qsort(times, runs, sizeof *times, compare);
    print(&subject, times, runs);
    free(subject.file);
    free(subject.arena);
    return 0;
}
