/* The process's heap. vcc knows `new(T)`, a zeroed T, and `new_array(T, count)`, an array of zeroed Ts; both end
 * the process if the heap's limit leaves no room, where malloc, calloc and realloc give null. What nothing
 * refers to any more is freed by itself; free does nothing. */
#ifndef VOUCH_HEAP_H
#define VOUCH_HEAP_H

/* What heap_figure tells. */
#define HEAP_USED 0        /* bytes of objects, with their headers and rounding */
#define HEAP_LIMIT 1       /* how many there may be */
#define HEAP_OBJECTS 2     /* objects */
#define HEAP_COLLECTIONS 3 /* how often unused objects have been looked for */

/* One of the figures above; below 0 for any other. */
long heap_figure(int which);
/* Frees what is not in use. There is no need to call this. */
void heap_collect(void);

#endif
