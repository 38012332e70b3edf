/* Division by zero. */
#include <stdio.h>
#include <vouch/arguments.h>

int main(void) {
    int divisor = argument_count() - 1;
    printf("%d\n", 7 / divisor); // trap: division by zero
    return 0;
}
