/* va_arg asks for another type than the argument's. */
#include <stdarg.h>
#include <stdio.h>
#include <vouch/arguments.h>

static long total(int count, ...) {
    long sum = 0;
    va_list list;
    va_start(list, count);
    for (int i = 0; i < count; i++)
        sum += va_arg(list, long); // trap: va_arg wants another type than that of the argument
    va_end(list);
    return sum;
}

int main(void) {
    printf("%ld\n", total(2, 5L, argument_count()));
    return 0;
}
