/* Calls and returns (R5, R6): what a signature demands of a caller, what it promises to a callee, and
 * what a function must give back. */
#include "check.h"

static const uint8_t parameter_registers[6] = {REG_RDI, REG_RSI, REG_RDX, REG_RCX, REG_R8, 9};

void check_locate_parameters(const struct verifier_image *image, const struct vx_signature *signature,
                             struct check_location *locations, uint32_t *stack_slots) {
    uint8_t general = 0, vector = 0, stack = 0;
    for (uint32_t i = 0; i < signature->parameter_count; i++) {
        bool is_float = image->parameters[signature->first_parameter + i].kind == VX_FLOAT;
        if (is_float && vector < 8)
            locations[i] = (struct check_location){OPERAND_XMM, vector++, 0};
        else if (!is_float && general < 6)
            locations[i] = (struct check_location){OPERAND_GPR, parameter_registers[general++], 0};
        else
            locations[i] = (struct check_location){OPERAND_MEM, 0, stack++};
    }
    *stack_slots = stack;
}

static uint64_t element_size(const struct checker *checker, const struct vx_parameter *parameter) {
    return checker->image->types[parameter->type].size;
}

static uint64_t count_max(uint8_t width, uint64_t element) {
    uint64_t max = VX_OBJECT_SIZE_MAX / element;
    return width == 4 && max > VX_COUNT32_MAX ? VX_COUNT32_MAX : max;
}

/* The values that the parameters have in the callee at its entry. Counts come first: objects name them. */
static void enter_parameters(struct checker *checker, struct value *values) {
    const struct vx_parameter *parameters = checker->image->parameters + checker->signature->first_parameter;
    uint32_t count = checker->signature->parameter_count;
    uint64_t limits[VX_PARAMETERS_MAX];
    for (uint32_t i = 0; i < count; i++)
        limits[i] = parameters[i].width == 8 ? UINT64_MAX : UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        if (parameters[i].kind != VX_COUNTED)
            continue;
        uint64_t max =
            count_max(parameters[parameters[i].count].width, element_size(checker, &parameters[i]));
        if (max < limits[parameters[i].count])
            limits[parameters[i].count] = max;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (parameters[i].kind != VX_INTEGER)
            continue;
        values[i] = check_interval(checker, 0, limits[i]);
        values[i].low32 = parameters[i].width < 8;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (parameters[i].kind != VX_COUNTED && parameters[i].kind != VX_ONE)
            continue;
        uint32_t index = checker->state->object_count++;
        struct object object = {.writable = (parameters[i].flags & VX_PARAMETER_WRITABLE) != 0};
        if (parameters[i].kind == VX_ONE) {
            object.extent_constant = element_size(checker, &parameters[i]);
            object.nullable = true;
        } else {
            object.extent_symbol = values[parameters[i].count].form.symbol[0];
            object.extent_scale = (uint32_t)element_size(checker, &parameters[i]);
        }
        checker->state->objects[index] = object;
        values[i] = value_reference(BASE_OBJECT | index, 0);
    }
}

void check_enter_function(struct checker *checker, uint32_t index) {
    struct state *state = checker->state;
    const struct verifier_image *image = checker->image;
    struct check_location locations[VX_PARAMETERS_MAX];
    struct value values[VX_PARAMETERS_MAX];
    checker->function = &image->functions[index];
    checker->signature = &image->signatures[checker->function->signature];
    checker->address = checker->function->start;
    state_clear(state);
    state->flags.kind = FLAGS_UNREADABLE;
    state->registers[REG_RSP] = value_reference(BASE_FRAME, 0);
    for (uint32_t i = 0; i < 6; i++)
        state->registers[hint_saved_registers[i]] =
            (struct value){.kind = VALUE_SAVED, .saved = hint_saved_registers[i]};
    struct value return_address = {.kind = VALUE_RETURN};
    state_slot_set(state, state_slot_of(0), &return_address);
    enter_parameters(checker, values);
    check_locate_parameters(image, checker->signature, locations, &checker->stack_parameters);
    for (uint32_t i = 0; i < checker->signature->parameter_count; i++) {
        uint32_t slot = state_slot_of(8 + 8 * (int64_t)locations[i].stack_index);
        if (locations[i].kind == OPERAND_GPR)
            state->registers[locations[i].reg] = values[i];
        else if (locations[i].kind == OPERAND_XMM)
            state->xmm_readable |= 1u << locations[i].reg;
        else if (image->parameters[checker->signature->first_parameter + i].kind == VX_FLOAT)
            state_slot_smear(state, slot, 0xff);
        else
            state_slot_set(state, slot, &values[i]);
    }
}

