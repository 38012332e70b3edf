/* Joining a state into a summary, see join.h. One join has two sides: `a`, the summary as it is (at the
 * first visit: the state itself), and `b`, the state that arrives.
 *
 * Order of work: integers with at most one term, since they define symbols; then references and sums of two
 * terms; extents of objects, in terms of those symbols; intervals, widened; bounds that hold on both sides.
 * It ends because values only fall apart, intervals only grow over a finite list, and after a few visits only
 * symbols that are new get new bounds. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "join_internal.h"

enum {
    GROWTH_EXACT = 1,       /* times that an interval may grow in a loop before it is widened */
    GROWTH_THRESHOLDS = 64, /* times before widening gives up on thresholds */
    GROWTH_ANYWHERE = 20,   /* times before it is widened at a place that is no loop, too */
    VISITS_NEW_BOUNDS = 4,  /* visits that may add bounds to symbols that are not new */
    VISITS_WEAKER = 100,    /* visits that may make a bound weaker */
    VISITS_MAX = 2000,      /* visits before a summary is left as it is */
};

struct joiner *joiner_create(struct model *model) {
    struct joiner *joiner = model_allocate(model, 1, sizeof *joiner);
    joiner->model = model;
    joiner->scratch = model_allocate(model, 1, sizeof *joiner->scratch);
    joiner->claims_a = model_allocate(model, JOIN_CLAIMS_MAX, sizeof *joiner->claims_a);
    struct summary *result = &joiner->result;
    result->claim_capacity = JOIN_CLAIMS_MAX;
    result->claims = model_allocate(model, JOIN_CLAIMS_MAX, sizeof *result->claims);
    result->symbol_capacity = JOIN_ENTRIES_MAX + 1;
    result->symbols = model_allocate(model, result->symbol_capacity, sizeof *result->symbols);
    result->growth = model_allocate(model, result->symbol_capacity, sizeof *result->growth);
    result->object_capacity = JOIN_OBJECTS_MAX;
    result->objects = model_allocate(model, result->object_capacity, sizeof *result->objects);
    result->floated_capacity = JOIN_OBJECTS_MAX;
    result->floated = model_allocate(model, result->floated_capacity, sizeof *result->floated);
    return joiner;
}

void joiner_set_thresholds(struct joiner *joiner, const uint64_t *thresholds, size_t count) {
    joiner->thresholds = thresholds;
    joiner->threshold_count = count;
}

void joiner_set_widening(struct joiner *joiner, bool widening) {
    joiner->widening = widening;
}

/* ---- forms ---- */

/* Whether form_of loses nothing, for a value in [0, 2^64). */
static bool affine_fits(const struct affine *affine) {
    return affine->symbol[0] ? affine->constant >= INT64_MIN && affine->constant <= INT64_MAX
                             : affine->constant >= 0 && affine->constant <= UINT64_MAX;
}

static bool affine_equal(const struct affine *left, const struct affine *right) {
    return left->constant == right->constant && left->symbol[0] == right->symbol[0] &&
           left->symbol[1] == right->symbol[1] && left->scale[0] == right->scale[0] &&
           left->scale[1] == right->scale[1];
}

/* The factor by which the terms of `value` are those of `unit`: 0 if they are not, -1 if neither has terms.
 */
static int64_t terms_factor(const struct affine *unit, const struct affine *value) {
    if (unit->symbol[0] != value->symbol[0] || unit->symbol[1] != value->symbol[1]) {
        return 0;
    }
    if (is_constant(unit)) {
        return -1;
    }
    if (value->scale[0] % unit->scale[0] != 0) {
        return 0;
    }
    uint32_t factor = value->scale[0] / unit->scale[0];
    return (uint64_t)factor * unit->scale[1] == value->scale[1] ? factor : 0;
}

/* Find factor >= 1 and constant with a = factor * entry.a + constant, b = factor * entry.b + constant. */
static bool match_entry(const struct entry *entry, const struct affine *a, const struct affine *b,
                        uint32_t *factor, int64_t *constant) {
    int64_t factor_a = terms_factor(&entry->a, a), factor_b = terms_factor(&entry->b, b);
    int64_t common = factor_a > 0 ? factor_a : factor_b;
    if (factor_a == 0 || factor_b == 0 || (factor_a > 0 && factor_b > 0 && factor_a != factor_b)) {
        return false;
    }
    if (common < 0) { /* constants on both sides */
        __int128 step = entry->b.constant - entry->a.constant, distance = b->constant - a->constant;
        if (step == 0 || distance % step != 0 || distance / step < 1 || distance / step > SCALE_MAX) {
            return false;
        }
        common = (int64_t)(distance / step);
    }
    __int128 rest = a->constant - common * entry->a.constant;
    if (common > SCALE_MAX || rest != b->constant - common * entry->b.constant || rest < INT64_MIN ||
        rest > INT64_MAX) {
        return false;
    }
    *factor = (uint32_t)common;
    *constant = (int64_t)rest;
    return true;
}

bool join_find_entry(const struct joiner *joiner, const struct affine *a, const struct affine *b,
                     struct form *form) {
    for (uint32_t id = 1; id <= joiner->result.symbol_count; id++) {
        uint32_t factor;
        int64_t constant;
        if (match_entry(&joiner->entries[id], a, b, &factor, &constant)) {
            *form = (struct form){constant, {id, SYMBOL_NONE}, {factor, 0}};
            return true;
        }
    }
    return false;
}

