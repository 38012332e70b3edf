/* The abstract state along the path that is taken: the verifier's own functions, in check.c's order, but one
 * state for each activation of a function, and after a branch only the edge that the machine has taken. What
 * a symbol of a hint means is worked out from the meanings on the edge, so a hint that does not follow from
 * the edge shows up as a wrong number. */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

enum { STEP_SYMBOLS = 64, STEP_OBJECTS = 16 }; /* as many as a step may make, and more */

static void arrive(struct oracle *oracle, uint64_t address, bool jumped);

static struct oracle_activation *pool[ORACLE_DEPTH_MAX];
static uint32_t pooled;

static struct oracle_activation *take_activation(void) {
    if (pooled > 0)
        return pool[--pooled];
    struct oracle_activation *activation = calloc(1, sizeof *activation);
    if (activation != NULL)
        activation->state = calloc(1, sizeof *activation->state);
    if (activation == NULL || activation->state == NULL)
        abort();
    return activation;
}

static void give_activation(struct oracle_activation *activation) {
    if (pooled < ORACLE_DEPTH_MAX)
        pool[pooled++] = activation;
}

void oracle_give_states(struct oracle *oracle) {
    while (oracle->depth > 0)
        give_activation(oracle->activations[--oracle->depth]);
}

/* Make the checker look at the activation on top, whose function it has looked at before. */
static void select_top(struct oracle *oracle) {
    const struct oracle_activation *top = oracle_top(oracle);
    oracle->checker = oracle->hint_index[top->function].checker;
    oracle->checker.state = top->state;
}

/* The first time that a function is entered: its hints. */
static void index_hints(struct oracle *oracle, uint32_t function) {
    struct oracle_hints *hints = &oracle->hint_index[function];
    if (hints->checker.hints != NULL)
        return;
    size_t entries = oracle->image->functions[function].hint_bytes / 2 + 1;
    oracle->checker.hints = calloc(entries, sizeof *oracle->checker.hints);
    if (oracle->checker.hints == NULL)
        abort();
    if (!hints_index(&oracle->checker))
        oracle_miss(oracle, "hints that cannot be read again", function, 0);
    hints->checker = oracle->checker;
}

/* Everything that may be garbage becomes garbage. */
static void poison_unreadable(struct oracle *oracle) {
    const struct state *state = oracle_top(oracle)->state;
    for (uint8_t reg = 0; reg < 16; reg++) {
        if (state->registers[reg].kind == VALUE_UNREADABLE)
            oracle_poison_register(oracle, reg);
    }
    if (state->xmm_readable != 0xffff)
        oracle_poison_xmm(oracle, state->xmm_readable);
}

/* Arguments narrower than four bytes travel as four; what lies above is not the callee's to know. */
static void poison_upper_halves(struct oracle *oracle) {
    const struct oracle_activation *top = oracle_top(oracle);
    for (uint8_t reg = 0; reg < 16; reg++) {
        if (top->state->registers[reg].kind != VALUE_INTEGER || !top->state->registers[reg].low32)
            continue;
        uint64_t random = oracle_random(oracle) << 32;
        oracle_write_register(oracle, reg, (uint32_t)oracle->registers[reg] | random);
    }
}

static void inject_at_entry(struct oracle *oracle) {
    struct state *state = oracle_top(oracle)->state;
    for (uint32_t i = 0; i < state->object_count; i++) {
        if (oracle->fault == FAULT_EXTENT)
            state->objects[i].extent_constant += 4096;
        if (oracle->fault == FAULT_LIFETIME)
            state->objects[i].lifetime = LIFETIME_STORABLE;
    }
    if (oracle->fault == FAULT_PUBLISH && oracle->checker.record_count > 0)
        state->published = ~(uint64_t)0 >> (64 - oracle->checker.record_count);
}