/* An argument in its place, read whole; narrow integers need only be readable. */
static struct value argument_value(struct checker *checker, const struct check_location *location,
                                   uint32_t number, const struct vx_parameter *parameter) {
    struct state *state = checker->state;
    struct value value = {.kind = VALUE_UNREADABLE};
    bool readable;
    if (location->kind == OPERAND_XMM)
        readable = (state->xmm_readable & (1u << location->reg)) != 0;
    else if (location->kind == OPERAND_GPR) {
        value = state->registers[location->reg];
        readable = value.kind != VALUE_UNREADABLE;
    } else {
        int64_t offset = state->registers[REG_RSP].form.constant + 8 * (int64_t)location->stack_index;
        uint8_t needed = parameter->kind == VX_INTEGER || parameter->kind == VX_FLOAT
                             ? (uint8_t)((1u << parameter->width) - 1)
                             : 0xff;
        readable = false;
        if (offset < 0) {
            const struct slot *slot = &state->slots[state_slot_of(offset)];
            readable = (slot->initialised & needed) == needed;
            value = slot->value;
        }
    }
    if (!readable)
        check_fail(checker, CLAUSE_CALL_ARGUMENT, "argument %u", number);
    return value;
}

/* The exact unsigned value of a count argument of `width` bytes, or a failure. */
static bool count_form(struct checker *checker, const struct value *value, uint8_t width, uint64_t max,
                       uint32_t number, struct form *form) {
    *form = value->form;
    if (value->kind == VALUE_INTEGER) {
        if (form_is_constant(form) && !value->low32)
            form->constant &= width == 4 ? (int64_t)UINT32_MAX : -1;
        struct range range = domain_range(checker->state, form, false);
        bool exact = width == 4 ? value->low32 || range.max <= (__int128)UINT32_MAX : !value->low32;
        if (exact && range.min >= 0 && range.max <= (__int128)max)
            return true;
    }
    return check_fail(checker, CLAUSE_CALL_COUNT, "argument %u", number);
}

static bool is_null(const struct value *value) {
    return value->kind == VALUE_INTEGER && !value->low32 && form_is_constant(&value->form) &&
           value->form.constant == 0;
}

static void check_reference(struct checker *checker, const struct vx_parameter *parameter,
                            const struct value *value, const struct form *count, uint32_t number) {
    bool counted = parameter->kind == VX_COUNTED, write = (parameter->flags & VX_PARAMETER_WRITABLE) != 0;
    if (is_null(value) && (!counted || (form_is_constant(count) && count->constant == 0)))
        return;
    if (value->kind != VALUE_REFERENCE) {
        check_fail(checker, CLAUSE_CALL_REFERENCE, "argument %u: not a reference", number);
        return;
    }
    uint64_t size = element_size(checker, parameter);
    bool is_object = (value->base & BASE_KIND) == BASE_OBJECT;
    if (is_object && checker->state->objects[BASE_INDEX(value->base)].nullable) {
        /* Null stays null only without an offset, and only where null is as good as the object. */
        if (counted || !form_is_constant(&value->form) || value->form.constant != 0) {
            check_fail(checker, CLAUSE_CALL_REFERENCE, "argument %u: may be null", number);
            return;
        }
    }
    check_extent(checker, value, counted ? 0 : size, counted ? (uint32_t)size : 0, count, write,
                 CLAUSE_CALL_REFERENCE, CLAUSE_CALL_READ_ONLY, (struct check_subject){.argument = number});
}

static void check_arguments(struct checker *checker, const struct vx_signature *signature,
                            const struct check_location *locations) {
    const struct vx_parameter *parameters = checker->image->parameters + signature->first_parameter;
    struct value values[VX_PARAMETERS_MAX];
    for (uint32_t i = 0; i < signature->parameter_count; i++)
        values[i] = argument_value(checker, &locations[i], i, &parameters[i]);
    for (uint32_t i = 0; i < signature->parameter_count && !checker->failed; i++) {
        struct form count = {0};
        if (parameters[i].kind == VX_COUNTED) {
            uint8_t number = parameters[i].count, width = parameters[number].width;
            uint64_t max = count_max(width, element_size(checker, &parameters[i]));
            if (!count_form(checker, &values[number], width, max, number, &count))
                return;
        }
        if (parameters[i].kind == VX_COUNTED || parameters[i].kind == VX_ONE)
            check_reference(checker, &parameters[i], &values[i], &count, i);
    }
}

