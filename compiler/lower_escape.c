/* Escape analysis over the linked program, before LLVM's pipeline: which pointers may be stored or returned.
 *
 * One graph for the module, whatever the order of its instructions. Its nodes are the values that carry a
 * pointer. A fact about a value ("may be stored") holds for all that flow into it, so edges lead backwards,
 * from a value to its sources. An alloca that is only loaded and stored is a variable: its node stands for
 * what is in it. What a call hands over meets the fate of the callee's parameter; only if that may be
 * returned does the call's result lead back to the argument. A fate changes twice at most: the time is linear
 * in the program. What is not known to be harmless counts as storing. */
#include "lower_escape.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    NONE = UINT32_MAX,
    FATE_ALL = FATE_STORED | FATE_RETURNED,
    INLINE_BYTES_MAX = 64,
    FRAME_SLOTS_MAX = 128, /* pointer slots of one object of the frame */
};

struct escape_node {
    LLVMValueRef value;
    uint32_t first_edge;
    uint8_t fate;
    bool is_variable; /* an alloca of SPREAD_NONE */
    bool is_queued;
};

struct escape_edge {
    uint32_t source, next;
    uint32_t result; /* of the call that passes `source` to the parameter; NONE for other edges */
};

/* Room for one more item. */
static void *grow(void *items, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity)
        return items;
    size_t larger = *capacity == 0 ? 256 : 2 * *capacity;
    char *copy = memory_allocate(larger * size);
    if (count != 0)
        memcpy(copy, items, count * size);
    free(items);
    *capacity = larger;
    return copy;
}

static size_t map_place(const struct escape_map *map, const void *key) {
    size_t place = (size_t)(((uintptr_t)key >> 4) * 0x9e3779b97f4a7c15u >> 20) & (map->capacity - 1);
    while (map->keys[place] != NULL && map->keys[place] != key)
        place = (place + 1) & (map->capacity - 1);
    return place;
}

uint32_t escape_map_find(const struct escape_map *map, const void *key, uint32_t absent) {
    if (map->capacity == 0)
        return absent;
    size_t place = map_place(map, key);
    return map->keys[place] == NULL ? absent : map->numbers[place];
}

void escape_map_add(struct escape_map *map, const void *key, uint32_t number) {
    if (2 * map->count >= map->capacity) {
        struct escape_map larger = {.capacity = map->capacity == 0 ? 1024 : 2 * map->capacity};
        larger.keys = memory_allocate(larger.capacity * sizeof *larger.keys);
        larger.numbers = memory_allocate(larger.capacity * sizeof *larger.numbers);
        memset(larger.keys, 0, larger.capacity * sizeof *larger.keys);
        for (size_t i = 0; i < map->capacity; i++)
            if (map->keys[i] != NULL)
                escape_map_add(&larger, map->keys[i], map->numbers[i]);
        escape_map_free(map);
        *map = larger;
    }
    size_t place = map_place(map, key);
    map->count += map->keys[place] == NULL;
    map->keys[place] = key;
    map->numbers[place] = number;
}

void escape_map_free(struct escape_map *map) {
    free(map->keys);
    free(map->numbers);
    *map = (struct escape_map){0};
}

static bool type_carries(LLVMTypeRef type) {
    switch (LLVMGetTypeKind(type)) {
    case LLVMPointerTypeKind:
        return true;
    case LLVMStructTypeKind:
        for (unsigned i = 0; i < LLVMCountStructElementTypes(type); i++)
            if (type_carries(LLVMStructGetTypeAtIndex(type, i)))
                return true;
        return false;
    case LLVMArrayTypeKind:
    case LLVMVectorTypeKind:
    case LLVMScalableVectorTypeKind:
        return type_carries(LLVMGetElementType(type));
    default:
        return false;
    }
}

bool escape_is_pointer(LLVMValueRef value) {
    return LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMPointerTypeKind;
}

