/* Verifying a file that is not going to be loaded, see vouch_check.h. */
#include "vouch_check.h"

#include <stdlib.h>

#include "service_signature.h"

bool check_file(const struct file *file, verifier_observe *observe, void *context,
                struct verifier_image *image, struct verifier_report *report) {
    const struct verifier_options options = {
        .services = service_table(), .observe = observe, .observe_context = context};
    const size_t arena_bytes = verifier_arena_bytes(file->count);
    void *arena = malloc(arena_bytes);
    if (!arena) {
        print_error("out of memory: the verifier needs %zu bytes", arena_bytes);
        return false;
    }
    const enum verifier_status status =
        verifier_check(file->bytes, file->count, arena, arena_bytes, &options, image, report);
    free(arena);
    if (status == VERIFIER_OUT_OF_MEMORY)
        print_error("bug: the verifier's arena is too small");
    return status != VERIFIER_OUT_OF_MEMORY;
}
