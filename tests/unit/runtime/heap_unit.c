/* Unit tests of the heap and its collector: sizes, limits, what keeps an object alive, structures that need a
 * deep stack or a wide one, random graphs against a model, and heap_check itself on heaps that are damaged. */
#include "heap_model.h"
#include "heap_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MIB (1ull << 20)

static uint64_t *slot(uint64_t object, int64_t offset) {
    return (uint64_t *)(object + (uint64_t)offset);
}

static struct vx_header *header_of(uint64_t object) {
    return (struct vx_header *)(object - VX_HEADER_BYTES);
}

static void objects_of_all_sizes(void **state) {
    (void)state;
    struct world *world = world_make(64 * MIB);
    for (uint64_t count = 0; count < 20000; count += count < 600 ? 1 : 37) {
        world->stack[0] = 0;
        const uint64_t object = world_allocate(world, TYPE_BYTE, count), bytes = count ? count : 1;
        assert_true(object != 0 && object % 16 == 0);
        assert_int_equal(header_of(object)->type, TYPE_BYTE);
        assert_int_equal(header_of(object)->reserved, 0);
        assert_int_equal(header_of(object)->count, bytes);
        for (uint64_t i = 0; i < bytes; i++)
            assert_int_equal(((uint8_t *)object)[i], 0);
        memset((void *)object, 0xff, bytes);
        assert_ptr_equal(heap_find(&world->heap, object + bytes), header_of(object)); /* its end */
        assert_ptr_not_equal(heap_find(&world->heap, object - VX_HEADER_BYTES - 1), header_of(object));
        assert_ptr_not_equal(heap_find(&world->heap, object + bytes + 9000), header_of(object));
        world->stack[0] = object + bytes; /* which keeps it */
        world_collect(world);
        assert_int_equal(world->heap.objects, 1);
        assert_int_equal(((uint8_t *)object)[bytes - 1], 0xff);
    }
    assert_null(heap_check(&world->heap));
    world_drop(world);
}

static void sizes_that_overflow(void **state) {
    (void)state;
    static const uint64_t counts[] = {UINT64_MAX, UINT64_MAX / 24, UINT64_MAX / 24 + 1, (1ull << 61) + 1,
                                      1ull << 63, MIB / 24,        UINT64_MAX / 8,      MIB,
                                      1ull << 40};
    struct world *world = world_make(MIB);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        assert_int_equal(world_allocate(world, TYPE_PLAIN, counts[i]), 0);
        if (counts[i] != MIB / 24)
            assert_int_equal(world_allocate(world, TYPE_LINK, counts[i]), 0);
    }
    assert_int_equal(world->heap.collections, 0); /* would not have helped */
    assert_true(world_allocate(world, TYPE_BYTE, MIB - VX_PAGE_SIZE) != 0);
    world_drop(world);
}

static void a_heap_of_nothing(void **state) {
    (void)state;
    struct world *world = world_make(0);
    assert_int_equal(world_allocate(world, TYPE_BYTE, 1), 0);
    world_collect(world);
    assert_null(heap_check(&world->heap));
    assert_null(heap_find(&world->heap, world->heap.cells));
    assert_null(heap_find(&world->heap, 0));
    world_drop(world);
}

/* Fill the heap with a list; gives its length. */
static uint64_t fill_with_list(struct world *world) {
    uint64_t length = 0;
    for (;; length++) {
        const uint64_t node = world_allocate(world, TYPE_NODE, 1);
        if (node == 0)
            return length;
        *slot(node, 0) = world->stack[0];
        world->stack[0] = node;
        assert_true(world->heap.used <= world->heap.limit + world->heap.limit / 2);
    }
}

static void the_limit_holds(void **state) {
    (void)state;
    struct world *world = world_make(MIB);
    const uint64_t length = fill_with_list(world);
    assert_int_equal(length, MIB / 48);
    assert_null(heap_check(&world->heap));
    world->stack[0] = *slot(world->stack[0], 0); /* one node less */
    assert_true(world_allocate(world, TYPE_NODE, 1) != 0);
    world->stack[0] = 0;
    assert_int_equal(fill_with_list(world), length);
    world->stack[0] = 0;
    assert_true(world_allocate(world, TYPE_BYTE, MIB - 2 * VX_PAGE_SIZE) != 0); /* now in one piece */
    world_drop(world);
}

