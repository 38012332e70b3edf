/* Data structures and the ways in which their pointers travel: a list with a pointer to its last link, a binary
 * tree, a hash table with callbacks and a context, copies of structures with pointers and arrays of them, unions,
 * tables of functions, pointers in the middle of arrays, references that are given back, and locals of every type
 * whose address is taken. */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>

/* ---- a list, whose end is a pointer to the last link ---- */

struct node {
    int value;
    struct node *next;
};

struct list {
    struct node *first;
    struct node **end;
};

static void append(struct list *list, int value) {
    struct node *node = new (struct node);
    node->value = value;
    if (list->first == NULL)
        list->first = node;
    else
        *list->end = node;
    list->end = &node->next;
}

static struct node *reverse(struct node *node) {
    struct node *reversed = NULL;
    while (node != NULL) {
        struct node *next = node->next;
        node->next = reversed;
        reversed = node;
        node = next;
    }
    return reversed;
}

static void remove_odd(struct node **link) {
    while (*link != NULL) {
        if ((*link)->value % 2 != 0)
            *link = (*link)->next;
        else
            link = &(*link)->next;
    }
}

static void print_list(const struct node *node) {
    for (; node != NULL; node = node->next)
        printf(" %d", node->value);
    puts("");
}

static void test_list(void) {
    struct list list = {0};
    for (int i = 0; i < 10; i++)
        append(&list, i * i);
    print_list(list.first);
    list.first = reverse(list.first);
    print_list(list.first);
    remove_odd(&list.first);
    print_list(list.first);
}

/* ---- a tree with parents, walked by a callback ---- */

struct tree {
    long key;
    struct tree *parent, *children[2];
};

typedef void visit(void *context, const struct tree *tree);

static struct tree *insert(struct tree **root, long key) {
    struct tree *parent = NULL, **place = root;
    while (*place != NULL) {
        parent = *place;
        if (parent->key == key)
            return parent;
        place = &parent->children[key > parent->key];
    }
    struct tree *tree = new (struct tree);
    tree->key = key;
    tree->parent = parent;
    *place = tree;
    return tree;
}

static void walk(const struct tree *tree, visit *function, void *context) {
    if (tree == NULL)
        return;
    walk(tree->children[0], function, context);
    function(context, tree);
    walk(tree->children[1], function, context);
}

struct summary {
    long count, sum, depth;
};

static void summarise(void *context, const struct tree *tree) {
    struct summary *summary = context;
    long depth = 0;
    for (const struct tree *up = tree; up->parent != NULL; up = up->parent)
        depth++;
    summary->count++;
    summary->sum += tree->key;
    if (depth > summary->depth)
        summary->depth = depth;
}

static void print_key(void *context, const struct tree *tree) {
    int *column = context;
    printf("%s%ld", *column > 0 ? "," : "", tree->key);
    *column += 1;
}

static void test_tree(void) {
    struct tree *__single root = NULL;
    unsigned long random = 1;
    for (int i = 0; i < 200; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        insert(&root, (long)(random >> 55));
    }
    struct summary summary = {0};
    walk(root, summarise, &summary);
    printf("%ld keys, sum %ld, depth %ld\n", summary.count, summary.sum, summary.depth);
    struct tree *__single few = NULL;
    static const long keys[] = {5, 1, 9, 3, 7};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        insert(&few, keys[i]);
    int column = 0;
    walk(few, print_key, &column);
    printf(" (%d)\n", column);
}

/* ---- a hash table of strings ---- */

struct entry {
    const char *name;
    int count;
    struct entry *next;
};

struct table {
    struct entry **__counted_by(size) buckets;
    size_t size;
    size_t used;
};

static size_t hash(const char *text) {
    size_t sum = 5381;
    for (; *text != '\0'; text++)
        sum = sum * 33 + (unsigned char)*text;
    return sum;
}

static void grow(struct table *table) {
    size_t size = table->size == 0 ? 4 : 2 * table->size;
    struct entry **buckets = new_array(struct entry *, size);
    for (size_t i = 0; i < table->size; i++) {
        struct entry *next;
        for (struct entry *entry = table->buckets[i]; entry != NULL; entry = next) {
            next = entry->next;
            size_t bucket = hash(entry->name) % size;
            entry->next = buckets[bucket];
            buckets[bucket] = entry;
        }
    }
    table->buckets = buckets;
    table->size = size;
}

static struct entry *find(struct table *table, const char *name) {
    if (table->used >= table->size)
        grow(table);
    struct entry **bucket = &table->buckets[hash(name) % table->size];
    for (struct entry *entry = *bucket; entry != NULL; entry = entry->next)
        if (strcmp(entry->name, name) == 0)
            return entry;
    struct entry *entry = new (struct entry);
    *entry = (struct entry){.name = name, .next = *bucket};
    *bucket = entry;
    table->used++;
    return entry;
}

static void test_table(void) {
    static const char *const words[] = {"one", "two",  "three", "two", "four",
                                        "one", "five", "two",   "six", "one"};
    struct table table = {0};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        find(&table, words[i])->count++;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct entry *entry = find(&table, words[i]);
        if (entry->count > 0)
            printf(" %s:%d", entry->name, entry->count);
        entry->count = 0;
    }
    printf(" %d in %d\n", (int)table.used, (int)table.size);
}

/* ---- structures with pointers by value ---- */

struct span {
    const char *__counted_by(length) start;
    size_t length;
    const char *label;
    struct {
        struct node *node;
        int weight;
    } pairs[3];
    int *numbers[12];
};

static struct span make_span(const char *__counted_by(length) start, size_t length, const char *label) {
    struct span span = {.start = start, .length = length, .label = label};
    span.pairs[1].node = new (struct node);
    span.pairs[1].node->value = (int)length;
    span.pairs[1].weight = 2;
    span.numbers[11] = &span.pairs[1].node->value;
    return span;
}

