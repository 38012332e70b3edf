/* A null pointer dereferenced. */
#include <stdio.h>
#include <vouch/arguments.h>

static int read_it(const int *number) {
    return *number; // trap: null pointer dereferenced
}

int main(void) {
    int number = 5;
    printf("%d\n", read_it(argument_count() == 1 ? nullptr : &number));
    return 0;
}
