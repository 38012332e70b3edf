/* The only source that knows what a stack is; `struct entry` means something else in main.c. */
#include "stack.h"

#include <stdlib.h>
#include <vouch/heap.h>

struct entry {
    struct item *item;
    struct entry *next;
};

struct stack {
    size_t count;
    struct entry *top;
};

static struct item global_item = {.value = 1000, .label = "global"};
struct named_stack stack_global = {.name = "everyone's", .last = &global_item};

struct stack *stack_new(void) {
    return new (struct stack);
}

struct item *stack_push(struct stack *stack, long value, const char *label) {
    struct entry *entry = new (struct entry);
    struct item *item = new (struct item);
    *item = (struct item){value, label, stack_top(stack)};
    entry->item = item;
    entry->next = stack->top;
    stack->top = entry;
    stack->count++;
    return item;
}

struct item *stack_top(struct stack *stack) {
    return stack->top == NULL ? NULL : stack->top->item;
}

size_t stack_visit_all(const struct stack *stack, stack_visit *visit, void *context) {
    for (const struct entry *entry = stack->top; entry != NULL; entry = entry->next)
        visit(context, entry->item);
    return stack->count;
}

struct stack *stack_larger(struct stack *a, struct stack *b) {
    return a->count >= b->count ? a : b;
}
