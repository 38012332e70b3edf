/* The process: everything the kernel knows about the one program that runs.
 *
 * A process owns its window: one range of addresses laid out as its file says (text, rodata, data with bss),
 * then its heap, an unmapped guard, and its stack. There is one process at a time, reached through process_current
 * and through nothing else; enter.S relies on the first fields. */
#ifndef KERNEL_PROCESS_H
#define KERNEL_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vouch/verifier.h>

#include "../../runtime/heap.h"
#include "../platform/platform.h"
#include "kernel.h"

enum {
    PROCESS_FILES_MAX = 16,
    PROCESS_FIRST_FILE = 3,      /* 0, 1 and 2 are the console */
    PROCESS_REGISTERS_SAVED = 6, /* rbx rbp r12 r13 r14 r15 */
};

/* What the loader has laid out. Addresses are the machine's; all are multiples of VX_PAGE_SIZE. */
struct process_window {
    uint8_t *base;
    size_t bytes;
    uint64_t text, text_end; /* R-X, whole pages */
    uint64_t rodata, data;   /* each begins where the one before ends; rodata is R--, data RW- */
    uint64_t data_end;
    uint64_t heap,
        heap_tables; /* objects from data_end on, RW- as far as they go; what the kernel knows of them */
    uint64_t guard;  /* below the stack, never mapped */
    uint64_t stack, stack_end;
};

struct process {
    uint64_t kernel_stack;  /* rsp of process_enter while the process runs (enter.S: offset 0) */
    uint64_t process_stack; /* the process's rsp while a service runs (enter.S: offset 8) */
    /* The process's callee-saved registers while a service runs (enter.S: offset 16). */
    uint64_t registers[PROCESS_REGISTERS_SAVED];
    struct process_window window;
    struct heap heap;
    const struct kernel_program *program;
    struct verifier_image image;  /* points into the kernel's copy of the file */
    uint64_t entry;               /* the machine's address of the entry function */
    size_t input_read;            /* bytes taken of program->input */
    int files[PROCESS_FILES_MAX]; /* the platform's handles by descriptor - PROCESS_FIRST_FILE; -1: free */
    bool ended;                   /* by exit or a trap: *result is complete */
    struct kernel_result *result; /* the caller's */
    uint64_t fault_instruction, fault_stack; /* rip and rsp, once a trap has ended it */
};

/* The running process, or null. */
extern struct process *process_current;

/* Run a loaded process to its end, which is then in *process->result. Closes what it left open. */
void process_run(struct process *process);

/* Record the end of the running process as an exit with `status` and leave it. */
[[noreturn]] void process_exit(int status);

/* Is [address, address + bytes) memory of the process that it may read, or write? */
bool process_owns(const struct process *process, uint64_t address, uint64_t bytes, bool writable);

/* enter.S: call `entry` on `stack_end` with all registers cleared. Returns the entry's result if the entry
 * returns; after kernel_leave, an unspecified value. */
int process_enter(uint64_t entry, uint64_t stack_end);

#endif
