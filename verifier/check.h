/* The checker's inside: shared by the check_*.c files, and by the toolchain's inference, which runs the
 * same transfer functions to find the states that it writes down as hints. */
#ifndef VERIFIER_CHECK_H
#define VERIFIER_CHECK_H

#include <vouch/verifier.h>

#include "decode.h"
#include "domain.h"
#include "hints.h"
#include "state.h"

struct hint_entry {
    uint32_t address;
    uint32_t body, body_bytes; /* in the hints section */
};

/* What a hint's symbol or object stands for on the edge being checked, and what it declares. */
struct hint_symbol {
    struct symbol claim; /* bounds, minuend and subtrahend name the hint's own symbols */
    struct form meaning;
    bool known;
};
struct hint_object {
    struct object claim;
    uint32_t base;     /* 0: null */
    struct form shift; /* the object starts that many bytes after `base` */
    bool known;
};

/* A location below HINT_LOCATION_SLOT is a register, else a slot of the state. */
struct hint_claim {
    uint32_t location;
    uint8_t mask; /* of the initialised bytes of a slot */
    struct value value;
};

/* The hint read last; symbols[].known, objects[].known and what they stand for: on the edge checked last. */
struct hint {
    const uint8_t *body; /* null: none has been read */
    uint32_t body_bytes;
    uint32_t depth, xmm;
    uint32_t any, saved, common; /* masks: readable registers; hint_saved_registers; checker->common */
    uint64_t published;
    uint8_t flags; /* enum hint_flags */
    uint32_t symbol_count, object_count, claim_count;
    struct hint_symbol symbols[HINT_SYMBOLS_MAX + 1]; /* from 1 */
    struct hint_object objects[HINT_OBJECTS_MAX];
    struct hint_claim claims[HINT_CLAIMS_MAX];
};

struct checker {
    const struct verifier_options *options;
    struct verifier_image *image;
    struct verifier_report *report;
    const struct vx_function *function; /* the one being checked */
    const struct vx_signature *signature;
    struct state *state;
    uint64_t step_limit;
    uint32_t address;                    /* of the instruction being checked, for reports */
    uint32_t stack_parameters;           /* 8-byte stack slots that the function's own parameters take */
    uint32_t records[FRAME_RECORDS_MAX]; /* which of the frame's objects have pointer slots */
    uint32_t record_count;
    bool failed;              /* a clause has been reported */
    bool inferring;           /* keep going after a failure: results are then discarded, never trusted */
    struct hint_entry *hints; /* of the function, ascending */
    uint32_t hint_count;
    uint32_t common_depth, common_count;
    struct hint_claim common[HINT_COMMON_MAX]; /* what most hints of the function claim of slots */
    uint32_t common_saved, listed_count;
    struct object listed[HINT_LISTED_MAX]; /* objects that its hints refer to by number */
    struct hint *hint;
};

enum check_flow {
    FLOW_NEXT,   /* goes on at the next instruction */
    FLOW_JUMP,   /* goes to instruction->target only */
    FLOW_BRANCH, /* either; the caller refines by check_assume and goes both ways */
    FLOW_END,    /* ret, traps: nothing follows */
};

/* Report a violation (the first one counts). Always returns false. `format` knows %s %d (int) %u (uint32_t)
 * %x (uint32_t) %l (int64_t, with its sign). */
bool check_fail(struct checker *checker, enum verifier_clause clause, const char *format, ...);

/* The same formatting into a buffer, always terminated. */
void report_format(char *buffer, size_t bytes, const char *format, ...);
/* Tell whoever observes, see struct verifier_fact. */
static inline void check_observe(const struct checker *checker, enum verifier_fact_kind kind,
                                 uint32_t address, const struct value *reference) {
    if (checker->options->observe != NULL) {
        const struct verifier_fact fact = {kind, address, checker, reference};
        checker->options->observe(checker->options->observe_context, &fact);
    }
}

/* Set up the state at the entry of function `index`. */
void check_enter_function(struct checker *checker, uint32_t index);
/* Apply one instruction to checker->state, proving what it needs. Returns how control goes on. On a
 * failure checker->failed is set; with `inferring` the state afterwards is a best effort. */
