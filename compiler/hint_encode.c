/* From summaries to the bytes of .vouch.hints, as verifier/hints.h describes them.
 *
 * What costs bytes and says nothing is left out: a register whose symbol has no facts and no other use is
 * "readable, nothing known". Registers that hold their own entry values are one bit each. Slots that hold the
 * same saved register or plain data at several places and objects that are declared at several are listed once for
 * the function, and a body that stands already is referred to. */
#include <stdlib.h>
#include <string.h>

#include "join.h"

struct bytes {
    struct model *model;
    uint8_t *bytes;
    size_t count, capacity;
};

static void put_byte(struct bytes *out, uint64_t byte) {
    out->bytes = model_grow(out->model, out->bytes, out->count, &out->capacity, 1);
    out->bytes[out->count++] = (uint8_t)byte;
}

static void put_unsigned(struct bytes *out, uint64_t value) {
    while (value >= 0x80) {
        put_byte(out, (value & 0x7f) | 0x80);
        value >>= 7;
    }
    put_byte(out, value);
}

static void put_signed(struct bytes *out, int64_t value) {
    for (;;) {
        uint64_t low = (uint64_t)value & 0x7f;
        value >>= 7;
        if ((value == 0 && !(low & 0x40)) || (value == -1 && (low & 0x40))) {
            put_byte(out, low);
            return;
        }
        put_byte(out, low | 0x80);
    }
}

static void put_bytes(struct bytes *out, const struct bytes *from) {
    for (size_t i = 0; i < from->count; i++) {
        put_byte(out, from->bytes[i]);
    }
}

struct common {
    uint32_t slot, votes;
    uint8_t what, mask; /* enum hint_common; of initialised bytes */
};

/* How objects are declared. */
struct declaration {
    uint8_t bytes[40];
    uint32_t count, votes;
};

struct hint_encoder {
    struct bytes body;
    struct bytes list;                     /* all hints of the function */
    uint32_t uses[JOIN_ENTRIES_MAX + 1];   /* of a symbol, by values, extents and facts */
    uint32_t names[JOIN_ENTRIES_MAX + 1];  /* its number in the hint; 0 if it is not declared */
    struct common common[HINT_COMMON_MAX]; /* from the highest slot downwards */
    uint32_t common_count;
    int64_t common_depth;
    uint32_t saved_votes[64], common_saved; /* masks of saved registers */
    bool voting;                            /* the hints are encoded to see what they declare */
    struct declaration *declarations;
    size_t declaration_count, declaration_capacity;
    uint32_t listed_count; /* so many declarations are common objects */
    struct body {
        size_t offset, count; /* in the list */
    } *bodies;                /* of the function's hints so far */
    size_t body_count, body_capacity;
};

static bool is_any(const struct value *value) {
    return value->kind == VALUE_INTEGER && value->form.symbol[0] == JOIN_ANY;
}

static uint8_t form_tag(const struct form *form) {
    uint32_t terms = (form->symbol[0] != SYMBOL_NONE) + (uint32_t)(form->symbol[1] != SYMBOL_NONE);
    return (uint8_t)(terms << 3 | (form->constant != 0 ? 0x20 : 0));
}

static void put_term(struct hint_encoder *encoder, uint32_t symbol, uint32_t scale) {
    uint64_t name = (uint64_t)encoder->names[symbol] * 8;
    for (uint32_t log = 0; log < HINT_TERM_SCALE; log++) {
        if (scale == 1u << log) {
            put_unsigned(&encoder->body, name + log);
            return;
        }
    }
    put_unsigned(&encoder->body, name + HINT_TERM_SCALE);
    put_unsigned(&encoder->body, scale);
}

static void put_form(struct hint_encoder *encoder, const struct form *form) {
    for (int i = 0; i < 2 && form->symbol[i]; i++) {
        put_term(encoder, form->symbol[i], form->scale[i]);
    }
    if (form->constant != 0) {
        put_signed(&encoder->body, form->constant);
    }
}

/* Whether a value says no more than that it can be read. Not so in slots: what is loaded from there is the
 * same number each time only if it has a symbol. */
