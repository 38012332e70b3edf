/* Leaving out of the hints what no proof needs.
 *
 * Inference claims at each place all that it knows; most of it is never used. What a place must claim is
 * found from below: at first nothing but what can be read. Then each place runs up to the next places, with
 * the verifier's own code, and must prove its accesses and imply the hints there. If it cannot, it claims a
 * smallest set of facts with which it can, found by bisection, and the places before it are run again. Needs
 * only grow, so this ends. The facts of one place are tried in order of their bytes, so the cheap ones are
 * preferred.
 *
 * Nothing depends on the outcome but size: a function in which this does not succeed keeps its whole hints,
 * and the verifier names what cannot be shown. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "join.h"

enum fact_kind { FACT_VALUE, FACT_EXTENT, FACT_GUARD, FACT_MIN, FACT_MAX, FACT_BOUND, FACT_DIFFERENCE };

struct fact {
    uint8_t kind, bound;
    uint32_t index; /* of the claim, object or symbol */
    uint32_t cost;  /* in bytes, about */
    bool kept;
};

struct place {
    struct fact *facts; /* cheap ones first */
    size_t fact_count;
    struct hint_entry entry; /* of `bytes` */
    uint8_t *bytes;          /* the hint as it stands */
    size_t capacity;
    bool dirty, whole;
    int *before; /* the places that run into this one */
    size_t before_count, before_capacity;
};

struct pruner {
    struct model *model;
    struct checker *checker;
    struct verifier_image *image;
    struct hint_encoder *encoder;
    const struct flow *flow;
    const struct summary *summaries;
    struct place *places; /* one for each block; used for reached places */
    struct summary trial;
    bool *valued; /* scratch: the symbols that a value or an extent mentions */
};

static uint32_t unsigned_bytes(uint64_t value) {
    uint32_t count = 1;
    while (value >>= 7) {
        count++;
    }
    return count;
}

static void add_fact(struct pruner *pruner, struct place *place, size_t *capacity, struct fact fact) {
    place->facts = model_grow(pruner->model, place->facts, place->fact_count, capacity, sizeof *place->facts);
    place->facts[place->fact_count++] = fact;
}

static bool is_fact(const struct claim *claim) {
    const struct value *value = &claim->value;
    return value->kind == VALUE_REFERENCE ||
           (value->kind == VALUE_INTEGER && value->form.symbol[0] != JOIN_ANY);
}

static int compare_facts(const void *left, const void *right) {
    const struct fact *a = left, *b = right;
    return a->cost != b->cost     ? (a->cost > b->cost) - (a->cost < b->cost)
           : a->kind != b->kind   ? (a->kind > b->kind) - (a->kind < b->kind)
           : a->index != b->index ? (a->index > b->index) - (a->index < b->index)
                                  : (a->bound > b->bound) - (a->bound < b->bound);
}

static void list_facts(struct pruner *pruner, const struct summary *summary, struct place *place) {
    size_t capacity = 0;
    for (uint32_t i = 0; i < summary->claim_count; i++) {
        if (is_fact(&summary->claims[i])) {
            add_fact(pruner, place, &capacity, (struct fact){.kind = FACT_VALUE, .index = i});
        }
    }
    for (uint32_t i = 0; i < summary->object_count; i++) {
        if (summary->objects[i].extent_symbol) {
            add_fact(pruner, place, &capacity, (struct fact){.kind = FACT_EXTENT, .index = i, .cost = 2});
        }
        if (summary->objects[i].guard) {
            add_fact(pruner, place, &capacity, (struct fact){.kind = FACT_GUARD, .index = i, .cost = 3});
        }
    }
    for (uint32_t i = 1; i <= summary->symbol_count; i++) {
        const struct symbol *symbol = &summary->symbols[i];
        if (symbol->min != 0) {
            add_fact(pruner, place, &capacity,
                     (struct fact){FACT_MIN, 0, i, unsigned_bytes(symbol->min), false});
        }
        if (symbol->max != UINT64_MAX) {
            add_fact(pruner, place, &capacity,
                     (struct fact){FACT_MAX, 0, i, unsigned_bytes(symbol->max), false});
        }
        for (uint8_t k = 0; k < symbol->bound_count; k++) {
            add_fact(pruner, place, &capacity, (struct fact){FACT_BOUND, k, i, 3, false});
        }
        if (symbol->difference) {
            add_fact(pruner, place, &capacity, (struct fact){FACT_DIFFERENCE, 0, i, 6, false});
        }
    }
    if (place->fact_count > 0) {
        qsort(place->facts, place->fact_count, sizeof *place->facts, compare_facts);
    }
}

