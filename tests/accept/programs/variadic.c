/* Variadic functions: every kind of argument, lists that are copied and passed on, calls inside calls, pointers to
 * variadic functions. */
#include <ptrcheck.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
    struct node *next;
    int value;
};
struct point {
    int x, y;
};

static long sum(int count, ...) {
    va_list list;
    va_start(list, count);
    long total = 0;
    for (int i = 0; i < count; i++)
        total += va_arg(list, int);
    va_end(list);
    return total;
}

static void show_all(const char *kinds, va_list list) {
    for (; *kinds != '\0'; kinds++) {
        switch (*kinds) {
        case 'i':
            printf(" %d", va_arg(list, int));
            break;
        case 'u':
            printf(" %u", va_arg(list, unsigned));
            break;
        case 'l':
            printf(" %ld", va_arg(list, long));
            break;
        case 'd':
            printf(" %g", va_arg(list, double));
            break;
        case 's':
            printf(" '%s'", va_arg(list, const char *));
            break;
        case 'p': {
            int *p = va_arg(list, int *);
            *p += 1;
            printf(" [%d]", *p);
            break;
        }
        case 'n': {
            struct node *n = va_arg(list, struct node *);
            printf(" {%d}", n->value);
            break;
        }
        case 'r': {
            struct point p = va_arg(list, struct point);
            printf(" (%d,%d)", p.x, p.y);
            break;
        }
        case 'f': {
            int (*f)(int) = va_arg(list, int (*)(int));
            printf(" f%d", f(20));
            break;
        }
        case 'v': {
            void *v = va_arg(list, void *);
            printf(" %s", v == nullptr ? "null" : "some");
            break;
        }
        }
    }
    printf("\n");
}

static void show(const char *kinds, ...) {
    va_list list, again;
    va_start(list);
    va_copy(again, list);
    show_all(kinds, list);
    show_all(kinds, again);
    va_end(list);
    va_end(again);
}

static int next(va_list *list) {
    return va_arg(*list, int);
}

static int of_parameter(va_list list) {
    va_list copy;
    va_copy(copy, list);
    int result = 10 * next(&copy) + next(&copy);
    va_end(copy);
    return result;
}

struct reader {
    va_list list;
    int count;
};

static int read_one(struct reader *reader) {
    reader->count++;
    return va_arg(reader->list, int);
}

static int four(int first, ...) {
    struct reader reader = {.count = first};
    va_start(reader.list, first);
    int result = read_one(&reader) - read_one(&reader);
    result = 100 * result + of_parameter(reader.list);
    va_end(reader.list);
    return 10 * result + reader.count;
}

static int three(int first, ...) {
    va_list list;
    va_start(list, first);
    int result = first;
    result = result * 10 + next(&list);
    result = result * 10 + va_arg(list, int);
    va_end(list);
    return result;
}

static int twice(int x) {
    return 2 * x;
}

static size_t concat(char *__counted_by(size) to, size_t size, ...) {
    size_t at = 0;
    va_list list;
    va_start(list, size);
    char *s;
    while ((s = va_arg(list, char *)) != NULL)
        for (; *s != '\0' && at + 1 < size; s++)
            to[at++] = *s;
    to[at] = '\0';
    va_end(list);
    return at;
}

int main(int argc, char **argv) {
    printf("%ld %ld\n", sum(3, 1, 2, 3), sum(0));
    int local = 41;
    struct node tail = {NULL, 7};
    struct node *head = malloc(sizeof(struct node));
    head->next = &tail;
    head->value = 8;
    struct point point = {3, -4};
    show("iuldsp", -5, 7u, 1L << 40, 2.5f, "text", &local);
    show("nnrfsv", head, &tail, point, twice, argv[0] == NULL ? "" : "arg", NULL);
    show("ddds", 1.0, sum(2, argc, 5) * 1.0, 3.0, nullptr == NULL ? "same" : "other");
    printf("%d %d\n", three(1, 2, 3), three(4, three(0, 0, 5), 6));
    printf("%d\n", four(5, 9, 2, 3, 4));
    char text[32];
    size_t n = concat(text, sizeof text, "one", "-", "two", (char *)NULL);
    printf("%zu %s\n", n, text);
    long (*pointer)(int, ...) = sum;
    printf("%ld\n", pointer(4, 1, 2, 3, 4));
    return 0;
}
