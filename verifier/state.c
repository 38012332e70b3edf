/* The abstract state's storage: symbols with reclamation, and the frame's slots.
 *
 * Slots are an array over all that a frame can hold, with a list of those in use, so that clearing and
 * copying cost what a state holds and not what it could hold. */
#include "state.h"

void state_start(struct state *state) {
    state->active_count = 0;
    for (uint32_t i = 0; i < SLOTS_MAX; i++)
        state->slots[i] = (struct slot){0};
    state_clear(state);
}

void symbol_copy(struct symbol *to, const struct symbol *from) {
    to->min = from->min;
    to->max = from->max;
    to->bound_count = from->bound_count;
    to->bound_next = from->bound_next;
    to->difference = from->difference;
    for (uint32_t i = 0; i < from->bound_count; i++)
        to->bounds[i] = from->bounds[i];
    if (from->difference) {
        to->minuend = from->minuend;
        to->subtrahend = from->subtrahend;
    }
}

void state_clear(struct state *state) {
    for (uint32_t i = 0; i < 16; i++)
        state->registers[i] = (struct value){.kind = VALUE_UNREADABLE};
    state->xmm_readable = 0;
    state->flags = (struct flags){.kind = FLAGS_UNREADABLE};
    state->symbol_count = 0;
    state->object_count = 0;
    state->published = 0;
    while (state->active_count > 0)
        state_slot_clear(state, state->active[state->active_count - 1]);
}

void state_copy(struct state *to, const struct state *from) {
    state_clear(to);
    for (uint32_t i = 0; i < 16; i++)
        to->registers[i] = from->registers[i];
    to->xmm_readable = from->xmm_readable;
    to->flags = from->flags;
    to->symbol_count = from->symbol_count;
    to->object_count = from->object_count;
    to->published = from->published;
    for (uint32_t i = 1; i <= from->symbol_count; i++)
        symbol_copy(&to->symbols[i], &from->symbols[i]);
    for (uint32_t i = 0; i < from->object_count; i++)
        to->objects[i] = from->objects[i];
    to->active_count = from->active_count;
    for (uint32_t i = 0; i < from->active_count; i++) {
        to->active[i] = from->active[i];
        to->slots[from->active[i]] = from->slots[from->active[i]];
    }
}

/* Reclaiming: `names[id]` is 0 for a dead symbol, else its new id. Marking visits values, what the
 * extents of objects name, and the parts of differences that are alive; a bound does not keep its other
 * symbol alive, since without other uses it can prove nothing. */
static void mark(uint16_t *names, uint32_t symbol) {
    names[symbol] = 1;
}

static void mark_value(uint16_t *names, const struct value *value) {
    mark(names, value->form.symbol[0]);
    mark(names, value->form.symbol[1]);
}

static void rename_form(const uint16_t *names, struct form *form) {
    form->symbol[0] = names[form->symbol[0]];
    form->symbol[1] = names[form->symbol[1]];
}

static void rename_symbol(const uint16_t *names, struct symbol *symbol) {
    uint8_t kept = 0;
    for (uint8_t i = 0; i < symbol->bound_count; i++) {
        struct bound bound = symbol->bounds[i];
        bound.symbol = names[bound.symbol];
        if (bound.symbol != SYMBOL_NONE)
            symbol->bounds[kept++] = bound;
    }
    symbol->bound_count = kept;
    symbol->bound_next = 0;
    if (symbol->difference) {
        rename_form(names, &symbol->minuend);
        rename_form(names, &symbol->subtrahend);
    }
}

static void reclaim(struct state *state) {
    uint16_t *names = state->names;
    for (uint32_t i = 0; i <= state->symbol_count; i++)
        names[i] = 0;
    for (uint32_t i = 0; i < 16; i++)
        mark_value(names, &state->registers[i]);
    mark_value(names, &state->flags.left);
    mark_value(names, &state->flags.right);
    for (uint32_t i = 0; i < state->active_count; i++)
        mark_value(names, &state->slots[state->active[i]].value);
    for (uint32_t i = 0; i < state->object_count; i++) {
        mark(names, state->objects[i].extent_symbol);
        mark(names, state->objects[i].type_symbol);
        mark(names, state->objects[i].guard);
    }
    /* A difference is younger than its parts, so one pass from the youngest reaches all of them. */
    for (uint32_t i = state->symbol_count; i > 0; i--) {
        if (names[i] && state->symbols[i].difference) {
            mark(names, state->symbols[i].minuend.symbol[0]);
            mark(names, state->symbols[i].subtrahend.symbol[0]);
        }
    }
    uint32_t count = 0;
    names[SYMBOL_NONE] = SYMBOL_NONE;
    for (uint32_t i = 1; i <= state->symbol_count; i++) {
        if (names[i]) {
            names[i] = (uint16_t)++count;
            symbol_copy(&state->symbols[count], &state->symbols[i]);
        }
    }
    for (uint32_t i = 1; i <= count; i++)
        rename_symbol(names, &state->symbols[i]);
    for (uint32_t i = 0; i < 16; i++)
        rename_form(names, &state->registers[i].form);
    rename_form(names, &state->flags.left.form);
    rename_form(names, &state->flags.right.form);
    for (uint32_t i = 0; i < state->active_count; i++)
        rename_form(names, &state->slots[state->active[i]].value.form);
    for (uint32_t i = 0; i < state->object_count; i++) {
        state->objects[i].extent_symbol = names[state->objects[i].extent_symbol];
        state->objects[i].type_symbol = names[state->objects[i].type_symbol];
        state->objects[i].guard = names[state->objects[i].guard];
    }
    state->symbol_count = count;
}

