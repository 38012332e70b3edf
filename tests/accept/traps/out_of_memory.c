/* new, with more than the heap's limit leaves room for. */
#include <stdio.h>
#include <vouch/arguments.h>
#include <vouch/heap.h>

int main(void) {
    size_t count = (size_t)argument_count() << 40;
    long *numbers = new_array(long, count); // trap: out of memory
    numbers[count - 1] = 1;
    printf("%ld\n", numbers[0]);
    return 0;
}
