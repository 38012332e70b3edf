/* An index behind the end of an array on the heap that a member refers to. */
#include <stdio.h>
#include <vouch/arguments.h>
#include <vouch/heap.h>

struct list {
    long *__counted_by(count) items;
    size_t count;
};

int main(void) {
    struct list *list = new (struct list);
    list->count = 10;
    list->items = new_array(long, list->count);
    printf("%ld\n", list->items[9 + argument_count()]); // trap: index 10 out of bounds for length 10
    return 0;
}