static __int128 distance(__int128 left, __int128 right) {
    return left < right ? right - left : left - right;
}

/* A new symbol for the pair, with common factor and constant taken out: (8, 12) becomes 4 * (2, 3). */
/* Where facts contradict each other, a form can leave the numbers that a symbol may stand for. */
static bool has_symbol_range(const struct side *side, const struct affine *affine) {
    struct form form = form_of(affine);
    struct range range = domain_range(side->state, &form, false);
    return range.min >= 0 && range.max <= (__int128)UINT64_MAX;
}

static bool new_entry(struct joiner *joiner, const struct affine *a, const struct affine *b,
                      const struct grain *grain, struct form *form) {
    __int128 step = distance(a->constant, b->constant);
    uint32_t divisor = step > SCALE_MAX ? 1 : (uint32_t)step;
    if (!grain->is_signed && is_constant(a) && is_constant(b)) {
        bool offsets = joiner->slot_offsets && a->constant % SLOT_BYTES == 0 && b->constant % SLOT_BYTES == 0;
        divisor = offsets ? SLOT_BYTES : joiner->loop ? divisor : 1;
    }
    divisor = domain_greatest_divisor(divisor, grain->unit);
    const struct affine *sides[] = {a, b};
    for (int i = 0; i < 2; i++) {
        divisor = domain_greatest_divisor(divisor, sides[i]->scale[0]);
        divisor = domain_greatest_divisor(divisor, sides[i]->scale[1]);
    }
    assert(divisor > 0 && "a pair of equal constants needs no symbol");
    __int128 rest = (a->constant - grain->start) % divisor;
    __int128 constant = grain->start + (rest < 0 ? rest + divisor : rest);
    if (a->constant == b->constant) {
        constant = a->constant; /* a multiple of what both hold already */
    }
    struct entry entry = {shift_and_divide(*a, constant, divisor), shift_and_divide(*b, constant, divisor),
                          UINT32_MAX, divisor};
    if (joiner->result.symbol_count == JOIN_ENTRIES_MAX || constant < INT64_MIN || constant > INT64_MAX ||
        !affine_fits(&entry.a) || !affine_fits(&entry.b) || !has_symbol_range(&joiner->a, &entry.a) ||
        !has_symbol_range(&joiner->b, &entry.b)) {
        return false;
    }
    uint32_t id = (uint32_t)++joiner->result.symbol_count;
    joiner->entries[id] = entry;
    *form = (struct form){(int64_t)constant, {id, SYMBOL_NONE}, {divisor, 0}};
    return true;
}

/* value - factor * unit, if no term becomes negative. */
bool join_subtract(const struct affine *value, const struct affine *unit, uint32_t factor,
                   struct affine *rest) {
    *rest = (struct affine){.constant = value->constant - (__int128)factor * unit->constant};
    uint32_t used = 0, found = 0;
    for (int i = 0; i < 2 && value->symbol[i]; i++) {
        int64_t scale = value->scale[i];
        for (int k = 0; k < 2 && unit->symbol[k]; k++) {
            if (unit->symbol[k] == value->symbol[i]) {
                scale -= (int64_t)factor * unit->scale[k];
                found++;
            }
        }
        if (scale < 0) {
            return false;
        }
        if (scale > 0) {
            rest->symbol[used] = value->symbol[i];
            rest->scale[used++] = (uint32_t)scale;
        }
    }
    return found == (unit->symbol[0] != 0) + (uint32_t)(unit->symbol[1] != 0);
}

/* A sum of two terms as a multiple of a symbol that an earlier location defines, and a rest. */
bool join_sums(struct joiner *joiner, const struct affine *a, const struct affine *b, uint32_t location,
               const struct grain *grain, struct form *form) {
    size_t count = joiner->result.symbol_count;
    for (uint32_t id = 1; id <= count; id++) {
        const struct entry *entry = &joiner->entries[id];
        if (entry->single >= location || entry->b.symbol[1] || entry->a.symbol[1]) {
            continue;
        }
        const struct affine *longer = b->symbol[1] ? b : a, *unit = b->symbol[1] ? &entry->b : &entry->a;
        for (int i = 0; i < 2; i++) {
            struct affine rest_a, rest_b;
            struct form rest;
            if (unit->symbol[0] != longer->symbol[i] || unit->symbol[0] == SYMBOL_NONE ||
                longer->scale[i] % unit->scale[0] != 0) {
                continue;
            }
            uint32_t factor = longer->scale[i] / unit->scale[0];
            if (!join_subtract(a, &entry->a, factor, &rest_a) ||
                !join_subtract(b, &entry->b, factor, &rest_b) || rest_a.symbol[1] || rest_b.symbol[1] ||
                !join_forms(joiner, &rest_a, &rest_b, grain, &rest) || rest.symbol[0] == id ||
                rest.symbol[0] == SYMBOL_NONE || rest.symbol[1]) {
                continue;
            }
            bool first = id < rest.symbol[0];
            *form = (struct form){rest.constant,
                                  {first ? id : rest.symbol[0], first ? rest.symbol[0] : id},
                                  {first ? factor : rest.scale[0], first ? rest.scale[0] : factor}};
            return true;
        }
    }
    return false;
}

