/* A `void *` cast to a type that its object does not have. */
#include <stdio.h>
#include <vouch/arguments.h>
#include <vouch/heap.h>

struct pair {
    struct pair *next;
    long value;
};

struct other {
    long value;
    struct pair *next;
};

static void *choose(int which) {
    if (which == 1)
        return new (struct other);
    return new (struct pair);
}

int main(void) {
    void *object = choose(argument_count());
    struct pair *pair = object; // trap: the object is not of the type that the pointer is cast to
    printf("%ld\n", pair->value);
    return 0;
}
