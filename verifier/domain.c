/* Ranges, exact arithmetic on forms, proofs of linear inequalities, and what a branch teaches.
 *
 * Proofs: an inequality is brought to `sum >= 0`; the least value of the sum by intervals decides, or
 * else a symbol is replaced by something that cannot make the sum larger. */
#include "domain.h"

enum {
    PROOF_DEPTH = 3,        /* replacements in a row */
    LIFT_MAX = 16,          /* what a sum may be multiplied by to divide one of its factors */
    FACTOR_LIMIT_BITS = 42, /* factors stay below 2^42, so no sum of LINEAR_TERMS_MAX terms leaves 128 bits */
};
#define FACTOR_LIMIT ((int64_t)1 << FACTOR_LIMIT_BITS)
#define TWO_64 ((__int128)1 << 64)

static __int128 form_constant(const struct form *form, bool is_signed) {
    if (is_signed || !form_is_constant(form))
        return form->constant;
    return (uint64_t)form->constant;
}

struct range domain_range(const struct state *state, const struct form *form, bool is_signed) {
    if (form_is_symbol(form)) /* the most usual */
        return (struct range){state->symbols[form->symbol[0]].min, state->symbols[form->symbol[0]].max};
    __int128 constant = form_constant(form, is_signed);
    struct range range = {constant, constant};
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++) {
        const struct symbol *symbol = &state->symbols[form->symbol[i]];
        range.min += (__int128)symbol->min * form->scale[i];
        range.max += (__int128)symbol->max * form->scale[i];
    }
    return range;
}

/* Store a sum of at most two positive terms and a constant as a form. */
static bool linear_to_form(const struct linear *linear, bool is_signed, struct form *form) {
    *form = (struct form){0};
    if (linear->overflow)
        return false;
    uint32_t used = 0;
    for (uint32_t i = 0; i < linear->count; i++) {
        int64_t factor = linear->terms[i].factor;
        if (factor == 0)
            continue;
        if (factor < 0 || factor > SCALE_MAX || used == 2)
            return false;
        form->symbol[used] = linear->terms[i].symbol;
        form->scale[used++] = (uint32_t)factor;
    }
    if (used == 2 && form->symbol[0] > form->symbol[1]) {
        uint32_t symbol = form->symbol[0], scale = form->scale[0];
        form->symbol[0] = form->symbol[1];
        form->scale[0] = form->scale[1];
        form->symbol[1] = symbol;
        form->scale[1] = scale;
    }
    bool is_unsigned = !is_signed && used == 0;
    __int128 min = is_unsigned ? 0 : INT64_MIN, max = is_unsigned ? TWO_64 - 1 : (__int128)INT64_MAX;
    if (linear->constant < min || linear->constant > max)
        return false;
    form->constant = (int64_t)(uint64_t)linear->constant;
    return true;
}

bool domain_combine(const struct form *a, bool a_signed, const struct form *b, bool b_signed, int32_t factor,
                    struct form *result) {
    struct linear linear;
    int64_t scaled;
    /* A constant added to signed offsets, which are most, changes nothing else. */
    if ((a_signed || !form_is_constant(a)) && form_is_constant(b) && (b_signed || b->constant >= 0) &&
        !__builtin_mul_overflow(b->constant, (int64_t)factor, &scaled)) {
        *result = *a;
        return !__builtin_add_overflow(a->constant, scaled, &result->constant);
    }
    linear_start(&linear, 0);
    linear_add(&linear, a, a_signed, 1);
    linear_add(&linear, b, b_signed, factor);
    return linear_to_form(&linear, a_signed, result);
}

bool domain_multiply(const struct form *form, bool is_signed, uint32_t factor, struct form *result) {
    struct linear linear;
    linear_start(&linear, 0);
    linear_add(&linear, form, is_signed, factor);
    return linear_to_form(&linear, is_signed, result);
}

bool domain_divide(const struct form *form, bool is_signed, uint32_t divisor, struct form *result) {
    *result = *form;
    for (int i = 0; i < 2; i++) {
        if (form->scale[i] % divisor != 0)
            return false;
        result->scale[i] = form->scale[i] / divisor;
    }
    if (is_signed || !form_is_constant(form)) {
        if (form->constant % (int64_t)divisor != 0)
            return false;
        result->constant = form->constant / (int64_t)divisor;
    } else {
        if ((uint64_t)form->constant % divisor != 0)
            return false;
        result->constant = (int64_t)((uint64_t)form->constant / divisor);
    }
    return true;
}

void linear_start(struct linear *linear, __int128 constant) {
    linear->constant = constant;
    linear->count = 0;
    linear->overflow = false;
}

