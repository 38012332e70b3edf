/* From summaries to the bytes of .vouch.hints, as verifier/hints.h describes them.
 *
 * What costs bytes and says nothing is left out: a value whose symbol has no facts and no other use is
 * "readable, nothing known". Registers that hold their own entry values are one bit each, and slots that
 * hold the same saved register at most places are listed once for the function. */
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

struct encoder {
    struct bytes body;
    struct bytes list;                    /* all hints of the function */
    uint32_t uses[JOIN_ENTRIES_MAX + 1];  /* of a symbol, by values, extents and facts */
    uint32_t names[JOIN_ENTRIES_MAX + 1]; /* its number in the hint; 0 if it is not declared */
    uint32_t common_slot[HINT_COMMON_MAX];
    uint8_t common_what[HINT_COMMON_MAX];
    uint32_t common_count;
};

static bool is_any(const struct value *value) {
    return value->kind == VALUE_INTEGER && value->form.symbol[0] == JOIN_ANY;
}

static uint8_t form_tag(const struct form *form) {
    uint32_t terms = (form->symbol[0] != SYMBOL_NONE) + (uint32_t)(form->symbol[1] != SYMBOL_NONE);
    return (uint8_t)(terms << 3 | (form->constant != 0 ? 0x20 : 0));
}

static void put_form(struct encoder *encoder, const struct form *form) {
    for (int i = 0; i < 2 && form->symbol[i]; i++) {
        put_unsigned(&encoder->body, encoder->names[form->symbol[i]]);
        put_unsigned(&encoder->body, form->scale[i]);
    }
    if (form->constant != 0) {
        put_signed(&encoder->body, form->constant);
    }
}

/* Whether a value says no more than that it can be read. Not so in slots: what is loaded from there is the
 * same number each time only if it has a symbol. */
static bool says_nothing(const struct encoder *encoder, const struct summary *summary,
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
    uint64_t top = value->low32 ? UINT32_MAX : UINT64_MAX;
    return symbol->min == 0 && symbol->max >= top && symbol->bound_count == 0 && !symbol->difference;
}

static void put_value(struct encoder *encoder, const struct summary *summary, const struct claim *claim) {
    const struct value *value = &claim->value;
    struct bytes *out = &encoder->body;
    if (claim->mask != 0xff) {
        put_byte(out, HINT_BYTES);
        put_byte(out, claim->mask);
    } else if (value->kind == VALUE_SAVED) {
        put_byte(out, HINT_SAVED_REGISTER);
        put_byte(out, value->saved);
    } else if (value->kind == VALUE_RETURN) {
        put_byte(out, HINT_RETURN);
    } else if (says_nothing(encoder, summary, claim)) {
        put_byte(out, HINT_INTEGER);
    } else if (value->kind == VALUE_INTEGER) {
        put_byte(out, HINT_FORM | form_tag(&value->form) | (value->low32 ? 0x40u : 0u));
        put_form(encoder, &value->form);
    } else {
        uint32_t kind = value->base & BASE_KIND;
        put_byte(out, (kind == BASE_OBJECT   ? HINT_REFERENCE_OBJECT
                       : kind == BASE_GLOBAL ? HINT_REFERENCE_GLOBAL
                                             : HINT_REFERENCE_FRAME) |
                          form_tag(&value->form));
        if (kind != BASE_FRAME) {
            put_unsigned(out, BASE_INDEX(value->base));
        }
        put_form(encoder, &value->form);
    }
}

static void use_form(struct encoder *encoder, const struct form *form) {
    for (int i = 0; i < 2 && form->symbol[i] && form->symbol[i] != JOIN_ANY; i++) {
        encoder->uses[form->symbol[i]]++;
    }
}

/* Count uses, then give numbers to the symbols that are worth declaring. */
static uint32_t name_symbols(struct encoder *encoder, const struct summary *summary) {
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
        if (claim->mask == 0xff && says_nothing(encoder, summary, claim) && !is_any(&claim->value)) {
            valued[claim->value.form.symbol[0]] = false;
        }
    }
    uint32_t count = 0;
    for (size_t id = 1; id <= summary->symbol_count; id++) {
        encoder->names[id] = valued[id] ? ++count : 0; /* what no value defines cannot be claimed */
    }
    return count;
}

