/* A list of a million nodes is built, walked, turned round and walked again: the collector must mark it, and the program
 * forget it, without deep recursion. */
#include <ptrcheck.h>
#include <stdio.h>
#include <vouch/heap.h>

#define NODES 1000000

struct node {
    long value;
    struct node *next;
};

static struct node *build(long count) {
    struct node *first = NULL;
    for (long i = 0; i < count; i++) {
        struct node *node = new (struct node);
        node->value = i;
        node->next = first;
        first = node;
    }
    return first;
}

static long sum(const struct node *list) {
    long total = 0;
    long place = 0;
    for (const struct node *node = list; node != NULL; node = node->next) {
        place++;
        total += place % 1000 * node->value;
    }
    return total;
}

static struct node *reverse(struct node *list) {
    struct node *first = NULL;
    while (list != NULL) {
        struct node *next = list->next;
        list->next = first;
        first = list;
        list = next;
    }
    return first;
}

int main(void) {
    struct node *list = build(NODES);
    heap_collect();
    printf("%ld\n", sum(list));
    list = reverse(list);
    heap_collect();
    printf("%ld\n", sum(list));
    for (int i = 0; i < 3; i++) {
        list = build(NODES);
        heap_collect();
        printf("%ld\n", sum(list));
    }
    return 0;
}