/* Both sides' forms as one form of the result. False if there is no room for another symbol. */
bool join_forms(struct joiner *joiner, const struct affine *a, const struct affine *b,
                const struct grain *grain, struct form *form) {
    if (is_constant(a) && is_constant(b) && a->constant == b->constant) {
        *form = (struct form){.constant = (int64_t)(uint64_t)a->constant};
        return !grain->is_signed || (a->constant >= INT64_MIN && a->constant <= INT64_MAX);
    }
    return join_find_entry(joiner, a, b, form) || new_entry(joiner, a, b, grain, form);
}

/* ---- values ---- */

static void note_single(struct joiner *joiner, const struct value *value, uint32_t location) {
    const struct form *form = &value->form;
    if (value->kind == VALUE_INTEGER && !is_any(value) && form->symbol[0] && !form->symbol[1] &&
        joiner->entries[form->symbol[0]].single > location) {
        joiner->entries[form->symbol[0]].single = location;
    }
}

/* Whether a number that a place is first reached with is another later: an earlier attempt has shown that, and in
 * which steps, which is the result; else 0. Not for 0, which may be a null reference. */
static uint32_t find_step(const struct joiner *joiner, const struct affine *value, uint32_t location) {
    if (!joiner->seed || !is_constant(value) || value->constant == 0) {
        return 0;
    }
    for (size_t i = 0; i < joiner->seed->claim_count; i++) {
        const struct claim *claim = &joiner->seed->claims[i];
        if (claim->location == location && claim->value.kind == VALUE_INTEGER && !is_any(&claim->value)) {
            return claim->value.form.scale[0];
        }
        if (claim->location == location) {
            return is_any(&claim->value);
        }
    }
    return 0;
}

static struct value join_integers(struct joiner *joiner, const struct value *a, const struct value *b,
                                  uint32_t location) {
    struct value result = {.kind = VALUE_INTEGER, .low32 = a->low32 || b->low32};
    if (is_any(a) || is_any(b)) {
        return any_value();
    }
    if (result.low32 && ((!a->low32 && domain_range(joiner->a.state, &a->form, false).max > UINT32_MAX) ||
                         (!b->low32 && domain_range(joiner->b.state, &b->form, false).max > UINT32_MAX))) {
        return any_value();
    }
    struct affine form_a = affine_of(&a->form, false), form_b = affine_of(&b->form, false);
    bool sum = form_a.symbol[1] || form_b.symbol[1];
    const struct grain stepped = {false, 0, find_step(joiner, &form_a, location)};
    if ((sum && !join_find_entry(joiner, &form_a, &form_b, &result.form) &&
         join_sums(joiner, &form_a, &form_b, location, &integer_grain, &result.form)) ||
        (stepped.unit != 0 ? new_entry(joiner, &form_a, &form_b, &stepped, &result.form)
                           : join_forms(joiner, &form_a, &form_b, &integer_grain, &result.form))) {
        note_single(joiner, &result, location);
        return result;
    }
    return any_value();
}

static bool is_reference(const struct value *value) {
    return value->kind == VALUE_REFERENCE;
}

static struct value join_values(struct joiner *joiner, const struct value *a, const struct value *b,
                                uint32_t location) {
    if ((a->kind == VALUE_SAVED || a->kind == VALUE_RETURN) && value_equal(a, b)) {
        return *a;
    }
    if (a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER) {
        return join_integers(joiner, a, b, location);
    }
    if ((is_reference(a) || value_is_null(a)) && (is_reference(b) || value_is_null(b))) {
        return join_references(joiner, a, b, location);
    }
    return any_value();
}

/* ---- what the sides hold ---- */

/* What the state holds at a location; mask 0 if nothing readable. */
static struct claim claim_of_state(const struct state *state, uint16_t location) {
    struct claim claim = {.location = location, .mask = 0xff};
    if (location < LOCATION_SLOT) {
        claim.value = state->registers[location];
        claim.mask = claim.value.kind == VALUE_UNREADABLE ? 0 : 0xff;
        return claim;
    }
    const struct slot *slot = &state->slots[location - LOCATION_SLOT];
    claim.mask = slot->active ? slot->initialised : 0;
    claim.value = slot->active ? slot->value : (struct value){.kind = VALUE_UNREADABLE};
    if (claim.mask != 0xff && claim.mask != JOIN_LOW_HALF) {
        claim.value = (struct value){.kind = VALUE_UNREADABLE}; /* bytes that a value would not mention */
    }
    if (claim.mask == 0xff && claim.value.kind == VALUE_UNREADABLE) {
        claim.value = any_value();
    }
    return claim;
}

static int compare_claims(const void *left, const void *right) {
    const struct claim *a = left, *b = right;
    return (a->location > b->location) - (a->location < b->location);
}

enum membership { NO_RECORD, RAW, PUBLISHED };

/* Whether a slot belongs to an object of the frame with pointer slots. */
static enum membership membership_of(const struct joiner *joiner, uint16_t location, uint64_t published) {
    if (location < LOCATION_SLOT || joiner->checker->record_count == 0) {
        return NO_RECORD;
    }
    uint32_t record = join_record_at(joiner->checker, state_slot_offset(location - LOCATION_SLOT));
    return record == FRAME_RECORDS_MAX ? NO_RECORD : published >> record & 1 ? PUBLISHED : RAW;
}

