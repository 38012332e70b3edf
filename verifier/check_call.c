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

static bool is_reference(uint8_t kind) {
    return kind == VX_ONE || kind == VX_COUNTED || kind == VX_ARRAY || kind == VX_ANY || kind == VX_FUNCTION;
}

static enum lifetime lifetime_of(const struct vx_parameter *parameter) {
    if (parameter->flags & VX_STORABLE)
        return LIFETIME_STORABLE;
    return parameter->flags & VX_RETURNED ? LIFETIME_RETURNABLE : LIFETIME_BORROWED;
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
        const struct check_kind kind = {parameters[i].kind, parameters[i].flags, parameters[i].type};
        if (!is_reference(kind.kind))
            continue;
        struct object object = check_object_of(checker, &kind, lifetime_of(&parameters[i]));
        if (kind.kind == VX_COUNTED) {
            object.extent_symbol = values[parameters[i].count].form.symbol[0];
            object.extent_scale = (uint32_t)element_size(checker, &parameters[i]);
        }
        values[i] = check_new_reference(checker, &object);
    }
}

/* Which of the frame's objects have pointer slots; tables.c has limited their number. */
static void find_records(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    checker->record_count = 0;
    for (uint32_t i = 0; i < checker->function->frame_object_count; i++) {
        uint32_t type = image->frames[checker->function->first_frame_object + i].type;
        if (image->types[type].kind == VX_TYPE_RECORD)
            checker->records[checker->record_count++] = i;
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
    find_records(checker);
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

/* What a service's type operands are, by parameter. */
struct operands {
    uint32_t types[VX_PARAMETERS_MAX];
};

static struct check_kind kind_of(const struct vx_parameter *parameter, const struct operands *operands) {
    bool of_operand = (parameter->flags & VX_OF_OPERAND) != 0;
    return (struct check_kind){parameter->kind, parameter->flags,
                               of_operand ? operands->types[parameter->type] : parameter->type};
}

/* What the same finding is called where it is about an argument. */
static enum verifier_clause argument_clause(enum verifier_clause clause) {
    if (clause == CLAUSE_TYPE_VALUE || clause == CLAUSE_ACCESS_BOUNDS)
        return CLAUSE_CALL_REFERENCE;
    if (clause == CLAUSE_TYPE_READ_ONLY)
        return CLAUSE_CALL_READ_ONLY;
    return clause == CLAUSE_LIFETIME_STORE ? CLAUSE_LIFETIME_ARGUMENT : clause;
}

static void type_operands(struct checker *checker, const struct vx_parameter *parameters, uint32_t count,
                          const struct value *values, struct operands *operands) {
    for (uint32_t i = 0; i < count; i++) {
        if (parameters[i].kind != VX_TYPE)
            continue;
        uint64_t type = (uint32_t)values[i].form.constant; /* it is passed in 4 bytes */
        bool constant = values[i].kind == VALUE_INTEGER && form_is_constant(&values[i].form);
        if (!constant || type >= checker->image->type_count) {
            check_fail(checker, CLAUSE_CALL_TYPE, "argument %u", i);
            type = 0;
        }
        operands->types[i] = (uint32_t)type;
    }
}

/* What the callee may do with the arguments, and what they give its result. */
struct passed {
    struct value values[VX_PARAMETERS_MAX];
    struct operands operands;
    /* Of those that may be returned: */
    enum lifetime lifetime; /* the weakest */
    bool writable;          /* all are */
    bool inherited;         /* all are writable or as writable as what this function may return */
};

static void note_returned(const struct checker *checker, const struct value *value, struct passed *passed) {
    struct target target;
    if (value->kind != VALUE_REFERENCE)
        return; /* null */
    if (!check_find_target(checker, value->base, &value->form, &target)) {
        passed->lifetime = LIFETIME_FRAME;
        passed->writable = passed->inherited = false;
        return;
    }
    if (target.lifetime < passed->lifetime)
        passed->lifetime = (enum lifetime)target.lifetime;
    passed->writable = passed->writable && target.writable;
    passed->inherited = passed->inherited && (target.writable || target.lifetime == LIFETIME_RETURNABLE);
}

static void check_arguments(struct checker *checker, const struct vx_signature *signature,
                            const struct check_location *locations, struct passed *passed) {
    const struct vx_parameter *parameters = checker->image->parameters + signature->first_parameter;
    struct value *values = passed->values;
    passed->lifetime = LIFETIME_STORABLE;
    passed->writable = passed->inherited = true;
    for (uint32_t i = 0; i < signature->parameter_count; i++)
        values[i] = argument_value(checker, &locations[i], i, &parameters[i]);
    type_operands(checker, parameters, signature->parameter_count, values, &passed->operands);
    for (uint32_t i = 0; i < signature->parameter_count && !checker->failed; i++) {
        struct form count = {0};
        const struct check_kind kind = kind_of(&parameters[i], &passed->operands);
        if (!is_reference(kind.kind))
            continue;
        if (kind.kind == VX_COUNTED) {
            uint8_t number = parameters[i].count, width = parameters[number].width;
            uint64_t max = count_max(width, element_size(checker, &parameters[i]));
            if (!count_form(checker, &values[number], width, max, number, &count))
                return;
        }
        enum lifetime lifetime = parameters[i].flags & VX_STORABLE ? LIFETIME_STORABLE : LIFETIME_FRAME;
        enum verifier_clause clause = check_suits(checker, &kind, &values[i], &count, lifetime);
        if (clause != CLAUSE_NONE)
            check_fail(checker, argument_clause(clause), "argument %u", i);
        if (parameters[i].flags & VX_RETURNED)
            note_returned(checker, &values[i], passed);
    }
}

/* References are kept only where the collector's scan of the stack finds their object: inside it or at its end. */
static bool survives(struct checker *checker, const struct value *value) {
    static const struct linear nothing = {0};
    struct target target;
    if (value->kind != VALUE_REFERENCE || (value->base & BASE_KIND) != BASE_OBJECT ||
        (form_is_constant(&value->form) && value->form.constant == 0))
        return true;
    return check_find_target(checker, value->base, &value->form, &target) &&
           (target.kind == OBJECT_FUNCTION || check_inside(checker, &target, &value->form, &nothing));
}

static void drop_outside(struct checker *checker) {
    struct state *state = checker->state;
    for (uint32_t i = 0; i < 16; i++) {
        if (!survives(checker, &state->registers[i]))
            state->registers[i] = (struct value){.kind = VALUE_UNREADABLE};
    }
    checker->report->steps += state->active_count;
    for (uint32_t i = 0; i < state->active_count; i++) {
        struct slot *slot = &state->slots[state->active[i]];
        if (!survives(checker, &slot->value))
            slot->value = (struct value){.kind = VALUE_UNREADABLE}; /* eight bytes of plain data */
    }
}

/* At least count * size bytes; exactly so many in a new object, which has one element for a count of 0. */
static void extend_by_count(struct checker *checker, struct object *object, uint64_t size,
                            const struct value *count) {
    const struct form *form = &count->form;
    if (count->kind != VALUE_INTEGER || count->low32)
        return;
    uint64_t scale = form->scale[0] * size;
    if (form_is_constant(form)) {
        uint64_t elements = form->constant != 0 ? (uint64_t)form->constant : 1;
        if (elements > VX_OBJECT_SIZE_MAX / size)
            return; /* the result is null */
        object->extent_constant = elements * size;
        object->exact = true;
    } else if (form->symbol[1] == SYMBOL_NONE && form->constant >= 0 && size <= SCALE_MAX &&
               scale <= SCALE_MAX && form->constant <= (int64_t)(VX_OBJECT_SIZE_MAX / size)) {
        object->extent_symbol = form->symbol[0];
        object->extent_scale = (uint32_t)scale;
        object->extent_constant = (uint64_t)form->constant * size;
        object->exact =
            form->constant == 0 && form->scale[0] == 1 && checker->state->symbols[form->symbol[0]].min >= 1;
    }
}

/* The result, and what the signature's flags make of it. */
static struct value received(struct checker *checker, const struct vx_signature *signature,
                             const struct passed *passed) {
    const struct vx_parameter *result = &signature->result;
    const struct check_kind kind = kind_of(result, &passed->operands);
    struct object object = check_object_of(checker, &kind, passed->lifetime);
    if (result->flags & VX_INHERITS)
        object.writable = passed->writable;
    /* See check_result: returnable promises that it is as writable as an argument of this function. */
    bool as_writable = object.writable || ((result->flags & VX_INHERITS) && passed->inherited);
    if (object.lifetime == LIFETIME_RETURNABLE && (checker->signature->result.flags & VX_INHERITS) &&
        !as_writable)
        object.lifetime = LIFETIME_BORROWED;
    if (kind.kind == VX_COUNTED) {
        uint64_t size = checker->image->types[kind.type].size;
        struct value count = check_interval(checker, 0, VX_OBJECT_SIZE_MAX / size);
        checker->state->registers[REG_RDX] = count;
        object.extent_symbol = count.form.symbol[0];
        object.extent_scale = (uint32_t)size;
    }
    if (result->flags & VX_INDEXED)
        checker->state->registers[REG_RDX] = check_unknown(checker, 8);
    /* The one service that makes objects says how many elements in the parameter behind their type. */
    if ((result->flags & VX_OF_OPERAND) && !(result->flags & VX_INDEXED) &&
        result->type + 1 < signature->parameter_count)
        extend_by_count(checker, &object, checker->image->types[kind.type].size,
                        &passed->values[result->type + 1]);
    return check_new_reference(checker, &object);
}

/* After a call: what the callee may have changed is unreadable; its result is where it must be. */
static void after_call(struct checker *checker, const struct vx_signature *signature, uint32_t stack_slots,
                       const struct passed *passed) {
    struct state *state = checker->state;
    static const uint8_t changed[9] = {REG_RAX, REG_RCX, REG_RDX, REG_RSI, REG_RDI, REG_R8, 9, 10, 11};
    for (uint32_t i = 0; i < sizeof changed; i++)
        state->registers[changed[i]] = (struct value){.kind = VALUE_UNREADABLE};
    state->xmm_readable = 0;
    state->flags = (struct flags){.kind = FLAGS_UNREADABLE};
    int64_t rsp = state->registers[REG_RSP].form.constant;
    for (uint32_t i = 0; i < stack_slots; i++)
        state_slot_clear(state, state_slot_of(rsp + 8 * (int64_t)i));
    drop_outside(checker);
    if (signature->result.kind == VX_FLOAT)
        state->xmm_readable = 1;
    if (signature->result.kind == VX_INTEGER) {
        struct value result = check_unknown(checker, signature->result.width == 8 ? 8 : 4);
        result.low32 = signature->result.width < 8;
        state->registers[REG_RAX] = result;
    }
    if (is_reference(signature->result.kind))
        state->registers[REG_RAX] = received(checker, signature, passed);
}

/* A function's signature behind a reference to it that is not null. */
static const struct vx_signature *function_signature(struct checker *checker, const struct value *value) {
    struct target target;
    bool function = value->kind == VALUE_REFERENCE && (value->base & BASE_KIND) == BASE_OBJECT &&
                    form_is_constant(&value->form) && value->form.constant == 0 &&
                    check_find_target(checker, value->base, &value->form, &target) &&
                    target.kind == OBJECT_FUNCTION;
    if (function && !target.nullable)
        return &checker->image->signatures[target.type];
    check_fail(checker, CLAUSE_CODE_CALL_INDIRECT, "%s",
               function ? "it may be null" : "not a function's entry");
    return NULL;
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
    if (instruction->src.kind == OPERAND_GPR) {
        struct value value = check_read(checker, instruction->src.reg);
        return function_signature(checker, &value);
    }
    uint64_t address =
        (uint64_t)checker->address + instruction->length + (uint64_t)(int64_t)instruction->displacement;
    uint64_t offset = address - image->manifest->import_address;
    if (instruction->base == REG_RIP && offset % 8 == 0 && offset / 8 < image->import_count)
        return &image->signatures[image->imports[offset / 8].signature];
    struct value value = check_load(checker, instruction);
    return checker->failed ? NULL : function_signature(checker, &value);
}

/* Stack arguments lie in slots that the callee owns from now on: no object of this frame may share them. */
static void check_stack_arguments(struct checker *checker, int64_t rsp, uint32_t stack_slots) {
    for (uint32_t i = 0; i < stack_slots; i++) {
        int64_t offset = rsp + 8 * (int64_t)i;
        if (offset >= 0 || check_touches_frame_object(checker, offset, 8, true))
            check_fail(checker, CLAUSE_CALL_ARGUMENT, "stack argument %u", i);
    }
}

void check_call(struct checker *checker, const struct instruction *instruction) {
    struct check_location locations[VX_PARAMETERS_MAX];
    struct passed passed;
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
    check_arguments(checker, signature, locations, &passed);
    checker->report->steps += signature->parameter_count;
    after_call(checker, signature, stack_slots, &passed);
}

static enum verifier_clause result_clause(enum verifier_clause clause) {
    if (clause == CLAUSE_TYPE_VALUE || clause == CLAUSE_ACCESS_BOUNDS)
        return CLAUSE_CALL_RESULT;
    return clause == CLAUSE_LIFETIME_STORE ? CLAUSE_LIFETIME_RESULT : clause;
}

static void check_result(struct checker *checker, const struct vx_parameter *result) {
    const struct value *rax = &checker->state->registers[REG_RAX], *rdx = &checker->state->registers[REG_RDX];
    const struct check_kind kind = {result->kind, result->flags, result->type};
    struct form count = {0};
    struct target target;
    if (result->kind == VX_COUNTED &&
        !count_form(checker, rdx, 8, count_max(8, checker->image->types[kind.type].size), REG_RDX, &count))
        return;
    if ((result->flags & VX_INDEXED) && rdx->kind == VALUE_UNREADABLE)
        check_fail(checker, CLAUSE_CALL_RESULT, "rdx");
    enum verifier_clause clause = check_suits(checker, &kind, rax, &count, LIFETIME_RETURNABLE);
    if (clause != CLAUSE_NONE)
        check_fail(checker, result_clause(clause), "rax");
    /* The caller takes it for writable if the arguments that may be returned are. */
    else if ((result->flags & VX_INHERITS) && rax->kind == VALUE_REFERENCE &&
             check_find_target(checker, rax->base, &rax->form, &target) &&
             target.lifetime != LIFETIME_RETURNABLE && !target.writable)
        check_fail(checker, CLAUSE_TYPE_READ_ONLY, "rax");
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
    const struct vx_parameter *result = &checker->signature->result;
    if (result->kind == VX_INTEGER && state->registers[REG_RAX].kind == VALUE_UNREADABLE)
        check_fail(checker, CLAUSE_CALL_RESULT, "rax");
    if (result->kind == VX_FLOAT && !(state->xmm_readable & 1))
        check_fail(checker, CLAUSE_CALL_RESULT, "xmm0");
    if (is_reference(result->kind))
        check_result(checker, result);
}