/* ---- a summary with the kept facts only, in pruner->trial ---- */

static void note_form(struct pruner *pruner, const struct form *form) {
    for (int i = 0; i < 2 && form->symbol[i]; i++) {
        pruner->valued[form->symbol[i]] = true;
    }
}

/* All claims, with those that are not kept as "readable", and the objects that the others refer to. */
static void build_claims(struct pruner *pruner, const struct summary *summary, const struct place *place) {
    struct summary *trial = &pruner->trial;
    uint32_t numbers[JOIN_OBJECTS_MAX];
    memset(numbers, 0xff, sizeof numbers);
    trial->claim_count = summary->claim_count;
    for (size_t i = 0; i < summary->claim_count; i++) {
        trial->claims[i] = summary->claims[i];
        if (is_fact(&summary->claims[i])) {
            struct value plain = {.kind = VALUE_INTEGER, .form = {.symbol = {JOIN_ANY, SYMBOL_NONE}}};
            plain.kind = summary->claims[i].mask == 0xff ? VALUE_INTEGER : VALUE_UNREADABLE;
            trial->claims[i].value = plain;
        }
    }
    for (size_t i = 0; i < place->fact_count; i++) {
        const struct fact *fact = &place->facts[i];
        if (fact->kind != FACT_VALUE || !fact->kept) {
            continue;
        }
        struct value *value = &trial->claims[fact->index].value;
        *value = summary->claims[fact->index].value;
        note_form(pruner, &value->form);
        if (value->kind == VALUE_REFERENCE && (value->base & BASE_KIND) == BASE_OBJECT) {
            numbers[BASE_INDEX(value->base)] = 0;
        }
    }
    trial->object_count = 0;
    for (size_t i = 0; i < summary->object_count; i++) {
        if (numbers[i] == 0) {
            numbers[i] = (uint32_t)trial->object_count;
            trial->objects[trial->object_count] = summary->objects[i];
            struct object *object = &trial->objects[trial->object_count++];
            object->exact = object->exact && object->extent_symbol == SYMBOL_NONE;
            object->extent_symbol = SYMBOL_NONE;
            object->extent_scale = 0;
            object->guard = SYMBOL_NONE;
        }
    }
    for (size_t i = 0; i < place->fact_count; i++) {
        const struct fact *fact = &place->facts[i];
        if (fact->kind == FACT_EXTENT && fact->kept && numbers[fact->index] != UINT32_MAX) {
            const struct object *object = &summary->objects[fact->index];
            trial->objects[numbers[fact->index]] = *object;
            trial->objects[numbers[fact->index]].guard = SYMBOL_NONE;
            pruner->valued[object->extent_symbol] = true;
        }
    }
    for (size_t i = 0; i < place->fact_count; i++) {
        const struct fact *fact = &place->facts[i];
        uint32_t guard = fact->kind == FACT_GUARD ? summary->objects[fact->index].guard : SYMBOL_NONE;
        if (guard && fact->kept && numbers[fact->index] != UINT32_MAX && pruner->valued[guard]) {
            trial->objects[numbers[fact->index]].guard = guard;
        }
    }
    for (size_t i = 0; i < trial->claim_count; i++) {
        struct value *value = &trial->claims[i].value;
        if (value->kind == VALUE_REFERENCE && (value->base & BASE_KIND) == BASE_OBJECT) {
            value->base = BASE_OBJECT | numbers[BASE_INDEX(value->base)];
        }
    }
}