void linear_add_symbol(struct linear *linear, uint32_t symbol, int64_t factor) {
    if (symbol == SYMBOL_NONE || factor == 0)
        return;
    if (factor <= -FACTOR_LIMIT || factor >= FACTOR_LIMIT) {
        linear->overflow = true;
        return;
    }
    for (uint32_t i = 0; i < linear->count; i++) {
        if (linear->terms[i].symbol != symbol)
            continue;
        int64_t sum = linear->terms[i].factor + factor;
        if (sum <= -FACTOR_LIMIT || sum >= FACTOR_LIMIT)
            linear->overflow = true;
        else
            linear->terms[i].factor = sum;
        return;
    }
    if (linear->count == LINEAR_TERMS_MAX) {
        linear->overflow = true;
        return;
    }
    linear->terms[linear->count].symbol = symbol;
    linear->terms[linear->count++].factor = factor;
}

void linear_add(struct linear *linear, const struct form *form, bool is_signed, int64_t factor) {
    if (factor <= -FACTOR_LIMIT || factor >= FACTOR_LIMIT) {
        linear->overflow = true;
        return;
    }
    linear->constant += form_constant(form, is_signed) * factor;
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++) {
        int64_t scaled;
        if (__builtin_mul_overflow((int64_t)form->scale[i], factor, &scaled))
            linear->overflow = true;
        else
            linear_add_symbol(linear, form->symbol[i], scaled);
    }
}

static __int128 linear_least(const struct state *state, const struct linear *linear) {
    __int128 least = linear->constant;
    for (uint32_t i = 0; i < linear->count; i++) {
        const struct symbol *symbol = &state->symbols[linear->terms[i].symbol];
        int64_t factor = linear->terms[i].factor;
        least += (__int128)factor * (factor > 0 ? symbol->min : symbol->max);
    }
    return least;
}

/* Multiply the sum: it is at least 0 if it was. */
static void lift(struct linear *linear, int64_t by) {
    linear->constant *= by;
    for (uint32_t i = 0; i < linear->count; i++) {
        linear->terms[i].factor *= by;
        if (linear->terms[i].factor <= -FACTOR_LIMIT || linear->terms[i].factor >= FACTOR_LIMIT)
            linear->overflow = true;
    }
}

/* sum + factor * symbol with the symbol, of a negative factor, replaced by the bound. */
static bool replace_by_bound(const struct linear *sum, int64_t factor, const struct bound *bound,
                             struct linear *next) {
    uint32_t common = domain_greatest_divisor(bound->multiple, (uint32_t)(-factor % bound->multiple));
    int64_t by = bound->multiple / common, scaled;
    *next = *sum;
    if (by > LIFT_MAX)
        return false;
    if (by > 1)
        lift(next, by);
    factor /= common; /* of multiple * symbol */
    if (__builtin_mul_overflow(factor, (int64_t)bound->scale, &scaled))
        return false;
    linear_add_symbol(next, bound->symbol, scaled);
    next->constant += ((__int128)bound->constant - 1) * factor;
    return true;
}

/* The recursion is at most PROOF_DEPTH deep. Constants stay small: each step adds at most 2^42 * 2^64, and multiplies
 * by at most LIFT_MAX. */
static bool prove(const struct state *state, const struct linear *linear, uint32_t depth, uint64_t *steps) {
    *steps += 1;
    if (linear->overflow)
        return false;
    if (linear_least(state, linear) >= 0)
        return true;
    if (depth == 0)
        return false;
    for (uint32_t i = 0; i < linear->count; i++) {
        int64_t factor = linear->terms[i].factor;
        const struct symbol *symbol = &state->symbols[linear->terms[i].symbol];
        if (factor == 0)
            continue;
        struct linear without = *linear;
        without.terms[i] = without.terms[--without.count];
        if (symbol->difference) {
            struct linear next = without;
            linear_add(&next, &symbol->minuend, false, factor);
            linear_add(&next, &symbol->subtrahend, false, -factor);
            if (prove(state, &next, depth - 1, steps))
                return true;
        }
        if (factor > 0)
            continue;
        for (uint32_t j = 0; j < symbol->bound_count; j++) {
            struct linear next;
            if (replace_by_bound(&without, factor, &symbol->bounds[j], &next) &&
                prove(state, &next, depth - 1, steps))
                return true;
        }
    }
    return false;
}

bool domain_prove_nonnegative(const struct state *state, const struct linear *linear, uint64_t *steps) {
    return prove(state, linear, PROOF_DEPTH, steps);
}

