/* Arithmetic on forms, and what can be proven from the facts of a state. Everything here is exact over
 * the integers; 128 bits hold every intermediate result. */
#ifndef VERIFIER_DOMAIN_H
#define VERIFIER_DOMAIN_H

#include "state.h"

/* A sum of signed multiples of symbols and a constant, for proofs only. */
enum { LINEAR_TERMS_MAX = 8 };
struct linear {
    __int128 constant;
    uint32_t count;
    bool overflow; /* too many terms or too large a factor: nothing can be proven of it */
    struct {
        uint32_t symbol;
        int64_t factor;
    } terms[LINEAR_TERMS_MAX];
};

/* The form's least and greatest value by the intervals of its symbols. An integer form without symbol
 * is its 64 bits unsigned; `is_signed` says that the constant is signed even then (offsets). */
struct range {
    __int128 min, max;
};
struct range domain_range(const struct state *state, const struct form *form, bool is_signed);

/* result = a + factor * b over the integers, signed (see domain_range) if a is. False (result
 * unspecified) if that needs more than two terms, a negative or too large scale, or a constant out of
 * range. For integers the caller must still check that the result's range fits. */
bool domain_combine(const struct form *a, bool a_signed, const struct form *b, bool b_signed, int32_t factor,
                    struct form *result);
/* result = form * factor over the integers; false if it does not fit. */
bool domain_multiply(const struct form *form, bool is_signed, uint32_t factor, struct form *result);
/* result = form / divisor; false unless every part of the form is a multiple of it. divisor > 0 */
bool domain_divide(const struct form *form, bool is_signed, uint32_t divisor, struct form *result);

void linear_start(struct linear *linear, __int128 constant);
void linear_add(struct linear *linear, const struct form *form, bool is_signed, int64_t factor);
void linear_add_symbol(struct linear *linear, uint32_t symbol, int64_t factor);

/* Is the sum at least 0 in every concrete state? Tries intervals, then replaces symbols with negative
 * factors by their upper bounds and differences by their parts, at most two deep. Adds to *steps. */
bool domain_prove_nonnegative(const struct state *state, const struct linear *linear, uint64_t *steps);
/* a <= b ? */
bool domain_prove_at_most(const struct state *state, const struct form *a, const struct form *b,
                          uint64_t *steps);

/* What one refinement may change, to take it back. */
enum { UNDO_SYMBOLS_MAX = 2 + 2 * BOUNDS_MAX }; /* both sides', and those that they are bounded by */
struct undo {
    uint32_t count;
    uint32_t ids[UNDO_SYMBOLS_MAX];
    struct symbol symbols[UNDO_SYMBOLS_MAX];
    uint32_t object; /* OBJECTS_MAX if none */
    struct object before;
};

/* Assume that `condition` (the opcode's 4 bits) holds for the state's flags; saves what it changes. A
 * contradiction changes nothing: unreachability is never concluded. */
void domain_assume(struct state *state, uint8_t condition, struct undo *undo);
void domain_undo(struct state *state, struct undo *undo);

/* Remember multiple * symbol < scale * other + constant. */
void domain_add_bound(struct state *state, uint32_t symbol, struct bound bound);
uint32_t domain_greatest_divisor(uint32_t a, uint32_t b);

#endif