static bool parts_valued(const struct pruner *pruner, const struct form *form) {
    return form->symbol[0] == SYMBOL_NONE || pruner->valued[form->symbol[0]];
}

static void build_symbol(struct pruner *pruner, const struct symbol *from, const struct fact *fact) {
    struct symbol *to = &pruner->trial.symbols[fact->index];
    switch ((enum fact_kind)fact->kind) {
    case FACT_MIN:
        to->min = from->min;
        break;
    case FACT_MAX:
        to->max = from->max;
        break;
    case FACT_BOUND:
        if (pruner->valued[from->bounds[fact->bound].symbol]) {
            to->bounds[to->bound_count++] = from->bounds[fact->bound];
        }
        break;
    case FACT_DIFFERENCE:
        if (parts_valued(pruner, &from->minuend) && parts_valued(pruner, &from->subtrahend)) {
            to->difference = true;
            to->minuend = from->minuend;
            to->subtrahend = from->subtrahend;
        }
        break;
    case FACT_VALUE:
    case FACT_EXTENT:
    case FACT_GUARD:
        break;
    }
}

static void build_trial(struct pruner *pruner, int block) {
    const struct summary *summary = &pruner->summaries[block];
    const struct place *place = &pruner->places[block];
    struct summary *trial = &pruner->trial;
    memset(pruner->valued, 0, (summary->symbol_count + 1) * sizeof *pruner->valued);
    trial->reached = true;
    trial->depth = summary->depth;
    trial->xmm = summary->xmm;
    trial->flags = summary->flags;
    trial->published = summary->published;
    build_claims(pruner, summary, place);
    trial->symbol_count = summary->symbol_count;
    for (size_t i = 1; i <= summary->symbol_count; i++) {
        trial->symbols[i] = (struct symbol){.max = UINT64_MAX};
    }
    for (size_t i = 0; i < place->fact_count; i++) {
        const struct fact *fact = &place->facts[i];
        if (fact->kept && fact->kind >= FACT_MIN && pruner->valued[fact->index]) {
            build_symbol(pruner, &summary->symbols[fact->index], fact);
        }
    }
}

/* Make the place's hint what its kept facts say. */
static void encode(struct pruner *pruner, int block) {
    struct place *place = &pruner->places[block];
    size_t count;
    build_trial(pruner, block);
    const uint8_t *bytes = hints_encode_one(pruner->encoder, &pruner->trial, &count);
    if (count > place->capacity) {
        place->capacity = 2 * count;
        place->bytes = model_allocate(pruner->model, place->capacity, 1);
    }
    memcpy(place->bytes, bytes, count);
    place->entry.body_bytes = (uint32_t)count;
    pruner->checker->hint->body = NULL; /* these bytes may be what it was read from */
}

/* ---- running from a place to the next ones ---- */

static bool implies(struct pruner *pruner, int block) {
    if (block == FLOW_NO_BLOCK) {
        return true; /* a trap, or what the verifier will refuse */
    }
    const struct place *place = &pruner->places[block];
    pruner->image->hints = place->bytes;
    return place->bytes && hints_check_edge(pruner->checker, &place->entry);
}

/* Whether all that is done up to the next places can be shown, and what they claim. */
static bool runs(struct pruner *pruner, int block) {
    struct checker *checker = pruner->checker;
    const struct flow *flow = pruner->flow;
    pruner->image->hints = pruner->places[block].bytes;
    checker->failed = false;
    if (!hints_load(checker, &pruner->places[block].entry)) {
        return false;
    }
    for (bool first = true; block != FLOW_NO_BLOCK; first = false) {
        const struct flow_block *current = &flow->blocks[block];
        if (current->place && !first) {
            return implies(pruner, block);
        }
        enum check_flow way = FLOW_NEXT;
        for (uint32_t i = current->first; i < current->end; i++) {
            const struct flow_instruction *instruction = &flow->instructions[i];
            if (instruction->decoded.operation == OP_INVALID) {
                return false;
            }
            way = check_step(checker, instruction->address, &instruction->decoded);
            if (checker->failed) {
                return false;
            }
        }
        if (way == FLOW_BRANCH) {
            struct undo undo;
            uint8_t condition = flow->instructions[current->end - 1].decoded.condition;
            check_assume(checker, condition, &undo);
            if (!implies(pruner, current->target)) {
                return false;
            }
            domain_undo(checker->state, &undo);
            check_assume(checker, condition ^ 1, &undo);
        } else if (way != FLOW_NEXT) {
            return way != FLOW_JUMP || implies(pruner, current->target);
        }
        block = current->next;
    }
    return true;
}

