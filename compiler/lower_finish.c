/* What is done to the IR after LLVM's pipeline, just before code generation.
 *
 * Undefined values become zero, since the verifier refuses to read what was never written. Selects between
 * references become branches: a conditional move merges a reference and its length independently, while at a
 * branch's join the hints keep them together. Frame objects are announced to the image writer by an assembly
 * statement without instructions, which names their address; done earlier it would keep them in memory. */
#include "lower_meta.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void visit_instruction(struct lower_context *context, LLVMValueRef instruction);

static void visit_all(struct lower_context *context, LLVMModuleRef module, visit_instruction *visit) {
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f))
        for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b != NULL; b = LLVMGetNextBasicBlock(b))
            for (LLVMValueRef i = LLVMGetFirstInstruction(b); i != NULL; i = LLVMGetNextInstruction(i))
                visit(context, i);
}

static void define_operands(struct lower_context *context, LLVMValueRef instruction) {
    (void)context;
    LLVMOpcode opcode = LLVMGetInstructionOpcode(instruction);
    /* These say by an undefined operand that they do not read it. */
    if (opcode == LLVMShuffleVector || opcode == LLVMInsertElement || opcode == LLVMInsertValue)
        return;
    int count = LLVMGetNumOperands(instruction);
    for (unsigned i = 0; i < (unsigned)count; i++) {
        LLVMValueRef operand = LLVMGetOperand(instruction, i);
        if (LLVMIsUndef(operand)) /* poison included */
            LLVMSetOperand(instruction, i, LLVMConstNull(LLVMTypeOf(operand)));
    }
}

void lower_replace_undefined(LLVMModuleRef module) {
    visit_all(NULL, module, define_operands);
}

/* Selects that choose a reference, or an index or count that was checked. */
static bool needs_branch(LLVMValueRef instruction) {
    if (LLVMIsASelectInst(instruction) == NULL)
        return false;
    if (LLVMGetTypeKind(LLVMTypeOf(LLVMGetOperand(instruction, 0))) != LLVMIntegerTypeKind)
        return false;
    /* Of two loads LLVM makes one from an address that it chooses. */
    bool are_loads = LLVMIsALoadInst(LLVMGetOperand(instruction, 1)) != NULL &&
                     LLVMIsALoadInst(LLVMGetOperand(instruction, 2)) != NULL;
    return are_loads || LLVMGetTypeKind(LLVMTypeOf(instruction)) == LLVMPointerTypeKind ||
           lower_is_check(LLVMGetOperand(instruction, 1)) || lower_is_check(LLVMGetOperand(instruction, 2));
}

static bool comes_before(LLVMValueRef first, LLVMValueRef second) {
    for (LLVMValueRef i = first; i != NULL; i = LLVMGetNextInstruction(i))
        if (i == second)
            return true;
    return false;
}

/* Whether a value is available at `place`, an instruction of `block` (in which the value is used later). */
static bool is_available(LLVMValueRef value, LLVMValueRef place, LLVMBasicBlockRef block) {
    return LLVMIsAInstruction(value) == NULL || LLVMGetInstructionParent(value) != block ||
           (value != place && comes_before(value, place));
}

static void replace_by_phi(LLVMBuilderRef builder, LLVMValueRef select, LLVMBasicBlockRef head,
                           LLVMBasicBlockRef taken) {
    LLVMValueRef phi = LLVMBuildPhi(builder, LLVMTypeOf(select), "");
    LLVMValueRef values[] = {LLVMGetOperand(select, 1), LLVMGetOperand(select, 2)};
    LLVMBasicBlockRef blocks[] = {taken, head};
    LLVMAddIncoming(phi, values, blocks, 2);
    LLVMReplaceAllUsesWith(select, phi);
    LLVMInstructionEraseFromParent(select);
}

/* The old block keeps its end: the phis of its successors, which LLVM-C cannot change, still name the right block. */
LLVMBasicBlockRef lower_split_block(struct lower_context *context, LLVMValueRef instruction) {
    LLVMBasicBlockRef block = LLVMGetInstructionParent(instruction);
    LLVMBasicBlockRef head = LLVMInsertBasicBlockInContext(context->llvm, block, "");
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(context->llvm);
    /* Without its end the block has no successors whose phis the replacement would rename, too. */
    LLVMValueRef end = LLVMGetBasicBlockTerminator(block);
    LLVMInstructionRemoveFromParent(end);
    LLVMReplaceAllUsesWith(LLVMBasicBlockAsValue(block), LLVMBasicBlockAsValue(head));
    LLVMPositionBuilderAtEnd(builder, block);
    LLVMInsertIntoBuilder(builder, end);
    LLVMPositionBuilderAtEnd(builder, head);
    for (LLVMValueRef i = LLVMGetFirstInstruction(block); i != instruction;
         i = LLVMGetFirstInstruction(block)) {
        LLVMInstructionRemoveFromParent(i);
        LLVMInsertIntoBuilder(builder, i);
    }
    LLVMDisposeBuilder(builder);
    return head;
}