static bool says_nothing(const struct hint_encoder *encoder, const struct summary *summary,
                         const struct claim *claim) {
    const struct value *value = &claim->value;
    if (value->kind != VALUE_INTEGER || is_any(value)) {
        return value->kind == VALUE_INTEGER;
    }
    const struct form *form = &value->form;
    if (claim->location >= LOCATION_SLOT || form->symbol[0] == SYMBOL_NONE || form->symbol[1] ||
        form->scale[0] != 1 || form->constant != 0 || encoder->uses[form->symbol[0]] != 1) {
        return false;
    }
    const struct symbol *symbol = &summary->symbols[form->symbol[0]];
    return !value->low32 && symbol->min == 0 && symbol->max == UINT64_MAX && symbol->bound_count == 0 &&
           !symbol->difference;
}

/* Whether the value is a symbol with a number that fits into the tag. */
static bool is_symbol(const struct hint_encoder *encoder, const struct value *value) {
    const struct form *form = &value->form;
    return value->kind == VALUE_INTEGER && !value->low32 && form->symbol[0] && !form->symbol[1] &&
           form->scale[0] == 1 && form->constant == 0 && encoder->names[form->symbol[0]] < 32;
}

static void put_reference(struct hint_encoder *encoder, const struct value *value) {
    struct bytes *out = &encoder->body;
    uint32_t kind = value->base & BASE_KIND, index = BASE_INDEX(value->base);
    uint8_t tag = form_tag(&value->form);
    if (kind == BASE_FRAME) {
        put_byte(out, HINT_REFERENCE_FRAME | tag);
    } else {
        tag |= kind == BASE_OBJECT ? HINT_REFERENCE_OBJECT : HINT_REFERENCE_GLOBAL;
        put_byte(out, tag | (index < 3 ? index : 3) << 6);
        if (index >= 3) {
            put_unsigned(out, index - 3);
        }
    }
    put_form(encoder, &value->form);
}

static void put_value(struct hint_encoder *encoder, const struct claim *claim) {
    const struct value *value = &claim->value;
    struct bytes *out = &encoder->body;
    if (value->kind == VALUE_UNREADABLE) {
        put_byte(out, HINT_BYTES);
        put_byte(out, claim->mask);
    } else if (is_any(value)) {
        put_byte(out, HINT_PLAIN);
    } else if (value->kind == VALUE_SAVED) {
        put_byte(out, HINT_ENTRY | (uint32_t)value->saved << 3);
    } else if (value->kind == VALUE_RETURN) {
        put_byte(out, HINT_ENTRY | HINT_ENTRY_RETURN << 3);
    } else if (is_symbol(encoder, value)) {
        put_byte(out, HINT_SYMBOL | encoder->names[value->form.symbol[0]] << 3);
    } else if (value->kind == VALUE_INTEGER) {
        put_byte(out, HINT_FORM | form_tag(&value->form) | (value->low32 ? 0x40u : 0u) |
                          (claim->mask != 0xff ? 0x80u : 0u));
        put_form(encoder, &value->form);
    } else {
        put_reference(encoder, value);
    }
}

static void use_form(struct hint_encoder *encoder, const struct form *form) {
    for (int i = 0; i < 2 && form->symbol[i] && form->symbol[i] != JOIN_ANY; i++) {
        encoder->uses[form->symbol[i]]++;
    }
}

/* Count uses, then give numbers to the symbols that are worth declaring. */
static uint32_t name_symbols(struct hint_encoder *encoder, const struct summary *summary) {
    bool valued[JOIN_ENTRIES_MAX + 1] = {false};
    memset(encoder->uses, 0, sizeof encoder->uses);
    memset(encoder->names, 0, sizeof encoder->names);
    for (size_t i = 0; i < summary->claim_count; i++) {
        const struct form *form = &summary->claims[i].value.form;
        use_form(encoder, form);
        for (int k = 0; k < 2 && form->symbol[k] && form->symbol[k] != JOIN_ANY; k++) {
            valued[form->symbol[k]] = true;
        }
    }
    for (size_t i = 0; i < summary->object_count; i++) {
        encoder->uses[summary->objects[i].extent_symbol]++;
        encoder->uses[summary->objects[i].guard]++;
        valued[summary->objects[i].extent_symbol] = true;
    }
    for (size_t id = 1; id <= summary->symbol_count; id++) {
        const struct symbol *symbol = &summary->symbols[id];
        for (uint32_t k = 0; k < symbol->bound_count; k++) {
            encoder->uses[symbol->bounds[k].symbol]++;
        }
        if (symbol->difference) {
            use_form(encoder, &symbol->minuend);
            use_form(encoder, &symbol->subtrahend);
        }
    }
    for (size_t i = 0; i < summary->claim_count; i++) {
        const struct claim *claim = &summary->claims[i];
        if (says_nothing(encoder, summary, claim) && !is_any(&claim->value)) {
            valued[claim->value.form.symbol[0]] = false;
        }
    }
    uint32_t count = 0;
    for (size_t id = 1; id <= summary->symbol_count; id++) {
        encoder->names[id] = valued[id] ? ++count : 0; /* what no value defines cannot be claimed */
    }
    return count;
}

