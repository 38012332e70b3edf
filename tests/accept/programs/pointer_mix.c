/* Local pointers that are now an array, now a single object, now null: through loops, choices and compound assignments;
 * code that only a null pointer would reach; and more objects with pointers than a frame may have. */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/heap.h>

struct item {
    struct item *next;
    long value;
    const char *name;
};

static void *any;
static struct item *head;
static struct item *slots[8];
static int numbers[8] = {1, 2, 3, 4, 5, 6, 7, 8};

static long sum_from_any(long fuel) {
    long sum = 0;
    for (struct item *p = (struct item *)any; p != NULL && fuel > 0; p = p->next, fuel--) {
        if (p->value == 3) {
            continue;
        }
        sum += p->value;
    }
    return sum;
}

static long sum_from_array(struct item *__counted_by(count) items, long count, long fuel) {
    long sum = count;
    for (struct item *p = items; p != NULL && fuel > 0; p = p->next, fuel--) {
        sum += p->value;
    }
    return sum;
}

static struct item *choose(struct item *a, struct item *b, long which) {
    return which & 1 ? a : b;
}

static void change(long x) {
    struct item *p = x > 3 ? choose(slots[x & 7], (struct item *)any, x) : x > 1 ? head : (struct item *)any;
    if (p != NULL) {
        p->name = "changed";
        if (p->next != NULL) {
            *p = *p->next;
        }
    }
}

struct row {
    unsigned count;
    int *__counted_by(count) cells;
};

static void add(struct row *row, unsigned x, long y) {
    if (row->count > 0) {
        row->cells[x % row->count] += numbers[(y > 5 ? y : x) & 7] + numbers[(y > 7 ? y : x) & 7];
    }
}

/* The loop is never entered. */
static long sum_of_nothing(unsigned x) {
    long sum = 0;
    for (struct item *p = x > 4 ? NULL : NULL; p != NULL; p = p->next) {
        sum += p->value;
    }
    struct row *row = NULL;
    if (row != NULL && row->count > 0) {
        row->cells[x % row->count] += 3;
    }
    return sum;
}

static long total;

static void visit(struct item *__noescape p) {
    total += p->value++;
}

#define VISIT(n)                                                                                             \
    do {                                                                                                     \
        struct item here = {.value = (n)};                                                                   \
        visit(&here);                                                                                        \
        total += here.value;                                                                                 \
    } while (0)
#define VISIT_8(n)                                                                                           \
    VISIT(n);                                                                                                \
    VISIT((n) + 1);                                                                                          \
    VISIT((n) + 2);                                                                                          \
    VISIT((n) + 3);                                                                                          \
    VISIT((n) + 4);                                                                                          \
    VISIT((n) + 5);                                                                                          \
    VISIT((n) + 6);                                                                                          \
    VISIT((n) + 7)

static void visit_many(void) {
    VISIT_8(0);
    VISIT_8(8);
    VISIT_8(16);
    VISIT_8(24);
    VISIT_8(32);
    VISIT_8(40);
    VISIT_8(48);
    VISIT_8(56);
    VISIT_8(64);
}

int main(void) {
    for (int i = 0; i < 5; i++) {
        struct item *item = new (struct item);
        item->next = head;
        item->value = i;
        item->name = "first";
        any = head = slots[i] = item;
    }
    printf("%ld %ld\n", sum_from_any(10), sum_from_any(2));
    struct item *items = new_array(struct item, 4);
    items->next = head;
    items->value = 100;
    printf("%ld %ld %ld\n", sum_from_array(items, 4, 3), sum_from_array(items + 1, 3, 3),
           sum_from_array(NULL, 0, 3));
    for (long x = 0; x < 8; x++) {
        change(x);
        printf("%ld %s%c", head->value, head->name, x == 7 ? '\n' : ' ');
    }
    struct row *row = new (struct row);
    row->cells = new_array(int, 3);
    row->count = 3;
    for (unsigned x = 0; x < 10; x++) {
        add(row, x, (long)x + 2);
    }
    printf("%d %d %d\n", row->cells[0], row->cells[1], row->cells[2]);
    printf("%ld\n", sum_of_nothing(7));
    visit_many();
    printf("%ld\n", total);
    return 0;
}
