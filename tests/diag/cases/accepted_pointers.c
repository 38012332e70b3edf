/* Valid code with pointers in memory of every kind: no diagnostics at all. */
#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *p);

struct tree; /* known by name only, then mutually recursive */
struct forest {
    struct tree **__counted_by(count) trees;
    size_t count;
};
struct tree {
    struct tree *left, *right, *restrict parent;
    struct forest *home;
    const char *name;
    char *__null_terminated label;
    const struct tree *origin;
    union {
        long number;
        double fraction;
        struct tree *link;
        const char *text;
    };
};
struct buffer {
    size_t used, size;
    unsigned char *__counted_by(size) bytes;
    const void *__sized_by(used) raw;
    int *__indexable cursor;
    int *__bidi_indexable window;
    int *__counted_by(4) four;
    void *context;
    void (*flush)(struct buffer *self, void *context);
    int (*steps[3])(int);
    const char *names[2][2];
};
static_assert(sizeof(struct buffer) == 8 * (2 + 2 + 4 + 1 + 2 + 3 + 4));
static_assert(offsetof(struct buffer, cursor) == 32 && offsetof(struct tree, link) == 64);
static_assert(sizeof(union { char c; int *p; short s; char *q; }) == 24);

typedef int operation(int, int);
typedef operation *operation_pointer;
typedef struct tree *tree_link;
typedef char *__null_terminated text;

static int add(int a, int b) {
    return a + b;
}
static int subtract(int a, int b) {
    return a - b;
}
static operation_pointer operations[] = {add, &subtract, nullptr, *add};
static const struct {
    const char *name;
    operation *run;
} commands[] = {{"add", add}, {.run = subtract, .name = "subtract"}};
static int numbers[10];
static size_t many = 10;
static int *__counted_by(many) counted = numbers;
static int *__indexable middle = numbers + 5;
static int *third = &numbers[3];
static int *const *const chain = &third;
static struct tree leaf = {.name = "leaf" + 1, .number = 3}, root = {&leaf, .right = &leaf, .link = &leaf};
static struct buffer buffers[2] = {[1] = {.window = &numbers[9], .four = numbers, .context = &leaf, .steps = {[2] = 0}}};
static void *anything[] = {&root, numbers, nullptr};
static const char *const *__counted_by(2) words = (const char *const[]){"a", "b"};

static operation_pointer choose(const char *name) {
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (commands[i].name[0] == name[0])
            return commands[i].run;
    return nullptr;
}
static int (*choose_other(int which))(int, int) {
    return which ? add : *subtract;
}
static int apply(operation run, int a, int b) {
    return run(a, b) + (*run)(a, b) + (**run)(b, a);
}
static struct tree *insert(struct tree *into, const char *name) {
    struct tree **place = &root.left;
    for (struct tree *t = into; t != nullptr; t = t->name[0] < name[0] ? t->left : t->right)
        place = t->name[0] < name[0] ? &t->left : &t->right;
    *place = new(struct tree);
    (*place)->name = name;
    return *place;
}
static int *__counted_by(n) range(size_t n) {
    int *values = malloc(n * sizeof *values);
    for (size_t i = 0; values && i < n; i++)
        values[i] = (int)i;
    return values;
}
static const char *name_of(const struct tree *tree) {
    return tree ? tree->name : "none";
}
static int *__indexable end_of(int *__counted_by(n) p, int n) {
    return p + n;
}
static void *identity(void *p) {
    return p;
}
static void each(struct tree *tree, void (*visit)(struct tree *tree, void *context), void *__noescape context) {
    if (tree == nullptr)
        return;
    each(tree->left, visit, context);
    visit(tree, context);
    each(tree->right, visit, context);
}
static void count_trees(struct tree *tree, void *context) {
    int *count = context;
    *count += tree->number > 0;
    int *again = (int *)context;
    again[0]++;
}
static void swap(struct tree **a, struct tree **b) {
    tree_link t = *a;
    *a = *b;
    *b = t;
}
static struct buffer wrap(struct buffer by_value, int *__indexable p) {
    by_value.cursor = p;
    return by_value;
}
static int parse(const char *s, const char **end) {
    int value = 0;
    for (; *s >= '0' && *s <= '9'; s++)
        value = value * 10 + *s - '0';
    *end = s;
    return value;
}
static size_t length(const char *s) {
    const char *p = s;
    while (*p)
        p++;
    return (size_t)(p - s);
}

int main(int argc, char *argv[]) {
    int total = 0;
    for (int i = 1; i < argc; i++)
        total += (int)length(argv[i]) + argv[i][0];
    struct tree *__single first = insert(&root, "b"), *__single second = insert(&root, argv[0]);
    swap(&first, &second);
    each(&root, count_trees, &total);
    struct buffer local = {.flush = nullptr, .names = {{"x"}, {[1] = "y"}}}, *p = &local;
    local = wrap(local, numbers + 2);
    p->cursor++;
    *p->cursor += *p->window;
    p->cursor -= 1;
    p->context = identity(&root);
    tree_link back = p->context;
    const char *__single rest = nullptr;
    total += parse("12x", &rest) + *rest;
    operation_pointer op = choose("add");
    if (op != nullptr && op == operations[0])
        total += apply(op, 1, 2) + operations[1](3, 4) + choose_other(0)(5, 6);
    int *values = range(20), *end = values + 20;
    for (int *v = values; v < end; v++)
        total += *v;
    values = realloc(values, 40 * sizeof(int));
    struct forest forest = {.trees = calloc(4, sizeof(struct tree *)), .count = 4};
    forest.trees[3] = back;
    struct tree *stack[8] = {&root}, **top = stack;
    *++top = &leaf;
    total += *end_of(values, 40) + (int)(*top)->number + (top == &stack[1]) + (middle - numbers) + *third;
    struct tree copy = root, trees[2] = {[1] = copy};
    trees[0] = *(struct tree[]){{.left = &leaf, .text = "t"}};
    text label = trees[0].label;
    while (label && *label)
        label++;
    free(values);
    void *any = anything[total & 1];
    total += any == &root ? 1 : any == (void *)numbers ? ((int *)any)[1] : !any;
    auto link = trees[1].left;
    typeof(copy.right) other = link;
    printf("%s %s %d %s\n", name_of(other), copy.name, **chain + counted[many - 1], words[1]);
    return total + (int)(unsigned long)back % 2 + buffers[1].four[3];
}

/* What `&name` is passed for makes the local pointer read-only text, as for the library's strtol. */
long parse_digits(const char *text, const char **end);

long parse_both(const char *first, char *second) {
    char *end;
    long total = parse_digits(first, &end) + (*end == '-');
    total += parse_digits(second, &second);
    return total + (end - first) + *second;
}