static void put_symbol(struct hint_encoder *encoder, const struct symbol *symbol) {
    struct bytes *out = &encoder->body;
    uint32_t bounds = 0;
    bool multiples = false;
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        if (encoder->names[symbol->bounds[i].symbol]) {
            bounds++;
            multiples = multiples || symbol->bounds[i].multiple != 1;
        }
    }
    bool difference = symbol->difference && encoder->names[symbol->minuend.symbol[0]] &&
                      encoder->names[symbol->subtrahend.symbol[0]];
    uint32_t max = symbol->max == UINT64_MAX           ? HINT_MAX_NONE
                   : symbol->max == UINT32_MAX         ? HINT_MAX_32
                   : symbol->max == VX_OBJECT_SIZE_MAX ? HINT_MAX_SIZE
                                                       : HINT_MAX_GIVEN;
    put_byte(out, (symbol->min != 0 ? 1u : 0u) | max << 1 | bounds << 3 | (difference ? 0x40u : 0u) |
                      (multiples ? 0x80u : 0u));
    if (symbol->min != 0) {
        put_unsigned(out, symbol->min);
    }
    if (max == HINT_MAX_GIVEN) {
        put_unsigned(out, symbol->max);
    }
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        const struct bound *bound = &symbol->bounds[i];
        if (encoder->names[bound->symbol]) {
            put_term(encoder, bound->symbol, bound->scale);
            put_signed(out, bound->constant);
            if (multiples) {
                put_unsigned(out, bound->multiple);
            }
        }
    }
    if (difference) {
        put_byte(out, form_tag(&symbol->minuend));
        put_form(encoder, &symbol->minuend);
        put_byte(out, form_tag(&symbol->subtrahend));
        put_form(encoder, &symbol->subtrahend);
    }
}

/* The number of a declaration that has been seen or listed; `declaration_count` if there is none. */
static size_t find_declaration(const struct hint_encoder *encoder, const uint8_t *bytes, size_t count) {
    size_t i = 0;
    while (i < encoder->declaration_count && (encoder->declarations[i].count != count ||
                                              memcmp(encoder->declarations[i].bytes, bytes, count) != 0)) {
        i++;
    }
    return i;
}

static void vote_declaration(struct hint_encoder *encoder, const uint8_t *bytes, size_t count) {
    size_t number = find_declaration(encoder, bytes, count);
    if (number == encoder->declaration_count) {
        encoder->declarations = model_grow(encoder->body.model, encoder->declarations, number,
                                           &encoder->declaration_capacity, sizeof *encoder->declarations);
        struct declaration *declaration = &encoder->declarations[encoder->declaration_count++];
        *declaration = (struct declaration){.count = (uint32_t)count};
        memcpy(declaration->bytes, bytes, count);
    }
    encoder->declarations[number].votes++;
}

static enum hint_object_kind object_kind(const struct object *object) {
    return object->kind == OBJECT_FUNCTION ? HINT_FUNCTION
           : object->kind == OBJECT_ANY    ? HINT_ANY_OBJECT
           : object->exact                 ? HINT_EXACT
           : object->header                ? HINT_HEADER
                                           : HINT_MEMORY;
}