/* The value's node; NONE if it carries no pointer, or none into a frame: constants are globals at most. */
static uint32_t node_of(struct escape *escape, LLVMValueRef value) {
    if (LLVMIsConstant(value) || LLVMIsAInlineAsm(value) != NULL)
        return NONE;
    if (!type_carries(LLVMTypeOf(value)) && LLVMIsAPtrToIntInst(value) == NULL)
        return NONE;
    uint32_t index = escape_map_find(&escape->map, value, NONE);
    if (index != NONE)
        return index;
    escape->nodes = grow(escape->nodes, escape->node_count, &escape->node_capacity, sizeof *escape->nodes);
    index = (uint32_t)escape->node_count++;
    escape->nodes[index] = (struct escape_node){.value = value, .first_edge = NONE};
    escape->nodes[index].is_variable = LLVMIsAAllocaInst(value) != NULL &&
                                       escape_spread(value) == SPREAD_NONE && !escape_is_large(escape, value);
    escape_map_add(&escape->map, value, index);
    return index;
}

static void add_fate(struct escape *escape, uint32_t node, unsigned fate) {
    if (node == NONE || (escape->nodes[node].fate | fate) == escape->nodes[node].fate)
        return;
    escape->nodes[node].fate |= (uint8_t)fate;
    if (escape->nodes[node].is_queued)
        return;
    escape->nodes[node].is_queued = true;
    escape->work = grow(escape->work, escape->work_count, &escape->work_capacity, sizeof *escape->work);
    escape->work[escape->work_count++] = node;
}

static void add_edge(struct escape *escape, uint32_t target, uint32_t source, uint32_t result) {
    if (target == NONE || source == NONE)
        return;
    escape->edges = grow(escape->edges, escape->edge_count, &escape->edge_capacity, sizeof *escape->edges);
    escape->edges[escape->edge_count] =
        (struct escape_edge){source, escape->nodes[target].first_edge, result};
    escape->nodes[target].first_edge = (uint32_t)escape->edge_count++;
}

static void add_flow(struct escape *escape, LLVMValueRef target, LLVMValueRef source) {
    uint32_t from = node_of(escape, source);
    add_edge(escape, node_of(escape, target), from, NONE);
}

static void set_fate(struct escape *escape, LLVMValueRef value, unsigned fate) {
    add_fate(escape, node_of(escape, value), fate);
}

static bool is_intrinsic(LLVMValueRef value, const char *prefix) {
    size_t length;
    LLVMValueRef callee = LLVMIsACallInst(value) == NULL ? NULL : LLVMGetCalledValue(value);
    return callee != NULL && LLVMIsAFunction(callee) != NULL && LLVMGetIntrinsicID(callee) != 0 &&
           strncmp(LLVMGetValueName2(callee, &length), prefix, strlen(prefix)) == 0;
}

bool escape_is_declaration(LLVMValueRef instruction) {
    size_t length;
    LLVMValueRef callee = LLVMIsACallInst(instruction) == NULL ? NULL : LLVMGetCalledValue(instruction);
    return callee != NULL && LLVMIsAFunction(callee) != NULL &&
           strcmp(LLVMGetValueName2(callee, &length), DECLARED_FUNCTION) == 0;
}

static bool has_constant_indices(LLVMValueRef address) {
    for (unsigned i = 1; i < (unsigned)LLVMGetNumOperands(address); i++)
        if (LLVMIsAConstantInt(LLVMGetOperand(address, i)) == NULL)
            return false;
    return true;
}

/* Copies and fills of so few bytes become plain moves, which leave the object a set of frame slots. */
static enum spread memory_spread(LLVMValueRef call) {
    uint64_t bytes;
    bool is_short = lower_is_constant(LLVMGetOperand(call, 2), &bytes) && bytes <= INLINE_BYTES_MAX;
    return is_short ? SPREAD_NONE : SPREAD_INDEXED;
}

static enum spread use_spread(LLVMValueRef user, LLVMValueRef address) {
    if (LLVMIsALoadInst(user) != NULL || escape_is_declaration(user) || is_intrinsic(user, "llvm.lifetime."))
        return SPREAD_NONE;
    if (LLVMIsAStoreInst(user) != NULL)
        return LLVMGetOperand(user, 0) == address ? SPREAD_TAKEN : SPREAD_NONE;
    if (is_intrinsic(user, "llvm.memcpy.") || is_intrinsic(user, "llvm.memmove.") ||
        is_intrinsic(user, "llvm.memset."))
        return memory_spread(user);
    if (LLVMIsAGetElementPtrInst(user) == NULL)
        return SPREAD_TAKEN;
    enum spread own = has_constant_indices(user) ? SPREAD_NONE : SPREAD_INDEXED, spread = escape_spread(user);
    return spread > own ? spread : own;
}