static bool succeeds(struct pruner *pruner, int block) {
    encode(pruner, block);
    return runs(pruner, block);
}

/* ---- needs ---- */

static void keep_range(struct place *place, const size_t *candidates, size_t first, size_t end, bool kept) {
    for (size_t i = first; i < end; i++) {
        place->facts[candidates[i]].kept = kept;
    }
}

/* Leave a smallest set of the candidates in [first, end) kept with which the place succeeds, given the others
 * that are kept; with all of them it does. `changed` says whether those have changed since it was last seen
 * not to. */
static void minimise(struct pruner *pruner, int block, const size_t *candidates, size_t first, size_t end,
                     bool changed) {
    struct place *place = &pruner->places[block];
    keep_range(place, candidates, first, end, false);
    if (changed && succeeds(pruner, block)) {
        return;
    }
    if (end - first == 1) {
        place->facts[candidates[first]].kept = true;
        return;
    }
    size_t middle = first + (end - first) / 2;
    keep_range(place, candidates, first, middle, true);
    minimise(pruner, block, candidates, middle, end, true);
    size_t found = 0;
    for (size_t i = middle; i < end; i++) {
        found += place->facts[candidates[i]].kept;
    }
    minimise(pruner, block, candidates, first, middle, found > 0);
}

static void mark_before(struct pruner *pruner, const struct place *place) {
    for (size_t i = 0; i < place->before_count; i++) {
        pruner->places[place->before[i]].dirty = true;
    }
}

static void make_whole(struct pruner *pruner, int block) {
    struct place *place = &pruner->places[block];
    if (place->whole) {
        return;
    }
    for (size_t i = 0; i < place->fact_count; i++) {
        place->facts[i].kept = true;
    }
    place->whole = true;
    encode(pruner, block);
    mark_before(pruner, place);
}

/* Claim what the place needs now. False if it cannot do with all of its facts. */
static bool grow(struct pruner *pruner, int block, size_t *candidates) {
    struct place *place = &pruner->places[block];
    size_t count = 0;
    if (succeeds(pruner, block)) {
        return true;
    }
    for (size_t i = 0; i < place->fact_count; i++) {
        if (!place->facts[i].kept) {
            candidates[count++] = i;
        }
    }
    keep_range(place, candidates, 0, count, true);
    mark_before(pruner, place);
    if (count == 0 || !succeeds(pruner, block)) {
        return false;
    }
    minimise(pruner, block, candidates, 0, count, false);
    encode(pruner, block);
    return true;
}

/* Note that `from` runs into the place `to`. */
static void add_edge(struct pruner *pruner, int from, int to) {
    if (to == FLOW_NO_BLOCK || !pruner->flow->blocks[to].place) {
        return;
    }
    struct place *place = &pruner->places[to];
    place->before = model_grow(pruner->model, place->before, place->before_count, &place->before_capacity,
                               sizeof *place->before);
    place->before[place->before_count++] = from;
}

static void find_edges(struct pruner *pruner, int from) {
    const struct flow *flow = pruner->flow;
    for (int block = from; block != FLOW_NO_BLOCK; block = flow->blocks[block].next) {
        if (block != from && flow->blocks[block].place) {
            add_edge(pruner, from, block);
            return;
        }
        add_edge(pruner, from, flow->blocks[block].target);
    }
}