static int measure(struct span span) {
    span.label = "changed";
    span.pairs[1].weight *= 10;
    return span.pairs[1].weight + (int)span.length + *span.numbers[11];
}

static void test_values(void) {
    struct span span = make_span("a span of text", 6, "first"), copy = span;
    copy.label = "second";
    copy.pairs[1].weight = 3;
    struct span both[2] = {span, copy};
    struct span *on_heap = new_array(struct span, 3);
    on_heap[2] = both[1];
    on_heap[0] = on_heap[2];
    memmove(on_heap + 1, on_heap, 2 * sizeof *on_heap);
    printf("%s %s %s %d %d %d\n", both[0].label, on_heap[1].label, on_heap[0].label, measure(span),
           measure(on_heap[1]),
           measure((struct span){.length = 1, .numbers[11] = &copy.pairs[1].node->value}));
    memset(on_heap, 0, sizeof *on_heap);
    printf("%d %d %.*s\n", on_heap[0].label == NULL, on_heap[1].numbers[11] == span.numbers[11], 6,
           on_heap[1].start);
}

/* ---- a union with pointers, a table of functions ---- */

struct value {
    enum { NUMBER, TEXT, PAIR, CALL } kind;
    union {
        long number;
        double real;
        const char *text;
        struct {
            struct value *head, *tail;
        };
        long (*call)(const struct value *argument);
    };
};

static long weigh(const struct value *value);

static long weigh_number(const struct value *value) {
    return value->number;
}

static long weigh_text(const struct value *value) {
    return (long)strlen(value->text);
}

static long weigh_pair(const struct value *value) {
    return weigh(value->head) + weigh(value->tail);
}

static long weigh_call(const struct value *value) {
    static const struct value seven = {.kind = NUMBER, .number = 7};
    return value->call(&seven);
}

static long (*const weights[])(const struct value *value) = {
    [NUMBER] = weigh_number, [TEXT] = weigh_text, [PAIR] = weigh_pair, [CALL] = weigh_call};

static long weigh(const struct value *value) {
    return value == NULL ? 0 : weights[value->kind](value);
}

static long twice(const struct value *argument) {
    return 2 * weigh(argument);
}

static struct value *pair(struct value *head, struct value *tail) {
    struct value *value = new (struct value);
    value->kind = PAIR;
    value->head = head;
    value->tail = tail;
    return value;
}

static void test_values_of_unions(void) {
    struct value number = {.kind = NUMBER, .number = 40}, text = {.kind = TEXT, .text = "twelve bytes"};
    struct value call = {.kind = CALL, .call = twice};
    struct value *list = pair(&number, pair(&text, pair(&call, NULL)));
    printf("%ld\n", weigh(list));
    number.real = 0.5;
    printf("%ld\n", number.number >> 48);
}

/* ---- wide pointers, pointers that are given back ---- */

struct cursor {
    int *__bidi_indexable at;
    int *__counted_by(count) items;
    size_t count;
};

static int *larger(int *a, int *b) {
    return *a > *b ? a : b;
}

static const char *__null_terminated skip_spaces(const char *text) {
    while (*text == ' ')
        text++;
    return text;
}

static int *__counted_by(count) middle(int *__counted_by(count) items, size_t count) {
    for (size_t i = 0; i < count; i++)
        items[i] += 1;
    return items;
}

static void test_wide(void) {
    struct cursor *cursor = new (struct cursor);
    cursor->items = new_array(int, 8);
    cursor->count = 8;
    cursor->at = cursor->items + 5;
    for (int i = 0; i < 8; i++)
        cursor->items[i] = 10 * i;
    cursor->at[-1] += 1;
    cursor->at++;
    int *p = cursor->at;
    p[1]++;
    *larger(&cursor->items[2], &cursor->items[3]) = 99;
    int local = 3;
    *larger(&local, &cursor->items[0]) += 4;
    int *all = middle(cursor->items, cursor->count);
    for (int i = 0; i < 8; i++)
        printf(" %d", all[i]);
    printf(" %d %d|%s|\n", local, (int)(cursor->at - cursor->items), skip_spaces("   text "));
}

/* ---- locals whose address is taken ---- */

static int *kept;
static struct node **kept_link;

static void keep(int *place, struct node **link) {
    kept = place;
    kept_link = link;
}

static void swap(struct node **a, struct node **b) {
    struct node *c = *a;
    *a = *b;
    *b = c;
}

static void test_locals(void) {
    struct node one = {.value = 1}, two = {2, &one};
    struct node *__single p = &one, *__single q = &two;
    swap(&p, &q);
    printf("%d %d %d\n", p->value, q->value, p->next == q);
    int sum = 0;
    for (int i = 0; i < 4; i++) {
        int fresh = i * 7;
        struct node *__single link = &two;
        keep(&fresh, &link);
        fresh++;
        link = link->next;
        sum += *kept + (*kept_link)->value;
    }
    printf("%d\n", sum);
    struct node *stack[20];
    size_t depth = 0;
    for (struct node *node = &two; node != NULL; node = node->next)
        stack[depth++] = node;
    while (depth > 0)
        printf(" %d", stack[--depth]->value);
    bool flag = false;
    double real = 1.5;
    bool *flag_place = &flag;
    double *real_place = &real;
    *flag_place = *real_place > 1;
    *real_place *= 2;
    printf(" %d %g\n", flag, real);
}

int main(void) {
    test_list();
    test_tree();
    test_table();
    test_values();
    test_values_of_unions();
    test_wide();
    test_locals();
    return 0;
}
