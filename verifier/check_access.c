/* Memory operands: what an address denotes, and the proof that an access lies inside its object (R2),
 * or in slots of the frame at constant offsets (R6). */
#include "check.h"

/* "rdi+rax*4+0x10", or "load of 4 bytes at" it. Bounded by the buffer. */
struct operand_text {
    char text[128];
};

static const char register_names[16][4] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                           "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};

static void append(struct operand_text *out, size_t *length, const char *text) {
    while (*text != 0 && *length + 1 < sizeof out->text)
        out->text[(*length)++] = *text++;
    out->text[*length] = 0;
}

static struct operand_text describe_operand(const struct instruction *instruction) {
    struct operand_text out = {{0}};
    size_t length = 0;
    if (instruction->base < 16)
        append(&out, &length, register_names[instruction->base]);
    if (instruction->base == REG_RIP)
        append(&out, &length, "rip");
    if (instruction->index < 16) {
        const char scale[3] = {'*', (char)('0' + instruction->scale), 0};
        append(&out, &length, instruction->base == REG_NONE ? "" : "+");
        append(&out, &length, register_names[instruction->index]);
        append(&out, &length, instruction->scale > 1 ? scale : "");
    }
    if (instruction->displacement != 0) {
        uint32_t magnitude = (uint32_t)instruction->displacement;
        append(&out, &length, instruction->displacement < 0 ? "-0x" : "+0x");
        if (instruction->displacement < 0)
            magnitude = 0 - magnitude;
        bool started = false;
        for (int shift = 28; shift >= 0; shift -= 4) {
            const char digit[2] = {"0123456789abcdef"[(magnitude >> shift) & 15], 0};
            started = started || digit[0] != '0' || shift == 0;
            append(&out, &length, started ? digit : "");
        }
    }
    return out;
}

static struct operand_text describe(const struct instruction *access) {
    struct operand_text out;
    report_format(out.text, sizeof out.text, "%s of %d bytes at %s", access->mem_write ? "store" : "load",
                  (int)access->mem_width, describe_operand(access).text);
    return out;
}

