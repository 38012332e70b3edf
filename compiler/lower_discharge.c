/* Optimistic mode: leaves out the checks that LLVM shows to hold.
 *
 * After the pipeline the checks are still opaque (lower_asm.c). In a copy of the module each is made a comparison
 * with a branch to a numbered trap, and LLVM optimises that: a check whose trap is gone cannot fail. The copy is thrown
 * away. In the module itself those checks are left out, all others stay as they are, and a second pipeline makes use
 * of it: it hoists, unrolls and vectorises. What is left out must be shown to the verifier by the code alone, which
 * may fail where LLVM is more clever; link.c then has the function's checks put back. */
#include "lower_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llvm-c/Analysis.h>

#define TRAP "vouch.trap"

/* What shows that checks hold. */
#define PROBE_PASSES                                                                                         \
    "function(early-cse<memssa>,correlated-propagation,simplifycfg,instcombine<no-verify-fixpoint>,"         \
    "loop-mssa(loop-rotate,licm),simplifycfg,instcombine<no-verify-fixpoint>,loop(indvars),constraint-"      \
    "elimination,"                                                                                           \
    "correlated-propagation,gvn,simplifycfg,instcombine<no-verify-fixpoint>,constraint-elimination,"         \
    "correlated-propagation,"                                                                                \
    "simplifycfg,adce)"

/* As the end of LLVM's own pipeline. */
#define SECOND_PASSES                                                                                        \
    "function(early-cse<memssa>,correlated-propagation,simplifycfg,instcombine<no-verify-fixpoint>,"         \
    "loop-mssa(loop-rotate,licm),simplifycfg,instcombine<no-verify-fixpoint>,loop(indvars,loop-deletion,"    \
    "loop-unroll-full),"                                                                                     \
    "sroa,gvn,constraint-elimination,instcombine<no-verify-fixpoint>,correlated-propagation,adce,dse,loop-"  \
    "mssa(licm),"                                                                                            \
    "simplifycfg,instcombine<no-verify-fixpoint>,loop-mssa(loop-rotate),loop-vectorize,instcombine<no-"      \
    "verify-fixpoint>,simplifycfg,"                                                                          \
    "instcombine<no-verify-fixpoint>,loop-unroll<O2>,instcombine<no-verify-fixpoint>,loop-"                  \
    "mssa(licm),instsimplify,simplifycfg)"

enum { PROBES_MAX = 3 };

bool lower_is_plain(LLVMValueRef function) {
    static const char name[] = "optnone";
    unsigned kind = LLVMGetEnumAttributeKindForName(name, sizeof name - 1);
    return LLVMGetEnumAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, kind) !=
           NULL;
}

/* All checks in the module's order; null if there are none. To be freed. */
static LLVMValueRef *list_checks(LLVMModuleRef module, size_t *count) {
    LLVMValueRef *checks = NULL;
    size_t capacity = 0;
    *count = 0;
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f))
        for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b != NULL; b = LLVMGetNextBasicBlock(b))
            for (LLVMValueRef i = LLVMGetFirstInstruction(b); i != NULL; i = LLVMGetNextInstruction(i)) {
                if (!lower_is_check(i))
                    continue;
                if (*count == capacity) {
                    capacity = capacity == 0 ? 64 : 2 * capacity;
                    LLVMValueRef *larger = memory_allocate(capacity * sizeof(LLVMValueRef));
                    if (*count != 0)
                        memcpy(larger, checks, *count * sizeof(LLVMValueRef));
                    free(checks);
                    checks = larger;
                }
                checks[(*count)++] = i;
            }
    return checks;
}

static LLVMValueRef function_of(LLVMValueRef instruction) {
    return LLVMGetBasicBlockParent(LLVMGetInstructionParent(instruction));
}

/* What a check gives is what it was given. */
static void leave_out(LLVMBuilderRef builder, LLVMValueRef instruction) {
    struct check check;
    lower_read_check(instruction, &check);
    LLVMPositionBuilderBefore(builder, instruction);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(instruction));
    LLVMValueRef result = check.value;
    if (check.kind == CHECK_SLICE) {
        lower_replace_slice(instruction, LLVMBuildSub(builder, check.limit, check.value, ""), check.value);
        result = LLVMGetPoison(LLVMTypeOf(instruction)); /* of what takes parts that nobody uses */
    }
    LLVMReplaceAllUsesWith(instruction, result);
    LLVMInstructionEraseFromParent(instruction);
}

static LLVMValueRef declare_trap(struct lower_context *context, LLVMModuleRef module) {
    LLVMTypeRef type = LLVMFunctionType(context->void_type, &context->i64, 1, false);
    LLVMValueRef trap = LLVMAddFunction(module, TRAP, type);
    lower_add_attribute(trap, "noreturn");
    lower_add_attribute(trap, "nounwind");
    lower_add_attribute(trap, "cold");
    return trap;
}

static void make_visible(struct lower_context *context, LLVMBuilderRef builder, LLVMValueRef trap,
                         LLVMValueRef instruction, size_t number) {
    struct check check;
    lower_read_check(instruction, &check);
    LLVMBasicBlockRef block = LLVMGetInstructionParent(instruction);
    LLVMBasicBlockRef head = lower_split_block(context, instruction);
    LLVMBasicBlockRef failed = LLVMInsertBasicBlockInContext(context->llvm, block, "");
    LLVMPositionBuilderAtEnd(builder, head);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(instruction));
    LLVMIntPredicate holds = check.kind == CHECK_INDEX ? LLVMIntULT : LLVMIntULE;
    LLVMBuildCondBr(builder, LLVMBuildICmp(builder, holds, check.value, check.limit, ""), block, failed);
    LLVMPositionBuilderAtEnd(builder, failed);
    LLVMValueRef id = lower_i64(context, number);
    LLVMBuildCall2(builder, LLVMGlobalGetValueType(trap), trap, &id, 1, "");
    LLVMBuildUnreachable(builder);
    leave_out(builder, instruction);
}

