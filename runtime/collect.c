/* Marking: which cells can be reached.
 *
 * Globals and heap objects say by type where their references are; of the stack and registers every word that is
 * an address inside an allocated cell counts as one. A cell is marked when it is first met; if it has slots it
 * then waits on a stack of fixed size until they have been looked at. When the stack is full the cell's grey bit
 * waits instead, and its span in a list. So no structure needs recursion or memory, and each cell's slots are
 * looked at once however the process has linked them. */
#include "heap.h"
#include "runtime.h"

/* The cell has been marked just now; its slots are still to be looked at. */
static void wait_cell(struct heap *heap, uint32_t first, uint32_t cell) {
    struct heap_span *span = &heap->spans[first];
    if (heap->stack_count < HEAP_STACK_MAX) {
        const uint64_t address = heap->cells + (uint64_t)first * VX_PAGE_SIZE + cell * span->cell_bytes;
        __builtin_prefetch((const void *)address);
        heap->stack[heap->stack_count++] = address;
        return;
    }
    heap->grey[heap_word(first, cell)] |= 1ull << cell % 64;
    if (!span->in_grey_list) {
        span->in_grey_list = true;
        span->next = heap->grey_list;
        heap->grey_list = first;
    }
}

/* Mark the allocated cell that the address lies in, if there is one. */
static void mark_address(struct heap *heap, uint64_t address) {
    const uint64_t offset = address - heap->cells;
    if (offset >= (uint64_t)heap->frontier * VX_PAGE_SIZE)
        return;
    const uint32_t first = heap->page_span[offset / VX_PAGE_SIZE];
    if (first == HEAP_NONE)
        return;
    const struct heap_span *span = &heap->spans[first];
    const uint32_t cell = heap_cell_at(span, offset - (uint64_t)first * VX_PAGE_SIZE);
    struct heap_bits *bits = &heap->bits[heap_word(first, cell)];
    const uint64_t mask = 1ull << cell % 64;
    if (cell >= span->cell_count || !(bits->allocated & mask) || (bits->marked & mask))
        return;
    bits->marked |= mask;
    if (span->has_slots)
        wait_cell(heap, first, cell);
}

static void mark_slots(struct heap *heap, const struct vx_type *type, uint64_t start, uint64_t count) {
    const struct vx_slot *runs = heap->image->slots + type->first_slot;
    for (uint64_t element = start; count > 0; count--, element += type->size) {
        for (uint32_t i = 0; i < type->slot_count; i++) {
            uint64_t at = element + runs[i].offset;
            for (uint32_t left = runs[i].count; left > 0; left--, at += runs[i].stride)
                mark_address(heap, *(const uint64_t *)at);
        }
    }
}

static void mark_cell(struct heap *heap, uint64_t cell) {
    const struct vx_header *header = (const struct vx_header *)cell;
    runtime_assert(header->type < heap->image->type_count);
    mark_slots(heap, &heap->image->types[header->type], cell + VX_HEADER_BYTES, header->count);
}

static void drain_stack(struct heap *heap) {
    while (heap->stack_count > 0)
        mark_cell(heap, heap->stack[--heap->stack_count]);
}

/* Look at the slots of all cells that wait, and of those that this makes wait. */
static void drain(struct heap *heap) {
    drain_stack(heap);
    while (heap->grey_list != HEAP_NONE) {
        const uint32_t first = heap->grey_list;
        struct heap_span *span = &heap->spans[first];
        heap->grey_list = span->next;
        span->in_grey_list = false;
        for (uint32_t word = 0; word * 64 < span->cell_count; word++) {
            uint64_t *grey = &heap->grey[heap_word(first, 0) + word];
            while (*grey != 0) {
                const uint64_t cell = 64ull * word + (uint32_t)__builtin_ctzll(*grey);
                *grey &= *grey - 1;
                mark_cell(heap, heap->cells + (uint64_t)first * VX_PAGE_SIZE + cell * span->cell_bytes);
                drain_stack(heap);
            }
        }
    }
}

/* Constants refer to globals only, so they are not looked at. */
static uint64_t mark_globals(struct heap *heap) {
    const struct verifier_image *image = heap->image;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < image->global_count; i++) {
        const struct vx_global *global = &image->globals[i];
        const struct vx_type *type = &image->types[global->type];
        if (type->slot_count == 0 || global->address < image->data.address)
            continue;
        mark_slots(heap, type, heap->distance + global->address, global->count);
        bytes += verifier_global_bytes(image, global);
    }
    return bytes;
}

uint64_t heap_mark(struct heap *heap, const struct heap_roots *roots) {
    runtime_assert(heap->stack_count == 0 && heap->grey_list == HEAP_NONE);
    runtime_assert((uint64_t)roots->stack % 8 == 0 && roots->stack <= roots->stack_end);
    for (size_t i = 0; i < roots->register_count; i++)
        mark_address(heap, roots->registers[i]);
    for (const uint64_t *word = roots->stack; word < roots->stack_end; word++)
        mark_address(heap, *word);
    const uint64_t global_bytes = mark_globals(heap);
    drain(heap);
    return global_bytes + (uint64_t)(roots->stack_end - roots->stack) * 8;
}
