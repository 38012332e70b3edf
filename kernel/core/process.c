/* The table of processes: records, their lists, and the beginning and end of what a process owns.
 *
 * Records come in slabs that are never given back, so a pointer to a record is good for as long as the machine runs;
 * whether the process in it still lives is what its number says. */
#include "process.h"

#include <stddef.h>

#include <vouch/errors.h>

#include "image.h"
#include "kernel_assert.h"
#include "memory_functions.h"

enum {
    SLAB_RECORDS = 32,
    INDEX_BITS = 14,
    GENERATION_MAX = 0x1ffff, /* an id is positive: generation above index, the first generation is 1 */
};

static_assert(offsetof(struct process, kernel_stack) == 0 && offsetof(struct process, process_stack) == 8 &&
                  offsetof(struct process, registers) == 16 && offsetof(struct process, results) == 64 &&
                  offsetof(struct process, interrupted) == 80 && offsetof(struct process, vectors) == 224 &&
                  offsetof(struct process, local_stack) == 736 &&
                  offsetof(struct platform_registers, rip) == 128 &&
                  offsetof(struct platform_registers, rflags) == 136,
              "enter.S knows these offsets");
static_assert(PROCESS_COUNT_MAX <= 1 << INDEX_BITS && PROCESS_COUNT_MAX % SLAB_RECORDS == 0);

static struct process *slabs[PROCESS_COUNT_MAX / SLAB_RECORDS];
static uint32_t record_count, used_count; /* in slabs; in use */
static struct process_link free_records;

struct process *process_current;

void process_list_start(struct process_link *head) {
    *head = (struct process_link){.next = head, .previous = head};
}

bool process_list_is_empty(const struct process_link *head) {
    return head->next == head;
}

void process_list_append(struct process_link *head, struct process_link *link) {
    kernel_assert(!link->next);
    *link = (struct process_link){.next = head, .previous = head->previous};
    head->previous->next = link;
    head->previous = link;
}

void process_list_remove(struct process_link *link) {
    kernel_assert(link->next);
    link->next->previous = link->previous;
    link->previous->next = link->next;
    *link = (struct process_link){.next = nullptr};
}

static bool add_slab(void) {
    if (record_count == PROCESS_COUNT_MAX)
        return false;
    struct process *slab = platform_memory_allocate(SLAB_RECORDS * sizeof *slab);
    if (!slab)
        return false;
    slabs[record_count / SLAB_RECORDS] = slab;
    for (uint32_t i = 0; i < SLAB_RECORDS; i++) {
        slab[i].id = (int)(record_count + i); /* generation 0: never used */
        process_list_append(&free_records, &slab[i].queue);
    }
    record_count += SLAB_RECORDS;
    return true;
}

static struct process *take_record(void) {
    if (!free_records.next)
        process_list_start(&free_records);
    if (process_list_is_empty(&free_records) && !add_slab())
        return nullptr;
    struct process_link *link = free_records.next;
    process_list_remove(link);
    struct process *process = (struct process *)((uint8_t *)link - offsetof(struct process, queue));
    const int old = process->id;
    const int generation = old >> INDEX_BITS == GENERATION_MAX ? 1 : (old >> INDEX_BITS) + 1;
    *process = (struct process){.id = generation << INDEX_BITS | (old & ((1 << INDEX_BITS) - 1))};
    used_count++;
    return process;
}

static void free_record(struct process *process) {
    process->state = PROCESS_FREE;
    process_list_append(&free_records, &process->queue);
    used_count--;
}

struct process *process_find(int id) {
    const uint32_t index = (uint32_t)id & ((1u << INDEX_BITS) - 1);
    if (id <= 0 || index >= record_count)
        return nullptr;
    struct process *process = &slabs[index / SLAB_RECORDS][index % SLAB_RECORDS];
    return process->id == id && process->state != PROCESS_FREE ? process : nullptr;
}

uint32_t process_count(void) {
    return used_count;
}

struct process *process_first_ended(const struct process *process) {
    if (process_list_is_empty(&process->ended))
        return nullptr;
    return (struct process *)((uint8_t *)process->ended.next - offsetof(struct process, siblings));
}

bool process_is_descendant(const struct process *process, const struct process *ancestor) {
    for (unsigned depth = 0; depth <= PROCESS_DEPTH_MAX && process->parent; depth++) {
        if (process->parent == ancestor)
            return true;
        process = process->parent;
    }
    return false;
}

/* Put a copy of the arguments, if any, at the top of the stack, and say where the process's own part ends. */
static bool make_stack(struct process *process, const struct process_order *order) {
    const struct process_window *window = &process->window;
    const uint64_t block = order->argument_block ? order->argument_bytes : 0;
    kernel_assert(block <= PROCESS_ARGUMENT_BYTES_MAX);
    process->stack_top = (window->stack_end - block) & ~15ull;
    if (!platform_memory_touch((void *)(process->stack_top - 16),
                               window->stack_end - process->stack_top + 16))
        return false;
    if (block > 0)
        memcpy((void *)process->stack_top, order->argument_block, block);
    process->arguments = order->arguments;
    process->argument_count = order->argument_count;
    process->argument_bytes = order->argument_bytes;
    return true;
}