bool domain_prove_at_most(const struct state *state, const struct form *a, const struct form *b,
                          uint64_t *steps) {
    struct linear linear;
    linear_start(&linear, 0);
    linear_add(&linear, b, false, 1);
    linear_add(&linear, a, false, -1);
    return domain_prove_nonnegative(state, &linear, steps);
}

uint32_t domain_greatest_divisor(uint32_t a, uint32_t b) {
    while (b != 0) {
        uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Whether two bounds of one symbol differ in their constants at most. */
static bool are_alike(const struct bound *a, const struct bound *b) {
    return a->symbol == b->symbol && a->scale == b->scale && a->multiple == b->multiple;
}

void domain_add_bound(struct state *state, uint32_t id, struct bound bound) {
    struct symbol *symbol = &state->symbols[id];
    if (id == bound.symbol)
        return;
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        if (are_alike(&symbol->bounds[i], &bound)) {
            if (bound.constant < symbol->bounds[i].constant)
                symbol->bounds[i].constant = bound.constant;
            return;
        }
    }
    uint32_t place = symbol->bound_count;
    if (place < BOUNDS_MAX)
        symbol->bound_count++;
    else {
        place = symbol->bound_next;
        symbol->bound_next = (uint8_t)((symbol->bound_next + 1) % BOUNDS_MAX);
    }
    symbol->bounds[place] = bound;
}

static void limit_max(struct symbol *symbol, uint64_t max) {
    if (max >= symbol->min && max < symbol->max)
        symbol->max = max;
}

static void limit_min(struct symbol *symbol, uint64_t min) {
    if (min <= symbol->max && min > symbol->min)
        symbol->min = min;
}

/* Assume form <= limit, for a form of one term. */
static void assume_form_at_most(struct state *state, const struct form *form, __int128 limit) {
    __int128 room = limit - form->constant;
    if (room >= 0 && room < TWO_64)
        limit_max(&state->symbols[form->symbol[0]], (uint64_t)room / form->scale[0]);
}

static void assume_form_at_least(struct state *state, const struct form *form, __int128 limit) {
    __int128 room = limit - form->constant;
    if (room > 0 && room < TWO_64) {
        uint64_t quotient = (uint64_t)room / form->scale[0];
        if (quotient * form->scale[0] != (uint64_t)room)
            quotient++;
        limit_min(&state->symbols[form->symbol[0]], quotient);
    }
}

static int64_t floor_divide(int64_t a, uint32_t b) {
    int64_t quotient = a / (int64_t)b;
    return a % (int64_t)b < 0 ? quotient - 1 : quotient;
}

/* a <= b, for forms of one term each, as a bound of a's symbol. False if its constant is out of range. */
static bool order_of(const struct form *a, const struct form *b, struct bound *bound) {
    uint32_t common = domain_greatest_divisor(a->scale[0], b->scale[0]);
    int64_t slack; /* a's term <= b's term + slack */
    if (__builtin_sub_overflow(b->constant, a->constant, &slack) || slack < -FACTOR_LIMIT ||
        slack > FACTOR_LIMIT)
        return false;
    *bound = (struct bound){.symbol = b->symbol[0],
                            .scale = b->scale[0] / common,
                            .constant = floor_divide(slack, common) + 1,
                            .multiple = a->scale[0] / common};
    return true;
}

/* Assume a + strict <= b. Forms of at most one term each. */
static void assume_at_most(struct state *state, const struct form *a, const struct form *b, bool is_signed,
                           uint32_t strict) {
    struct range range_a = domain_range(state, a, is_signed), range_b = domain_range(state, b, is_signed);
    if (!form_is_constant(a))
        assume_form_at_most(state, a, range_b.max - strict);
    if (!form_is_constant(b))
        assume_form_at_least(state, b, range_a.min + strict);
    if (form_is_constant(a) || form_is_constant(b) || a->symbol[0] == b->symbol[0])
        return;
    struct form limit = *b;
    struct bound bound;
    if (!__builtin_sub_overflow(b->constant, (int64_t)strict, &limit.constant) && order_of(a, &limit, &bound))
        domain_add_bound(state, a->symbol[0], bound);
}

static void assume_equal(struct state *state, const struct form *a, const struct form *b, bool is_signed) {
    assume_at_most(state, a, b, is_signed, 0);
    assume_at_most(state, b, a, is_signed, 0);
}

/* From a <= b, as a bound of a's symbol, and a != b follows a < b. */
static void tighten(struct state *state, const struct form *a, const struct form *b) {
    struct bound order;
    if (form_is_constant(a) || form_is_constant(b) || !order_of(a, b, &order) ||
        (b->constant - a->constant) % (int64_t)domain_greatest_divisor(a->scale[0], b->scale[0]) != 0)
        return;
    struct symbol *symbol = &state->symbols[a->symbol[0]];
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        struct bound *bound = &symbol->bounds[i];
        if (are_alike(bound, &order) && bound->constant == order.constant) {
            bound->constant--;
            assume_form_at_most(state, a, domain_range(state, b, true).max - 1);
        }
    }
}

