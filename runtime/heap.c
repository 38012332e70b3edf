/* Spans and cells: where objects get their memory, and how what the collector did not mark is taken back.
 *
 * Sizes come from the process and may be anything, so every sum and product of them is checked. The heap grows
 * page by page into its reserved range and gives nothing back before it dies. The range is two and
 * a half times the limit, so that live cells strewn over spans of one size leave room for the limit's worth of another. */
#include "heap.h"

#include "runtime.h"

enum {
    CELL_SMALL_MAX = 8192,
    CELL_LINEAR_MAX = 256, /* classes are 16 bytes apart up to here, then eight to each doubling */
    TABLE_STEP = 1024,  /* the tables are committed for this many pages at a time, which takes whole pages */
    GROWTH_PAGES = 64,  /* the heap grows by so many at least, if there is room */
    SPARE_PAGES = 2048, /* beyond that: a span for each class and more */
    BITS_BYTES = HEAP_PAGE_CELLS / 8, /* one bit of each cell that a page may have */
    BIN_TRIES = 8,                    /* spans that may be too small looked at before the heap grows */
    POISON = 0xfe,
    CLEAR_LOCAL_MIN = 256 << 10, /* clearing that many bytes may be interrupted */
};
#define SHARE_MIN (2ull << 20) /* bytes allocated between two collections, at least */

static_assert(sizeof(struct heap_span) == 32); /* never in two lines of the cache */
static_assert(sizeof(struct vx_header) == VX_HEADER_BYTES);

/* Eight bytes at a time: the kernel has no vector registers, and cells are multiples of 16. */
static void fill(uint64_t address, uint64_t bytes, uint64_t word) {
    uint64_t words = bytes / 8;
    __asm__ volatile("rep stosq" : "+D"(address), "+c"(words) : "a"(word) : "memory");
}

/* What `rep stosq` takes to start is too long for most cells. */
static void clear_cell(uint64_t address, uint64_t bytes) {
    if (bytes > CLEAR_LOCAL_MIN) {
        runtime_local_start();
        fill(address, bytes, 0);
        runtime_local_end();
        return;
    }
    if (bytes > 512) {
        fill(address, bytes, 0);
        return;
    }
    for (volatile uint64_t *word = (uint64_t *)address; bytes > 0; bytes -= 16, word += 2) {
        word[0] = 0;
        word[1] = 0;
    }
}

static uint32_t logarithm(uint64_t number) {
    return 63u - (uint32_t)__builtin_clzll(number);
}

/* The class of cells that hold `bytes`, from 1 to CELL_SMALL_MAX, and the size of a class. */
static uint32_t class_of(uint64_t bytes) {
    if (bytes <= 32)
        return 0;
    if (bytes <= CELL_LINEAR_MAX)
        return (uint32_t)((bytes + 15) / 16 - 2);
    const uint32_t doubling = logarithm(bytes - 1); /* bytes is in (2^doubling, 2^(doubling+1)] */
    return 15 + 8 * (doubling - 8) + (uint32_t)((bytes - 1) >> (doubling - 3)) - 8;
}

static uint64_t class_bytes(uint32_t number) {
    if (number < 15)
        return 16ull * (number + 2);
    const uint32_t doubling = 8 + (number - 15) / 8;
    return (9ull + (number - 15) % 8) << (doubling - 3);
}

static uint64_t page_limit(uint64_t limit) {
    const uint64_t pages = (2 * limit + limit / 2) / VX_PAGE_SIZE + SPARE_PAGES;
    return limit == 0 ? 0 : (pages + TABLE_STEP - 1) / TABLE_STEP * TABLE_STEP;
}

uint64_t heap_object_bytes(uint64_t limit) {
    return page_limit(limit) * VX_PAGE_SIZE;
}

static const uint64_t page_table_bytes =
    sizeof(uint32_t) + sizeof(struct heap_span) + 3 * BITS_BYTES; /* of each page */

uint64_t heap_table_bytes(uint64_t limit) {
    return limit == 0 ? 0 : page_limit(limit) * page_table_bytes + HEAP_STACK_MAX * sizeof(uint64_t);
}