enum check_flow check_step(struct checker *checker, uint32_t address, const struct instruction *instruction);

/* Parts, each in its own file. */
enum verifier_clause image_parse(const void *file, size_t file_bytes, struct verifier_image *image,
                                 const char **why);
bool tables_check(struct checker *checker);
const struct vx_function *tables_function_at(const struct verifier_image *image,
                                             uint32_t address); /* entry or null */
const struct vx_global *tables_global_holding(const struct verifier_image *image, uint64_t address);
/* The places inside one element of a record where an offset can point to: from first to last, at multiples of
 * step (0 if there is one only). */
struct element_place {
    uint64_t first, last, step;
};
/* types.c: which pointer slots a type has where. Work is added to the report's steps.
 * The slot at exactly `offset` of an element of `type`, or null. */
const struct vx_slot *types_slot_at(struct checker *checker, uint32_t type, uint64_t offset);
/* Can an access of `bytes` at one of the places touch a slot? last + bytes <= the type's size */
bool types_has_slot(struct checker *checker, uint32_t type, const struct element_place *place,
                    uint64_t bytes);
/* Are the bytes from `offset` of an element of `type` on, as many as `view` is large, of the structure of `view`: the
 * same slots at the same distances, and no others? They must lie within the element if `view` has slots or
 * the element has; elements of `type` itself are a view of each other at offset 0. */
bool types_view(struct checker *checker, uint32_t type, uint64_t offset, uint32_t view);
/* After so many bytes an array of the type repeats itself: the type's size, or less if an element is itself an array of
 * the same slots. */
uint64_t types_period(struct checker *checker, uint32_t type);
bool types_slot_equal(const struct vx_slot *a, const struct vx_slot *b);

bool tables_global_writable(const struct verifier_image *image, const struct vx_global *global);

/* Transfer functions of everything that is not control flow. */
void check_integer(struct checker *checker, const struct instruction *instruction);
void check_write(struct checker *checker, uint8_t reg, uint8_t width, bool high, struct value value);
void check_call(struct checker *checker, const struct instruction *instruction);
void check_return(struct checker *checker);
/* The parameters of `signature` in registers and stack slots: calls `each` for every one; rsp-relative for a
 * caller. */
struct check_location {
    uint8_t kind; /* OPERAND_GPR, OPERAND_XMM, OPERAND_MEM (stack) */
    uint8_t reg;
    uint8_t stack_index; /* 8-byte slot number among the stack parameters */
};
void check_locate_parameters(const struct verifier_image *image, const struct vx_signature *signature,
                             struct check_location *locations, uint32_t *stack_slots);

/* The object of this frame that holds the byte at `offset` from the entry rsp, if rsp has not risen above it;
 * or null. */
const struct vx_frame_object *check_frame_object(const struct checker *checker, int64_t offset);
/* Does any object of this frame, alive or not, have a byte in [offset, offset + bytes)? Raw ones count only
 * if `raw_too`. */
bool check_touches_frame_object(const struct checker *checker, int64_t offset, int64_t bytes, bool raw_too);
/* What the memory operand denotes, as lea of 8 bytes gives it: a reference, or an integer. */
struct value check_address(struct checker *checker, const struct instruction *instruction);
/* The RIP-relative address of a function's entry as a reference to it; any other as an integer. */
struct value check_function_address(struct checker *checker, const struct instruction *instruction);
/* Prove the access of the instruction's memory operand and give the value loaded (`width` bytes,
 * zero-extended). */
struct value check_load(struct checker *checker, const struct instruction *instruction);
/* Prove the store; a frame slot then holds `value` if it is 8 bytes whole, else unknown bytes. */
void check_store(struct checker *checker, const struct instruction *instruction, const struct value *value);
/* The 8 bytes at `offset` from the entry rsp, for push, pop, call and ret. */
struct value check_load_slot(struct checker *checker, int64_t offset);
void check_store_slot(struct checker *checker, int64_t offset, const struct value *value);
/* What a slot, parameter or result wants. */
struct check_kind {
    uint8_t kind, flags; /* enum vx_parameter_kind; VX_WRITABLE */
    uint32_t type;
};