void oracle_follow_entry(struct oracle *oracle, uint32_t function, uint64_t return_address) {
    if (oracle->depth == ORACLE_DEPTH_MAX) {
        oracle_stop(oracle, END_LIMIT, 0);
        return;
    }
    struct oracle_activation *top = take_activation();
    oracle->activations[oracle->depth++] = top;
    top->function = function;
    top->entry_rsp = oracle->registers[REG_RSP];
    top->return_address = return_address;
    memset(top->known, 0, sizeof top->known);
    memset(top->start_known, 0, sizeof top->start_known);
    oracle->checker.state = top->state;
    check_enter_function(&oracle->checker, function);
    index_hints(oracle, function);
    select_top(oracle);
    poison_unreadable(oracle);
    poison_upper_halves(oracle);
    oracle_poison_flags(oracle);
    memcpy(top->entry_registers, oracle->registers, sizeof top->entry_registers);
    for (uint32_t i = 0; i < 8 * oracle->checker.stack_parameters; i++)
        oracle->initialised[top->entry_rsp + 8 + i - oracle->stack_low] = 1;
    inject_at_entry(oracle);
    oracle_check_published(oracle, 0);
    oracle_compare(oracle, true);
    arrive(oracle, oracle->checker.function->start, false);
}

static void leave_function(struct oracle *oracle, uint64_t next) {
    static const uint8_t *const saved = hint_saved_registers;
    struct oracle_activation *top = oracle_top(oracle);
    if (next != top->return_address)
        oracle_miss(oracle, "a return goes elsewhere", top->return_address, next);
    if (oracle->registers[REG_RSP] != top->entry_rsp + 8)
        oracle_miss(oracle, "rsp after a return", top->entry_rsp + 8, oracle->registers[REG_RSP]);
    for (uint32_t i = 0; i < 6; i++) {
        if (oracle->registers[saved[i]] != top->entry_registers[saved[i]])
            oracle_miss(oracle, "a register is not given back", top->entry_registers[saved[i]],
                        oracle->registers[saved[i]]);
    }
    const struct vx_signature *signature = oracle->checker.signature;
    give_activation(top);
    oracle->depth--;
    if (oracle->depth == 0) {
        oracle_stop(oracle, END_EXIT, (int)(uint32_t)oracle->registers[REG_RAX]);
        return;
    }
    select_top(oracle);
    if (signature->result.kind == VX_INTEGER && signature->result.width < 8)
        oracle_write_register(oracle, REG_RAX,
                              (uint32_t)oracle->registers[REG_RAX] | oracle_random(oracle) << 32);
    oracle_follow_call_return(oracle, next);
}

/* Back from a call: what a callee may change has changed, whatever this one did. */
void oracle_follow_call_return(struct oracle *oracle, uint64_t next) {
    static const uint8_t changed[8] = {REG_RCX, REG_RDX, REG_RSI, REG_RDI, REG_R8, 9, 10, 11};
    const struct state *state = oracle_top(oracle)->state;
    for (uint32_t i = 0; i < sizeof changed; i++) {
        if (state->registers[changed[i]].kind == VALUE_UNREADABLE)
            oracle_poison_register(oracle, changed[i]);
    }
    if (state->registers[REG_RAX].kind == VALUE_UNREADABLE)
        oracle_poison_register(oracle, REG_RAX);
    oracle_poison_xmm(oracle, state->xmm_readable & 1);
    oracle_poison_flags(oracle);
    oracle_poison_stack(oracle, oracle->registers[REG_RSP] - 8, oracle->registers[REG_RSP]);
    oracle_compare(oracle, true);
    arrive(oracle, next - oracle->bias, false);
}

/* Symbols are about to be renumbered: do it now, where the meanings can follow. */
static void reserve_symbols(struct oracle *oracle) {
    struct oracle_activation *top = oracle_top(oracle);
    struct state *state = top->state;
    uint32_t before = state->symbol_count;
    if (before + STEP_SYMBOLS <= SYMBOLS_MAX)
        return;
    state_reserve_symbols(state, STEP_SYMBOLS);
    for (uint32_t id = 1; id <= before; id++) { /* names only ever become smaller */
        uint32_t name = state->names[id];
        if (name != SYMBOL_NONE) {
            top->known[name] = top->known[id];
            top->meanings[name] = top->meanings[id];
        }
    }
    memset(top->known + state->symbol_count + 1, 0, SYMBOLS_MAX - state->symbol_count);
}

