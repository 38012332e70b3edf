/* An argument with fewer elements than its count says. */
#include <ptrcheck.h>
#include <stdio.h>
#include <vouch/arguments.h>

static int sum(const int *__counted_by(count) values, int count) {
    int total = 0;
    for (int i = 0; i < count; i++)
        total += values[i];
    return total;
}

int main(void) {
    int numbers[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    printf("%d\n", sum(numbers + 4, argument_count() + 4)); // trap: out of bounds
    return 0;
}
