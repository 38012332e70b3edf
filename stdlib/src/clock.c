/* <time.h>: the kernel's clocks. */
#include "services.h"

#include <errno.h>
#include <time.h>

#define MONOTONIC 0 /* numbers of the service */
#define WALL 1
#define NS_PER_S 1000000000L

clock_t clock(void) {
    return __service_clock(MONOTONIC) / 1000;
}

time_t time(time_t *result) {
    time_t now = __service_clock(WALL) / NS_PER_S;
    if (result != nullptr)
        *result = now;
    return now;
}

double difftime(time_t end, time_t start) {
    return (double)(end - start);
}

static void get(struct timespec *result, int which) {
    long now = __service_clock(which);
    result->tv_sec = now / NS_PER_S;
    result->tv_nsec = now % NS_PER_S;
}

int timespec_get(struct timespec *result, int base) {
    if (base != TIME_UTC && base != TIME_MONOTONIC)
        return 0;
    get(result, base == TIME_UTC ? WALL : MONOTONIC);
    return base;
}

int clock_gettime(int clock, struct timespec *result) {
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) {
        errno = EINVAL;
        return -1;
    }
    get(result, clock == CLOCK_REALTIME ? WALL : MONOTONIC);
    return 0;
}
