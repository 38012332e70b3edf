/* The kernel's questions about objects, for services.c: runtime/object.h and verifier/state.h each have a
 * `struct object` of their own and cannot be included together. */
#include "located.h"

#include "runtime/object.h"

uint64_t located_start(const struct heap *heap, uint32_t type, uint64_t address, uint64_t *index) {
    return object_locate(heap, type, address, index);
}

bool located_is_start(const struct heap *heap, uint64_t address) {
    struct object object;
    return object_find(heap, address, &object) && object.header && object.start == address;
}

uint64_t located_extent(const struct heap *heap, uint64_t address) {
    return object_extent(heap, address);
}
