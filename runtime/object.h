/* Which object an address lies in: on the heap, or a global of the image. Frames are not known here. */
#ifndef RUNTIME_OBJECT_H
#define RUNTIME_OBJECT_H

#include "heap.h"

struct object {
    uint64_t start; /* of the first element */
    uint64_t bytes; /* of all elements */
    uint64_t count;
    uint32_t type;
    bool header;
};

/* The object with [start, start + bytes) around the address. False if there is none. */
bool object_find(const struct heap *heap, uint64_t address, struct object *object);

/* The start of the object with header, elements of exactly `type`, in which an element starts at the address;
 * *index is which. 0 if there is none. */
uint64_t object_locate(const struct heap *heap, uint32_t type, uint64_t address, uint64_t *index);

/* Bytes of plain data from the address to the next pointer slot or the object's end. 0 if it is in no object, or
 * in a pointer slot. */
uint64_t object_extent(const struct heap *heap, uint64_t address);

#endif