/* Splits the block before `first` and makes it, and the later selects on its condition whose operands are
 * there already, phis of two edges. */
static void expand_select(struct lower_context *context, LLVMValueRef first) {
    LLVMBasicBlockRef block = LLVMGetInstructionParent(first);
    LLVMValueRef condition = LLVMGetOperand(first, 0);
    LLVMValueRef group[32];
    unsigned count = 0;
    for (LLVMValueRef i = first; i != NULL && count < 32; i = LLVMGetNextInstruction(i))
        if (LLVMIsASelectInst(i) != NULL && LLVMGetOperand(i, 0) == condition &&
            is_available(LLVMGetOperand(i, 1), first, block) &&
            is_available(LLVMGetOperand(i, 2), first, block))
            group[count++] = i;
    LLVMBasicBlockRef head = lower_split_block(context, first);
    LLVMBasicBlockRef taken = LLVMInsertBasicBlockInContext(context->llvm, block, "");
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(context->llvm);
    LLVMPositionBuilderAtEnd(builder, head);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(first));
    LLVMBuildCondBr(builder, condition, taken, block);
    LLVMPositionBuilderAtEnd(builder, taken);
    LLVMBuildBr(builder, block);
    for (unsigned i = 0; i < count; i++) {
        LLVMPositionBuilderBefore(builder, LLVMGetFirstInstruction(block));
        replace_by_phi(builder, group[i], head, taken);
    }
    LLVMDisposeBuilder(builder);
}

static LLVMValueRef find_select(LLVMBasicBlockRef block) {
    for (LLVMValueRef i = LLVMGetFirstInstruction(block); i != NULL; i = LLVMGetNextInstruction(i))
        if (needs_branch(i))
            return i;
    return NULL;
}

/* The first select on the same condition, of any type: a length may be chosen ahead of its reference. */
static LLVMValueRef first_of_group(LLVMValueRef select) {
    LLVMValueRef condition = LLVMGetOperand(select, 0);
    LLVMBasicBlockRef block = LLVMGetInstructionParent(select);
    for (LLVMValueRef i = LLVMGetFirstInstruction(block); i != select; i = LLVMGetNextInstruction(i))
        if (LLVMIsASelectInst(i) != NULL && LLVMGetOperand(i, 0) == condition &&
            is_available(LLVMGetOperand(select, 1), i, block) &&
            is_available(LLVMGetOperand(select, 2), i, block))
            return i;
    return select;
}

void lower_expand_selects(struct lower_context *context, LLVMModuleRef module) {
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef block = LLVMGetFirstBasicBlock(f);
        while (block != NULL) {
            LLVMValueRef select = find_select(block);
            if (select == NULL)
                block = LLVMGetNextBasicBlock(block);
            else
                expand_select(context, first_of_group(select));
        }
    }
}

/* A load or store of the whole variable, which the code generator addresses by a constant offset. */
static bool is_direct_access(LLVMValueRef user, LLVMValueRef slot) {
    LLVMTypeRef type = LLVMGetAllocatedType(slot);
    if (LLVMIsALoadInst(user) != NULL)
        return LLVMTypeOf(user) == type;
    return LLVMIsAStoreInst(user) != NULL && LLVMGetOperand(user, 0) != slot &&
           LLVMTypeOf(LLVMGetOperand(user, 0)) == type;
}

static bool is_frame_object(LLVMValueRef slot) {
    for (LLVMUseRef use = LLVMGetFirstUse(slot); use != NULL; use = LLVMGetNextUse(use))
        if (!is_direct_access(LLVMGetUser(use), slot))
            return true;
    return false;
}

/* A frame whose size is no multiple of eight, as small variables alone would make, is refused. */
static void align_slot(struct lower_context *context, LLVMValueRef instruction) {
    (void)context;
    if (LLVMIsAAllocaInst(instruction) != NULL && LLVMGetAlignment(instruction) < 8)
        LLVMSetAlignment(instruction, 8);
}

void lower_align_slots(LLVMModuleRef module) {
    visit_all(NULL, module, align_slot);
}

/* Conversions write a part of a vector register only. Optimised, LLVM clears the register first (set_options
 * in lower_module.c); otherwise this assembly does. */
