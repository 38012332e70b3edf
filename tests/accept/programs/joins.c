/* Pointers that may point into one of several objects: arrays of the frame and globals of different lengths,
 * rows of arrays, null. At the joins of their paths the hints must say what all of them have in common.
 * Returns the number of the first wrong result. */
#include <stddef.h>
#include <vouch/arguments.h>

static int table[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
static long wide[6][5], single = 40;

static int arrays_of_the_frame(int which) {
    int a[4] = {1, 2, 3, 4}, b[8] = {5, 6, 7, 8};
    int *p = which ? a : b;
    p[1] = 9;
    return a[1] * 10 + b[1];
}

static int frame_or_global(int which) {
    int near[3] = {100, 200, 300};
    int *p = (which ? near : table) + 0;
    const int *end = p + 2;
    int sum = 0;
    while (p < end)
        sum += *p++;
    return sum;
}

static int referent_or_default(const int *p) {
    return p ? *p : 5;
}

static int element_or_null(int which, int index) {
    return referent_or_default(which ? &table[3] : NULL) + referent_or_default(which ? &table[index] : NULL);
}

static long variable_or_element(int which, int row) {
    long *p = which ? &single : &wide[row][3];
    *p += 2;
    return *p;
}

int main(void) {
    int one = argument_count(); /* 1, but not for the compiler */
    if (arrays_of_the_frame(one) != 96 || arrays_of_the_frame(one - 1) != 29)
        return 1;
    if (frame_or_global(one) != 300 || frame_or_global(one - 1) != 3)
        return 2;
    if (element_or_null(one, one + 6) != 12 || element_or_null(one - 1, one) != 10)
        return 3;
    if (variable_or_element(one, one) != 42 || variable_or_element(one - 1, one) != 2 || wide[one][3] != 2)
        return 4;
    return 0;
}
