/* Who runs next: queues by priority, timers, waiting, and the end of processes.
 *
 * Services park here. To park is to leave the kernel's stack (kernel_leave): a service that parks holds nothing, and
 * whoever wakes the process completes the service, by writing its result into the record. */
#ifndef KERNEL_SCHEDULER_H
#define KERNEL_SCHEDULER_H

#include "process.h"

/* Run `first`, which process_create has made, and what it spawns, until it has ended; then end the rest. Its result is
 * in *result. */
void scheduler_run(struct process *first, struct kernel_result *result);

/* Put a new process in its queue. */
void scheduler_start(struct process *process);
/* End a process that is not running. */
void scheduler_kill(struct process *process);

/* The running process has ended, as its record says. Safe in a fault's handler: the queues are not touched. */
void scheduler_set_ended(struct process *process);

/* Ways for the running process to give up the processor. None returns; the service's result is 0 but for
 * scheduler_wait. Time is scheduler_time. */
[[noreturn]] void scheduler_exit(int status);
[[noreturn]] void scheduler_yield(void);
[[noreturn]] void scheduler_sleep(uint64_t until);
/* Until a child has ended, which must exist: that number, or 0 for any. The result is its number. What is known of its
 * end (vouch/process_services.h) goes to `buffer`, as far as it fits. */
[[noreturn]] void scheduler_wait(int child, uint64_t buffer, uint64_t bytes);
/* Until there is input, then read it; the result is that of session_read_input. */
[[noreturn]] void scheduler_read(uint64_t buffer, uint64_t bytes);

/* Give the end of an ended child to its parent and forget the child. Its number is returned. */
int scheduler_collect(struct process *child, uint64_t buffer, uint64_t bytes);

/* platform_time_ns; what stands for it when chance schedules. */
uint64_t scheduler_time(void);

/* For enter.S: the process that is in a service is to give up the processor when the service returns. */
extern volatile bool scheduler_mark;
/* Called for it there: results are in the record. */
[[noreturn]] void scheduler_give_way(void);

#endif
