/* <vouch/heap.h>: what the kernel tells of the heap. Allocation itself is compiled in place. */
#include "services.h"

#include <vouch/heap.h>

long heap_figure(int which) {
    return __service_heap_figure(which);
}

void heap_collect(void) {
    __service_collect();
}