/* A place that fails with all of its facts: its successors may have lost what only makes sense together. */
static bool make_successors_whole(struct pruner *pruner, int block) {
    bool changed = !pruner->places[block].whole;
    make_whole(pruner, block);
    for (size_t i = 0; i < pruner->flow->block_count; i++) {
        struct place *place = &pruner->places[i];
        for (size_t k = 0; k < place->before_count && !place->whole; k++) {
            if (place->before[k] == block) {
                make_whole(pruner, (int)i);
                changed = true;
            }
        }
    }
    pruner->places[block].dirty = changed;
    return changed;
}

static bool find_needs(struct pruner *pruner, const int *by_order, size_t *candidates) {
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = pruner->flow->block_count; i-- > 0;) {
            int block = by_order[i];
            struct place *place = &pruner->places[block];
            if (!place->dirty) {
                continue;
            }
            place->dirty = false;
            again = true;
            if (!grow(pruner, block, candidates) && !make_successors_whole(pruner, block)) {
                return false;
            }
        }
    }
    return true;
}

static void keep_summary(struct pruner *pruner, int block, struct summary *to) {
    build_trial(pruner, block);
    const struct summary *trial = &pruner->trial;
    *to = *trial;
    to->claims = model_allocate(pruner->model, trial->claim_count + 1, sizeof *to->claims);
    memcpy(to->claims, trial->claims, trial->claim_count * sizeof *to->claims);
    to->symbols = model_allocate(pruner->model, trial->symbol_count + 1, sizeof *to->symbols);
    memcpy(to->symbols, trial->symbols, (trial->symbol_count + 1) * sizeof *to->symbols);
    to->objects = model_allocate(pruner->model, trial->object_count + 1, sizeof *to->objects);
    memcpy(to->objects, trial->objects, trial->object_count * sizeof *to->objects);
}

static void allocate_trial(struct pruner *pruner) {
    struct summary *trial = &pruner->trial;
    trial->claims = model_allocate(pruner->model, JOIN_CLAIMS_MAX, sizeof *trial->claims);
    trial->symbols = model_allocate(pruner->model, JOIN_ENTRIES_MAX + 1, sizeof *trial->symbols);
    trial->objects = model_allocate(pruner->model, JOIN_OBJECTS_MAX, sizeof *trial->objects);
    pruner->valued = model_allocate(pruner->model, JOIN_ENTRIES_MAX + 1, sizeof *pruner->valued);
}

struct pruner *pruner_create(struct model *model, struct checker *checker) {
    struct pruner *pruner = model_allocate(model, 1, sizeof *pruner);
    pruner->model = model;
    pruner->checker = checker;
    pruner->image = checker->image;
    pruner->encoder = hint_encoder_create(model);
    checker->hint = model_allocate(model, 1, sizeof *checker->hint);
    allocate_trial(pruner);
    return pruner;
}

const struct summary *pruner_run(struct pruner *pruner, const struct flow *flow, const int *by_order,
                                 const struct summary *summaries) {
    size_t most = 0;
    pruner->flow = flow;
    pruner->summaries = summaries;
    pruner->places = model_allocate(pruner->model, flow->block_count, sizeof *pruner->places);
    pruner->checker->common_count = pruner->checker->common_depth = 0;
    pruner->checker->common_saved = pruner->checker->listed_count = 0;
    for (size_t i = 0; i < flow->block_count; i++) {
        if (!flow->blocks[i].place || !summaries[i].reached) {
            continue;
        }
        struct place *place = &pruner->places[i];
        list_facts(pruner, &summaries[i], place);
        find_edges(pruner, (int)i);
        encode(pruner, (int)i);
        place->dirty = true;
        most = place->fact_count > most ? place->fact_count : most;
    }
    size_t *candidates = model_allocate(pruner->model, most + 1, sizeof *candidates);
    if (!find_needs(pruner, by_order, candidates)) {
        return summaries;
    }
    struct summary *pruned = model_allocate(pruner->model, flow->block_count, sizeof *pruned);
    for (size_t i = 0; i < flow->block_count; i++) {
        if (flow->blocks[i].place && summaries[i].reached) {
            keep_summary(pruner, (int)i, &pruned[i]);
        }
    }
    return pruned;
}