/* After a call: what the callee may have changed is unreadable; its result is where it must be. */
static void after_call(struct checker *checker, const struct vx_signature *signature, uint32_t stack_slots) {
    struct state *state = checker->state;
    static const uint8_t changed[9] = {REG_RAX, REG_RCX, REG_RDX, REG_RSI, REG_RDI, REG_R8, 9, 10, 11};
    for (uint32_t i = 0; i < sizeof changed; i++)
        state->registers[changed[i]] = (struct value){.kind = VALUE_UNREADABLE};
    state->xmm_readable = 0;
    state->flags = (struct flags){.kind = FLAGS_UNREADABLE};
    int64_t rsp = state->registers[REG_RSP].form.constant;
    for (uint32_t i = 0; i < stack_slots; i++)
        state_slot_clear(state, state_slot_of(rsp + 8 * (int64_t)i));
    if (signature->result_kind == VX_FLOAT)
        state->xmm_readable = 1;
    if (signature->result_kind == VX_INTEGER) {
        struct value result = check_unknown(checker, signature->result_width == 8 ? 8 : 4);
        result.low32 = signature->result_width < 8;
        state->registers[REG_RAX] = result;
    }
}

static const struct vx_signature *callee_signature(struct checker *checker,
                                                   const struct instruction *instruction) {
    const struct verifier_image *image = checker->image;
    if (instruction->operation == OP_CALL) {
        const struct vx_function *callee = tables_function_at(image, instruction->target);
        if (callee != NULL)
            return &image->signatures[callee->signature];
        check_fail(checker, CLAUSE_CODE_CALL_TARGET, "%x", instruction->target);
        return NULL;
    }
    uint64_t address =
        (uint64_t)checker->address + instruction->length + (uint64_t)(int64_t)instruction->displacement;
    uint64_t offset = address - image->manifest->import_address;
    if (instruction->base != REG_RIP || instruction->index != REG_NONE || offset % 8 != 0 ||
        offset / 8 >= image->import_count) {
        check_fail(checker, CLAUSE_CODE_CALL_INDIRECT, "%x", (uint32_t)address);
        return NULL;
    }
    return &image->signatures[image->imports[offset / 8].signature];
}

/* Stack arguments lie in slots that the callee owns from now on: no object of this frame may share them. */
static void check_stack_arguments(struct checker *checker, int64_t rsp, uint32_t stack_slots) {
    for (uint32_t i = 0; i < stack_slots; i++) {
        int64_t offset = rsp + 8 * (int64_t)i;
        if (offset >= 0 || check_touches_frame_object(checker, offset, 8))
            check_fail(checker, CLAUSE_CALL_ARGUMENT, "stack argument %u", i);
    }
}

void check_call(struct checker *checker, const struct instruction *instruction) {
    struct check_location locations[VX_PARAMETERS_MAX];
    uint32_t stack_slots;
    int64_t rsp = checker->state->registers[REG_RSP].form.constant;
    const struct vx_signature *signature = callee_signature(checker, instruction);
    checker->report->calls++;
    if (signature == NULL)
        return;
    if ((rsp - 8) % 16 != 0) /* the entry rsp is 8 more than a multiple of 16 */
        check_fail(checker, CLAUSE_CALL_ALIGNMENT, "rsp is entry rsp%l", rsp);
    if (rsp - 8 < -(int64_t)VX_FRAME_SIZE_MAX)
        check_fail(checker, CLAUSE_STACK_DEPTH, "the return address");
    check_locate_parameters(checker->image, signature, locations, &stack_slots);
    check_stack_arguments(checker, rsp, stack_slots);
    check_arguments(checker, signature, locations);
    checker->report->steps += signature->parameter_count;
    after_call(checker, signature, stack_slots);
}

void check_return(struct checker *checker) {
    const struct state *state = checker->state;
    const struct slot *slot = &state->slots[state_slot_of(0)];
    if (state->registers[REG_RSP].form.constant != 0)
        check_fail(checker, CLAUSE_STACK_RETURN, "rsp is entry rsp%l",
                   state->registers[REG_RSP].form.constant);
    if (slot->initialised != 0xff || slot->value.kind != VALUE_RETURN)
        check_fail(checker, CLAUSE_STACK_RETURN, "the return address has been overwritten");
    for (uint32_t i = 0; i < 6; i++) {
        const struct value *value = &state->registers[hint_saved_registers[i]];
        if (value->kind != VALUE_SAVED || value->saved != hint_saved_registers[i])
            check_fail(checker, CLAUSE_STACK_SAVED, "register %u", (uint32_t)hint_saved_registers[i]);
    }
    if (checker->signature->result_kind == VX_INTEGER && state->registers[REG_RAX].kind == VALUE_UNREADABLE)
        check_fail(checker, CLAUSE_CALL_RESULT, "rax");
    if (checker->signature->result_kind == VX_FLOAT && !(state->xmm_readable & 1))
        check_fail(checker, CLAUSE_CALL_RESULT, "xmm0");
}