static LLVMValueRef convert_signed(struct lower_context *context, LLVMBuilderRef builder, LLVMTypeRef result,
                                   LLVMValueRef integer) {
    const char *text =
        result == context->f32 ? "xorps $0, $0\n\tcvtsi2ssq $1, $0" : "xorps $0, $0\n\tcvtsi2sdq $1, $0";
    return lower_build_operation(builder, result, text, "=x,r", integer);
}

/* From 2^63 up: half of it is converted, with the bit lost kept for rounding, and doubled. */
static LLVMValueRef convert_unsigned(struct lower_context *context, LLVMBuilderRef builder,
                                     LLVMTypeRef result, LLVMValueRef integer) {
    LLVMValueRef zero = lower_i64(context, 0), one = lower_i64(context, 1);
    LLVMValueRef half = LLVMBuildOr(builder, LLVMBuildLShr(builder, integer, one, ""),
                                    LLVMBuildAnd(builder, integer, one, ""), "");
    LLVMValueRef converted = convert_signed(context, builder, result, half);
    LLVMValueRef large = LLVMBuildFAdd(builder, converted, converted, "");
    return LLVMBuildSelect(builder, LLVMBuildICmp(builder, LLVMIntSLT, integer, zero, ""), large,
                           convert_signed(context, builder, result, integer), "");
}

static bool is_square_root(LLVMValueRef instruction) {
    LLVMValueRef callee = LLVMGetCalledValue(instruction);
    return LLVMIsAFunction(callee) != NULL &&
           LLVMGetIntrinsicID(callee) == LLVMLookupIntrinsicID("llvm.sqrt", strlen("llvm.sqrt"));
}

static LLVMValueRef convert(struct lower_context *context, LLVMBuilderRef builder, LLVMValueRef instruction) {
    LLVMTypeRef to = LLVMTypeOf(instruction);
    if (to != context->f32 && to != context->f64)
        return NULL;
    LLVMValueRef operand = LLVMGetOperand(instruction, 0);
    switch (LLVMGetInstructionOpcode(instruction)) {
    case LLVMSIToFP:
        return convert_signed(context, builder, to, LLVMBuildSExt(builder, operand, context->i64, ""));
    case LLVMUIToFP:
        if (LLVMTypeOf(operand) != context->i64)
            return convert_signed(context, builder, to, LLVMBuildZExt(builder, operand, context->i64, ""));
        return convert_unsigned(context, builder, to, operand);
    case LLVMFPExt:
        return lower_build_operation(builder, to, "xorps $0, $0\n\tcvtss2sd $1, $0", "=&x,x", operand);
    case LLVMFPTrunc:
        return lower_build_operation(builder, to, "xorps $0, $0\n\tcvtsd2ss $1, $0", "=&x,x", operand);
    case LLVMCall:
        if (!is_square_root(instruction))
            return NULL;
        return lower_build_operation(builder, to,
                                     to == context->f32 ? "xorps $0, $0\n\tsqrtss $1, $0"
                                                        : "xorps $0, $0\n\tsqrtsd $1, $0",
                                     "=&x,x", operand);
    default:
        return NULL;
    }
}

/* The two floating constants that the instruction chooses between by its first operand; false if it does not.
 */
static bool chooses_constants(LLVMValueRef instruction, LLVMValueRef choices[2]) {
    LLVMTypeRef type = LLVMTypeOf(instruction);
    switch (LLVMGetInstructionOpcode(instruction)) {
    case LLVMSelect:
        choices[0] = LLVMGetOperand(instruction, 1);
        choices[1] = LLVMGetOperand(instruction, 2);
        return LLVMIsAConstantFP(choices[0]) != NULL && LLVMIsAConstantFP(choices[1]) != NULL;
    case LLVMUIToFP:
    case LLVMSIToFP:
        choices[0] = LLVMConstReal(type, LLVMGetInstructionOpcode(instruction) == LLVMUIToFP ? 1 : -1);
        choices[1] = LLVMConstReal(type, 0);
        return LLVMGetIntTypeWidth(LLVMTypeOf(LLVMGetOperand(instruction, 0))) == 1;
    default:
        return false;
    }
}

/* Of two constants LLVM makes a table without a name, in which the condition is the index. */
static LLVMValueRef select_bits(struct lower_context *context, LLVMBuilderRef builder,
                                LLVMValueRef instruction) {
    LLVMTypeRef type = LLVMTypeOf(instruction);
    LLVMValueRef choices[2];
    if ((type != context->f32 && type != context->f64) || !chooses_constants(instruction, choices))
        return NULL;
    LLVMTypeRef bits = type == context->f32 ? context->i32 : context->i64;
    LLVMValueRef chosen =
        LLVMBuildSelect(builder, LLVMGetOperand(instruction, 0), LLVMConstBitCast(choices[0], bits),
                        LLVMConstBitCast(choices[1], bits), "");
    return LLVMBuildBitCast(builder, chosen, type, "");
}

