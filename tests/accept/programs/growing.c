/* <vouch/array.h>, <vouch/map.h>, <vouch/text.h> and <vouch/options.h> together: the operands, counted, sorted, removed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/array.h>
#include <vouch/map.h>
#include <vouch/options.h>
#include <vouch/text.h>

struct place {
    const char *name;
    int number;
};

ARRAY_TYPE(numbers, int)
ARRAY_TYPE(places, struct place)
MAP_TYPE(counts, int)

static const struct option known[] = {{'v', "verbose", NULL, "say more"},
                                      {'n', "number", "COUNT", "how many numbers"},
                                      {'o', "output", "FILE", "unused"},
                                      {'x', NULL, NULL, "has no long name"}};
enum { KNOWN = sizeof known / sizeof *known };

static int by_name(const void *left, const void *right) {
    const struct place *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static void use_arrays(int count) {
    struct numbers numbers = {0};
    for (int i = 0; i < count; i++)
        numbers_insert(&numbers, numbers.count / 2, i);
    while (numbers.count > 10)
        numbers_remove(&numbers, numbers.count / 3);
    for (size_t i = 0; i < numbers.count; i++)
        printf("%d ", numbers.items[i]);
    printf("%d\n", numbers.room >= numbers.count);
}

static void use_map(const struct places *places) {
    struct counts counts = {0};
    struct text text = {0};
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < places->count; i++)
            for (int k = 0; k < 50; k++) {
                text_clear(&text);
                text_add_string(&text, places->items[i].name);
                text_add(&text, 'a' + k % 26);
                text_add(&text, '0' + k % 7);
                *counts_place(&counts, text.bytes) += k;
            }
    printf("%zu keys\n", counts.count);
    for (size_t i = 0; i < places->count; i++)
        for (int k = 0; k < 50; k += 2) {
            text_clear(&text);
            text_add_string(&text, places->items[i].name);
            text_add(&text, 'a' + k % 26);
            text_add(&text, '0' + k % 7);
            printf("%d", counts_remove(&counts, text.bytes));
        }
    printf("\n%zu keys:", counts.count);
    for (const struct counts_entry *entry = counts.first; entry != NULL; entry = entry->following)
        printf(" %s=%d/%d", entry->key, entry->value, *counts_find(&counts, entry->key));
    printf("\n%d\n", counts_find(&counts, "not there") == NULL);
}

int main(int argc, char **argv) {
    struct places places = {0};
    struct options options = {0};
    int letter, count = 5;
    while ((letter = options_next(&options, argc, argv, known, KNOWN)) != OPTIONS_END) {
        if (letter == OPTIONS_OPERAND)
            places_add(&places, (struct place){options.value, (int)places.count});
        else if (letter == OPTIONS_ERROR)
            options_help(stdout, known, KNOWN);
        else
            printf("-%c %s\n", letter, options.value != NULL ? options.value : "");
        if (letter == 'n')
            count = atoi(options.value);
    }
    qsort(places.items, places.count, sizeof *places.items, by_name);
    for (size_t i = 0; i < places.count; i++)
        printf("%s %d\n", places.items[i].name, places.items[i].number);
    use_arrays(count);
    use_map(&places);
    return 0;
}
