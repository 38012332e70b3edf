/* wordfreq: counts the words of its input, a word being a run of letters, without regard to capitals.
 *
 *     wordfreq [-a] [-n COUNT] [FILE]...     standard input if no file is named
 *
 * Prints a count and a word a line: the most frequent words first, or alphabetically with -a; with -n only so many.
 * The words are counted in a hash table and then put in order by a balanced (AVL) tree. */
#include "../common/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>

struct word {
    const char *text;
    unsigned long hash;
    unsigned long count;
    struct word *next; /* in the same bucket */
};

/* `size` is a power of two. */
struct table {
    struct word **__counted_by(size) buckets;
    size_t size;
    size_t count;
};

/* A subtree's depth differs by at most one from its brother's. */
struct node {
    const struct word *word;
    struct node *left;
    struct node *right;
    int depth;
};

typedef int comparison(const struct word *left, const struct word *right);

static unsigned long hash_bytes(const char *__counted_by(length) bytes, size_t length) {
    unsigned long hash = 14695981039346656037UL;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211UL;
    return hash ^ hash >> 32;
}

static void grow(struct table *table) {
    size_t size = table->size > 0 ? 2 * table->size : 64;
    struct word **buckets = new_array(struct word *, size);
    for (size_t i = 0; i < table->size; i++) {
        struct word *next = NULL;
        for (struct word *word = table->buckets[i]; word != NULL; word = next) {
            next = word->next;
            word->next = buckets[word->hash % size];
            buckets[word->hash % size] = word;
        }
    }
    table->buckets = buckets;
    table->size = size;
}

static void count_word(struct table *table, const struct text *text) {
    if (table->count >= table->size)
        grow(table);
    unsigned long hash = hash_bytes(text->bytes, text->length);
    size_t bucket = hash % table->size;
    for (struct word *word = table->buckets[bucket]; word != NULL; word = word->next) {
        if (word->hash == hash && strcmp(word->text, text->bytes) == 0) {
            word->count++;
            return;
        }
    }
    struct word *word = new (struct word);
    *word =
        (struct word){.text = text_string(text), .hash = hash, .count = 1, .next = table->buckets[bucket]};
    table->buckets[bucket] = word;
    table->count++;
}

static void count_words(struct table *table, FILE *stream) {
    struct text text = {0};
    text_clear(&text);
    int byte;
    do {
        byte = getc(stream);
        if (byte != EOF && isalpha(byte)) {
            text_add(&text, tolower(byte));
        } else if (text.length > 0) {
            count_word(table, &text);
            text_clear(&text);
        }
    } while (byte != EOF);
}

static int compare_texts(const struct word *left, const struct word *right) {
    return strcmp(left->text, right->text);
}

static int compare_counts(const struct word *left, const struct word *right) {
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
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

static struct node *insert(struct node *tree, const struct word *word, comparison *compare) {
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
    printf("%7lu %s\n", tree->word->count, tree->word->text);
    print_tree(tree->right, limit);
}

static bool count_file(struct table *table, const char *name) {
    FILE *stream = fopen(name, "r");
    if (stream == NULL) {
        fputs("wordfreq: ", stderr);
        perror(name);
        return false;
    }
    count_words(table, stream);
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

    struct table table = {0};
    int status = 0;
    if (first == argc)
        count_words(&table, stdin);
    for (int i = first; i < argc; i++)
        if (!count_file(&table, argv[i]))
            status = 1;

    struct node *tree = NULL;
    for (size_t i = 0; i < table.size; i++)
        for (const struct word *word = table.buckets[i]; word != NULL; word = word->next)
            tree = insert(tree, word, compare);
    print_tree(tree, &limit);
    return status;
}