const struct vx_frame_object *check_frame_object(const struct checker *checker, int64_t offset) {
    const struct vx_frame_object *objects = checker->image->frames + checker->function->first_frame_object;
    uint32_t low = 0, high = checker->function->frame_object_count;
    while (low < high) { /* the last object that starts at or before offset */
        uint32_t middle = low + (high - low) / 2;
        if (objects[middle].offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    const struct vx_frame_object *object = &objects[low - 1];
    int64_t end = (int64_t)object->offset + (int64_t)verifier_frame_bytes(checker->image, object);
    bool alive = object->offset >= checker->state->registers[REG_RSP].form.constant;
    return offset < end && alive ? object : NULL;
}

bool check_touches_frame_object(const struct checker *checker, int64_t offset, int64_t bytes, bool raw_too) {
    const struct vx_frame_object *objects = checker->image->frames + checker->function->first_frame_object;
    uint32_t low = 0, high = checker->function->frame_object_count;
    while (low < high) { /* the last object that starts before offset + bytes */
        uint32_t middle = low + (high - low) / 2;
        if (objects[middle].offset < offset + bytes)
            low = middle + 1;
        else
            high = middle;
    }
    /* Objects are disjoint: at most `bytes` of them. */
    for (; low > 0; low--) {
        const struct vx_frame_object *object = &objects[low - 1];
        if ((int64_t)object->offset + (int64_t)verifier_frame_bytes(checker->image, object) <= offset)
            return false;
        if (raw_too || !check_is_raw(checker, object))
            return true;
    }
    return false;
}

static uint64_t rip_address(const struct checker *checker, const struct instruction *instruction) {
    return (uint64_t)checker->address + instruction->length + (uint64_t)(int64_t)instruction->displacement;
}

struct value check_function_address(struct checker *checker, const struct instruction *instruction) {
    uint64_t address = rip_address(checker, instruction);
    const struct vx_function *function =
        address <= UINT32_MAX ? tables_function_at(checker->image, (uint32_t)address) : NULL;
    checker->report->steps += 32; /* the search */
    if (function == NULL)
        return check_unknown(checker, 8);
    const struct object object = {
        .kind = OBJECT_FUNCTION, .type = function->signature, .lifetime = LIFETIME_STORABLE};
    return check_new_reference(checker, &object);
}

/* a + factor * b where `a` is what has been summed so far. Sums of integers must not wrap; a reference is
 * only congruent to its form, so there any factor will do. */
static struct value add_scaled(struct checker *checker, const struct value *a, const struct value *b,
                               uint8_t factor) {
    struct value result = *a;
    if (b->kind == VALUE_REFERENCE && a->kind == VALUE_INTEGER && factor == 1) {
        struct value swapped = *b;
        if (!a->low32 && domain_combine(&b->form, true, &a->form, true, 1, &swapped.form))
            return swapped;
        return check_unknown(checker, 8);
    }
    if (b->kind != VALUE_INTEGER || b->low32 || a->low32 ||
        !domain_combine(&a->form, true, &b->form, true, factor, &result.form))
        return check_unknown(checker, 8);
    return result;
}

/* During the sum integers may leave [0, 2^64), with their constants taken as signed: congruence modulo
 * 2^64 holds all along. At the end an integer must be back in range to count as exact. */
struct value check_address(struct checker *checker, const struct instruction *instruction) {
    if (instruction->base == REG_RIP) {
        uint64_t address = rip_address(checker, instruction);
        const struct vx_global *global = tables_global_holding(checker->image, address);
        if (global == NULL)
            return check_unknown(checker, 8);
        return value_reference(BASE_GLOBAL | (uint32_t)(global - checker->image->globals),
                               (int64_t)(address - global->address));
    }
    struct value sum = value_constant((uint64_t)(int64_t)instruction->displacement);
    if (instruction->base != REG_NONE) {
        struct value base = check_read(checker, instruction->base);
        if (base.kind == VALUE_REFERENCE)
            sum = add_scaled(checker, &base, &sum, 1);
        else if (base.kind == VALUE_INTEGER)
            sum = add_scaled(checker, &sum, &base, 1);
        else
            sum = check_unknown(checker, 8);
    }
    if (instruction->index != REG_NONE) {
        struct value index = check_read(checker, instruction->index);
        sum = add_scaled(checker, &sum, &index, instruction->scale);
    }
    if (sum.kind == VALUE_INTEGER && !form_is_constant(&sum.form)) {
        struct range range = domain_range(checker->state, &sum.form, true);
        if (range.min < 0 || range.max > (__int128)UINT64_MAX)
            return check_unknown(checker, 8);
    }
    return sum;
}

/* R6: bytes of the frame that belong to no object, at a constant offset. */
static bool check_slot_bounds(struct checker *checker, int64_t offset, int64_t bytes) {
    int64_t rsp = checker->state->registers[REG_RSP].form.constant;
    if (offset < rsp)
        return check_fail(checker, CLAUSE_STACK_BELOW, "%d bytes at entry rsp%l, rsp is at entry rsp%l",
                          (int)bytes, offset, rsp);
    if (offset + bytes > 8 + 8 * (int64_t)checker->stack_parameters)
        return check_fail(checker, CLAUSE_STACK_OUTSIDE, "%d bytes at entry rsp%l", (int)bytes, offset);
    return true;
}

enum place_kind {
    PLACE_MEMORY,  /* plain data, or a load that yields just its bytes */
    PLACE_POINTER, /* one whole pointer slot of an object */
    PLACE_MIXED,   /* bytes of which some may belong to pointer slots */
    PLACE_HEADER,  /* an object's type or count */
    PLACE_SLOT,    /* slots of the frame, at a constant offset */
    PLACE_NULL,    /* next to the constant null, which faults: what comes after is not reached from here */
    PLACE_NONE,    /* a failure */
};

struct place {
    enum place_kind kind;
    int64_t offset;             /* SLOT: from the entry rsp; HEADER: from the object */
    uint32_t base;              /* HEADER: whose */
    const struct vx_slot *slot; /* POINTER */
};

static struct place no_place(struct checker *checker, enum verifier_clause clause,
                             const struct instruction *access) {
    check_fail(checker, clause, "%s", describe(access).text);
    return (struct place){.kind = PLACE_NONE};
}

/* R3: which pointer slots the access can reach. */
static struct place typed_place(struct checker *checker, const struct target *target, const struct form *form,
                                uint64_t bytes) {
    struct place place = {.kind = PLACE_MEMORY};
    struct element_place inside;
    if (!check_is_record(checker, target->type))
        return place;
    place.kind = PLACE_MIXED;
    uint64_t size = checker->image->types[target->type].size;
    if (!check_place_in_element(checker, target->type, form, target->start, &inside) ||
        bytes > size - inside.last)
        return place;
    if (!types_has_slot(checker, target->type, &inside, bytes)) {
        place.kind = PLACE_MEMORY;
        return place;
    }
    place.slot = check_slot_at_places(checker, target->type, &inside);
    if (bytes == SLOT_BYTES && place.slot != NULL)
        place.kind = PLACE_POINTER;
    return place;
}

/* Right before an object with header: its type, 4 bytes at -16, or its count, 8 bytes at -8, may be loaded. A null
 * reference faults there: the last bytes of the address space are not mapped. */
static struct place header_place(struct checker *checker, const struct value *address,
                                 const struct instruction *access) {
    bool type = address->form.constant == -(int64_t)VX_HEADER_BYTES && access->mem_width == 4;
    bool count = address->form.constant == -8 && access->mem_width == 8;
    if (access->mem_write || (!type && !count))
        return no_place(checker, CLAUSE_TYPE_HEADER, access);
    return (struct place){.kind = PLACE_HEADER, .offset = address->form.constant, .base = address->base};
}

/* An access to an object that is not in this function's frame. */
static struct place object_place(struct checker *checker, const struct value *address,
                                 const struct instruction *access) {
    struct target target;
    struct linear length;
    const uint64_t bytes = access->mem_width;
    const struct form *form = &address->form;
    bool symbolic = (address->base & BASE_KIND) == BASE_OBJECT;
    if (!check_find_target(checker, address->base, form, &target) || target.kind == OBJECT_FUNCTION)
        return no_place(checker, CLAUSE_ACCESS_BASE, access);
    struct place place;
    if (target.header && form_is_constant(form) && form->constant < 0)
        place = header_place(checker, address, access);
    else {
        if (target.nullable && (!form_is_constant(form) || form->constant < 0 ||
                                form->constant > (int64_t)VX_NULL_GUARD_BYTES - (int64_t)bytes))
            return no_place(checker, CLAUSE_ACCESS_NULL, access);
        linear_start(&length, (__int128)bytes);
        if (access->mem_write && !target.writable)
            return no_place(checker, CLAUSE_ACCESS_READ_ONLY, access);
        if (!check_inside(checker, &target, form, &length))
            return no_place(checker, CLAUSE_ACCESS_BOUNDS, access);
        place = typed_place(checker, &target, form, bytes);
    }
    if (symbolic) /* a null one would have faulted */
        checker->state->objects[BASE_INDEX(address->base)].nullable = false;
    return place;
}

/* An address that is a constant of the image: inside a global, or plain bytes of rodata for a load. */
static struct place rip_place(struct checker *checker, const struct instruction *instruction) {
    const struct verifier_image *image = checker->image;
    uint64_t address = rip_address(checker, instruction), bytes = instruction->mem_width;
    struct value reference = check_address(checker, instruction);
    if (reference.kind == VALUE_REFERENCE) {
        check_observe(checker, FACT_ACCESS, checker->address, &reference);
        return object_place(checker, &reference, instruction);
    }
    uint64_t imports = image->manifest->import_address, imports_end = imports + 8ull * image->import_count;
    bool in_rodata = address >= image->rodata.address &&
                     address < image->rodata.address + image->rodata.file_bytes &&
                     bytes <= image->rodata.address + image->rodata.file_bytes - address;
    bool in_imports = address < imports_end && address + bytes > imports;
    if (!in_rodata || in_imports || instruction->mem_write)
        return no_place(checker, CLAUSE_ACCESS_GLOBAL, instruction);
    check_observe(checker, FACT_ACCESS, checker->address, NULL);
    return (struct place){.kind = PLACE_MEMORY};
}

/* R6: an object of the frame, or slots at a constant offset. An object with pointer slots that nothing has used
 * through a reference is slots, too, while offsets are constant. */
static struct place frame_place(struct checker *checker, const struct value *address,
                                const struct instruction *access) {
    struct target target;
    struct linear length;
    const int64_t bytes = access->mem_width, offset = address->form.constant;
    bool constant = form_is_constant(&address->form);
    if (constant) {
        if (offset < -(int64_t)VX_FRAME_SIZE_MAX)
            return no_place(checker, CLAUSE_STACK_BELOW, access);
        if (offset >= 8 + 8 * (int64_t)VX_PARAMETERS_MAX)
            return no_place(checker, CLAUSE_STACK_OUTSIDE, access);
        if (!check_touches_frame_object(checker, offset, bytes, false)) {
            bool good = check_slot_bounds(checker, offset, bytes);
            return (struct place){.kind = good ? PLACE_SLOT : PLACE_NONE, .offset = offset};
        }
        if (offset < checker->state->registers[REG_RSP].form.constant)
            return no_place(checker, CLAUSE_STACK_BELOW, access);
    }
    linear_start(&length, (__int128)bytes);
    if (!check_find_target(checker, address->base, &address->form, &target) ||
        !check_inside(checker, &target, &address->form, &length))
        return no_place(checker, constant ? CLAUSE_STACK_OVERLAP : CLAUSE_STACK_INDEX, access);
    if (!check_publish(checker, target.local))
        return no_place(checker, constant ? CLAUSE_STACK_OVERLAP : CLAUSE_STACK_PUBLISH, access);
    return typed_place(checker, &target, &address->form, (uint64_t)bytes);
}

/* Whether the address is a constant at which nothing is ever mapped, for all bytes of the access. */
static bool is_near_null(const struct value *address, uint8_t bytes) {
    const int64_t guard = VX_NULL_GUARD_BYTES, at = address->form.constant;
    if (address->kind != VALUE_INTEGER || address->low32 || !form_is_constant(&address->form))
        return false;
    return at >= 0 ? at <= guard - bytes : at >= -guard && at <= -(int64_t)bytes;
}

static struct place find_place(struct checker *checker, const struct instruction *instruction) {
    checker->report->accesses++;
    if (instruction->base == REG_RIP)
        return rip_place(checker, instruction);
    struct value address = check_address(checker, instruction);
    if (is_near_null(&address, instruction->mem_width))
        return (struct place){.kind = PLACE_NULL};
    if (address.kind != VALUE_REFERENCE)
        return no_place(checker, CLAUSE_ACCESS_BASE, instruction);
    check_observe(checker, FACT_ACCESS, checker->address, &address);
    return (address.base & BASE_KIND) == BASE_FRAME ? frame_place(checker, &address, instruction)
                                                    : object_place(checker, &address, instruction);
}

/* Are all bytes of the slots under [offset, offset + bytes) initialised? */
static bool check_initialised(struct checker *checker, int64_t offset, uint32_t bytes) {
    for (uint32_t i = 0; i < bytes; i++) {
        int64_t byte = offset + i;
        uint32_t slot = state_slot_of(byte);
        if (!(checker->state->slots[slot].initialised & (1u << ((uint64_t)byte & 7))))
            return check_fail(checker, CLAUSE_STACK_UNINITIALISED, "byte at entry rsp%l", byte);
    }
    return true;
}

static struct value load_slot(struct checker *checker, int64_t offset, uint8_t width) {
    if (!check_initialised(checker, offset, width))
        return check_unknown(checker, 8);
    struct value value = checker->state->slots[state_slot_of(offset)].value;
    if ((offset & 7) != 0 || value.kind == VALUE_UNREADABLE)
        return check_unknown(checker, width);
    if (width == 8)
        return value;
    if (value.kind != VALUE_INTEGER || width < 4)
        return check_unknown(checker, width);
    struct range range = domain_range(checker->state, &value.form, false);
    if (!value.low32 && (range.min < 0 || range.max > (__int128)UINT32_MAX))
        return check_unknown(checker, width);
    value.low32 = false;
    return value;
}

struct value check_load(struct checker *checker, const struct instruction *instruction) {
    struct place place = find_place(checker, instruction);
    switch (place.kind) {
    case PLACE_NONE:
        return check_unknown(checker, 8);
    case PLACE_MEMORY:
    case PLACE_MIXED:
        return check_unknown(checker, instruction->mem_width);
    case PLACE_HEADER:
        return place.offset == -8 ? check_header_count(checker, place.base)
                                  : check_header_type(checker, place.base);
    case PLACE_POINTER: {
        const struct check_kind kind = {place.slot->kind, place.slot->flags, place.slot->type};
        const struct object object = check_object_of(checker, &kind, LIFETIME_STORABLE);
        return check_new_reference(checker, &object);
    }
    case PLACE_NULL: /* never loaded, so it may as well be null again: p->next->value */
        return instruction->mem_width == 8 ? value_constant(0)
                                           : check_unknown(checker, instruction->mem_width);
    case PLACE_SLOT:
        break;
    }
    if (instruction->mem_width > 8) {
        check_initialised(checker, place.offset, instruction->mem_width);
        return check_unknown(checker, 8);
    }
    return load_slot(checker, place.offset, instruction->mem_width);
}

static void smear(struct checker *checker, int64_t offset, uint32_t bytes) {
    for (uint32_t i = 0; i < bytes; i++) {
        int64_t byte = offset + i;
        state_slot_smear(checker->state, state_slot_of(byte), (uint8_t)(1u << ((uint64_t)byte & 7)));
    }
}

static void store_slot(struct checker *checker, int64_t offset, uint8_t width, const struct value *value) {
    uint32_t slot = state_slot_of(offset);
    bool aligned = (offset & 7) == 0;
    if (width == 8 && aligned && value->kind != VALUE_UNREADABLE)
        state_slot_set(checker->state, slot, value);
    else {
        smear(checker, offset, width);
        if (width == 4 && aligned && value->kind == VALUE_INTEGER && !value->low32)
            state_slot_set_low(checker->state, slot, value);
    }
}

void check_store(struct checker *checker, const struct instruction *instruction, const struct value *value) {
    struct place place = find_place(checker, instruction);
    switch (place.kind) {
    case PLACE_NONE:
    case PLACE_MEMORY:
    case PLACE_HEADER: /* a store there has failed */
    case PLACE_NULL:
        return;
    case PLACE_MIXED:
        check_fail(checker, CLAUSE_TYPE_OVERWRITE, "%s", describe(instruction).text);
        return;
    case PLACE_POINTER: {
        const struct check_kind kind = {place.slot->kind, place.slot->flags, place.slot->type};
        enum verifier_clause clause = check_suits(checker, &kind, value, NULL, LIFETIME_STORABLE);
        if (clause == CLAUSE_ACCESS_BOUNDS)
            clause = CLAUSE_TYPE_VALUE; /* not enough of what it points to */
        if (clause != CLAUSE_NONE)
            check_fail(checker, clause, "%s", describe(instruction).text);
        return;
    }
    case PLACE_SLOT:
        store_slot(checker, place.offset, instruction->mem_width, value);
        return;
    }
}

static bool check_stack_slot(struct checker *checker, int64_t offset) {
    const struct value reference = value_reference(BASE_FRAME, offset);
    check_observe(checker, FACT_ACCESS, checker->address, &reference);
    if ((offset & 7) != 0)
        return check_fail(checker, CLAUSE_STACK_POINTER, "push or pop with rsp at entry rsp%l", offset);
    if (check_touches_frame_object(checker, offset, 8, true))
        return check_fail(checker, CLAUSE_STACK_OVERLAP, "8 bytes at entry rsp%l", offset);
    return check_slot_bounds(checker, offset, 8);
}

struct value check_load_slot(struct checker *checker, int64_t offset) {
    if (!check_stack_slot(checker, offset))
        return check_unknown(checker, 8);
    /* LLVM pushes and pops whatever a register holds to move rsp: what nothing has written whole may be
     * moved, and is unreadable. */
    if (checker->state->slots[state_slot_of(offset)].initialised != 0xff)
        return (struct value){.kind = VALUE_UNREADABLE};
    return load_slot(checker, offset, 8);
}

void check_store_slot(struct checker *checker, int64_t offset, const struct value *value) {
    if (check_stack_slot(checker, offset))
        state_slot_set(checker->state, state_slot_of(offset), value);
}

/* References into this frame by way of an object symbol die with the frame's objects. */
static void forget_frame_references(struct checker *checker) {
    struct state *state = checker->state;
    for (uint32_t i = 0; i < 16; i++) {
        struct value *value = &state->registers[i];
        if (value->kind == VALUE_REFERENCE && (value->base & BASE_KIND) == BASE_OBJECT &&
            state->objects[BASE_INDEX(value->base)].lifetime == LIFETIME_FRAME)
            *value = check_unknown(checker, 8);
    }
    for (uint32_t i = 0; i < state->active_count; i++) {
        struct slot *slot = &state->slots[state->active[i]];
        if (slot->value.kind == VALUE_REFERENCE && (slot->value.base & BASE_KIND) == BASE_OBJECT &&
            state->objects[BASE_INDEX(slot->value.base)].lifetime == LIFETIME_FRAME)
            slot->value = (struct value){.kind = VALUE_UNREADABLE}; /* eight bytes of plain data */
    }
    checker->report->steps += state->active_count;
}

/* Objects that rsp has risen over or into are raw when it comes down again. */
static void forget_published(struct checker *checker, int64_t rsp) {
    const struct vx_frame_object *objects = checker->image->frames + checker->function->first_frame_object;
    for (uint32_t i = 0; i < checker->record_count; i++) {
        if (objects[checker->records[i]].offset < rsp)
            checker->state->published &= ~((uint64_t)1 << i);
    }
    checker->report->steps += checker->record_count;
}

/* Slots that rsp rises over are gone: whatever interrupts or is called next may overwrite them. Of one that
 * it rises into, the lower bytes are. */
static void clear_slots(struct checker *checker, int64_t from, int64_t to) {
    struct state *state = checker->state;
    uint32_t partial = state_slot_of(to), kept = (uint32_t)(0xffu << ((uint64_t)to & 7));
    from = state_slot_offset(state_slot_of(from));
    to = state_slot_offset(partial);
    if (kept != 0xff)
        state_slot_cut(state, partial, (uint8_t)kept);
    int64_t count = (to - from) / SLOT_BYTES;
    if (count <= state->active_count) {
        checker->report->steps += (uint64_t)count;
        for (int64_t offset = from; offset < to; offset += SLOT_BYTES)
            state_slot_clear(state, state_slot_of(offset));
        return;
    }
    checker->report->steps += state->active_count;
    for (uint32_t i = state->active_count; i > 0; i--) {
        int64_t offset = state_slot_offset(state->active[i - 1]);
        if (offset >= from && offset < to)
            state_slot_clear(state, state->active[i - 1]);
    }
}

void check_move_rsp(struct checker *checker, int64_t offset) {
    int64_t before = checker->state->registers[REG_RSP].form.constant;
    if (offset < -(int64_t)VX_FRAME_SIZE_MAX || offset > 0) {
        check_fail(checker, CLAUSE_STACK_DEPTH, "rsp would be entry rsp%l", offset);
        return;
    }
    checker->state->registers[REG_RSP] = value_reference(BASE_FRAME, offset);
    if (offset > before) {
        clear_slots(checker, before, offset);
        if (checker->function->frame_object_count > 0 &&
            check_touches_frame_object(checker, before, offset - before, true)) {
            forget_frame_references(checker);
            forget_published(checker, offset);
        }
    }
}
