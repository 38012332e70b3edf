/* Memory of one translation unit: see arena.h. Blocks are chained, newest first; a request that does not
 * fit the newest block gets a new one, at least BLOCK_BYTES large. */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)64 << 10)

struct arena_block {
    struct arena_block *next;
    size_t used, size; /* bytes of data[] */
    alignas(16) unsigned char data[];
};

void arena_init(struct arena *arena) {
    arena->blocks = nullptr;
}

void arena_free(struct arena *arena) {
    while (arena->blocks != nullptr) {
        struct arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}

[[noreturn]] static void fail_out_of_memory(void) {
    fputs("vcc: error: out of memory\n", stderr);
    exit(1);
}

void *arena_alloc(struct arena *arena, size_t size) {
    if (size > SIZE_MAX / 4)
        fail_out_of_memory();
    size = (size + 15) & ~(size_t)15;
    struct arena_block *block = arena->blocks;
    if (block == nullptr || block->size - block->used < size) {
        size_t capacity = size > BLOCK_BYTES ? size : BLOCK_BYTES;
        block = calloc(1, sizeof *block + capacity);
        if (block == nullptr)
            fail_out_of_memory();
        block->size = capacity;
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *result = block->data + block->used;
    block->used += size;
    return result;
}

char *arena_string(struct arena *arena, const char *text, size_t length) {
    char *copy = arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(nullptr, 0, format, arguments);
    va_end(arguments);
    size_t size = length < 0 ? 1 : (size_t)length + 1;
    char *text = arena_alloc(arena, size);
    vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}

void *arena_push(struct arena *arena, void **items, size_t *count, size_t *capacity, size_t size) {
    if (*count == *capacity) {
        size_t grown = *capacity == 0 ? 8 : *capacity * 2;
        if (grown > SIZE_MAX / 8 / size)
            fail_out_of_memory();
        void *moved = arena_alloc(arena, grown * size);
        if (*count != 0)
            memcpy(moved, *items, *count * size);
        *items = moved;
        *capacity = grown;
    }
    return (unsigned char *)*items + size * (*count)++;
}