bool heap_start(struct heap *heap, const struct verifier_image *image, uint64_t distance, uint64_t range,
                uint64_t limit) {
    *heap = (struct heap){.image = image, .distance = distance, .cells = range, .limit = limit};
    runtime_assert(limit <= VX_HEAP_BYTES_MAX && range % VX_PAGE_SIZE == 0);
    heap->share = SHARE_MIN;
    heap->most = limit;
    heap->grey_list = HEAP_NONE;
    for (uint32_t i = 0; i < HEAP_FREE_BINS; i++)
        heap->free[i] = HEAP_NONE;
    for (uint32_t i = 0; i < HEAP_SIZE_CLASSES * 2; i++)
        heap->partial[i] = HEAP_NONE;
    if (limit == 0)
        return true;

    const uint64_t pages = page_limit(limit);
    heap->page_limit = (uint32_t)pages;
    uint64_t table = range + pages * VX_PAGE_SIZE;
    heap->stack = (uint64_t *)table;
    table += HEAP_STACK_MAX * sizeof(uint64_t);
    heap->page_span = (uint32_t *)table;
    table += pages * sizeof(uint32_t);
    heap->spans = (struct heap_span *)table;
    table += pages * sizeof(struct heap_span);
    heap->bits = (struct heap_bits *)table;
    table += pages * 2 * BITS_BYTES;
    heap->grey = (uint64_t *)table;
    return true;
}

/* Make the tables reach to `pages`, and with the first the collector's stack. When memory runs out in between, the
 * next try goes on from there. */
static bool grow_tables(struct heap *heap, uint64_t pages) {
    const struct {
        void *table;
        uint64_t page_bytes;
    } tables[] = {
        {heap->page_span, sizeof(uint32_t)},
        {heap->spans, sizeof(struct heap_span)},
        {heap->bits, 2ull * BITS_BYTES},
        {heap->grey, BITS_BYTES},
    };
    if (!heap->has_stack) {
        if (!runtime_memory_commit((uint64_t)heap->stack, HEAP_STACK_MAX * sizeof(uint64_t)))
            return false;
        heap->has_stack = true;
    }
    while (heap->table_pages < pages) {
        for (; heap->tables_ahead < sizeof tables / sizeof *tables; heap->tables_ahead++) {
            const uint64_t bytes = tables[heap->tables_ahead].page_bytes;
            const uint64_t start = (uint64_t)tables[heap->tables_ahead].table + heap->table_pages * bytes;
            if (!runtime_memory_commit(start, TABLE_STEP * bytes))
                return false;
        }
        heap->tables_ahead = 0;
        heap->table_pages += TABLE_STEP;
    }
    return true;
}

static void put_free(struct heap *heap, uint32_t first, uint32_t pages, bool fresh) {
    const uint32_t bin = logarithm(pages);
    heap->spans[first] =
        (struct heap_span){.kind = HEAP_FREE, .page_count = pages, .fresh = fresh, .next = heap->free[bin]};
    heap->free[bin] = first;
}

/* Make the heap larger by a free span of at least `pages`. */
static bool grow(struct heap *heap, uint32_t pages) {
    const uint32_t room = heap->page_limit - heap->frontier;
    for (uint32_t wanted = pages < GROWTH_PAGES ? GROWTH_PAGES : pages;; wanted = pages) {
        if (wanted <= room && grow_tables(heap, (uint64_t)heap->frontier + wanted) &&
            runtime_memory_commit(heap->cells + (uint64_t)heap->frontier * VX_PAGE_SIZE,
                                  (uint64_t)wanted * VX_PAGE_SIZE)) {
            for (uint32_t i = 0; i < wanted; i++)
                heap->page_span[heap->frontier + i] = HEAP_NONE;
            put_free(heap, heap->frontier, wanted, true);
            heap->frontier += wanted;
            return true;
        }
        if (wanted == pages)
            return false;
    }
}

/* Take a free span of at least `pages` out of its list; of those that may be too small look at `tries`. Gives
 * HEAP_NONE if none is found. */
static uint32_t take_free(struct heap *heap, uint32_t pages, uint32_t tries) {
    for (uint32_t bin = logarithm(pages); bin < HEAP_FREE_BINS; bin++) {
        uint32_t *link = &heap->free[bin];
        for (uint32_t i = 0; *link != HEAP_NONE && i < tries; i++) {
            const uint32_t first = *link;
            struct heap_span *span = &heap->spans[first];
            if (span->page_count >= pages) {
                *link = span->next;
                return first;
            }
            link = &span->next;
        }
    }
    return HEAP_NONE;
}

