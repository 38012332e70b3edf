/* Calls of functions of the library that vcc knows by name. */
#include <stdlib.h>
#include <string.h>

__generic (*p)(void) {} // error: '__generic' is for the definition of a function of the library

struct pair {
    int a, b;
};

static int order(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

int main(void) {
    int numbers[4] = {4, 3, 2, 1};
    static const int fixed[2] = {1, 2};
    struct pair pairs[3] = {0};
    int table[2][2] = {0};
    void *unknown = new (int);
    const char *text = "text";
    qsort(numbers, 4, sizeof *numbers, order);
    qsort(numbers, 4, sizeof *pairs, order); // error: qsort cannot be used here: the size of an element is said to be 8, but a 'int' has 4 bytes
                                            // note: write 'sizeof *base'
    qsort(fixed, 2, sizeof *fixed, order); // error: the elements are read-only
    qsort(unknown, 4, sizeof(int), order); // error: the type of the elements is not known
    qsort(table, 2, sizeof *table, order); // error: the type of the elements is not known, or they are arrays
    char *found = strchr(text, 'x'); // error: 'const char *' loses 'const' when initializing 'char *'
    int *place = bsearch(&numbers[1], pairs, 3, sizeof *pairs, order); // error: incompatible pointer type 'struct pair *' when initializing 'int *'
    return found == NULL && place == NULL;
}
