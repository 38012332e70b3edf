/* Reading hints, checking an edge against one, and taking one over as the state.
 *
 * The reader trusts nothing: every count is bounded, every index is checked, a hint must be consumed to
 * its last byte. It leaves the hint in checker->hint, where it stays until another one is read: falling through
 * into a hint and then taking it over reads it once. */
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

static uint64_t read_long(struct reader *reader) {
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

static inline uint64_t read_unsigned(struct reader *reader) {
    if (reader->next < reader->end && *reader->next < 0x80) /* nearly always */
        return *reader->next++;
    return read_long(reader);
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

static void read_term(struct reader *reader, uint32_t symbol_count, uint32_t *symbol, uint32_t *scale) {
    uint32_t code = read_limited(reader, symbol_count * 8 + HINT_TERM_SCALE);
    *symbol = code >> 3;
    *scale = 1u << (code & 3);
    if ((code & 7) == HINT_TERM_SCALE)
        *scale = read_limited(reader, SCALE_MAX);
    if ((code & 7) > HINT_TERM_SCALE || *symbol == SYMBOL_NONE || *scale == 0)
        reader->bad = true;
}

static void read_form(struct reader *reader, uint8_t tag, uint32_t symbol_count, struct form *form) {
    *form = (struct form){0};
    uint32_t terms = (tag >> 3) & 3;
    if (terms > 2) {
        reader->bad = true;
        return;
    }
    for (uint32_t i = 0; i < terms; i++)
        read_term(reader, symbol_count, &form->symbol[i], &form->scale[i]);
    if (terms == 2 && form->symbol[0] >= form->symbol[1])
        reader->bad = true;
    if (tag & 0x20)
        form->constant = read_signed(reader);
}

/* Which one of `count` objects or globals a reference is to. */
static uint32_t read_index(struct reader *reader, uint8_t tag, uint64_t count) {
    uint64_t index = tag >> 6;
    if (index == 3)
        index += read_limited(reader, UINT32_MAX / 2);
    if (index >= count)
        reader->bad = true;
    return reader->bad ? 0 : (uint32_t)index;
}

static struct value entry_value(uint8_t what) {
    return what == HINT_ENTRY_RETURN ? (struct value){.kind = VALUE_RETURN}
                                     : (struct value){.kind = VALUE_SAVED, .saved = what};
}

/* That each of hint_saved_registers holds its own entry value. */
#define SAVED_CLAIM(reg)                                                                                     \
    {                                                                                                        \
        .location = (reg), .mask = 0xff, .value = {.kind = VALUE_SAVED, .saved = (reg) }                     \
    }
static const struct hint_claim saved_claims[6] = {SAVED_CLAIM(REG_RBX), SAVED_CLAIM(REG_RBP),
                                                  SAVED_CLAIM(12),      SAVED_CLAIM(13),
                                                  SAVED_CLAIM(14),      SAVED_CLAIM(REG_R15)};

/* `mask` receives the bytes of a slot that are initialised; if not all, the value is plain data or has low32.
 */
static void read_value(struct checker *checker, struct reader *reader, struct hint_claim *claim) {
    struct value *value = &claim->value;
    const uint32_t symbol_count = checker->hint->symbol_count, object_count = checker->hint->object_count;
    uint8_t tag = (uint8_t)read_byte(reader);
    *value = (struct value){.kind = VALUE_UNREADABLE};
    claim->mask = 0xff;
    switch ((enum hint_value)(tag & 7)) {
    case HINT_PLAIN:
        if (tag != HINT_PLAIN)
            reader->bad = true;
        return;
    case HINT_BYTES:
        claim->mask = (uint8_t)read_byte(reader);
        if (tag != HINT_BYTES || claim->mask == 0)
            reader->bad = true;
        return;
    case HINT_SYMBOL:
        *value = value_symbol(tag >> 3);
        if (tag >> 3 == SYMBOL_NONE || tag >> 3 > symbol_count)
            reader->bad = true;
        return;
    case HINT_ENTRY:
        *value = entry_value(tag >> 3);
        if (tag >> 3 > HINT_ENTRY_RETURN)
            reader->bad = true;
        return;
    case HINT_FORM:
        value->kind = VALUE_INTEGER;
        value->low32 = (tag & 0x40) != 0;
        if (tag & 0x80)
            claim->mask = 0x0f;
        if ((tag & 0xc0) == 0x80)
            reader->bad = true;
        break;
    case HINT_REFERENCE_OBJECT:
        value->kind = VALUE_REFERENCE;
        value->base = BASE_OBJECT | read_index(reader, tag, object_count);
        break;
    case HINT_REFERENCE_GLOBAL:
        value->kind = VALUE_REFERENCE;
        value->base = BASE_GLOBAL | read_index(reader, tag, checker->image->global_count);
        break;
    case HINT_REFERENCE_FRAME:
        value->kind = VALUE_REFERENCE;
        value->base = BASE_FRAME;
        if (tag & 0xc0)
            reader->bad = true;
        break;
    }
    read_form(reader, tag, symbol_count, &value->form);
}

static uint64_t read_max(struct reader *reader, enum hint_max which) {
    switch (which) {
    case HINT_MAX_NONE:
        return UINT64_MAX;
    case HINT_MAX_GIVEN:
        return read_unsigned(reader);
    case HINT_MAX_32:
        return UINT32_MAX;
    case HINT_MAX_SIZE:
        return VX_OBJECT_SIZE_MAX;
    }
    return UINT64_MAX;
}

static void read_symbol(struct reader *reader, uint32_t id, uint32_t count, struct symbol *symbol) {
    uint8_t tag = (uint8_t)read_byte(reader);
    symbol->difference = false;
    symbol->bound_next = 0;
    symbol->min = tag & 1 ? read_unsigned(reader) : 0;
    symbol->max = read_max(reader, (enum hint_max)((tag >> 1) & 3));
    symbol->bound_count = (tag >> 3) & 7;
    if (symbol->bound_count > BOUNDS_MAX || symbol->min > symbol->max) {
        reader->bad = true;
        symbol->bound_count = 0;
        return;
    }
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        struct bound *bound = &symbol->bounds[i];
        read_term(reader, count, &bound->symbol, &bound->scale);
        bound->constant = read_signed(reader);
        bound->multiple = tag & 0x80 ? read_limited(reader, SCALE_MAX) : 1;
        if (bound->symbol == id || bound->multiple == 0)
            reader->bad = true;
    }
    if (tag & 0x40) {
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

/* What an object is, where it is not plain data. */
static void read_type(const struct checker *checker, struct reader *reader, struct object *object) {
    const struct verifier_image *image = checker->image;
    uint32_t code = read_limited(reader, UINT32_MAX), type = code >> 3, what = code & 7;
    uint32_t limit = what == HINT_FUNCTION ? image->signature_count : image->type_count;
    if (what > HINT_HEADER || type >= limit || (what == HINT_ANY_OBJECT && type != 0)) {
        reader->bad = true;
        return;
    }
    object->kind = what == HINT_FUNCTION     ? OBJECT_FUNCTION
                   : what == HINT_ANY_OBJECT ? OBJECT_ANY
                                             : OBJECT_MEMORY;
    object->header = what == HINT_ANY_OBJECT || what == HINT_EXACT || what == HINT_HEADER;
    object->exact = what == HINT_EXACT;
    /* Without a header nobody asks for the exact type of plain data. */
    if (what != HINT_MEMORY || image->types[type].kind != VX_TYPE_DATA)
        object->type = type;
}

/* An exact extent has the form that a header's count gives it. */
static bool extent_is_exact(const struct checker *checker, const struct object *object) {
    uint64_t size = checker->image->types[object->type].size;
    return object->extent_symbol == SYMBOL_NONE
               ? object->extent_constant > 0 && object->extent_constant % size == 0
               : object->extent_constant == 0 && object->extent_scale == size;
}

/* One that is declared in full; symbols are checked where it is used. */
static void read_object(const struct checker *checker, struct reader *reader, uint8_t tag,
                        struct object *object) {
    *object = (struct object){
        .writable = tag & 1, .nullable = tag & 2, .lifetime = (tag >> 5) & 3, .type = TYPE_PLAIN};
    if (tag & 4)
        read_type(checker, reader, object);
    if (tag & 8)
        read_term(reader, HINT_SYMBOLS_MAX, &object->extent_symbol, &object->extent_scale);
    if (tag & 16)
        object->extent_constant = read_unsigned(reader);
    if (reader->bad || (object->exact && !extent_is_exact(checker, object)) ||
        object->extent_constant > VX_OBJECT_SIZE_MAX || (object->kind != OBJECT_MEMORY && (tag & 0x18)))
        reader->bad = true;
}

/* An object of a hint. */
static void read_declared(const struct checker *checker, struct reader *reader, uint32_t symbol_count,
                          struct object *object) {
    uint8_t tag = (uint8_t)read_byte(reader);
    if (!(tag & HINT_LISTED))
        read_object(checker, reader, tag, object);
    else if ((tag & ~HINT_LISTED) < checker->listed_count)
        *object = checker->listed[tag & ~HINT_LISTED];
    else
        reader->bad = true;
    if (reader->bad || object->extent_symbol > symbol_count)
        reader->bad = true;
}

/* What most hints of the function say. */
static void read_common(struct checker *checker, struct reader *reader) {
    uint32_t slot = state_slot_of(0);
    checker->common_depth = read_limited(reader, VX_FRAME_SIZE_MAX);
    uint32_t saved = (uint32_t)read_byte(reader);
    checker->common_saved = saved & 0x3f;
    checker->common_count = read_limited(reader, HINT_COMMON_MAX);
    for (uint32_t i = 0; i < checker->common_count; i++) {
        uint32_t code = read_limited(reader, (SLOTS_BELOW << 5) + 31), delta = code >> 5, what = code & 31;
        struct hint_claim *claim = &checker->common[i];
        if (what > HINT_COMMON_BYTES || delta > slot || (i > 0 && delta == 0)) {
            reader->bad = true;
            return;
        }
        slot -= delta;
        *claim = (struct hint_claim){HINT_LOCATION_SLOT + slot, 0xff, {.kind = VALUE_UNREADABLE}};
        if (what <= HINT_COMMON_RETURN)
            claim->value = entry_value((uint8_t)what);
        if (what == HINT_COMMON_BYTES)
            claim->mask = (uint8_t)read_byte(reader);
        if (claim->mask == 0)
            reader->bad = true;
    }
    checker->listed_count = saved & HINT_COMMON_OBJECTS ? read_limited(reader, HINT_LISTED_MAX) : 0;
    for (uint32_t i = 0; i < checker->listed_count && !reader->bad; i++) {
        uint8_t tag = (uint8_t)read_byte(reader);
        if (tag & HINT_LISTED)
            reader->bad = true;
        read_object(checker, reader, tag, &checker->listed[i]);
    }
    if (saved >> 7 != 0)
        reader->bad = true;
}

/* Where the body of the next hint is. */
static bool read_entry(struct checker *checker, struct reader *reader, struct hint_entry *entry) {
    uint64_t code = read_unsigned(reader), bytes = code / 2;
    if (reader->bad || bytes == 0)
        return false;
    if (code & 1) {
        if (bytes > checker->hint_count)
            return false;
        const struct hint_entry *same = &checker->hints[checker->hint_count - bytes];
        entry->body = same->body;
        entry->body_bytes = same->body_bytes;
        return true;
    }
    if (bytes > (uint64_t)(reader->end - reader->next))
        return false;
    entry->body = (uint32_t)(reader->next - checker->image->hints);
    entry->body_bytes = (uint32_t)bytes;
    reader->next += bytes;
    return true;
}

bool hints_index(struct checker *checker) {
    const struct vx_function *function = checker->function;
    struct reader reader = {checker->image->hints + function->hint_offset,
                            checker->image->hints + function->hint_offset + function->hint_bytes, false};
    uint64_t address = function->start;
    checker->hint_count = 0;
    checker->common_count = 0;
    checker->hint->body = NULL;
    if (function->hint_bytes == 0)
        return true;
    read_common(checker, &reader);
    while (!reader.bad && reader.next < reader.end) {
        uint64_t delta = read_unsigned(&reader);
        struct hint_entry entry = {0};
        if (reader.bad || delta > function->end - address || !read_entry(checker, &reader, &entry))
            return check_fail(checker, CLAUSE_HINT_FORMAT, "in the list of hints");
        address += delta;
        if ((checker->hint_count > 0 && delta == 0) || address >= function->end)
            return check_fail(checker, CLAUSE_HINT_PLACE,
                              "hints are not in ascending order inside the function");
        entry.address = (uint32_t)address;
        checker->hints[checker->hint_count++] = entry;
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

/* Which objects are not null where a symbol is not 0. */
static void read_guards(struct reader *reader, struct hint *hint) {
    uint32_t count = read_limited(reader, hint->object_count), index = 0;
    for (uint32_t i = 0; i < count && !reader->bad; i++) {
        uint32_t delta = read_limited(reader, HINT_OBJECTS_MAX);
        uint32_t guard = read_limited(reader, hint->symbol_count);
        index += delta;
        if (index >= hint->object_count || (i > 0 && delta == 0) || guard == SYMBOL_NONE)
            reader->bad = true;
        if (reader->bad)
            return;
        struct object *claim = &hint->objects[index].claim;
        claim->guard = guard;
        if (!claim->nullable || claim->kind != OBJECT_MEMORY)
            reader->bad = true;
    }
}

static void read_declarations(struct checker *checker, struct reader *reader, struct hint *hint) {
    bool has_guards = false;
    hint->symbol_count = hint->object_count = 0;
    hint->published = 0;
    if (hint->flags & HINT_SYMBOLS)
        hint->symbol_count = read_limited(reader, HINT_SYMBOLS_MAX);
    for (uint32_t i = 1; i <= hint->symbol_count && !reader->bad; i++)
        read_symbol(reader, i, hint->symbol_count, &hint->symbols[i].claim);
    if (hint->flags & HINT_OBJECTS) {
        uint32_t count = read_limited(reader, 4 * HINT_OBJECTS_MAX + 3);
        hint->object_count = count / 4;
        has_guards = count & 2;
        if (count & 1)
            hint->published = read_unsigned(reader);
        if (checker->record_count < 64 && hint->published >> checker->record_count != 0)
            reader->bad = true;
    }
    for (uint32_t i = 0; i < hint->object_count && !reader->bad; i++)
        read_declared(checker, reader, hint->symbol_count, &hint->objects[i].claim);
    if (has_guards)
        read_guards(reader, hint);
}

/* What the masks claim, and which registers they have. */
static void read_masks(const struct checker *checker, struct reader *reader, struct hint *hint,
                       uint32_t *taken) {
    hint->saved = hint->flags & HINT_SAVED ? (uint32_t)read_byte(reader) : checker->common_saved;
    hint->xmm = 0;
    if (hint->flags & HINT_XMM) {
        hint->xmm = (uint32_t)read_byte(reader);
        hint->xmm |= (uint32_t)read_byte(reader) << 8;
    }
    hint->common = hint->flags & HINT_COMMON ? read_limited(reader, UINT32_MAX)
                                             : (uint32_t)(((uint64_t)1 << checker->common_count) - 1);
    hint->any = hint->flags & HINT_ANY ? read_limited(reader, 0xffff) : 0;
    *taken = hint->any | 1u << REG_RSP;
    if ((hint->saved >> 6) != 0 || (uint64_t)hint->common >> checker->common_count != 0 ||
        (hint->any & (1u << REG_RSP))) {
        reader->bad = true;
        return;
    }
    for (uint32_t rest = hint->saved; rest != 0; rest &= rest - 1) {
        uint32_t reg = 1u << hint_saved_registers[__builtin_ctz(rest)];
        if (*taken & reg)
            reader->bad = true;
        *taken |= reg;
    }
}

static void short_value(const struct hint *hint, struct reader *reader, uint32_t which,
                        struct hint_claim *claim) {
    bool is_symbol = which >= HINT_SHORT_SYMBOL;
    uint32_t index = is_symbol ? which - HINT_SHORT_SYMBOL + 1 : which - 1;
    claim->mask = 0xff;
    claim->value = is_symbol ? value_symbol(index) : value_reference(BASE_OBJECT | index, 0);
    if (is_symbol ? index > hint->symbol_count : index >= hint->object_count)
        reader->bad = true;
}

static void read_values(struct checker *checker, struct reader *reader, struct hint *hint, uint32_t taken) {
    const uint32_t lowest = state_slot_of(-(int64_t)hint->depth);
    uint32_t location = 0;
    for (bool first = true; reader->next < reader->end && !reader->bad; first = false) {
        if (hint->claim_count == HINT_CLAIMS_MAX) {
            reader->bad = true;
            return;
        }
        struct hint_claim *claim = &hint->claims[hint->claim_count++];
        uint32_t code = (uint32_t)read_byte(reader), which = code >> 5, delta = code & HINT_LOCATION_MORE;
        if (delta == HINT_LOCATION_MORE)
            delta += read_limited(reader, SLOTS_MAX);
        location += delta;
        if (which == 0)
            read_value(checker, reader, claim);
        else
            short_value(hint, reader, which, claim);
        bool is_slot = location >= HINT_LOCATION_SLOT;
        claim->location = location + (is_slot ? lowest : 0);
        if ((!first && delta == 0) || (is_slot && location - HINT_LOCATION_SLOT >= SLOTS_MAX - lowest) ||
            (!is_slot &&
             ((taken & (1u << location)) || claim->value.kind == VALUE_UNREADABLE || claim->mask != 0xff)))
            reader->bad = true;
    }
}

/* Make the hint the one in checker->hint. */
static bool read_hint(struct checker *checker, const struct hint_entry *entry) {
    struct hint *hint = checker->hint;
    const uint8_t *body = checker->image->hints + entry->body;
    struct reader reader = {body, body + entry->body_bytes, false};
    uint32_t taken;
    checker->report->steps += entry->body_bytes + checker->common_count;
    if (hint->body == body && hint->body_bytes == entry->body_bytes)
        return true;
    hint->body = NULL;
    hint->claim_count = 0;
    hint->flags = (uint8_t)read_byte(&reader);
    hint->depth = hint->flags & HINT_DEPTH ? read_limited(&reader, VX_FRAME_SIZE_MAX) : checker->common_depth;
    read_masks(checker, &reader, hint, &taken);
    read_declarations(checker, &reader, hint);
    read_values(checker, &reader, hint, taken);
    if (reader.bad || reader.next != reader.end)
        return check_fail(checker, CLAUSE_HINT_FORMAT, "the body of the hint at %x", entry->address);
    hint->body = body;
    hint->body_bytes = entry->body_bytes;
    return true;
}

/* Give the unknown symbols of `claim` the meanings that make it equal to `actual`, or check that it is. */
static bool match_form(struct checker *checker, const struct form *claim, const struct form *actual,
                       bool is_signed) {
    /* Most claims are a constant or a symbol alone; what follows would come to the same for them. */
    if (form_is_constant(claim) && form_is_constant(actual))
        return claim->constant == actual->constant;
    if (form_is_symbol(claim) && !checker->hint->symbols[claim->symbol[0]].known &&
        !(is_signed && form_is_constant(actual) && actual->constant < 0)) {
        checker->hint->symbols[claim->symbol[0]].meaning = *actual;
        checker->hint->symbols[claim->symbol[0]].known = true;
        return true;
    }
    struct linear rest; /* actual - what is known of the claim */
    uint32_t unknown[2], scales[2], unknown_count = 0;
    linear_start(&rest, 0);
    linear_add(&rest, actual, is_signed, 1);
    rest.constant -=
        form_is_constant(claim) && !is_signed ? (__int128)(uint64_t)claim->constant : claim->constant;
    for (int i = 0; i < 2 && claim->symbol[i] != SYMBOL_NONE; i++) {
        struct hint_symbol *symbol = &checker->hint->symbols[claim->symbol[i]];
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
        checker->hint->symbols[unknown[u]].meaning = meaning;
        checker->hint->symbols[unknown[u]].known = true;
    }
    for (uint32_t i = 0; i < rest.count; i++) {
        if (rest.terms[i].factor != 0)
            return false;
    }
    return rest.constant == 0;
}

/* The live object of the frame that holds the least possible address of a reference into it, or null. */
static const struct vx_frame_object *find_local(const struct checker *checker, const struct form *form) {
    struct range range = domain_range(checker->state, form, true);
    if (range.min < -(__int128)VX_FRAME_SIZE_MAX || range.min >= 0)
        return NULL;
    return check_frame_object(checker, (int64_t)range.min);
}

static bool match_object(struct checker *checker, const struct value *claim, const struct value *actual) {
    struct hint_object *object = &checker->hint->objects[BASE_INDEX(claim->base)];
    bool null = actual->kind == VALUE_INTEGER && !actual->low32 && form_is_constant(&actual->form) &&
                actual->form.constant == 0;
    if (actual->kind != VALUE_REFERENCE && !null)
        return false;
    uint32_t base = null ? 0 : actual->base;
    struct form form = actual->form;
    if (object->known) {
        struct form rest;
        return object->base == base && domain_combine(&form, true, &object->shift, true, -1, &rest) &&
               match_form(checker, &claim->form, &rest, true);
    }
    /* The object's start is where a claim without terms puts it; a claim with terms takes the actual
     * start: in the frame, that of the object that holds the least possible address. */
    struct form shift = {0}, rest;
    if (form_is_constant(&claim->form)) {
        shift = form;
        if (__builtin_sub_overflow(form.constant, claim->form.constant, &shift.constant))
            return false;
    } else if (base == BASE_FRAME) {
        const struct vx_frame_object *local = find_local(checker, &form);
        if (local == NULL)
            return false;
        shift.constant = local->offset;
    }
    /* No object starts after null, and none before an object of another's. */
    if ((null && shift.constant != 0) ||
        (base != BASE_FRAME && domain_range(checker->state, &shift, true).min < 0))
        return false;
    object->known = true;
    object->base = base;
    object->shift = shift;
    return domain_combine(&form, true, &shift, true, -1, &rest) &&
           match_form(checker, &claim->form, &rest, true);
}

[[gnu::always_inline]] static inline bool match_value(struct checker *checker, const struct value *claim,
                                                      const struct value *actual) {
    if (claim->kind >= VALUE_SAVED) /* half of all */
        return actual->kind == claim->kind && actual->saved == claim->saved;
    switch ((enum value_kind)claim->kind) {
    case VALUE_UNREADABLE:
    case VALUE_SAVED:
    case VALUE_RETURN:
        return false;
    case VALUE_INTEGER:
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

/* What is known of a hint's linear claim, in the symbols of the edge. False if a symbol has no meaning. */
static bool add_meaning(struct checker *checker, struct linear *linear, const struct form *form,
                        int64_t factor) {
    linear->constant +=
        (form_is_constant(form) ? (__int128)(uint64_t)form->constant : form->constant) * factor;
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++) {
        const struct hint_symbol *symbol = &checker->hint->symbols[form->symbol[i]];
        if (!symbol->known)
            return false;
        linear_add(linear, &symbol->meaning, false, factor * form->scale[i]);
    }
    return true;
}

static bool prove_nonnegative(struct checker *checker, const struct linear *linear) {
    return domain_prove_nonnegative(checker->state, linear, &checker->report->steps);
}

/* Whether the symbol lies in the interval that is claimed of it: by its own interval, or else by its bounds. */
static bool check_interval_claim(struct checker *checker, const struct form *meaning,
                                 const struct symbol *claim) {
    struct range range = domain_range(checker->state, meaning, false);
    struct linear below, above;
    linear_start(&below, -(__int128)claim->min);
    linear_add(&below, meaning, false, 1);
    linear_start(&above, claim->max);
    linear_add(&above, meaning, false, -1);
    return (range.min >= claim->min || prove_nonnegative(checker, &below)) &&
           (range.max <= claim->max || prove_nonnegative(checker, &above));
}

static bool check_symbol(struct checker *checker, uint32_t id) {
    const struct hint_symbol *symbol = &checker->hint->symbols[id];
    const struct symbol *claim = &symbol->claim;
    if (!symbol->known)
        return check_fail(checker, CLAUSE_HINT_SYMBOL, "symbol %u of the hint", id);
    if (!check_interval_claim(checker, &symbol->meaning, claim))
        return check_fail(checker, CLAUSE_HINT_INTERVAL, "symbol %u of the hint", id);
    for (uint32_t i = 0; i < claim->bound_count; i++) {
        const struct bound *bound = &claim->bounds[i];
        struct linear linear;
        linear_start(&linear, (__int128)bound->constant - 1);
        linear_add(&linear, &symbol->meaning, false, -(int64_t)bound->multiple);
        if (!checker->hint->symbols[bound->symbol].known)
            return check_fail(checker, CLAUSE_HINT_SYMBOL, "symbol %u of the hint", bound->symbol);
        linear_add(&linear, &checker->hint->symbols[bound->symbol].meaning, false, bound->scale);
        if (!prove_nonnegative(checker, &linear))
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
            if (!prove_nonnegative(checker, &linear))
                return check_fail(checker, CLAUSE_HINT_BOUND, "symbol %u of the hint", id);
        }
    }
    return true;
}

/* What an object of the hint stands for on this edge. Objects of the frame that it could be used for are those
 * that the hint says are used through references. */
static bool find_available(const struct checker *checker, const struct hint *hint,
                           const struct hint_object *object, struct target *available) {
    if (object->base == 0) { /* null */
        *available = (struct target){.nullable = true};
        return true;
    }
    if (!check_find_target(checker, object->base, &object->shift, available))
        return false;
    if (available->local == NULL)
        return true;
    uint32_t number = check_record_number(checker, available->local);
    return number == FRAME_RECORDS_MAX || ((hint->published >> number) & 1);
}

/* An extent's symbol that no register or slot holds means what the object itself gives. */
static void define_extent(struct checker *checker, const struct hint *hint,
                          const struct hint_object *object) {
    const struct object *claim = &object->claim;
    struct hint_symbol *symbol = &checker->hint->symbols[claim->extent_symbol];
    struct target available;
    if (claim->extent_symbol == SYMBOL_NONE || symbol->known || !form_is_constant(&object->shift) ||
        !find_available(checker, hint, object, &available))
        return;
    __int128 room = available.constant - object->shift.constant - (__int128)claim->extent_constant;
    if (available.symbol == SYMBOL_NONE && room >= 0 && room <= (__int128)VX_OBJECT_SIZE_MAX)
        symbol->meaning = (struct form){.constant = (int64_t)room / (int64_t)claim->extent_scale};
    else if (available.symbol != SYMBOL_NONE && available.scale == claim->extent_scale && room == 0)
        symbol->meaning = (struct form){.symbol = {available.symbol, SYMBOL_NONE}, .scale = {1, 0}};
    else
        return;
    symbol->known = true;
}

/* How long the object lives, and whether it may be stored to. What is returned in place of an argument must be
 * as writable as it. */
static bool claims_rights(const struct checker *checker, const struct object *claim,
                          const struct target *available) {
    bool returnable = claim->lifetime == LIFETIME_RETURNABLE && available->lifetime == LIFETIME_STORABLE &&
                      (checker->signature->result.flags & VX_INHERITS) && !available->writable;
    return (!claim->writable || available->writable) && claim->lifetime <= available->lifetime && !returnable;
}

/* The kind, header and type; `most`: the greatest extent that the claim may have. */
static bool claims_type(struct checker *checker, const struct hint_object *object,
                        const struct target *available, __int128 most) {
    const struct object *claim = &object->claim;
    bool at_start = form_is_constant(&object->shift) && object->shift.constant == 0;
    if (claim->header && (!available->header || !at_start))
        return false;
    switch ((enum object_kind)claim->kind) {
    case OBJECT_FUNCTION:
        return available->kind == OBJECT_FUNCTION && at_start && claim->type == available->type;
    case OBJECT_ANY:
        return available->kind != OBJECT_FUNCTION;
    case OBJECT_MEMORY:
        return available->kind == OBJECT_MEMORY && (!claim->header || claim->type == available->type) &&
               (!claim->exact || available->exact) &&
               check_fits(checker, available, &object->shift, claim->type, most);
    }
    return false;
}

/* Null stands for an object of no bytes, too: no access to it can be proven. */
static bool claims_nothing(const struct checker *checker, const struct object *claim) {
    const struct hint_symbol *count = &checker->hint->symbols[claim->extent_symbol];
    bool empty = claim->extent_symbol == SYMBOL_NONE ||
                 (count->known && form_is_constant(&count->meaning) && count->meaning.constant == 0);
    return claim->kind == OBJECT_MEMORY && claim->extent_constant == 0 && empty;
}

/* Where the guard is not 0, the object is what the edge knows not to be nullable. */
static bool claims_guard(struct checker *checker, const struct object *claim,
                         const struct target *available) {
    const struct hint_symbol *guard = &checker->hint->symbols[claim->guard];
    struct linear linear;
    if (claim->guard == SYMBOL_NONE || !available->nullable)
        return true;
    if (!guard->known)
        return false;
    /* guard <= factor * (the guard that the edge knows), so if that is 0, so is this */
    linear_start(&linear, 0);
    linear_add_symbol(&linear, available->guard, SCALE_MAX);
    linear_add(&linear, &guard->meaning, false, -1);
    return prove_nonnegative(checker, &linear);
}

static bool check_object(struct checker *checker, const struct hint *hint, uint32_t index) {
    const struct hint_object *object = &checker->hint->objects[index];
    const struct object *claim = &object->claim;
    const struct hint_symbol *count = &checker->hint->symbols[claim->extent_symbol];
    struct target available;
    struct linear linear; /* what there is - what is claimed */
    if (!find_available(checker, hint, object, &available))
        return check_fail(checker, CLAUSE_HINT_OBJECT, "object %u of the hint", index);
    if (!claims_guard(checker, claim, &available))
        return check_fail(checker, CLAUSE_HINT_OBJECT, "the guard of object %u of the hint", index);
    if (object->base == 0 && (claim->nullable || claims_nothing(checker, claim)))
        return true;
    if (claim->extent_symbol != SYMBOL_NONE && !count->known)
        return check_fail(checker, CLAUSE_HINT_SYMBOL, "the extent of object %u of the hint", index);
    __int128 most = (__int128)claim->extent_constant;
    if (claim->extent_symbol != SYMBOL_NONE)
        most += domain_range(checker->state, &count->meaning, false).max * claim->extent_scale;
    if (object->base == 0 || !claims_rights(checker, claim, &available) ||
        (available.nullable &&
         (!claim->nullable || !form_is_constant(&object->shift) || object->shift.constant != 0)) ||
        !claims_type(checker, object, &available, most))
        return check_fail(checker, CLAUSE_HINT_OBJECT, "object %u of the hint", index);
    linear_start(&linear, available.constant - (__int128)claim->extent_constant);
    linear_add_symbol(&linear, available.symbol, available.scale);
    linear_add(&linear, &object->shift, true, -1);
    if (claim->extent_symbol != SYMBOL_NONE)
        linear_add(&linear, &count->meaning, false, -(int64_t)claim->extent_scale);
    if (claim->kind != OBJECT_MEMORY)
        return true;
    if (!prove_nonnegative(checker, &linear))
        return check_fail(checker, CLAUSE_HINT_OBJECT, "the extent of object %u of the hint", index);
    for (uint32_t i = 0; i < linear.count; i++)
        linear.terms[i].factor = -linear.terms[i].factor;
    linear.constant = -linear.constant;
    return !claim->exact || prove_nonnegative(checker, &linear) ||
           check_fail(checker, CLAUSE_HINT_OBJECT, "the exact extent of object %u of the hint", index);
}

/* Objects of the frame stay published; one more may be where all its pointer slots hold what they must. */
static bool check_published(struct checker *checker, const struct hint *hint) {
    const struct vx_frame_object *objects = checker->image->frames + checker->function->first_frame_object;
    uint64_t before = checker->state->published;
    if ((before & ~hint->published) != 0)
        return check_fail(checker, CLAUSE_HINT_PUBLISHED, "an object stays published");
    for (uint32_t i = 0; i < checker->record_count; i++) {
        if (!(((hint->published & ~before) >> i) & 1))
            continue;
        const struct vx_frame_object *object = &objects[checker->records[i]];
        if (object->offset < -(int64_t)hint->depth || !check_publishable(checker, object))
            return check_fail(checker, CLAUSE_HINT_PUBLISHED, "object at entry rsp%l",
                              (int64_t)object->offset);
    }
    return true;
}

[[gnu::always_inline]] static inline bool holds(struct checker *checker, const struct hint_claim *claim) {
    const struct value *actual = &checker->state->registers[claim->location & 15];
    if (claim->location >= HINT_LOCATION_SLOT) {
        const struct slot *slot = &checker->state->slots[claim->location - HINT_LOCATION_SLOT];
        if ((slot->initialised & claim->mask) != claim->mask)
            return false;
        if (claim->value.kind == VALUE_UNREADABLE)
            return true;
        actual = &slot->value;
    }
    return match_value(checker, &claim->value, actual);
}

static bool check_claim(struct checker *checker, const struct hint_claim *claim) {
    if (holds(checker, claim))
        return true;
    int64_t offset = state_slot_offset(claim->location - HINT_LOCATION_SLOT);
    return claim->location < HINT_LOCATION_SLOT
               ? check_fail(checker, CLAUSE_HINT_VALUE, "register %u", claim->location)
               : check_fail(checker, CLAUSE_HINT_SLOT, "slot at entry rsp%l", offset);
}

/* All claims of the hint that say more than "readable". */
[[gnu::always_inline]] static inline bool
for_claims(struct checker *checker, bool (*use)(struct checker *, const struct hint_claim *)) {
    const struct hint *hint = checker->hint;
    bool good = true;
    for (uint32_t rest = hint->saved; good && rest != 0; rest &= rest - 1)
        good = use(checker, &saved_claims[__builtin_ctz(rest)]);
    for (uint32_t rest = hint->common; good && rest != 0; rest &= rest - 1)
        good = use(checker, &checker->common[__builtin_ctz(rest)]);
    for (uint32_t i = 0; good && i < hint->claim_count; i++)
        good = use(checker, &hint->claims[i]);
    return good;
}

/* Give the hint's symbols and objects their meanings, and check the values. */
static bool check_claims(struct checker *checker, struct hint *hint) {
    const struct state *state = checker->state;
    for (uint32_t i = 1; i <= hint->symbol_count; i++)
        hint->symbols[i].known = false;
    for (uint32_t i = 0; i < hint->object_count; i++)
        hint->objects[i].known = false;
    for (uint32_t rest = hint->any; rest != 0; rest &= rest - 1) {
        uint32_t reg = (uint32_t)__builtin_ctz(rest);
        if (state->registers[reg].kind == VALUE_UNREADABLE)
            return check_fail(checker, CLAUSE_HINT_VALUE, "register %u", reg);
    }
    return for_claims(checker, check_claim);
}

bool hints_check_edge(struct checker *checker, const struct hint_entry *entry) {
    struct state *state = checker->state;
    struct hint *hint = checker->hint;
    if (!read_hint(checker, entry))
        return false;
    if (state->registers[REG_RSP].form.constant != -(int64_t)hint->depth)
        return check_fail(checker, CLAUSE_HINT_STACK, "rsp is entry rsp%l here",
                          state->registers[REG_RSP].form.constant);
    if ((hint->xmm & ~state->xmm_readable) != 0)
        return check_fail(checker, CLAUSE_HINT_VALUE, "an XMM register is not readable");
    if ((hint->flags & HINT_FLAGS_READABLE) && state->flags.kind == FLAGS_UNREADABLE)
        return check_fail(checker, CLAUSE_HINT_VALUE, "the flags are not readable");
    if (!check_claims(checker, hint))
        return false;
    for (uint32_t i = 0; i < hint->object_count; i++) {
        if (!hint->objects[i].known)
            return check_fail(checker, CLAUSE_HINT_SYMBOL, "object %u of the hint", i);
        define_extent(checker, hint, &hint->objects[i]);
    }
    for (uint32_t i = 1; i <= hint->symbol_count; i++) {
        if (!check_symbol(checker, i))
            return false;
    }
    for (uint32_t i = 0; i < hint->object_count; i++) {
        if (!check_object(checker, hint, i))
            return false;
    }
    return check_published(checker, hint);
}

static bool load_claim(struct checker *checker, const struct hint_claim *claim) {
    struct state *state = checker->state;
    if (claim->location < HINT_LOCATION_SLOT) {
        state->registers[claim->location] = claim->value;
        return true;
    }
    /* Memory that references reach has no slots; the mask of the hint is in the state already. */
    uint32_t slot = claim->location - HINT_LOCATION_SLOT;
    if (state->published != 0 &&
        check_touches_frame_object(checker, state_slot_offset(slot), SLOT_BYTES, false))
        return check_fail(checker, CLAUSE_HINT_SLOT, "slot at entry rsp%l", state_slot_offset(slot));
    if (claim->value.kind == VALUE_UNREADABLE)
        state_slot_smear(state, slot, claim->mask);
    else if (claim->mask != 0xff)
        state_slot_set_low(state, slot, &claim->value);
    else
        state_slot_set(state, slot, &claim->value);
    return true;
}

bool hints_load(struct checker *checker, const struct hint_entry *entry) {
    struct state *state = checker->state;
    const struct hint *hint = checker->hint;
    if (!read_hint(checker, entry))
        return false;
    checker->report->steps += state->active_count;
    state_clear(state);
    for (uint32_t i = 1; i <= hint->symbol_count; i++)
        symbol_copy(&state->symbols[i], &hint->symbols[i].claim);
    state->symbol_count = hint->symbol_count;
    for (uint32_t i = 0; i < hint->object_count; i++)
        state->objects[i] = hint->objects[i].claim;
    state->object_count = hint->object_count;
    state->published = hint->published;
    state->registers[REG_RSP] = value_reference(BASE_FRAME, -(int64_t)hint->depth);
    state->xmm_readable = hint->xmm;
    state->flags.kind = hint->flags & HINT_FLAGS_READABLE ? FLAGS_ANY : FLAGS_UNREADABLE;
    for (uint32_t rest = hint->any; rest != 0; rest &= rest - 1)
        state->registers[__builtin_ctz(rest)] = check_unknown(checker, 8);
    return for_claims(checker, load_claim);
}
