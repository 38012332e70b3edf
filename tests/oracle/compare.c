/* Does the abstract state describe the machine? Symbols get their meaning from the first register or slot
 * that holds them, object symbols from the first reference; from then on every register, slot, interval,
 * bound, difference, extent and right must agree with it. */
#include "oracle.h"

bool oracle_condition_holds(uint8_t condition, uint64_t flags) {
    bool cf = flags & 1, pf = flags & 4, zf = flags & 0x40, sf = flags & 0x80, of = flags & 0x800;
    const bool base[8] = {of, cf, zf, cf || zf, sf, pf, sf != of, zf || sf != of};
    return base[condition >> 1] != (condition & 1);
}

/* The form's value without its unknown symbols, of which there is at most one: its index, or -1. False if
 * there are two. */
static bool evaluate_partly(struct oracle *oracle, const struct form *form, bool is_signed, __int128 *value,
                            int *unknown) {
    const struct oracle_activation *top = oracle_top(oracle);
    *value =
        is_signed || !form_is_constant(form) ? (__int128)form->constant : (__int128)(uint64_t)form->constant;
    *unknown = -1;
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++) {
        if (top->known[form->symbol[i]])
            *value += (__int128)form->scale[i] * top->meanings[form->symbol[i]];
        else if (*unknown >= 0)
            return false;
        else
            *unknown = i;
    }
    return true;
}

bool oracle_evaluate(struct oracle *oracle, const struct form *form, bool is_signed, __int128 *value) {
    int unknown;
    return evaluate_partly(oracle, form, is_signed, value, &unknown) && unknown < 0;
}

static void learn(struct oracle *oracle, uint32_t symbol, uint64_t value) {
    struct oracle_activation *top = oracle_top(oracle);
    top->meanings[symbol] = value;
    top->known[symbol] = true;
}

static void compare_integer(struct oracle *oracle, const struct value *value, uint64_t concrete,
                            const char *what) {
    __int128 result, actual = value->low32 ? (uint32_t)concrete : concrete;
    int unknown;
    if (!evaluate_partly(oracle, &value->form, false, &result, &unknown))
        return;
    oracle->facts++;
    if (unknown >= 0) {
        __int128 rest = actual - result;
        if (rest < 0 || rest % value->form.scale[unknown] != 0)
            oracle_miss(oracle, what, (uint64_t)result, concrete);
        learn(oracle, value->form.symbol[unknown], (uint64_t)(rest / value->form.scale[unknown]));
    } else if (result != actual)
        oracle_miss(oracle, what, (uint64_t)result, concrete);
}

bool oracle_base(struct oracle *oracle, uint32_t base, uint64_t *address) {
    const struct oracle_activation *top = oracle_top(oracle);
    uint32_t index = BASE_INDEX(base);
    switch (base & BASE_KIND) {
    case BASE_OBJECT:
        *address = top->starts[index];
        return top->start_known[index];
    case BASE_GLOBAL:
        *address = oracle->bias + oracle->image->globals[index].address;
        return true;
    default:
        *address = top->entry_rsp;
        return true;
    }
}

/* The memory of an object symbol has the pointer slots that its type says, in all of its extent. */
static bool has_type(const struct oracle *oracle, const struct oracle_span *span, const struct object *object,
                     uint64_t start, uint64_t extent) {
    enum { ELEMENTS_MAX = 4 };
    if (object->type == TYPE_PLAIN)
        return oracle_is_plain(oracle, span, start, extent);
    const uint64_t size = oracle->image->types[object->type].size;
    if (object->header && object->type != span->type)
        return false;
    if (object->type == span->type && oracle->image->types[span->type].slot_count > 0)
        return (start - span->low) % size == 0;
    for (uint64_t i = 0; i < ELEMENTS_MAX && (i + 1) * size <= extent; i++) {
        if (!oracle_is_view(oracle, span, start + i * size, object->type))
            return false;
    }
    return true;
}

