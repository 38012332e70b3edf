/* Reading hints, checking an edge against one, and taking one over as the state.
 *
 * The reader trusts nothing: every count is bounded, every index is checked, a hint must be consumed to
 * its last byte. The same decoding serves both uses: claims go either to `match` (against the current
 * state) or into an emptied state. */
#include "check.h"

const uint8_t hint_saved_registers[6] = {REG_RBX, REG_RBP, 12, 13, 14, REG_R15};

struct reader {
    const uint8_t *next, *end;
    bool bad;
};

static uint64_t read_byte(struct reader *reader) {
    if (reader->next == reader->end) {
        reader->bad = true;
        return 0;
    }
    return *reader->next++;
}

static uint64_t read_unsigned(struct reader *reader) {
    uint64_t result = 0;
    for (uint32_t shift = 0; shift < 64; shift += 7) {
        uint64_t byte = read_byte(reader);
        if (shift == 63 && byte > 1)
            break;
        result |= (byte & 0x7f) << shift;
        if (byte < 0x80)
            return result;
    }
    reader->bad = true;
    return 0;
}

static int64_t read_signed(struct reader *reader) {
    uint64_t result = 0;
    for (uint32_t shift = 0; shift < 64; shift += 7) {
        uint64_t byte = read_byte(reader);
        if (shift == 63 && byte != 0 && byte != 0x7f)
            break;
        result |= (byte & 0x7f) << shift;
        if (byte < 0x80) {
            if ((byte & 0x40) && shift + 7 < 64)
                result |= ~(uint64_t)0 << (shift + 7);
            return (int64_t)result;
        }
    }
    reader->bad = true;
    return 0;
}

/* An unsigned number that must be at most `max`. */
static uint32_t read_limited(struct reader *reader, uint32_t max) {
    uint64_t value = read_unsigned(reader);
    if (value > max) {
        reader->bad = true;
        return 0;
    }
    return (uint32_t)value;
}

static void read_form(struct reader *reader, uint8_t tag, uint32_t symbol_count, struct form *form) {
    *form = (struct form){0};
    uint32_t terms = (tag >> 3) & 3;
    if (terms > 2) {
        reader->bad = true;
        return;
    }
    for (uint32_t i = 0; i < terms; i++) {
        form->symbol[i] = read_limited(reader, symbol_count);
        form->scale[i] = read_limited(reader, SCALE_MAX);
        if (form->symbol[i] == SYMBOL_NONE || form->scale[i] == 0)
            reader->bad = true;
    }
    if (terms == 2 && form->symbol[0] >= form->symbol[1])
        reader->bad = true;
    if (tag & 0x20)
        form->constant = read_signed(reader);
}

/* `mask` receives the bytes of HINT_BYTES, 0xff for a whole value. */
static void read_value(struct checker *checker, struct reader *reader, uint32_t symbol_count,
                       uint32_t object_count, struct value *value, uint8_t *mask) {
    uint8_t tag = (uint8_t)read_byte(reader);
    *value = (struct value){.kind = VALUE_INTEGER};
    *mask = 0xff;
    switch ((enum hint_value)(tag & 7)) {
    case HINT_INTEGER:
        if (tag != HINT_INTEGER)
            reader->bad = true;
        value->form.symbol[0] = UINT32_MAX; /* a fresh symbol, made by whoever needs it */
        return;
    case HINT_FORM:
        if (tag & 0x80)
            reader->bad = true;
        value->low32 = (tag & 0x40) != 0;
        break;
    case HINT_SAVED_REGISTER:
        value->kind = VALUE_SAVED;
        value->saved = (uint8_t)read_limited(reader, 15);
        if (tag != HINT_SAVED_REGISTER)
            reader->bad = true;
        return;
    case HINT_RETURN:
        value->kind = VALUE_RETURN;
        if (tag != HINT_RETURN)
            reader->bad = true;
        return;
    case HINT_REFERENCE_OBJECT:
        value->kind = VALUE_REFERENCE;
        value->base = BASE_OBJECT | read_limited(reader, object_count == 0 ? 0 : object_count - 1);
        if (object_count == 0)
            reader->bad = true;
        break;
    case HINT_REFERENCE_GLOBAL:
        value->kind = VALUE_REFERENCE;
        value->base =
            BASE_GLOBAL |
            read_limited(reader, checker->image->global_count == 0 ? 0 : checker->image->global_count - 1);
        if (checker->image->global_count == 0)
            reader->bad = true;
        break;
    case HINT_REFERENCE_FRAME:
        value->kind = VALUE_REFERENCE;
        value->base = BASE_FRAME;
        break;
    case HINT_BYTES:
        value->kind = VALUE_UNREADABLE;
        *mask = (uint8_t)read_byte(reader);
        if (tag != HINT_BYTES || *mask == 0)
            reader->bad = true;
        return;
    }
    if (value->kind == VALUE_REFERENCE && (tag & 0xc0))
        reader->bad = true;
    read_form(reader, tag, symbol_count, &value->form);
}