/* What is alive and readable in the state, in joiner->claims_a. Returns the number. Of an object with pointer
 * slots all is alive as long as it is raw: to publish it, each of them must be known to be valid. */
static size_t collect_claims(struct joiner *joiner, const struct state *state, const struct flow *flow,
                             const struct flow_block *block) {
    size_t count = 0;
    for (uint32_t i = 0; i < 16 + state->active_count; i++) {
        uint16_t location = (uint16_t)(i < 16 ? i : LOCATION_SLOT + (uint32_t)state->active[i - 16]);
        struct claim claim = claim_of_state(state, location);
        if (claim.mask == 0 || location == REG_RSP) {
            continue;
        }
        bool live = i < 16 ? (block->live >> i & 1) != 0
                           : flow_slot_live(flow, block, state_slot_offset(location - LOCATION_SLOT)) ||
                                 membership_of(joiner, location, state->published) == RAW;
        if (live) {
            joiner->claims_a[count++] = claim;
        }
    }
    qsort(joiner->claims_a, count, sizeof *joiner->claims_a, compare_claims);
    return count;
}

/* Side a from the second visit on. */
static void load_scratch(struct joiner *joiner, const struct summary *summary) {
    joiner->checker->state = joiner->scratch;
    summary_load(summary, joiner->checker);
    joiner->checker->state = joiner->b.state;
}

enum { PASS_SYMBOLS, PASS_STARTS, PASS_OTHERS, PASS_COUNT };

/* First the values that define symbols, then references at constant offsets, which say where objects start. */
static int pass_of(const struct value *a, const struct value *b) {
    bool integers = a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER;
    if (integers && !a->form.symbol[1] && !b->form.symbol[1]) {
        return PASS_SYMBOLS;
    }
    return !integers && form_is_constant(&a->form) && form_is_constant(&b->form) ? PASS_STARTS : PASS_OTHERS;
}

/* Whether there is more to join than initialised bytes. */
static bool has_values(uint8_t mask, const struct value *a, const struct value *b) {
    return mask == 0xff || (mask == JOIN_LOW_HALF && a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER &&
                            (a->low32 || b->low32));
}

/* Which objects of the frame are published, by the states or by what is joined here. */
static void join_published(struct joiner *joiner, const struct claim *claims, size_t count) {
    joiner->result.published = joiner->a.state->published | joiner->b.state->published;
    for (size_t i = 0; i < count && joiner->checker->record_count > 0; i++) {
        struct claim other = claim_of_state(joiner->b.state, claims[i].location);
        if (claims[i].mask == 0xff && other.mask == 0xff) {
            join_publish(joiner, &claims[i].value, &other.value);
            if (membership_of(joiner, claims[i].location, joiner->result.published) == RAW) {
                join_publish_array(joiner, state_slot_offset(claims[i].location - LOCATION_SLOT),
                                   &claims[i].value, &other.value);
            }
        }
    }
}

static void join_claims(struct joiner *joiner, const struct claim *claims, size_t count) {
    struct summary *result = &joiner->result;
    join_published(joiner, claims, count);
    for (size_t i = 0; i < count; i++) {
        if (membership_of(joiner, claims[i].location, result->published) == PUBLISHED) {
            continue; /* memory of its type now */
        }
        struct claim other = claim_of_state(joiner->b.state, claims[i].location);
        struct claim *claim = &result->claims[result->claim_count];
        *claim = (struct claim){claims[i].location, claims[i].mask & other.mask, any_value()};
        if (claim->mask != 0xff) {
            claim->value = (struct value){.kind = VALUE_UNREADABLE};
        }
        result->claim_count += claim->mask != 0;
    }
    for (int pass = 0; pass < PASS_COUNT; pass++) {
        size_t next = 0;
        for (size_t i = 0; i < result->claim_count; i++) {
            struct claim *claim = &result->claims[i];
            while (claims[next].location != claim->location) {
                next++;
            }
            struct claim other = claim_of_state(joiner->b.state, claim->location);
            if (has_values(claim->mask, &claims[next].value, &other.value) &&
                pass_of(&claims[next].value, &other.value) == pass) {
                claim->value = join_values(joiner, &claims[next].value, &other.value, claim->location);
                if (claim->mask != 0xff && is_any(&claim->value)) {
                    claim->value = (struct value){.kind = VALUE_UNREADABLE};
                }
            }
        }
    }
}

/* ---- symbols ---- */

/* What is compared with a number in steps of `unit` is one or two steps less before the last one. */
static uint64_t widen_up(const struct joiner *joiner, uint64_t value, uint32_t growth, uint32_t unit) {
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < joiner->threshold_count && growth < GROWTH_THRESHOLDS; i++) {
        uint64_t threshold = joiner->thresholds[i], steps = threshold / unit;
        for (uint64_t less = 0; unit > 1 && less <= 2 && less <= steps; less++) {
            least = steps - less >= value && steps - less < least ? steps - less : least;
        }
        least = threshold >= value && threshold < least ? threshold : least;
    }
    return least;
}

