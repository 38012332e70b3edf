/* Opaque refinements: the checks that LLVM must not understand and the verifier must.
 *
 * Each is an inline assembly without side effects that takes an index or count, traps out of line if it is
 * too large, and gives the same register back as a new value, which alone the access then uses. LLVM can
 * duplicate, merge, move or drop it with its uses, but cannot separate an access from its check, nor draw
 * conclusions from the comparison that would leave the machine code without it. The trap is a `ud1` that
 * names the registers with index and length for the kernel's message. */
#include "lower_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAD(operands) "\n\t.subsection 1\n1:\tud1q " operands "\n\t.previous"
#define CLOBBERS ",~{flags},~{dirflag},~{fpsr}"

struct refinement {
    const char *text, *constraints;
};
/* result = index; index < length, in a register or an immediate */
static const struct refinement check_index = {"cmpq $2, $0\n\tjae 1f" PAD("$2, $0"), "=r,0,r" CLOBBERS};
static const struct refinement check_index_constant = {"cmpq $2, $0\n\tjae 1f" PAD("${2:c}($0), %rax"),
                                                       "=r,0,i" CLOBBERS};
/* result = count; count <= room */
static const struct refinement check_count = {"cmpq $0, $2\n\tjb 1f" PAD("$2, $0"), "=r,0,r" CLOBBERS};
/* {rest, result}: rest = length - index, result = index; index <= length */
static const struct refinement check_slice = {
    "cmpq $1, $3\n\tjb 1f\n\tmovq $3, $0\n\tsubq $1, $0" PAD("$3, $1"), "=&r,=r,1,r" CLOBBERS};
/* result = reference, which can be read */
static const struct refinement check_null = {"cmpb $$0, ($0)", "=r,0,r" CLOBBERS};
/* result = reference, which is not null */
static const struct refinement check_not_null = {"testq $0, $0\n\tje 1f" PAD("($0), %rsi"), "=r,0" CLOBBERS};
static const struct refinement check_function = {"testq $0, $0\n\tje 1f" PAD("($0), %rdx"), "=r,0" CLOBBERS};
static const struct refinement check_memory = {"testq $0, $0\n\tje 1f" PAD("($0), %rbx"), "=r,0" CLOBBERS};
/* result = reference; index = 0 */
static const struct refinement check_start = {"testq $2, $2\n\tjne 1f" PAD("($0), %rsp"), "=r,0,r" CLOBBERS};
/* result = start, which is not null unless the reference is */
static const struct refinement check_located = {
    "testq $0, $0\n\tje 2f\n1:\n\t.subsection 1\n2:\ttestq $2, $2\n\tje 1b\n\tud1q ($2), %rsp\n\t.previous",
    "=r,0,r" CLOBBERS};
/* From here on null stays null, as a constant that no fact ties to the reference, with no elements. */
#define UNLESS_NULL(test, failure, zero)                                                                     \
    "testq $0, $0\n\tje 3f\n\t" test "\n2:\n\t.subsection 1\n" failure "3:\txorl ${0:k}, ${0:k}" zero        \
    "\n\tjmp 2b\n\t.previous"
#define ZERO_LENGTH "\n\txorl ${1:k}, ${1:k}"
/* {result, count, scratch}: result = reference, count <= the object's count */
static const struct refinement check_header = {
    UNLESS_NULL("movq -8($0), $2\n\tcmpq $1, $2\n\tjb 1f", "1:\tud1q ($1), %rbp\n", ZERO_LENGTH),
    "=r,=r,=&r,0,1" CLOBBERS};
static const struct refinement check_header_not_null = {
    "movq -8($0), $2\n\tcmpq $1, $2\n\tjb 1f" PAD("($1), %rbp"), "=r,=r,=&r,0,1" CLOBBERS};
/* {result, count}: result = reference; count <= room, and both 0 if it is null */
static const struct refinement check_counted = {
    UNLESS_NULL("cmpq $1, $4\n\tjb 1f", "1:\tud1q $4, $1\n", ZERO_LENGTH), "=r,=r,0,1,r" CLOBBERS};
/* result = 1, or 0 for null: where the two ways meet, the hints tie it to the reference */
static const struct refinement one_unless_null = {
    "testq $1, $1\n\tje 3f\n\tmovl $$1, ${0:k}\n2:\n\t.subsection 1\n3:\txorl ${0:k}, ${0:k}\n\tjmp 2b\n\t"
    ".previous",
    "=&r,r" CLOBBERS};
