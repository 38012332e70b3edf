/* An index beyond the count of a parameter, inside the array behind it. */
#include <ptrcheck.h>
#include <stdio.h>
#include <vouch/arguments.h>

static int sum(const int *__counted_by(count) values, int count) {
    int total = 0;
    for (int i = 0; i <= count; i++)
        total += values[i]; // trap: index 3 out of bounds for length 3
    return total;
}

int main(void) {
    int numbers[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    printf("%d\n", sum(numbers, argument_count() + 2));
    return 0;
}