enum spread escape_spread(LLVMValueRef address) {
    enum spread most = SPREAD_NONE;
    for (LLVMUseRef use = LLVMGetFirstUse(address); use != NULL; use = LLVMGetNextUse(use)) {
        enum spread spread = use_spread(LLVMGetUser(use), address);
        most = spread > most ? spread : most;
    }
    return most;
}

bool escape_is_large(struct escape *escape, LLVMValueRef alloca) {
    return escape_slots(escape, alloca) > FRAME_SLOTS_MAX;
}

uint64_t escape_slots(struct escape *escape, LLVMValueRef alloca) {
    struct object_note note;
    return lower_read_object(escape->types.context, alloca, &note) ? numbering_slots(&escape->types, &note)
                                                                   : 0;
}

/* The node of the variable that the address lies in; NONE if it may be any other memory. */
static uint32_t variable_at(struct escape *escape, LLVMValueRef address) {
    while (LLVMIsAGetElementPtrInst(address) != NULL)
        address = LLVMGetOperand(address, 0);
    uint32_t node = LLVMIsAAllocaInst(address) == NULL ? NONE : node_of(escape, address);
    return node != NONE && escape->nodes[node].is_variable ? node : NONE;
}

bool escape_has_attribute(LLVMValueRef function, unsigned index, const char *name) {
    return LLVMGetStringAttributeAtIndex(function, index + 1, name, (unsigned)strlen(name)) != NULL;
}

/* In a signature's text ("RESULT:PARAMETER,PARAMETER") a parameter ends with '!' if it is kept, '^' if it is
 * returned, or both. */
static unsigned declared_fate(LLVMValueRef function, unsigned index) {
    unsigned length = 0, fate = 0;
    const char *text = lower_string_attribute(function, ATTRIBUTE_SIGNATURE, &length);
    const char *end = text == NULL ? NULL : text + length, *at = text;
    while (at < end && *at != ':')
        at++;
    if (at == end)
        return FATE_ALL;
    at++;
    for (; index > 0 && at < end; at++)
        index -= *at == ',';
    for (; at < end && *at != ','; at++)
        fate |= *at == '!' ? FATE_STORED : *at == '^' ? FATE_RETURNED : 0;
    return fate;
}

/* What a function without a body does with its parameter. Assembly takes what its declaration promises. */
static unsigned external_fate(LLVMValueRef function, unsigned index) {
    size_t length;
    if (strncmp(LLVMGetValueName2(function, &length), SERVICE_PREFIX, strlen(SERVICE_PREFIX)) == 0)
        return declared_fate(function, index);
    return escape_has_attribute(function, index, ATTRIBUTE_NOESCAPE) ? 0 : FATE_ALL;
}

static void pass_argument(struct escape *escape, LLVMValueRef call, unsigned index) {
    LLVMValueRef callee = LLVMGetCalledValue(call), argument = LLVMGetOperand(call, index);
    uint32_t source = node_of(escape, argument), result = node_of(escape, call);
    bool is_function = LLVMIsAFunction(callee) != NULL;
    if (LLVMIsAInlineAsm(callee) != NULL || (is_function && LLVMGetIntrinsicID(callee) != 0)) {
        add_edge(escape, result, source, NONE);
    } else if (is_function && !LLVMIsDeclaration(callee) && index < LLVMCountParams(callee)) {
        add_edge(escape, node_of(escape, LLVMGetParam(callee, index)), source, result);
    } else if (is_function) {
        unsigned fate = external_fate(callee, index);
        add_fate(escape, source, fate & FATE_STORED);
        if ((fate & FATE_RETURNED) != 0)
            add_edge(escape, result, source, NONE);
    } else if (LLVMGetCallSiteStringAttribute(call, index + 1, ATTRIBUTE_NOESCAPE,
                                              sizeof ATTRIBUTE_NOESCAPE - 1) == NULL) {
        add_fate(escape, source, FATE_STORED);
    }
}

static void visit_call(struct escape *escape, LLVMValueRef call) {
    if (escape_is_declaration(call))
        return;
    unsigned count = LLVMGetNumArgOperands(call);
    for (unsigned i = 0; i < count; i++)
        if (node_of(escape, LLVMGetOperand(call, i)) != NONE)
            pass_argument(escape, call, i);
}

