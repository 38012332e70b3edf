/* Every kind of pointer in memory, as member, element, pointee, parameter, result and static variable: loaded, stored,
 * walked, compared, and copied with the object that it is in. */
#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/heap.h>

struct item {
    int value;
    struct item *next;
};

struct holder {
    struct item *single;
    size_t count, size;
    struct item *__counted_by(count) counted;
    unsigned char *__sized_by(size) sized;
    int *__counted_by(4) four;
    const char *text;
    char *__null_terminated buffer;
    int *__indexable wide;
    void *any;
    int (*function)(int);
};

static int twice(int x) {
    return 2 * x;
}

static int negated(int x) {
    return -x;
}

static int numbers[8] = {0, 1, 4, 9, 16, 25, 36, 49};
static char letters[] = "letters";
static struct item chain[3] = {{1, &chain[1]}, {2, &chain[2]}, {3, nullptr}};
static size_t static_count = 3;
static struct item *__counted_by(static_count) static_counted = chain;
static int *__indexable static_wide = numbers + 3;
static const char *static_text = &"static"[2];
static void *static_any = numbers;
static int (*static_function)(int) = twice;

static struct holder make(void) {
    return (struct holder){.single = &chain[1],
                           .count = 2,
                           .counted = chain,
                           .size = 3,
                           .sized = (unsigned char *)letters,
                           .four = numbers,
                           .text = "text",
                           .buffer = letters,
                           .wide = numbers + 2,
                           .any = chain,
                           .function = negated};
}

static int sum_items(const struct item *__counted_by(n) items, size_t n) {
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = sum * 10 + items[i].value;
    return sum;
}

static size_t text_length(const char *text) {
    size_t length = 0;
    while (text[length] != '\0')
        length++;
    return length;
}

static void print(const char *title, struct holder *h) {
    printf("%s: %d %d", title, h->single->value, sum_items(h->counted, h->count));
    int bytes = 0, ints = 0;
    for (size_t i = 0; i < h->size; i++)
        bytes += h->sized[i];
    for (int i = 0; i < 4; i++)
        ints += h->four[i];
    printf(" %d %d %s %s %d %d", bytes, ints, h->text, h->buffer, *h->wide, h->wide[1]);
    struct item *back = h->any;
    printf(" %d %d %d\n", back->value, h->function(7), (int)text_length(h->text));
}

static int *__indexable advance(int *__indexable p, int by) {
    return p + by;
}

static const char *skip(const char *text) {
    return *text == '\0' ? text : text + 1;
}

static struct item *__counted_by(n) copy_items(const struct item *__counted_by(n) items, size_t n) {
    struct item *copy = new_array(struct item, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = items[i];
    return copy;
}

static void replace(struct item **place, struct item *by) {
    by->next = *place == nullptr ? nullptr : (*place)->next;
    *place = by;
}

static void elements(void) {
    struct item *singles[3] = {&chain[2], nullptr, chain};
    const char *texts[] = {"one", "two", "three", nullptr};
    int *__indexable wides[2] = {numbers + 1, numbers + 5};
    int (*functions[2])(int) = {twice, negated};
    int total = 0;
    for (int i = 0; i < 3; i++)
        total = total * 10 + (singles[i] == nullptr ? 0 : singles[i]->value);
    for (const char **t = texts; *t != nullptr; t++)
        total += (int)text_length(*t);
    wides[0] += 2;
    wides[1]--;
    total += *wides[0] + wides[1][1] + functions[0](5) + functions[1](1);
    printf("elements: %d\n", total);
    struct item **__single first = nullptr;
    struct item **list = singles;
    first = &list[1];
    replace(first, &(struct item){.value = 8});
    replace(&singles[2], &chain[1]);
    printf("replaced: %d %d %d\n", singles[1]->value, singles[2]->value, singles[2]->next->value);
}

int main(void) {
    struct holder local = make(), other = local, *on_heap = malloc(sizeof *on_heap);
    if (on_heap == nullptr)
        return 1;
    print("local", &local);
    *on_heap = other;
    on_heap->wide++;
    on_heap->text++;
    on_heap->function = twice;
    on_heap->counted = copy_items(chain, 3);
    on_heap->count = 3;
    on_heap->counted[2].value = 9;
    on_heap->any = on_heap->counted;
    on_heap->single = on_heap->counted + 2;
    on_heap->buffer += 3;
    print("heap", on_heap);
    print("local", &local);
    printf("static: %d %d %s %d %d\n", sum_items(static_counted, static_count), static_wide[-1], static_text,
           ((int *)static_any)[7], static_function(21));
    static_count = 1;
    static_wide -= 2;
    static_function = negated;
    static_text = skip(static_text);
    printf("static: %d %d %s %d\n", sum_items(static_counted, static_count), *static_wide, static_text,
           static_function(21));
    elements();
    int *p = advance(numbers, 5), *q = advance(p, -2);
    printf("%d %d %d %d\n", *p, *q, (int)(p - q), p > q);
    void *any = static_any;
    printf("%d %d %d\n", any == numbers, any != static_any, any == nullptr);
    struct holder empty = {0};
    printf("%d%d%d%d%d%d%d%d\n", empty.single == nullptr, empty.counted == nullptr, empty.sized == nullptr,
           empty.four == nullptr, empty.text == nullptr, empty.wide == nullptr, empty.any == nullptr,
           empty.function == nullptr);
    return 0;
}