static void put_object(struct hint_encoder *encoder, const struct object *object) {
    struct bytes *out = &encoder->body;
    size_t start = out->count;
    bool symbolic = encoder->names[object->extent_symbol] != 0;
    bool constant = object->extent_constant != 0;
    bool plain = object->kind == OBJECT_MEMORY && object->type == TYPE_PLAIN;
    put_byte(out, (object->writable ? 1u : 0u) | (object->nullable ? 2u : 0u) | (plain ? 0u : 4u) |
                      (symbolic ? 8u : 0u) | (constant ? 16u : 0u) | (uint32_t)object->lifetime << 5);
    if (!plain) {
        put_unsigned(out,
                     (object->kind == OBJECT_ANY ? 0 : (uint64_t)object->type * 8) + object_kind(object));
    }
    if (symbolic) {
        put_term(encoder, object->extent_symbol, object->extent_scale);
    }
    if (constant) {
        put_unsigned(out, object->extent_constant);
    }
    if (encoder->voting) {
        vote_declaration(encoder, out->bytes + start, out->count - start);
        return;
    }
    size_t number = find_declaration(encoder, out->bytes + start, out->count - start);
    if (number < encoder->listed_count) {
        out->count = start;
        put_byte(out, HINT_LISTED | number);
    }
}

static bool has_guard(const struct hint_encoder *encoder, const struct object *object) {
    return object->nullable && object->guard && encoder->names[object->guard];
}

static void put_guards(struct hint_encoder *encoder, const struct summary *summary, size_t count) {
    size_t last = 0;
    put_unsigned(&encoder->body, count);
    for (size_t i = 0; i < summary->object_count; i++) {
        if (has_guard(encoder, &summary->objects[i])) {
            put_unsigned(&encoder->body, i - last);
            put_unsigned(&encoder->body, encoder->names[summary->objects[i].guard]);
            last = i;
        }
    }
}

static void put_objects(struct hint_encoder *encoder, const struct summary *summary) {
    struct bytes *out = &encoder->body;
    size_t guards = 0;
    for (size_t i = 0; i < summary->object_count; i++) {
        guards += has_guard(encoder, &summary->objects[i]);
    }
    put_unsigned(out, 4 * (uint64_t)summary->object_count + (guards ? 2 : 0) + (summary->published ? 1 : 0));
    if (summary->published) {
        put_unsigned(out, summary->published);
    }
    for (size_t i = 0; i < summary->object_count; i++) {
        put_object(encoder, &summary->objects[i]);
    }
    if (guards) {
        put_guards(encoder, summary, guards);
    }
}

/* What `common` calls a slot's value; -1 if it has no word for it. */
static int common_what(const struct claim *claim) {
    if (claim->location < LOCATION_SLOT) {
        return -1;
    }
    return claim->value.kind == VALUE_UNREADABLE ? HINT_COMMON_BYTES
           : is_any(&claim->value)               ? HINT_COMMON_PLAIN
           : claim->value.kind == VALUE_SAVED    ? claim->value.saved
           : claim->value.kind == VALUE_RETURN   ? HINT_COMMON_RETURN
                                                 : -1;
}

static bool is_word(const struct common *common, const struct claim *claim) {
    return common->slot + LOCATION_SLOT == claim->location && common->what == common_what(claim) &&
           common->mask == claim->mask;
}

/* The number of the common slot that says what a claim says, or -1. */
static int common_index(const struct hint_encoder *encoder, const struct claim *claim) {
    for (uint32_t i = 0; i < encoder->common_count; i++) {
        if (is_word(&encoder->common[i], claim)) {
            return (int)i;
        }
    }
    return -1;
}

/* The bit of a register that holds its own entry value in the hint's mask; 0 if it does not. */
static uint32_t saved_bit(const struct claim *claim) {
    for (uint32_t i = 0; i < 6; i++) {
        if (claim->location == hint_saved_registers[i] && claim->value.kind == VALUE_SAVED &&
            claim->value.saved == hint_saved_registers[i]) {
            return 1u << i;
        }
    }
    return 0;
}

struct masks {
    uint32_t saved, any, common;
};