static uint64_t widen_down(const struct joiner *joiner, uint64_t value, uint32_t growth) {
    for (size_t i = joiner->threshold_count; i-- > 0 && growth < GROWTH_THRESHOLDS;) {
        if (joiner->thresholds[i] <= value) {
            return joiner->thresholds[i];
        }
    }
    return 0;
}

static uint64_t clamp(__int128 value) {
    return value<0 ? 0 : value>(__int128) UINT64_MAX ? UINT64_MAX : (uint64_t)value;
}

/* How often the interval of what an entry stands for has grown at this place so far. */
static uint8_t growth_of(const struct entry *entry, const struct summary *before) {
    uint8_t growth = 0;
    for (int i = 0; i < 2 && before->reached && entry->a.symbol[i]; i++) {
        uint8_t of_symbol = before->growth[entry->a.symbol[i]];
        growth = of_symbol > growth ? of_symbol : growth;
    }
    return growth;
}

static void join_intervals(struct joiner *joiner, const struct summary *before, bool loop) {
    for (uint32_t id = 1; id <= joiner->result.symbol_count; id++) {
        const struct entry *entry = &joiner->entries[id];
        struct form a = form_of(&entry->a), b = form_of(&entry->b);
        struct range range_a = domain_range(joiner->a.state, &a, false);
        struct range range_b = domain_range(joiner->b.state, &b, false);
        struct symbol symbol = {.min = clamp(range_a.min), .max = clamp(range_a.max)};
        uint8_t growth = growth_of(entry, before);
        bool widen = joiner->widening && ((loop && growth > GROWTH_EXACT) || growth > GROWTH_ANYWHERE);
        if (range_b.max > range_a.max) {
            symbol.max =
                widen ? widen_up(joiner, clamp(range_b.max), growth, entry->unit) : clamp(range_b.max);
        }
        if (range_b.min < range_a.min) {
            symbol.min = widen ? widen_down(joiner, clamp(range_b.min), growth) : clamp(range_b.min);
        }
        bool grown = range_b.max > range_a.max || range_b.min < range_a.min;
        joiner->result.growth[id] = grown && growth < UINT8_MAX ? growth + 1 : growth;
        joiner->result.symbols[id] = symbol;
    }
}

static bool bound_holds(struct joiner *joiner, const struct side *side, const struct affine *low,
                        const struct affine *high, const struct bound *bound) {
    struct form below = form_of(low), above = form_of(high);
    struct linear linear;
    linear_start(&linear, (__int128)bound->constant - 1);
    linear_add(&linear, &above, false, bound->scale);
    linear_add(&linear, &below, false, -(int64_t)bound->multiple);
    return domain_prove_nonnegative(side->state, &linear, &joiner->steps);
}

/* Adds a bound of entry `id` if it holds on both sides. */
static bool add_bound(struct joiner *joiner, uint32_t id, const struct bound *bound) {
    struct symbol *symbol = &joiner->result.symbols[id];
    const struct entry *entry = &joiner->entries[id], *target = &joiner->entries[bound->symbol];
    if (!bound_holds(joiner, &joiner->a, &entry->a, &target->a, bound) ||
        !bound_holds(joiner, &joiner->b, &entry->b, &target->b, bound)) {
        return false;
    }
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        if (symbol->bounds[i].symbol == bound->symbol && symbol->bounds[i].scale == bound->scale &&
            symbol->bounds[i].multiple == bound->multiple) {
            return true;
        }
    }
    if (symbol->bound_count < BOUNDS_MAX) {
        symbol->bounds[symbol->bound_count++] = *bound;
    }
    return true;
}

/* A side's bound of the symbol of `self`, said of the entries that `self` and `unit` belong to: with self = p*s + c,
 * unit = q*t + d and m*s < k*t + e it is m*q*(self - c) < k*p*(unit - d) + e*p*q. */
static bool translate_bound(const struct affine *self, const struct affine *unit, const struct bound *from,
                            uint32_t target, struct bound *bound) {
    __int128 multiple = (__int128)from->multiple * unit->scale[0];
    __int128 scale = (__int128)from->scale * self->scale[0];
    if (multiple > SCALE_MAX || scale > SCALE_MAX) {
        return false;
    }
    __int128 constant = (__int128)from->constant * self->scale[0] * unit->scale[0] +
                        multiple * self->constant - scale * unit->constant - 1;
    uint32_t common = domain_greatest_divisor((uint32_t)multiple, (uint32_t)scale);
    constant = constant / common - (constant % common < 0) + 1;
    *bound = (struct bound){target, (uint32_t)scale / common, (int64_t)constant, (uint32_t)multiple / common};
    return constant >= INT64_MIN && constant <= INT64_MAX;
}

/* Whether side a knows the bound with another constant: then it may become weaker instead of being lost. */
static bool has_similar(const struct joiner *joiner, uint32_t id, const struct bound *bound) {
    const struct affine *self = &joiner->entries[id].a, *unit = &joiner->entries[bound->symbol].a;
    const struct symbol *symbol = &joiner->a.state->symbols[self->symbol[0]];
    for (uint32_t i = 0; i < symbol->bound_count && !self->symbol[1] && joiner->visits < VISITS_WEAKER; i++) {
        struct bound known;
        if (unit->symbol[0] == symbol->bounds[i].symbol && !unit->symbol[1] &&
            translate_bound(self, unit, &symbol->bounds[i], bound->symbol, &known) &&
            known.scale == bound->scale && known.multiple == bound->multiple) {
            return true;
        }
    }
    return false;
}