/* Whether the function's code is generated without optimisation. */
static bool is_plain(const struct lower_context *context, LLVMValueRef function) {
    unsigned plain = LLVMGetEnumAttributeKindForName("optnone", strlen("optnone"));
    return context->level == 0 ||
           LLVMGetEnumAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, plain) !=
               NULL;
}

/* Without optimisation LLVM makes one 32-bit register of a constant for the whole block, and what it spills of
 * that is 4 bytes anywhere in the frame: a count, or null, that the verifier loses sight of. Made by an operation of
 * its own a constant argument has 8 bytes. */
static void widen_constant_arguments(struct lower_context *context, LLVMBuilderRef builder,
                                     LLVMValueRef call) {
    LLVMValueRef callee = LLVMIsACallInst(call) == NULL ? NULL : LLVMGetCalledValue(call);
    if (callee == NULL || LLVMIsAFunction(callee) == NULL || LLVMGetIntrinsicID(callee) != 0)
        return;
    unsigned count = LLVMGetNumArgOperands(call);
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef argument = LLVMGetOperand(call, i);
        if (LLVMIsAConstantPointerNull(argument) != NULL)
            LLVMSetOperand(call, i,
                           lower_build_operation(builder, context->ptr, "movl $1, ${0:k}", "=r,i",
                                                 lower_i64(context, 0)));
        if (LLVMTypeOf(argument) == context->i64 && LLVMIsAConstantInt(argument) != NULL &&
            LLVMConstIntGetZExtValue(argument) <= INT32_MAX)
            LLVMSetOperand(call, i,
                           lower_build_operation(builder, context->i64, "movl $1, ${0:k}", "=r,i", argument));
    }
}

/* Whether the constant is null, or so many bytes from it. */
static bool is_near_null(LLVMValueRef address) {
    while (LLVMIsAConstantExpr(address) != NULL && LLVMGetConstOpcode(address) == LLVMGetElementPtr)
        address = LLVMGetOperand(address, 0);
    bool number = LLVMIsAConstantExpr(address) != NULL && LLVMGetConstOpcode(address) == LLVMIntToPtr;
    return LLVMIsAConstantPointerNull(address) != NULL || number;
}

/* Where LLVM has found that a pointer is null, the access has a constant address. The verifier knows no such
 * operand: the address goes into a register. */
static void move_null_address(LLVMBuilderRef builder, LLVMValueRef access) {
    LLVMOpcode opcode = LLVMGetInstructionOpcode(access);
    if (opcode != LLVMLoad && opcode != LLVMStore)
        return;
    unsigned operand = opcode == LLVMStore ? 1 : 0;
    LLVMValueRef address = LLVMGetOperand(access, operand);
    if (is_near_null(address))
        LLVMSetOperand(access, operand,
                       lower_build_operation(builder, LLVMTypeOf(address), "", "=r,0", address));
}

void lower_replace_operations(struct lower_context *context, LLVMModuleRef module) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(context->llvm);
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f)) {
        for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b != NULL; b = LLVMGetNextBasicBlock(b)) {
            LLVMValueRef next;
            for (LLVMValueRef i = LLVMGetFirstInstruction(b); i != NULL; i = next) {
                next = LLVMGetNextInstruction(i);
                LLVMPositionBuilderBefore(builder, i);
                if (is_plain(context, f))
                    widen_constant_arguments(context, builder, i);
                move_null_address(builder, i);
                LLVMValueRef replacement = select_bits(context, builder, i);
                if (replacement == NULL && is_plain(context, f))
                    replacement = convert(context, builder, i);
                if (replacement == NULL)
                    continue;
                LLVMReplaceAllUsesWith(i, replacement);
                LLVMInstructionEraseFromParent(i);
            }
        }
    }
    LLVMDisposeBuilder(builder);
}