static struct masks find_masks(const struct hint_encoder *encoder, const struct summary *summary) {
    struct masks masks = {0};
    for (size_t i = 0; i < summary->claim_count; i++) {
        const struct claim *claim = &summary->claims[i];
        int common = common_index(encoder, claim);
        masks.saved |= saved_bit(claim);
        masks.common |= common >= 0 ? 1u << common : 0;
        if (claim->location < LOCATION_SLOT && says_nothing(encoder, summary, claim)) {
            masks.any |= 1u << claim->location;
        }
    }
    return masks;
}

static void put_masks(struct hint_encoder *encoder, const struct summary *summary, const struct masks *masks,
                      uint32_t flags) {
    struct bytes *out = &encoder->body;
    if (flags & HINT_DEPTH) {
        put_unsigned(out, (uint64_t)-summary->depth);
    }
    if (flags & HINT_SAVED) {
        put_byte(out, masks->saved);
    }
    if (flags & HINT_XMM) {
        put_byte(out, summary->xmm & 0xff);
        put_byte(out, summary->xmm >> 8 & 0xff);
    }
    if (flags & HINT_COMMON) {
        put_unsigned(out, masks->common);
    }
    if (flags & HINT_ANY) {
        put_unsigned(out, masks->any);
    }
}

/* What may stand behind the location in its byte; 0: nothing, the value follows. */
static uint32_t short_value(const struct hint_encoder *encoder, const struct value *value) {
    uint32_t symbol = is_symbol(encoder, value) ? encoder->names[value->form.symbol[0]] : 0;
    if (symbol > 0) {
        return symbol + HINT_SHORT_SYMBOL - 1 < 8 ? symbol + HINT_SHORT_SYMBOL - 1 : 0;
    }
    bool start = value->kind == VALUE_REFERENCE && (value->base & BASE_KIND) == BASE_OBJECT &&
                 form_is_constant(&value->form) && value->form.constant == 0;
    return start && BASE_INDEX(value->base) + 1 < HINT_SHORT_SYMBOL ? BASE_INDEX(value->base) + 1 : 0;
}

static void put_claim(struct hint_encoder *encoder, const struct claim *claim, uint32_t distance) {
    uint32_t which = is_any(&claim->value) || claim->mask != 0xff ? 0 : short_value(encoder, &claim->value);
    uint32_t near = distance < HINT_LOCATION_MORE ? distance : HINT_LOCATION_MORE;
    put_byte(&encoder->body, which << 5 | near);
    if (near == HINT_LOCATION_MORE) {
        put_unsigned(&encoder->body, distance - near);
    }
    if (which == 0) {
        put_value(encoder, claim);
    }
}

static void put_hint(struct hint_encoder *encoder, const struct summary *summary) {
    struct bytes *out = &encoder->body;
    uint32_t symbols = name_symbols(encoder, summary), last = 0;
    uint32_t lowest = state_slot_of(summary->depth);
    struct masks masks = find_masks(encoder, summary);
    uint32_t flags = (summary->flags ? HINT_FLAGS_READABLE : 0u) | (summary->xmm ? HINT_XMM : 0u) |
                     (masks.saved != encoder->common_saved ? HINT_SAVED : 0u) |
                     (masks.common + 1 != (uint64_t)1 << encoder->common_count ? HINT_COMMON : 0u) |
                     (summary->depth != encoder->common_depth ? HINT_DEPTH : 0u) |
                     (masks.any ? HINT_ANY : 0u) | (symbols ? HINT_SYMBOLS : 0u) |
                     (summary->object_count || summary->published ? HINT_OBJECTS : 0u);
    encoder->saved_votes[masks.saved]++;
    out->count = 0;
    put_byte(out, flags);
    put_masks(encoder, summary, &masks, flags);
    if (flags & HINT_SYMBOLS) {
        put_unsigned(out, symbols);
    }
    for (size_t id = 1; id <= summary->symbol_count; id++) {
        if (encoder->names[id]) {
            put_symbol(encoder, &summary->symbols[id]);
        }
    }
    if (flags & HINT_OBJECTS) {
        put_objects(encoder, summary);
    }
    for (size_t i = 0; i < summary->claim_count; i++) {
        const struct claim *claim = &summary->claims[i];
        bool is_register = claim->location < LOCATION_SLOT;
        if ((is_register && ((masks.any >> claim->location & 1) || saved_bit(claim))) ||
            common_index(encoder, claim) >= 0) {
            continue;
        }
        uint32_t location =
            is_register ? claim->location : claim->location - LOCATION_SLOT - lowest + HINT_LOCATION_SLOT;
        put_claim(encoder, claim, location - last);
        last = location;
    }
}

