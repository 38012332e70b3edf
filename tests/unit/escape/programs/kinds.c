/* Locals of all types that outlive their functions: parameters, records, arrays, pointers, compound literals.
 * on the heap: literal.temporary, by_value.n, pointer_variable.p, keep_big.b, text.buffer, rows.m, part.b, wide.a,
 * wide.x, string_local.s, recursive.here */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
    struct node *next;
    int value;
};

struct big {
    int a[10];
    struct node *n;
    const char *s;
};

static struct node *list;
static struct node **where;
static struct big *bigs;
static int (*matrix_row)[3];
static const char *name;

static void literal(int k) {
    for (int i = 0; i < k; i++)
        list = &(struct node){.next = list, .value = i + 1};
}

static void by_value(struct node n) {
    n.value += 10;
    list = &n;
}

static struct node make(int v) {
    struct node n = {.value = v};
    return n;
}

static void pointer_variable(void) {
    struct node *__single p = list;
    where = &p;
    p = new (struct node);
    p->value = 77;
}

static struct big big_one(void) {
    struct big b = {.a = {1, 2, 3}, .n = list, .s = "text"};
    return b;
}

static void keep_big(struct big b) {
    bigs = &b;
    b.a[3] = 4;
}

static const char *__null_terminated text(int v) {
    char buffer[12];
    buffer[0] = (char)(48 + v % 10);
    buffer[1] = 0;
    return buffer;
}

static void rows(void) {
    int m[2][3] = {{1, 2, 3}, {4, 5, 6}};
    matrix_row = &m[1];
}

static char *__counted_by(n) part(int n) {
    char b[8] = "abcdefg";
    return b;
}

struct wide {
    int *__bidi_indexable p;
};

static struct wide *w;
static void wide(void) {
    int a[6] = {1, 2, 3, 4, 5, 6};
    struct wide x = {.p = a + 3};
    w = &x;
}

static void string_local(void) {
    char s[] = "local";
    name = s;
    s[0] = 'L';
}

static int recursive(int n, struct node *up) {
    struct node here = {.next = up, .value = n};
    if (n == 0) {
        int s = 0;
        for (struct node *__single p = &here; p != NULL; p = p->next)
            s = s * 2 + p->value;
        return s;
    }
    return recursive(n - 1, &here);
}

int main(void) {
    literal(3);
    printf("%d %d %d\n", list->value, list->next->value, list->next->next->value);
    by_value(make(5));
    printf("%d\n", list->value);
    pointer_variable();
    printf("%d\n", (*where)->value);
    keep_big(big_one());
    printf("%d %d %s %d\n", bigs->a[1], bigs->a[3], bigs->s, bigs->n->value);
    rows();
    printf("%d\n", (*matrix_row)[2]);
    wide();
    printf("%d %d\n", w->p[-1], w->p[2]);
    string_local();
    printf("%s %c\n", name, part(4)[2]);
    printf("%d\n", recursive(4, NULL));
    printf("%s\n", text(12));
    return 0;
}