static void exclude_constant(struct state *state, const struct form *form, __int128 constant) {
    struct symbol *symbol = &state->symbols[form->symbol[0]];
    struct range range = domain_range(state, form, true);
    if (symbol->min == symbol->max)
        return;
    if (range.min == constant)
        symbol->min++;
    else if (range.max == constant)
        symbol->max--;
}

static void assume_not_equal(struct state *state, const struct form *a, const struct form *b,
                             bool is_signed) {
    if (form_is_constant(a) && form_is_constant(b))
        return;
    if (form_is_constant(b))
        exclude_constant(state, a, form_constant(b, is_signed));
    else if (form_is_constant(a))
        exclude_constant(state, b, form_constant(a, is_signed));
    else {
        tighten(state, a, b);
        tighten(state, b, a);
    }
}

enum condition {
    CONDITION_B = 2,
    CONDITION_AE,
    CONDITION_E,
    CONDITION_NE,
    CONDITION_BE,
    CONDITION_A,
    CONDITION_S,
    CONDITION_NS,
    CONDITION_L = 12,
    CONDITION_GE,
    CONDITION_LE,
    CONDITION_G,
};

static void assume_unsigned(struct state *state, uint8_t condition, const struct form *a,
                            const struct form *b, bool is_signed) {
    switch (condition) {
    case CONDITION_B:
        assume_at_most(state, a, b, is_signed, 1);
        break;
    case CONDITION_AE:
        assume_at_most(state, b, a, is_signed, 0);
        break;
    case CONDITION_E:
        assume_equal(state, a, b, is_signed);
        break;
    case CONDITION_NE:
        assume_not_equal(state, a, b, is_signed);
        break;
    case CONDITION_BE:
        assume_at_most(state, a, b, is_signed, 0);
        break;
    case CONDITION_A:
        assume_at_most(state, b, a, is_signed, 1);
        break;
    default:
        break; /* the other conditions teach nothing about the order of unsigned numbers */
    }
}

static uint8_t unsigned_of(uint8_t condition) {
    switch (condition) {
    case CONDITION_L:
        return CONDITION_B;
    case CONDITION_GE:
        return CONDITION_AE;
    case CONDITION_LE:
        return CONDITION_BE;
    case CONDITION_G:
        return CONDITION_A;
    default:
        return condition;
    }
}

static void assume_below(struct state *state, const struct form *form, __int128 limit) {
    if (!form_is_constant(form))
        assume_form_at_most(state, form, limit - 1);
}

/* Signed comparisons of `width` bytes, with the operands as unsigned numbers. Where both are known not to
 * be negative the order is the unsigned one; else the condition itself may say that one is not. */
static void assume_signed(struct state *state, uint8_t condition, uint8_t width, const struct form *a,
                          const struct form *b) {
    __int128 half = (__int128)1 << (8 * width - 1);
    struct range range_a = domain_range(state, a, false), range_b = domain_range(state, b, false);
    bool a_positive = range_a.max < half, b_positive = range_b.max < half;
    bool b_minus_one = range_b.min == 2 * half - 1;
    bool above = condition == CONDITION_GE || condition == CONDITION_G;
    if (!a_positive && above && (b_positive || (b_minus_one && condition == CONDITION_G))) {
        assume_below(state, a, half);
        a_positive = true;
    }
    if (!b_positive && !above && a_positive) {
        assume_below(state, b, half);
        b_positive = true;
    }
    if (a_positive && b_positive)
        assume_unsigned(state, unsigned_of(condition), a, b, false);
}

/* ZF and SF of a value compared with zero; with `exact`, CF and OF are 0 as well. */
static void assume_result(struct state *state, uint8_t condition, const struct form *a, uint8_t width,
                          bool exact) {
    const struct form zero = {0};
    __int128 half = (__int128)1 << (8 * width - 1);
    if (form_is_constant(a))
        return;
    bool nonzero =
        condition == CONDITION_NE || (exact && (condition == CONDITION_A || condition == CONDITION_G));
    bool is_zero = condition == CONDITION_E || (exact && condition == CONDITION_BE);
    bool positive =
        condition == CONDITION_NS || (exact && (condition == CONDITION_GE || condition == CONDITION_G));
    if (positive)
        assume_below(state, a, half);
    if (nonzero)
        assume_not_equal(state, a, &zero, false);
    if (is_zero)
        assume_form_at_most(state, a, 0);
}