/* The reserved range is two and a half times the limit: live cells of one size, one in sixteen, do not stop others. */
static void strewn_cells_leave_room(void **state) {
    (void)state;
    struct world *world = world_make(16 * MIB);
    const uint64_t table = world_allocate(world, TYPE_LINK, 20000);
    world->stack[0] = table;
    for (uint64_t made = 0; made < 300000; made++) {
        const uint64_t node = world_allocate(world, TYPE_NODE, 1);
        assert_true(node != 0);
        if (made % 16 == 0)
            *slot(table, (int64_t)made / 2) = node;
    }
    uint64_t taken = 0;
    for (uint64_t *last = &world->stack[1]; last < world->stack + ROOTS_MAX; last++, taken++) {
        *last = world_allocate(world, TYPE_BYTE, 8000);
        if (*last == 0)
            break;
    }
    assert_true(taken * 8192 >= 14 * MIB);
    assert_null(heap_check(&world->heap));
    world_drop(world);
}

static void memory_that_runs_out(void **state) {
    (void)state;
    struct world *world = world_make(64 * MIB);
    for (uint64_t allowed = 0; allowed < 12; allowed++) {
        world->stack[0] = 0;
        world_commits_left = allowed;
        while (world_allocate(world, TYPE_BYTE, 100000) != 0 && world->heap.collections < 50)
            world->stack[world->heap.objects % 1000] = world->heap.cells;
        assert_null(heap_check(&world->heap));
    }
    world_commits_left = UINT64_MAX;
    memset(world->stack, 0, sizeof world->stack);
    assert_true(world_allocate(world, TYPE_BYTE, 100000) != 0);
    world_drop(world);

    world = world_make(64 * MIB);
    assert_true(world_allocate(world, TYPE_BYTE, 100000) != 0);
    world_commits_left = 0;
    for (unsigned i = 0; i < 100; i++) /* garbage gives its memory back before there is none */
        assert_true(world_allocate(world, TYPE_BYTE, 100000) != 0);
    world_drop(world);
}

static void what_keeps_an_object(void **state) {
    (void)state;
    struct world *world = world_make(MIB);
    const uint64_t object = world_allocate(world, TYPE_PLAIN, 3);
    const uint64_t references[] = {object, object + 1, object + 71, object + 72};
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        world->stack[ROOTS_MAX - 1] = references[i];
        world_collect(world);
        assert_int_equal(world->heap.objects, 1);
        world->stack[ROOTS_MAX - 1] = 0;
    }
    for (unsigned i = 0; i < 6; i++) {
        world->registers[i] = object;
        world_collect(world);
        assert_int_equal(world->heap.objects, 1);
        world->registers[i] = 0;
    }
    *slot(world_global(world, GLOBAL_MIXED), 2 * 48 + 24) = object + 5;
    world_collect(world);
    assert_int_equal(world->heap.objects, 1);
    assert_null(heap_check(&world->heap));
    *slot(world_global(world, GLOBAL_MIXED), 2 * 48 + 24) = 0;

    *slot(world_global(world, GLOBAL_BYTES), 0) = object; /* plain bytes keep nothing */
    const uint64_t plain = world_allocate(world, TYPE_PLAIN, 1);
    *slot(plain, 0) = object;
    world->stack[0] = plain;
    world_collect(world);
    assert_int_equal(world->heap.objects, 1);
    assert_null(heap_find(&world->heap, object));
    world_drop(world);
}

/* An address in a cell that is free keeps nothing, whatever the cell held. */
static void stale_references(void **state) {
    (void)state;
    struct world *world = world_make(MIB);
    const uint64_t first = world_allocate(world, TYPE_NODE, 1), second = world_allocate(world, TYPE_NODE, 1);
    *slot(first, 0) = second;
    world->stack[0] = second;
    world_collect(world);
    assert_int_equal(world->heap.objects, 1);
    world->stack[0] = first;
    world_collect(world);
    assert_int_equal(world->heap.objects, 0);
    world_drop(world);
}

static uint64_t milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

enum { MILLION = 1000000 };

