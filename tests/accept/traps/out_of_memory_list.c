/* A list that grows until the heap is full. */
#include <stdio.h>
#include <vouch/heap.h>

struct node {
    struct node *next;
    char bytes[100000];
};

int main(void) {
    struct node *list = NULL;
    for (long count = 0; count < 100000; count++) {
        struct node *node = new (struct node); // trap: out of memory
        node->next = list;
        list = node;
    }
    printf("%d\n", list != NULL);
    return 0;
}
