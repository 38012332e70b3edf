/* A store just behind the end of a global array. */
#include <stdio.h>
#include <vouch/arguments.h>

static short numbers[8];

int main(void) {
    puts("before");
    fflush(stdout);
    numbers[7 + argument_count()] = 1; // trap: index 8 out of bounds for length 8
    printf("%d\n", numbers[0]);
    return 0;
}
