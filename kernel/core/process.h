/* The processes: the table of them, what the kernel knows of each, and how one begins and ends.
 *
 * A process owns its window: one range of addresses laid out as its file says (text, rodata, data with bss),
 * then its heap, an unmapped guard, and its stack. It has a place in a tree: it may wait for and kill its
 * descendants, and they end when it does. All is said in its record; a record that is in use is in exactly one of the
 * states below, and the scheduler's queues hold exactly those that the state says. enter.S relies on the first
 * fields. */
#ifndef KERNEL_PROCESS_H
#define KERNEL_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../runtime/heap.h"
#include "../platform/platform.h"
#include "kernel.h"

enum {
    PROCESS_COUNT_MAX = 16384, /* records, those of ended processes that nobody has waited for included */
    PROCESS_DEPTH_MAX = 64,    /* of the tree */
    PROCESS_FILES_MAX = 16,
    PROCESS_FIRST_FILE = 3,      /* 0, 1 and 2 are the console */
    PROCESS_REGISTERS_SAVED = 6, /* rbx rbp r12 r13 r14 r15 */
    PROCESS_PRIORITIES = 4,      /* 0 runs before 1 and so on */
    PROCESS_PRIORITY_FIRST = 1,  /* of a program that nobody has spawned */
    PROCESS_ARGUMENT_BYTES_MAX = 16 << 10,
    PROCESS_ARGUMENT_COUNT_MAX = 1024,
    PROCESS_VECTOR_BYTES = 512, /* FXSAVE */
    PROCESS_LOCAL_STACK_BYTES = 16 << 10,
};

/* What the loader has laid out. Addresses are the machine's; all are multiples of VX_PAGE_SIZE. */
struct process_window {
    uint8_t *base;
    size_t bytes;
    uint64_t text, text_end; /* R-X, whole pages */
    uint64_t rodata, data;   /* each begins where the one before ends; rodata is R--, data RW- */
    uint64_t data_end;
    uint64_t heap,
        heap_tables;      /* objects from data_end on, RW- as far as they go; what the kernel knows of them */
    uint64_t local_stack; /* of LOCAL services; ends at the guard */
    uint64_t guard;       /* below the stack, never mapped */
    uint64_t stack,
        stack_end; /* committed on touch; PROCESS_ARGUMENT_BYTES_MAX more than the process asks for */
};

enum process_state {
    PROCESS_FREE,     /* the record is not in use */
    PROCESS_READY,    /* in the queue of its priority */
    PROCESS_RUNNING,  /* process_current */
    PROCESS_SLEEPING, /* among the timers */
    PROCESS_WAITING,  /* for the end of a child */
    PROCESS_READING,  /* for the console's input */
    PROCESS_DYING,    /* never runs again; its memory is being given back */
    PROCESS_ENDED,    /* only its end is left, among its parent's ended children */
};

/* How it goes on when it gets the processor. */
enum process_continuation {
    PROCESS_BEGIN,     /* at its entry */
    PROCESS_RETURN,    /* from a service, with `results` */
    PROCESS_INTERRUPT, /* where it was interrupted, with `interrupted` and `vectors` */
};

/* A place in a doubly linked ring; a list is a head that no process holds. */
struct process_link {
    struct process_link *next, *previous;
};

struct image;

struct process {
    uint64_t kernel_stack;  /* rsp of the kernel while the process runs (enter.S: offset 0) */
    uint64_t process_stack; /* the process's rsp while it is in a service (8) */
    /* The process's callee-saved registers while it is in a service (16). */
    uint64_t registers[PROCESS_REGISTERS_SAVED];
    uint64_t results[2];                   /* rax and rdx of PROCESS_RETURN (64) */
    struct platform_registers interrupted; /* of PROCESS_INTERRUPT (80) */
    /* likewise: xmm and MXCSR as FXSAVE has them (224) */
    alignas(16) uint8_t vectors[PROCESS_VECTOR_BYTES];
    uint64_t local_stack;   /* rsp at the start of a LOCAL service (736) */
    volatile bool is_local; /* in a part of such a service that may be interrupted, for long or for good */

