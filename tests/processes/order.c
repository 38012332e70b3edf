/* Says who runs when: three processes without any services in between take turns as the schedule has it. */
#include <stdio.h>
#include <vouch/process.h>

static unsigned spin(int rounds) {
    unsigned state = 1;
    for (int i = 0; i < rounds; i++)
        state = state * 69069 + 1;
    return state;
}

int main(int argc, char **argv) {
    static const char *const names[3] = {"a", "b", "c"};
    if (argc == 2) {
        for (int i = 0; i < 20; i++) {
            if (spin(300) == 0)
                return 1;
            printf("%s", argv[1]);
            fflush(stdout);
        }
        return 0;
    }
    for (int i = 0; i < 3; i++) {
        const char *words[2] = {"order", names[i]};
        process_spawn("order", 2, words, PROCESS_PRIORITY_SAME);
    }
    while (process_wait(0, NULL) > 0) {
    }
    puts("");
    return 0;
}
