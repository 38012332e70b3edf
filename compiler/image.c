/* The last step of vcc, see image.h: the steps in order, failures, memory, and the output file.
 *
 * A failure anywhere ends the whole run by a jump back to image_write, which frees everything: no step has
 * to hand errors up. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model.h"

struct allocation {
    struct allocation *next;
    alignas(16) uint8_t bytes[];
};

void model_fail(struct model *model, enum image_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(model->failure->message, sizeof model->failure->message, format, arguments);
    va_end(arguments);
    model->status = status;
    longjmp(model->stop, 1);
}

void *model_allocate(struct model *model, size_t count, size_t item_bytes) {
    size_t bytes;
    struct allocation *allocation = nullptr;
    if (!__builtin_mul_overflow(count, item_bytes, &bytes) &&
        !__builtin_add_overflow(bytes, sizeof *allocation, &bytes)) {
        allocation = calloc(1, bytes);
    }
    if (!allocation) {
        model_fail(model, IMAGE_OUT_OF_MEMORY, "out of memory");
    }
    allocation->next = model->allocations;
    model->allocations = allocation;
    return allocation->bytes;
}

void *model_grow(struct model *model, void *items, size_t count, size_t *capacity, size_t item_bytes) {
    if (count < *capacity) {
        return items;
    }
    size_t wanted = *capacity ? *capacity * 2 : 16;
    void *grown = model_allocate(model, wanted, item_bytes);
    if (count > 0) {
        memcpy(grown, items, count * item_bytes);
    }
    *capacity = wanted;
    return grown;
}

char *model_format(struct model *model, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char buffer[4096];
    int length = vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    size_t kept = length < 0 ? 0 : (size_t)length < sizeof buffer ? (size_t)length : sizeof buffer - 1;
    char *text = model_allocate(model, kept + 1, 1);
    memcpy(text, buffer, kept);
    return text;
}

void model_free(struct model *model) {
    while (model->allocations) {
        struct allocation *next = model->allocations->next;
        free(model->allocations);
        model->allocations = next;
    }
}

/* The verifier names one function only, inference more. */
static void list_doubtful(struct model *model) {
    struct image_failure *failure = model->failure;
    size_t used = 0;
    for (size_t i = 0; i < model->function_count; i++) {
        const struct function *function = &model->functions[i];
        size_t length = strlen(function->name);
        if (function->is_doubtful && strcmp(function->name, failure->function) != 0 &&
            used + length + 2 <= sizeof failure->others) {
            used += (size_t)snprintf(failure->others + used, sizeof failure->others - used, "%s\n",
                                     function->name);
        }
    }
}

/* What the verifier says of the finished file. True if it accepts. */
static bool judge(struct model *model, const uint8_t *file, size_t bytes) {
    struct verifier_report *report = &model->failure->report;
    size_t arena_bytes = verifier_arena_bytes(bytes);
    void *arena = model_allocate(model, arena_bytes, 1);
    struct verifier_options options = {.services = service_table()};
    struct verifier_image image;
    switch (verifier_check(file, bytes, arena, arena_bytes, &options, &image, report)) {
    case VERIFIER_ACCEPTED:
        return true;
    case VERIFIER_OUT_OF_MEMORY:
        model_fail(model, IMAGE_OUT_OF_MEMORY, "the verifier's memory is too small");
    case VERIFIER_REJECTED:
        break;
    }
    verifier_report_format(report, model->failure->message, sizeof model->failure->message);
    if (report->address >= model->text.address && report->address - model->text.address < model->text.size) {
        snprintf(model->failure->function, sizeof model->failure->function, "%s",
                 model_function_at(model, report->address)->name);
        const struct vx_line *line = verifier_image_line(&image, (uint32_t)report->address);
        model->failure->line = line == nullptr ? 0 : line->line;
    }
    list_doubtful(model);
    return false;
}

static void write_file(struct model *model, const char *path, const uint8_t *file, size_t bytes) {
    FILE *stream = fopen(path, "wb");
    if (!stream) {
        model_fail(model, IMAGE_UNWRITABLE, "cannot create '%s': %s", path, strerror(errno));
    }
    bool written = fwrite(file, 1, bytes, stream) == bytes;
    int reason = errno;
    if (fclose(stream) != 0 && written) {
        written = false;
        reason = errno;
    }
    if (!written) {
        unlink(path);
        model_fail(model, IMAGE_UNWRITABLE, "cannot write '%s': %s", path, strerror(reason));
    }
}

static void make_image(struct model *model, const struct image_options *options,
                       struct image_counts *counts) {
    model_read(model, options->input);
    model_read_lines(model);
    model_build_tables(model, options);
    if (!options->no_hints) {
        model_infer(model, options);
    }
    size_t bytes;
    uint8_t *file = model_emit(model, options, &bytes);
    if (counts) {
        *counts = (struct image_counts){.functions = (uint32_t)model->function_count,
                                        .globals = (uint32_t)model->global_count,
                                        .imports = (uint32_t)model->import_count,
                                        .text_bytes = model->text.size,
                                        .hint_bytes = model->tables.hint_bytes,
                                        .file_bytes = bytes};
    }
    bool accepted = judge(model, file, bytes);
    if (accepted || options->keep_rejected) {
        write_file(model, options->output, file, bytes);
    }
    model->status = accepted ? IMAGE_WRITTEN : IMAGE_REJECTED;
}

enum image_status image_write(const struct image_options *options, struct image_failure *failure,
                              struct image_counts *counts) {
    struct model *model = calloc(1, sizeof *model);
    *failure = (struct image_failure){0};
    if (!model) {
        snprintf(failure->message, sizeof failure->message, "out of memory");
        return IMAGE_OUT_OF_MEMORY;
    }
    model->failure = failure;
    if (setjmp(model->stop) == 0) {
        make_image(model, options, counts);
    }
    enum image_status status = model->status;
    model_free(model);
    free(model);
    return status;
}