static bool fill_window(struct process *process, const struct process_order *order) {
    const struct verifier_image *image = &order->image->file.image;
    const uint64_t distance = process->window.text - image->text.address;
    process->entry = distance + image->functions[image->manifest->entry].start;
    if (!make_stack(process, order) ||
        !heap_start(&process->heap, image, distance, process->window.heap, image->manifest->heap_bytes))
        return false;
    process->heap.stress = order->heap_stress;
    process->local_stack = process->window.guard;
    return platform_memory_touch((void *)process->window.local_stack, PROCESS_LOCAL_STACK_BYTES);
}

struct process *process_create(const struct process_order *order, int *failure) {
    const struct process *parent = order->parent;
    *failure = -VOUCH_EAGAIN;
    if (parent && parent->depth == PROCESS_DEPTH_MAX)
        return nullptr;
    struct process *process = take_record();
    if (!process)
        return nullptr;
    *failure = -VOUCH_ENOMEM;
    if (!image_take_window(order->image, &process->window)) {
        free_record(process);
        return nullptr;
    }
    image_hold(order->image);
    process->image = order->image;
    process->name = order->name;
    process->priority = order->priority;
    process->end = KERNEL_EXITED;
    for (unsigned i = 0; i < PROCESS_FILES_MAX; i++)
        process->files[i] = -1;
    process_list_start(&process->children);
    process_list_start(&process->ended);
    process->discarded = process->window.heap;
    if (!fill_window(process, order)) {
        while (!process_release(process, UINT64_MAX)) {
        }
        free_record(process);
        return nullptr;
    }
    process->state = PROCESS_READY;
    process->continuation = PROCESS_BEGIN;
    if (parent) {
        process->parent = order->parent;
        process->depth = (uint8_t)(parent->depth + 1);
        process_list_append(&order->parent->children, &process->siblings);
    }
    return process;
}

/* Discard what there is from process->discarded to `end`, but no more than *bytes. True if nothing is left there. */
static bool discard_until(struct process *process, uint64_t end, uint64_t *bytes) {
    if (process->discarded >= end)
        return true;
    const uint64_t left = end - process->discarded;
    const uint64_t step = left < *bytes ? left : *bytes;
    if (step > 0)
        platform_memory_discard((void *)process->discarded, step);
    process->discarded += step;
    *bytes -= step;
    return process->discarded == end;
}

bool process_release(struct process *process, uint64_t bytes) {
    const struct process_window *window = &process->window;
    for (unsigned i = 0; i < PROCESS_FILES_MAX; i++)
        if (process->files[i] >= 0) {
            platform_file_close(process->files[i]);
            process->files[i] = -1;
        }
    if (!discard_until(process, window->heap + (uint64_t)process->heap.frontier * VX_PAGE_SIZE, &bytes))
        return false;
    if (process->discarded <
        window->heap_tables) /* which are committed with the collector's stack, or not at all */
        process->discarded = process->heap.has_stack ? window->heap_tables : window->local_stack;
    if (!discard_until(process, window->guard, &bytes))
        return false;
    if (process->discarded < window->stack)
        process->discarded = window->stack;
    if (!discard_until(process, window->stack_end, &bytes))
        return false;
    image_give_window(process->image, &process->window);
    image_release(process->image);
    process->image = nullptr;
    process->state = PROCESS_ENDED;
    return true;
}

void process_forget(struct process *process) {
    kernel_assert(process->state == PROCESS_ENDED && process_list_is_empty(&process->children) &&
                  process_list_is_empty(&process->ended));
    free_record(process);
}

bool process_owns(const struct process *process, uint64_t address, uint64_t bytes, bool writable) {
    const struct process_window *window = &process->window;
    const struct {
        uint64_t start, end;
    } ranges[] = {
        {writable ? window->data : window->rodata, window->data_end},
        {window->heap, window->heap + (uint64_t)process->heap.frontier * VX_PAGE_SIZE},
        {window->stack, process->stack_top},
    };
    for (unsigned i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (address >= ranges[i].start && address <= ranges[i].end && bytes <= ranges[i].end - address)
            return true;
    return false;
}

bool process_touch(const struct process *process, uint64_t address, uint64_t bytes) {
    const struct process_window *window = &process->window;
    if (address < window->stack || address >= window->stack_end || bytes == 0)
        return true;
    kernel_assert(bytes <= window->stack_end - address);
    return platform_memory_touch((void *)address, bytes);
}

bool kernel_touch(uint64_t address) {
    const struct process *process = process_current;
    return process && address >= process->window.stack && address < process->window.stack_end &&
           platform_memory_touch((void *)address, 1);
}
