/* Ordinary containers of C: a hash map that grows, text that grows, a trie, callbacks with a context, sorting strings
 * through a function pointer. */
#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>
struct entry {
    const char *key;
    int value;
    struct entry *next;
};
struct map {
    struct entry **__counted_by(size) buckets;
    size_t size, used;
};
static unsigned hash(const char *text) {
    unsigned h = 5381;
    while (*text)
        h = h * 33 + (unsigned char)*text++;
    return h;
}
static struct map *map_new(size_t size) {
    struct map *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->buckets = calloc(size, sizeof *m->buckets);
    m->size = m->buckets ? size : 0;
    return m;
}
static int *map_at(struct map *m, const char *key) {
    struct entry **link = &m->buckets[hash(key) % m->size];
    for (; *link; link = &(*link)->next)
        if (strcmp((*link)->key, key) == 0)
            return &(*link)->value;
    struct entry *e = *link = new (struct entry);
    e->key = key;
    m->used++;
    return &e->value;
}
static void map_grow(struct map *m) {
    size_t size = 2 * m->size;
    struct entry **buckets = calloc(size, sizeof *buckets);
    for (size_t i = 0; i < m->size; i++)
        for (struct entry *e = m->buckets[i], *next; e; e = next) {
            next = e->next;
            struct entry **place = &buckets[hash(e->key) % size];
            e->next = *place;
            *place = e;
        }
    m->buckets = buckets;
    m->size = size;
}
struct builder {
    char *__counted_by(capacity) text;
    size_t length, capacity;
};
static void append(struct builder *b, char c) {
    if (b->length + 1 >= b->capacity) {
        size_t capacity = b->capacity ? 2 * b->capacity : 8;
        char *text = realloc(b->text, capacity);
        if (!text)
            abort();
        b->text = text;
        b->capacity = capacity;
    }
    b->text[b->length++] = c;
    b->text[b->length] = 0;
}
static void append_text(struct builder *b, const char *s) {
    while (*s)
        append(b, *s++);
}
struct trie {
    struct trie *children[26];
    int count;
};
static void add_word(struct trie *t, const char *w) {
    for (; *w; w++) {
        struct trie **c = &t->children[*w - 'a'];
        if (!*c)
            *c = new (struct trie);
        t = *c;
    }
    t->count++;
}
static void walk(const struct trie *t, struct builder *prefix,
                 void (*visit)(const char *word, int count, void *context), void *context) {
    if (t->count)
        visit(prefix->text ? prefix->text : "", t->count, context);
    for (int i = 0; i < 26; i++)
        if (t->children[i]) {
            size_t length = prefix->length;
            append(prefix, (char)('a' + i));
            walk(t->children[i], prefix, visit, context);
            prefix->length = length;
            prefix->text[length] = 0;
        }
}
struct total {
    int words, letters;
};
static void show(const char *word, int count, void *context) {
    struct total *total = context;
    total->words += count;
    total->letters += count * (int)strlen(word);
    printf("%s=%d ", word, count);
}
static int compare_text(const char *const *a, const char *const *b) {
    return strcmp(*a, *b);
}
static void sort_texts(const char **__counted_by(n) texts, size_t n,
                       int (*compare)(const char *const *, const char *const *)) {
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && compare(&texts[j - 1], &texts[j]) > 0; j--) {
            const char *t = texts[j];
            texts[j] = texts[j - 1];
            texts[j - 1] = t;
        }
}
static const char *words[] = {"pear", "apple", "fig", "apple", "plum", "fig", "apple", "kiwi"};
int main(void) {
    struct map *m = map_new(2);
    struct trie *root = new (struct trie);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ++*map_at(m, words[i]);
        if (m->used > m->size)
            map_grow(m);
        add_word(root, words[i]);
    }
    printf("%d %d %d\n", *map_at(m, "apple"), *map_at(m, "fig"), (int)m->used);
    struct builder b = {0};
    struct total *total = new (struct total);
    walk(root, &b, show, total);
    printf("\n%d %d\n", total->words, total->letters);
    sort_texts(words, sizeof words / sizeof *words, compare_text);
    struct builder line = {0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        append_text(&line, words[i]);
        append(&line, i % 3 == 2 ? '\n' : ' ');
    }
    printf("%s|%d\n", line.text, (int)line.length);
    return 0;
}
