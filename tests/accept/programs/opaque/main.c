/* A program of two sources, of which one has seen a structure's members and the other has not. */
#include "stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <vouch/heap.h>

struct entry {
    double weight;
    const char *text;
    struct entry *next;
};

struct totals {
    long sum;
    struct entry *entries;
};

static void add(void *context, const struct item *item) {
    struct totals *totals = context;
    totals->sum += item->value;
    struct entry *entry = new (struct entry);
    *entry = (struct entry){.weight = (double)item->value / 4, .text = item->label, .next = totals->entries};
    totals->entries = entry;
}

static struct named_stack local_stacks[2] = {{.name = "one", .visit = add}, {.name = "two"}};

int main(void) {
    struct totals *totals = new (struct totals);
    for (int i = 0; i < 2; i++)
        local_stacks[i].stack = stack_new();
    stack_global.stack = stack_new();
    for (int i = 0; i < 5; i++) {
        struct named_stack *named = &local_stacks[i % 2];
        named->last = stack_push(named->stack, i * i, i % 2 != 0 ? "odd" : "even");
    }
    struct stack *larger = stack_larger(local_stacks[0].stack, local_stacks[1].stack);
    printf("%d %s\n", larger == local_stacks[0].stack, stack_global.last->label);
    printf("%d items\n", (int)stack_visit_all(larger, local_stacks[0].visit, totals));
    for (const struct entry *entry = totals->entries; entry != NULL; entry = entry->next)
        printf(" %s %g", entry->text, entry->weight);
    printf("\n%ld %ld %d\n", totals->sum, local_stacks[0].last->below->value,
           stack_top(stack_global.stack) == NULL);
    return 0;
}