/* A list, its nodes made first to last or last to first; with `comb` each has another node besides. */
static void mark_list(bool forward, bool comb) {
    struct world *world = world_make(256 * MIB);
    uint64_t *end = &world->stack[0];
    for (unsigned i = 0; i < MILLION; i++) {
        const uint64_t node = world_allocate(world, TYPE_NODE, 1);
        assert_true(node != 0);
        if (forward) {
            *end = node;
            end = slot(node, 8);
        } else {
            *slot(node, 8) = world->stack[0];
            world->stack[0] = node;
        }
        if (comb)
            *slot(node, 0) = world_allocate(world, TYPE_NODE, 1);
    }
    const uint64_t start = milliseconds();
    world_collect(world);
    assert_true(milliseconds() - start < 2000);
    assert_int_equal(world->heap.objects, comb ? 2 * MILLION : MILLION);
    assert_null(heap_check(&world->heap));
    world->stack[0] = 0;
    world_collect(world);
    assert_int_equal(world->heap.objects, 0);
    world_drop(world);
}

static void lists_of_a_million(void **state) {
    (void)state;
    mark_list(true, false);
    mark_list(false, false);
    mark_list(true, true);
    mark_list(false, true);
}

/* An array of references to a million nodes in random order, and a tree of a million nodes. */
static void wide_structures(void **state) {
    (void)state;
    struct world *world = world_make(256 * MIB);
    uint64_t random = 12345;
    const uint64_t table = world_allocate(world, TYPE_LINK, MILLION);
    world->stack[0] = table;
    for (unsigned i = 0; i < MILLION; i++) {
        uint64_t *place = slot(table, (int64_t)(8 * (world_random(&random) % MILLION)));
        const uint64_t node = world_allocate(world, TYPE_NODE, 1);
        *slot(node, 0) = *place;
        *place = node;
    }
    world_collect(world);
    assert_int_equal(world->heap.objects, MILLION + 1);
    uint64_t *nodes = malloc(MILLION * sizeof *nodes);
    assert_non_null(nodes);
    world->stack[0] = 0;
    for (unsigned i = 0; i < MILLION; i++) {
        nodes[i] = world_allocate(world, TYPE_NODE, 1);
        if (i == 0)
            world->stack[0] = nodes[0];
        else
            *slot(nodes[(i - 1) / 2], i % 2 ? 0 : 8) = nodes[i];
    }
    free(nodes);
    const uint64_t start = milliseconds();
    world_collect(world);
    assert_true(milliseconds() - start < 2000);
    assert_int_equal(world->heap.objects, MILLION);
    assert_null(heap_check(&world->heap));
    world_drop(world);
}

static void random_graphs(void **state) {
    (void)state;
    const char *given = getenv("VOUCH_SEED");
    const uint64_t seed = given ? strtoull(given, nullptr, 10) : 20261122;
    print_message("seed %llu (VOUCH_SEED sets another)\n", (unsigned long long)seed);
    for (unsigned i = 0; i < 12; i++) {
        struct world *world = world_make(i % 3 == 0 ? MIB / 4 : 16 * MIB);
        world->heap.stress = i % 4 == 3;
        model_run(world, seed + 2 * i, world->heap.stress ? 1500 : 6000);
        world_drop(world);
    }
}

/* A thousand times the limit, all of it garbage at once. */
static void churn(void **state) {
    (void)state;
    struct world *world = world_make(MIB);
    for (uint64_t bytes = 0, i = 0; bytes < 1000 * MIB; i++) {
        const uint64_t node = world_allocate(world, TYPE_NODE, 1 + i % 5);
        assert_true(node != 0 && world->heap.used <= MIB);
        assert_int_equal(*slot(node, 0), 0);
        *slot(node, 8) = node;
        bytes += 24 * (1 + i % 5);
    }
    assert_null(heap_check(&world->heap));
    world_drop(world);
}

/* 90% of the limit stays in use while its parts are replaced in random order. */
static void nine_tenths_live(void **state) {
    (void)state;
    struct world *world = world_make(16 * MIB);
    const uint64_t count = 16 * MIB * 9 / 10 / 56; /* 48 a node, 8 a link */
    const uint64_t table = world_allocate(world, TYPE_LINK, count);
    world->stack[0] = table;
    uint64_t random = 99;
    for (uint64_t i = 0; i < 20 * count; i++) {
        const uint64_t node = world_allocate(world, TYPE_NODE, 1);
        assert_true(node != 0);
        *slot(table, (int64_t)(8 * (i < count ? i : world_random(&random) % count))) = node;
    }
    world_collect(world);
    assert_int_equal(world->heap.objects, count + 1);
    assert_null(heap_check(&world->heap));
    world_drop(world);
}

