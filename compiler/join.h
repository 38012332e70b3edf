/* Summaries: what is claimed at a place, and how two states are joined into one claim.
 *
 * A summary has a name space of its own: symbols 1..symbol_count, objects 0..object_count-1. Joining walks
 * the places that hold something alive on both sides; two values, one from each side, become the same value
 * again, or a symbol that stands for the pair. Equal pairs get equal symbols, and pairs that differ by a
 * factor and a constant share one, so that what was related stays related. Untrusted: a summary that says
 * too much is refused by the verifier, never believed. */
#ifndef COMPILER_JOIN_H
#define COMPILER_JOIN_H

#include "check.h"
#include "flow.h"
#include "model.h"

enum {
    LOCATION_SLOT = 16,      /* locations below are general registers, those from here on slots */
    JOIN_ENTRIES_MAX = 1024, /* symbols of one summary */
    JOIN_OBJECTS_MAX = HINT_OBJECTS_MAX,
    JOIN_CLAIMS_MAX = LOCATION_SLOT + SLOTS_MAX,
};
#define JOIN_LOW_HALF 0x0f  /* as the mask of a slot with a value: an integer with `low32` */
#define JOIN_ANY UINT32_MAX /* as the symbol of an integer form: readable, nothing known */

struct claim {
    uint16_t location;
    uint8_t mask; /* of a slot: its initialised bytes; if not all, with VALUE_UNREADABLE or JOIN_LOW_HALF */
    struct value value;
};

struct summary {
    bool reached;
    uint32_t visits;
    int64_t depth;        /* rsp from the entry rsp */
    uint32_t xmm;         /* one bit a readable register */
    uint64_t published;   /* as in struct state */
    bool flags;           /* readable */
    struct claim *claims; /* ascending by location */
    size_t claim_count, claim_capacity;
    struct symbol *symbols; /* [0] is not used */
    size_t symbol_count, symbol_capacity;
    uint8_t *growth; /* of each symbol: how often its interval has grown here */
    size_t growth_capacity;
    struct object *objects;
    bool *floated; /* of each object: on some way here it starts at a variable offset */
    size_t object_count, object_capacity, floated_capacity;
};

struct joiner;

struct joiner *joiner_create(struct model *model);

/* Intervals that grow from visit to visit jump to these (ascending). */
void joiner_set_thresholds(struct joiner *joiner, const uint64_t *thresholds, size_t count);

/* Whether intervals are widened at all: not when a fixpoint is made narrower again. */
void joiner_set_widening(struct joiner *joiner, bool widening);

/* Join the checker's state into the summary of `block`. True if the summary has changed. `seed` is what an earlier
 * attempt has claimed there, or null: a number that did not stay the same becomes a symbol at once. */
bool joiner_join(struct joiner *joiner, struct checker *checker, const struct flow *flow,
                 const struct flow_block *block, const struct summary *seed, struct summary *summary);

/* Make the summary the checker's state. */
void summary_load(const struct summary *summary, struct checker *checker);

/* hint_encode.c: append the function's hints to the model's table: a summary for each reached place. */
void hints_encode(struct model *model, const struct flow *flow, const struct summary *summaries,
                  struct vx_function *function);

/* The body of one hint, without common slots; the bytes last until the next call. */
struct hint_encoder;
struct hint_encoder *hint_encoder_create(struct model *model);
const uint8_t *hints_encode_one(struct hint_encoder *encoder, const struct summary *summary, size_t *bytes);

/* hint_prune.c: the function's summaries without what the verifier does not need, or as they are. The checker
 * has entered the function and runs over it; `by_order` has the blocks by their order. */
struct pruner;
struct pruner *pruner_create(struct model *model, struct checker *checker);
const struct summary *pruner_run(struct pruner *pruner, const struct flow *flow, const int *by_order,
                                 const struct summary *summaries);

#endif
