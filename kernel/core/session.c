/* The session: what processes share besides the processor. */
#include "session.h"

#include <vouch/errors.h>

#include "../platform/platform.h"
#include "kernel_assert.h"
#include "memory_functions.h"

static const struct kernel_program *session_program;
static size_t input_read; /* bytes taken of the program's input */
static struct image
    *images[KERNEL_IMAGES_MAX]; /* of the program's list, held; null: not loaded, or rejected */

void session_start(const struct kernel_program *program) {
    kernel_assert(!session_program && program->image_count <= KERNEL_IMAGES_MAX);
    session_program = program;
    input_read = 0;
}

void session_end(void) {
    for (size_t i = 0; i < session_program->image_count; i++) {
        if (images[i])
            image_release(images[i]);
        images[i] = nullptr;
    }
    session_program = nullptr;
}

static int load_image(size_t number) {
    const struct kernel_image *source = &session_program->images[number];
    struct verifier_report report;
    const char *failure;
    switch (image_load(source->file, source->file_bytes, &images[number], &report, &failure)) {
    case IMAGE_READY:
        return 0;
    case IMAGE_REJECTED:
        return -VOUCH_ENOEXEC;
    case IMAGE_FAILED:
        return -VOUCH_ENOMEM;
    }
    platform_panic("an outcome that no load has");
}

void session_prepare(void) {
    for (size_t i = 0; i < session_program->image_count; i++)
        (void)load_image(i); /* whoever spawns it is told */
}

/* Is `name` what a program is spawned by: its file's name without the folder, with ".vx" or without? */
static bool is_name_of(const char *file, const char *name, uint64_t bytes) {
    static const char suffix[] = ".vx";
    for (const char *at = file; *at != '\0'; at++)
        if (*at == '/')
            file = at + 1;
    uint64_t at = 0;
    while (at < bytes && file[at] != '\0' && file[at] == name[at])
        at++;
    if (at < bytes)
        return false;
    unsigned rest = 0;
    while (suffix[rest] != '\0' && file[at + rest] == suffix[rest])
        rest++;
    return file[at] == '\0' || (suffix[rest] == '\0' && file[at + rest] == '\0');
}

int session_find_image(const char *name, uint64_t bytes, struct image **image, const char **full_name) {
    for (size_t i = 0; i < session_program->image_count; i++) {
        const char *candidate = session_program->images[i].name;
        if (!is_name_of(candidate, name, bytes))
            continue;
        const int failure = images[i] ? 0 : load_image(i);
        *image = images[i];
        *full_name = candidate;
        return failure;
    }
    return -VOUCH_ENOENT;
}

bool session_has_heap_stress(void) {
    return session_program->heap_stress;
}

bool session_input_waits(void) {
    return session_program->input_kind == KERNEL_INPUT_CONSOLE && !platform_console_ready();
}

int64_t session_read_input(void *bytes, uint64_t count) {
    const struct kernel_program *program = session_program;
    switch (program->input_kind) {
    case KERNEL_INPUT_NONE:
        return 0;
    case KERNEL_INPUT_CONSOLE:
        return platform_console_read(bytes, count);
    case KERNEL_INPUT_BYTES:
        break;
    }
    const size_t left = program->input_bytes - input_read;
    const size_t taken = count < left ? count : left;
    memcpy(bytes, (const uint8_t *)program->input + input_read, taken);
    input_read += taken;
    return (int64_t)taken;
}
