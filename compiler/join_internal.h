/* Between the files that join states: join.c (forms, values, symbols) and join_objects.c (references, objects).
 *
 * One join has two sides: `a`, the summary as it is (at the first visit: the state itself), and `b`, the state
 * that arrives. All that is found out about a pair of values is said in the result's symbols and objects. */
#ifndef COMPILER_JOIN_INTERNAL_H
#define COMPILER_JOIN_INTERNAL_H

#include "join.h"

/* A form with its constant as the integer that it means. */
struct affine {
    uint32_t symbol[2], scale[2];
    __int128 constant;
};

struct entry { /* what a symbol of the result stands for */
    struct affine a, b;
    uint32_t single; /* the first location whose value has this as its only term; UINT32_MAX if none */
    uint32_t unit;   /* the factor with which it was first needed */
};

struct merged_object {
    uint32_t base[2];  /* 0: null */
    uint32_t location; /* of the first reference to it that was joined */
    int64_t start[2];  /* where what the base refers to starts, from base: not 0 in the frame only */
    int64_t shift[2];  /* where the merged object starts, from base: not before `start` */
    bool floating;     /* it starts at `at` instead, and has `room` bytes there on that side */
    struct affine at[2];
    int64_t room[2];
    uint8_t kind; /* enum object_kind */
    bool header, exact;
    uint32_t type;
    int64_t
        limit; /* it is a part of what a base refers to, of so many bytes; 0: it is all from its start on */
    bool limited[2]; /* which of them, if there is a limit */
};

struct side {
    struct state *state; /* what proofs use */
};

struct joiner {
    struct model *model;
    struct state *scratch; /* side a's state, from the second visit on */
    struct side a, b;
    struct checker *checker; /* its state is that of side b but while side a is asked */
    const uint64_t *thresholds;
    size_t threshold_count;
    bool widening;
    uint32_t visits;        /* of the place so far */
    bool loop;              /* the place is a loop's */
    bool slot_offsets;      /* two multiples of 8 may be offsets of pointer slots, and must stay multiples */
    struct claim *claims_a; /* at the first visit */
    const struct summary *before; /* from the second visit on: side a */
    const struct summary *seed;   /* at the first visit: what an earlier attempt has come to, or null */
    struct summary result;
    struct entry entries[JOIN_ENTRIES_MAX + 1];
    struct merged_object merged[JOIN_OBJECTS_MAX];
    uint64_t steps;
};

/* How values of one kind are split into factor, symbol and constant. */
struct grain {
    bool is_signed;
    __int128 start; /* frame offsets, which are negative, count from here */
    uint32_t unit;  /* the factor divides this; 0: any */
};

/* Integers that are constants on both sides get no factor, since bounds are said of symbols alone; but see
 * `slot_offsets`. */
static const struct grain integer_grain = {false, 0, 0};

static inline struct affine affine_of(const struct form *form, bool is_signed) {
    struct affine affine = {
        {form->symbol[0], form->symbol[1]}, {form->scale[0], form->scale[1]}, form->constant};
    if (form_is_constant(form) && !is_signed) {
        affine.constant = (uint64_t)form->constant;
    }
    return affine;
}

static inline struct form form_of(const struct affine *affine) {
    return (struct form){(int64_t)(uint64_t)affine->constant,
                         {affine->symbol[0], affine->symbol[1]},
                         {affine->scale[0], affine->scale[1]}};
}

static inline bool is_constant(const struct affine *affine) {
    return affine->symbol[0] == SYMBOL_NONE;
}

static inline struct affine shift_and_divide(struct affine affine, __int128 constant, uint32_t divisor) {
    affine.constant = (affine.constant - constant) / divisor;
    affine.scale[0] /= divisor;
    affine.scale[1] /= divisor;
    return affine;
}

static inline struct value any_value(void) {
    return (struct value){.kind = VALUE_INTEGER, .form = {.symbol = {JOIN_ANY, SYMBOL_NONE}}};
}

static inline bool is_any(const struct value *value) {
    return value->kind == VALUE_INTEGER && value->form.symbol[0] == JOIN_ANY;
}

/* join.c */

/* The form of an entry that stands for the pair already. */
bool join_find_entry(const struct joiner *joiner, const struct affine *a, const struct affine *b,
                     struct form *form);
/* value - factor * unit, if no term becomes negative. */
bool join_subtract(const struct affine *value, const struct affine *unit, uint32_t factor,
                   struct affine *rest);
/* Both sides' forms as one form of the result. False if there is no room for another symbol. */
bool join_forms(struct joiner *joiner, const struct affine *a, const struct affine *b,
                const struct grain *grain, struct form *form);
/* A sum of two terms as a multiple of a symbol that an earlier location defines, and a rest. */
bool join_sums(struct joiner *joiner, const struct affine *a, const struct affine *b, uint32_t location,
               const struct grain *grain, struct form *form);

/* join_objects.c */

/* A reference or null on each side as one value of the result. */
struct value join_references(struct joiner *joiner, const struct value *a, const struct value *b,
                             uint32_t location);
/* Which objects of the frame with pointer slots are used through references after the join: those that are on
 * either side, and those that this pair of references or null makes so. */
void join_publish(struct joiner *joiner, const struct value *a, const struct value *b);
/* The same of an array that holds the two values in a slot at `offset`, while it is not published: of references to
 * different places inside objects less is known when they are joined than the slot asks for. */
void join_publish_array(struct joiner *joiner, int64_t offset, const struct value *a, const struct value *b);
/* The number of the frame object with pointer slots that the slot at an offset from the entry rsp belongs to;
 * FRAME_RECORDS_MAX if it belongs to none. */
uint32_t join_record_at(const struct checker *checker, int64_t offset);
/* What the result says of its objects, when all values are joined. */
void join_objects(struct joiner *joiner);

#endif
