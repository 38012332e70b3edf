/* For `make bench`: qsort and bsearch are functions of the library's where plain clang compiles it (native_heap.c), and
 * not patterns. */
#ifndef VOUCH_SORT_H
#define VOUCH_SORT_H
#endif
