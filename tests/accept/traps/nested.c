/* A column beyond its row, inside the array. */
#include <stdio.h>
#include <vouch/arguments.h>

static unsigned char grid[4][5];

int main(void) {
    int column = 4 + argument_count();
    grid[1][column] = 7; // trap: index 5 out of bounds for length 5
    printf("%d\n", grid[2][0]);
    return 0;
}