static void put_symbol(struct encoder *encoder, const struct symbol *symbol) {
    struct bytes *out = &encoder->body;
    uint32_t bounds = 0;
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        bounds += encoder->names[symbol->bounds[i].symbol] != 0;
    }
    bool difference = symbol->difference && encoder->names[symbol->minuend.symbol[0]] &&
                      encoder->names[symbol->subtrahend.symbol[0]];
    put_byte(out, (symbol->min != 0 ? 1u : 0u) | (symbol->max != UINT64_MAX ? 2u : 0u) | bounds << 2 |
                      (difference ? 0x20u : 0u));
    if (symbol->min != 0) {
        put_unsigned(out, symbol->min);
    }
    if (symbol->max != UINT64_MAX) {
        put_unsigned(out, symbol->max);
    }
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        const struct bound *bound = &symbol->bounds[i];
        if (encoder->names[bound->symbol]) {
            put_unsigned(out, encoder->names[bound->symbol]);
            put_unsigned(out, bound->scale);
            put_signed(out, bound->constant);
        }
    }
    if (difference) {
        put_byte(out, form_tag(&symbol->minuend));
        put_form(encoder, &symbol->minuend);
        put_byte(out, form_tag(&symbol->subtrahend));
        put_form(encoder, &symbol->subtrahend);
    }
}

static void put_object(struct encoder *encoder, const struct object *object) {
    bool symbolic = encoder->names[object->extent_symbol] != 0;
    put_byte(&encoder->body, (object->writable ? 1u : 0u) | (object->nullable ? 2u : 0u) |
                                 (object->frame ? 4u : 0u) | (symbolic ? 8u : 0u));
    put_unsigned(&encoder->body, object->extent_constant);
    if (symbolic) {
        put_unsigned(&encoder->body, encoder->names[object->extent_symbol]);
        put_unsigned(&encoder->body, object->extent_scale);
    }
}

/* What `common` calls a slot's value; -1 if it is neither a saved register nor the return address. */
static int common_what(const struct claim *claim) {
    if (claim->location < LOCATION_SLOT || claim->mask != 0xff) {
        return -1;
    }
    return claim->value.kind == VALUE_SAVED    ? claim->value.saved
           : claim->value.kind == VALUE_RETURN ? 0xff
                                               : -1;
}

static bool is_common(const struct encoder *encoder, const struct claim *claim) {
    for (uint32_t i = 0; i < encoder->common_count; i++) {
        if (encoder->common_slot[i] == (uint32_t)claim->location - LOCATION_SLOT &&
            encoder->common_what[i] == common_what(claim)) {
            return true;
        }
    }
    return false;
}

