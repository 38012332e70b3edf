/* qsort and bsearch, as patterns that vcc makes a function of for each type of element (<stdlib.h>).
 *
 * The comparison gets `void *`, which is the start of an object, as C's elements are not: so it gets copies of what it
 * is to compare, in two objects of the heap. The sort is stable, by merging; elements in order already cost one
 * comparison each. Nothing here uses a name that a program may have given another meaning. */
#ifndef VOUCH_SORT_H
#define VOUCH_SORT_H

#include <ptrcheck.h>

/* What the definitions below stand for: the elements' type, and what the comparison takes them for: the same,
 * without const, or `const char *` in place of `char *`. */
typedef unsigned char __element, __box;

[[noreturn]] void __wrong_element_size(void);

__generic static void __qsort(__element *__counted_by(count) base, unsigned long count, unsigned long size,
                              int (*compare)(const void *, const void *)) {
    if (size != sizeof(__element))
        __wrong_element_size();
    if (count < 2)
        return;
    __box *left = new (__box), *right = new (__box);
    __element *other = new_array(__element, count);
    /* Runs of `width` are in order: each is merged with the next one. */
    for (unsigned long width = 1; width < count; width *= 2)
        for (unsigned long start = 0; start < count - width; start += 2 * width) {
            unsigned long middle = start + width;
            unsigned long end = count - middle < width ? count : middle + width;
            *left = base[middle - 1];
            *right = base[middle];
            if (compare(left, right) <= 0)
                continue;
            for (unsigned long i = 0; i < width; i++)
                other[i] = base[start + i];
            unsigned long from = 0, to = start;
            *left = other[0];
            while (from < width && middle < end) {
                if (compare(left, right) <= 0) {
                    base[to] = other[from];
                    from += 1;
                    if (from < width)
                        *left = other[from];
                } else {
                    base[to] = base[middle];
                    middle += 1;
                    if (middle < end)
                        *right = base[middle];
                }
                to += 1;
            }
            for (; from < width; from++) {
                base[to] = other[from];
                to += 1;
            }
        }
}

__generic static __element *__indexable __bsearch(const void *key, __element *__indexable base,
                                                  unsigned long count, unsigned long size,
                                                  int (*compare)(const void *, const void *)) {
    if (size != sizeof(__element))
        __wrong_element_size();
    __box *probe = new (__box);
    unsigned long first = 0, end = count;
    while (first < end) {
        unsigned long middle = first + (end - first) / 2;
        *probe = base[middle];
        int order = compare(key, probe);
        if (order == 0)
            return base + middle;
        if (order < 0)
            end = middle;
        else
            first = middle + 1;
    }
    return nullptr;
}

/* The key, copied to an object of its own; __box_text does it for strings. */
__generic static const void *__box_key(const __element *key) {
    __box *box = new (__box);
    *box = *key;
    return box;
}
const void *__box_text(const char *key);

#endif
