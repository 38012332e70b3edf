/* What the service heap_figure tells, by number. */
#ifndef VOUCH_HEAP_FIGURES_H
#define VOUCH_HEAP_FIGURES_H

enum vouch_heap_figure {
    VOUCH_HEAP_USED = 0, /* bytes of cells that are not free, garbage that waits for the collector included */
    VOUCH_HEAP_LIMIT = 1,   /* the most that may be alive; garbage may take half as much again */
    VOUCH_HEAP_OBJECTS = 2, /* as many cells are not free */
    VOUCH_HEAP_COLLECTIONS = 3,
};

#endif
