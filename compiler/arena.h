/* Memory of one translation unit: allocated piecemeal, freed at once.
 *
 * Everything the front end makes (types, syntax tree, strings) lives in an arena, so that no node has an
 * owner of its own. Running out of memory ends the compiler with a message: there is nothing that a
 * compiler could usefully do instead. Memory is zeroed and aligned for any type. */
#ifndef VCC_ARENA_H
#define VCC_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *blocks;
};

void arena_init(struct arena *arena);
void arena_free(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t size);
/* Copies `length` bytes and adds a NUL. */
char *arena_string(struct arena *arena, const char *text, size_t length);
[[gnu::format(printf, 2, 3)]] char *arena_printf(struct arena *arena, const char *format, ...);

/* Appends to a growing array of `size`-byte elements in the arena: returns the address of the new, zeroed
 * last element; *items may move. Capacity is kept in *capacity. */
void *arena_push(struct arena *arena, void **items, size_t *count, size_t *capacity, size_t size);

#endif