static void stress_poisons(void **state) {
    (void)state;
    struct world *world = world_make(MIB);
    world->heap.stress = true;
    const uint64_t first = world_allocate(world, TYPE_NODE, 1);
    world->stack[0] = first;
    const uint64_t second = world_allocate(world, TYPE_NODE, 1);
    assert_int_equal(world->heap.collections, 2);
    world->stack[0] = second;
    world_collect(world);
    assert_int_equal(*slot(first, 0), 0xfefefefefefefefe);
    assert_int_equal(*slot(first, -16), 0xfefefefefefefefe);
    assert_int_equal(world_allocate(world, TYPE_NODE, 1), first);
    assert_int_equal(*slot(first, 0), 0);
    world_drop(world);
}

static void locating(void **state) {
    (void)state;
    struct world *world = world_make(MIB);
    const struct heap *heap = &world->heap;
    const uint64_t nodes = world_allocate(world, TYPE_NODE, 5);
    uint64_t index;
    assert_int_equal(object_locate(heap, TYPE_NODE, nodes + 3 * 24, &index), nodes);
    assert_int_equal(index, 3);
    assert_int_equal(object_locate(heap, TYPE_NODE, nodes, &index), nodes);
    assert_int_equal(index, 0);
    assert_int_equal(object_locate(heap, TYPE_NODE, nodes + 5 * 24, &index), 0); /* its end */
    assert_int_equal(object_locate(heap, TYPE_NODE, nodes + 8, &index), 0);
    assert_int_equal(object_locate(heap, TYPE_LINK, nodes, &index), 0);
    assert_int_equal(object_locate(heap, TYPE_NODE, 0, &index), 0);
    assert_int_equal(object_locate(heap, TYPE_NODE, (uint64_t)&index, &index), 0);
    const uint64_t mixed = world_global(world, GLOBAL_MIXED);
    assert_int_equal(object_locate(heap, TYPE_MIXED, mixed + 2 * 48, &index), mixed);
    assert_int_equal(index, 2);
    assert_int_equal(object_locate(heap, TYPE_MIXED, mixed + 3 * 48, &index), 0);
    assert_int_equal(object_locate(heap, TYPE_MIXED, mixed, &index), mixed);
    assert_int_equal(index, 0);
    const uint64_t bytes = world_global(world, GLOBAL_CONSTANT);
    assert_int_equal(object_locate(heap, TYPE_BYTE, bytes + 7, &index), bytes);
    assert_int_equal(object_locate(heap, TYPE_LINK, world_global(world, GLOBAL_LINKS), &index), 0);
    world_drop(world);
}

static void extents(void **state) {
    (void)state;
    struct world *world = world_make(MIB);
    const struct heap *heap = &world->heap;
    const uint64_t plain = world_allocate(world, TYPE_PLAIN, 4);
    assert_int_equal(object_extent(heap, plain), 96);
    assert_int_equal(object_extent(heap, plain + 30), 66);
    assert_int_equal(object_extent(heap, plain + 96), 0);
    const uint64_t nodes = world_allocate(world, TYPE_NODE, 2);
    assert_int_equal(object_extent(heap, nodes), 0);
    assert_int_equal(object_extent(heap, nodes + 17), 7); /* the next element begins with a slot */
    assert_int_equal(object_extent(heap, nodes + 24 + 16), 8);
    const uint64_t wide = world_allocate(world, TYPE_WIDE, 2);
    assert_int_equal(object_extent(heap, wide), 16);
    assert_int_equal(object_extent(heap, wide + 33), 7);                     /* between two pairs of slots */
    assert_int_equal(object_extent(heap, wide + 24 + 19 * 24 + 8), 24 + 16); /* into the next element */
    assert_int_equal(object_extent(heap, wide + 512 + 24 + 19 * 24 + 8), 24);
    assert_int_equal(object_extent(heap, wide + 16 + 24), 0);
    assert_int_equal(object_extent(heap, world_global(world, GLOBAL_BYTES) + 40), 60);
    assert_int_equal(object_extent(heap, world_global(world, GLOBAL_BYTES) + 100), 0);
    assert_int_equal(object_extent(heap, world_global(world, GLOBAL_MIXED) + 32), 8);
    assert_int_equal(object_extent(heap, (uint64_t)&heap), 0);
    assert_int_equal(object_extent(heap, 0), 0);
    world_drop(world);
}

