/* wordfreq: counts the words of its input, a word being a run of letters, without regard to capitals.
 *
 *     wordfreq [-a] [-n COUNT] [FILE]...     standard input if no file is named
 *
 * Prints a count and a word a line: the most frequent words first, or alphabetically with -a; with -n only so many.
 * The words are counted in a hash table and then put in order by a balanced (AVL) tree. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/map.h>
#include <vouch/text.h>

MAP_TYPE(words, unsigned long) /* how often each one has been seen */

/* A subtree's depth differs by at most one from its brother's. */
struct node {
    const struct words_entry *word;
    struct node *left;
    struct node *right;
    int depth;
};

typedef int comparison(const struct words_entry *left, const struct words_entry *right);

static void count_words(struct words *words, FILE *stream) {
    struct text text = {0};
    text_clear(&text);
    int byte;
    do {
        byte = getc(stream);
        if (byte != EOF && isalpha(byte)) {
            text_add(&text, tolower(byte));
        } else if (text.length > 0) {
            *words_place(words, text.bytes) += 1;
            text_clear(&text);
        }
    } while (byte != EOF);
}

static int compare_texts(const struct words_entry *left, const struct words_entry *right) {
    return strcmp(left->key, right->key);
}

static int compare_counts(const struct words_entry *left, const struct words_entry *right) {
    if (left->value != right->value)
        return left->value > right->value ? -1 : 1;
    return compare_texts(left, right);
}

static int depth_of(const struct node *node) {
    return node != NULL ? node->depth : 0;
}

static void set_depth(struct node *node) {
    int left = depth_of(node->left);
    int right = depth_of(node->right);
    node->depth = 1 + (left > right ? left : right);
}

static struct node *rotate_right(struct node *node) {
    struct node *top = node->left;
    node->left = top->right;
    top->right = node;
    set_depth(node);
    set_depth(top);
    return top;
}

static struct node *rotate_left(struct node *node) {
    struct node *top = node->right;
    node->right = top->left;
    top->left = node;
    set_depth(node);
    set_depth(top);
    return top;
}

/* Restores the balance of a node one of whose subtrees has changed its depth by one; gives the new top. */
static struct node *balance(struct node *node) {
    int lean = depth_of(node->left) - depth_of(node->right);
    if (lean > 1) {
        if (depth_of(node->left->left) < depth_of(node->left->right))
            node->left = rotate_left(node->left);
        return rotate_right(node);
    }
    if (lean < -1) {
        if (depth_of(node->right->right) < depth_of(node->right->left))
            node->right = rotate_right(node->right);
        return rotate_left(node);
    }
    set_depth(node);
    return node;
}

static struct node *insert(struct node *tree, const struct words_entry *word, comparison *compare) {
    if (tree == NULL) {
        struct node *leaf = new (struct node);
        leaf->word = word;
        leaf->depth = 1;
        return leaf;
    }
    if (compare(word, tree->word) < 0)
        tree->left = insert(tree->left, word, compare);
    else
        tree->right = insert(tree->right, word, compare);
    return balance(tree);
}

static void print_tree(const struct node *tree, long *limit) {
    if (tree == NULL)
        return;
    print_tree(tree->left, limit);
    if (*limit == 0)
        return;
    *limit -= 1;
    printf("%7lu %s\n", tree->word->value, tree->word->key);
    print_tree(tree->right, limit);
}

static bool count_file(struct words *words, const char *name) {
    FILE *stream = fopen(name, "r");
    if (stream == NULL) {
        fputs("wordfreq: ", stderr);
        perror(name);
        return false;
    }
    count_words(words, stream);
    fclose(stream);
    return true;
}

static int usage(void) {
    fputs("usage: wordfreq [-a] [-n COUNT] [FILE]...\n", stderr);
    return 2;
}

int main(int argc, char **argv) {
    comparison *compare = compare_counts;
    long limit = -1;
    int first = 1;
    for (; first < argc && argv[first][0] == '-'; first++) {
        if (strcmp(argv[first], "-a") == 0) {
            compare = compare_texts;
        } else if (strcmp(argv[first], "-n") == 0 && first + 1 < argc) {
            first++;
            limit = atol(argv[first]);
        } else {
            return usage();
        }
    }

    struct words words = {0};
    int status = 0;
    if (first == argc)
        count_words(&words, stdin);
    for (int i = first; i < argc; i++)
        if (!count_file(&words, argv[i]))
            status = 1;

    struct node *tree = NULL;
    for (const struct words_entry *word = words.first; word != NULL; word = word->following)
        tree = insert(tree, word, compare);
    print_tree(tree, &limit);
    return status;
}