/* What an object symbol says of memory that is not null. */
static void compare_memory(struct oracle *oracle, const struct object *object, uint64_t start,
                           uint64_t extent) {
    struct oracle_span span;
    if (!oracle_find_object(oracle, start, &span) &&
        !(extent == 0 && object->kind == OBJECT_MEMORY && oracle_find_object(oracle, start - 1, &span)))
        oracle_miss(oracle, "an object symbol where no object is alive", object->type, start);
    if (extent > span.high - start)
        oracle_miss(oracle, "an object symbol's extent", extent, span.high - start);
    if (object->header && (!span.header || start != span.low))
        oracle_miss(oracle, "an object symbol claims a header", object->type, start);
    if (object->exact && extent != span.high - span.low)
        oracle_miss(oracle, "an object symbol's exact extent", extent, span.high - span.low);
    if (object->kind == OBJECT_MEMORY && extent == 0)
        return;
    if (object->kind == OBJECT_MEMORY && !has_type(oracle, &span, object, start, extent))
        oracle_miss(oracle, "an object symbol's type", object->type, span.type);
    if (object->writable && !span.writable)
        oracle_miss(oracle, "an object symbol claims a right to write", object->type, start);
    if (span.raw)
        oracle_miss(oracle, "an object symbol where no reference is believed to be", object->type, start);
    if (span.activation == oracle->depth && object->lifetime != LIFETIME_FRAME)
        oracle_miss(oracle, "an object symbol in the frame does not say so", object->lifetime, start);
    if (span.activation != 0 && object->lifetime == LIFETIME_STORABLE)
        oracle_miss(oracle, "an object symbol in a frame claims to be storable", object->type, start);
    const struct oracle_activation *top = oracle_top(oracle);
    if (object->kind == OBJECT_ANY && object->type_symbol != SYMBOL_NONE && top->known[object->type_symbol] &&
        top->meanings[object->type_symbol] != span.type)
        oracle_miss(oracle, "the type in a header", top->meanings[object->type_symbol], span.type);
}

/* An object symbol must lie inside one object that is alive and may be used as it says. */
static void compare_object(struct oracle *oracle, uint32_t index) {
    const struct oracle_activation *top = oracle_top(oracle);
    const struct object *object = &top->state->objects[index];
    uint64_t start = top->starts[index], extent = object->extent_constant;
    if (object->extent_symbol != SYMBOL_NONE) {
        if (!top->known[object->extent_symbol])
            return;
        extent += object->extent_scale * top->meanings[object->extent_symbol];
    }
    oracle->facts++;
    if (start == 0) {
        if (!object->nullable && (object->kind != OBJECT_MEMORY || extent != 0))
            oracle_miss(oracle, "null where the object is not nullable", index, extent);
        if (object->guard != SYMBOL_NONE && top->known[object->guard] && top->meanings[object->guard] != 0 &&
            extent != 0)
            oracle_miss(oracle, "null where the object's guard is not 0", index, extent);
    } else if (object->kind != OBJECT_FUNCTION)
        compare_memory(oracle, object, start, extent);
    else if (!oracle_is_entry(oracle, start, object->type))
        oracle_miss(oracle, "no entry of a function with that signature", object->type, start);
}

static void compare_reference(struct oracle *oracle, const struct value *value, uint64_t concrete,
                              const char *what) {
    struct oracle_activation *top = oracle_top(oracle);
    uint32_t index = BASE_INDEX(value->base);
    uint64_t base;
    __int128 offset;
    int unknown;
    if (!evaluate_partly(oracle, &value->form, true, &offset, &unknown))
        return;
    oracle->facts++;
    if (!oracle_base(oracle, value->base, &base)) {
        if (unknown >= 0)
            return;
        base = concrete - (uint64_t)offset;
        top->starts[index] = base;
        top->start_known[index] = true;
    }
    if (unknown >= 0) {
        if (value->form.scale[unknown] != 1)
            return;
        learn(oracle, value->form.symbol[unknown], concrete - base - (uint64_t)offset);
    } else if (base + (uint64_t)offset != concrete)
        oracle_miss(oracle, what, base + (uint64_t)offset, concrete);
    if ((value->base & BASE_KIND) == BASE_OBJECT)
        compare_object(oracle, index);
}

