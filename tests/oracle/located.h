/* object_locate and object_extent of runtime/object.h, which says what they do. */
#ifndef TESTS_LOCATED_H
#define TESTS_LOCATED_H

#include "runtime/heap.h"

uint64_t located_start(const struct heap *heap, uint32_t type, uint64_t address, uint64_t *index);
/* Whether an object with header starts at the address. */
bool located_is_start(const struct heap *heap, uint64_t address);
uint64_t located_extent(const struct heap *heap, uint64_t address);

#endif