/* Records where `slot` lies and what of it is the object: `count` elements of a numbered type, or bytes. */
static void announce_frame_object(struct lower_context *context, LLVMBuilderRef builder, LLVMValueRef slot,
                                  int type, uint64_t count) {
    char text[256];
    snprintf(text, sizeof text,
             "1:\n\t.pushsection .vouch.frame,\"\",@progbits\n\t.quad 1b\n\t.long %d, %llu\n\t.asciz \"$0\"\n"
             "\t.popsection",
             type, (unsigned long long)count);
    LLVMTypeRef signature = LLVMFunctionType(context->void_type, &context->ptr, 1, false);
    LLVMValueRef code =
        LLVMGetInlineAsm(signature, text, strlen(text), "*m", 2, true, false, LLVMInlineAsmDialectATT, false);
    LLVMValueRef call = LLVMBuildCall2(builder, signature, code, &slot, 1, "");
    static const char element[] = "elementtype";
    unsigned kind = LLVMGetEnumAttributeKindForName(element, sizeof element - 1);
    LLVMAddCallSiteAttribute(call, 1,
                             LLVMCreateTypeAttribute(context->llvm, kind, LLVMGetAllocatedType(slot)));
}

/* An object gets a byte more than it needs, so that a pointer to its end still points into it: passed with a
 * count of zero it must refer to something. And it is larger than eight bytes: a frame of eight is made by
 * pushing some register, which would write over the object in it. */
static LLVMValueRef enlarge_slot(struct lower_context *context, LLVMBuilderRef builder, LLVMValueRef slot,
                                 uint64_t *size) {
    *size = LLVMABISizeOfType(context->layout, LLVMGetAllocatedType(slot)) + 1;
    LLVMTypeRef type = LLVMArrayType2(context->i8, *size <= 8 ? 16 : *size);
    LLVMValueRef larger = LLVMBuildAlloca(builder, type, "");
    LLVMSetAlignment(larger, LLVMGetAlignment(slot));
    LLVMReplaceAllUsesWith(slot, larger);
    LLVMInstructionEraseFromParent(slot);
    return larger;
}

/* Each slot starts as null, by stores of their own: the object is used through references, for which it must hold
 * what its type says, only afterwards. */
static void clear_slots(struct lower_context *context, LLVMBuilderRef builder, LLVMValueRef object,
                        const char *description, uint64_t count) {
    uint64_t size = strtoull(description, NULL, 10);
    for (uint64_t element = 0; element < count; element++) {
        struct slot_run run;
        for (const char *text = slot_run_first(description, &run); text != NULL;
             text = slot_run_next(text, &run))
            for (uint64_t i = 0; i < run.count; i++)
                lower_clear_slot(builder, context, object, element * size + run.offset + i * run.stride);
    }
}

/* Tells the image writer of a frame object with slots. There are few of them: see lower_place.c. */
static void mark_typed_object(struct lower_context *context, LLVMBuilderRef builder, LLVMValueRef alloca,
                              struct numbering *numbering, const struct object_note *note) {
    const char *description = numbering_description(numbering, note);
    unsigned type = numbering_type(numbering, note->name, note->name_length);
    uint64_t size, count = note->count; /* the note goes with the alloca */
    LLVMValueRef slot = enlarge_slot(context, builder, alloca, &size);
    announce_frame_object(context, builder, slot, (int)type, count);
    clear_slots(context, builder, slot, description, count);
}

static void mark_object(struct lower_context *context, LLVMBuilderRef builder, LLVMValueRef alloca,
                        struct numbering *numbering) {
    struct object_note note;
    uint64_t size;
    if (lower_read_object(context, alloca, &note) && numbering_slots(numbering, &note) != 0) {
        mark_typed_object(context, builder, alloca, numbering, &note);
    } else {
        LLVMValueRef slot = enlarge_slot(context, builder, alloca, &size);
        announce_frame_object(context, builder, slot, -1, size);
    }
}

unsigned lower_mark_frame_objects(struct lower_context *context, LLVMModuleRef module,
                                  struct numbering *numbering) {
    unsigned count = 0;
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(context->llvm);
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef entry = LLVMGetFirstBasicBlock(f);
        LLVMValueRef next;
        for (LLVMValueRef i = entry == NULL ? NULL : LLVMGetFirstInstruction(entry); i != NULL; i = next) {
            next = LLVMGetNextInstruction(i);
            if (LLVMIsAAllocaInst(i) == NULL || !is_frame_object(i))
                continue;
            LLVMPositionBuilderBefore(builder, next);
            mark_object(context, builder, i, numbering);
            count++;
        }
    }
    LLVMDisposeBuilder(builder);
    return count;
}

unsigned lower_count_checks(LLVMModuleRef module) {
    unsigned count = 0;
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f))
        for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b != NULL; b = LLVMGetNextBasicBlock(b))
            for (LLVMValueRef i = LLVMGetFirstInstruction(b); i != NULL; i = LLVMGetNextInstruction(i))
                count += lower_is_check(i);
    return count;
}
