/* Processes: the services, with arguments packed into one block, a NUL behind each. */
#include "services.h"

#include <errno.h>
#include <string.h>
#include <vouch/process.h>

#define WAIT_NOT 1               /* of vouch/process_services.h */
#define CLOCK_MONOTONIC_NUMBER 0 /* of vouch/clocks.h */

/* A service's result, or -1 with errno. */
static int result_of(int result) {
    if (result >= 0)
        return result;
    errno = -result;
    return -1;
}

int process_spawn(const char *program, int count,
                  const char *__null_terminated const *__counted_by(count) arguments, int priority) {
    size_t bytes = 0;
    for (int i = 0; i < count; i++)
        bytes += strlen(arguments[i]) + 1;
    char *block = new_array(char, bytes + 1);
    size_t at = 0;
    for (int i = 0; i < count; i++) {
        size_t length = strlen(arguments[i]);
        for (size_t j = 0; j < length; j++)
            block[at + j] = arguments[i][j];
        at += length + 1;
    }
    return result_of(__service_spawn(program, strlen(program), block, bytes, priority));
}

static int wait_child(int child, struct process_end *end, int flags) {
    struct process_end told = {0};
    int result = result_of(__service_wait(child, &told, sizeof told, flags));
    if (end)
        *end = told;
    return result;
}

int process_wait(int child, struct process_end *end) {
    return wait_child(child, end, 0);
}

int process_wait_not(int child, struct process_end *end) {
    return wait_child(child, end, WAIT_NOT);
}

int process_kill(int id) {
    return result_of(__service_kill(id));
}

void process_yield(void) {
    __service_sleep(0);
}

void process_sleep(unsigned long nanoseconds) {
    if (nanoseconds > 0)
        __service_sleep(nanoseconds);
}

unsigned long process_clock(void) {
    return (unsigned long)__service_clock(CLOCK_MONOTONIC_NUMBER);
}