/* Where the state's references are: each register's base, then each slot's. */
static uint32_t gather_bases(const struct state *state, uint32_t *bases) {
    uint32_t count = 0;
    for (uint32_t reg = 0; reg < 16; reg++)
        bases[count++] = state->registers[reg].kind == VALUE_REFERENCE ? state->registers[reg].base : 0;
    for (uint32_t i = 0; i < state->active_count; i++) {
        const struct value *value = &state->slots[state->active[i]].value;
        bases[count++] = value->kind == VALUE_REFERENCE ? value->base : 0;
    }
    return count;
}

/* The same for objects. What only the flags mention loses its meaning. */
static void reserve_objects(struct oracle *oracle) {
    static uint32_t before[16 + SLOTS_MAX], after[16 + SLOTS_MAX];
    static uint64_t starts[OBJECTS_MAX];
    static bool known[OBJECTS_MAX];
    struct oracle_activation *top = oracle_top(oracle);
    if (top->state->object_count + STEP_OBJECTS <= OBJECTS_MAX)
        return;
    memcpy(starts, top->starts, sizeof starts);
    memcpy(known, top->start_known, sizeof known);
    memset(top->start_known, 0, sizeof top->start_known);
    gather_bases(top->state, before);
    state_reserve_objects(top->state, STEP_OBJECTS);
    uint32_t count = gather_bases(top->state, after);
    for (uint32_t i = 0; i < count; i++) {
        if ((after[i] & BASE_KIND) != BASE_OBJECT)
            continue;
        top->starts[BASE_INDEX(after[i])] = starts[BASE_INDEX(before[i])];
        top->start_known[BASE_INDEX(after[i])] = known[BASE_INDEX(before[i])];
    }
}

static void inject_value(struct oracle *oracle) {
    const struct instruction *instruction = &oracle->instruction;
    struct state *state = oracle_top(oracle)->state;
    bool sums = instruction->operation == OP_ADD || instruction->operation == OP_LEA ||
                instruction->operation == OP_INC;
    if (sums && instruction->dst.kind == OPERAND_GPR && instruction->dst.reg != REG_RSP)
        state->registers[instruction->dst.reg].form.constant++;
}

/* Wrong claims about the object that the step has made. */
static void inject_object(struct oracle *oracle, struct object *object) {
    if (oracle->fault == FAULT_NULL)
        object->nullable = false;
    if (object->kind != OBJECT_MEMORY)
        return;
    if (oracle->fault == FAULT_TYPE && !object->header)
        object->type = TYPE_PLAIN;
    if (oracle->fault == FAULT_HEADER && object->type != TYPE_PLAIN)
        object->header = true;
}

/* What the step has made and found. */
struct before {
    uint32_t symbols, objects, slot_index;
    struct slot slot;
    struct value registers[16];
};

/* Faults that a broken transfer function would leave behind. */
static void inject(struct oracle *oracle, const struct before *before) {
    struct state *state = oracle_top(oracle)->state;
    const struct instruction *instruction = &oracle->instruction;
    bool call = instruction->operation == OP_CALL || instruction->operation == OP_CALL_INDIRECT;
    switch (oracle->fault) {
    case FAULT_VALUE:
        inject_value(oracle);
        break;
    case FAULT_INTERVAL:
        if (instruction->mem_read && state->symbol_count > before->symbols)
            state->symbols[state->symbol_count].max &= 7;
        break;
    case FAULT_CALL:
        for (uint8_t reg = REG_RSI; call && reg <= 11; reg++)
            state->registers[reg] = before->registers[reg];
        break;
    case FAULT_SLOT:
        if (before->slot.active != 0 && state->slots[before->slot_index].active != 0)
            state->slots[before->slot_index].value = before->slot.value;
        break;
    default:
        for (uint32_t i = before->objects; i < state->object_count; i++)
            inject_object(oracle, &state->objects[i]);
        break;
    }
}

