/* The state oracle: runs an accepted program in an emulator and holds the verifier's claims against it.
 *
 * machine.c runs the program under Unicorn, serves its calls of the kernel and knows every object that is
 * alive; follow.c drives the verifier's own abstract state along the path that is really taken, one state for
 * each activation of a function; compare.c asks whether the state describes the machine. Whatever the
 * verifier calls unreadable or uninitialised is overwritten with random bytes. Any disagreement is a
 * soundness bug: `oracle_miss` prints it and ends the process with status 1. */
#ifndef TESTS_ORACLE_H
#define TESTS_ORACLE_H

#include <unicorn/unicorn.h>

#include "check.h"

enum {
    ORACLE_DEPTH_MAX = 2000, /* activations; a deeper run ends as if the step limit were reached */
    ORACLE_FILES_MAX = 8,
};

/* Faults put into the oracle's copy of the state or its knowledge of the machine, to show that it sees them.
 */
enum oracle_fault {
    FAULT_NONE,
    FAULT_VALUE,    /* a sum is one more than it is */
    FAULT_INTERVAL, /* a loaded number is claimed to be small */
    FAULT_EXTENT,   /* parameters' objects are claimed to be larger than promised */
    FAULT_CALL,     /* registers are believed to survive a call */
    FAULT_BRANCH,   /* a branch is assumed the wrong way round */
    FAULT_OBJECT,   /* objects end earlier than the verifier thinks */
    FAULT_SLOT,     /* a slot is believed to hold what it held before a store */
    FAULT_COUNT
};

/* An object that is alive: [low, high). */
struct oracle_span {
    uint64_t low, high;
    bool writable;
    uint32_t activation; /* 1 + the index of the frame's activation; 0 for a global */
};

struct oracle_activation {
    uint32_t function;
    struct state *state;
    uint64_t entry_rsp, return_address;
    uint64_t rsp; /* while it waits for a callee */
    uint64_t entry_registers[16];
    /* What symbols and object symbols have been seen to mean. */
    uint64_t meanings[SYMBOLS_MAX + 1];
    bool known[SYMBOLS_MAX + 1];
    uint64_t starts[OBJECTS_MAX];
    bool start_known[OBJECTS_MAX];
};

/* The checker as it is when it looks at one function: its hints are indexed once. */
struct oracle_hints {
    struct checker checker; /* without hints: not entered yet */
};

enum oracle_end {
    END_RUNNING,
    END_EXIT,   /* `status` */
    END_KILLED, /* a trap or a fault that the verifier allows */
    END_LIMIT,  /* of steps or of depth */
};

struct oracle {
    /* Set by the caller. */
    const struct verifier_options *options;
    struct verifier_image *image; /* accepted */
    enum oracle_fault fault;
    uint64_t step_limit;
    uint64_t random;
    const char *const *arguments; /* [0] is the program's name */
    int argument_count;
    const uint8_t *input;
    size_t input_bytes;
    bool with_files;       /* the program may open the host's files */
    void (*on_miss)(void); /* or null */

    /* Results. */
    enum oracle_end end;
    int status;
    uint8_t *output; /* stdout and stderr, owned */
    size_t output_bytes;
    uint64_t steps, facts, accesses, calls, hints, poisoned;

    /* Inside. */
    struct checker checker;
    struct verifier_report report;
    uc_engine *uc;
    uint64_t bias, stack_low, stack_high, trap_page;
    uint8_t *segments[3], *stack, *trap, *initialised; /* host memory behind the machine's */
    size_t segment_bytes[3];
    uint8_t *decoded; /* 1 for each byte of text where an instruction of the pass starts */
    struct oracle_activation *activations[ORACLE_DEPTH_MAX];
    uint32_t depth;
    struct oracle_hints *hint_index;
    uint64_t registers[16], flags;               /* now */
    uint64_t before_registers[16], flags_before; /* before the instruction that is being executed */
    struct instruction instruction;              /* it */
    uint32_t address;                            /* in the image */
    bool running;                                /* an instruction is being executed */
    bool only_trap;                              /* the branch just taken may only lead to a trap */
    bool serving;                                /* a service's own instruction is */
    uint64_t service_return;
    struct oracle_span expected; /* the bytes that its memory operand may touch; empty if low = high */
    size_t input_read;
    int files[ORACLE_FILES_MAX];
};

/* Run until the program ends or a limit is reached. The fields above "Results" must be set, all others zero.
 */
void oracle_run(struct oracle *oracle);
/* Free what a run has left, the output too. Abstract states are kept for the process's next run. */
void oracle_free(struct oracle *oracle);

[[noreturn]] void oracle_miss(struct oracle *oracle, const char *what, uint64_t claimed, uint64_t actual);

/* machine.c */
uint64_t oracle_random(struct oracle *oracle);
bool oracle_find_object(struct oracle *oracle, uint64_t address, struct oracle_span *span);
/* Host memory for bytes of the machine, or null if they are not mapped in one piece. */
uint8_t *oracle_host(struct oracle *oracle, uint64_t address, uint64_t bytes);
void oracle_write_register(struct oracle *oracle, uint8_t reg, uint64_t value);
void oracle_poison_register(struct oracle *oracle, uint8_t reg);
void oracle_poison_xmm(struct oracle *oracle, uint32_t readable);
void oracle_poison_flags(struct oracle *oracle);
void oracle_poison_stack(struct oracle *oracle, uint64_t low, uint64_t high);
void oracle_stop(struct oracle *oracle, enum oracle_end end, int status);
static inline struct oracle_activation *oracle_top(struct oracle *oracle) {
    return oracle->activations[oracle->depth - 1];
}

/* follow.c: the abstract state along the path. */
void oracle_follow_entry(struct oracle *oracle, uint32_t function, uint64_t return_address);
/* The instruction has been executed and the machine is at `next` (an address of the machine). */
void oracle_follow_step(struct oracle *oracle, uint64_t next);
/* A call has returned to `next`, in the function that is now on top. */
void oracle_follow_call_return(struct oracle *oracle, uint64_t next);
void oracle_give_states(struct oracle *oracle);

/* compare.c */
void oracle_compare(struct oracle *oracle, bool everything);
void oracle_compare_symbols(struct oracle *oracle, uint32_t first);
bool oracle_evaluate(struct oracle *oracle, const struct form *form, bool is_signed, __int128 *value);
bool oracle_base(struct oracle *oracle, uint32_t base, uint64_t *address);
bool oracle_condition_holds(uint8_t condition, uint64_t flags);

#endif
