/* A program of two sources: shared globals, static names of their own, an inline function in a header, static
 * locals. */
#include <stdio.h>

#include "shared.h"

static int hidden = 1;

static int bump(void) {
    static int count = 10;
    return count += hidden;
}

int main(void) {
    int local[5];
    printf("%ld\n", shared_fill(shared_numbers, SHARED_COUNT, 3));
    printf("%ld\n", shared_fill(local, 5, -2));
    for (int i = 0; i < SHARED_COUNT; i++)
        printf("%d ", shared_numbers[i]);
    printf("\n%s %ld %d %d %d\n", shared_name, shared_calls, bump(), bump(), shared_twice(local[4]));
    return 0;
}