/* A used span of so many pages with no cell allocated; HEAP_NONE if there is no room. */
static uint32_t take_span(struct heap *heap, uint32_t pages, uint64_t cell_bytes, bool has_slots) {
    uint32_t first = take_free(heap, pages, BIN_TRIES);
    if (first == HEAP_NONE && grow(heap, pages))
        first = take_free(heap, pages, 1);
    if (first == HEAP_NONE)
        first = take_free(heap, pages, UINT32_MAX);
    if (first == HEAP_NONE)
        return HEAP_NONE;

    struct heap_span *span = &heap->spans[first];
    runtime_assert(span->kind == HEAP_FREE && span->page_count >= pages);
    const bool fresh = span->fresh;
    if (span->page_count > pages)
        put_free(heap, first + pages, span->page_count - pages, fresh);
    const bool small = cell_bytes <= CELL_SMALL_MAX;
    const uint32_t sixteenths = (uint32_t)(cell_bytes / 16);
    *span = (struct heap_span){
        .cell_bytes = cell_bytes,
        .page_count = pages,
        .cell_count = small ? (uint32_t)(pages * VX_PAGE_SIZE / cell_bytes) : 1,
        .reciprocal = small ? ((1u << 24) + sixteenths - 1) / sixteenths : 0,
        .next = HEAP_NONE,
        .kind = small ? HEAP_SMALL : HEAP_LARGE,
        .has_slots = has_slots,
        .fresh = fresh,
    };
    for (uint32_t i = 0; i < pages; i++)
        heap->page_span[first + i] = first;
    return first;
}

static uint64_t take_cell(struct heap *heap, uint32_t first, uint32_t cell) {
    const struct heap_span *span = &heap->spans[first];
    const uint64_t address = heap->cells + (uint64_t)first * VX_PAGE_SIZE + cell * span->cell_bytes;
    heap->bits[heap_word(first, cell)].allocated |= 1ull << cell % 64;
    if (!span->fresh)
        clear_cell(address, span->cell_bytes);
    heap->used += span->cell_bytes;
    heap->since += span->cell_bytes;
    heap->objects++;
    return address;
}

/* The number of a free cell; cell_count or more if all are taken. */
static uint32_t find_cell(struct heap *heap, uint32_t first) {
    struct heap_span *span = &heap->spans[first];
    const struct heap_bits *bits = heap->bits + heap_word(first, 0);
    for (; span->cursor * 64 < span->cell_count; span->cursor++) {
        const uint64_t free = ~bits[span->cursor].allocated;
        if (free != 0)
            return span->cursor * 64 + (uint32_t)__builtin_ctzll(free);
    }
    return span->cell_count;
}

static uint64_t allocate_small(struct heap *heap, uint32_t class, bool has_slots) {
    uint32_t *list = &heap->partial[2 * class + has_slots];
    for (; *list != HEAP_NONE; *list = heap->spans[*list].next) {
        const uint32_t cell = find_cell(heap, *list);
        if (cell < heap->spans[*list].cell_count)
            return take_cell(heap, *list, cell);
    }
    const uint32_t first = take_span(heap, HEAP_SPAN_PAGES, class_bytes(class), has_slots);
    if (first == HEAP_NONE)
        return 0;
    *list = first;
    return take_cell(heap, first, 0);
}

static uint64_t allocate_cell(struct heap *heap, uint64_t cell_bytes, bool has_slots) {
    if (cell_bytes <= CELL_SMALL_MAX)
        return allocate_small(heap, class_of(cell_bytes), has_slots);
    const uint32_t first = take_span(heap, (uint32_t)(cell_bytes / VX_PAGE_SIZE), cell_bytes, has_slots);
    return first == HEAP_NONE ? 0 : take_cell(heap, first, 0);
}

/* The size of the cell for an object; false if it is larger than the limit. */
static bool size_cell(const struct heap *heap, const struct vx_type *type, uint64_t count, uint64_t *bytes) {
    if (__builtin_mul_overflow(type->size, count, bytes) || *bytes > heap->limit)
        return false;
    *bytes += VX_HEADER_BYTES + 1;
    *bytes = *bytes <= CELL_SMALL_MAX ? class_bytes(class_of(*bytes))
                                      : (*bytes + VX_PAGE_SIZE - 1) & ~(uint64_t)(VX_PAGE_SIZE - 1);
    return *bytes <= heap->limit;
}

uint64_t heap_allocate(struct heap *heap, uint32_t type, uint64_t count, const struct heap_roots *roots) {
    runtime_assert(type < heap->image->type_count);
    const struct vx_type *entry = &heap->image->types[type];
    uint64_t bytes;
    if (count == 0)
        count = 1;
    if (!size_cell(heap, entry, count, &bytes))
        return 0;
    const bool has_slots = entry->slot_count > 0;
    const bool collects = heap->stress || heap->since >= heap->share || bytes > heap->most - heap->used;
    if (collects)
        heap_collect(heap, roots);
    if (collects && heap->used + bytes > heap->limit)
        return 0;
    uint64_t cell = allocate_cell(heap, bytes, has_slots);
    if (cell == 0 && !collects) {
        heap_collect(heap, roots);
        if (heap->used + bytes > heap->limit)
            return 0;
        cell = allocate_cell(heap, bytes, has_slots);
    }
    if (cell == 0)
        return 0;
    *(struct vx_header *)cell = (struct vx_header){.type = type, .count = count};
    return cell + VX_HEADER_BYTES;
}

