/* Allocates 1,000 times the limit of its heap, of which nothing is kept for long; natively it frees as it goes. */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/heap.h>

#define LIMIT (4L << 20) /* what heap_churn.cases gives it */
#define TIMES 1000
#define KEPT 64

static unsigned state = 1;

static unsigned next_random(void) {
    state = state * 1664525 + 1013904223;
    return state >> 8;
}

int main(void) {
    static unsigned char *__indexable kept[KEPT];
    long total = 0;
    unsigned digest = 0;
    while (total < LIMIT * TIMES) {
        size_t size = 16 + next_random() % 2000;
        if (next_random() % 256 == 0)
            size = 100000;
        unsigned char *bytes = new_array(unsigned char, size);
        unsigned place = next_random() % KEPT;
        if (kept[place] != NULL)
            digest = digest * 31 + kept[place][0];
        free(kept[place]);
        digest += bytes[size - 1];
        bytes[0] = (unsigned char)size;
        kept[place] = bytes;
        total += (long)size;
    }
    printf("%u\n", digest);
    return heap_figure(HEAP_USED) <= heap_figure(HEAP_LIMIT) ? 0 : 1;
}
