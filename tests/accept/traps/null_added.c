/* The address of an element of an array that is not there. */
#include <stdio.h>
#include <vouch/arguments.h>

static int read(const int *place) {
    return place == NULL ? -1 : *place;
}

int main(void) {
    int array[3] = {1, 2, 3};
    int *p = NULL;
    if (argument_count() > 5)
        p = array;
    printf("%d\n", read(p + argument_count())); // trap: null pointer dereferenced
    return 0;
}
