/* What escape analysis (lower_escape.c) leads to, in the linked module before LLVM's pipeline.
 *
 * Parameters get string attributes that say whether they ask for storable arguments ("vouch-storable") or
 * may be returned ("vouch-returned"). Locals whose address may outlive them become heap objects, made where
 * their declaration stands, so that each round of a loop has its own; so do those that hold very many pointers. A
 * pointer to a function promises what the pointer's type says, which is less than the analysis may know of the
 * function: then its address is that of a small function in between, with the type's promises. */
#include "lower_escape.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Objects with pointer slots of one frame: the verifier knows FRAME_RECORDS_MAX; inlining may bring some more. */
enum { FRAME_OBJECTS_MAX = 48 };

struct placement {
    struct lower_context *context;
    LLVMModuleRef module;
    LLVMBuilderRef builder;
    struct escape escape;
    struct lower_places *places;
    unsigned frame_objects; /* with pointer slots, in the function at hand */
};

/* Where an alloca is used, and where it is declared. */
struct uses {
    LLVMValueRef *items; /* instructions; the one with several operands may be there several times */
    size_t count;
    LLVMValueRef declaration; /* the marker; null if there is none */
    unsigned declaration_count;
};

static void add_parameter_attribute(LLVMValueRef function, unsigned index, const char *name) {
    LLVMContextRef llvm = LLVMGetModuleContext(LLVMGetGlobalParent(function));
    LLVMAddAttributeAtIndex(function, index + 1,
                            LLVMCreateStringAttribute(llvm, name, (unsigned)strlen(name), "", 0));
}

static void remove_parameter_attribute(LLVMValueRef function, unsigned index, const char *name) {
    LLVMRemoveStringAttributeAtIndex(function, index + 1, name, (unsigned)strlen(name));
}

static void mark_parameters(struct placement *placement, LLVMValueRef function) {
    for (unsigned i = 0; i < LLVMCountParams(function); i++) {
        unsigned fate = escape_fate(&placement->escape, LLVMGetParam(function, i));
        if ((fate & FATE_STORED) != 0)
            add_parameter_attribute(function, i, ATTRIBUTE_STORABLE);
        else if ((fate & FATE_RETURNED) != 0)
            add_parameter_attribute(function, i, ATTRIBUTE_RETURNED);
    }
}

/* What the function's own signature says of its parameter. */
static unsigned own_fate(LLVMValueRef function, unsigned index) {
    return escape_has_attribute(function, index, ATTRIBUTE_STORABLE)   ? FATE_STORED
           : escape_has_attribute(function, index, ATTRIBUTE_RETURNED) ? FATE_RETURNED
                                                                       : 0;
}

/* What a pointer to the function says of its parameter. */
static unsigned pointer_fate(LLVMValueRef function, unsigned index) {
    bool is_kept = escape_is_pointer(LLVMGetParam(function, index)) &&
                   !escape_has_attribute(function, index, ATTRIBUTE_NOESCAPE);
    return is_kept ? FATE_STORED : 0;
}

static bool is_called(LLVMValueRef user, LLVMValueRef function) {
    return LLVMIsACallInst(user) != NULL && LLVMGetCalledValue(user) == function;
}

static bool is_passed(LLVMValueRef call, LLVMValueRef function) {
    for (unsigned i = 0; i < LLVMGetNumArgOperands(call); i++)
        if (LLVMGetOperand(call, i) == function)
            return true;
    return false;
}

