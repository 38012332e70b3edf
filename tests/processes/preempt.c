/* Endless loops cannot stop others: with several of them running, work is done, sleepers wake, and they can be killed.
 * Equal work of equal priority ends at about the same time; what has a later priority gets nothing meanwhile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/process.h>

#define WORKERS 4
#define ROUNDS 60000000

static int work(void) {
    unsigned state = 1;
    for (int i = 0; i < ROUNDS; i++)
        state = state * 1103515245 + 12345;
    return state == 0;
}

static int spawn(const char *program, const char *role, int priority) {
    const char *words[2] = {program, role};
    int id = process_spawn(program, 2, words, priority);
    if (id < 0)
        perror("spawn");
    return id;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "work") == 0)
        return work();

    int loops[3];
    for (int i = 0; i < 3; i++)
        loops[i] = spawn("forever", "", 2);
    process_sleep(20000000);
    puts("woken");
    int idle = spawn("preempt", "work", 3); /* never gets the processor while the loops run */
    for (int i = 0; i < WORKERS; i++)
        spawn("preempt", "work", 2);
    struct process_end told;
    int idle_first = 0;
    unsigned long begin = process_clock(), first = 0;
    for (int done = 0; done < WORKERS; done++) {
        idle_first += process_wait(0, &told) == idle;
        if (done == 0)
            first = process_clock() - begin;
        if (told.end != PROCESS_EXITED || told.status != 0)
            puts("wrong: a worker's end");
    }
    unsigned long last = process_clock() - begin;
    printf("idle first: %d\n", idle_first);
    if (first * 2 < last)
        printf("unfair: the first worker took %lu, the last %lu ns\n", first, last);
    for (int i = 0; i < 3; i++)
        if (process_kill(loops[i]) != 0 || process_wait(loops[i], &told) != loops[i] ||
            told.end != PROCESS_KILLED)
            puts("wrong: an endless loop");
    if (process_wait(0, &told) != idle || told.status != 0)
        puts("wrong: the idle one");
    puts("done");
    return 0;
}