/* A bound that one side knows of an entry's symbol, said of the entries that have the other symbol there: if it holds
 * on both sides. True if there is such an entry. */
static bool join_bound(struct joiner *joiner, uint32_t id, bool from_b, bool may_add,
                       const struct bound *bound) {
    const struct entry *entry = &joiner->entries[id];
    const struct affine *self = from_b ? &entry->b : &entry->a;
    bool found = false;
    for (uint32_t other = 1; other <= joiner->result.symbol_count; other++) {
        const struct entry *target = &joiner->entries[other];
        const struct affine *unit = from_b ? &target->b : &target->a;
        bool is_new = is_constant(&entry->a) || is_constant(&target->a);
        struct bound said;
        found |= other != id && unit->symbol[0] == bound->symbol;
        if (other != id && unit->symbol[0] == bound->symbol && !unit->symbol[1] &&
            translate_bound(self, unit, bound, other, &said) &&
            (!from_b || may_add || is_new || has_similar(joiner, id, &said))) {
            add_bound(joiner, id, &said);
        }
    }
    return found;
}

/* Bounds of the symbol that stands for this entry on one side. One by a symbol that nothing holds any more is
 * followed by what that is bounded by. */
static void join_bounds_of(struct joiner *joiner, uint32_t id, bool from_b, bool may_add) {
    const struct side *side = from_b ? &joiner->b : &joiner->a;
    const struct entry *entry = &joiner->entries[id];
    const struct affine *self = from_b ? &entry->b : &entry->a;
    if (is_constant(self) || self->symbol[1]) {
        return;
    }
    const struct symbol *symbol = &side->state->symbols[self->symbol[0]];
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        const struct bound *bound = &symbol->bounds[i];
        if (join_bound(joiner, id, from_b, may_add, bound)) {
            continue;
        }
        const struct symbol *dead = &side->state->symbols[bound->symbol];
        for (uint32_t k = 0; k < dead->bound_count; k++) {
            const struct bound *next = &dead->bounds[k];
            struct bound both = {.symbol = next->symbol, .multiple = bound->multiple};
            int64_t above; /* dead <= scale * next + constant - 1 */
            if (next->symbol != self->symbol[0] && next->multiple == 1 &&
                !__builtin_mul_overflow(bound->scale, next->scale, &both.scale) && both.scale <= SCALE_MAX &&
                !__builtin_mul_overflow(next->constant - 1, (int64_t)bound->scale, &above) &&
                !__builtin_add_overflow(above, bound->constant, &both.constant)) {
                join_bound(joiner, id, from_b, may_add, &both);
            }
        }
    }
}

/* Facts that no bound says, since one side knows a number: 0 < length before a loop, 1 < length after a turn; in a
 * loop in steps of four 0 < 4 * length and 4 < 4 * length, or with the four on the other side. */
static void join_orders_of(struct joiner *joiner, uint32_t id, bool may_add) {
    const struct entry *entry = &joiner->entries[id];
    const struct symbol *symbol = &joiner->result.symbols[id];
    if (!is_constant(&entry->a) && !(may_add && is_constant(&entry->b))) {
        return;
    }
    for (uint32_t other = 1; other <= joiner->result.symbol_count; other++) {
        bool is_stepped = entry->unit > 1 && joiner->entries[other].unit == 1;
        uint32_t multiple = is_stepped ? entry->unit : 1;
        for (int64_t constant = 0; constant <= 1 && other != id; constant++) {
            const struct bound bound = {other, 1, constant, multiple};
            __int128 apart = (__int128)joiner->result.symbols[other].min + constant;
            if ((__int128)symbol->max * multiple < apart &&
                (!joiner->loop || is_constant(&joiner->entries[other].a))) {
                break; /* the intervals say so, and go on to: what varies in a loop is widened */
            }
            if (add_bound(joiner, id, &bound)) {
                break;
            }
        }
    }
}

/* A difference that one side knows: the entries for its parts, if both sides agree. */
static void join_difference_of(struct joiner *joiner, uint32_t id, bool from_b) {
    const struct side *side = from_b ? &joiner->b : &joiner->a;
    const struct entry *entry = &joiner->entries[id];
    const struct affine *self = from_b ? &entry->b : &entry->a;
    struct symbol *claim = &joiner->result.symbols[id];
    if (claim->difference || is_constant(self) || self->symbol[1] || self->scale[0] != 1 ||
        self->constant != 0 || !side->state->symbols[self->symbol[0]].difference) {
        return;
    }
    const struct symbol *symbol = &side->state->symbols[self->symbol[0]];
    for (uint32_t high = 1; high < id; high++) {
        const struct affine minuend = affine_of(&symbol->minuend, false);
        const struct entry *top = &joiner->entries[high];
        if (!affine_equal(from_b ? &top->b : &top->a, &minuend)) {
            continue;
        }
        for (uint32_t low = 1; low < id; low++) {
            const struct affine subtrahend = affine_of(&symbol->subtrahend, false);
            const struct entry *bottom = &joiner->entries[low];
            if (low == high || !affine_equal(from_b ? &bottom->b : &bottom->a, &subtrahend)) {
                continue;
            }
            bool holds = true;
            for (int k = 0; k < 2; k++) {
                struct form parts[] = {form_of(k ? &entry->b : &entry->a), form_of(k ? &top->b : &top->a),
                                       form_of(k ? &bottom->b : &bottom->a)};
                for (int sign = -1; sign <= 1; sign += 2) {
                    struct linear linear;
                    linear_start(&linear, 0);
                    linear_add(&linear, &parts[0], false, sign);
                    linear_add(&linear, &parts[1], false, -sign);
                    linear_add(&linear, &parts[2], false, sign);
                    holds = holds && domain_prove_nonnegative((k ? &joiner->b : &joiner->a)->state, &linear,
                                                              &joiner->steps);
                }
            }
            if (holds) {
                claim->difference = true;
                claim->minuend = (struct form){.symbol = {high, 0}, .scale = {1, 0}};
                claim->subtrahend = (struct form){.symbol = {low, 0}, .scale = {1, 0}};
                return;
            }
        }
    }
}

