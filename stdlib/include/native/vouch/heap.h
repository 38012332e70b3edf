/* The heap, natively: the same interface as Vouch's <vouch/heap.h> on the host's malloc, which frees only what
 * it is told to and has no figures to give. */
#ifndef VOUCH_HEAP_H
#define VOUCH_HEAP_H

#include <stdio.h>
#include <stdlib.h>

#define HEAP_USED 0
#define HEAP_LIMIT 1
#define HEAP_OBJECTS 2
#define HEAP_COLLECTIONS 3

#define new(type) ((type *)vouch_native_new(1, sizeof(type)))
#define new_array(type, count) ((type *)vouch_native_new((size_t)(count), sizeof(type)))

/* Never null: as on Vouch, a program that runs out of memory here ends with status 134. */
static inline void *vouch_native_new(size_t count, size_t size) {
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        _Exit(134);
    }
    return memory;
}

static inline void heap_collect(void) {
}

static inline long heap_figure(int which) {
    (void)which;
    return 0;
}

#endif
