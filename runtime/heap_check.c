/* The heap's invariant, tested by walking everything. For tests and for stress mode: it takes as long as the heap
 * is large, and trusts only that the tables may be read. Whether what a reference to one T refers to looks like a
 * T is the verifier's to know; here only the room for it is looked at. */
#include "object.h"

static bool span_is_sound(const struct heap *heap, uint32_t first) {
    const struct heap_span *span = &heap->spans[first];
    if (span->page_count == 0 || span->page_count > heap->frontier - first || span->in_grey_list)
        return false;
    const uint32_t owner = span->kind == HEAP_FREE ? HEAP_NONE : first;
    for (uint32_t i = 0; i < span->page_count; i++)
        if (heap->page_span[first + i] != owner)
            return false;
    const uint64_t bytes = (uint64_t)span->page_count * VX_PAGE_SIZE;
    switch (span->kind) {
    case HEAP_FREE:
        return true;
    case HEAP_SMALL:
        return span->page_count == HEAP_SPAN_PAGES && span->cell_bytes >= 32 && span->cell_bytes % 16 == 0 &&
               span->cell_count == bytes / span->cell_bytes;
    case HEAP_LARGE:
        return span->cell_count == 1 && span->cell_bytes == bytes && span->reciprocal == 0;
    }
    return false;
}

static bool is_entry(const struct heap *heap, uint64_t address, uint32_t signature) {
    const struct verifier_image *image = heap->image;
    for (uint32_t i = 0; i < image->function_count; i++)
        if (address - heap->distance == image->functions[i].start)
            return image->functions[i].signature == signature;
    return false;
}

static bool reference_is_sound(const struct heap *heap, const struct vx_slot *slot, uint64_t address) {
    if (address == 0)
        return true;
    if (slot->kind == VX_FUNCTION)
        return is_entry(heap, address, slot->type);
    struct object object;
    if (!object_find(heap, address, &object))
        return false;
    if (slot->kind == VX_ONE)
        return heap->image->types[slot->type].size <= object.bytes - (address - object.start);
    return address == object.start && object.header &&
           (slot->kind == VX_ANY || (slot->kind == VX_ARRAY && slot->type == object.type));
}

static bool slots_are_sound(const struct heap *heap, uint32_t number, uint64_t start, uint64_t count) {
    const struct vx_type *type = &heap->image->types[number];
    for (uint64_t element = start; count > 0 && type->slot_count > 0; count--, element += type->size) {
        for (uint32_t i = 0; i < type->slot_count; i++) {
            const struct vx_slot *run = &heap->image->slots[type->first_slot + i];
            for (uint64_t k = 0; k < run->count; k++)
                if (!reference_is_sound(heap, run,
                                        *(const uint64_t *)(element + run->offset + k * run->stride)))
                    return false;
        }
    }
    return true;
}

static bool header_is_sound(const struct heap *heap, const struct heap_span *span,
                            const struct vx_header *header) {
    if (header->type >= heap->image->type_count || header->reserved != 0 || header->count == 0)
        return false;
    const struct vx_type *type = &heap->image->types[header->type];
    uint64_t bytes;
    return !__builtin_mul_overflow(type->size, header->count, &bytes) &&
           bytes < span->cell_bytes - VX_HEADER_BYTES && span->has_slots == (type->slot_count > 0);
}

static const char *check_cell(const struct heap *heap, uint32_t first, uint64_t number) {
    const struct heap_span *span = &heap->spans[first];
    if (number >= span->cell_count)
        return "heap: a cell is allocated that does not exist";
    if (heap_cell_at(span, (number + 1) * span->cell_bytes - 1) != number)
        return "heap: a cell is not found by an address in it";
    const uint64_t cell = heap->cells + (uint64_t)first * VX_PAGE_SIZE + number * span->cell_bytes;
    const struct vx_header *header = (const struct vx_header *)cell;
    if (!header_is_sound(heap, span, header))
        return "heap: an object's header is not what the allocator wrote";
    if (!slots_are_sound(heap, header->type, cell + VX_HEADER_BYTES, header->count))
        return "heap: a pointer slot of an object holds what it may not";
    return nullptr;
}

/* The span's bits and cells; *count is how many are allocated. */
static const char *check_cells(const struct heap *heap, uint32_t first, uint64_t *count) {
    const uint64_t start = heap_word(first, 0);
    *count = 0;
    for (uint64_t word = 0; word < heap->spans[first].page_count * (HEAP_PAGE_CELLS / 64ull); word++) {
        if (heap->bits[start + word].marked != 0 || heap->grey[start + word] != 0)
            return "heap: a cell is marked, but nobody collects";
        for (uint64_t cells = heap->bits[start + word].allocated; cells != 0; cells &= cells - 1) {
            const char *broken = check_cell(heap, first, 64 * word + (uint32_t)__builtin_ctzll(cells));
            if (broken)
                return broken;
            ++*count;
        }
    }
    return nullptr;
}

static bool lists_are_sound(const struct heap *heap) {
    for (uint32_t i = 0; i < HEAP_FREE_BINS; i++)
        for (uint32_t at = heap->free[i], steps = 0; at != HEAP_NONE; at = heap->spans[at].next)
            if (at >= heap->frontier || heap->spans[at].kind != HEAP_FREE || ++steps > heap->frontier)
                return false;
    for (uint32_t i = 0; i < HEAP_SIZE_CLASSES * 2; i++)
        for (uint32_t at = heap->partial[i], steps = 0; at != HEAP_NONE; at = heap->spans[at].next)
            if (at >= heap->frontier || heap->page_span[at] != at || heap->spans[at].kind != HEAP_SMALL ||
                heap->spans[at].has_slots != (i % 2 == 1) || ++steps > heap->frontier)
                return false;
    return heap->grey_list == HEAP_NONE && heap->stack_count == 0;
}

const char *heap_check(const struct heap *heap) {
    uint64_t used = 0, objects = 0;
    for (uint32_t first = 0; first < heap->frontier; first += heap->spans[first].page_count) {
        if (!span_is_sound(heap, first))
            return "heap: the spans do not tile the heap";
        uint64_t cells = 0;
        const char *broken =
            heap->spans[first].kind == HEAP_FREE ? nullptr : check_cells(heap, first, &cells);
        if (broken)
            return broken;
        used += cells * heap->spans[first].cell_bytes;
        objects += cells;
    }
    if (used != heap->used || objects != heap->objects || used > heap->most)
        return "heap: its figures are not what it holds";
    if (!lists_are_sound(heap))
        return "heap: a list holds what does not belong there";
    const struct verifier_image *image = heap->image;
    for (uint32_t i = 0; i < image->global_count; i++)
        if (!slots_are_sound(heap, image->globals[i].type, heap->distance + image->globals[i].address,
                             image->globals[i].count))
            return "heap: a pointer slot of a global holds what it may not";
    return nullptr;
}
