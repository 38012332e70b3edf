/* Every way to allocate, and what it gives: zeroed objects of the right type. */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>

struct point {
    int x, y;
};

struct tree {
    const char *name;
    struct tree *children[3];
    struct point *__counted_by(count) points;
    size_t count;
};

struct table {
    struct tree **__counted_by(size) trees;
    int *__indexable cursor;
    void *anything;
    size_t size;
};

static bool is_zero(const unsigned char *__counted_by(size) bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static struct tree *make_tree(const char *name, size_t count) {
    struct tree *tree = malloc(sizeof *tree);
    if (tree == NULL)
        exit(1);
    *tree = (struct tree){.name = name, .points = malloc(count * sizeof(struct point)), .count = count};
    for (size_t i = 0; i < count; i++)
        tree->points[i] = (struct point){(int)i, (int)(i * i)};
    return tree;
}

static void test_types(void) {
    int *numbers = calloc(10, sizeof(int));
    char *text = malloc(20);
    struct point *points = (struct point *)calloc(4, sizeof(struct point));
    double *reals = new_array(double, 6);
    const char **names = calloc(3, sizeof *names);
    printf("%d %d %d %d\n", is_zero((unsigned char *)numbers, 40), is_zero((unsigned char *)points, 32),
           is_zero((unsigned char *)reals, 48), names[0] == NULL && names[2] == NULL);
    names[1] = "name";
    strcmp(names[1], "name") == 0 ? puts("same") : puts("different");
    for (int i = 0; i < 19; i++)
        text[i] = (char)('a' + i);
    text[19] = '\0';
    points[3].y = numbers[9] + 5;
    reals[5] = points[3].y / 2.0;
    printf("%s %g\n", text, reals[5]);
    free(numbers);
    free(text);
    free(NULL);
}

static long sum_points(const struct tree *tree) {
    if (tree == NULL)
        return 0;
    long sum = 0;
    for (size_t i = 0; i < tree->count; i++)
        sum += tree->points[i].x * 1000 + tree->points[i].y;
    for (int i = 0; i < 3; i++)
        sum += sum_points(tree->children[i]);
    return sum;
}

static void test_linked(void) {
    struct tree *root = make_tree("root", 5);
    root->children[1] = make_tree("middle", 7);
    root->children[1]->children[2] = make_tree("leaf", 1);
    root->children[1]->children[0] = root->children[1]->children[2];
    printf("%s %s %s %ld\n", root->name, root->children[1]->name, root->children[1]->children[0]->name,
           sum_points(root));
}

static void test_realloc(void) {
    int *numbers = NULL;
    size_t size = 0;
    size_t count = 0;
    for (int i = 0; i < 1000; i++) {
        if (count == size) {
            size = size > 0 ? 2 * size : 1;
            numbers = realloc(numbers, size * sizeof *numbers);
        }
        numbers[count++] = i * 3;
    }
    long sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += numbers[i];
    struct table *table = new (struct table);
    for (int i = 0; i < 20; i++) {
        table->trees = realloc(table->trees, (table->size + 1) * sizeof(struct tree *));
        table->size++;
        table->trees[i] = make_tree("t", (size_t)i);
    }
    for (size_t i = 0; i < table->size; i++)
        sum += sum_points(table->trees[i]);
    table->cursor = numbers + 10;
    table->anything = table->trees[7];
    struct tree *seventh = table->anything;
    printf("%ld %d %d %zu\n", sum, table->cursor[0], table->cursor[-3], seventh->count);
}

int main(void) {
    test_types();
    test_linked();
    test_realloc();
    void *nothing = NULL;
    struct tree *tree = nothing;
    printf("%d\n", tree == NULL);
    return 0;
}
