/* For `make bench`: our <vouch/heap.h> when plain clang compiles the library and the programs. native_heap.c has it. */
#ifndef VOUCH_HEAP_H
#define VOUCH_HEAP_H

#define HEAP_USED 0
#define HEAP_LIMIT 1
#define HEAP_OBJECTS 2
#define HEAP_COLLECTIONS 3

#define new(type) ((type *)native_new(1, sizeof(type)))
#define new_array(type, count) ((type *)native_new((unsigned long)(count), sizeof(type)))

void *native_new(unsigned long count, unsigned long size);
long heap_figure(int which);
void heap_collect(void);

#endif
