/* A null function pointer is called. */
#include <stdio.h>
#include <vouch/arguments.h>

struct handler {
    int (*run)(int number);
};

static int twice(int number) {
    return 2 * number;
}

static struct handler handlers[4] = {{NULL}, {NULL}, {twice}, {twice}};

int main(void) {
    printf("%d\n", handlers[argument_count()].run(3)); // trap: null function pointer called
    return 0;
}
