/* Objects by address, see object.h. The heap finds a cell in a few steps, globals are searched by halves, and a
 * type has at most VX_SLOT_RUNS_MAX runs of slots: each function here has bounded steps. */
#include "object.h"

static const struct vx_global *find_global(const struct heap *heap, uint64_t address) {
    const struct verifier_image *image = heap->image;
    const uint64_t in_image = address - heap->distance; /* of an address below: more than any image has */
    uint32_t low = 0, high = image->global_count;       /* the last that starts at or before it */
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (image->globals[middle].address <= in_image)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return nullptr;
    const struct vx_global *global = &image->globals[low - 1];
    return in_image - global->address < verifier_global_bytes(image, global) ? global : nullptr;
}

bool object_find(const struct heap *heap, uint64_t address, struct object *object) {
    const struct vx_header *header = heap_find(heap, address);
    if (header) {
        *object = (struct object){.start = (uint64_t)header + VX_HEADER_BYTES,
                                  .bytes = heap->image->types[header->type].size * header->count,
                                  .count = header->count,
                                  .type = header->type,
                                  .header = true};
        return address - object->start < object->bytes; /* not the header, not the spare bytes */
    }
    const struct vx_global *global = find_global(heap, address);
    if (!global)
        return false;
    *object = (struct object){.start = heap->distance + global->address,
                              .bytes = verifier_global_bytes(heap->image, global),
                              .count = global->count,
                              .type = global->type,
                              .header = global->flags & VX_GLOBAL_HEADER};
    return true;
}

uint64_t object_locate(const struct heap *heap, uint32_t type, uint64_t address, uint64_t *index) {
    struct object object;
    *index = 0;
    if (!object_find(heap, address, &object) || !object.header || object.type != type)
        return 0;
    const uint64_t size = heap->image->types[type].size;
    if ((address - object.start) % size != 0)
        return 0;
    *index = (address - object.start) / size;
    return object.start;
}

/* The first byte at or behind `offset` in an element that is a slot's; the element's size if there is none. */
static uint64_t next_slot(const struct heap *heap, const struct vx_type *type, uint64_t offset) {
    uint64_t found = type->size;
    for (uint32_t i = 0; i < type->slot_count; i++) {
        const struct vx_slot *run = &heap->image->slots[type->first_slot + i];
        uint64_t number = 0; /* of the run's first slot that ends behind `offset` */
        if (offset >= (uint64_t)run->offset + 8)
            number = (offset - run->offset - 8) / run->stride + 1;
        if (number >= run->count)
            continue;
        const uint64_t start = run->offset + number * run->stride;
        const uint64_t byte = start > offset ? start : offset;
        if (byte < found)
            found = byte;
    }
    return found;
}

uint64_t object_extent(const struct heap *heap, uint64_t address) {
    struct object object;
    if (!object_find(heap, address, &object))
        return 0;
    const struct vx_type *type = &heap->image->types[object.type];
    const uint64_t place = address - object.start;
    if (type->slot_count == 0)
        return object.bytes - place;
    const uint64_t offset = place % type->size, next = next_slot(heap, type, offset);
    const uint64_t last = object.bytes - type->size; /* where the last element starts */
    if (next < type->size || place >= last)
        return next - offset;
    return type->size - offset + next_slot(heap, type, 0);
}