/* That a reference stays inside its object, or at its end, where that follows from several bounds of which not all
 * are of symbols that the result has. */
static void join_rooms(struct joiner *joiner, bool may_add) {
    const struct summary *result = &joiner->result;
    for (size_t i = 0; i < result->claim_count; i++) {
        const struct value *value = &result->claims[i].value;
        const struct form *form = &value->form;
        if (value->kind != VALUE_REFERENCE || (value->base & BASE_KIND) != BASE_OBJECT ||
            form_is_constant(form) || form->symbol[1] != SYMBOL_NONE) {
            continue;
        }
        const struct object *object = &result->objects[BASE_INDEX(value->base)];
        uint32_t index = form->symbol[0], count = object->extent_symbol;
        const struct entry *low = &joiner->entries[index], *high = &joiner->entries[count];
        bool is_new = is_constant(&low->a) || is_constant(&high->a);
        if (count == SYMBOL_NONE || count == index || object->extent_scale % form->scale[0] != 0 ||
            !(may_add || is_new)) {
            continue;
        }
        uint32_t scale = object->extent_scale / form->scale[0];
        for (int64_t elements = 1; elements >= 0; elements--) {
            int64_t room = (int64_t)object->extent_constant - form->constant - elements * form->scale[0];
            int64_t below = room / form->scale[0] - (room % form->scale[0] < 0) + 1;
            const struct bound bound = {count, scale, below, .multiple = 1};
            if (add_bound(joiner, index, &bound)) {
                break;
            }
        }
    }
}

static void join_bounds(struct joiner *joiner, bool may_add) {
    for (uint32_t id = 1; id <= joiner->result.symbol_count; id++) {
        join_bounds_of(joiner, id, false, true);
        join_difference_of(joiner, id, false);
        join_bounds_of(joiner, id, true, may_add);
        join_orders_of(joiner, id, may_add);
        if (may_add) {
            join_difference_of(joiner, id, true);
        }
    }
    join_rooms(joiner, may_add);
}

/* A bound also says where an interval ends, which widening may have left behind. */
static void limit_intervals(struct joiner *joiner) {
    struct summary *result = &joiner->result;
    for (uint32_t id = 1; id <= result->symbol_count; id++) {
        struct symbol *symbol = &result->symbols[id];
        for (uint32_t i = 0; i < symbol->bound_count; i++) {
            const struct bound *bound = &symbol->bounds[i];
            __int128 most =
                ((__int128)result->symbols[bound->symbol].max * bound->scale + bound->constant - 1) /
                bound->multiple;
            if (most >= (__int128)symbol->min && most < (__int128)symbol->max) {
                symbol->max = (uint64_t)most;
            }
        }
    }
}

/* ---- summaries ---- */

static bool symbols_equal(const struct symbol *a, const struct symbol *b) {
    if (a->min != b->min || a->max != b->max || a->bound_count != b->bound_count ||
        a->difference != b->difference) {
        return false;
    }
    for (uint32_t i = 0; i < a->bound_count; i++) {
        if (a->bounds[i].symbol != b->bounds[i].symbol || a->bounds[i].scale != b->bounds[i].scale ||
            a->bounds[i].constant != b->bounds[i].constant ||
            a->bounds[i].multiple != b->bounds[i].multiple) {
            return false;
        }
    }
    return !a->difference ||
           (form_equal(&a->minuend, &b->minuend) && form_equal(&a->subtrahend, &b->subtrahend));
}

static bool objects_equal(const struct object *a, const struct object *b) {
    return a->extent_symbol == b->extent_symbol && a->extent_scale == b->extent_scale &&
           a->extent_constant == b->extent_constant && a->kind == b->kind && a->type == b->type &&
           a->writable == b->writable && a->nullable == b->nullable && a->lifetime == b->lifetime &&
           a->header == b->header && a->exact == b->exact && a->guard == b->guard;
}

