/* What the two sources of this program share. */
#ifndef SHARED_H
#define SHARED_H

#include <ptrcheck.h>
#include <stddef.h>

#define SHARED_COUNT 12
#define SHARED_NAME_BYTES 12

extern int shared_numbers[SHARED_COUNT];
extern const char shared_name[SHARED_NAME_BYTES];
extern long shared_calls;

/* Fills values with a sequence and returns their sum. */
long shared_fill(int *__counted_by(count) values, size_t count, int step);

static inline int shared_twice(int value) {
    return 2 * value;
}

#endif
