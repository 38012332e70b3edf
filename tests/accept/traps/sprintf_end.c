/* sprintf writes more than its buffer holds. */
#include <stdio.h>
#include <vouch/arguments.h>

int main(void) {
    char buffer[8];
    sprintf(buffer, "%d", 1234567);
    puts(buffer);
    sprintf(buffer, "%0*d", 7 + argument_count(), 1); // trap below: out of bounds for length
    puts(buffer);
    return 0;
}