struct vx_header *heap_find(const struct heap *heap, uint64_t address) {
    const uint64_t offset = address - heap->cells; /* of an address below: more than any heap has */
    if (offset >= (uint64_t)heap->frontier * VX_PAGE_SIZE)
        return nullptr;
    const uint32_t first = heap->page_span[offset / VX_PAGE_SIZE];
    if (first == HEAP_NONE)
        return nullptr;
    const struct heap_span *span = &heap->spans[first];
    const uint64_t start = (uint64_t)first * VX_PAGE_SIZE;
    const uint32_t cell = heap_cell_at(span, offset - start);
    if (cell >= span->cell_count || !(heap->bits[heap_word(first, cell)].allocated >> cell % 64 & 1))
        return nullptr;
    return (struct vx_header *)(heap->cells + start + cell * span->cell_bytes);
}

static void poison_cells(const struct heap *heap, uint32_t first, uint32_t word, uint64_t cells) {
    const struct heap_span *span = &heap->spans[first];
    for (; cells != 0; cells &= cells - 1) {
        const uint64_t cell = 64ull * word + (uint32_t)__builtin_ctzll(cells);
        fill(heap->cells + (uint64_t)first * VX_PAGE_SIZE + cell * span->cell_bytes, span->cell_bytes,
             POISON * 0x0101010101010101ull);
    }
}

/* Free the span's cells that are not marked, and unmark the others; gives how many these are. */
static uint32_t sweep_cells(struct heap *heap, uint32_t first) {
    struct heap_span *span = &heap->spans[first];
    struct heap_bits *bits = heap->bits + heap_word(first, 0);
    uint32_t left = 0;
    for (uint32_t word = 0; word * 64 < span->cell_count; word++) {
        const uint64_t dead = bits[word].allocated & ~bits[word].marked;
        if (dead != 0) {
            span->fresh = false;
            if (heap->stress)
                poison_cells(heap, first, word, dead);
        }
        bits[word].allocated &= ~dead;
        bits[word].marked = 0;
        left += (uint32_t)__builtin_popcountll(bits[word].allocated);
    }
    span->cursor = 0;
    return left;
}

/* Sweep all spans, join free ones that touch, and make all lists anew. */
static void sweep(struct heap *heap) {
    for (uint32_t i = 0; i < HEAP_FREE_BINS; i++)
        heap->free[i] = HEAP_NONE;
    for (uint32_t i = 0; i < HEAP_SIZE_CLASSES * 2; i++)
        heap->partial[i] = HEAP_NONE;
    heap->used = 0;
    heap->objects = 0;
    uint32_t free_first = 0, free_pages = 0; /* the free pages right in front of `first` */
    bool free_fresh = true;
    for (uint32_t first = 0, next; first < heap->frontier; first = next) {
        struct heap_span *span = &heap->spans[first];
        next = first + span->page_count;
        const uint32_t left = span->kind == HEAP_FREE ? 0 : sweep_cells(heap, first);
        if (left == 0) {
            if (span->kind != HEAP_FREE)
                for (uint32_t page = first; page < next; page++)
                    heap->page_span[page] = HEAP_NONE;
            if (free_pages == 0)
                free_first = first;
            free_fresh = span->fresh && (free_fresh || free_pages == 0);
            free_pages += span->page_count;
            continue;
        }
        if (free_pages > 0)
            put_free(heap, free_first, free_pages, free_fresh);
        free_pages = 0;
        heap->used += left * span->cell_bytes;
        heap->objects += left;
        if (span->kind == HEAP_SMALL && left < span->cell_count) {
            uint32_t *list = &heap->partial[2 * class_of(span->cell_bytes) + span->has_slots];
            span->next = *list;
            *list = first;
        }
    }
    if (free_pages > 0)
        put_free(heap, free_first, free_pages, free_fresh);
}

void heap_collect(struct heap *heap, const struct heap_roots *roots) {
    if (heap->limit == 0)
        return;
    runtime_local_start();
    const uint64_t root_bytes = heap_mark(heap, roots);
    sweep(heap);
    runtime_local_end();
    heap->collections++;
    heap->since = 0;
    heap->share = heap->used + root_bytes;
    if (heap->share < SHARE_MIN)
        heap->share = SHARE_MIN;
    /* Garbage may lie on top of the limit, or a heap nearly full of what is alive would be marked over and over. */
    heap->most = heap->used;
    if (heap->most <= heap->limit)
        heap->most += heap->limit / 2;
    if (heap->most < heap->limit)
        heap->most = heap->limit;
    if (heap->stress) {
        const char *broken = heap_check(heap);
        if (broken)
            runtime_panic(broken);
    }
}
