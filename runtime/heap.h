/* The heap of one process: typed objects that do not move, freed by a collector.
 *
 * An object is a struct vx_header, `count` elements of a type of the process's image, and at least one spare
 * byte, so that a reference to the object's end is still inside its cell. Cells lie in spans: runs of pages that
 * hold either cells of one size (small) or one cell (large). From any address inside a cell its span and number
 * follow in a few steps. What is known of cells is kept apart from them, in tables that no process reaches: three
 * bits a cell (allocated, marked, grey).
 *
 * The invariant, between calls (heap_check tests it):
 *   - the pages from 0 to `frontier` are tiled by spans, used or free; page_span[page] is the first page of the
 *     used span that the page belongs to, HEAP_NONE for all others;
 *   - an allocated cell begins with a header whose type is one of the image's, whose count is at least 1, and
 *     whose object ends before the cell does; its span has_slots exactly if the type has;
 *   - every pointer slot of an allocated cell, and of every writable global, holds null, an address inside an
 *     allocated cell's object or inside a global, or the entry of a function, as the slot's kind demands;
 *   - `used` and `objects` count the allocated cells; used <= most;
 *   - no cell is marked or grey.
 * The process keeps the third: the verifier's rules 3 and 4 let it store nothing else into a slot. It holds
 * references otherwise only in its stack and registers, aligned to 8 bytes. */
#ifndef RUNTIME_HEAP_H
#define RUNTIME_HEAP_H

#include <stddef.h>
#include <stdint.h>

#include <vouch/verifier.h>

enum {
    HEAP_SIZE_CLASSES = 55,
    HEAP_FREE_BINS = 26,   /* free spans by the logarithm of their pages */
    HEAP_STACK_MAX = 4096, /* entries of the collector's stack; what does not fit is marked grey instead */
    HEAP_SPAN_PAGES = 16,  /* of a small span */
    HEAP_PAGE_CELLS = 128, /* room for the bits of so many cells a page: none is smaller than 32 bytes */
};
#define HEAP_NONE 0xffffffffu

enum heap_span_kind : uint8_t { HEAP_FREE, HEAP_SMALL, HEAP_LARGE };

/* A run of pages. Valid in the table at the run's first page only. */
struct heap_span {
    uint64_t cell_bytes;
    uint32_t page_count;
    uint32_t cell_count;
    uint32_t reciprocal; /* cell of an offset: (offset / 16 * reciprocal) >> 24; 0 of a large span */
    uint32_t cursor;     /* no word before this one has a free cell's bit */
    uint32_t next; /* in the list of free spans of a bin, of partial ones of a class, or while marking the
                            grey list: sweeping makes all others anew */
    enum heap_span_kind kind;
    bool has_slots;
    bool fresh; /* free cells (or the free span) have never been anything but zero */
    bool in_grey_list;
};

/* The bits of 64 cells. */
struct heap_bits {
    uint64_t allocated, marked;
};

/* Where the running process may hold references besides heap and globals: everything in between counts. */
struct heap_roots {
    const uint64_t *stack, *stack_end;
    const uint64_t *registers;
    size_t register_count;
};

struct heap {
    const struct verifier_image *image;
    uint64_t distance; /* an address in the machine less the same in the image */
    uint64_t cells;    /* where page 0 is */
    uint64_t limit, used, objects, collections;
    uint64_t since, share; /* bytes allocated since the last collection; at how many there is the next */
    uint64_t most; /* bytes of cells, garbage included, at which there is one: at most 1.5 times the limit */
    uint32_t page_limit, frontier; /* pages there may be, are */
    uint32_t table_pages;          /* for how many pages the tables are committed */
    uint32_t tables_ahead;         /* how many of the tables are so one step further */
    bool has_stack;                /* it is committed */
    bool stress; /* collect at each allocation, check at each collection, poison what is freed */

    uint32_t *page_span;
    struct heap_span *spans;
    struct heap_bits
        *bits;      /* HEAP_PAGE_CELLS / 64 words a page, the first a span's first 64 cells, and so on */
    uint64_t *grey; /* likewise */

    uint64_t *stack; /* addresses of cells that are marked, but whose slots are not looked at yet */
    uint32_t stack_count;
    uint32_t grey_list;            /* spans with cells that are so, and not on the stack */
    uint32_t free[HEAP_FREE_BINS]; /* lists of free spans */
    uint32_t
        partial[HEAP_SIZE_CLASSES * 2]; /* lists of small spans that may have a free cell; odd: with slots */
};

/* Bytes of address space, a multiple of VX_PAGE_SIZE, that a heap of that limit needs: first for the objects,
 * then for the tables. */
uint64_t heap_object_bytes(uint64_t limit);
uint64_t heap_table_bytes(uint64_t limit);

/* An empty heap in a reserved range of the bytes above, for the image whose address 0 would be at `distance`. A
 * limit of 0 makes a heap that never has room. False if memory is out. */
bool heap_start(struct heap *heap, const struct verifier_image *image, uint64_t distance, uint64_t range,
                uint64_t limit);

/* A zeroed object of `count` elements (0: of 1) of type number `type`: the address of the first, or 0 if the
 * limit or the machine leaves no room. Collects when it seems worth it, and before it gives 0. */
uint64_t heap_allocate(struct heap *heap, uint32_t type, uint64_t count, const struct heap_roots *roots);

/* Free every object that cannot be reached. */
void heap_collect(struct heap *heap, const struct heap_roots *roots);

/* The header of the allocated cell that the address lies in, or null. */
struct vx_header *heap_find(const struct heap *heap, uint64_t address);

/* Walk everything and test the invariant. Null if it holds, else what does not. */
const char *heap_check(const struct heap *heap);

/* For collect.c and heap_check.c: the number of the cell at an offset into its span; the word of its bits. */
static inline uint32_t heap_cell_at(const struct heap_span *span, uint64_t offset) {
    return (uint32_t)((offset / 16 * span->reciprocal) >> 24);
}
static inline uint64_t heap_word(uint32_t span, uint64_t cell) {
    return (uint64_t)span * (HEAP_PAGE_CELLS / 64) + cell / 64;
}

/* collect.c: mark all cells that can be reached from the roots; gives the bytes of roots looked at. */
uint64_t heap_mark(struct heap *heap, const struct heap_roots *roots);

#endif
