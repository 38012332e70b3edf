/* Unwinding a killed process's stack without tables of its compiler's: how deep rsp lies at an instruction is what the
 * verifier comes to there, so its check of that function is run again and asked.
 *
 * Only aligned words of the process's own stack are read, each above the one before, so it ends. What is found is only
 * printed: names and lines are the file's own and not trusted, and no decision hangs on any of it. */
#include "backtrace.h"

#include "../../runtime/text.h"
#include "image.h"

enum {
    CALLS_SHOWN = 32,
    CALLS_COUNTED = 1 << 20,
    CHECKS_MAX = 64, /* functions checked again; a deep recursion returns to few places */
    LINE_BYTES = 128
};

struct unwinder {
    const struct process *process;
    void *arena;
    size_t arena_bytes;
    unsigned check_count;
    struct {
        uint32_t address, depth;
    } known[CHECKS_MAX];
};

static bool find_depth(struct unwinder *unwinder, uint32_t address, uint32_t *depth) {
    const struct verifier_image *image = &unwinder->process->image->file.image;
    uint32_t function;
    for (unsigned i = 0; i < unwinder->check_count; i++) {
        if (unwinder->known[i].address == address) {
            *depth = unwinder->known[i].depth;
            return true;
        }
    }
    if (!unwinder->arena || unwinder->check_count == CHECKS_MAX ||
        !verifier_image_function(image, address, &function) ||
        !verifier_stack_depth(image, function, address, unwinder->arena, unwinder->arena_bytes, depth))
        return false;
    unwinder->known[unwinder->check_count].address = address;
    unwinder->known[unwinder->check_count++].depth = *depth;
    return true;
}

/* From an instruction in a function to the one behind the call of it. False at the outermost, or where the stack is not
 * what it should be. */
static bool find_caller(struct unwinder *unwinder, uint32_t *address, uint64_t *stack_pointer) {
    const struct process_window *window = &unwinder->process->window;
    const struct verifier_segment *text = &unwinder->process->image->file.image.text;
    uint32_t depth;
    if (!find_depth(unwinder, *address, &depth))
        return false;
    const uint64_t place = *stack_pointer + depth;
    if (place % 8 != 0 || place < window->stack || place > unwinder->process->stack_top - 8)
        return false;
    const uint64_t offset = *(const uint64_t *)place - window->text;
    if (offset == 0 || offset >= text->file_bytes)
        return false; /* the entry returns to the kernel */
    *address = (uint32_t)(text->address + offset);
    *stack_pointer = place + 8;
    return true;
}

static void add_line(struct text *text, const char *line) {
    if (text->bytes - text->used > LINE_BYTES) {
        text_add(text, line);
        text_add(text, "\n");
    }
}

void backtrace_format(const struct process *process, uint64_t instruction_pointer, uint64_t stack_pointer,
                      char *buffer, size_t bytes) {
    struct unwinder unwinder = {.process = process,
                                .arena_bytes = verifier_arena_bytes(process->image->file.bytes)};
    unwinder.arena = platform_memory_allocate(unwinder.arena_bytes);
    struct text text = text_start(buffer, bytes);
    uint32_t address =
        (uint32_t)(instruction_pointer - process->window.text + process->image->file.image.text.address);
    uint32_t count = 0;
    char line[LINE_BYTES] = "at ";
    do {
        if (count < CALLS_SHOWN) {
            /* A return address may be that of another line, or of another function's first byte. */
            verifier_image_place(&process->image->file.image, count == 0 ? address : address - 1, line + 3,
                                 sizeof line - 3);
            add_line(&text, line);
        }
        count++;
    } while (count < CALLS_COUNTED && find_caller(&unwinder, &address, &stack_pointer));
    if (count > CALLS_SHOWN) {
        struct text rest = text_start(line, sizeof line);
        text_add(&rest, count == CALLS_COUNTED ? "and more than " : "and ");
        text_add_number(&rest, count - CALLS_SHOWN);
        text_add(&rest, " more");
        add_line(&text, line);
    }
    if (unwinder.arena)
        platform_memory_free(unwinder.arena, unwinder.arena_bytes);
}
