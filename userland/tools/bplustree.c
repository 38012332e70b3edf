/* bplustree: an ordered store in memory, driven by commands on standard input, one a line.
 *
 *     put KEY VALUE      "new" or "changed"
 *     get KEY            the value, or "none"
 *     delete KEY         "deleted" or "none"
 *     range FROM TO      all "KEY VALUE" with FROM <= KEY <= TO in order, then "end COUNT"
 *     count              how many keys there are
 *     check              "sound DEPTH" after checking the whole tree, or what is wrong with it
 *
 * A key is a word, a value the rest of the line. Other lines give "error: ...", and status 1 at the end. The store is a
 * B+ tree: values in the leaves only, which are linked in order; every node but the root is at least half full. */
#include <stdio.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/text.h>

#define KEYS_MAX 15
#define KEYS_MIN (KEYS_MAX / 2)

/* keys[0 .. count) in order. An inner node has count + 1 children, and children[i + 1] holds what is not before keys[i];
 * a leaf has count values. One key more than KEYS_MAX fits until the node is split. */
struct node {
    bool is_leaf;
    int count;
    const char *keys[KEYS_MAX + 1];
    const char *values[KEYS_MAX + 1];
    struct node *children[KEYS_MAX + 2];
    struct node *next; /* the leaf behind this one */
};

struct store {
    struct node *root;
    long count;
};

/* What comes of a split: the new right half and the least key in it. */
struct split {
    const char *key;
    struct node *right; /* null: there was none */
};

static struct node *add_node(bool is_leaf) {
    struct node *node = new (struct node);
    node->is_leaf = is_leaf;
    return node;
}