    enum process_state state;
    enum process_continuation continuation;
    int id; /* positive; not used again for long */
    uint8_t priority, depth;
    struct process_link queue;    /* of the ready or the dying */
    struct process_link siblings; /* in `children` or `ended` of the parent */
    struct process_link children, ended;
    struct process *parent;
    uint32_t timer;                /* PROCESS_SLEEPING: place among the timers */
    uint64_t wake_time;            /* of platform_time_ns */
    int awaited;                   /* PROCESS_WAITING: the child's number, 0 for any */
    uint64_t buffer, buffer_bytes; /* PROCESS_WAITING, PROCESS_READING: what the service fills in */

    struct process_window window;
    struct heap heap;
    struct image *image;
    const char *name;          /* for messages */
    uint64_t entry, stack_top; /* where it begins; the machine's addresses */
    /* Arguments: the caller's of kernel_run; or above stack_top, each with a NUL behind it. */
    const struct kernel_argument *arguments;
    uint32_t argument_count, argument_bytes;
    int files[PROCESS_FILES_MAX]; /* the platform's handles by descriptor - PROCESS_FIRST_FILE; -1: free */
    uint64_t discarded;           /* PROCESS_DYING: memory below this address has been given back */
    /* Complete when it is dying or ended. */
    enum kernel_end end;
    int status;                              /* KERNEL_EXITED */
    char reason[KERNEL_REASON_BYTES];        /* KERNEL_TRAPPED */
    uint64_t fault_instruction, fault_stack; /* KERNEL_TRAPPED: rip and rsp */
};

/* The running process, or null. */
extern struct process *process_current;

/* What to start. */
struct process_order {
    struct image *image;
    const char *name; /* stays until the process has ended */
    uint8_t priority;
    struct process *parent; /* null for the first */
    /* Either kernel_run's arguments, or a block of `argument_count` arguments with a NUL behind each, copied. */
    const struct kernel_argument *arguments;
    const char *argument_block;
    uint32_t argument_count, argument_bytes;
    bool heap_stress;
};

/* Start one; it is PROCESS_READY and in no queue. Null with *failure for lack of resources: `failure` is then a
 * negated number of errors.h. */
struct process *process_create(const struct process_order *order, int *failure);
/* The process of that number, or null if there is none (any more). */
struct process *process_find(int id);
/* How many records are in use. */
uint32_t process_count(void);
/* Its child that ended first and has not been waited for, or null. */
struct process *process_first_ended(const struct process *process);
bool process_is_descendant(const struct process *process, const struct process *ancestor);

/* Close what a dying process left open and give back up to `bytes` of its memory. True when nothing is left: its
 * window is the image's again, and the process PROCESS_ENDED. */
bool process_release(struct process *process, uint64_t bytes);
/* Forget an ended process that is in no list. */
void process_forget(struct process *process);

/* Is [address, address + bytes) memory of the process that it may read, or write? */
bool process_owns(const struct process *process, uint64_t address, uint64_t bytes, bool writable);
/* Commit the part of [address, address + bytes) that is stack. False if memory is out. */
bool process_touch(const struct process *process, uint64_t address, uint64_t bytes);

/* Lists. */
void process_list_start(struct process_link *head);
bool process_list_is_empty(const struct process_link *head);
void process_list_append(struct process_link *head, struct process_link *link);
void process_list_remove(struct process_link *link);

/* enter.S: let the process run, as its continuation says; the kernel's callee-saved registers and stack are kept.
 * Each returns after kernel_leave, with an unspecified value, or with the result of the entry function when that
 * returns.
 * process_enter: call `entry` on `stack_top` with all registers cleared. */
int process_enter(uint64_t entry, uint64_t stack_top);
int process_return(struct process *process);
int process_resume(struct process *process);
/* Where the entry function returns to. Not to be called. */
extern const char process_entry_returned[];

#endif
