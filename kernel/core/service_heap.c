/* The services of the process's heap, and what the runtime asks of the kernel.
 *
 * Called by the thunks of enter.S on the kernel's stack; results of two words come back in rax and rdx. The
 * verifier has shown that a type is one of the image's and that a reference is null or to memory of the process;
 * both are checked here once more, and a violation is a bug of ours. The counts may be anything. */
#include <vouch/errors.h>
#include <vouch/heap_figures.h>

#include "../../runtime/object.h"
#include "../../runtime/runtime.h"
#include "kernel_assert.h"
#include "image.h"
#include "process.h"

struct pair {
    uint64_t reference, number; /* rax, rdx */
};

uint64_t service_allocate(uint32_t type, uint64_t count);
struct pair service_locate(uint32_t type, uint64_t reference);
uint64_t service_start(uint32_t type, uint64_t reference);
struct pair service_extent(uint64_t reference);
void service_collect(void);
int64_t service_heap_figure(int which);

bool runtime_memory_commit(uint64_t address, uint64_t bytes) {
    return platform_memory_commit((void *)address, bytes) ||
           (image_trim() && platform_memory_commit((void *)address, bytes));
}

void runtime_local_start(void) {
    process_current->is_local = true;
}

void runtime_local_end(void) {
    process_current->is_local = false;
}

void runtime_panic(const char *text) {
    platform_panic(text);
}

/* Where the process holds references while it waits for a service: its stack from the return address on, and
 * the registers that the service gives back as they were. False if memory is out for a part of the stack that has not
 * been touched yet. */
static bool find_roots(const struct process *process, struct heap_roots *roots) {
    kernel_assert(process->process_stack >= process->window.stack &&
                  process->process_stack < process->stack_top);
    *roots = (struct heap_roots){
        .stack = (const uint64_t *)process->process_stack,
        .stack_end = (const uint64_t *)process->stack_top,
        .registers = process->registers,
        .register_count = PROCESS_REGISTERS_SAVED,
    };
    return process_touch(process, process->process_stack, process->stack_top - process->process_stack);
}

uint64_t service_allocate(uint32_t type, uint64_t count) {
    struct process *process = process_current;
    struct heap_roots roots;
    kernel_assert(type < process->heap.image->type_count);
    return find_roots(process, &roots) ? heap_allocate(&process->heap, type, count, &roots) : 0;
}

struct pair service_locate(uint32_t type, uint64_t reference) {
    const struct process *process = process_current;
    kernel_assert(type < process->heap.image->type_count);
    kernel_assert(reference == 0 ||
                  process_owns(process, reference, process->heap.image->types[type].size, false));
    struct pair result;
    result.reference = object_locate(&process->heap, type, reference, &result.number);
    return result;
}

uint64_t service_start(uint32_t type, uint64_t reference) {
    const struct process *process = process_current;
    struct object object;
    kernel_assert(type < process->heap.image->type_count);
    kernel_assert(reference == 0 ||
                  process_owns(process, reference, process->heap.image->types[type].size, false));
    const bool starts =
        object_find(&process->heap, reference, &object) && object.header && object.start == reference;
    return starts ? reference : 0;
}

struct pair service_extent(uint64_t reference) {
    const struct process *process = process_current;
    if (reference == 0)
        return (struct pair){.reference = 0, .number = 0};
    kernel_assert(process_owns(process, reference, 1, false));
    const uint64_t bytes = object_extent(&process->heap, reference);
    return (struct pair){.reference = reference, .number = bytes > 0 ? bytes : 1};
}

void service_collect(void) {
    struct process *process = process_current;
    struct heap_roots roots;
    if (find_roots(process, &roots))
        heap_collect(&process->heap, &roots);
}

int64_t service_heap_figure(int which) {
    const struct heap *heap = &process_current->heap;
    switch (which) {
    case VOUCH_HEAP_USED:
        return (int64_t)heap->used;
    case VOUCH_HEAP_LIMIT:
        return (int64_t)heap->limit;
    case VOUCH_HEAP_OBJECTS:
        return (int64_t)heap->objects;
    case VOUCH_HEAP_COLLECTIONS:
        return (int64_t)heap->collections;
    default:
        return -VOUCH_EINVAL;
    }
}