/* How many keys of the node are before `key` (or, with `or_equal`, not behind it). */
static int find_place(const struct node *node, const char *key, bool or_equal) {
    int low = 0;
    int high = node->count;
    while (low < high) {
        int middle = (low + high) / 2;
        int order = strcmp(node->keys[middle], key);
        if (order < 0 || (or_equal && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int find_child(const struct node *node, const char *key) {
    return find_place(node, key, true);
}

/* The leaf where `key` is, or would be. */
static const struct node *find_leaf(const struct store *store, const char *key) {
    const struct node *node = store->root;
    while (!node->is_leaf)
        node = node->children[find_child(node, key)];
    return node;
}

/* Null if it is not there. */
static const char *store_get(const struct store *store, const char *key) {
    const struct node *leaf = find_leaf(store, key);
    int at = find_place(leaf, key, false);
    return at < leaf->count && strcmp(leaf->keys[at], key) == 0 ? leaf->values[at] : NULL;
}

static struct split split_node(struct node *node) {
    struct node *right = add_node(node->is_leaf);
    int middle = node->count / 2;
    const char *key = node->keys[middle];
    /* The middle key of an inner node moves up; of a leaf it also stays. */
    int from = node->is_leaf ? middle : middle + 1;
    right->count = node->count - from;
    for (int i = 0; i < right->count; i++) {
        right->keys[i] = node->keys[from + i];
        right->values[i] = node->values[from + i];
        node->keys[from + i] = NULL;
        node->values[from + i] = NULL;
    }
    if (!node->is_leaf) {
        for (int i = 0; i <= right->count; i++) {
            right->children[i] = node->children[from + i];
            node->children[from + i] = NULL;
        }
    } else {
        right->next = node->next;
        node->next = right;
    }
    node->keys[middle] = NULL;
    node->count = middle;
    return (struct split){key, right};
}

static struct split insert_into_leaf(struct node *leaf, const char *key, const char *value, bool *is_new) {
    int at = find_place(leaf, key, false);
    *is_new = at == leaf->count || strcmp(leaf->keys[at], key) != 0;
    if (!*is_new) {
        leaf->values[at] = value;
        return (struct split){0};
    }
    for (int i = leaf->count; i > at; i--) {
        leaf->keys[i] = leaf->keys[i - 1];
        leaf->values[i] = leaf->values[i - 1];
    }
    leaf->keys[at] = key;
    leaf->values[at] = value;
    leaf->count++;
    return leaf->count > KEYS_MAX ? split_node(leaf) : (struct split){0};
}

static struct split insert(struct node *node, const char *key, const char *value, bool *is_new) {
    if (node->is_leaf)
        return insert_into_leaf(node, key, value, is_new);
    int at = find_child(node, key);
    struct split split = insert(node->children[at], key, value, is_new);
    if (split.right == NULL)
        return split;
    for (int i = node->count; i > at; i--) {
        node->keys[i] = node->keys[i - 1];
        node->children[i + 1] = node->children[i];
    }
    node->keys[at] = split.key;
    node->children[at + 1] = split.right;
    node->count++;
    return node->count > KEYS_MAX ? split_node(node) : (struct split){0};
}

/* Whether the key is new. */
static bool store_put(struct store *store, const char *key, const char *value) {
    bool is_new = false;
    struct split split = insert(store->root, key, value, &is_new);
    if (split.right != NULL) {
        struct node *root = add_node(false);
        root->count = 1;
        root->keys[0] = split.key;
        root->children[0] = store->root;
        root->children[1] = split.right;
        store->root = root;
    }
    if (is_new)
        store->count++;
    return is_new;
}

/* Takes out entry `at` of a leaf, or key `at` and child `at + 1` of an inner node. */
static void remove_at(struct node *node, int at) {
    for (int i = at; i + 1 < node->count; i++) {
        node->keys[i] = node->keys[i + 1];
        node->values[i] = node->values[i + 1];
    }
    node->count--;
    node->keys[node->count] = NULL;
    node->values[node->count] = NULL;
    if (!node->is_leaf) {
        for (int i = at + 1; i <= node->count; i++)
            node->children[i] = node->children[i + 1];
        node->children[node->count + 1] = NULL;
    }
}

/* Moves the last entry of child `at` to the front of the child behind it. */
static void move_right(struct node *parent, int at) {
    struct node *left = parent->children[at];
    struct node *right = parent->children[at + 1];
    int last = left->count - 1;
    for (int i = right->count; i > 0; i--) {
        right->keys[i] = right->keys[i - 1];
        right->values[i] = right->values[i - 1];
    }
    if (right->is_leaf) {
        right->keys[0] = left->keys[last];
        right->values[0] = left->values[last];
        parent->keys[at] = right->keys[0];
    } else {
        for (int i = right->count + 1; i > 0; i--)
            right->children[i] = right->children[i - 1];
        right->children[0] = left->children[last + 1];
        right->keys[0] = parent->keys[at];
        parent->keys[at] = left->keys[last];
    }
    right->count++;
    remove_at(left, last);
}

/* Moves the first entry of the child behind child `at` to that one's end. */
static void move_left(struct node *parent, int at) {
    struct node *left = parent->children[at];
    struct node *right = parent->children[at + 1];
    int end = left->count;
    left->count++;
    if (left->is_leaf) {
        left->keys[end] = right->keys[0];
        left->values[end] = right->values[0];
        remove_at(right, 0);
        parent->keys[at] = right->keys[0];
    } else {
        left->keys[end] = parent->keys[at];
        left->children[end + 1] = right->children[0];
        parent->keys[at] = right->keys[0];
        right->children[0] = right->children[1];
        remove_at(right, 0);
    }
}

/* Adds the child behind child `at` to that one. */
static void join(struct node *parent, int at) {
    struct node *left = parent->children[at];
    struct node *right = parent->children[at + 1];
    if (!left->is_leaf) {
        left->keys[left->count] = parent->keys[at];
        left->count++;
        for (int i = 0; i <= right->count; i++)
            left->children[left->count + i] = right->children[i];
    }
    for (int i = 0; i < right->count; i++) {
        left->keys[left->count + i] = right->keys[i];
        left->values[left->count + i] = right->values[i];
    }
    left->count += right->count;
    left->next = right->next;
    remove_at(parent, at);
}

/* Child `at` has too few entries: gets one from a neighbour, or is joined with it. */
static void refill(struct node *parent, int at) {
    if (at > 0 && parent->children[at - 1]->count > KEYS_MIN)
        move_right(parent, at - 1);
    else if (at < parent->count && parent->children[at + 1]->count > KEYS_MIN)
        move_left(parent, at);
    else
        join(parent, at > 0 ? at - 1 : at);
}

/* Whether the key was there. */
static bool remove_key(struct node *node, const char *key) {
    if (node->is_leaf) {
        int at = find_place(node, key, false);
        if (at == node->count || strcmp(node->keys[at], key) != 0)
            return false;
        remove_at(node, at);
        return true;
    }
    int at = find_child(node, key);
    bool found = remove_key(node->children[at], key);
    if (node->children[at]->count < KEYS_MIN)
        refill(node, at);
    return found;
}

static bool store_delete(struct store *store, const char *key) {
    bool found = remove_key(store->root, key);
    if (!store->root->is_leaf && store->root->count == 0)
        store->root = store->root->children[0];
    if (found)
        store->count--;
    return found;
}

static void print_range(const struct store *store, const char *from, const char *to) {
    long count = 0;
    const struct node *leaf = find_leaf(store, from);
    for (int at = find_place(leaf, from, false); leaf != NULL; leaf = leaf->next, at = 0) {
        for (; at < leaf->count; at++) {
            if (strcmp(leaf->keys[at], to) > 0) {
                printf("end %ld\n", count);
                return;
            }
            printf("%s %s\n", leaf->keys[at], leaf->values[at]);
            count++;
        }
    }
    printf("end %ld\n", count);
}

/* What check_node goes by. */
struct check {
    const char *last; /* the key before, in the order of the leaves */
    long count;
    int depth; /* of the leaves; -1 before the first */
    const char *error;
};

static void check_leaf(struct check *check, const struct node *leaf, int depth) {
    if (check->depth >= 0 && check->depth != depth)
        check->error = "leaves at different depths";
    check->depth = depth;
    for (int i = 0; i < leaf->count; i++) {
        if (check->last != NULL && strcmp(check->last, leaf->keys[i]) >= 0)
            check->error = "keys out of order";
        check->last = leaf->keys[i];
        check->count++;
    }
}

static void check_node(struct check *check, const struct node *node, int depth) {
    if ((depth > 0 && node->count < KEYS_MIN) || node->count > KEYS_MAX)
        check->error = "a node with too few or too many keys";
    if (node->is_leaf) {
        check_leaf(check, node, depth);
        return;
    }
    for (int i = 0; i <= node->count; i++) {
        check_node(check, node->children[i], depth + 1);
        if (i < node->count && strcmp(check->last, node->keys[i]) >= 0)
            check->error = "a key that does not part its children";
    }
}

static void print_check(const struct store *store) {
    struct check check = {.depth = -1};
    check_node(&check, store->root, 0);
    if (check.error == NULL && check.count != store->count)
        check.error = "the count is wrong";
    if (check.error != NULL)
        printf("broken: %s\n", check.error);
    else
        printf("sound %d\n", check.depth);
}

/* The word at *at, which moves behind it and the spaces that follow. */
static const char *take_word(const char *line, size_t *at) {
    struct text word = {0};
    text_clear(&word);
    for (; line[*at] != '\0' && line[*at] != ' '; *at += 1)
        text_add(&word, line[*at]);
    while (line[*at] == ' ')
        *at += 1;
    return text_string(&word);
}

static const char *take_rest(const char *line, size_t at) {
    struct text rest = {0};
    text_clear(&rest);
    for (; line[at] != '\0'; at++)
        text_add(&rest, line[at]);
    return text_string(&rest);
}

struct command {
    const char *name;
    bool has_key;
    bool has_second;
    void (*run)(struct store *store, const char *key, const char *second);
};

static void run_put(struct store *store, const char *key, const char *second) {
    puts(store_put(store, key, second) ? "new" : "changed");
}

static void run_get(struct store *store, const char *key, const char *second) {
    (void)second;
    const char *value = store_get(store, key);
    puts(value != NULL ? value : "none");
}

static void run_delete(struct store *store, const char *key, const char *second) {
    (void)second;
    puts(store_delete(store, key) ? "deleted" : "none");
}

static void run_range(struct store *store, const char *key, const char *second) {
    print_range(store, key, second);
}

static void run_count(struct store *store, const char *key, const char *second) {
    (void)key;
    (void)second;
    printf("%ld\n", store->count);
}

static void run_check(struct store *store, const char *key, const char *second) {
    (void)key;
    (void)second;
    print_check(store);
}

static const struct command commands[] = {
    {"put", true, true, run_put},     {"get", true, false, run_get},      {"delete", true, false, run_delete},
    {"range", true, true, run_range}, {"count", false, false, run_count}, {"check", false, false, run_check},
};

static bool run_line(struct store *store, const char *line) {
    size_t at = 0;
    const char *name = take_word(line, &at);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const struct command *command = &commands[i];
        if (strcmp(command->name, name) != 0)
            continue;
        const char *key = command->has_key ? take_word(line, &at) : "";
        const char *second = command->has_second ? take_rest(line, at) : "";
        bool missing = (command->has_key && key[0] == '\0') || (command->has_second && second[0] == '\0');
        if (missing || (!command->has_second && line[at] != '\0')) {
            printf("error: wrong arguments of %s\n", name);
            return false;
        }
        command->run(store, key, second);
        return true;
    }
    printf("error: no command %s\n", name);
    return false;
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        fputs("usage: bplustree < COMMANDS\n", stderr);
        return 2;
    }
    struct store *store = new (struct store);
    struct text line = {0};
    int status = 0;
    store->root = add_node(true);
    while (text_read_line(&line, stdin))
        if (!run_line(store, line.bytes))
            status = 1;
    return status;
}
