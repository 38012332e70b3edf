/* Remainder by zero of 8-byte numbers without sign. */
#include <stdio.h>
#include <vouch/arguments.h>

int main(void) {
    unsigned long divisor = (unsigned long)argument_count() - 1;
    printf("%lu\n", 7ul % divisor); // trap: division by zero
    return 0;
}
