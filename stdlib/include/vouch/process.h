/* Processes: start them, wait for their end, end them, let time pass.
 *
 * A process may spawn the programs that whoever started the first one has named: those of the image (`vouch image`,
 * `vouch boot`), or of `vouch run --program NAME=FILE`. What it spawns shares its standard input and output. It can wait
 * for its children and kill all its descendants; they are killed when it ends. Functions that fail give a negative error
 * number, or set errno where said. */
#ifndef VOUCH_PROCESS_H
#define VOUCH_PROCESS_H

#include <ptrcheck.h>

/* How a process has ended. */
#define PROCESS_EXITED 0  /* `status` is its own */
#define PROCESS_TRAPPED 1 /* by a failed check or a fault: `reason` says which and where */
#define PROCESS_KILLED 2  /* by an ancestor, or with one */

struct process_end {
    int id;
    int end; /* one of the above */
    int status;
    unsigned reserved;
    char reason[240]; /* a string */
};

/* A lower priority number runs before all higher ones; those of one priority take turns. The first program has 1. */
#define PROCESS_PRIORITY_SAME (-1)
#define PROCESS_PRIORITY_LAST 3

/* Starts a process with `count` arguments, of which the first is the program's name by custom; its number, or -1 with
 * errno: ENOENT no program of that name, ENOEXEC the verifier has rejected it, EAGAIN too many processes, ENOMEM,
 * E2BIG more than 16 KiB or 1024 of arguments, EPERM a priority before one's own. */
int process_spawn(const char *program, int count,
                  const char *__null_terminated const *__counted_by(count) arguments, int priority);

/* Waits until that child has ended, or any if it is 0, and tells how, unless `end` is null. Its number, or -1 with errno ECHILD: there is none
 * that has not been waited for. */
int process_wait(int child, struct process_end *end);
/* The same, but 0 at once if it, or any, has not ended. */
int process_wait_not(int child, struct process_end *end);

/* Ends a descendant at once. 0, or -1 with errno ESRCH. */
int process_kill(int id);

/* Lets others of the same priority run. */
void process_yield(void);
/* Pauses for at least that long. */
void process_sleep(unsigned long nanoseconds);
/* Nanoseconds since some moment before the program began. */
unsigned long process_clock(void);

#endif
