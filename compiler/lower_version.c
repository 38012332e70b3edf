/* Two versions of innermost loops: one for the case that no check in it can fail.
 *
 * In a loop of one block that counts i = start, start + 1, ... up to n a check of i against a length that stays the same
 * cannot fail if n <= length. That is asked ahead of the loop, of all its checks at once, and each check becomes a
 * choice by the answer: between itself, marked as known to hold, and itself as it was. LLVM moves the choice out of the
 * loop, which makes two loops of it; the marked checks are then left out like those that LLVM has shown to hold. */
#include "lower_internal.h"

#include <stdlib.h>

#define PASSES "function(correlated-propagation,loop-mssa(simple-loop-unswitch<nontrivial>),simplifycfg)"

enum { CHECKS_MAX = 16 }; /* of one loop */

struct counted_loop {
    LLVMBasicBlockRef block, before;
    LLVMValueRef counter, start, end; /* start <= counter < end, if start < end */
};

static bool is_invariant(const struct counted_loop *loop, LLVMValueRef value) {
    return LLVMIsAInstruction(value) == NULL || LLVMGetInstructionParent(value) != loop->block;
}

/* The phi that `next` is one more than, if it is the loop's. */
static LLVMValueRef counter_of(const struct counted_loop *loop, LLVMValueRef next) {
    uint64_t step;
    if (is_invariant(loop, next) || LLVMGetInstructionOpcode(next) != LLVMAdd ||
        !lower_is_constant(LLVMGetOperand(next, 1), &step) || step != 1)
        return NULL;
    LLVMValueRef phi = LLVMGetOperand(next, 0);
    bool is_counter = LLVMIsAPHINode(phi) != NULL && !is_invariant(loop, phi) && LLVMCountIncoming(phi) == 2;
    return is_counter ? phi : NULL;
}

/* Reads the test at the loop's end: it goes on while next != end, or next < end. */
static bool read_test(struct lower_context *context, struct counted_loop *loop, LLVMValueRef branch) {
    LLVMValueRef test = LLVMGetCondition(branch);
    if (LLVMIsAICmpInst(test) == NULL || is_invariant(loop, test))
        return false;
    bool goes_on = LLVMGetSuccessor(branch, 0) == loop->block;
    LLVMIntPredicate predicate = LLVMGetICmpPredicate(test);
    LLVMValueRef next = LLVMGetOperand(test, 0);
    loop->end = LLVMGetOperand(test, 1);
    loop->counter = counter_of(loop, next);
    if ((goes_on ? predicate != LLVMIntNE && predicate != LLVMIntULT : predicate != LLVMIntEQ) ||
        loop->counter == NULL || LLVMTypeOf(loop->counter) != context->i64 || !is_invariant(loop, loop->end))
        return false;
    unsigned entry = LLVMGetIncomingBlock(loop->counter, 0) == loop->block;
    loop->before = LLVMGetIncomingBlock(loop->counter, entry);
    loop->start = LLVMGetIncomingValue(loop->counter, entry);
    return loop->before != loop->block && LLVMGetIncomingValue(loop->counter, !entry) == next;
}

static bool find_loop(struct lower_context *context, LLVMBasicBlockRef block, struct counted_loop *loop) {
    LLVMValueRef branch = LLVMGetBasicBlockTerminator(block);
    *loop = (struct counted_loop){.block = block};
    return LLVMIsABranchInst(branch) != NULL && LLVMIsConditional(branch) &&
           (LLVMGetSuccessor(branch, 0) == block) != (LLVMGetSuccessor(branch, 1) == block) &&
           read_test(context, loop, branch);
}

/* Whether all values of the counter, plus a constant, are below the check's length: an i1 ahead of the loop, or null
 * if that cannot be asked. */
