/* Processes are killed at random moments, while neighbours that check themselves go on undisturbed.
 *
 *     kills COUNT SEED    spawn and kill COUNT victims, which do what a random number says
 *
 * A victim must end as killed (or, if it was to end by itself, as itself), and a neighbour must still be alive at the
 * end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/process.h>

#define NEIGHBOURS 3
#define CELLS 200

struct cell {
    struct cell *next;
    unsigned number;
};

static unsigned next_random(unsigned *state) {
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static struct cell *make_list(unsigned seed) {
    struct cell *list = NULL;
    for (int i = 0; i < CELLS; i++) {
        struct cell *cell = new (struct cell);
        cell->number = next_random(&seed);
        cell->next = list;
        list = cell;
    }
    return list;
}

static int is_list_right(struct cell *list, unsigned seed) {
    unsigned numbers[CELLS];
    for (int i = 0; i < CELLS; i++)
        numbers[i] = next_random(&seed);
    int i = CELLS;
    for (struct cell *cell = list; cell; cell = cell->next) {
        i--;
        if (i < 0 || cell->number != numbers[i])
            return 0;
    }
    return i == 0;
}

/* Integers, floating point, the heap and services, each checked; ends only if one is wrong. */
static int be_neighbour(unsigned seed) {
    for (unsigned round = 0;; round++) {
        double sum = 0;
        unsigned state = seed;
        struct cell *list = make_list(seed + round);
        for (int i = 0; i < 1000; i++) {
            sum += 0.5;
            state = state * 69069 + 1;
        }
        if (sum != 500.0 || !is_list_right(list, seed + round))
            return 1;
        unsigned again = seed;
        for (int i = 0; i < 1000; i++)
            again = again * 69069 + 1;
        if (again != state)
            return 2;
        if (round % 8 == 0)
            process_yield();
    }
}

static int spawn(const char *role, const char *what, int priority) {
    const char *words[3] = {"kills", role, what};
    return process_spawn("kills", 3, words, priority);
}

/* What a victim does until it is killed. */
static int be_victim(int what) {
    unsigned state = (unsigned)what;
    switch (what % 6) {
    case 0:
        for (;;)
            state = state * 69069 + 1;
    case 1:
        for (;;)
            is_list_right(make_list(state), state);
    case 2:
        for (;;)
            process_yield();
    case 3:
        process_sleep(1000000000);
        return 1;
    case 4: /* has a child, which must end too */
        spawn("victim", "0", 2);
        process_wait(0, NULL);
        return 1;
    default:
        for (;;)
            heap_collect();
    }
}

int main(int argc, char **argv) {
    if (argc < 3)
        return 2;
    if (strcmp(argv[1], "neighbour") == 0)
        return be_neighbour((unsigned)atoi(argv[2]));
    if (strcmp(argv[1], "victim") == 0)
        return be_victim(atoi(argv[2]));

    static const char *const kinds[6] = {"0", "1", "2", "3", "4", "5"};
    int count = atoi(argv[1]), wrong = 0;
    unsigned state = (unsigned)atoi(argv[2]);
    int neighbours[NEIGHBOURS];
    for (int i = 0; i < NEIGHBOURS; i++)
        neighbours[i] = spawn("neighbour", kinds[i], 2);
    struct process_end end;
    for (int i = 0; i < count; i++) {
        int victim = spawn("victim", kinds[next_random(&state) % 6], 2 - (int)(next_random(&state) % 2));
        unsigned pause = next_random(&state) % 4;
        if (next_random(&state) % 16 == 0)
            process_sleep(next_random(&state) % 2000000);
        else
            for (unsigned k = 1; k < pause; k++)
                process_yield();
        if (victim < 0 || process_kill(victim) != 0 || process_wait(victim, &end) != victim ||
            end.end != PROCESS_KILLED) {
            printf("wrong: kill %d: process %d, end %d, status %d\n", i, victim, end.end, end.status);
            wrong++;
        }
    }
    for (int i = 0; i < NEIGHBOURS; i++) {
        if (process_wait_not(neighbours[i], &end) != 0) {
            printf("wrong: neighbour %d: end %d, status %d, %s\n", i, end.end, end.status, end.reason);
            wrong++;
        }
    }
    printf("%d killed, %d wrong\n", count, wrong);
    return wrong != 0;
}
