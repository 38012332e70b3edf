/* A load behind the end of a global array. */
#include <stdio.h>
#include <vouch/arguments.h>

static int numbers[10] = {1, 2, 3};

int main(void) {
    int index = 16 + argument_count();
    printf("%d\n", numbers[index]); // trap: index 17 out of bounds for length 10
    return 0;
}
