/* Lowering of the builtin functions (EXPR_BUILTIN): bits by LLVM's intrinsics, which are all defined for every operand,
 * and arithmetic that tells whether it overflows.
 *
 * The latter is done with 128 bits, in which no result of 64-bit operands overflows: as an unsigned product may be
 * negative there, but then so far below the 64-bit integers that it still differs from what it is cut to. */
#include "lower_internal.h"

#include <assert.h>
#include <string.h>

static LLVMValueRef call_intrinsic(struct unit *unit, const char *name, LLVMValueRef a, bool has_flag) {
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMTypeRef type = LLVMTypeOf(a);
    LLVMValueRef callee = LLVMGetIntrinsicDeclaration(unit->module, id, &type, 1);
    LLVMValueRef arguments[] = {a, LLVMConstInt(unit->context->i1, 0, false)};
    return LLVMBuildCall2(unit->builder, LLVMIntrinsicGetType(unit->context->llvm, id, &type, 1), callee,
                          arguments, has_flag ? 2 : 1, "");
}

static LLVMValueRef count_bits(struct unit *unit, enum builtin_op op, LLVMValueRef a) {
    LLVMBuilderRef builder = unit->builder;
    LLVMTypeRef type = LLVMTypeOf(a);
    LLVMValueRef one = LLVMConstInt(type, 1, false);
    switch (op) {
    case BUILTIN_CLZ:
        return call_intrinsic(unit, "llvm.ctlz", a, true);
    case BUILTIN_CTZ:
        return call_intrinsic(unit, "llvm.cttz", a, true);
    case BUILTIN_POPCOUNT:
        return call_intrinsic(unit, "llvm.ctpop", a, false);
    case BUILTIN_PARITY:
        return LLVMBuildAnd(builder, call_intrinsic(unit, "llvm.ctpop", a, false), one, "");
    default: {
        assert(op == BUILTIN_FFS);
        LLVMValueRef place = LLVMBuildAdd(builder, call_intrinsic(unit, "llvm.cttz", a, true), one, "");
        LLVMValueRef is_zero = LLVMBuildICmp(builder, LLVMIntEQ, a, LLVMConstNull(type), "");
        return LLVMBuildSelect(builder, is_zero, LLVMConstNull(type), place, "");
    }
    }
}

static LLVMValueRef extend(struct unit *unit, LLVMValueRef value, const struct type *type) {
    LLVMTypeRef wide = LLVMIntTypeInContext(unit->context->llvm, 128);
    bool is_signed = type->kind != TYPE_BOOL && type_is_signed(type);
    return LLVMBuildIntCast2(unit->builder, value, wide, is_signed, "");
}

static struct value lower_overflow(struct unit *unit, const struct expr *expr) {
    LLVMBuilderRef builder = unit->builder;
    LLVMValueRef a = extend(unit, lower_expr(unit, expr->a).data, expr->a->type);
    LLVMValueRef b = extend(unit, lower_expr(unit, expr->b).data, expr->b->type);
    struct place place = lower_place(unit, expr->c);
    lower_debug_at(unit, expr->at);
    LLVMValueRef exact = expr->builtin == BUILTIN_ADD_OVERFLOW   ? LLVMBuildAdd(builder, a, b, "")
                         : expr->builtin == BUILTIN_SUB_OVERFLOW ? LLVMBuildSub(builder, a, b, "")
                                                                 : LLVMBuildMul(builder, a, b, "");
    struct value result = {
        .data = LLVMBuildTrunc(builder, exact, lower_value_type(unit->context, expr->c->type), "")};
    lower_store(unit, place, expr->c->type, result, 0);
    LLVMValueRef seen = extend(unit, result.data, expr->c->type);
    return (struct value){.data = LLVMBuildICmp(builder, LLVMIntNE, exact, seen, "")};
}

struct value lower_builtin(struct unit *unit, const struct expr *expr) {
    if (expr->builtin >= BUILTIN_ADD_OVERFLOW)
        return lower_overflow(unit, expr);
    LLVMValueRef a = lower_expr(unit, expr->a).data;
    lower_debug_at(unit, expr->at);
    if (expr->builtin == BUILTIN_SWAP_BYTES)
        return (struct value){.data = call_intrinsic(unit, "llvm.bswap", a, false)};
    LLVMValueRef count = count_bits(unit, expr->builtin, a);
    LLVMTypeRef type = lower_value_type(unit->context, expr->type);
    return (struct value){.data = LLVMBuildIntCast2(unit->builder, count, type, false, "")};
}
