/* Processes: spawning with arguments, ends of each kind, waiting, numbers that mean nothing to a stranger. Its first
 * argument says what part of the test it plays; without one it is the first process. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/process.h>

static int failures;

static void check(int right, const char *what) {
    if (!right) {
        printf("wrong: %s\n", what);
        failures++;
    }
}

static int spawn(const char *role, const char *argument) {
    const char *words[3] = {"tree", role, argument};
    int id = process_spawn("tree", 3, words, PROCESS_PRIORITY_SAME);
    check(id > 0, role);
    return id;
}

static void check_end(int id, int end, int status, const char *what) {
    struct process_end told;
    check(process_wait(id, &told) == id && told.id == id && told.end == end && told.status == status, what);
}

/* Strings of the heap that a child must not find, and memory that must be zero when a window is used again. */
static int bss[2000];
static int data[3] = {1, 2, 3};

static int leave_marks(int count) {
    int *list = calloc(10000, sizeof *list);
    int used = data[0] != 1 || data[2] != 3;
    for (int i = 0; i < 2000; i++)
        used += bss[i] != 0;
    for (int i = 0; i < 10000; i++)
        used += list[i] != 0;
    for (int i = 0; i < 2000; i++)
        bss[i] = count;
    for (int i = 0; i < 10000; i++)
        list[i] = count;
    data[0] = data[2] = count;
    return used;
}

static int deep(int depth) {
    volatile int local[100];
    for (int i = 0; i < 100; i++)
        local[i] = depth;
    return depth == 0 ? 0 : deep(depth - 1) + local[depth % 100] - depth;
}

static int play(const char *role, const char *argument) {
    int number = atoi(argument);
    if (strcmp(role, "status") == 0)
        return number;
    if (strcmp(role, "exit") == 0)
        exit(number);
    if (strcmp(role, "trap") == 0)
        return data[number];
    if (strcmp(role, "marks") == 0)
        return leave_marks(number);
    if (strcmp(role, "deep") == 0)
        return deep(number);
    if (strcmp(role, "sleep") == 0) {
        process_sleep(3600ul * 1000000000);
        return 1;
    }
    if (strcmp(role, "wait") == 0) { /* for a child that never ends */
        spawn("sleep", "");
        return process_wait(0, NULL) > 0;
    }
    if (strcmp(role, "stranger") == 0) { /* of a process that is not its own */
        check(process_kill(number) == -1 && errno == ESRCH, "a stranger can be killed");
        check(process_wait(number, NULL) == -1 && errno == ECHILD, "a stranger can be waited for");
        return failures;
    }
    return 99;
}

static void check_arguments(void) {
    const char *words[4] = {"tree", "count", "", "a b\n"};
    int id = process_spawn("tree", 4, words, PROCESS_PRIORITY_SAME);
    check_end(id, PROCESS_EXITED, 4, "four arguments");
    id = process_spawn("tree.vx", 0, words, PROCESS_PRIORITY_LAST);
    check_end(id, PROCESS_EXITED, 98, "no arguments, and the file's name");
    check(process_spawn("nothing", 1, words, PROCESS_PRIORITY_SAME) == -1 && errno == ENOENT, "no program");
    check(process_spawn("hostile", 1, words, PROCESS_PRIORITY_SAME) == -1 && errno == ENOEXEC, "rejected");
    check(process_spawn("tree", 1, words, 0) == -1 && errno == EPERM, "a priority before one's own");
    check(process_spawn("tree", 1, words, 4) == -1 && errno == EINVAL, "no priority");
}

static void check_kills(void) {
    struct process_end told;
    int sleeper = spawn("sleep", ""), parent = spawn("wait", "");
    check(process_wait_not(0, &told) == 0, "nobody has ended");
    process_sleep(2000000);
    check(process_kill(parent) == 0 && process_kill(sleeper) == 0, "kill");
    check_end(parent, PROCESS_KILLED, 0, "killed while it waited");
    check_end(sleeper, PROCESS_KILLED, 0, "killed while it slept");
    check(process_kill(sleeper) == -1 && errno == ESRCH, "killed twice");
    check(process_kill(1) == -1 && process_kill(0) == -1 && process_kill(-1) == -1, "numbers of nobody");
}

static int first(void) {
    struct process_end told;
    check(process_wait(0, &told) == -1 && errno == ECHILD, "no children yet");
    check_end(spawn("status", "7"), PROCESS_EXITED, 7, "status");
    check_end(spawn("exit", "200"), PROCESS_EXITED, 200, "exit");
    check_end(spawn("deep", "500"), PROCESS_EXITED, 0, "a deep stack");
    int id = spawn("trap", "3");
    check(process_wait(id, &told) == id && told.end == PROCESS_TRAPPED, "trap");
    puts(told.reason);
    for (int i = 0; i < 20; i++)
        check_end(spawn("marks", "5"), PROCESS_EXITED, 0, "memory as it was when the image was made");
    check_arguments();
    check_kills();
    int sleeper = spawn("sleep", "");
    char digits[12];
    int at = 11, rest = sleeper;
    for (digits[11] = 0; rest > 0; rest /= 10)
        digits[--at] = (char)('0' + rest % 10);
    const char *words[3] = {"tree", "stranger", ""};
    char number[12] = {0};
    for (int i = at; i < 12; i++)
        number[i - at] = digits[i];
    words[2] = number;
    id = process_spawn("tree", 3, words, PROCESS_PRIORITY_SAME);
    check_end(id, PROCESS_EXITED, 0, "a stranger");
    puts("the first ends, the sleeper with it");
    return failures;
}

int main(int argc, char **argv) {
    if (argc == 0)
        return 98;
    if (argc == 1)
        return first();
    if (strcmp(argv[1], "count") == 0)
        return argc == 4 && strcmp(argv[2], "") == 0 && strcmp(argv[3], "a b\n") == 0 ? argc : 97;
    return play(argv[1], argv[2]);
}