/* check_step on the state of the activation on top. */
static enum check_flow step(struct oracle *oracle) {
    struct state *state = oracle_top(oracle)->state;
    const struct instruction *instruction = &oracle->instruction;
    reserve_symbols(oracle);
    reserve_objects(oracle);
    struct before before = {.symbols = state->symbol_count, .objects = state->object_count};
    if (oracle->fault != FAULT_NONE) {
        memcpy(before.registers, state->registers, sizeof before.registers);
        int64_t offset = (int64_t)(oracle->expected.low - oracle_top(oracle)->entry_rsp);
        if (instruction->mem_write && offset >= -(int64_t)VX_FRAME_SIZE_MAX && offset < 0) {
            before.slot_index = state_slot_of(offset);
            before.slot = state->slots[before.slot_index];
        }
    }
    enum check_flow flow = check_step(&oracle->checker, oracle->address, instruction);
    if (oracle->checker.failed)
        oracle_miss(oracle, oracle->report.detail, oracle->report.clause, oracle->address);
    memset(oracle_top(oracle)->known + before.symbols + 1, 0, state->symbol_count - before.symbols);
    memset(oracle_top(oracle)->start_known + before.objects, 0, state->object_count - before.objects);
    if (oracle->fault != FAULT_NONE)
        inject(oracle, &before);
    return flow;
}

/* Meanings that the symbols and objects of a hint have on the edge just checked. */
struct arrival {
    uint64_t meanings[HINT_SYMBOLS_MAX + 1], starts[HINT_OBJECTS_MAX];
    bool known[HINT_SYMBOLS_MAX + 1], start_known[HINT_OBJECTS_MAX];
};

static void find_meanings(struct oracle *oracle, struct arrival *arrival) {
    const struct hint *hint = oracle->checker.hint;
    for (uint32_t id = 1; id <= HINT_SYMBOLS_MAX; id++) {
        __int128 value;
        arrival->known[id] = id <= hint->symbol_count && hint->symbols[id].known &&
                             oracle_evaluate(oracle, &hint->symbols[id].meaning, false, &value);
        if (!arrival->known[id])
            continue;
        if (value < 0 || value > (__int128)UINT64_MAX)
            oracle_miss(oracle, "a symbol of a hint is no 64-bit number", id, (uint64_t)value);
        arrival->meanings[id] = (uint64_t)value;
    }
    for (uint32_t i = 0; i < HINT_OBJECTS_MAX; i++) {
        const struct hint_object *object = &hint->objects[i];
        uint64_t base = 0;
        __int128 shift = 0;
        arrival->start_known[i] = i < hint->object_count && object->known &&
                                  (object->base == 0 || oracle_base(oracle, object->base, &base)) &&
                                  oracle_evaluate(oracle, &object->shift, true, &shift);
        arrival->starts[i] = base + (uint64_t)shift;
    }
}

/* Slots that the hint does not mention are lost. */
static void poison_lost_slots(struct oracle *oracle, const uint16_t *slots, const uint8_t *masks,
                              uint32_t count) {
    const struct oracle_activation *top = oracle_top(oracle);
    for (uint32_t i = 0; i < count; i++) {
        const struct slot *slot = &top->state->slots[slots[i]];
        uint8_t left = slot->active != 0 ? slot->initialised : 0;
        uint64_t address = top->entry_rsp + (uint64_t)state_slot_offset(slots[i]);
        if (check_touches_frame_object(&oracle->checker, state_slot_offset(slots[i]), SLOT_BYTES, false))
            continue; /* now it is memory of an object */
        for (uint32_t byte = 0; byte < SLOT_BYTES; byte++) {
            if ((masks[i] & ~left) >> byte & 1)
                oracle_poison_stack(oracle, address + byte, address + byte + 1);
        }
    }
}