static void hold_none(struct lower_proof *proof) {
    for (size_t i = 0; i < proof->count; i++)
        proof->checks[i].holds = false;
}

/* Clears `holds` of the checks whose trap is still there. */
static void note_traps(LLVMValueRef trap, struct lower_proof *proof) {
    for (LLVMUseRef use = LLVMGetFirstUse(trap); use != NULL; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        uint64_t number;
        if (LLVMIsACallInst(user) != NULL && lower_is_constant(LLVMGetOperand(user, 0), &number))
            proof->checks[number].holds = false;
        else
            hold_none(proof);
    }
}

/* One round: of the checks that `holds` names only those are left that hold if just they are visible. */
static char *probe(const struct lower_module *module, struct lower_proof *proof) {
    struct lower_context *context = module->context;
    struct lower_module *copy = lower_module_clone(module);
    LLVMValueRef trap = declare_trap(context, copy->llvm);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(context->llvm);
    size_t count;
    LLVMValueRef *checks = list_checks(copy->llvm, &count);
    for (size_t i = 0; i < count; i++)
        if (proof->checks[i].holds)
            make_visible(context, builder, trap, checks[i], i);
    LLVMDisposeBuilder(builder);
    free(checks);
    char *message = lower_run_passes(copy, PROBE_PASSES);
    if (message == NULL)
        note_traps(trap, proof);
    lower_module_destroy(copy);
    return message;
}

static size_t count_held(const struct lower_proof *proof) {
    size_t held = 0;
    for (size_t i = 0; i < proof->count; i++)
        held += proof->checks[i].holds;
    return held;
}

static struct lower_check describe(LLVMValueRef instruction) {
    struct check check;
    size_t length;
    LLVMValueRef function = function_of(instruction);
    lower_read_check(instruction, &check);
    return (struct lower_check){.function = LLVMGetValueName2(function, &length),
                                .line = LLVMGetDebugLocLine(instruction),
                                .is_index = check.kind == CHECK_INDEX,
                                .holds = check.holds};
}

/* Marks the checks that hold. */
static void mark_checks(struct lower_module *module, const struct lower_proof *proof) {
    size_t count;
    LLVMValueRef *checks = list_checks(module->llvm, &count);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(module->context->llvm);
    for (size_t i = 0; i < count; i++) {
        if (!proof->checks[i].holds)
            continue;
        LLVMReplaceAllUsesWith(checks[i], lower_build_marked_check(builder, checks[i]));
        LLVMInstructionEraseFromParent(checks[i]);
    }
    LLVMDisposeBuilder(builder);
    free(checks);
}

static void describe_checks(const struct lower_module *module, struct lower_proof *proof) {
    LLVMValueRef *checks = list_checks(module->llvm, &proof->count);
    free(proof->checks);
    proof->checks = memory_allocate(proof->count * sizeof *proof->checks + 1);
    for (size_t i = 0; i < proof->count; i++)
        proof->checks[i] = describe(checks[i]);
    free(checks);
}

/* All are taken to hold at first, but where nothing is optimised. */
static void assume_checks(const struct lower_module *module, struct lower_proof *proof) {
    LLVMValueRef *checks = list_checks(module->llvm, &proof->count);
    for (size_t i = 0; i < proof->count; i++)
        proof->checks[i].holds = !lower_is_plain(function_of(checks[i]));
    free(checks);
}

char *lower_module_probe(struct lower_module *module, struct lower_proof *proof) {
    char *message = NULL;
    describe_checks(module, proof);
    assume_checks(module, proof);
    for (int round = 0; round < PROBES_MAX && message == NULL; round++) {
        size_t before = count_held(proof);
        if (before == 0)
            break;
        message = probe(module, proof);
        if (count_held(proof) == before)
            break;
    }
    mark_checks(module, proof);
    if (message == NULL)
        message = lower_version_loops(module);
    describe_checks(module, proof);
    return message;
}

bool lower_proof_restore(struct lower_proof *proof, const char *function, unsigned line) {
    size_t left_out = 0, before = 0, restored = 0;
    for (size_t i = 0; i < proof->count; i++) {
        struct lower_check *check = &proof->checks[i];
        if (!check->holds || strcmp(check->function, function) != 0)
            continue;
        before += check->is_restored;
        left_out += !check->is_restored;
        check->is_restored |= !check->is_index || (line != 0 && check->line == line);
        restored += check->is_restored;
    }
    for (size_t i = 0; i < proof->count && (before != 0 || restored == 0); i++)
        if (strcmp(proof->checks[i].function, function) == 0)
            proof->checks[i].is_restored = proof->checks[i].holds;
    return left_out != 0;
}

char *lower_module_discharge(struct lower_module *module, const struct lower_proof *proof,
                             struct lower_counts *counts) {
    counts->removed = counts->restored = 0;
    if (proof->count == 0)
        return NULL;
    size_t count;
    LLVMValueRef *checks = list_checks(module->llvm, &count);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(module->context->llvm);
    for (size_t i = 0; i < count; i++) {
        if (!proof->checks[i].holds)
            continue;
        counts->restored += proof->checks[i].is_restored;
        counts->removed += !proof->checks[i].is_restored;
        if (!proof->checks[i].is_restored)
            leave_out(builder, checks[i]);
    }
    LLVMDisposeBuilder(builder);
    free(checks);
    return counts->removed == 0 ? NULL : lower_run_passes(module, SECOND_PASSES);
}