/* {result, length}: the object's count */
static const struct refinement header_count = {UNLESS_NULL("movq -8($0), $1", "", ZERO_LENGTH),
                                               "=r,=&r,0" CLOBBERS};
/* result = reference to an object of the type */
static const struct refinement check_type = {
    UNLESS_NULL("cmpl $2, -16($0)\n\tjne 1f", "1:\tud1q ${2:c}($0), %rcx\n", ""), "=r,0,i" CLOBBERS};
/* {result, length}: the same with its count */
static const struct refinement check_type_count = {
    UNLESS_NULL("cmpl $3, -16($0)\n\tjne 1f\n\tmovq -8($0), $1", "1:\tud1q ${3:c}($0), %rcx\n", ZERO_LENGTH),
    "=r,=&r,0,i" CLOBBERS};
/* result = reference; kind has one of the bits of a constant */
static const struct refinement check_argument = {"testl $3, ${2:k}\n\tje 1f" PAD("($0), %rdi"),
                                                 "=r,0,r,i" CLOBBERS};
/* result = length - 1 */
static const struct refinement last_index = {"leaq -1($1), $0", "=r,r,r"};
static const struct refinement hide = {"", "=r,0"};

void lower_add_attribute(LLVMValueRef function, const char *name) {
    LLVMContextRef llvm = LLVMGetModuleContext(LLVMGetGlobalParent(function));
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    LLVMAddAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                            LLVMCreateEnumAttribute(llvm, kind, 0));
}

void lower_add_string_attribute(LLVMValueRef function, const char *name, const char *text) {
    LLVMContextRef llvm = LLVMGetModuleContext(LLVMGetGlobalParent(function));
    LLVMAddAttributeAtIndex(
        function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
        LLVMCreateStringAttribute(llvm, name, (unsigned)strlen(name), text, (unsigned)strlen(text)));
}

const char *lower_string_attribute(LLVMValueRef function, const char *name, unsigned *length) {
    LLVMAttributeRef attribute = LLVMGetStringAttributeAtIndex(
        function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, name, (unsigned)strlen(name));
    return attribute == NULL ? NULL : LLVMGetStringAttributeValue(attribute, length);
}

LLVMValueRef lower_i64(struct lower_context *context, uint64_t number) {
    return LLVMConstInt(context->i64, number, false);
}

bool lower_is_constant(LLVMValueRef value, uint64_t *number) {
    if (LLVMIsAConstantInt(value) == NULL)
        return false;
    *number = LLVMConstIntGetZExtValue(value);
    return true;
}

/* Builds a call of an inline assembly that neither traps (for LLVM) nor touches memory. */
static LLVMValueRef build_asm(LLVMBuilderRef builder, LLVMTypeRef result, const struct refinement *refinement,
                              LLVMValueRef *inputs, unsigned input_count) {
    LLVMTypeRef types[4];
    for (unsigned i = 0; i < input_count; i++)
        types[i] = LLVMTypeOf(inputs[i]);
    LLVMTypeRef type = LLVMFunctionType(result, types, input_count, false);
    LLVMValueRef code =
        LLVMGetInlineAsm(type, refinement->text, strlen(refinement->text), refinement->constraints,
                         strlen(refinement->constraints), false, false, LLVMInlineAsmDialectATT, false);
    LLVMValueRef call = LLVMBuildCall2(builder, type, code, inputs, input_count, "");
    static const char *const names[] = {"nounwind", "willreturn", "memory"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        unsigned kind = LLVMGetEnumAttributeKindForName(names[i], strlen(names[i]));
        LLVMAddCallSiteAttribute(call, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                                 LLVMCreateEnumAttribute(LLVMGetTypeContext(result), kind, 0));
    }
    return call;
}

LLVMValueRef lower_build_operation(LLVMBuilderRef builder, LLVMTypeRef result, const char *text,
                                   const char *constraints, LLVMValueRef operand) {
    return build_asm(builder, result, &(struct refinement){text, constraints}, &operand, 1);
}

LLVMValueRef lower_check_index(struct unit *unit, LLVMValueRef index, LLVMValueRef length) {
    uint64_t i, n;
    bool is_known = lower_is_constant(length, &n);
    if (is_known && lower_is_constant(index, &i) && i < n)
        return index;
    LLVMValueRef inputs[] = {index, length};
    const struct refinement *form = is_known && n <= INT32_MAX ? &check_index_constant : &check_index;
    return build_asm(unit->builder, unit->context->i64, form, inputs, 2);
}

