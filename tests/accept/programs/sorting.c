/* qsort and bsearch on elements of several types, wherever they are; both are stable, and so is glibc's sort. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct item {
    const char *name;
    int value;
};
static int by_int(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}
static int by_name(const void *a, const void *b) {
    const struct item *x = a, *y = b;
    return strcmp(x->name, y->name);
}
static int by_value(const void *a, const void *b) {
    const struct item *x = a, *y = b;
    return x->value % 7 - y->value % 7;
}
static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}
static int name_against(const void *key, const void *b) {
    return strcmp(key, ((const struct item *)b)->name);
}
static int global[10];
int main(int argc, char **argv) {
    int a[1000];
    srand(5);
    for (int n = 0; n < 40; n++) {
        for (int i = 0; i < n; i++)
            a[i] = rand() % 100;
        qsort(a, n, sizeof *a, by_int);
        for (int i = 0; i < n; i++)
            printf("%d ", a[i]);
        puts("");
        int key = 50;
        int *found = bsearch(&key, a, n, sizeof(int), by_int);
        printf("%d\n", found ? *found : -1);
    }
    static const char *names[] = {"delta", "alpha", "echo", "bravo", "charlie"};
    struct item items[50];
    for (int i = 0; i < 50; i++)
        items[i] = (struct item){names[rand() % 5], rand() % 1000};
    qsort(items, 50, sizeof(struct item), by_name);
    for (int i = 0; i < 50; i++)
        printf("%s %d\n", items[i].name, items[i].value);
    struct item key = {"charlie", 0};
    struct item *f = bsearch(&key, items, 50, sizeof *items, by_name);
    printf("%s\n", f ? f->name : "none");
    f = bsearch("bravo", items, 50, sizeof *items, name_against);
    printf("%s\n", f ? f->name : "none");
    qsort(items + 10, 20, sizeof(struct item), by_value);
    for (int i = 0; i < 50; i++)
        printf("%s %d\n", items[i].name, items[i].value);
    qsort(names, 5, sizeof *names, by_text);
    for (int i = 0; i < 5; i++)
        puts(names[i]);
    qsort(argv + 1, argc - 1, sizeof(char *), by_text);
    for (int i = 1; i < argc; i++)
        puts(argv[i]);
    for (int i = 0; i < 10; i++)
        global[i] = 10 - i;
    qsort(global, 10, sizeof *global, by_int);
    for (int i = 0; i < 10; i++)
        printf("%d ", global[i]);
    return 0;
}
