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

static struct operand_text describe(struct check_subject subject) {
    struct operand_text out;
    const struct instruction *access = subject.access;
    if (access == NULL)
        report_format(out.text, sizeof out.text, "argument %u", subject.argument);
    else
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
    int64_t end = (int64_t)object->offset + (int64_t)checker->image->types[object->type].size;
    bool alive = object->offset >= checker->state->registers[REG_RSP].form.constant;
    return offset < end && alive ? object : NULL;
}

bool check_touches_frame_object(const struct checker *checker, int64_t offset, int64_t bytes) {
    const struct vx_frame_object *objects = checker->image->frames + checker->function->first_frame_object;
    uint32_t low = 0, high = checker->function->frame_object_count;
    while (low < high) { /* the last object that starts before offset + bytes */
        uint32_t middle = low + (high - low) / 2;
        if (objects[middle].offset < offset + bytes)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 &&
           (int64_t)objects[low - 1].offset + (int64_t)checker->image->types[objects[low - 1].type].size >
               offset;
}

static uint64_t rip_address(const struct checker *checker, const struct instruction *instruction) {
    return (uint64_t)checker->address + instruction->length + (uint64_t)(int64_t)instruction->displacement;
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

static bool extent_in_frame(struct checker *checker, const struct value *reference,
                            const struct linear *length, enum verifier_clause clause,
                            struct check_subject subject) {
    /* The object is the one that holds the least possible address; the proof shows that it holds all. */
    struct range range = domain_range(checker->state, &reference->form, true);
    if (range.min < -(__int128)VX_FRAME_SIZE_MAX || range.min >= 0)
        return check_fail(checker, clause, "%s: outside the frame", describe(subject).text);
    const struct vx_frame_object *object = check_frame_object(checker, (int64_t)range.min);
    if (object == NULL)
        return check_fail(checker, clause, "%s: no live object of the frame at entry rsp%l",
                          describe(subject).text, (int64_t)range.min);
    struct linear room; /* end of the object - offset - length */
    linear_start(&room, (__int128)object->offset + (__int128)checker->image->types[object->type].size);
    linear_add(&room, &reference->form, true, -1);
    room.constant -= length->constant;
    room.overflow |= length->overflow;
    for (uint32_t i = 0; i < length->count; i++)
        linear_add_symbol(&room, length->terms[i].symbol, -length->terms[i].factor);
    if (!domain_prove_nonnegative(checker->state, &room, &checker->report->steps))
        return check_fail(checker, clause, "%s: frame object at entry rsp%l", describe(subject).text,
                          (int64_t)object->offset);
    return true;
}

bool check_extent(struct checker *checker, const struct value *reference, uint64_t bytes, uint32_t element,
                  const struct form *count, bool write, enum verifier_clause clause,
                  enum verifier_clause read_only, struct check_subject subject) {
    struct state *state = checker->state;
    struct linear length, room;
    bool writable = true;
    linear_start(&length, (__int128)bytes);
    if (element != 0)
        linear_add(&length, count, false, element);
    uint32_t kind = reference->base & BASE_KIND, index = BASE_INDEX(reference->base);
    if (kind == BASE_FRAME)
        return extent_in_frame(checker, reference, &length, clause, subject);
    linear_start(&room, 0);
    if (kind == BASE_GLOBAL) {
        const struct vx_global *global = &checker->image->globals[index];
        writable = tables_global_writable(checker->image, global);
        room.constant = (__int128)checker->image->types[global->type].size;
    } else {
        const struct object *object = &state->objects[index];
        writable = object->writable;
        room.constant = (__int128)object->extent_constant;
        linear_add_symbol(&room, object->extent_symbol, object->extent_scale);
    }
    if (write && !writable)
        return check_fail(checker, read_only, "%s", describe(subject).text);
    if (domain_range(state, &reference->form, true).min < 0)
        return check_fail(checker, clause, "%s: the offset may be negative", describe(subject).text);
    linear_add(&room, &reference->form, true, -1);
    room.constant -= length.constant;
    room.overflow |= length.overflow;
    for (uint32_t i = 0; i < length.count; i++)
        linear_add_symbol(&room, length.terms[i].symbol, -length.terms[i].factor);
    if (!domain_prove_nonnegative(state, &room, &checker->report->steps))
        return check_fail(checker, clause, "%s", describe(subject).text);
    return true;
}

struct place {
    bool is_slot;
    int64_t offset; /* of a slot, from the entry rsp */
};

/* An address that is a constant of the image: inside a global, or plain bytes of rodata for a load. */
static bool check_rip_access(struct checker *checker, const struct instruction *instruction) {
    const struct verifier_image *image = checker->image;
    uint64_t address = rip_address(checker, instruction), bytes = instruction->mem_width;
    const struct check_subject subject = {.access = instruction};
    struct value reference = check_address(checker, instruction);
    if (reference.kind == VALUE_REFERENCE) {
        check_observe(checker, FACT_ACCESS, checker->address, &reference);
        return check_extent(checker, &reference, bytes, 0, NULL, instruction->mem_write, CLAUSE_ACCESS_BOUNDS,
                            CLAUSE_ACCESS_READ_ONLY, subject);
    }
    uint64_t imports = image->manifest->import_address, imports_end = imports + 8ull * image->import_count;
    bool in_rodata = address >= image->rodata.address &&
                     address < image->rodata.address + image->rodata.file_bytes &&
                     bytes <= image->rodata.address + image->rodata.file_bytes - address;
    bool in_imports = address < imports_end && address + bytes > imports;
    if (!in_rodata || in_imports || instruction->mem_write)
        return check_fail(checker, CLAUSE_ACCESS_GLOBAL, "%s", describe(subject).text);
    check_observe(checker, FACT_ACCESS, checker->address, NULL);
    return true;
}

/* A maybe-null reference: the unmapped first bytes of the address space stop a null one. */
static bool check_nullable(struct checker *checker, const struct value *address, uint64_t bytes,
                           struct check_subject subject) {
    if ((address->base & BASE_KIND) != BASE_OBJECT)
        return true;
    const struct object *object = &checker->state->objects[BASE_INDEX(address->base)];
    if (object->nullable && (!form_is_constant(&address->form) || address->form.constant < 0 ||
                             address->form.constant > (int64_t)VX_NULL_GUARD_BYTES - (int64_t)bytes))
        return check_fail(checker, CLAUSE_ACCESS_NULL, "%s", describe(subject).text);
    return true;
}

static bool check_frame_access(struct checker *checker, const struct value *address, uint64_t bytes,
                               bool write, struct check_subject subject, struct place *place) {
    if (!form_is_constant(&address->form))
        return check_extent(checker, address, bytes, 0, NULL, write, CLAUSE_STACK_INDEX, CLAUSE_STACK_INDEX,
                            subject);
    int64_t offset = address->form.constant;
    if (offset < -(int64_t)VX_FRAME_SIZE_MAX)
        return check_fail(checker, CLAUSE_STACK_BELOW, "%s", describe(subject).text);
    if (offset >= 8 + 8 * (int64_t)VX_PARAMETERS_MAX)
        return check_fail(checker, CLAUSE_STACK_OUTSIDE, "%s", describe(subject).text);
    if (!check_touches_frame_object(checker, offset, (int64_t)bytes)) {
        place->is_slot = true;
        place->offset = offset;
        return check_slot_bounds(checker, offset, (int64_t)bytes);
    }
    if (offset < checker->state->registers[REG_RSP].form.constant)
        return check_fail(checker, CLAUSE_STACK_BELOW, "%s", describe(subject).text);
    const struct vx_frame_object *object = check_frame_object(checker, offset);
    if (object == NULL ||
        offset + (int64_t)bytes > object->offset + (int64_t)checker->image->types[object->type].size)
        return check_fail(checker, CLAUSE_STACK_OVERLAP, "%s", describe(subject).text);
    return true;
}

static bool check_access(struct checker *checker, const struct instruction *instruction,
                         struct place *place) {
    uint64_t bytes = instruction->mem_width;
    const struct check_subject subject = {.access = instruction};
    *place = (struct place){false, 0};
    checker->report->accesses++;
    if (instruction->base == REG_RIP)
        return check_rip_access(checker, instruction);
    struct value address = check_address(checker, instruction);
    if (address.kind != VALUE_REFERENCE)
        return check_fail(checker, CLAUSE_ACCESS_BASE, "%s", describe(subject).text);
    check_observe(checker, FACT_ACCESS, checker->address, &address);
    if ((address.base & BASE_KIND) == BASE_FRAME)
        return check_frame_access(checker, &address, bytes, instruction->mem_write, subject, place);
    if (!check_nullable(checker, &address, bytes, subject) ||
        !check_extent(checker, &address, bytes, 0, NULL, instruction->mem_write, CLAUSE_ACCESS_BOUNDS,
                      CLAUSE_ACCESS_READ_ONLY, subject))
        return false;
    if ((address.base & BASE_KIND) == BASE_OBJECT) /* a null one would have faulted */
        checker->state->objects[BASE_INDEX(address.base)].nullable = false;
    return true;
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
    struct place place;
    if (!check_access(checker, instruction, &place))
        return check_unknown(checker, 8);
    if (!place.is_slot)
        return check_unknown(checker, instruction->mem_width);
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

void check_store(struct checker *checker, const struct instruction *instruction, const struct value *value) {
    struct place place;
    if (!check_access(checker, instruction, &place) || !place.is_slot)
        return;
    uint32_t slot = state_slot_of(place.offset);
    bool aligned = (place.offset & 7) == 0;
    if (instruction->mem_width == 8 && aligned && value->kind != VALUE_UNREADABLE)
        state_slot_set(checker->state, slot, value);
    else {
        smear(checker, place.offset, instruction->mem_width);
        if (instruction->mem_width == 4 && aligned && value->kind == VALUE_INTEGER && !value->low32)
            state_slot_set_low(checker->state, slot, value);
    }
}

static bool check_stack_slot(struct checker *checker, int64_t offset) {
    const struct value reference = value_reference(BASE_FRAME, offset);
    check_observe(checker, FACT_ACCESS, checker->address, &reference);
    if ((offset & 7) != 0)
        return check_fail(checker, CLAUSE_STACK_POINTER, "push or pop with rsp at entry rsp%l", offset);
    if (check_touches_frame_object(checker, offset, 8))
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
            state->objects[BASE_INDEX(value->base)].frame)
            *value = check_unknown(checker, 8);
    }
    for (uint32_t i = 0; i < state->active_count; i++) {
        struct slot *slot = &state->slots[state->active[i]];
        if (slot->value.kind == VALUE_REFERENCE && (slot->value.base & BASE_KIND) == BASE_OBJECT &&
            state->objects[BASE_INDEX(slot->value.base)].frame)
            slot->value = (struct value){.kind = VALUE_UNREADABLE}; /* eight bytes of plain data */
    }
    checker->report->steps += state->active_count;
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
            check_touches_frame_object(checker, before, offset - before))
            forget_frame_references(checker);
    }
}