/* ---- what a function's hints have in common ---- */

struct ballot {
    struct common *items;
    size_t count, capacity;
};

static void vote(struct hint_encoder *encoder, struct ballot *ballot, const struct claim *claim) {
    int what = common_what(claim);
    if (what < 0 || (uint32_t)claim->location - LOCATION_SLOT > state_slot_of(0)) {
        return;
    }
    for (size_t i = 0; i < ballot->count; i++) {
        if (is_word(&ballot->items[i], claim)) {
            ballot->items[i].votes++;
            return;
        }
    }
    ballot->items = model_grow(encoder->body.model, ballot->items, ballot->count, &ballot->capacity,
                               sizeof *ballot->items);
    ballot->items[ballot->count++] =
        (struct common){(uint32_t)claim->location - LOCATION_SLOT, 1, (uint8_t)what, claim->mask};
}

static int compare_votes(const void *left, const void *right) {
    const struct common *a = left, *b = right;
    return a->votes != b->votes ? (a->votes < b->votes) - (a->votes > b->votes)
                                : (a->slot < b->slot) - (a->slot > b->slot);
}

static int compare_slots(const void *left, const void *right) {
    const struct common *a = left, *b = right;
    return (a->slot < b->slot) - (a->slot > b->slot);
}

static void add_common(struct hint_encoder *encoder, const struct common *common) {
    for (uint32_t i = 0; i < encoder->common_count; i++) {
        if (encoder->common[i].slot == common->slot) {
            return;
        }
    }
    if (encoder->common_count < HINT_COMMON_MAX && common->votes >= 2) {
        encoder->common[encoder->common_count++] = *common;
    }
}

/* The depth that most places have, and what most say of slots. */
static void find_common(struct hint_encoder *encoder, const struct flow *flow,
                        const struct summary *summaries) {
    struct ballot ballot = {0};
    uint32_t most = 0;
    for (size_t i = 0; i < flow->block_count; i++) {
        const struct summary *summary = &summaries[i];
        if (!flow->blocks[i].place || !summary->reached) {
            continue;
        }
        for (size_t k = 0; k < summary->claim_count; k++) {
            vote(encoder, &ballot, &summary->claims[k]);
        }
        uint32_t votes = 0;
        for (size_t k = 0; k < flow->block_count; k++) {
            votes += flow->blocks[k].place && summaries[k].reached && summaries[k].depth == summary->depth;
        }
        if (votes > most) {
            most = votes;
            encoder->common_depth = summary->depth;
        }
    }
    if (ballot.count > 0) {
        qsort(ballot.items, ballot.count, sizeof *ballot.items, compare_votes);
    }
    for (size_t i = 0; i < ballot.count; i++) {
        add_common(encoder, &ballot.items[i]);
    }
    qsort(encoder->common, encoder->common_count, sizeof *encoder->common, compare_slots);
}

static void put_common(struct hint_encoder *encoder) {
    uint32_t slot = state_slot_of(0);
    put_unsigned(&encoder->list, (uint64_t)-encoder->common_depth);
    put_byte(&encoder->list, encoder->common_saved | (encoder->listed_count > 0 ? HINT_COMMON_OBJECTS : 0u));
    put_unsigned(&encoder->list, encoder->common_count);
    for (uint32_t i = 0; i < encoder->common_count; i++) {
        const struct common *common = &encoder->common[i];
        put_unsigned(&encoder->list, (uint64_t)(slot - common->slot) << 5 | common->what);
        if (common->what == HINT_COMMON_BYTES) {
            put_byte(&encoder->list, common->mask);
        }
        slot = common->slot;
    }
    if (encoder->listed_count > 0) {
        put_unsigned(&encoder->list, encoder->listed_count);
    }
    for (uint32_t i = 0; i < encoder->listed_count; i++) {
        for (uint32_t k = 0; k < encoder->declarations[i].count; k++) {
            put_byte(&encoder->list, encoder->declarations[i].bytes[k]);
        }
    }
}

