/* A pointer into the middle of an array becomes a `void *`, which is the start of an object. */
#include <stdio.h>
#include <vouch/arguments.h>
#include <vouch/heap.h>

struct context {
    void *data;
};

int main(void) {
    struct context *context = new (struct context);
    long *numbers = new_array(long, 10);
    context->data = numbers + argument_count(); // trap: the pointer is not to the start of an object
    printf("%d\n", context->data != NULL);
    return 0;
}
