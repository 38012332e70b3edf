/* A stack of which the users see no members. */
#ifndef STACK_H
#define STACK_H

#include <ptrcheck.h>
#include <stddef.h>

struct stack;
struct item;

typedef void stack_visit(void *context, const struct item *item);

/* What a user may hold: a stack and its name. */
struct named_stack {
    const char *name;
    struct stack *stack;
    struct item *last;
    stack_visit *visit;
};

struct item {
    long value;
    const char *label;
    struct item *below;
};

extern struct named_stack stack_global;

struct stack *stack_new(void);
struct item *stack_push(struct stack *stack, long value, const char *label);
struct item *stack_top(struct stack *stack);
size_t stack_visit_all(const struct stack *stack, stack_visit *visit, void *context);
/* The stack with more items. */
struct stack *stack_larger(struct stack *a, struct stack *b);

#endif
