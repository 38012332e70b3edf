/* binarytrees: builds and counts many binary trees, a test of allocation (after the Computer Language Benchmarks Game).
 *
 *     binarytrees [DEPTH]      10 if it is not said
 *
 * One large tree lives throughout; many small ones are made and forgotten. */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/heap.h>

#define DEPTH_MIN 4
#define DEPTH_MAX 24

struct tree {
    struct tree *left;
    struct tree *right;
};

static struct tree *make_tree(int depth) {
    struct tree *tree = new (struct tree);
    if (depth > 0) {
        tree->left = make_tree(depth - 1);
        tree->right = make_tree(depth - 1);
    }
    return tree;
}

static int count_nodes(const struct tree *tree) {
    if (tree->left == NULL)
        return 1;
    return 1 + count_nodes(tree->left) + count_nodes(tree->right);
}

/* Natively nothing is freed by itself; on Vouch this does nothing. */
static void free_tree(struct tree *tree) {
    if (tree->left != NULL) {
        free_tree(tree->left);
        free_tree(tree->right);
    }
    free(tree);
}

int main(int argc, char **argv) {
    int depth = argc > 1 ? atoi(argv[1]) : 10;
    if (argc > 2 || depth < DEPTH_MIN + 2 || depth > DEPTH_MAX) {
        fputs("usage: binarytrees [DEPTH]\nDEPTH is from 6 to 24\n", stderr);
        return 2;
    }
    struct tree *stretch = make_tree(depth + 1);
    printf("stretch tree of depth %d\t check: %d\n", depth + 1, count_nodes(stretch));
    free_tree(stretch);

    struct tree *long_lived = make_tree(depth);
    for (int d = DEPTH_MIN; d <= depth; d += 2) {
        int rounds = 1 << (depth - d + DEPTH_MIN);
        int check = 0;
        for (int i = 0; i < rounds; i++) {
            struct tree *tree = make_tree(d);
            check += count_nodes(tree);
            free_tree(tree);
        }
        printf("%d\t trees of depth %d\t check: %d\n", rounds, d, check);
    }
    printf("long lived tree of depth %d\t check: %d\n", depth, count_nodes(long_lived));
    return 0;
}
