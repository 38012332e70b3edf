/* The image, memory and roots of the heap's tests, see heap_world.h. */
#include "heap_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime.h"

enum { RODATA = 0x11000, DATA = 0x12000, BSS = DATA + 0x1000, IMAGE_END = BSS + 0x1000 };

static const struct vx_type types[TYPE_COUNT] = {
    [TYPE_BYTE] = {VX_TYPE_DATA, 1, 1, 0, 0},     [TYPE_PLAIN] = {VX_TYPE_DATA, 8, 24, 0, 0},
    [TYPE_NODE] = {VX_TYPE_RECORD, 8, 24, 0, 1},  [TYPE_LINK] = {VX_TYPE_RECORD, 8, 8, 1, 1},
    [TYPE_MIXED] = {VX_TYPE_RECORD, 8, 48, 2, 5}, [TYPE_WIDE] = {VX_TYPE_RECORD, 16, 512, 7, 2},
};

static const struct vx_slot slots[] = {
    {0, 8, 2, VX_ONE, VX_WRITABLE, 0, TYPE_NODE},
    {0, 8, 1, VX_ONE, VX_WRITABLE, 0, TYPE_NODE},
    {0, 8, 1, VX_ARRAY, 0, 0, TYPE_BYTE},
    {8, 8, 1, VX_ANY, 0, 0, 0},
    {16, 8, 1, VX_FUNCTION, 0, 0, 7},
    {24, 8, 1, VX_ONE, 0, 0, TYPE_BYTE},
    {40, 8, 1, VX_ONE, 0, 0, TYPE_MIXED},
    {16, 24, 20, VX_ANY, 0, 0, 0},
    {24, 24, 20, VX_ANY, 0, 0, 0},
};

static const struct vx_global globals[GLOBAL_COUNT] = {
    {RODATA + 16, TYPE_BYTE, 8, VX_GLOBAL_HEADER},
    {DATA, TYPE_LINK, 16, 0},
    {DATA + 256, TYPE_BYTE, 100, VX_GLOBAL_HEADER},
    {BSS + 16, TYPE_MIXED, 3, VX_GLOBAL_HEADER},
};
static const uint32_t table_index[GLOBAL_COUNT] = {
    [GLOBAL_CONSTANT] = 0, [GLOBAL_LINKS] = 1, [GLOBAL_BYTES] = 2, [GLOBAL_MIXED] = 3};

static const struct vx_function functions[] = {{.start = FUNCTION_START, .end = 0x10100, .signature = 7}};

const struct verifier_image world_image = {
    .text = {.address = FUNCTION_START, .memory_bytes = 0x1000},
    .rodata = {.address = RODATA, .memory_bytes = 0x1000},
    .data = {.address = DATA, .memory_bytes = 0x2000},
    .types = types,
    .slots = slots,
    .globals = globals,
    .functions = functions,
    .type_count = TYPE_COUNT,
    .slot_count = sizeof slots / sizeof *slots,
    .global_count = GLOBAL_COUNT,
    .function_count = 1,
};

uint64_t world_commits_left;
static jmp_buf panic_target;
static bool panic_expected;
static const char *panic_text;

void runtime_local_start(void) {
}

void runtime_local_end(void) {
}

bool runtime_memory_commit(uint64_t address, uint64_t bytes) {
    assert_int_equal(address % VX_PAGE_SIZE, 0);
    assert_int_equal(bytes % VX_PAGE_SIZE, 0);
    if (world_commits_left == 0)
        return false;
    world_commits_left--;
    return mprotect((void *)address, bytes, PROT_READ | PROT_WRITE) == 0;
}

void runtime_panic(const char *text) {
    panic_text = text;
    if (panic_expected)
        longjmp(panic_target, 1);
    fprintf(stderr, "runtime_panic: %s\n", text);
    abort();
}

const char *world_panic_of(void (*action)(struct world *world), struct world *world) {
    panic_text = nullptr;
    panic_expected = true;
    if (setjmp(panic_target) == 0)
        action(world);
    panic_expected = false;
    return panic_text;
}

struct world *world_make(uint64_t limit) {
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    const uint64_t heap_bytes = heap_object_bytes(limit) + heap_table_bytes(limit);
    world->range_bytes = IMAGE_END + heap_bytes;
    void *range =
        mmap(nullptr, world->range_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    assert_ptr_not_equal(range, MAP_FAILED);
    assert_int_equal(mprotect((char *)range + RODATA, IMAGE_END - RODATA, PROT_READ | PROT_WRITE), 0);
    world->range = (uint64_t)range;
    world->roots = (struct heap_roots){world->stack, world->stack + ROOTS_MAX, world->registers, 6};
    world_commits_left = UINT64_MAX;
    assert_true(heap_start(&world->heap, &world_image, world->range, world->range + IMAGE_END, limit));
    return world;
}

void world_drop(struct world *world) {
    munmap((void *)world->range, world->range_bytes);
    free(world);
}

uint64_t world_global(const struct world *world, uint32_t global) {
    return world->range + globals[table_index[global]].address;
}

uint64_t world_allocate(struct world *world, uint32_t type, uint64_t count) {
    return heap_allocate(&world->heap, type, count, &world->roots);
}

void world_collect(struct world *world) {
    heap_collect(&world->heap, &world->roots);
}

uint64_t world_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state * 0x2545f4914f6cdd1dull >> 16;
}