/* heap_check finds each kind of damage. */
static void damage_shows(void **state) {
    (void)state;
    struct world *world = world_make(MIB);
    struct heap *heap = &world->heap;
    const uint64_t node = world_allocate(world, TYPE_NODE, 2), bytes = world_allocate(world, TYPE_BYTE, 50);
    const uint64_t mixed = world_allocate(world, TYPE_MIXED, 1), freed = world_allocate(world, TYPE_BYTE, 60);
    world->stack[0] = node;
    world->stack[1] = bytes;
    world->stack[2] = mixed;
    world_collect(world);
    assert_null(heap_check(heap));
    const uint64_t globals = world_global(world, GLOBAL_MIXED), links = world_global(world, GLOBAL_LINKS);
    const uint64_t range = world->range;
    const struct {
        uint64_t *place, value;
    } damages[] = {
        {slot(node, 0), node + 25},
        {slot(node, 0), node + 48},
        {slot(node, 0), node - 8},
        {slot(node, 0), freed},
        {slot(node, 0), 1},
        {slot(node, 8), globals - 8},
        {slot(node, -16), TYPE_COUNT},
        {slot(node, -16), TYPE_PLAIN},
        {slot(node, -16), 1ull << 32},
        {slot(node, -8), 0},
        {slot(node, -8), 1000},
        {slot(node, -8), 1ull << 61},
        {slot(mixed, 0), bytes + 1},
        {slot(mixed, 0), node},
        {slot(mixed, 0), links},
        {slot(mixed, 8), bytes + 1},
        {slot(mixed, 8), links},
        {slot(mixed, 16), range + 1},
        {slot(mixed, 16), bytes},
        {slot(mixed, 40), globals + 104},
        {slot(globals, 48), node},
        {slot(links, 8), bytes + 49},
        {&heap->used, heap->used + 48},
        {&heap->objects, 1},
        {&heap->bits[0].marked, 1},
        {&heap->grey[0], 2},
        {&heap->bits[1].allocated, 1ull << 63},
        {&heap->spans[0].cell_bytes, 32},
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        const uint64_t was = *damages[i].place;
        *damages[i].place = damages[i].value;
        if (!heap_check(heap))
            fail_msg("damage %zu does not show", i);
        *damages[i].place = was;
        assert_null(heap_check(heap));
    }
    *slot(mixed, 0) = *slot(mixed, 8) = bytes; /* and what is right is right */
    *slot(mixed, 16) = range + FUNCTION_START;
    *slot(mixed, 24) = world_global(world, GLOBAL_CONSTANT) + 7;
    *slot(mixed, 40) = globals + 96;
    *slot(links, 8) = node + 24;
    assert_null(heap_check(heap));
    world_drop(world);
}

static void collect_damaged(struct world *world) {
    world_collect(world);
}

static void stress_panics(void **state) {
    (void)state;
    struct world *world = world_make(MIB);
    world->heap.stress = true;
    const uint64_t node = world->stack[0] = world_allocate(world, TYPE_NODE, 1);
    assert_null(world_panic_of(collect_damaged, world));
    *slot(node, 0) = 5;
    assert_string_equal(world_panic_of(collect_damaged, world),
                        "heap: a pointer slot of an object holds what it may not");
    world_drop(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_of_all_sizes),
        cmocka_unit_test(sizes_that_overflow),
        cmocka_unit_test(a_heap_of_nothing),
        cmocka_unit_test(the_limit_holds),
        cmocka_unit_test(strewn_cells_leave_room),
        cmocka_unit_test(memory_that_runs_out),
        cmocka_unit_test(what_keeps_an_object),
        cmocka_unit_test(stale_references),
        cmocka_unit_test(lists_of_a_million),
        cmocka_unit_test(wide_structures),
        cmocka_unit_test(random_graphs),
        cmocka_unit_test(churn),
        cmocka_unit_test(nine_tenths_live),
        cmocka_unit_test(stress_poisons),
        cmocka_unit_test(locating),
        cmocka_unit_test(extents),
        cmocka_unit_test(damage_shows),
        cmocka_unit_test(stress_panics),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