static void read_symbol(struct reader *reader, uint32_t id, uint32_t count, struct symbol *symbol) {
    uint8_t tag = (uint8_t)read_byte(reader);
    *symbol = (struct symbol){.max = UINT64_MAX};
    if (tag & 1)
        symbol->min = read_unsigned(reader);
    if (tag & 2)
        symbol->max = read_unsigned(reader);
    symbol->bound_count = (tag >> 2) & 7;
    if (symbol->bound_count > BOUNDS_MAX || symbol->min > symbol->max || (tag & 0xc0)) {
        reader->bad = true;
        symbol->bound_count = 0;
        return;
    }
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        struct bound *bound = &symbol->bounds[i];
        bound->symbol = read_limited(reader, count);
        bound->scale = read_limited(reader, SCALE_MAX);
        bound->constant = read_signed(reader);
        if (bound->symbol == SYMBOL_NONE || bound->symbol == id || bound->scale == 0)
            reader->bad = true;
    }
    if (tag & 0x20) {
        symbol->difference = true;
        for (int i = 0; i < 2; i++) {
            struct form *form = i == 0 ? &symbol->minuend : &symbol->subtrahend;
            uint8_t form_tag = (uint8_t)read_byte(reader);
            if ((form_tag & ~0x38u) != 0 || (form_tag & 0x18) > 0x08)
                reader->bad = true;
            read_form(reader, form_tag, id - 1, form); /* parts are older than their difference */
        }
    }
}

static void read_object(struct reader *reader, uint32_t symbol_count, struct object *object) {
    uint8_t tag = (uint8_t)read_byte(reader);
    *object = (struct object){.writable = tag & 1, .nullable = tag & 2, .frame = tag & 4};
    object->extent_constant = read_unsigned(reader);
    if (object->extent_constant > VX_OBJECT_SIZE_MAX || (tag & 0xf0))
        reader->bad = true;
    if (tag & 8) {
        object->extent_symbol = read_limited(reader, symbol_count);
        object->extent_scale = read_limited(reader, SCALE_MAX);
        if (object->extent_symbol == SYMBOL_NONE || object->extent_scale == 0)
            reader->bad = true;
    }
}

/* Index the function's hints; their bodies are read when they are used. */
bool hints_index(struct checker *checker) {
    const struct vx_function *function = checker->function;
    struct reader reader = {checker->image->hints + function->hint_offset,
                            checker->image->hints + function->hint_offset + function->hint_bytes, false};
    const uint8_t *start = checker->image->hints;
    uint64_t address = function->start;
    checker->hint_count = 0;
    checker->common_count = 0;
    if (function->hint_bytes == 0)
        return true;
    checker->common_count = (uint8_t)read_limited(&reader, HINT_COMMON_MAX);
    for (uint32_t i = 0; i < checker->common_count; i++) {
        checker->common[i].slot = (uint16_t)read_limited(&reader, SLOTS_MAX - 1);
        checker->common[i].what = (uint8_t)read_byte(&reader);
        if (checker->common[i].what > 15 && checker->common[i].what != 0xff)
            reader.bad = true;
    }
    while (!reader.bad && reader.next < reader.end) {
        uint64_t delta = read_unsigned(&reader);
        uint64_t body_bytes = read_unsigned(&reader);
        if (reader.bad || delta > function->end - address ||
            body_bytes > (uint64_t)(reader.end - reader.next))
            return check_fail(checker, CLAUSE_HINT_FORMAT, "in the list of hints");
        address += delta;
        if ((checker->hint_count > 0 && delta == 0) || address >= function->end)
            return check_fail(checker, CLAUSE_HINT_PLACE,
                              "hints are not in ascending order inside the function");
        checker->hints[checker->hint_count++] = (struct hint_entry){.address = (uint32_t)address,
                                                                    .body = (uint32_t)(reader.next - start),
                                                                    .body_bytes = (uint32_t)body_bytes};
        reader.next += body_bytes;
    }
    return !reader.bad || check_fail(checker, CLAUSE_HINT_FORMAT, "in the list of hints");
}