static LLVMValueRef ask(struct lower_context *context, LLVMBuilderRef builder,
                        const struct counted_loop *loop, const struct check *check) {
    uint64_t added = 0;
    LLVMValueRef base = check->value;
    if (base != loop->counter && !is_invariant(loop, base) && LLVMGetInstructionOpcode(base) == LLVMAdd &&
        lower_is_constant(LLVMGetOperand(base, 1), &added))
        base = LLVMGetOperand(base, 0);
    if (check->kind != CHECK_INDEX || check->holds || base != loop->counter ||
        !is_invariant(loop, check->limit))
        return NULL;
    if ((int64_t)added >= 0) { /* end <= length - added */
        LLVMValueRef number = lower_i64(context, added);
        LLVMValueRef fits = LLVMBuildICmp(builder, LLVMIntULE, number, check->limit, "");
        LLVMValueRef room = LLVMBuildSub(builder, check->limit, number, "");
        return LLVMBuildAnd(builder, fits, LLVMBuildICmp(builder, LLVMIntULE, loop->end, room, ""), "");
    }
    LLVMValueRef number = lower_i64(context, -added); /* start >= number, end - number <= length */
    LLVMValueRef is_late = LLVMBuildICmp(builder, LLVMIntULE, number, loop->start, "");
    LLVMValueRef last = LLVMBuildSub(builder, loop->end, number, "");
    return LLVMBuildAnd(builder, is_late, LLVMBuildICmp(builder, LLVMIntULE, last, check->limit, ""), "");
}

static void choose(LLVMBuilderRef builder, LLVMValueRef answer, LLVMValueRef check) {
    LLVMValueRef marked = lower_build_marked_check(builder, check);
    LLVMPositionBuilderBefore(builder, LLVMGetNextInstruction(check));
    LLVMValueRef chosen = LLVMBuildSelect(builder, answer, marked, marked, "");
    LLVMReplaceAllUsesWith(check, chosen);
    LLVMSetOperand(chosen, 2, check);
}

/* In the loop LLVM is not to know what was asked: it would round the end by a narrower mask, which it then computes
 * ahead of the question. */
static void hide_end(LLVMBuilderRef builder, const struct counted_loop *loop) {
    LLVMValueRef test = LLVMGetCondition(LLVMGetBasicBlockTerminator(loop->block));
    if (LLVMIsAConstantInt(loop->end) == NULL)
        LLVMSetOperand(test, 1, lower_build_operation(builder, LLVMTypeOf(loop->end), "", "=r,0", loop->end));
}

static bool version_loop(struct lower_context *context, LLVMBuilderRef builder, LLVMBasicBlockRef block) {
    struct counted_loop loop;
    LLVMValueRef checks[CHECKS_MAX], answer = NULL;
    unsigned count = 0;
    if (!find_loop(context, block, &loop))
        return false;
    LLVMValueRef end = LLVMGetBasicBlockTerminator(loop.before);
    LLVMPositionBuilderBefore(builder, end);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(end));
    for (LLVMValueRef i = LLVMGetFirstInstruction(block); i != NULL && count < CHECKS_MAX;
         i = LLVMGetNextInstruction(i)) {
        struct check check;
        LLVMValueRef fits = lower_read_check(i, &check) ? ask(context, builder, &loop, &check) : NULL;
        if (fits == NULL)
            continue;
        checks[count++] = i;
        answer = answer == NULL ? fits : LLVMBuildAnd(builder, answer, fits, "");
    }
    if (count == 0)
        return false;
    answer = LLVMBuildAnd(builder, answer, LLVMBuildICmp(builder, LLVMIntULT, loop.start, loop.end, ""), "");
    answer = LLVMBuildFreeze(builder, answer, "");
    hide_end(builder, &loop);
    for (unsigned i = 0; i < count; i++)
        choose(builder, answer, checks[i]);
    return true;
}

char *lower_version_loops(struct lower_module *module) {
    bool has_changed = false;
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(module->context->llvm);
    for (LLVMValueRef f = LLVMGetFirstFunction(module->llvm); f != NULL; f = LLVMGetNextFunction(f))
        for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b != NULL && !lower_is_plain(f);
             b = LLVMGetNextBasicBlock(b))
            has_changed |= version_loop(module->context, builder, b);
    LLVMDisposeBuilder(builder);
    return has_changed ? lower_run_passes(module, PASSES) : NULL;
}
