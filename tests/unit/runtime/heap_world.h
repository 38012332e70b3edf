/* What the heap's tests stand on: an image with types of every kind, its globals in memory, roots, and a heap. */
#ifndef HEAP_WORLD_H
#define HEAP_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "object.h"

enum {
    TYPE_BYTE,  /* 1 plain byte */
    TYPE_PLAIN, /* 24 plain bytes */
    TYPE_NODE,  /* 24 bytes: ONE node at 0 and 8, then plain */
    TYPE_LINK,  /* 8 bytes: ONE node */
    TYPE_MIXED, /* 48 bytes: ARRAY byte 0, ANY 8, FUNCTION 16, ONE byte 24, plain 32, ONE mixed 40 */
    TYPE_WIDE,  /* 512 bytes: two joined runs of ANY at 16 + 24k and 24 + 24k, k < 20; the rest plain */
    TYPE_COUNT
};

enum {
    GLOBAL_LINKS,    /* data: 16 links, no header */
    GLOBAL_BYTES,    /* data: 100 bytes, with header */
    GLOBAL_MIXED,    /* bss: 3 mixed, with header */
    GLOBAL_CONSTANT, /* rodata: 8 bytes, with header */
    GLOBAL_COUNT
};

enum { ROOTS_MAX = 4096, FUNCTION_START = 0x10000 };

struct world {
    struct heap heap;
    uint64_t range, range_bytes;
    uint64_t stack[ROOTS_MAX];
    uint64_t registers[6];
    struct heap_roots roots; /* all of the above */
};

extern const struct verifier_image world_image;
extern uint64_t world_commits_left; /* so many more calls of runtime_memory_commit succeed */

/* A world with an empty heap; all roots, and all slots of globals, are 0. */
struct world *world_make(uint64_t limit);
void world_drop(struct world *world);

/* The machine's address of a global's first element. */
uint64_t world_global(const struct world *world, uint32_t global);

/* heap_allocate, heap_collect with the world's roots. */
uint64_t world_allocate(struct world *world, uint32_t type, uint64_t count);
void world_collect(struct world *world);

/* The text of a runtime_panic that `action` ends in, or null if it returns. */
const char *world_panic_of(void (*action)(struct world *world), struct world *world);

/* A fixed sequence of numbers from a seed; the state is never 0. */
uint64_t world_random(uint64_t *state);

#endif