/* What a reference refers to, as far as the state knows. */
struct target {
    uint8_t kind, lifetime; /* enum object_kind, enum lifetime */
    bool writable, nullable, header, exact;
    uint32_t type;     /* as in struct object */
    __int128 constant; /* where it ends, from the reference's base: constant + scale * symbol */
    uint32_t symbol, scale;
    uint32_t guard;                      /* where it is nullable, as in struct object */
    int64_t start;                       /* where it starts, from the base: 0 but in the frame */
    const struct vx_frame_object *local; /* in the frame, else null */
};
/* False if a reference into the frame can be to no live object. */
bool check_find_target(const struct checker *checker, uint32_t base, const struct form *form,
                       struct target *target);
/* Are the `length` bytes from `form` on inside the target? */
bool check_inside(struct checker *checker, const struct target *target, const struct form *form,
                  const struct linear *length);
/* Is the target's memory from `form` on, for at most `bytes`, elements of type `view` (which may be TYPE_PLAIN)? */
bool check_fits(struct checker *checker, const struct target *target, const struct form *form, uint32_t view,
                __int128 bytes);
bool check_is_record(const struct checker *checker, uint32_t type);

/* False if it may be in different elements at different places. `start`: where the first element is. What an element
 * repeats of itself counts as elements, so the places may be earlier ones that look the same. */
bool check_place_in_element(struct checker *checker, uint32_t type, const struct form *form, int64_t start,
                            struct element_place *place);

/* The run of slots of which each of the places is one, or null. */
const struct vx_slot *check_slot_at_places(struct checker *checker, uint32_t type,
                                           const struct element_place *place);

/* Objects of the frame with pointer slots: which one of them, FRAME_RECORDS_MAX if it is none. A raw one is not
 * published; it can be if all its slots hold what they must. */
uint32_t check_record_number(const struct checker *checker, const struct vx_frame_object *object);
bool check_is_raw(const struct checker *checker, const struct vx_frame_object *object);
bool check_publishable(struct checker *checker, const struct vx_frame_object *object);
bool check_publish(struct checker *checker, const struct vx_frame_object *object); /* if it is raw */

/* CLAUSE_NONE if the value is what `kind` wants and lives at least as long as `lifetime`; else what is wrong, as for
 * a store. `count`: of VX_COUNTED, in elements. Publishes an object of the frame. */
enum verifier_clause check_suits(struct checker *checker, const struct check_kind *kind,
                                 const struct value *value, const struct form *count, enum lifetime lifetime);
/* What a reference of `kind` refers to where it comes from: loaded, received or returned. VX_COUNTED: the caller
 * sets the extent. */
struct object check_object_of(const struct checker *checker, const struct check_kind *kind,
                              enum lifetime lifetime);
struct value check_new_reference(struct checker *checker, const struct object *object);

/* The count and the type in the header of an object symbol or global that has one. */
struct value check_header_count(struct checker *checker, uint32_t base);
struct value check_header_type(struct checker *checker, uint32_t base);
/* Assume that the branch condition holds for the flags, types of objects included; domain_undo takes it back. */
void check_assume(struct checker *checker, uint8_t condition, struct undo *undo);

/* Move rsp to `offset` from its entry value: what it rises over is gone. */
void check_move_rsp(struct checker *checker, int64_t offset);

struct value check_unknown(struct checker *checker, uint8_t width); /* a fresh integer of that many bytes */
struct value check_interval(struct checker *checker, uint64_t min, uint64_t max);
struct value check_unreadable(struct checker *checker, uint8_t reg); /* a failure; the result is unknown */
static inline struct value check_read(struct checker *checker, uint8_t reg) { /* readable or a failure */
    const struct value *value = &checker->state->registers[reg];
    return value->kind == VALUE_UNREADABLE ? check_unreadable(checker, reg) : *value;
}

/* Index the function's hints; their bodies are read when they are used. */
bool hints_index(struct checker *checker);
/* Does the state imply the hint? Read it and make it the state. */
bool hints_check_edge(struct checker *checker, const struct hint_entry *entry);
bool hints_load(struct checker *checker, const struct hint_entry *entry);
const struct hint_entry *hints_find(const struct checker *checker, uint32_t address); /* or null */

#endif