static void take_hint(struct oracle *oracle, const struct hint_entry *entry) {
    static struct arrival arrival;
    static uint16_t slots[SLOTS_MAX];
    static uint8_t masks[SLOTS_MAX];
    struct checker *checker = &oracle->checker;
    struct oracle_activation *top = oracle_top(oracle);
    struct state *state = top->state;
    if (!hints_check_edge(checker, entry))
        oracle_miss(oracle, oracle->report.detail, oracle->report.clause, entry->address);
    find_meanings(oracle, &arrival);
    uint32_t slot_count = state->active_count;
    uint64_t published = state->published;
    for (uint32_t i = 0; i < slot_count; i++) {
        slots[i] = state->active[i];
        masks[i] = state->slots[slots[i]].initialised;
    }
    if (!hints_load(checker, entry))
        oracle_miss(oracle, oracle->report.detail, oracle->report.clause, entry->address);
    memset(top->known, 0, sizeof top->known);
    memcpy(top->known, arrival.known, sizeof arrival.known);
    memcpy(top->meanings, arrival.meanings, sizeof arrival.meanings);
    memcpy(top->start_known, arrival.start_known, sizeof arrival.start_known);
    memcpy(top->starts, arrival.starts, sizeof arrival.starts);
    oracle->hints++;
    oracle_check_published(oracle, published);
    poison_unreadable(oracle);
    poison_lost_slots(oracle, slots, masks, slot_count);
}

static bool in_function(const struct oracle *oracle, uint64_t address) {
    const struct vx_function *function = oracle->checker.function;
    return address >= function->start && address < function->end;
}

/* At an instruction of the function on top; a jump without a hint is a jump to a trap. */
static void arrive(struct oracle *oracle, uint64_t address, bool jumped) {
    const struct hint_entry *entry =
        in_function(oracle, address) ? hints_find(&oracle->checker, (uint32_t)address) : NULL;
    oracle->only_trap = jumped && entry == NULL;
    if (entry != NULL) {
        take_hint(oracle, entry);
        oracle_compare(oracle, true);
    }
}

/* rsp has moved: fresh bytes and lost ones are garbage. A push has written its slot already. */
static void follow_rsp(struct oracle *oracle) {
    uint64_t before = oracle->before_registers[REG_RSP], now = oracle->registers[REG_RSP];
    if (now < before && oracle->instruction.operation != OP_PUSH)
        oracle_poison_stack(oracle, now, before);
    else if (now > before)
        oracle_poison_stack(oracle, before, now);
}

static bool follow_jump(struct oracle *oracle, uint64_t next) {
    const struct instruction *instruction = &oracle->instruction;
    struct state *state = oracle_top(oracle)->state;
    struct undo undo;
    bool taken = oracle->instruction.operation == OP_JMP ||
                 oracle_condition_holds(instruction->condition, oracle->flags_before);
    uint64_t after = oracle->address + instruction->length;
    if (next != (taken ? instruction->target : after))
        oracle_miss(oracle, "a branch goes elsewhere", taken ? instruction->target : after, next);
    if (instruction->operation == OP_JCC) {
        uint8_t condition = instruction->condition ^ (oracle->fault == FAULT_BRANCH);
        check_assume(&oracle->checker, condition, &undo);
        if (!taken) {
            domain_undo(state, &undo);
            check_assume(&oracle->checker, condition ^ 1, &undo);
        }
    }
    return taken;
}

/* The signature that the function's reference has at an indirect call: in a register or a slot of the frame by
 * the state, in memory by the slot's type. An import has none. */