static void remember(struct undo *undo, const struct state *state, uint32_t symbol) {
    if (symbol == SYMBOL_NONE)
        return;
    undo->ids[undo->count] = symbol;
    symbol_copy(&undo->symbols[undo->count++], &state->symbols[symbol]);
}

/* What a symbol is less than cannot be small if the symbol is not: from multiple * symbol < scale * other + constant
 * follows other > (multiple * symbol - constant) / scale. */
static void raise_bounds(struct state *state, struct undo *undo, uint32_t id) {
    if (id == SYMBOL_NONE)
        return;
    const struct symbol *symbol = &state->symbols[id];
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        const struct bound *bound = &symbol->bounds[i];
        struct symbol *other = &state->symbols[bound->symbol];
        __int128 distance = (__int128)symbol->min * bound->multiple - bound->constant;
        if (distance < 0 || distance > (__int128)UINT64_MAX)
            continue;
        uint64_t quotient = (uint64_t)distance / bound->scale; /* other is greater than that */
        if (quotient >= other->min && quotient < other->max) {
            remember(undo, state, bound->symbol);
            other->min = quotient + 1;
        }
    }
}

/* Both references point into one object, near enough to its start that no address wraps: the kernel maps
 * nothing above 2^47, so base + offset is below 2^63 for offsets up to 2^62. */
static bool comparable(const struct state *state, const struct value *a, const struct value *b) {
    if (a->kind != VALUE_REFERENCE || b->kind != VALUE_REFERENCE || a->base != b->base)
        return false;
    struct range range_a = domain_range(state, &a->form, true), range_b = domain_range(state, &b->form, true);
    const __int128 far = (__int128)1 << 62;
    return range_a.min >= 0 && range_b.min >= 0 && range_a.max <= far && range_b.max <= far;
}

static void assume_not_null(struct state *state, const struct value *value, struct undo *undo) {
    if (value->kind != VALUE_REFERENCE || (value->base & BASE_KIND) != BASE_OBJECT ||
        !form_is_constant(&value->form) || value->form.constant != 0)
        return;
    undo->object = BASE_INDEX(value->base);
    undo->before = state->objects[undo->object];
    state->objects[undo->object].nullable = false;
}

void domain_assume(struct state *state, uint8_t condition, struct undo *undo) {
    const struct flags *flags = &state->flags;
    const struct value *a = &flags->left, *b = &flags->right;
    const uint32_t sides[2] = {a->form.symbol[0], b->form.symbol[0]};
    undo->object = OBJECTS_MAX;
    undo->count = 0;
    remember(undo, state, sides[0]);
    remember(undo, state, sides[1]);
    bool single = a->form.symbol[1] == SYMBOL_NONE && b->form.symbol[1] == SYMBOL_NONE;
    bool is_result = flags->kind == FLAGS_RESULT || flags->kind == FLAGS_TEST;
    if (flags->kind == FLAGS_COMPARE) {
        if (flags->width == 8 && condition == CONDITION_NE && a->kind == VALUE_REFERENCE && value_is_null(b))
            assume_not_null(state, a, undo);
        else if (!single)
            return;
        else if (flags->width == 8 && comparable(state, a, b))
            assume_unsigned(state, condition, &a->form, &b->form, true);
        else if (a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER) {
            if (condition >= CONDITION_L)
                assume_signed(state, condition, flags->width, &a->form, &b->form);
            else
                assume_unsigned(state, condition, &a->form, &b->form, false);
        }
    } else if (is_result) {
        if (flags->width == 8 && condition == CONDITION_NE)
            assume_not_null(state, a, undo);
        if (a->kind == VALUE_INTEGER && single)
            assume_result(state, condition, &a->form, flags->width, flags->kind == FLAGS_TEST);
    }
    raise_bounds(state, undo, sides[0]);
    raise_bounds(state, undo, sides[1]);
}

void domain_undo(struct state *state, struct undo *undo) {
    while (undo->count > 0) { /* the last first: one symbol may be there twice */
        undo->count--;
        symbol_copy(&state->symbols[undo->ids[undo->count]], &undo->symbols[undo->count]);
    }
    if (undo->object != OBJECTS_MAX)
        state->objects[undo->object] = undo->before;
}