/* A function in between, which asks for what the pointer's type asks for. */
static LLVMValueRef make_thunk(struct placement *placement, LLVMValueRef function) {
    size_t length;
    char *name = string_printf("%s.pointer", LLVMGetValueName2(function, &length));
    LLVMTypeRef type = LLVMGlobalGetValueType(function);
    LLVMValueRef thunk = LLVMAddFunction(placement->module, name, type);
    free(name);
    LLVMSetLinkage(thunk, LLVMLinkOnceODRLinkage);
    LLVMSetVisibility(thunk, LLVMHiddenVisibility);
    LLVMAttributeIndex index = (LLVMAttributeIndex)LLVMAttributeFunctionIndex;
    unsigned count = LLVMGetAttributeCountAtIndex(function, index);
    LLVMAttributeRef *attributes = memory_allocate((count + 1) * sizeof(LLVMAttributeRef));
    LLVMGetAttributesAtIndex(function, index, attributes);
    for (unsigned i = 0; i < count; i++)
        LLVMAddAttributeAtIndex(thunk, index, attributes[i]);
    free(attributes);
    unsigned parameters = LLVMCountParams(function);
    LLVMValueRef *arguments = memory_allocate((parameters + 1) * sizeof(LLVMValueRef));
    LLVMGetParams(thunk, arguments);
    for (unsigned i = 0; i < parameters; i++) {
        if (pointer_fate(function, i) != 0)
            add_parameter_attribute(thunk, i, ATTRIBUTE_STORABLE);
        if (escape_has_attribute(function, i, ATTRIBUTE_NOESCAPE))
            add_parameter_attribute(thunk, i, ATTRIBUTE_NOESCAPE);
    }
    LLVMPositionBuilderAtEnd(placement->builder,
                             LLVMAppendBasicBlockInContext(placement->context->llvm, thunk, ""));
    LLVMSetCurrentDebugLocation2(placement->builder, NULL);
    LLVMValueRef result = LLVMBuildCall2(placement->builder, type, function, arguments, parameters, "");
    if (LLVMGetReturnType(type) == placement->context->void_type)
        LLVMBuildRetVoid(placement->builder);
    else
        LLVMBuildRet(placement->builder, result);
    free(arguments);
    return thunk;
}

/* All addresses of the function become the thunk's; direct calls stay. */
static void divert_addresses(struct placement *placement, LLVMValueRef function) {
    size_t count = 0, at = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(function); use != NULL; use = LLVMGetNextUse(use))
        count += is_called(LLVMGetUser(use), function);
    LLVMValueRef *calls = memory_allocate((count + 1) * sizeof(LLVMValueRef));
    for (LLVMUseRef use = LLVMGetFirstUse(function); use != NULL; use = LLVMGetNextUse(use))
        if (is_called(LLVMGetUser(use), function))
            calls[at++] = LLVMGetUser(use);
    LLVMValueRef thunk = make_thunk(placement, function);
    LLVMValueRef inner = LLVMGetFirstInstruction(LLVMGetFirstBasicBlock(thunk));
    LLVMReplaceAllUsesWith(function, thunk);
    LLVMSetOperand(inner, LLVMGetNumArgOperands(inner), function);
    for (size_t i = 0; i < count; i++)
        LLVMSetOperand(calls[i], LLVMGetNumArgOperands(calls[i]), function);
    free(calls);
}

/* Makes the function's address agree with the type of a pointer to it. Null, or what is wrong. */
static char *match_pointers(struct placement *placement, LLVMValueRef function) {
    bool is_address = false, is_direct = LLVMGetLinkage(function) == LLVMWeakODRLinkage, agrees = true;
    for (LLVMUseRef use = LLVMGetFirstUse(function); use != NULL; use = LLVMGetNextUse(use)) {
        bool is_callee = is_called(LLVMGetUser(use), function);
        is_direct = is_direct || is_callee;
        is_address = is_address || !is_callee || is_passed(LLVMGetUser(use), function);
    }
    if (!is_address)
        return NULL;
    for (unsigned i = 0; i < LLVMCountParams(function); i++) {
        unsigned own = own_fate(function, i), wanted = pointer_fate(function, i);
        size_t length;
        agrees = agrees && own == wanted;
        if (own != 0 && wanted == 0)
            return string_printf("the address of '%s' is taken, but it keeps or returns a parameter that is "
                                 "declared __noescape",
                                 LLVMGetValueName2(function, &length));
    }
    if (agrees)
        return NULL;
    if (is_direct) {
        divert_addresses(placement, function);
        return NULL;
    }
    for (unsigned i = 0; i < LLVMCountParams(function); i++) {
        remove_parameter_attribute(function, i, ATTRIBUTE_RETURNED);
        remove_parameter_attribute(function, i, ATTRIBUTE_STORABLE);
        if (pointer_fate(function, i) != 0)
            add_parameter_attribute(function, i, ATTRIBUTE_STORABLE);
    }
    return NULL;
}

