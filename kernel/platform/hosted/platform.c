/* The rest of the hosted platform: start-up, time and its limit, and the ways to end. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "../../core/kernel.h"
#include "../platform.h"
#include "hosted.h"

static struct hosted_options started;

static void handle_alarm(int number) {
    (void)number;
    platform_log(started.time_out, strlen(started.time_out));
    _exit(KERNEL_STATUS_TIME);
}

static bool start_time_limit(unsigned timeout_s) {
    if (timeout_s == 0)
        return true;
    struct sigaction action = {.sa_handler = handle_alarm, .sa_flags = SA_ONSTACK};
    const struct itimerval limit = {.it_value.tv_sec = timeout_s};
    return sigaction(SIGALRM, &action, nullptr) == 0 && setitimer(ITIMER_REAL, &limit, nullptr) == 0;
}

const char *hosted_start(const struct hosted_options *options) {
    errno = 0;
    if (!hosted_start_files(options->root))
        return options->root;
    if (!hosted_start_memory(options->is_debugged))
        return "the first 64 KiB of addresses cannot be kept free";
    if (!hosted_start_faults())
        return "no handler for faults";
    if (!hosted_start_tick())
        return "no timer";
    if (options->counts_steps && !hosted_start_steps())
        return "no handler for steps";
    started = *options;
    if (!start_time_limit(options->timeout_s))
        return "no time limit";
    return nullptr;
}

void platform_image_placed(const void *file, size_t bytes, const void *text) {
    if (started.image_placed)
        started.image_placed(file, bytes, text);
}

void platform_image_removed(const void *text) {
    if (started.image_removed)
        started.image_removed(text);
}

uint64_t platform_time_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t platform_wall_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t platform_work_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Ours is compiled for SSE2; the C library uses the wider registers of AVX. */
bool platform_saves_all(uint64_t instruction_pointer) {
    extern const char __executable_start[], etext[];
    return instruction_pointer >= (uint64_t)__executable_start && instruction_pointer < (uint64_t)etext;
}

void platform_stop(int status) {
    exit(status);
}

void platform_panic(const char *text) {
    static const char prefix[] = "vouch: bug: ";
    platform_log(prefix, sizeof prefix - 1);
    platform_log(text, strlen(text));
    platform_log("\n", 1);
    /* A core dump, but not by abort: the status of SIGABRT is that of a killed process here. */
    signal(SIGTRAP, SIG_DFL);
    raise(SIGTRAP);
    _exit(KERNEL_STATUS_ERROR);
}
