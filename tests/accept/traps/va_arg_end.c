/* va_arg asks for more arguments than there are. */
#include <stdarg.h>
#include <stdio.h>
#include <vouch/arguments.h>

static int total(int count, ...) {
    int sum = 0;
    va_list list;
    va_start(list, count);
    for (int i = 0; i < count; i++)
        sum += va_arg(list, int); // trap: index 2 out of bounds for length 2
    va_end(list);
    return sum;
}

int main(void) {
    printf("%d\n", total(2, 1, 2));
    printf("%d\n", total(3 + argument_count(), 5, 6));
    return 0;
}
