/* Many processes at once, or one after another.
 *
 *     many live COUNT MILLISECONDS   COUNT members that all live when the last has been started, and each then answers
 *     many made COUNT                COUNT members, each made and waited for before the next
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/process.h>

static void write_number(char *__counted_by(12) digits, unsigned number) {
    char reversed[12];
    int count = 0;
    do {
        reversed[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 && count < 11);
    for (int i = 0; i < count; i++)
        digits[i] = reversed[count - 1 - i];
    digits[count] = 0;
}

/* A member that will end with `number` % 256. */
static int spawn(unsigned number, const char *pause) {
    char digits[12] = {0};
    write_number(digits, number % 256);
    const char *words[2] = {digits, pause};
    return process_spawn("member", 2, words, PROCESS_PRIORITY_SAME);
}

static int make_live(unsigned count, const char *pause) {
    unsigned long sum = 0, expected = 0;
    unsigned long start = process_clock();
    struct process_end end;
    for (unsigned i = 0; i < count; i++) {
        if (spawn(i, pause) < 0) {
            printf("wrong: %u started, then ", i);
            perror("spawn");
            return 1;
        }
        expected += i % 256;
        process_yield(); /* it runs until it pauses */
    }
    unsigned long made = process_clock();
    if (process_wait_not(0, &end) != 0) {
        puts("wrong: one has ended before all were started");
        return 1;
    }
    for (unsigned i = 0; i < count; i++) {
        if (process_wait(0, &end) < 0 || end.end != PROCESS_EXITED) {
            puts("wrong: an end");
            return 1;
        }
        sum += (unsigned long)end.status;
    }
    fprintf(stderr, "%lu ns each to start and run\n", (made - start) / count);
    printf("%u lived at once, %s\n", count, sum == expected ? "all answered" : "wrong: answers");
    return sum != expected;
}

static int make_in_turn(unsigned count) {
    unsigned long start = process_clock();
    for (unsigned i = 0; i < count; i++) {
        struct process_end end;
        int id = spawn(i, "0");
        if (id < 0 || process_wait(id, &end) != id || end.end != PROCESS_EXITED ||
            end.status != (int)(i % 256)) {
            printf("wrong: process %u\n", i);
            return 1;
        }
    }
    fprintf(stderr, "%lu ns each\n", (process_clock() - start) / count);
    printf("%u made and ended\n", count);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "live") == 0)
        return make_live((unsigned)atoi(argv[2]), argv[3]);
    if (argc == 3 && strcmp(argv[1], "made") == 0)
        return make_in_turn((unsigned)atoi(argv[2]));
    return 2;
}