static uint32_t called_signature(struct oracle *oracle) {
    const struct instruction *instruction = &oracle->instruction;
    const struct oracle_activation *top = oracle_top(oracle);
    const uint64_t low = oracle->expected.low;
    const struct value *value = NULL;
    struct oracle_span span;
    if (instruction->src.kind == OPERAND_GPR)
        value = &top->state->registers[instruction->src.reg];
    else if (oracle_find_object(oracle, low, &span) && !span.raw) {
        const struct vx_slot *slot = oracle_slot_at(oracle, &span, low);
        if (slot == NULL || slot->kind != VX_FUNCTION)
            oracle_miss(oracle, "a call through no function's slot", low, span.type);
        return slot->type;
    } else if (!oracle_on_stack(oracle, low))
        return UINT32_MAX;
    else
        value = &top->state->slots[state_slot_of((int64_t)(low - top->entry_rsp))].value;
    if (value->kind != VALUE_REFERENCE || (value->base & BASE_KIND) != BASE_OBJECT)
        oracle_miss(oracle, "a call through no reference", value->kind, low);
    return top->state->objects[BASE_INDEX(value->base)].type;
}

/* A call has been executed; `signature` is what an indirect one relies on. */
static void follow_call(struct oracle *oracle, uint64_t next_address, uint32_t signature) {
    const struct instruction *instruction = &oracle->instruction;
    const bool indirect = instruction->operation == OP_CALL_INDIRECT;
    const uint64_t after = oracle->address + instruction->length + oracle->bias;
    oracle->calls++;
    if (oracle->registers[REG_RSP] != oracle->before_registers[REG_RSP] - 8)
        oracle_miss(oracle, "rsp after a call", oracle->before_registers[REG_RSP] - 8,
                    oracle->registers[REG_RSP]);
    oracle_top(oracle)->rsp = oracle->before_registers[REG_RSP];
    if (indirect && next_address - oracle->trap_page < 8ull * oracle->image->import_count) {
        oracle->service_return = after;
        return;
    }
    const uint64_t next = next_address - oracle->bias;
    const struct vx_function *callee =
        next <= UINT32_MAX ? tables_function_at(oracle->image, (uint32_t)next) : NULL;
    if (callee == NULL || (!indirect && next != instruction->target))
        oracle_miss(oracle, "a call goes elsewhere", instruction->target, next);
    if (indirect && callee->signature != signature)
        oracle_miss(oracle, "a call of a function with another signature", signature, callee->signature);
    oracle_follow_entry(oracle, (uint32_t)(callee - oracle->image->functions), after);
}

/* What has been stored lies in memory of its type. */
static void follow_store(struct oracle *oracle) {
    struct oracle_span span;
    const uint64_t low = oracle->expected.low;
    if (oracle->fault == FAULT_STORE && oracle_find_object(oracle, low, &span) && !span.raw &&
        oracle_slot_at(oracle, &span, low) != NULL)
        *(uint64_t *)low += 8;
    oracle_check_written(oracle, low, oracle->expected.high);
}

void oracle_follow_step(struct oracle *oracle, uint64_t next_address) {
    struct oracle_activation *top = oracle_top(oracle);
    const struct instruction *instruction = &oracle->instruction;
    const uint32_t symbols_before = top->state->symbol_count;
    const uint64_t next = next_address - oracle->bias, after = oracle->address + instruction->length;
    const uint64_t published = top->state->published;
    const bool call = instruction->operation == OP_CALL || instruction->operation == OP_CALL_INDIRECT;
    const uint32_t signature =
        instruction->operation == OP_CALL_INDIRECT ? called_signature(oracle) : UINT32_MAX;
    enum check_flow flow = step(oracle);
    bool jumped = false;
    oracle_check_published(oracle, published);
    if (instruction->mem_write)
        follow_store(oracle);
    if (instruction->operation == OP_RET) {
        leave_function(oracle, next_address);
        return;
    }
    if (call) {
        follow_call(oracle, next_address, signature);
        return;
    }
    if (flow == FLOW_NEXT) {
        if (next != after)
            oracle_miss(oracle, "control leaves straight code", after, next);
        follow_rsp(oracle);
        oracle_compare(oracle, false);
        oracle_compare_symbols(oracle, symbols_before + 1);
    } else if (flow == FLOW_JUMP || flow == FLOW_BRANCH) {
        jumped = follow_jump(oracle, next);
        oracle_compare(oracle, true);
    } else
        oracle_miss(oracle, "control goes on after a trap", oracle->address, next);
    arrive(oracle, next, jumped);
}
