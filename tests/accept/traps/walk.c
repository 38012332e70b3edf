/* A local pointer that walks off its array. */
#include <stdio.h>
#include <vouch/arguments.h>

int main(void) {
    int numbers[6] = {3, 1, 4, 1, 5, 9};
    int total = 0;
    for (const int *p = numbers + argument_count(); total < 100; p++)
        total += *p; // trap: index 6 out of bounds for length 6
    printf("%d\n", total);
    return 0;
}
