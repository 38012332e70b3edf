/* Locals that outlive their function, their block or their round of a loop, which Safe C allows.
 * on the heap: reduce.values, keep.copy, keep_parameter.value, make_list.node, jump.skipped, again.fresh,
 * hold.number, hold.holder, read_both.indirect, main.total */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
    struct node *next;
    int value;
};

struct holder {
    int *number;
    struct node inner[3];
};

typedef double reducer(const double *__counted_by(n) values, int n);
typedef int visitor(void *context, int value);
typedef int reader(const int *number);

static struct node *list;
static struct holder *held;
static int *numbers[4];

static double sum(const double *__counted_by(n) values, int n) {
    double total = 0;
    for (int i = 0; i < n; i++)
        total += values[i];
    return total;
}

static double first(const double *__counted_by(n) values, int n) {
    return n > 0 ? values[0] : 0;
}

static reducer *const reducers[] = {sum, first};

/* An array on the heap since the pointer's type does not promise to forget it. */
static double reduce(int which) {
    double values[8] = {1, 2, 3};
    int places[5];
    for (int i = 0; i < 5; i++)
        places[i] = i * 3;
    values[which + 3] = 5;
    values[7] = places[which % 5];
    return reducers[which & 1](values, 8);
}

static int *__single keep(int value) {
    int copy = value;
    return &copy;
}

static int *__single keep_parameter(int value) {
    return &value;
}

/* Each round has an object of its own. */
static void make_list(int count) {
    for (int i = 0; i < count; i++) {
        struct node node = {.next = list, .value = i};
        list = &node;
    }
}

static int read_list(void) {
    int total = 0, weight = 1;
    for (const struct node *__single node = list; node != NULL; node = node->next) {
        total += weight * node->value;
        weight *= 10;
    }
    return total;
}

/* Control passes by a declaration. */
static int jump(int which) {
    switch (which) {
        int skipped;
    case 1:
        skipped = 40;
        numbers[0] = &skipped;
        skipped++;
        return *numbers[0];
    case 2:
        skipped = 50;
        numbers[1] = &skipped;
        return *numbers[0] + *numbers[1];
    default:
        return -1;
    }
}

static int again(int rounds) {
    int i = 0;
repeat:;
    int fresh = i;
    numbers[i] = &fresh;
    if (++i < rounds)
        goto repeat;
    return *numbers[0] * 100 + *numbers[1] * 10 + *numbers[2];
}

/* Pointers to and in a structure that is a local. */
static int hold(void) {
    int number = 6;
    struct holder holder = {.number = &number};
    holder.inner[1].value = 7;
    held = &holder;
    list = &holder.inner[1];
    number++;
    return *held->number * 10 + list->value;
}

static int add(void *context, int value) {
    int *__single total = (int *)context;
    *total += value;
    return *total;
}

static int visit(visitor *visit_one, void *context) {
    int last = 0;
    for (int i = 1; i <= 4; i++)
        last = visit_one(context, i);
    return last;
}

/* Called directly and through a pointer whose type promises less. */
static int read(const int *number) {
    return *number;
}

static int read_both(reader *through) {
    int direct = 3, indirect = 4;
    return read(&direct) * 10 + through(&indirect);
}

/* These stay: passed and forgotten, passed and given back. */
static const int *__single larger(const int *a, const int *b) {
    return *a > *b ? a : b;
}

static void swap(int *a, int *b) {
    int old = *a;
    *a = *b;
    *b = old;
}

static int stay(int a, int b) {
    int x = a, y = b;
    swap(&x, &y);
    return *larger(&x, &y) * 10 + x;
}

int main(void) {
    printf("%d %d\n", (int)reduce(0), (int)reduce(1));
    const int *__single one = keep(1), *__single two = keep(2), *__single three = keep_parameter(3);
    printf("%d %d %d\n", *one, *two, *three);
    make_list(5);
    printf("%d\n", read_list());
    printf("%d %d\n", jump(1), jump(2));
    printf("%d\n", again(3));
    printf("%d\n", hold());
    int total = 100;
    printf("%d", visit(add, &total));
    printf(" %d\n", total);
    printf("%d\n", read_both(read));
    printf("%d\n", stay(4, 9));
    return 0;
}