LLVMValueRef lower_check_count(struct unit *unit, LLVMValueRef count, LLVMValueRef room) {
    uint64_t n, m;
    if (lower_is_constant(count, &n) && (n == 0 || (lower_is_constant(room, &m) && n <= m)))
        return count;
    LLVMValueRef inputs[] = {count, room};
    return build_asm(unit->builder, unit->context->i64, &check_count, inputs, 2);
}

LLVMValueRef lower_check_slice(struct unit *unit, LLVMValueRef index, LLVMValueRef length,
                               LLVMValueRef *rest) {
    uint64_t i, n;
    bool is_known = lower_is_constant(index, &i);
    if (is_known && i == 0) {
        *rest = length;
        return index;
    }
    if (is_known && lower_is_constant(length, &n) && i <= n) {
        *rest = lower_i64(unit->context, n - i);
        return index;
    }
    LLVMValueRef inputs[] = {index, length};
    LLVMTypeRef parts[] = {unit->context->i64, unit->context->i64};
    LLVMTypeRef result = LLVMStructTypeInContext(unit->context->llvm, parts, 2, false);
    LLVMValueRef both = build_asm(unit->builder, result, &check_slice, inputs, 2);
    *rest = LLVMBuildExtractValue(unit->builder, both, 0, "");
    return LLVMBuildExtractValue(unit->builder, both, 1, "");
}

bool lower_is_object(LLVMValueRef reference) {
    while (LLVMIsAConstantExpr(reference) != NULL && LLVMGetConstOpcode(reference) == LLVMGetElementPtr)
        reference = LLVMGetOperand(reference, 0);
    return LLVMIsAGlobalVariable(reference) != NULL || LLVMIsAAllocaInst(reference) != NULL;
}

LLVMValueRef lower_check_null(struct unit *unit, LLVMValueRef reference, LLVMValueRef index) {
    if (lower_is_object(reference))
        return reference;
    LLVMValueRef inputs[] = {reference, index == NULL ? lower_i64(unit->context, 0) : index};
    return build_asm(unit->builder, unit->context->ptr, &check_null, inputs, 2);
}

LLVMValueRef lower_check_word(struct unit *unit, enum word_check check, LLVMValueRef reference) {
    static const struct refinement *const forms[] = {[CHECK_NOT_NULL] = &check_not_null,
                                                     [CHECK_FUNCTION] = &check_function,
                                                     [CHECK_MEMORY] = &check_memory};
    bool is_named = LLVMIsAFunction(reference) != NULL || lower_is_object(reference);
    return is_named ? reference : build_asm(unit->builder, unit->context->ptr, forms[check], &reference, 1);
}

LLVMValueRef lower_build_memory_check(LLVMBuilderRef builder, LLVMValueRef reference) {
    return build_asm(builder, LLVMTypeOf(reference), &check_memory, &reference, 1);
}

LLVMValueRef lower_check_start(struct unit *unit, LLVMValueRef reference, LLVMValueRef index) {
    uint64_t number;
    if (lower_is_constant(index, &number) && number == 0)
        return reference;
    LLVMValueRef inputs[] = {reference, index};
    return build_asm(unit->builder, unit->context->ptr, &check_start, inputs, 2);
}

LLVMValueRef lower_check_located(struct unit *unit, LLVMValueRef start, LLVMValueRef reference) {
    LLVMValueRef inputs[] = {start, reference};
    return build_asm(unit->builder, unit->context->ptr, &check_located, inputs, 2);
}

/* Of a pair or triple the first two parts as reference and length. */
static struct value take_bounds(struct unit *unit, LLVMValueRef parts) {
    return (struct value){.data = LLVMBuildExtractValue(unit->builder, parts, 0, ""),
                          .index = lower_i64(unit->context, 0),
                          .length = LLVMBuildExtractValue(unit->builder, parts, 1, "")};
}

struct value lower_check_header(struct unit *unit, LLVMValueRef reference, LLVMValueRef count,
                                bool not_null) {
    LLVMTypeRef parts[] = {unit->context->ptr, unit->context->i64, unit->context->i64};
    LLVMTypeRef result = LLVMStructTypeInContext(unit->context->llvm, parts, 3, false);
    LLVMValueRef inputs[] = {reference, count};
    const struct refinement *form = not_null ? &check_header_not_null : &check_header;
    return take_bounds(unit, build_asm(unit->builder, result, form, inputs, 2));
}

struct value lower_check_counted(struct unit *unit, LLVMValueRef reference, LLVMValueRef count,
                                 LLVMValueRef room) {
    LLVMValueRef inputs[] = {reference, count, room};
    LLVMTypeRef result = lower_pair_type(unit->context);
    return take_bounds(unit, build_asm(unit->builder, result, &check_counted, inputs, 3));
}