static struct uses find_uses(LLVMValueRef alloca) {
    struct uses uses = {0};
    for (LLVMUseRef use = LLVMGetFirstUse(alloca); use != NULL; use = LLVMGetNextUse(use))
        uses.count++;
    uses.items = memory_allocate((uses.count + 1) * sizeof(LLVMValueRef));
    uses.count = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(alloca); use != NULL; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (escape_is_declaration(user)) {
            uses.declaration = user;
            uses.declaration_count++;
        } else {
            uses.items[uses.count++] = user;
        }
    }
    return uses;
}

static bool comes_before(LLVMValueRef first, LLVMValueRef second) {
    for (LLVMValueRef i = first; i != NULL; i = LLVMGetNextInstruction(i))
        if (i == second)
            return first != second;
    return false;
}

/* The zeroing of every variable at the function's start, which the heap does itself. */
static bool is_clearing(LLVMValueRef user, LLVMValueRef declaration) {
    LLVMBasicBlockRef block = LLVMGetInstructionParent(user);
    return LLVMIsAStoreInst(user) != NULL && LLVMIsNull(LLVMGetOperand(user, 0)) &&
           block == LLVMGetEntryBasicBlock(LLVMGetBasicBlockParent(block)) &&
           (LLVMGetInstructionParent(declaration) != block || comes_before(user, declaration));
}

static void drop_clearing(struct uses *uses) {
    size_t kept = 0;
    for (size_t i = 0; i < uses->count; i++) {
        if (is_clearing(uses->items[i], uses->declaration))
            LLVMInstructionEraseFromParent(uses->items[i]);
        else
            uses->items[kept++] = uses->items[i];
    }
    uses->count = kept;
}

/* Marks in `reached` the blocks that control reaches without passing `barrier`. */
static void reach(struct escape_map *reached, LLVMBasicBlockRef entry, LLVMBasicBlockRef barrier) {
    size_t blocks = LLVMCountBasicBlocks(LLVMGetBasicBlockParent(entry)), count = 0;
    LLVMBasicBlockRef *work = memory_allocate((blocks + 1) * sizeof(LLVMBasicBlockRef));
    if (entry != barrier) {
        escape_map_add(reached, entry, 1);
        work[count++] = entry;
    }
    while (count > 0) {
        LLVMValueRef end = LLVMGetBasicBlockTerminator(work[--count]);
        for (unsigned i = 0; i < LLVMGetNumSuccessors(end); i++) {
            LLVMBasicBlockRef next = LLVMGetSuccessor(end, i);
            if (next == barrier || escape_map_find(reached, next, 0) != 0)
                continue;
            escape_map_add(reached, next, 1);
            work[count++] = next;
        }
    }
    free(work);
}

/* Whether a use comes behind the declaration in `home`; `reached` are the blocks that control reaches otherwise.
 * A phi uses its operands at the ends of the blocks that they come from. */
static bool is_behind(LLVMValueRef user, LLVMValueRef alloca, LLVMValueRef declaration,
                      const struct escape_map *reached) {
    LLVMBasicBlockRef home = LLVMGetInstructionParent(declaration), block = LLVMGetInstructionParent(user);
    if (LLVMIsAPHINode(user) == NULL)
        return block == home ? comes_before(declaration, user) : escape_map_find(reached, block, 0) == 0;
    for (unsigned i = 0; i < LLVMCountIncoming(user); i++)
        if (LLVMGetIncomingValue(user, i) == alloca &&
            escape_map_find(reached, LLVMGetIncomingBlock(user, i), 0) != 0)
            return false;
    return true;
}

