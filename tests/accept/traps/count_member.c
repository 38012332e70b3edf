/* A count that says more than its array has. */
#include <stdio.h>
#include <vouch/arguments.h>
#include <vouch/heap.h>

struct list {
    long *__counted_by(count) items;
    size_t count;
};

int main(void) {
    struct list *list = new (struct list);
    list->items = new_array(long, 10);
    list->count = 10 + (size_t)argument_count();
    printf("%ld\n", list->items[3]); // trap: the count 11 is larger than the object
    return 0;
}