struct value lower_header_count(struct unit *unit, LLVMValueRef reference) {
    LLVMTypeRef result = lower_pair_type(unit->context);
    return take_bounds(unit, build_asm(unit->builder, result, &header_count, &reference, 1));
}

LLVMValueRef lower_check_type(struct unit *unit, LLVMValueRef reference, LLVMValueRef type) {
    LLVMValueRef inputs[] = {reference, type};
    return build_asm(unit->builder, unit->context->ptr, &check_type, inputs, 2);
}

LLVMValueRef lower_check_argument(struct unit *unit, LLVMValueRef reference, LLVMValueRef kind,
                                  LLVMValueRef kinds) {
    LLVMValueRef inputs[] = {reference, kind, kinds};
    return build_asm(unit->builder, unit->context->ptr, &check_argument, inputs, 3);
}

struct value lower_check_type_count(struct unit *unit, LLVMValueRef reference, LLVMValueRef type) {
    LLVMValueRef inputs[] = {reference, type};
    LLVMTypeRef result = lower_pair_type(unit->context);
    return take_bounds(unit, build_asm(unit->builder, result, &check_type_count, inputs, 2));
}

LLVMValueRef lower_last_index(struct unit *unit, LLVMValueRef length, LLVMValueRef index) {
    uint64_t number;
    if (lower_is_constant(length, &number) && number != 0)
        return lower_i64(unit->context, number - 1);
    LLVMValueRef inputs[] = {length, index};
    return build_asm(unit->builder, unit->context->i64, &last_index, inputs, 2);
}

LLVMValueRef lower_hide(struct unit *unit, LLVMValueRef value) {
    return build_asm(unit->builder, LLVMTypeOf(value), &hide, &value, 1);
}

LLVMValueRef lower_one_unless_null(struct unit *unit, LLVMValueRef reference) {
    if (lower_is_object(reference))
        return lower_i64(unit->context, 1);
    if (LLVMIsNull(reference))
        return lower_i64(unit->context, 0);
    return build_asm(unit->builder, unit->context->i64, &one_unless_null, &reference, 1);
}

/* In front of the text of a check that is known to hold. */
#define HOLDS "# holds\n\t"

static bool has_mark(const char *text, size_t length) {
    return length > strlen(HOLDS) && memcmp(text, HOLDS, strlen(HOLDS)) == 0;
}

static bool is_refinement(LLVMValueRef instruction, const struct refinement *refinement) {
    if (LLVMIsACallInst(instruction) == NULL)
        return false;
    LLVMValueRef code = LLVMGetCalledValue(instruction);
    if (LLVMIsAInlineAsm(code) == NULL)
        return false;
    size_t length;
    const char *text = LLVMGetInlineAsmAsmString(code, &length);
    if (has_mark(text, length)) {
        text += strlen(HOLDS);
        length -= strlen(HOLDS);
    }
    if (length != strlen(refinement->text) || memcmp(text, refinement->text, length) != 0)
        return false;
    text = LLVMGetInlineAsmConstraintString(code, &length);
    return length == strlen(refinement->constraints) && memcmp(text, refinement->constraints, length) == 0;
}

bool lower_read_check(LLVMValueRef instruction, struct check *check) {
    static const struct {
        const struct refinement *refinement;
        enum check_kind kind;
    } forms[] = {{&check_index, CHECK_INDEX},
                 {&check_index_constant, CHECK_INDEX},
                 {&check_count, CHECK_COUNT},
                 {&check_slice, CHECK_SLICE}};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (!is_refinement(instruction, forms[i].refinement))
            continue;
        *check = (struct check){.kind = forms[i].kind,
                                .value = LLVMGetOperand(instruction, 0),
                                .limit = LLVMGetOperand(instruction, 1)};
        size_t length;
        const char *text = LLVMGetInlineAsmAsmString(LLVMGetCalledValue(instruction), &length);
        check->holds = has_mark(text, length);
        return true;
    }
    return false;
}

LLVMValueRef lower_build_marked_check(LLVMBuilderRef builder, LLVMValueRef check) {
    LLVMValueRef code = LLVMGetCalledValue(check);
    size_t length, constraints_length;
    const char *text = LLVMGetInlineAsmAsmString(code, &length);
    const char *constraints = LLVMGetInlineAsmConstraintString(code, &constraints_length);
    struct refinement marked = {string_printf(HOLDS "%.*s", (int)length, text),
                                string_printf("%.*s", (int)constraints_length, constraints)};
    LLVMValueRef inputs[] = {LLVMGetOperand(check, 0), LLVMGetOperand(check, 1)};
    LLVMPositionBuilderBefore(builder, check);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(check));
    LLVMValueRef result = build_asm(builder, LLVMTypeOf(check), &marked, inputs, 2);
    free((char *)marked.text);
    free((char *)marked.constraints);
    return result;
}