static void visit_store(struct escape *escape, LLVMValueRef store) {
    uint32_t value = node_of(escape, LLVMGetOperand(store, 0));
    uint32_t variable = variable_at(escape, LLVMGetOperand(store, 1));
    if (variable == NONE)
        add_fate(escape, value, FATE_STORED);
    else
        add_edge(escape, variable, value, NONE);
}

static void visit_load(struct escape *escape, LLVMValueRef load) {
    uint32_t variable = variable_at(escape, LLVMGetOperand(load, 0));
    if (variable != NONE)
        add_edge(escape, node_of(escape, load), variable, NONE);
}

static void set_operand_fates(struct escape *escape, LLVMValueRef instruction, unsigned fate) {
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(instruction); i++)
        set_fate(escape, LLVMGetOperand(instruction, i), fate);
}

static void visit(struct escape *escape, LLVMValueRef instruction) {
    switch (LLVMGetInstructionOpcode(instruction)) {
    case LLVMAlloca:
    case LLVMICmp: /* numbers made of pointers never become pointers again */
    case LLVMSub:
    case LLVMAdd:
    case LLVMAnd:
    case LLVMTrunc:
        break;
    case LLVMGetElementPtr:
    case LLVMBitCast:
    case LLVMFreeze:
    case LLVMExtractValue:
    case LLVMPtrToInt:
        add_flow(escape, instruction, LLVMGetOperand(instruction, 0));
        break;
    case LLVMPHI:
        for (unsigned i = 0; i < LLVMCountIncoming(instruction); i++)
            add_flow(escape, instruction, LLVMGetIncomingValue(instruction, i));
        break;
    case LLVMSelect:
        add_flow(escape, instruction, LLVMGetOperand(instruction, 1));
        add_flow(escape, instruction, LLVMGetOperand(instruction, 2));
        break;
    case LLVMInsertValue:
        add_flow(escape, instruction, LLVMGetOperand(instruction, 0));
        add_flow(escape, instruction, LLVMGetOperand(instruction, 1));
        break;
    case LLVMLoad:
        visit_load(escape, instruction);
        break;
    case LLVMStore:
        visit_store(escape, instruction);
        break;
    case LLVMCall:
        visit_call(escape, instruction);
        break;
    case LLVMRet:
        set_operand_fates(escape, instruction, FATE_RETURNED);
        break;
    default:
        set_operand_fates(escape, instruction, FATE_STORED);
        break;
    }
}

/* Hands the fates back to the sources until nothing changes. */
static void settle(struct escape *escape) {
    while (escape->work_count > 0) {
        uint32_t target = escape->work[--escape->work_count];
        escape->nodes[target].is_queued = false;
        uint32_t next, fate = escape->nodes[target].fate;
        for (uint32_t i = escape->nodes[target].first_edge; i != NONE; i = next) {
            struct escape_edge edge = escape->edges[i];
            next = edge.next;
            bool is_argument = LLVMIsAArgument(escape->nodes[target].value) != NULL;
            add_fate(escape, edge.source, is_argument ? fate & FATE_STORED : fate);
            if (!is_argument || edge.result == NONE || (fate & FATE_RETURNED) == 0)
                continue;
            add_edge(escape, edge.result, edge.source, NONE);
            add_fate(escape, edge.source, escape->nodes[edge.result].fate);
        }
    }
}

void escape_analyse(struct escape *escape, struct lower_context *context, LLVMModuleRef module) {
    *escape = (struct escape){0};
    numbering_start(&escape->types, context, module);
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f))
        for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b != NULL; b = LLVMGetNextBasicBlock(b))
            for (LLVMValueRef i = LLVMGetFirstInstruction(b); i != NULL; i = LLVMGetNextInstruction(i))
                visit(escape, i);
    settle(escape);
}

unsigned escape_fate(const struct escape *escape, LLVMValueRef value) {
    uint32_t node = escape_map_find(&escape->map, value, NONE);
    return node == NONE ? 0 : escape->nodes[node].fate;
}

void escape_free(struct escape *escape) {
    numbering_end(&escape->types);
    escape_map_free(&escape->map);
    free(escape->nodes);
    free(escape->edges);
    free(escape->work);
    *escape = (struct escape){0};
}