static bool summaries_equal(const struct summary *a, const struct summary *b) {
    if (a->depth != b->depth || a->xmm != b->xmm || a->flags != b->flags || a->published != b->published ||
        a->claim_count != b->claim_count || a->symbol_count != b->symbol_count ||
        a->object_count != b->object_count) {
        return false;
    }
    for (size_t i = 0; i < a->claim_count; i++) {
        if (a->claims[i].location != b->claims[i].location || a->claims[i].mask != b->claims[i].mask ||
            !value_equal(&a->claims[i].value, &b->claims[i].value)) {
            return false;
        }
    }
    for (size_t i = 1; i <= a->symbol_count; i++) {
        if (!symbols_equal(&a->symbols[i], &b->symbols[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < a->object_count; i++) {
        if (!objects_equal(&a->objects[i], &b->objects[i])) {
            return false;
        }
    }
    return true;
}

static void copy_items(struct model *model, void **to, size_t *capacity, const void *from, size_t count,
                       size_t item_bytes) {
    if (count > *capacity) {
        *capacity = count * 2;
        *to = model_allocate(model, *capacity, item_bytes);
    }
    if (count > 0) {
        memcpy(*to, from, count * item_bytes);
    }
}

static void store_result(struct joiner *joiner, struct summary *summary) {
    const struct summary *result = &joiner->result;
    summary->depth = result->depth;
    summary->xmm = result->xmm;
    summary->flags = result->flags;
    summary->published = result->published;
    summary->claim_count = result->claim_count;
    summary->symbol_count = result->symbol_count;
    summary->object_count = result->object_count;
    copy_items(joiner->model, (void **)&summary->claims, &summary->claim_capacity, result->claims,
               result->claim_count, sizeof *result->claims);
    copy_items(joiner->model, (void **)&summary->symbols, &summary->symbol_capacity, result->symbols,
               result->symbol_count + 1, sizeof *result->symbols);
    copy_items(joiner->model, (void **)&summary->growth, &summary->growth_capacity, result->growth,
               result->symbol_count + 1, sizeof *result->growth);
    copy_items(joiner->model, (void **)&summary->objects, &summary->object_capacity, result->objects,
               result->object_count, sizeof *result->objects);
    copy_items(joiner->model, (void **)&summary->floated, &summary->floated_capacity, result->floated,
               result->object_count, sizeof *result->floated);
}

bool joiner_join(struct joiner *joiner, struct checker *checker, const struct flow *flow,
                 const struct flow_block *block, const struct summary *seed, struct summary *summary) {
    struct state *state = checker->state;
    struct summary *result = &joiner->result;
    bool first = !summary->reached;
    summary->visits++;
    if (summary->visits > VISITS_MAX) {
        return false;
    }
    joiner->before = first ? nullptr : summary;
    joiner->seed = first && seed && seed->reached ? seed : nullptr;
    joiner->checker = checker;
    joiner->b.state = state;
    joiner->loop = block->loop;
    joiner->visits = summary->visits;
    joiner->slot_offsets = !block->loop && checker->image->slot_count > 0;
    result->claim_count = result->symbol_count = result->object_count = 0;
    result->depth = first ? state->registers[REG_RSP].form.constant : summary->depth;
    result->xmm = state->xmm_readable & (uint32_t)(block->live >> 16) & (first ? 0xffff : summary->xmm);
    result->flags =
        state->flags.kind != FLAGS_UNREADABLE && (block->live & FLOW_FLAGS) && (first || summary->flags);
    if (first) {
        joiner->a.state = state;
        join_claims(joiner, joiner->claims_a, collect_claims(joiner, state, flow, block));
    } else {
        load_scratch(joiner, summary);
        joiner->a.state = joiner->scratch;
        join_claims(joiner, summary->claims, summary->claim_count);
    }
    join_objects(joiner);
    join_intervals(joiner, summary, block->loop);
    join_bounds(joiner, summary->visits <= VISITS_NEW_BOUNDS);
    limit_intervals(joiner);
    if (!first && summaries_equal(result, summary)) {
        summary->visits--; /* what changes nothing does not count */
        return false;
    }
    store_result(joiner, summary);
    summary->reached = true;
    return true;
}

void summary_load(const struct summary *summary, struct checker *checker) {
    struct state *state = checker->state;
    state_clear(state);
    for (uint32_t i = 1; i <= summary->symbol_count; i++) {
        state->symbols[i] = summary->symbols[i];
    }
    state->symbol_count = (uint32_t)summary->symbol_count;
    for (uint32_t i = 0; i < summary->object_count; i++) {
        state->objects[i] = summary->objects[i];
    }
    state->object_count = (uint32_t)summary->object_count;
    state->registers[REG_RSP] = value_reference(BASE_FRAME, summary->depth);
    state->xmm_readable = summary->xmm;
    state->published = summary->published;
    state->flags.kind = summary->flags ? FLAGS_ANY : FLAGS_UNREADABLE;
    for (size_t i = 0; i < summary->claim_count; i++) {
        const struct claim *claim = &summary->claims[i];
        if (claim->location < LOCATION_SLOT) {
            state->registers[claim->location] =
                is_any(&claim->value) ? check_unknown(checker, 8) : claim->value;
        } else if (claim->value.kind == VALUE_UNREADABLE || is_any(&claim->value)) {
            state_slot_smear(state, claim->location - LOCATION_SLOT, claim->mask);
        } else if (claim->mask != 0xff) {
            state_slot_set_low(state, claim->location - LOCATION_SLOT, &claim->value);
        } else {
            state_slot_set(state, claim->location - LOCATION_SLOT, &claim->value);
        }
    }
}