static bool has_all_common(const struct encoder *encoder, const struct summary *summary) {
    uint32_t found = 0;
    for (size_t i = 0; i < summary->claim_count; i++) {
        found += is_common(encoder, &summary->claims[i]);
    }
    return encoder->common_count > 0 && found == encoder->common_count;
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

static void put_claims(struct encoder *encoder, const struct summary *summary, bool common) {
    struct bytes *out = &encoder->body;
    uint32_t mask = 0, slots = 0, last = 0;
    for (size_t i = 0; i < summary->claim_count; i++) {
        const struct claim *claim = &summary->claims[i];
        if (claim->location < LOCATION_SLOT) {
            mask |= saved_bit(claim) ? 0 : 1u << claim->location;
        } else {
            slots += !(common && is_common(encoder, claim));
        }
    }
    put_byte(out, mask & 0xff);
    put_byte(out, mask >> 8);
    for (size_t i = 0; i < summary->claim_count; i++) {
        if (summary->claims[i].location < LOCATION_SLOT && !saved_bit(&summary->claims[i])) {
            put_value(encoder, summary, &summary->claims[i]);
        }
    }
    put_unsigned(out, slots);
    for (size_t i = 0; i < summary->claim_count; i++) {
        const struct claim *claim = &summary->claims[i];
        if (claim->location >= LOCATION_SLOT && !(common && is_common(encoder, claim))) {
            put_unsigned(out, (uint32_t)claim->location - LOCATION_SLOT - last);
            last = (uint32_t)claim->location - LOCATION_SLOT;
            put_value(encoder, summary, claim);
        }
    }
}

static void put_hint(struct encoder *encoder, const struct summary *summary) {
    struct bytes *out = &encoder->body;
    uint32_t saved = 0;
    for (size_t i = 0; i < summary->claim_count; i++) {
        saved |= saved_bit(&summary->claims[i]);
    }
    bool common = has_all_common(encoder, summary);
    out->count = 0;
    put_unsigned(out, (uint64_t)(-summary->depth));
    put_byte(out, (summary->flags ? HINT_FLAGS_READABLE : 0u) | (summary->xmm ? HINT_XMM : 0u) |
                      (saved ? HINT_SAVED : 0u) | (common ? HINT_COMMON : 0u));
    if (saved) {
        put_byte(out, saved);
    }
    if (summary->xmm) {
        put_byte(out, summary->xmm & 0xff);
        put_byte(out, summary->xmm >> 8 & 0xff);
    }
    put_unsigned(out, name_symbols(encoder, summary));
    for (size_t id = 1; id <= summary->symbol_count; id++) {
        if (encoder->names[id]) {
            put_symbol(encoder, &summary->symbols[id]);
        }
    }
    put_unsigned(out, summary->object_count);
    for (size_t i = 0; i < summary->object_count; i++) {
        put_object(encoder, &summary->objects[i]);
    }
    put_claims(encoder, summary, common);
}

/* The saved registers' slots that at least half of the places agree about. */
static void find_common(struct encoder *encoder, const struct flow *flow, const struct summary *summaries) {
    uint32_t places = 0;
    for (size_t i = 0; i < flow->block_count; i++) {
        places += flow->blocks[i].place && summaries[i].reached;
    }
    for (size_t i = 0; i < flow->block_count; i++) {
        const struct summary *summary = &summaries[i];
        for (size_t k = 0; flow->blocks[i].place && summary->reached && k < summary->claim_count; k++) {
            const struct claim *claim = &summary->claims[k];
            if (common_what(claim) < 0 || is_common(encoder, claim) ||
                encoder->common_count == HINT_COMMON_MAX) {
                continue;
            }
            uint32_t votes = 0;
            for (size_t j = i; j < flow->block_count; j++) {
                for (size_t m = 0;
                     flow->blocks[j].place && summaries[j].reached && m < summaries[j].claim_count; m++) {
                    const struct claim *other = &summaries[j].claims[m];
                    votes += other->location == claim->location && common_what(other) == common_what(claim);
                }
            }
            if (votes >= 2 && 2 * votes >= places) {
                encoder->common_slot[encoder->common_count] = (uint32_t)claim->location - LOCATION_SLOT;
                encoder->common_what[encoder->common_count++] = (uint8_t)common_what(claim);
            }
        }
    }
}

void hints_encode(struct model *model, const struct flow *flow, const struct summary *summaries,
                  struct vx_function *function) {
    struct tables *tables = &model->tables;
    struct encoder *encoder = model_allocate(model, 1, sizeof *encoder);
    encoder->body.model = encoder->list.model = model;
    find_common(encoder, flow, summaries);
    uint32_t address = function->start;
    bool any = false;
    put_unsigned(&encoder->list, encoder->common_count);
    for (uint32_t i = 0; i < encoder->common_count; i++) {
        put_unsigned(&encoder->list, encoder->common_slot[i]);
        put_byte(&encoder->list, encoder->common_what[i]);
    }
    for (size_t i = 0; i < flow->block_count; i++) {
        if (!flow->blocks[i].place || !summaries[i].reached) {
            continue;
        }
        uint32_t start = flow->instructions[flow->blocks[i].first].address;
        put_hint(encoder, &summaries[i]);
        put_unsigned(&encoder->list, start - address);
        put_unsigned(&encoder->list, encoder->body.count);
        put_bytes(&encoder->list, &encoder->body);
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