bool state_reclaim_symbols(struct state *state, uint32_t count) {
    reclaim(state);
    /* Half must be free afterwards, or reclaiming could be forced again at every few instructions. */
    return state->symbol_count + count <= SYMBOLS_MAX && state->symbol_count <= SYMBOLS_MAX / 2;
}

uint32_t state_new_symbol(struct state *state, uint64_t min, uint64_t max) {
    if (!state_reserve_symbols(state, 1))
        return SYMBOL_NONE;
    uint32_t id = ++state->symbol_count;
    struct symbol *symbol = &state->symbols[id];
    symbol->min = min;
    symbol->max = max;
    symbol->bound_count = 0;
    symbol->bound_next = 0;
    symbol->difference = false;
    return id;
}

static bool is_of_object(const struct value *value) {
    return value->kind == VALUE_REFERENCE && (value->base & BASE_KIND) == BASE_OBJECT;
}

static void mark_object(uint16_t *names, const struct value *value) {
    if (is_of_object(value))
        names[BASE_INDEX(value->base)] = 1;
}

static void rename_object(const uint16_t *names, struct value *value) {
    if (is_of_object(value))
        value->base = BASE_OBJECT | names[BASE_INDEX(value->base)];
}

static void reclaim_objects(struct state *state) {
    uint16_t *names = state->names;
    for (uint32_t i = 0; i < state->object_count; i++)
        names[i] = 0;
    for (uint32_t i = 0; i < 16; i++)
        mark_object(names, &state->registers[i]);
    mark_object(names, &state->flags.left);
    mark_object(names, &state->flags.right);
    for (uint32_t i = 0; i < state->active_count; i++)
        mark_object(names, &state->slots[state->active[i]].value);
    uint32_t count = 0;
    for (uint32_t i = 0; i < state->object_count; i++) {
        if (names[i]) {
            names[i] = (uint16_t)count;
            state->objects[count++] = state->objects[i];
        }
    }
    for (uint32_t i = 0; i < 16; i++)
        rename_object(names, &state->registers[i]);
    rename_object(names, &state->flags.left);
    rename_object(names, &state->flags.right);
    for (uint32_t i = 0; i < state->active_count; i++)
        rename_object(names, &state->slots[state->active[i]].value);
    state->object_count = count;
}

bool state_reclaim_objects(struct state *state, uint32_t count) {
    reclaim_objects(state);
    /* As for symbols: half must be free. */
    return state->object_count + count <= OBJECTS_MAX && state->object_count <= OBJECTS_MAX / 2;
}

uint32_t state_new_object(struct state *state, const struct object *object) {
    if (!state_reserve_objects(state, 1))
        return OBJECTS_MAX;
    state->objects[state->object_count] = *object;
    return state->object_count++;
}

static struct slot *activate(struct state *state, uint32_t index) {
    struct slot *slot = &state->slots[index];
    if (slot->active == 0) {
        state->active[state->active_count++] = (uint16_t)index;
        slot->active = state->active_count;
        slot->initialised = 0;
        slot->value = (struct value){.kind = VALUE_UNREADABLE};
    }
    return slot;
}

void state_slot_set(struct state *state, uint32_t index, const struct value *value) {
    if (value->kind == VALUE_UNREADABLE) {
        state_slot_clear(state, index);
        return;
    }
    struct slot *slot = activate(state, index);
    slot->value = *value;
    slot->initialised = 0xff;
}

void state_slot_set_low(struct state *state, uint32_t index, const struct value *value) {
    struct slot *slot = activate(state, index);
    slot->value = *value;
    slot->value.low32 = true;
    slot->initialised |= 0x0f;
}

void state_slot_smear(struct state *state, uint32_t index, uint8_t mask) {
    struct slot *slot = activate(state, index);
    bool keeps_low_half = (mask & 0x0f) == 0 && slot->value.kind == VALUE_INTEGER && slot->value.low32;
    if (!keeps_low_half)
        slot->value = (struct value){.kind = VALUE_UNREADABLE};
    slot->initialised |= mask;
}

void state_slot_clear(struct state *state, uint32_t index) {
    struct slot *slot = &state->slots[index];
    if (slot->active == 0)
        return;
    uint16_t last = state->active[--state->active_count];
    state->active[slot->active - 1] = last;
    state->slots[last].active = slot->active;
    slot->active = 0;
    slot->initialised = 0;
    slot->value = (struct value){.kind = VALUE_UNREADABLE};
}

void state_slot_cut(struct state *state, uint32_t index, uint8_t mask) {
    struct slot *slot = &state->slots[index];
    uint8_t left = slot->initialised & mask;
    state_slot_clear(state, index);
    if (left != 0)
        state_slot_smear(state, index, left);
}

bool value_equal(const struct value *a, const struct value *b) {
    if (a->kind != b->kind)
        return false;
    switch ((enum value_kind)a->kind) {
    case VALUE_UNREADABLE:
    case VALUE_RETURN:
        return true;
    case VALUE_SAVED:
        return a->saved == b->saved;
    case VALUE_INTEGER:
        return a->low32 == b->low32 && form_equal(&a->form, &b->form);
    case VALUE_REFERENCE:
        return a->base == b->base && form_equal(&a->form, &b->form);
    }
    return false;
}