/* Whether control reaches all uses through the declaration: no goto or case leads past it. */
static bool dominates(const struct uses *uses, LLVMValueRef alloca) {
    LLVMBasicBlockRef home = LLVMGetInstructionParent(uses->declaration);
    struct escape_map reached = {0};
    reach(&reached, LLVMGetEntryBasicBlock(LLVMGetBasicBlockParent(home)), home);
    bool holds = true;
    for (size_t i = 0; holds && i < uses->count; i++)
        holds = is_behind(uses->items[i], alloca, uses->declaration, &reached);
    escape_map_free(&reached);
    return holds;
}

static void replace_operand(LLVMValueRef user, LLVMValueRef old, LLVMValueRef new) {
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(user); i++)
        if (LLVMGetOperand(user, i) == old)
            LLVMSetOperand(user, i, new);
}

/* An incoming value of a phi is loaded at the end of the block that it comes from. */
static void load_incoming(struct placement *placement, LLVMValueRef phi, LLVMValueRef alloca,
                          LLVMValueRef slot) {
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        if (LLVMGetIncomingValue(phi, i) != alloca)
            continue;
        LLVMPositionBuilderBefore(placement->builder,
                                  LLVMGetBasicBlockTerminator(LLVMGetIncomingBlock(phi, i)));
        LLVMSetOperand(phi, i, LLVMBuildLoad2(placement->builder, placement->context->ptr, slot, ""));
    }
}

static LLVMValueRef build_object(struct placement *placement, LLVMValueRef before, LLVMValueRef alloca) {
    LLVMPositionBuilderBefore(placement->builder, before);
    LLVMSetCurrentDebugLocation2(placement->builder, LLVMInstructionGetDebugLoc(before));
    return lower_build_object(placement->context, placement->module, placement->builder, alloca);
}

/* Where control may pass by the declaration the object is made at the start, and a new one at each
 * declaration; a variable holds which it is. */
static LLVMValueRef move_through_slot(struct placement *placement, LLVMValueRef alloca,
                                      const struct uses *uses) {
    LLVMValueRef next = LLVMGetNextInstruction(alloca);
    LLVMPositionBuilderBefore(placement->builder, next);
    LLVMValueRef slot = LLVMBuildAlloca(placement->builder, placement->context->ptr, "");
    LLVMValueRef first = build_object(placement, next, alloca);
    LLVMBuildStore(placement->builder, first, slot);
    for (LLVMUseRef use = LLVMGetFirstUse(alloca); use != NULL; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (!escape_is_declaration(user))
            continue;
        LLVMValueRef fresh = build_object(placement, user, alloca);
        LLVMBuildStore(placement->builder, fresh, slot);
    }
    for (size_t i = 0; i < uses->count; i++) {
        if (LLVMIsAPHINode(uses->items[i]) != NULL) {
            load_incoming(placement, uses->items[i], alloca, slot);
            continue;
        }
        LLVMPositionBuilderBefore(placement->builder, uses->items[i]);
        LLVMSetCurrentDebugLocation2(placement->builder, LLVMInstructionGetDebugLoc(uses->items[i]));
        LLVMValueRef object = LLVMBuildLoad2(placement->builder, placement->context->ptr, slot, "");
        replace_operand(uses->items[i], alloca, object);
    }
    return first;
}

