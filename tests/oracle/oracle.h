/* The state oracle: runs an accepted program in an emulator and holds the verifier's claims against it.
 *
 * machine.c runs the program under Unicorn; memory.c loads it, knows every object that is alive and tests that
 * all pointer slots hold what their types say; services.c serves its calls of the kernel, with the kernel's own
 * heap; follow.c drives the verifier's own abstract state along the path that is really taken, one state for
 * each activation of a function; compare.c asks whether the state describes the machine. Whatever the
 * verifier calls unreadable or uninitialised is overwritten with random bytes, and under stress each
 * allocation collects. Any disagreement is a soundness bug: `oracle_miss` prints it and ends the process with
 * status 1. */
#ifndef TESTS_ORACLE_H
#define TESTS_ORACLE_H

#include <unicorn/unicorn.h>

#include "check.h"
#include "runtime/heap.h"

enum {
    ORACLE_DEPTH_MAX = 2000, /* activations; a deeper run ends as if the step limit were reached */
    ORACLE_FILES_MAX = 8,
    ORACLE_OUTPUT_MAX = 1 << 22,
    ORACLE_HEAP_MAX = 256 << 20, /* bytes of a program's heap, whatever it asks for */
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
    FAULT_LIFETIME, /* parameters' objects are claimed to be storable */
    FAULT_TYPE,     /* a new reference is claimed to refer to plain data */
    FAULT_HEADER,   /* a new reference is claimed to refer to an object's start */
    FAULT_NULL,     /* a new reference is claimed not to be null */
    FAULT_PUBLISH,  /* objects of the frame are believed to be memory of their type from the start */
    FAULT_STORE,    /* the machine stores another reference into a pointer slot */
    FAULT_COLLECT,  /* the collector does not look at the stack */
    FAULT_COUNT
};

/* An object that is alive: elements of `type` in [low, high). */
struct oracle_span {
    uint64_t low, high;
    bool writable, header;
    bool raw;            /* in a frame, with pointer slots, and no reference reaches it yet */
    uint32_t activation; /* 1 + the index of the frame's activation; 0 for a global or on the heap */
    uint32_t type;
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
    bool with_files; /* the program may open the host's files */
    bool stress;     /* collect at each allocation while there are few objects, then as often as that costs
                    little; poison what is freed, walk the heap */
    void (*on_miss)(void); /* or null */

    /* Results. */
    enum oracle_end end;
    int status;
    uint8_t *output; /* stdout and stderr, owned */
    size_t output_bytes;
    uint64_t steps, facts, accesses, calls, hints, slots, poisoned;

    /* Inside. */
    struct checker checker;
    struct verifier_report report;
    uc_engine *uc;
    /* The machine's addresses are the host's. `bias`: an address of the machine less the same in the image. */
    uint64_t bias, image_low, image_high, stack_low, stack_high, trap_page;
    struct heap heap;
    uint64_t heap_bytes; /* reserved */
    uint64_t allocations, next_collection;
    uint64_t next_check;  /* the step before which all memory is looked at */
    uint8_t *initialised; /* 1 for each byte of the stack that has been written */
    uint8_t *decoded;     /* 1 for each byte of text where an instruction of the pass starts */
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
void oracle_write_register(struct oracle *oracle, uint8_t reg, uint64_t value);
void oracle_poison_register(struct oracle *oracle, uint8_t reg);
void oracle_poison_xmm(struct oracle *oracle, uint32_t readable);
void oracle_poison_flags(struct oracle *oracle);
void oracle_poison_stack(struct oracle *oracle, uint64_t low, uint64_t high);
void oracle_stop(struct oracle *oracle, enum oracle_end end, int status);
static inline struct oracle_activation *oracle_top(struct oracle *oracle) {
    return oracle->activations[oracle->depth - 1];
}

/* memory.c */
void oracle_load(struct oracle *oracle);
void oracle_unload(struct oracle *oracle);
/* Host memory for bytes of the machine, or null if they are not mapped in one piece. */
uint8_t *oracle_host(struct oracle *oracle, uint64_t address, uint64_t bytes);
bool oracle_on_stack(const struct oracle *oracle, uint64_t address); /* or in the guard below */
bool oracle_find_object(struct oracle *oracle, uint64_t address, struct oracle_span *span);
/* The object whose header's type (4 bytes) or count (8) is at `low`; the header is what it must be. */
bool oracle_find_header(struct oracle *oracle, uint64_t low, uint64_t bytes, struct oracle_span *span);
/* Is the frame's object number `number` reached by references, or plain data? */
bool oracle_is_published(const struct oracle *oracle, const struct oracle_activation *activation,
                         uint32_t number);
/* Has the memory of the object from the address on the pointer slots of an element of `view`; has it none in so
 * many bytes; the slot that starts there, or null; is it the entry of a function with that signature? */
bool oracle_is_view(const struct oracle *oracle, const struct oracle_span *span, uint64_t address,
                    uint32_t view);
bool oracle_is_plain(const struct oracle *oracle, const struct oracle_span *span, uint64_t low,
                     uint64_t bytes);
const struct vx_slot *oracle_slot_at(const struct oracle *oracle, const struct oracle_span *span,
                                     uint64_t address);
bool oracle_is_entry(const struct oracle *oracle, uint64_t address, uint32_t signature);
/* The pointer slots that have bytes in [low, high), which has just been written; those of the frame's objects
 * that were not published before; all there are. */
void oracle_check_written(struct oracle *oracle, uint64_t low, uint64_t high);
void oracle_check_published(struct oracle *oracle, uint64_t before);
void oracle_check_memory(struct oracle *oracle);

/* services.c: serve the call of an import; the machine is at its address. */
void oracle_serve(struct oracle *oracle, uint32_t import);

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
/* After a collection: what the functions that wait for a callee or a service still hold is alive. */
void oracle_compare_waiting(struct oracle *oracle);
bool oracle_evaluate(struct oracle *oracle, const struct form *form, bool is_signed, __int128 *value);
bool oracle_base(struct oracle *oracle, uint32_t base, uint64_t *address);
bool oracle_condition_holds(uint8_t condition, uint64_t flags);

#endif
