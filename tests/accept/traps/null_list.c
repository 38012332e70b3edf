/* The end of a list is stepped over. */
#include <stdio.h>
#include <vouch/arguments.h>
#include <vouch/heap.h>

struct node {
    struct node *next;
    long value;
};

static long value_at(const struct node *list, int place) {
    for (int i = 0; i < place; i++)
        list = list->next; // trap here or near: null pointer dereferenced
    return list->value;
}

int main(void) {
    struct node *list = new (struct node);
    list->value = 5;
    printf("%ld\n", value_at(list, argument_count()));
    return 0;
}
