/* A pointer member is to one object: there is no second one behind it. */
#include <stdio.h>
#include <vouch/arguments.h>
#include <vouch/heap.h>

struct pair {
    long *first;
    long *second;
};

int main(void) {
    struct pair *pair = new (struct pair);
    pair->first = new_array(long, 10);
    long *numbers = pair->first;
    printf("%ld\n", numbers[argument_count()]); // trap: index 1 out of bounds for length 1
    return 0;
}