bool lower_is_check(LLVMValueRef instruction) {
    struct check check;
    return lower_read_check(instruction, &check);
}

bool lower_replace_slice(LLVMValueRef slice, LLVMValueRef rest, LLVMValueRef index) {
    bool is_used = false;
    for (LLVMUseRef use = LLVMGetFirstUse(slice); use != NULL; use = LLVMGetNextUse(use)) {
        LLVMValueRef part = LLVMGetUser(use);
        if (LLVMIsAExtractValueInst(part) == NULL || LLVMGetFirstUse(part) == NULL)
            continue;
        LLVMReplaceAllUsesWith(part, LLVMGetIndices(part)[0] == 0 ? rest : index);
        is_used = true;
    }
    return is_used;
}

/* Replaces both results of a slice that cannot fail: index 0, or constants. */
static bool fold_slice(struct lower_context *context, LLVMValueRef check) {
    LLVMValueRef index = LLVMGetOperand(check, 0), rest = LLVMGetOperand(check, 1);
    uint64_t start, length;
    if (!lower_is_constant(index, &start))
        return false;
    if (start != 0) {
        if (!lower_is_constant(rest, &length) || start > length)
            return false;
        rest = lower_i64(context, length - start);
    }
    return lower_replace_slice(check, rest, index);
}

/* A check of an index against a length that has become constant, with the length in the instruction. */
static LLVMValueRef with_constant_length(struct lower_context *context, LLVMValueRef check) {
    LLVMValueRef operands[] = {LLVMGetOperand(check, 0), LLVMGetOperand(check, 1)};
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(context->llvm);
    LLVMPositionBuilderBefore(builder, check);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(check));
    LLVMValueRef replacement = build_asm(builder, context->i64, &check_index_constant, operands, 2);
    LLVMDisposeBuilder(builder);
    return replacement;
}

/* A check of one word that names something is none. */
static LLVMValueRef fold_word(LLVMValueRef check) {
    bool is_word = is_refinement(check, &check_not_null) || is_refinement(check, &check_function) ||
                   is_refinement(check, &check_null);
    if (!is_word)
        return NULL;
    LLVMValueRef reference = LLVMGetOperand(check, 0);
    return LLVMIsAFunction(reference) != NULL || lower_is_object(reference) ? reference : NULL;
}

/* What an index or count check is replaced by: its operand if it cannot fail; null: it stays. */
static LLVMValueRef fold_check(struct lower_context *context, LLVMValueRef check) {
    bool is_count = is_refinement(check, &check_count), is_index = is_refinement(check, &check_index);
    if (!is_count && !is_index && !is_refinement(check, &check_index_constant))
        return fold_word(check);
    LLVMValueRef value = LLVMGetOperand(check, 0), limit = LLVMGetOperand(check, 1);
    uint64_t number, most;
    bool is_known = lower_is_constant(value, &number), has_limit = lower_is_constant(limit, &most);
    if (is_count && (value == limit || (is_known && number == 0)))
        return value;
    if (is_known && has_limit && (is_count ? number <= most : number < most))
        return value;
    /* A null reference faults by itself. */
    if (is_index && is_known && number == 0 && is_refinement(limit, &one_unless_null))
        return value;
    return is_index && has_limit && most <= INT32_MAX ? with_constant_length(context, check) : NULL;
}

bool lower_fold_checks(struct lower_context *context, LLVMModuleRef module) {
    bool has_folded = false;
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f))
        for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b != NULL; b = LLVMGetNextBasicBlock(b)) {
            LLVMValueRef next;
            for (LLVMValueRef i = LLVMGetFirstInstruction(b); i != NULL; i = next) {
                next = LLVMGetNextInstruction(i);
                if (is_refinement(i, &check_slice) && fold_slice(context, i))
                    has_folded = true;
                LLVMValueRef replacement = fold_check(context, i);
                if (replacement == NULL)
                    continue;
                has_folded = has_folded || !is_refinement(replacement, &check_index_constant);
                LLVMReplaceAllUsesWith(i, replacement);
                LLVMInstructionEraseFromParent(i);
            }
        }
    return has_folded;
}