static void compare_value(struct oracle *oracle, const struct value *value, uint64_t concrete,
                          const char *what) {
    const struct oracle_activation *top = oracle_top(oracle);
    switch ((enum value_kind)value->kind) {
    case VALUE_UNREADABLE:
        return;
    case VALUE_INTEGER:
        compare_integer(oracle, value, concrete, what);
        return;
    case VALUE_REFERENCE:
        compare_reference(oracle, value, concrete, what);
        return;
    case VALUE_SAVED:
        oracle->facts++;
        if (concrete != top->entry_registers[value->saved])
            oracle_miss(oracle, "what a saved register held at the entry", top->entry_registers[value->saved],
                        concrete);
        return;
    case VALUE_RETURN:
        oracle->facts++;
        if (concrete != top->return_address)
            oracle_miss(oracle, "the return address", top->return_address, concrete);
        return;
    }
}

static void compare_slots(struct oracle *oracle) {
    const struct oracle_activation *top = oracle_top(oracle);
    const struct state *state = top->state;
    for (uint32_t i = 0; i < state->active_count; i++) {
        const struct slot *slot = &state->slots[state->active[i]];
        uint64_t address = top->entry_rsp + (uint64_t)state_slot_offset(state->active[i]);
        const uint8_t *bytes = oracle_host(oracle, address, SLOT_BYTES);
        if (bytes == NULL)
            continue; /* in the guard: the next access faults */
        for (uint32_t byte = 0; byte < SLOT_BYTES; byte++) {
            if ((slot->initialised >> byte & 1) && !oracle->initialised[address + byte - oracle->stack_low])
                oracle_miss(oracle, "a slot that nothing has written", address, byte);
        }
        uint64_t concrete;
        __builtin_memcpy(&concrete, bytes, sizeof concrete);
        compare_value(oracle, &slot->value, concrete, "a slot");
    }
}

void oracle_compare_symbols(struct oracle *oracle, uint32_t first) {
    struct oracle_activation *top = oracle_top(oracle);
    for (uint32_t id = first; id <= top->state->symbol_count; id++) {
        const struct symbol *symbol = &top->state->symbols[id];
        __int128 minuend, subtrahend;
        if (symbol->difference && oracle_evaluate(oracle, &symbol->minuend, false, &minuend) &&
            oracle_evaluate(oracle, &symbol->subtrahend, false, &subtrahend)) {
            oracle->facts++;
            if (!top->known[id] && minuend >= subtrahend)
                learn(oracle, id, (uint64_t)(minuend - subtrahend));
            else if (!top->known[id] || minuend - subtrahend != (__int128)top->meanings[id])
                oracle_miss(oracle, "a difference", (uint64_t)(minuend - subtrahend), top->meanings[id]);
        }
        if (!top->known[id])
            continue;
        oracle->facts++;
        if (top->meanings[id] < symbol->min)
            oracle_miss(oracle, "an interval's lower end", symbol->min, top->meanings[id]);
        if (top->meanings[id] > symbol->max)
            oracle_miss(oracle, "an interval's upper end", symbol->max, top->meanings[id]);
        for (uint32_t i = 0; i < symbol->bound_count; i++) {
            const struct bound *bound = &symbol->bounds[i];
            if (!top->known[bound->symbol])
                continue;
            oracle->facts++;
            __int128 limit = (__int128)bound->scale * top->meanings[bound->symbol] + bound->constant;
            if ((__int128)bound->multiple * top->meanings[id] >= limit)
                oracle_miss(oracle, "a bound", (uint64_t)limit, top->meanings[id]);
        }
    }
}