const struct hint_entry *hints_find(const struct checker *checker, uint32_t address) {
    uint32_t low = 0, high = checker->hint_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (checker->hints[middle].address == address)
            return &checker->hints[middle];
        if (checker->hints[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct header {
    uint32_t depth, symbol_count, object_count, xmm;
    uint8_t flags, saved;
};

/* Everything before the registers, with the declarations left in checker->hint_symbols and hint_objects. */
static void read_header(struct checker *checker, struct reader *reader, struct header *header) {
    *header = (struct header){0};
    header->depth = read_limited(reader, VX_FRAME_SIZE_MAX);
    header->flags = (uint8_t)read_byte(reader);
    if (header->flags & ~(HINT_FLAGS_READABLE | HINT_XMM | HINT_SAVED | HINT_COMMON))
        reader->bad = true;
    if (header->flags & HINT_SAVED)
        header->saved = (uint8_t)read_byte(reader);
    if (header->flags & HINT_XMM) {
        header->xmm = (uint32_t)read_byte(reader);
        header->xmm |= (uint32_t)read_byte(reader) << 8;
    }
    header->symbol_count = read_limited(reader, HINT_SYMBOLS_MAX);
    for (uint32_t i = 1; i <= header->symbol_count && !reader->bad; i++) {
        struct hint_symbol *symbol = &checker->hint_symbols[i];
        symbol->known = false;
        read_symbol(reader, i, header->symbol_count, &symbol->claim);
    }
    header->object_count = read_limited(reader, HINT_OBJECTS_MAX);
    for (uint32_t i = 0; i < header->object_count && !reader->bad; i++) {
        struct hint_object *object = &checker->hint_objects[i];
        object->known = false;
        read_object(reader, header->symbol_count, &object->claim);
    }
}

/* Give the unknown symbols of `claim` the meanings that make it equal to `actual`, or check that it is. */
static bool match_form(struct checker *checker, const struct form *claim, const struct form *actual,
                       bool is_signed) {
    struct linear rest; /* actual - what is known of the claim */
    uint32_t unknown[2], scales[2], unknown_count = 0;
    linear_start(&rest, 0);
    linear_add(&rest, actual, is_signed, 1);
    rest.constant -=
        form_is_constant(claim) && !is_signed ? (__int128)(uint64_t)claim->constant : claim->constant;
    for (int i = 0; i < 2 && claim->symbol[i] != SYMBOL_NONE; i++) {
        struct hint_symbol *symbol = &checker->hint_symbols[claim->symbol[i]];
        if (symbol->known)
            linear_add(&rest, &symbol->meaning, false, -(int64_t)claim->scale[i]);
        else {
            unknown[unknown_count] = claim->symbol[i];
            scales[unknown_count++] = claim->scale[i];
        }
    }
    if (rest.overflow)
        return false;
    /* With two unknowns the first takes one term of the same scale, the second all that is left. */
    for (uint32_t u = 0; u < unknown_count; u++) {
        struct form meaning = {0};
        bool last = u + 1 == unknown_count;
        uint32_t used = 0;
        for (uint32_t i = 0; i < rest.count; i++) {
            int64_t factor = rest.terms[i].factor;
            if (factor == 0 || (!last && (used > 0 || factor != scales[u])))
                continue;
            if (factor < 0 || factor % scales[u] != 0 || used == 2)
                return false;
            meaning.symbol[used] = rest.terms[i].symbol;
            meaning.scale[used++] = (uint32_t)(factor / scales[u]);
            rest.terms[i].factor = 0;
        }
        if (used == 2 && meaning.symbol[0] > meaning.symbol[1])
            meaning = (struct form){.symbol = {meaning.symbol[1], meaning.symbol[0]},
                                    .scale = {meaning.scale[1], meaning.scale[0]}};
        if (last) {
            /* A constant meaning is an unsigned number; with a symbol the constant is signed. */
            if (rest.constant < (used > 0 ? INT64_MIN : 0) ||
                rest.constant > (used > 0 ? (__int128)INT64_MAX : (__int128)UINT64_MAX))
                return false;
            struct form constant = {.constant = (int64_t)(uint64_t)rest.constant}, divided;
            if (!domain_divide(&constant, used > 0, scales[u], &divided))
                return false;
            meaning.constant = divided.constant;
            rest.constant = 0;
        }
        checker->hint_symbols[unknown[u]].meaning = meaning;
        checker->hint_symbols[unknown[u]].known = true;
    }
    for (uint32_t i = 0; i < rest.count; i++) {
        if (rest.terms[i].factor != 0)
            return false;
    }
    return rest.constant == 0;
}

static bool match_object(struct checker *checker, const struct value *claim, const struct value *actual) {
    struct hint_object *object = &checker->hint_objects[BASE_INDEX(claim->base)];
    bool null = actual->kind == VALUE_INTEGER && !actual->low32 && form_is_constant(&actual->form) &&
                actual->form.constant == 0;
    if (actual->kind != VALUE_REFERENCE && !null)
        return false;
    uint32_t base = null ? 0 : actual->base;
    struct form form = actual->form;
    if (object->known) {
        if (object->base != base)
            return false;
        if (__builtin_sub_overflow(form.constant, object->shift, &form.constant))
            return false;
        return match_form(checker, &claim->form, &form, true);
    }
    /* The object's start is where the claim's constant part puts it; a claim with terms takes the actual
     * start. */
    int64_t shift = 0;
    if (form_is_constant(&claim->form) && form_is_constant(&form)) {
        if (__builtin_sub_overflow(form.constant, claim->form.constant, &shift))
            return false;
    } else if (base == BASE_FRAME)
        return false;
    /* No object starts after null, and none before an object of another's. */
    if ((null && shift != 0) || (shift < 0 && base != BASE_FRAME))
        return false;
    object->known = true;
    object->base = base;
    object->shift = shift;
    form.constant -= shift;
    return match_form(checker, &claim->form, &form, true);
}

static bool match_value(struct checker *checker, const struct value *claim, const struct value *actual) {
    if (actual->kind == VALUE_UNREADABLE)
        return false;
    switch ((enum value_kind)claim->kind) {
    case VALUE_UNREADABLE:
        return false;
    case VALUE_SAVED:
    case VALUE_RETURN:
        return value_equal(claim, actual);
    case VALUE_INTEGER:
        if (claim->form.symbol[0] == UINT32_MAX)
            return true;
        if (actual->kind != VALUE_INTEGER)
            return false;
        if (claim->low32 && !actual->low32 &&
            domain_range(checker->state, &actual->form, false).max > UINT32_MAX)
            return false;
        return (claim->low32 || !actual->low32) && match_form(checker, &claim->form, &actual->form, false);
    case VALUE_REFERENCE:
        if ((claim->base & BASE_KIND) == BASE_OBJECT)
            return match_object(checker, claim, actual);
        return actual->kind == VALUE_REFERENCE && actual->base == claim->base &&
               match_form(checker, &claim->form, &actual->form, true);
    }
    return false;
}

static bool match_slot(struct checker *checker, uint32_t index, const struct value *claim, uint8_t mask) {
    const struct slot *slot = &checker->state->slots[index];
    if (slot->active == 0)
        return false;
    if (claim->kind == VALUE_UNREADABLE)
        return (slot->initialised & mask) == mask;
    if (slot->initialised != 0xff)
        return false;
    if (slot->value.kind == VALUE_UNREADABLE) /* eight bytes of unknown plain data */
        return claim->kind == VALUE_INTEGER && claim->form.symbol[0] == UINT32_MAX;
    return match_value(checker, claim, &slot->value);
}

/* What is known of a hint's linear claim, in the symbols of the edge. False if a symbol has no meaning. */
static bool add_meaning(struct checker *checker, struct linear *linear, const struct form *form,
                        int64_t factor) {
    linear->constant +=
        (form_is_constant(form) ? (__int128)(uint64_t)form->constant : form->constant) * factor;
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++) {
        const struct hint_symbol *symbol = &checker->hint_symbols[form->symbol[i]];
        if (!symbol->known)
            return false;
        linear_add(linear, &symbol->meaning, false, factor * form->scale[i]);
    }
    return true;
}

static bool prove(struct checker *checker, const struct linear *linear) {
    return domain_prove_nonnegative(checker->state, linear, &checker->report->steps);
}

static bool check_symbol(struct checker *checker, uint32_t id) {
    const struct hint_symbol *symbol = &checker->hint_symbols[id];
    const struct symbol *claim = &symbol->claim;
    if (!symbol->known)
        return check_fail(checker, CLAUSE_HINT_SYMBOL, "symbol %u of the hint", id);
    struct range range = domain_range(checker->state, &symbol->meaning, false);
    if (range.min < claim->min || range.max > claim->max)
        return check_fail(checker, CLAUSE_HINT_INTERVAL, "symbol %u of the hint", id);
    for (uint32_t i = 0; i < claim->bound_count; i++) {
        const struct bound *bound = &claim->bounds[i];
        struct linear linear;
        linear_start(&linear, (__int128)bound->constant - 1);
        linear_add(&linear, &symbol->meaning, false, -1);
        if (!checker->hint_symbols[bound->symbol].known)
            return check_fail(checker, CLAUSE_HINT_SYMBOL, "symbol %u of the hint", bound->symbol);
        linear_add(&linear, &checker->hint_symbols[bound->symbol].meaning, false, bound->scale);
        if (!prove(checker, &linear))
            return check_fail(checker, CLAUSE_HINT_BOUND, "symbol %u of the hint", id);
    }
    if (claim->difference) {
        for (int side = -1; side <= 1; side += 2) {
            struct linear linear;
            linear_start(&linear, 0);
            linear_add(&linear, &symbol->meaning, false, side);
            if (!add_meaning(checker, &linear, &claim->minuend, -side) ||
                !add_meaning(checker, &linear, &claim->subtrahend, side))
                return check_fail(checker, CLAUSE_HINT_SYMBOL, "symbol %u of the hint", id);
            if (!prove(checker, &linear))
                return check_fail(checker, CLAUSE_HINT_BOUND, "symbol %u of the hint", id);
        }
    }
    return true;
}

/* What an object of the hint stands for on this edge. */
struct available {
    __int128 constant; /* its extent: constant + scale * symbol */
    uint32_t symbol, scale;
    bool writable, nullable, frame;
};

static bool find_available(const struct checker *checker, const struct hint_object *object,
                           struct available *available) {
    const struct verifier_image *image = checker->image;
    *available = (struct available){.writable = true};
    switch (object->base & BASE_KIND) {
    case 0: /* null */
        available->nullable = true;
        return true;
    case BASE_OBJECT: {
        const struct object *actual = &checker->state->objects[BASE_INDEX(object->base)];
        *available = (struct available){(__int128)actual->extent_constant - object->shift,
                                        actual->extent_symbol,
                                        actual->extent_scale,
                                        actual->writable,
                                        actual->nullable,
                                        actual->frame};
        return true;
    }
    case BASE_GLOBAL: {
        const struct vx_global *global = &image->globals[BASE_INDEX(object->base)];
        available->writable = tables_global_writable(image, global);
        available->constant = (__int128)image->types[global->type].size - object->shift;
        return true;
    }
    default: {
        const struct vx_frame_object *local = check_frame_object(checker, object->shift);
        if (local == NULL)
            return false;
        available->frame = true;
        available->constant =
            (__int128)local->offset + (__int128)image->types[local->type].size - object->shift;
        return true;
    }
    }
}

/* An extent's symbol that no register or slot holds means what the object itself gives. */
static void define_extent(struct checker *checker, const struct object *claim,
                          const struct available *available) {
    struct hint_symbol *symbol = &checker->hint_symbols[claim->extent_symbol];
    __int128 room = available->constant - (__int128)claim->extent_constant;
    if (claim->extent_symbol == SYMBOL_NONE || symbol->known)
        return;
    if (available->symbol == SYMBOL_NONE && room >= 0 && room <= (__int128)VX_OBJECT_SIZE_MAX)
        symbol->meaning = (struct form){.constant = (int64_t)room / (int64_t)claim->extent_scale};
    else if (available->symbol != SYMBOL_NONE && available->scale == claim->extent_scale && room == 0)
        symbol->meaning = (struct form){.symbol = {available->symbol, SYMBOL_NONE}, .scale = {1, 0}};
    else
        return;
    symbol->known = true;
}

static bool check_object(struct checker *checker, uint32_t index) {
    const struct hint_object *object = &checker->hint_objects[index];
    const struct object *claim = &object->claim;
    const struct form extent = {.constant = (int64_t)claim->extent_constant,
                                .symbol = {claim->extent_symbol, SYMBOL_NONE},
                                .scale = {claim->extent_scale, 0}};
    struct available available;
    struct linear linear; /* what there is - what is claimed */
    if (!find_available(checker, object, &available))
        return check_fail(checker, CLAUSE_HINT_OBJECT, "object %u of the hint", index);
    bool null = object->base == 0;
    if ((claim->writable && !available.writable) || (claim->frame < available.frame) ||
        (!null && available.nullable && (!claim->nullable || object->shift != 0)))
        return check_fail(checker, CLAUSE_HINT_OBJECT, "object %u of the hint", index);
    if (null && claim->nullable)
        return true;
    linear_start(&linear, available.constant);
    linear_add_symbol(&linear, available.symbol, available.scale);
    if (!add_meaning(checker, &linear, &extent, -1))
        return check_fail(checker, CLAUSE_HINT_SYMBOL, "the extent of object %u of the hint", index);
    return prove(checker, &linear) ||
           check_fail(checker, CLAUSE_HINT_OBJECT, "the extent of object %u of the hint", index);
}

static struct value common_value(uint8_t what) {
    return what == 0xff ? (struct value){.kind = VALUE_RETURN}
                        : (struct value){.kind = VALUE_SAVED, .saved = what};
}

/* Walk the claims of a hint. With `load` they become the state, else they are matched against it. */
static bool walk_claims(struct checker *checker, struct reader *reader, const struct header *header,
                        bool load) {
    struct state *state = checker->state;
    struct value value;
    uint8_t mask;
    uint32_t registers = (uint32_t)read_byte(reader);
    registers |= (uint32_t)read_byte(reader) << 8;
    if (registers & (1u << REG_RSP))
        reader->bad = true;
    for (uint8_t i = 0; i < 6; i++) {
        if (!(header->saved & (1u << i)))
            continue;
        uint8_t reg = hint_saved_registers[i];
        value = (struct value){.kind = VALUE_SAVED, .saved = reg};
        if (registers & (1u << reg))
            reader->bad = true;
        if (load)
            state->registers[reg] = value;
        else if (!match_value(checker, &value, &state->registers[reg]))
            return check_fail(checker, CLAUSE_HINT_VALUE, "register %u", (uint32_t)reg);
    }
    for (uint32_t reg = 0; reg < 16 && !reader->bad; reg++) {
        if (!(registers & (1u << reg)))
            continue;
        read_value(checker, reader, header->symbol_count, header->object_count, &value, &mask);
        if (reader->bad || mask != 0xff)
            return check_fail(checker, CLAUSE_HINT_FORMAT, "register %u", reg);
        if (load) {
            if (value.kind == VALUE_INTEGER && value.form.symbol[0] == UINT32_MAX)
                value = check_unknown(checker, 8);
            state->registers[reg] = value;
        } else if (!match_value(checker, &value, &state->registers[reg]))
            return check_fail(checker, CLAUSE_HINT_VALUE, "register %u", reg);
    }
    if (header->flags & HINT_COMMON) {
        for (uint32_t i = 0; i < checker->common_count; i++) {
            uint32_t slot = checker->common[i].slot;
            value = common_value(checker->common[i].what);
            if (load)
                state_slot_set(state, slot, &value);
            else if (!match_slot(checker, slot, &value, 0xff))
                return check_fail(checker, CLAUSE_HINT_SLOT, "slot at entry rsp%l", state_slot_offset(slot));
        }
    }
    uint32_t count = read_limited(reader, SLOTS_MAX), slot = 0;
    for (uint32_t i = 0; i < count && !reader->bad; i++) {
        uint32_t delta = read_limited(reader, SLOTS_MAX);
        slot += delta;
        read_value(checker, reader, header->symbol_count, header->object_count, &value, &mask);
        if (reader->bad || slot >= SLOTS_MAX || (i > 0 && delta == 0))
            return check_fail(checker, CLAUSE_HINT_FORMAT, "slots");
        if (!load) {
            if (!match_slot(checker, slot, &value, mask))
                return check_fail(checker, CLAUSE_HINT_SLOT, "slot at entry rsp%l", state_slot_offset(slot));
        } else if (value.kind == VALUE_UNREADABLE)
            state_slot_smear(state, slot, mask);
        else if (value.kind == VALUE_INTEGER && value.form.symbol[0] == UINT32_MAX)
            state_slot_smear(state, slot, 0xff);
        else
            state_slot_set(state, slot, &value);
    }
    return true;
}

static bool finish(struct checker *checker, const struct reader *reader) {
    if (reader->bad || reader->next != reader->end)
        return check_fail(checker, CLAUSE_HINT_FORMAT, "the body does not end where it should");
    return true;
}

bool hints_check_edge(struct checker *checker, const struct hint_entry *entry) {
    const uint8_t *body = checker->image->hints + entry->body;
    struct reader reader = {body, body + entry->body_bytes, false};
    struct state *state = checker->state;
    struct header header;
    checker->report->steps += entry->body_bytes;
    read_header(checker, &reader, &header);
    if (reader.bad)
        return check_fail(checker, CLAUSE_HINT_FORMAT, "the declarations");
    if (state->registers[REG_RSP].form.constant != -(int64_t)header.depth)
        return check_fail(checker, CLAUSE_HINT_STACK, "rsp is entry rsp%l here",
                          state->registers[REG_RSP].form.constant);
    if ((header.xmm & ~state->xmm_readable) != 0)
        return check_fail(checker, CLAUSE_HINT_VALUE, "an XMM register is not readable");
    if ((header.flags & HINT_FLAGS_READABLE) && state->flags.kind == FLAGS_UNREADABLE)
        return check_fail(checker, CLAUSE_HINT_VALUE, "the flags are not readable");
    if (!walk_claims(checker, &reader, &header, false) || !finish(checker, &reader))
        return false;
    for (uint32_t i = 0; i < header.object_count; i++) {
        const struct hint_object *object = &checker->hint_objects[i];
        struct available available;
        if (!object->known)
            return check_fail(checker, CLAUSE_HINT_SYMBOL, "object %u of the hint", i);
        if (find_available(checker, object, &available))
            define_extent(checker, &object->claim, &available);
    }
    for (uint32_t i = 1; i <= header.symbol_count; i++) {
        if (!check_symbol(checker, i))
            return false;
    }
    for (uint32_t i = 0; i < header.object_count; i++) {
        if (!check_object(checker, i))
            return false;
    }
    return true;
}

bool hints_load(struct checker *checker, const struct hint_entry *entry) {
    const uint8_t *body = checker->image->hints + entry->body;
    struct reader reader = {body, body + entry->body_bytes, false};
    struct state *state = checker->state;
    struct header header;
    checker->report->steps += entry->body_bytes;
    read_header(checker, &reader, &header);
    if (reader.bad)
        return check_fail(checker, CLAUSE_HINT_FORMAT, "the declarations");
    checker->report->steps += state->active_count;
    state_clear(state);
    for (uint32_t i = 1; i <= header.symbol_count; i++)
        state->symbols[i] = checker->hint_symbols[i].claim;
    state->symbol_count = header.symbol_count;
    for (uint32_t i = 0; i < header.object_count; i++)
        state->objects[i] = checker->hint_objects[i].claim;
    state->object_count = header.object_count;
    state->registers[REG_RSP] = value_reference(BASE_FRAME, -(int64_t)header.depth);
    state->xmm_readable = header.xmm;
    state->flags.kind = header.flags & HINT_FLAGS_READABLE ? FLAGS_ANY : FLAGS_UNREADABLE;
    return walk_claims(checker, &reader, &header, true) && finish(checker, &reader);
}