/* Bytes that are saved if the declaration is a common object. */
static int64_t saving(const struct declaration *declaration) {
    return (int64_t)declaration->votes * ((int64_t)declaration->count - 1) - declaration->count;
}

static int compare_savings(const void *left, const void *right) {
    int64_t a = saving(left), b = saving(right);
    return a != b ? (a < b) - (a > b) : memcmp(left, right, sizeof(struct declaration));
}

/* What most hints say of saved registers, and the objects that are worth a place in the list. */
static void find_listed(struct hint_encoder *encoder, const struct flow *flow,
                        const struct summary *summaries) {
    int64_t sum = -1; /* the list's count */
    encoder->voting = true;
    for (size_t i = 0; i < flow->block_count; i++) {
        if (flow->blocks[i].place && summaries[i].reached) {
            put_hint(encoder, &summaries[i]);
        }
    }
    encoder->voting = false;
    for (uint32_t mask = 0; mask < 64; mask++) {
        if (encoder->saved_votes[mask] > encoder->saved_votes[encoder->common_saved]) {
            encoder->common_saved = mask;
        }
    }
    if (encoder->declaration_count > 0) {
        qsort(encoder->declarations, encoder->declaration_count, sizeof *encoder->declarations,
              compare_savings);
    }
    while (encoder->listed_count < HINT_LISTED_MAX && encoder->listed_count < encoder->declaration_count &&
           saving(&encoder->declarations[encoder->listed_count]) > 0) {
        sum += saving(&encoder->declarations[encoder->listed_count++]);
    }
    if (sum <= 0) {
        encoder->listed_count = 0;
    }
    encoder->declaration_count = encoder->listed_count;
}

/* The body, or how far back the same one stands. */
static void put_body(struct hint_encoder *encoder) {
    struct bytes *list = &encoder->list;
    size_t count = encoder->body.count, number = encoder->body_count;
    encoder->bodies =
        model_grow(list->model, encoder->bodies, number, &encoder->body_capacity, sizeof *encoder->bodies);
    encoder->body_count++;
    for (size_t i = number; i-- > 0;) {
        const struct body *body = &encoder->bodies[i];
        if (body->count == count && memcmp(list->bytes + body->offset, encoder->body.bytes, count) == 0) {
            put_unsigned(list, 2 * (number - i) + 1);
            encoder->bodies[number] = *body;
            return;
        }
    }
    put_unsigned(list, 2 * count);
    encoder->bodies[number] = (struct body){list->count, count};
    put_bytes(list, &encoder->body);
}

struct hint_encoder *hint_encoder_create(struct model *model) {
    struct hint_encoder *encoder = model_allocate(model, 1, sizeof *encoder);
    encoder->body.model = encoder->list.model = model;
    return encoder;
}

const uint8_t *hints_encode_one(struct hint_encoder *encoder, const struct summary *summary, size_t *bytes) {
    put_hint(encoder, summary);
    *bytes = encoder->body.count;
    return encoder->body.bytes;
}

void hints_encode(struct model *model, const struct flow *flow, const struct summary *summaries,
                  struct vx_function *function) {
    struct tables *tables = &model->tables;
    struct hint_encoder *encoder = hint_encoder_create(model);
    find_common(encoder, flow, summaries);
    find_listed(encoder, flow, summaries);
    uint32_t address = function->start;
    bool any = false;
    put_common(encoder);
    for (size_t i = 0; i < flow->block_count; i++) {
        if (!flow->blocks[i].place || !summaries[i].reached) {
            continue;
        }
        uint32_t start = flow->instructions[flow->blocks[i].first].address;
        put_hint(encoder, &summaries[i]);
        put_unsigned(&encoder->list, start - address);
        put_body(encoder);
        address = start;
        any = true;
    }
    function->hint_offset = (uint32_t)tables->hint_bytes;
    function->hint_bytes = any ? (uint32_t)encoder->list.count : 0;
    for (size_t i = 0; i < function->hint_bytes; i++) {
        tables->hints = model_grow(model, tables->hints, tables->hint_bytes, &tables->hint_capacity, 1);
        tables->hints[tables->hint_bytes++] = encoder->list.bytes[i];
    }
}