static void move_to_heap(struct placement *placement, LLVMValueRef alloca) {
    struct uses uses = find_uses(alloca);
    if (uses.declaration_count == 1)
        drop_clearing(&uses);
    LLVMValueRef object;
    if (uses.declaration_count == 1 && dominates(&uses, alloca))
        object = build_object(placement, uses.declaration, alloca);
    else if (uses.declaration_count == 0)
        object = build_object(placement, LLVMGetNextInstruction(alloca), alloca);
    else
        object = move_through_slot(placement, alloca, &uses);
    free(uses.items);
    LLVMReplaceAllUsesWith(alloca, object);
    LLVMInstructionEraseFromParent(alloca);
}

/* "function.variable, ..." for those who want to know what takes heap. */
static void note_moved(struct placement *placement, LLVMValueRef function, LLVMValueRef alloca) {
    size_t length;
    char *old = placement->places->moved;
    const char *name = LLVMGetValueName2(alloca, &length);
    placement->places->moved =
        string_printf("%s%s%s.%s", old == NULL ? "" : old, old == NULL ? "" : ", ",
                      LLVMGetValueName2(function, &length), name[0] == '\0' ? "temporary" : name);
    free(old);
}

static void place_alloca(struct placement *placement, LLVMValueRef function, LLVMValueRef alloca) {
    unsigned kind = LLVMGetMDKindIDInContext(placement->context->llvm, METADATA_OBJECT,
                                             (unsigned)strlen(METADATA_OBJECT));
    if (LLVMGetMetadata(alloca, kind) == NULL)
        return;
    size_t name_length;
    enum spread spread = escape_spread(alloca);
    bool has_slots = escape_slots(&placement->escape, alloca) > 0;
    bool is_surplus = has_slots && placement->frame_objects >= FRAME_OBJECTS_MAX;
    bool escapes = escape_is_large(&placement->escape, alloca) ||
                   (spread != SPREAD_NONE && (is_surplus || escape_fate(&placement->escape, alloca) != 0));
    placement->frame_objects += has_slots && !escapes;
    LLVMGetValueName2(alloca, &name_length);
    if (spread == SPREAD_TAKEN && name_length != 0) { /* not a temporary */
        placement->places->taken++;
        placement->places->kept += !escapes;
    }
    if (!escapes)
        return;
    note_moved(placement, function, alloca);
    move_to_heap(placement, alloca);
}

static void place_function(struct placement *placement, LLVMValueRef function) {
    LLVMValueRef next;
    LLVMBasicBlockRef entry = LLVMGetFirstBasicBlock(function);
    placement->frame_objects = 0;
    for (LLVMValueRef i = entry == NULL ? NULL : LLVMGetFirstInstruction(entry); i != NULL; i = next) {
        next = LLVMGetNextInstruction(i);
        if (LLVMIsAAllocaInst(i) != NULL)
            place_alloca(placement, function, i);
    }
}

static void drop_declarations(LLVMModuleRef module) {
    LLVMValueRef marker = LLVMGetNamedFunction(module, DECLARED_FUNCTION);
    if (marker == NULL)
        return;
    LLVMUseRef use;
    while ((use = LLVMGetFirstUse(marker)) != NULL)
        LLVMInstructionEraseFromParent(LLVMGetUser(use));
    LLVMDeleteFunction(marker);
}

char *lower_place_objects(struct lower_context *context, LLVMModuleRef module, struct lower_places *places) {
    struct placement placement = {.context = context, .module = module, .places = places};
    placement.builder = LLVMCreateBuilderInContext(context->llvm);
    escape_analyse(&placement.escape, context, module);
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f)) {
        mark_parameters(&placement, f);
        place_function(&placement, f);
    }
    drop_declarations(module);
    char *message = NULL;
    LLVMValueRef last = LLVMGetLastFunction(module), next; /* thunks come behind it */
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL && message == NULL; f = next) {
        next = f == last ? NULL : LLVMGetNextFunction(f);
        if (!LLVMIsDeclaration(f)) /* what assembly defines says itself what it promises */
            message = match_pointers(&placement, f);
    }
    escape_free(&placement.escape);
    LLVMDisposeBuilder(placement.builder);
    return message;
}
