/* A heap of many megabytes is collected again and again, and large objects are made and forgotten, while others run: no
 * collection keeps them from it. Told by `vouch run --figures`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/process.h>

#define CELLS 400000
#define COLLECTIONS 20

struct cell {
    struct cell *next;
    long number;
};

static int collect(void) {
    struct cell *list = NULL;
    for (long i = 0; i < CELLS; i++) {
        struct cell *cell = new (struct cell);
        cell->next = list;
        cell->number = i;
        list = cell;
    }
    for (int i = 0; i < COLLECTIONS; i++) {
        heap_collect();
        char *large = calloc(20 << 20, 1);
        if (!large || large[i] != 0)
            return 2;
        large[i] = 1;
    }
    long expected = CELLS;
    for (struct cell *cell = list; cell; cell = cell->next)
        if (cell->number != --expected)
            return 1;
    return expected != 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "collect") == 0)
        return collect();
    const char *words[2] = {"collect", "collect"};
    int first = process_spawn("collect", 2, words, PROCESS_PRIORITY_SAME);
    int second = process_spawn("collect", 2, words, PROCESS_PRIORITY_SAME);
    unsigned long turns = 0;
    struct process_end end = {0};
    while (process_wait_not(first, &end) == 0) {
        turns++;
        process_yield();
    }
    int wrong = end.status;
    process_wait(second, &end);
    wrong += end.status;
    printf("%s, %d wrong\n", turns > 50 ? "others ran" : "others waited", wrong);
    return wrong;
}