/* The number that a remembered operand of a comparison has, if the state knows. */
static bool flag_operand(struct oracle *oracle, const struct value *value, uint8_t width, uint64_t *number) {
    __int128 result;
    uint64_t base = 0;
    bool is_reference = value->kind == VALUE_REFERENCE;
    if (value->kind != VALUE_INTEGER && !is_reference)
        return false;
    if ((value->low32 && width == 8) || (is_reference && !oracle_base(oracle, value->base, &base)) ||
        !oracle_evaluate(oracle, &value->form, is_reference, &result))
        return false;
    *number = base + (uint64_t)result;
    if (width == 4)
        *number = (uint32_t)*number;
    return true;
}

static void compare_flags(struct oracle *oracle) {
    const struct flags *flags = &oracle_top(oracle)->state->flags;
    uint64_t left, right = 0, mask = 0xc0; /* ZF and SF */
    if (flags->kind == FLAGS_UNREADABLE || flags->kind == FLAGS_ANY)
        return;
    if (!flag_operand(oracle, &flags->left, flags->width, &left) ||
        (flags->kind == FLAGS_COMPARE && !flag_operand(oracle, &flags->right, flags->width, &right)))
        return;
    uint32_t top_bit = 8u * flags->width - 1;
    uint64_t result = left - right;
    if (flags->width == 4)
        result = (uint32_t)result;
    uint64_t expected = (result == 0 ? 0x40u : 0) | (result >> top_bit & 1 ? 0x80u : 0);
    if (flags->kind != FLAGS_RESULT)
        mask |= 0x801; /* CF and OF */
    if (flags->kind == FLAGS_COMPARE) {
        expected |= left < right ? 1 : 0;
        expected |= ((left ^ right) & (left ^ result)) >> top_bit & 1 ? 0x800 : 0;
    }
    oracle->facts++;
    if ((oracle->flags & mask) != expected)
        oracle_miss(oracle, "the flags", expected, oracle->flags & mask);
}

void oracle_compare(struct oracle *oracle, bool everything) {
    const struct oracle_activation *top = oracle_top(oracle);
    static const char *const names[16] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                          "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
    for (uint32_t reg = 0; reg < 16; reg++)
        compare_value(oracle, &top->state->registers[reg], oracle->registers[reg], names[reg]);
    compare_flags(oracle);
    if (everything) {
        compare_slots(oracle);
        oracle_compare_symbols(oracle, 1);
    }
}

/* References of the activation on top into the heap. */
static void compare_alive(struct oracle *oracle, const struct value *value) {
    uint64_t base;
    __int128 offset;
    if (value->kind != VALUE_REFERENCE || (value->base & BASE_KIND) != BASE_OBJECT ||
        !oracle_base(oracle, value->base, &base) || !oracle_evaluate(oracle, &value->form, true, &offset))
        return;
    const uint64_t address = base + (uint64_t)offset, heap = oracle->heap.cells;
    if (base - heap >= (uint64_t)oracle->heap.frontier * VX_PAGE_SIZE)
        return;
    oracle->facts++;
    if (heap_find(&oracle->heap, base) == NULL || heap_find(&oracle->heap, address) == NULL)
        oracle_miss(oracle, "the collector has freed what a function holds", base, address);
}

void oracle_compare_waiting(struct oracle *oracle) {
    const uint32_t depth = oracle->depth;
    for (oracle->depth = 1; oracle->depth <= depth; oracle->depth++) {
        const struct state *state = oracle_top(oracle)->state;
        for (uint32_t reg = 0; reg < 16; reg++)
            compare_alive(oracle, &state->registers[reg]);
        for (uint32_t i = 0; i < state->active_count; i++)
            compare_alive(oracle, &state->slots[state->active[i]].value);
    }
    oracle->depth = depth;
}
