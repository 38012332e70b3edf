/* The kernel core's interface for whoever starts it: the pc platform's boot code, and `vouch run` when
 * hosted.
 *
 * One program after another, each with all that it spawns: copy the file, verify the copy, load what was verified, run
 * it to its end. The platform (kernel/platform/platform.h) must be ready before any of these is called. */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include <stddef.h>
#include <stdint.h>

struct kernel_argument {
    const char *text; /* any bytes but NUL; not NUL terminated */
    size_t bytes;
};

enum kernel_input {
    KERNEL_INPUT_NONE,    /* standard input is at its end */
    KERNEL_INPUT_CONSOLE, /* what platform_console_read gives */
    KERNEL_INPUT_BYTES,   /* `input`, `input_bytes` */
};

enum { KERNEL_IMAGES_MAX = 64 };

/* A program that may be spawned. */
struct kernel_image {
    const char *name; /* NUL terminated */
    const void *file; /* the .vx, any alignment; not trusted; copied before it is verified */
    size_t file_bytes;
};

/* A program to run. All memory stays the caller's and must not change until the run has ended. */
struct kernel_program {
    const char *name; /* NUL terminated, for messages; control bytes are shown as '?' */
    const void *file; /* the .vx, any alignment; not trusted; copied before it is verified */
    size_t file_bytes;
    const struct kernel_argument *arguments; /* the first is the program's name, as in C */
    size_t argument_count;
    enum kernel_input input_kind;
    const void *input;
    size_t input_bytes;
    const struct kernel_image
        *images;        /* what it, and what it spawns, may spawn; the first of a name counts */
    size_t image_count; /* at most KERNEL_IMAGES_MAX */
    bool heap_stress;   /* for tests: collect at each allocation, check the heap, poison what is freed */
};

enum kernel_end {
    KERNEL_EXITED,   /* `status` is the program's own */
    KERNEL_TRAPPED,  /* killed; `reason` says where and why */
    KERNEL_KILLED,   /* by an ancestor; never the end of a program that kernel_run has started */
    KERNEL_REJECTED, /* never ran; `reason` is the verifier's line */
    KERNEL_FAILED,   /* never ran for lack of resources; `reason` says which */
};

enum { KERNEL_REASON_BYTES = 384, KERNEL_BACKTRACE_BYTES = 4096 };

struct kernel_result {
    enum kernel_end end;
    int status; /* KERNEL_EXITED: what the program returned or gave to exit, all 32 bits */
    char reason[KERNEL_REASON_BYTES];
    /* KERNEL_TRAPPED: the calls it was in, see backtrace.h; else empty */
    char backtrace[KERNEL_BACKTRACE_BYTES];
};

/* Exit statuses of whoever reports a result to a host (`vouch run`, `vouch boot`). */
enum {
    KERNEL_STATUS_TIME = 124,
    KERNEL_STATUS_ERROR = 125,
    KERNEL_STATUS_REJECTED = 126,
    KERNEL_STATUS_TRAPPED = 134,
};
int kernel_result_status(const struct kernel_result *result);

/* How long a tick has had to wait, at most, until the service that it had interrupted was done, in nanoseconds of the
 * kernel's own work: so long the other processes were kept waiting. */
uint64_t kernel_longest_delay(void);

/* From now on let chance, by this seed, say who runs, and after how many instructions the next does: the same seed and
 * input give the same run. Time is counted in instructions then. For tests: each instruction costs a trap. Only where
 * the platform calls kernel_step: hosted. */
void kernel_schedule_randomly(uint64_t seed);

/* Run one program and fill *result. When `announce` is true it logs what was loaded and how it ended
 * (platform_log) and writes the verdict lines (platform_verdict):
 *   loaded BYTES NAME                     the file's size
 *   verdict accepted INSTRUCTIONS NAME    or: verdict rejected REASON    or: verdict failed REASON
 *   exit STATUS NAME                      STATUS in decimal, signed   or: trap REASON
 *   frame TEXT                            after a trap: a line of the backtrace */
void kernel_run(const struct kernel_program *program, bool announce, struct kernel_result *result);

/* Run all programs in order, each whatever became of those before it; then the verdict line "done" and
 * platform_stop(0). */
[[noreturn]] void kernel_main(const struct kernel_program *programs, size_t count);

#endif
