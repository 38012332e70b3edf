/* A negative index into a local array. */
#include <stdio.h>
#include <vouch/arguments.h>

int main(void) {
    long numbers[4] = {1, 2, 3, 4};
    int index = -argument_count();
    numbers[index] = 5; // trap: index -1 out of bounds for length 4
    printf("%ld\n", numbers[3]);
    return 0;
}
