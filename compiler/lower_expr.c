/* Lowering of expressions.
 *
 * Nothing here promises LLVM anything that a wrong program could break: no nsw, nuw or inbounds, shift
 * counts are masked, divisors that might be zero are hidden so that the hardware's trap stays, conversions
 * from floating point saturate. Every address is made by lower_address from a checked index. */
#include "lower_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

LLVMValueRef lower_address(struct unit *unit, LLVMValueRef base, LLVMValueRef index,
                           const struct type *element) {
    uint64_t number;
    if (lower_is_constant(index, &number) && number == 0)
        return base;
    return LLVMBuildGEP2(unit->builder, lower_memory_type(unit->context, element), base, &index, 1, "");
}

static LLVMValueRef lower_as_single(struct unit *unit, const struct expr *expr);
static struct place find_place(struct unit *unit, const struct expr *expr, bool is_whole);

static struct value zero_extended(struct unit *unit, LLVMValueRef bit, const struct type *type) {
    return (struct value){.data =
                              LLVMBuildZExt(unit->builder, bit, lower_value_type(unit->context, type), "")};
}

/* A triple's address, unchecked: for comparisons and conversions only, never for an access. */
static LLVMValueRef raw_address(struct unit *unit, struct value pointer, const struct type *pointer_type) {
    LLVMValueRef base = LLVMBuildPtrToInt(unit->builder, pointer.data, unit->context->i64, "");
    if (!lower_is_local_pointer(pointer_type))
        return base;
    LLVMValueRef size = lower_i64(unit->context, lower_element_size(pointer_type->element));
    LLVMValueRef offset = LLVMBuildMul(unit->builder, pointer.index, size, "");
    return LLVMBuildAdd(unit->builder, base, offset, "");
}

static LLVMValueRef is_not_null(struct unit *unit, LLVMValueRef pointer) {
    return LLVMBuildICmp(unit->builder, LLVMIntNE, pointer, LLVMConstNull(unit->context->ptr), "");
}

static struct place string_place(struct unit *unit, const struct expr *expr) {
    return (struct place){.address = lower_string_value(unit, expr->string)};
}

static struct place variable_place(const struct variable *variable) {
    const struct storage *storage = variable->lowered;
    assert(storage != NULL);
    if (lower_is_local_pointer(variable->type))
        return (struct place){.pointer = storage};
    struct place place = {.address = storage->data, .fixed_count = variable->fixed_count};
    if (variable->count != NULL) {
        place.count = ((const struct storage *)variable->count->lowered)->data;
        place.count_type = variable->count->type;
    }
    return place;
}

/* Element `index` of the row, where rows lie apart by more than their elements need: what was the row's index
 * becomes an offset, which is limited to that of the last element of the last row. */
static struct rows rows_in_bytes(struct unit *unit, struct rows rows, LLVMValueRef length, LLVMValueRef index,
                                 uint64_t size) {
    LLVMBuilderRef builder = unit->builder;
    LLVMValueRef one = lower_i64(unit->context, 1), bytes = lower_i64(unit->context, size);
    LLVMValueRef offset = LLVMBuildAdd(builder, LLVMBuildMul(builder, rows.index, rows.stride, ""),
                                       LLVMBuildMul(builder, index, bytes, ""), "");
    LLVMValueRef last_row =
        LLVMBuildMul(builder, lower_last_index(unit, rows.total, rows.index), rows.stride, "");
    LLVMValueRef last = LLVMBuildMul(builder, lower_last_index(unit, length, index), bytes, "");
    LLVMValueRef end = LLVMBuildAdd(builder, LLVMBuildAdd(builder, last_row, last, ""), one, "");
    return (struct rows){
        .base = rows.base, .index = lower_check_index(unit, offset, end), .total = end, .stride = one};
}

/* An element of a row that has arrays in it, by its index in all rows. The verifier follows sums of two
 * terms, so row and column must be one before an element of the element is added. */
static struct place place_in_rows(struct unit *unit, struct value pointer, LLVMValueRef index,
                                  const struct type *element) {
    LLVMBuilderRef builder = unit->builder;
    struct lower_context *context = unit->context;
    struct rows rows = lower_own_rows(context, pointer);
    LLVMValueRef size = lower_i64(context, element->size);
    uint64_t row, stride, length;
    bool is_first = lower_is_constant(rows.index, &row) && row == 0;
    bool is_dense = lower_is_constant(rows.stride, &stride) && lower_is_constant(pointer.length, &length) &&
                    stride == length * element->size;
    if (is_first) {
        rows = (struct rows){.base = rows.base, .index = index, .total = pointer.length, .stride = size};
    } else if (is_dense) {
        LLVMValueRef before = LLVMBuildMul(builder, rows.index, pointer.length, "");
        rows.total = LLVMBuildMul(builder, rows.total, pointer.length, "");
        rows.index = lower_check_index(unit, LLVMBuildAdd(builder, before, index, ""), rows.total);
        rows.stride = size;
    } else {
        rows = rows_in_bytes(unit, rows, pointer.length, index, element->size);
        element = type_basic(TYPE_CHAR);
    }
    LLVMValueRef address = lower_address(unit, rows.base, rows.index, element);
    if (lower_is_constant(rows.index, &row)) /* no term of the sum */
        rows = (struct rows){0};
    return (struct place){.address = address, .rows = rows};
}

static struct value load(struct unit *unit, struct place place, const struct type *type, bool is_accessed);

/* A pointer that is followed as soon as its index was checked. Made of an array in memory it traps if it is null,
 * which leaves the access nothing to ask. */
static struct value pointer_to_follow(struct unit *unit, const struct expr *expr, unsigned *facts) {
    if (expr->kind == EXPR_POINTER_ADD) {
        struct value pointer = pointer_to_follow(unit, expr->a, facts);
        LLVMValueRef distance = lower_expr(unit, expr->b).data;
        pointer.index = LLVMBuildAdd(unit->builder, pointer.index, distance, "");
        return pointer;
    }
    bool is_array = expr->kind == EXPR_LOAD && lower_is_array_slot(expr->a->type);
    if (!is_array)
        return lower_expr(unit, expr);
    struct place place = find_place(unit, expr->a, false);
    lower_debug_at(unit, expr->at);
    *facts |= FACT_NOT_NULL;
    return load(unit, place, expr->a->type, true);
}

/* Whether the verifier would lose sight of the slots in an element's arrays, when the element is one of an array in
 * a structure itself and its place is not constant. */
static bool may_hide_slots(const struct expr *pointer, unsigned facts, LLVMValueRef index) {
    const struct type *element = pointer->type->element;
    return (facts & FACT_WHOLE) == 0 && element->kind == TYPE_RECORD && type_has_slots(element) &&
           LLVMIsAConstantInt(index) == NULL;
}

/* `is_whole`: the address is wanted, not just an access at a constant distance, which null stops by itself.
 */
static struct place deref_place(struct unit *unit, const struct expr *expr, bool is_whole) {
    unsigned facts = lower_pointer_facts(expr->a);
    struct value pointer = pointer_to_follow(unit, expr->a, &facts);
    const struct type *element = expr->a->type->element;
    lower_debug_at(unit, expr->at);
    bool has_arrays = type_has_arrays(element);
    bool is_one = (facts & FACT_ONE) != 0 && (!has_arrays || (facts & FACT_OWN) != 0);
    if (!lower_is_local_pointer(expr->a->type) || is_one) {
        if ((is_whole || has_arrays) && (facts & FACT_NAMED) == 0)
            pointer.data = lower_check_null(unit, pointer.data, NULL);
        return (struct place){.address = pointer.data};
    }
    bool may_seem_null = (facts & (FACT_NOT_NULL | FACT_NAMED)) == 0;
    LLVMValueRef index = lower_check_index(unit, pointer.index, pointer.length);
    if (has_arrays && may_hide_slots(expr->a, facts, index)) {
        LLVMValueRef address = lower_address(unit, pointer.data, index, element);
        return (struct place){.address = lower_single_out(unit, address, element)};
    }
    if (has_arrays) {
        pointer.rows = lower_own_rows(unit->context, pointer);
        if (may_seem_null)
            pointer.rows.base = lower_check_null(unit, pointer.rows.base, index);
        return place_in_rows(unit, pointer, index, element);
    }
    if (may_seem_null && is_whole && element->kind == TYPE_RECORD)
        pointer.data = lower_check_null(unit, pointer.data, index);
    else if (may_seem_null && LLVMIsAConstantInt(pointer.index) == NULL)
        pointer.data = lower_check_word(unit, CHECK_NOT_NULL, pointer.data);
    return (struct place){.address = lower_address(unit, pointer.data, index, element)};
}

static struct place member_place(struct unit *unit, const struct expr *expr, bool is_whole) {
    struct place place = find_place(unit, expr->a, is_whole);
    LLVMValueRef record = place.address, offset = lower_i64(unit->context, expr->offset);
    place.address = lower_address(unit, record, offset, type_basic(TYPE_CHAR));
    if (place.rows.base != NULL)
        place.rows.base = lower_address(unit, place.rows.base, offset, type_basic(TYPE_CHAR));
    const struct member *member = expr->member;
    place.fixed_count = member->fixed_count;
    if (member->count != NULL) {
        offset = lower_i64(unit->context, expr->offset - member->offset + member->count->offset);
        place.count = lower_address(unit, record, offset, type_basic(TYPE_CHAR));
        place.count_type = member->count->type;
    }
    return place;
}

static struct place find_place(struct unit *unit, const struct expr *expr, bool is_whole) {
    switch (expr->kind) {
    case EXPR_VARIABLE:
        return variable_place(expr->variable);
    case EXPR_DEREF:
        return deref_place(unit, expr, is_whole);
    case EXPR_MEMBER:
        return member_place(unit, expr, is_whole);
    case EXPR_TEMPORARY: {
        struct value value = lower_expr(unit, expr->a);
        return (struct place){.address = value.data, .rows = value.rows};
    }
    case EXPR_STRING:
        return string_place(unit, expr);
    default: {
        assert(expr->kind == EXPR_COMPOUND);
        struct place place = variable_place(expr->variable);
        if (expr->init != NULL) {
            lower_mark_declaration(unit, expr->variable);
            lower_initialise(unit, place.address, expr->variable->type, expr->init);
        }
        return place;
    }
    }
}

struct place lower_place(struct unit *unit, const struct expr *expr) {
    return find_place(unit, expr, false);
}

static void mark_access(LLVMValueRef access, const struct type *type) {
    LLVMSetAlignment(access, type->align);
    LLVMSetVolatile(access, (type->qualifiers & QUALIFIER_VOLATILE) != 0);
}

static struct value load_variable(struct unit *unit, const struct storage *storage) {
    struct lower_context *context = unit->context;
    LLVMBuilderRef builder = unit->builder;
    struct value value = {.data = LLVMBuildLoad2(builder, context->ptr, storage->data, ""),
                          .index = lower_i64(context, 0)};
    if (storage->index != NULL)
        value.index = LLVMBuildLoad2(builder, context->i64, storage->index, "");
    if (storage->length != NULL)
        value.length = LLVMBuildLoad2(builder, context->i64, storage->length, "");
    else if ((storage->facts & FACT_NAMED) != 0)
        value.length = lower_i64(context, 1);
    else
        value.length = lower_one_unless_null(unit, value.data);
    if (storage->rows.base != NULL)
        value.rows = (struct rows){.base = LLVMBuildLoad2(builder, context->ptr, storage->rows.base, ""),
                                   .index = LLVMBuildLoad2(builder, context->i64, storage->rows.index, ""),
                                   .total = LLVMBuildLoad2(builder, context->i64, storage->rows.total, ""),
                                   .stride = LLVMBuildLoad2(builder, context->i64, storage->rows.stride, "")};
    return value;
}

/* A bit-field's value, of the width of its type, out of the integer in which it lies, or of any integer. */
static LLVMValueRef extract_bits(struct unit *unit, LLVMValueRef whole, const struct type *type,
                                 unsigned shift) {
    LLVMBuilderRef builder = unit->builder;
    LLVMTypeRef integer = LLVMTypeOf(whole);
    unsigned bits = (unsigned)type->size * 8, above = bits - type->bit_width;
    bool is_signed = type->kind != TYPE_BOOL && type_is_signed(type);
    LLVMValueRef left = LLVMBuildShl(builder, whole, LLVMConstInt(integer, above - shift, false), "");
    LLVMValueRef count = LLVMConstInt(integer, above, false);
    return is_signed ? LLVMBuildAShr(builder, left, count, "") : LLVMBuildLShr(builder, left, count, "");
}

/* The value that a bit-field holds after `value` was stored to it. */
static struct value truncate_bits(struct unit *unit, const struct type *type, struct value value) {
    if (type->bit_width != 0 && type->kind != TYPE_BOOL)
        value.data = extract_bits(unit, value.data, type, 0);
    return value;
}

static void store_bits(struct unit *unit, LLVMValueRef address, const struct type *type, LLVMValueRef value) {
    LLVMBuilderRef builder = unit->builder;
    LLVMTypeRef integer = lower_memory_type(unit->context, type);
    uint64_t mask = (UINT64_MAX >> (64 - type->bit_width)) << type->bit_shift;
    LLVMValueRef whole = LLVMBuildLoad2(builder, integer, address, "");
    mark_access(whole, type);
    whole = LLVMBuildAnd(builder, whole, LLVMConstInt(integer, ~mask, false), "");
    value = LLVMBuildShl(builder, value, LLVMConstInt(integer, type->bit_shift, false), "");
    value = LLVMBuildAnd(builder, value, LLVMConstInt(integer, mask, false), "");
    mark_access(LLVMBuildStore(builder, LLVMBuildOr(builder, whole, value, ""), address), type);
}

static struct value load(struct unit *unit, struct place place, const struct type *type, bool is_accessed) {
    struct lower_context *context = unit->context;
    LLVMBuilderRef builder = unit->builder;
    if (place.pointer != NULL)
        return load_variable(unit, place.pointer);
    if (type->kind == TYPE_POINTER)
        return lower_load_pointer(unit, place, type, is_accessed);
    if (type->kind == TYPE_RECORD)
        return (struct value){.data = place.address, .rows = place.rows};
    LLVMValueRef loaded = LLVMBuildLoad2(builder, lower_memory_type(context, type), place.address, "");
    mark_access(loaded, type);
    if (type->bit_width != 0)
        loaded = extract_bits(unit, loaded, type, type->bit_shift);
    if (type->kind == TYPE_BOOL)
        loaded = LLVMBuildICmp(builder, LLVMIntNE, loaded, LLVMConstInt(context->i8, 0, false), "");
    return (struct value){.data = loaded};
}

static void store_variable(struct unit *unit, const struct storage *storage, const struct type *type,
                           struct value value, unsigned facts) {
    LLVMBuilderRef builder = unit->builder;
    if ((storage->facts & FACT_FOLLOWED) != 0)
        value.data = lower_single_or_null(unit, value, type->element, facts);
    if (LLVMIsNull(value.data))
        value.data = lower_null_of(unit, type);
    LLVMBuildStore(builder, value.data, storage->data);
    if (storage->index != NULL)
        LLVMBuildStore(builder, value.index, storage->index);
    if (storage->shown != NULL)
        LLVMBuildStore(builder, lower_address(unit, value.data, value.index, type->element), storage->shown);
    if (storage->length != NULL)
        LLVMBuildStore(builder, value.length, storage->length);
    if (storage->rows.base != NULL) {
        struct rows rows = lower_own_rows(unit->context, value);
        LLVMBuildStore(builder, rows.base, storage->rows.base);
        LLVMBuildStore(builder, rows.index, storage->rows.index);
        LLVMBuildStore(builder, rows.total, storage->rows.total);
        LLVMBuildStore(builder, rows.stride, storage->rows.stride);
    }
}

void lower_store(struct unit *unit, struct place place, const struct type *type, struct value value,
                 unsigned facts) {
    if (place.pointer != NULL) {
        store_variable(unit, place.pointer, type, value, facts);
        return;
    }
    if (type->kind == TYPE_POINTER) {
        lower_store_pointer(unit, place, type, value, facts);
        return;
    }
    if (type->kind == TYPE_RECORD) {
        lower_copy_object(unit, place.address, value.data, type);
        return;
    }
    if (type->kind == TYPE_BOOL)
        value.data = LLVMBuildZExt(unit->builder, value.data, unit->context->i8, "");
    if (type->bit_width != 0)
        store_bits(unit, place.address, type, value.data);
    else
        mark_access(LLVMBuildStore(unit->builder, value.data, place.address), type);
}

/* Another view of the same bytes. To smaller elements index and length are multiplied. To larger ones the
 * pointer is first made to start where it points, so that its old index need not be a multiple. */
static struct value cast_pointer(struct unit *unit, struct value pointer, const struct type *from,
                                 const struct type *to) {
    struct lower_context *context = unit->context;
    uint64_t old_size = lower_element_size(from->element), new_size = lower_element_size(to->element);
    if (old_size == new_size)
        return pointer;
    pointer.rows = (struct rows){0};
    if (new_size < old_size) {
        LLVMValueRef factor = lower_i64(context, old_size / new_size);
        pointer.index = LLVMBuildMul(unit->builder, pointer.index, factor, "");
        pointer.length = LLVMBuildMul(unit->builder, pointer.length, factor, "");
        return pointer;
    }
    uint64_t index, factor = new_size / old_size;
    if (lower_is_constant(pointer.index, &index) && index % factor == 0) {
        pointer.index = lower_i64(context, index / factor);
    } else {
        LLVMValueRef rest, start = lower_check_slice(unit, pointer.index, pointer.length, &rest);
        pointer = (struct value){.data = lower_address(unit, pointer.data, start, from->element),
                                 .index = lower_i64(context, 0),
                                 .length = rest};
    }
    pointer.length = LLVMBuildUDiv(unit->builder, pointer.length, lower_i64(context, factor), "");
    return pointer;
}

/* Rounds toward zero; what does not fit becomes the nearest value that does, NaN becomes 0. */
static LLVMValueRef float_to_integer(struct unit *unit, LLVMValueRef value, const struct type *to) {
    const char *name = type_is_signed(to) ? "llvm.fptosi.sat" : "llvm.fptoui.sat";
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMTypeRef types[] = {lower_memory_type(unit->context, to), LLVMTypeOf(value)};
    LLVMValueRef callee = LLVMGetIntrinsicDeclaration(unit->module, id, types, 2);
    LLVMTypeRef type = LLVMIntrinsicGetType(unit->context->llvm, id, types, 2);
    return LLVMBuildCall2(unit->builder, type, callee, &value, 1, "");
}

static struct value cast_arithmetic(struct unit *unit, const struct expr *expr, LLVMValueRef a) {
    LLVMBuilderRef builder = unit->builder;
    const struct type *from = expr->a->type;
    LLVMTypeRef to = lower_value_type(unit->context, expr->type);
    bool is_signed = type_is_integer(from) && from->kind != TYPE_BOOL && type_is_signed(from);
    switch (expr->cast) {
    case CAST_INTEGER:
        return (struct value){.data = LLVMBuildIntCast2(builder, a, to, is_signed, "")};
    case CAST_FLOAT:
        return (struct value){.data = LLVMBuildFPCast(builder, a, to, "")};
    case CAST_INTEGER_FLOAT:
        return (struct value){.data = is_signed ? LLVMBuildSIToFP(builder, a, to, "")
                                                : LLVMBuildUIToFP(builder, a, to, "")};
    case CAST_FLOAT_INTEGER:
        return (struct value){.data = float_to_integer(unit, a, expr->type)};
    case CAST_INTEGER_BOOL:
        return (struct value){.data = LLVMBuildICmp(builder, LLVMIntNE, a, LLVMConstNull(LLVMTypeOf(a)), "")};
    default:
        assert(expr->cast == CAST_FLOAT_BOOL);
        return (struct value){.data =
                                  LLVMBuildFCmp(builder, LLVMRealUNE, a, LLVMConstNull(LLVMTypeOf(a)), "")};
    }
}

static struct value lower_cast(struct unit *unit, const struct expr *expr) {
    struct lower_context *context = unit->context;
    if (expr->cast == CAST_LOCAL_SINGLE)
        return (struct value){.data = lower_as_single(unit, expr->a)};
    struct value a = lower_expr(unit, expr->a);
    lower_debug_at(unit, expr->at);
    switch (expr->cast) {
    case CAST_VOID:
        return (struct value){0};
    case CAST_POINTER_BOOL:
        return (struct value){.data = is_not_null(unit, a.data)};
    case CAST_POINTER:
        return cast_pointer(unit, a, expr->a->type, expr->type);
    case CAST_POINTER_INTEGER: {
        LLVMValueRef address = raw_address(unit, a, expr->a->type);
        LLVMTypeRef type = lower_value_type(context, expr->type);
        return (struct value){.data = LLVMBuildIntCast2(unit->builder, address, type, false, "")};
    }
    case CAST_SINGLE_LOCAL:
        return (struct value){
            .data = a.data, .index = lower_i64(context, 0), .length = lower_one_unless_null(unit, a.data)};
    case CAST_SINGLE_STRING:
    case CAST_SINGLE_VIEW:
    case CAST_SINGLE_MEMBER:
    case CAST_LOCAL_ANY:
    case CAST_SINGLE_ANY:
    case CAST_ANY_LOCAL:
    case CAST_ANY_SINGLE:
        return lower_kind_cast(unit, expr, a);
    default:
        return cast_arithmetic(unit, expr, a.data);
    }
}

/* x86 traps on division by zero and on the one quotient that overflows; LLVM may assume that neither
 * happens, so it must not see a divisor that could do it. */
static LLVMValueRef safe_divisor(struct unit *unit, LLVMValueRef divisor) {
    bool is_safe = LLVMIsAConstantInt(divisor) != NULL && LLVMConstIntGetZExtValue(divisor) != 0 &&
                   LLVMConstIntGetSExtValue(divisor) != -1;
    return is_safe ? divisor : lower_hide(unit, divisor);
}

static LLVMValueRef shift_count(struct unit *unit, LLVMValueRef count, LLVMTypeRef type) {
    LLVMValueRef mask = LLVMConstInt(type, LLVMGetIntTypeWidth(type) - 1, false);
    return LLVMBuildAnd(unit->builder, LLVMBuildIntCast2(unit->builder, count, type, false, ""), mask, "");
}

static LLVMValueRef integer_operation(struct unit *unit, enum binary_op op, bool is_signed, LLVMValueRef a,
                                      LLVMValueRef b) {
    LLVMBuilderRef builder = unit->builder;
    switch (op) {
    case BINARY_ADD:
        return LLVMBuildAdd(builder, a, b, "");
    case BINARY_SUB:
        return LLVMBuildSub(builder, a, b, "");
    case BINARY_MUL:
        return LLVMBuildMul(builder, a, b, "");
    case BINARY_DIV:
        b = safe_divisor(unit, b);
        return is_signed ? LLVMBuildSDiv(builder, a, b, "") : LLVMBuildUDiv(builder, a, b, "");
    case BINARY_REM:
        b = safe_divisor(unit, b);
        return is_signed ? LLVMBuildSRem(builder, a, b, "") : LLVMBuildURem(builder, a, b, "");
    case BINARY_AND:
        return LLVMBuildAnd(builder, a, b, "");
    case BINARY_OR:
        return LLVMBuildOr(builder, a, b, "");
    case BINARY_XOR:
        return LLVMBuildXor(builder, a, b, "");
    case BINARY_SHL:
        return LLVMBuildShl(builder, a, shift_count(unit, b, LLVMTypeOf(a)), "");
    default:
        assert(op == BINARY_SHR);
        b = shift_count(unit, b, LLVMTypeOf(a));
        return is_signed ? LLVMBuildAShr(builder, a, b, "") : LLVMBuildLShr(builder, a, b, "");
    }
}

static LLVMValueRef float_operation(struct unit *unit, enum binary_op op, LLVMValueRef a, LLVMValueRef b) {
    switch (op) {
    case BINARY_ADD:
        return LLVMBuildFAdd(unit->builder, a, b, "");
    case BINARY_SUB:
        return LLVMBuildFSub(unit->builder, a, b, "");
    case BINARY_MUL:
        return LLVMBuildFMul(unit->builder, a, b, "");
    default:
        assert(op == BINARY_DIV);
        return LLVMBuildFDiv(unit->builder, a, b, "");
    }
}

static LLVMValueRef operation(struct unit *unit, enum binary_op op, const struct type *type, LLVMValueRef a,
                              LLVMValueRef b) {
    if (type_is_floating(type))
        return float_operation(unit, op, a, b);
    return integer_operation(unit, op, type_is_signed(type), a, b);
}

static LLVMIntPredicate integer_predicate(enum binary_op op, bool is_signed) {
    switch (op) {
    case BINARY_EQ:
        return LLVMIntEQ;
    case BINARY_NE:
        return LLVMIntNE;
    case BINARY_LT:
        return is_signed ? LLVMIntSLT : LLVMIntULT;
    case BINARY_GT:
        return is_signed ? LLVMIntSGT : LLVMIntUGT;
    case BINARY_LE:
        return is_signed ? LLVMIntSLE : LLVMIntULE;
    default:
        assert(op == BINARY_GE);
        return is_signed ? LLVMIntSGE : LLVMIntUGE;
    }
}

static LLVMRealPredicate float_predicate(enum binary_op op) {
    static const LLVMRealPredicate predicates[] = {
        [BINARY_EQ] = LLVMRealOEQ, [BINARY_NE] = LLVMRealUNE, [BINARY_LT] = LLVMRealOLT,
        [BINARY_GT] = LLVMRealOGT, [BINARY_LE] = LLVMRealOLE, [BINARY_GE] = LLVMRealOGE,
    };
    return predicates[op];
}

static struct value lower_binary(struct unit *unit, const struct expr *expr) {
    LLVMValueRef a = lower_expr(unit, expr->a).data;
    LLVMValueRef b = lower_expr(unit, expr->b).data;
    lower_debug_at(unit, expr->at);
    const struct type *type = expr->a->type;
    if (expr->binary < BINARY_EQ)
        return (struct value){.data = operation(unit, expr->binary, expr->type, a, b)};
    LLVMValueRef bit;
    if (type_is_floating(type)) {
        bit = LLVMBuildFCmp(unit->builder, float_predicate(expr->binary), a, b, "");
    } else {
        bool is_signed = type->kind != TYPE_BOOL && type_is_signed(type);
        bit = LLVMBuildICmp(unit->builder, integer_predicate(expr->binary, is_signed), a, b, "");
    }
    return zero_extended(unit, bit, expr->type);
}

/* By index if the references are the same, which LLVM sees for pointers into one array, else by address. */
static LLVMValueRef compare_pointers(struct unit *unit, const struct expr *expr, struct value a,
                                     struct value b) {
    LLVMBuilderRef builder = unit->builder;
    LLVMValueRef by_address =
        LLVMBuildICmp(builder, integer_predicate(expr->binary, false), raw_address(unit, a, expr->a->type),
                      raw_address(unit, b, expr->b->type), "");
    if (!lower_is_local_pointer(expr->a->type) || !lower_is_local_pointer(expr->b->type))
        return by_address;
    LLVMValueRef by_index =
        LLVMBuildICmp(builder, integer_predicate(expr->binary, true), a.index, b.index, "");
    LLVMValueRef is_same = LLVMBuildICmp(builder, LLVMIntEQ, a.data, b.data, "");
    return LLVMBuildSelect(builder, is_same, by_index, by_address, "");
}

static struct value subtract_pointers(struct unit *unit, const struct expr *expr, struct value a,
                                      struct value b) {
    LLVMBuilderRef builder = unit->builder;
    LLVMTypeRef i64 = unit->context->i64;
    LLVMValueRef size = lower_i64(unit->context, lower_element_size(expr->a->type->element));
    LLVMValueRef bytes = LLVMBuildSub(builder, LLVMBuildPtrToInt(builder, a.data, i64, ""),
                                      LLVMBuildPtrToInt(builder, b.data, i64, ""), "");
    LLVMValueRef apart = LLVMBuildSDiv(builder, bytes, size, "");
    LLVMValueRef indices = LLVMBuildSub(builder, a.index, b.index, "");
    return (struct value){.data = LLVMBuildAdd(builder, indices, apart, "")};
}

static struct value lower_logical(struct unit *unit, const struct expr *expr) {
    bool is_and = expr->kind == EXPR_LOGICAL_AND;
    LLVMValueRef a = lower_condition(unit, expr->a);
    LLVMBasicBlockRef before = LLVMGetInsertBlock(unit->builder);
    LLVMBasicBlockRef second = lower_new_block(unit, "logical"), done = lower_new_block(unit, "logical.end");
    LLVMBuildCondBr(unit->builder, a, is_and ? second : done, is_and ? done : second);
    LLVMPositionBuilderAtEnd(unit->builder, second);
    LLVMValueRef b = lower_condition(unit, expr->b);
    LLVMBasicBlockRef after = LLVMGetInsertBlock(unit->builder);
    lower_start_block(unit, done);
    LLVMValueRef phi = LLVMBuildPhi(unit->builder, unit->context->i1, "");
    LLVMValueRef values[] = {LLVMConstInt(unit->context->i1, !is_and, false), b};
    LLVMBasicBlockRef blocks[] = {before, after};
    LLVMAddIncoming(phi, values, blocks, 2);
    return zero_extended(unit, phi, expr->type);
}

static LLVMValueRef join(struct unit *unit, LLVMValueRef a, LLVMBasicBlockRef from_a, LLVMValueRef b,
                         LLVMBasicBlockRef from_b) {
    if (a == NULL)
        return NULL;
    LLVMValueRef phi = LLVMBuildPhi(unit->builder, LLVMTypeOf(a), "");
    LLVMAddIncoming(phi, &a, &from_a, 1);
    LLVMAddIncoming(phi, &b, &from_b, 1);
    return phi;
}

/* Where the value of an expression of record type is put. */
static LLVMValueRef temporary_of(const struct expr *expr) {
    const struct storage *storage = expr->temporary->lowered;
    return storage->data;
}

/* One arm of a conditional expression. A record is copied out of it. A pointer that is wanted as a single one
 * is converted in its arm, while it is still known which array it points into. */
static struct value lower_arm(struct unit *unit, const struct expr *whole, const struct expr *arm,
                              bool as_single) {
    if (as_single)
        return (struct value){.data = lower_as_single(unit, arm)};
    struct value value = lower_expr(unit, arm);
    if (whole->type->kind == TYPE_RECORD)
        lower_copy_object(unit, temporary_of(whole), value.data, whole->type);
    return value;
}

/* Two constant lengths would become arithmetic on the condition, and nothing would tie them to the references
 * any more. `c` is hidden where the builder stands, `b` at the end of its block. */
static void hide_lengths(struct unit *unit, struct value *b, LLVMBasicBlockRef from_b, struct value *c) {
    uint64_t b_length, c_length;
    if (b->length == NULL || !lower_is_constant(b->length, &b_length) ||
        !lower_is_constant(c->length, &c_length) || b_length == c_length)
        return;
    LLVMBasicBlockRef here = LLVMGetInsertBlock(unit->builder);
    c->length = lower_hide(unit, c->length);
    LLVMPositionBuilderBefore(unit->builder, LLVMGetBasicBlockTerminator(from_b));
    b->length = lower_hide(unit, b->length);
    LLVMPositionBuilderAtEnd(unit->builder, here);
}

static struct value lower_conditional(struct unit *unit, const struct expr *expr, bool as_single) {
    LLVMValueRef condition = lower_condition(unit, expr->a);
    LLVMBasicBlockRef then = lower_new_block(unit, "then"), otherwise = lower_new_block(unit, "else"),
                      done = lower_new_block(unit, "conditional.end");
    LLVMBuildCondBr(unit->builder, condition, then, otherwise);
    LLVMPositionBuilderAtEnd(unit->builder, then);
    struct value b = lower_arm(unit, expr, expr->b, as_single);
    LLVMBasicBlockRef from_b = LLVMGetInsertBlock(unit->builder);
    LLVMBuildBr(unit->builder, done);
    LLVMPositionBuilderAtEnd(unit->builder, otherwise);
    struct value c = lower_arm(unit, expr, expr->c, as_single);
    LLVMBasicBlockRef from_c = LLVMGetInsertBlock(unit->builder);
    hide_lengths(unit, &b, from_b, &c);
    lower_start_block(unit, done);
    if (expr->type->kind == TYPE_VOID)
        return (struct value){0};
    if (expr->type->kind == TYPE_RECORD)
        return (struct value){.data = temporary_of(expr)};
    return (struct value){.data = join(unit, b.data, from_b, c.data, from_c),
                          .index = join(unit, b.index, from_b, c.index, from_c),
                          .length = join(unit, b.length, from_b, c.length, from_c)};
}

static LLVMValueRef lower_as_single(struct unit *unit, const struct expr *expr) {
    if (expr->kind == EXPR_CONDITIONAL)
        return lower_conditional(unit, expr, true).data;
    struct value pointer = lower_expr(unit, expr);
    return lower_local_to_single(unit, pointer, expr->type->element, lower_pointer_facts(expr));
}

static struct value lower_assign(struct unit *unit, const struct expr *expr) {
    struct place place = lower_place(unit, expr->a);
    struct value value = lower_expr(unit, expr->b);
    lower_debug_at(unit, expr->at);
    lower_store(unit, place, expr->a->type, value, lower_pointer_facts(expr->b));
    return truncate_bits(unit, expr->a->type, value);
}

/* A conversion between arithmetic types outside any expression node. */
static LLVMValueRef convert(struct unit *unit, LLVMValueRef value, const struct type *from,
                            const struct type *to) {
    if (type_equal(from, to))
        return value;
    struct expr operand = {.type = from};
    struct expr cast = {.kind = EXPR_CAST, .type = to, .a = &operand};
    if (to->kind == TYPE_BOOL)
        cast.cast = type_is_floating(from) ? CAST_FLOAT_BOOL : CAST_INTEGER_BOOL;
    else if (type_is_floating(from))
        cast.cast = type_is_floating(to) ? CAST_FLOAT : CAST_FLOAT_INTEGER;
    else
        cast.cast = type_is_floating(to) ? CAST_INTEGER_FLOAT : CAST_INTEGER;
    return cast_arithmetic(unit, &cast, value).data;
}

static struct value lower_compound_assign(struct unit *unit, const struct expr *expr) {
    const struct type *type = expr->a->type;
    struct place place = lower_place(unit, expr->a);
    LLVMValueRef b = lower_expr(unit, expr->b).data;
    lower_debug_at(unit, expr->at);
    struct value old = load(unit, place, type, false), new = old;
    if (type->kind == TYPE_POINTER) {
        assert(expr->binary == BINARY_ADD);
        new.index = LLVMBuildAdd(unit->builder, old.index, b, "");
    } else {
        LLVMValueRef a = convert(unit, old.data, type, expr->operation_type);
        LLVMValueRef result = operation(unit, expr->binary, expr->operation_type, a, b);
        new.data = convert(unit, result, expr->operation_type, type);
    }
    lower_store(unit, place, type, new, lower_is_array_slot(type) ? FACT_START : 0);
    return expr->yields_old ? old : truncate_bits(unit, type, new);
}

static struct value lower_pointer_value(struct unit *unit, const struct expr *expr) {
    struct lower_context *context = unit->context;
    LLVMValueRef zero = lower_i64(context, 0);
    if (expr->kind == EXPR_NULL && expr->type->pointer != POINTER_LOCAL)
        return (struct value){.data = LLVMConstNull(context->ptr)};
    if (expr->kind == EXPR_NULL)
        return (struct value){.data = LLVMConstNull(context->ptr), .index = zero, .length = zero};
    struct place place = find_place(unit, expr->a, true);
    assert(place.pointer == NULL);
    uint64_t length = expr->kind == EXPR_DECAY ? expr->a->type->length : 1;
    return (struct value){
        .data = place.address, .index = zero, .length = lower_i64(context, length), .rows = place.rows};
}

static struct value lower_unary(struct unit *unit, const struct expr *expr) {
    LLVMValueRef a = lower_expr(unit, expr->a).data;
    lower_debug_at(unit, expr->at);
    if (expr->unary == UNARY_COMPLEMENT)
        return (struct value){.data = LLVMBuildNot(unit->builder, a, "")};
    if (type_is_floating(expr->type))
        return (struct value){.data = LLVMBuildFNeg(unit->builder, a, "")};
    return (struct value){.data = LLVMBuildNeg(unit->builder, a, "")};
}

LLVMValueRef lower_condition(struct unit *unit, const struct expr *expr) {
    assert(expr->type->kind == TYPE_BOOL);
    return lower_expr(unit, expr).data;
}

static struct value lower_pointer_operation(struct unit *unit, const struct expr *expr) {
    struct value a = lower_expr(unit, expr->a), b = lower_expr(unit, expr->b);
    lower_debug_at(unit, expr->at);
    if (expr->kind == EXPR_POINTER_ADD) {
        a.index = LLVMBuildAdd(unit->builder, a.index, b.data, "");
        return a;
    }
    if (expr->kind == EXPR_POINTER_DIFF)
        return subtract_pointers(unit, expr, a, b);
    return zero_extended(unit, compare_pointers(unit, expr, a, b), expr->type);
}

static struct value lower_argument(struct unit *unit, const struct expr *expr) {
    struct lower_context *context = unit->context;
    struct value pointer = lower_expr(unit, expr->a);
    lower_debug_at(unit, expr->at);
    LLVMValueRef index = lower_check_index(unit, pointer.index, pointer.length);
    LLVMValueRef argument = lower_address(unit, pointer.data, index, expr->type->element);
    LLVMValueRef kind = LLVMBuildLoad2(unit->builder, context->i64, argument, ""); /* its first member */
    LLVMSetAlignment(kind, 8);
    LLVMValueRef kinds = lower_i64(context, expr->b->integer);
    return (struct value){.data = lower_check_argument(unit, argument, kind, kinds)};
}

struct value lower_expr(struct unit *unit, const struct expr *expr) {
    switch (expr->kind) {
    case EXPR_INTEGER:
        return (struct value){
            .data = LLVMConstInt(lower_value_type(unit->context, expr->type), expr->integer, false)};
    case EXPR_FLOAT:
        return (struct value){.data = lower_constant_scalar(unit, expr)};
    case EXPR_NULL:
    case EXPR_DECAY:
    case EXPR_ADDRESS:
        return lower_pointer_value(unit, expr);
    case EXPR_COPY:
        lower_copy_object(unit, temporary_of(expr), lower_expr(unit, expr->a).data, expr->type);
        return (struct value){.data = temporary_of(expr)};
    case EXPR_LOAD: {
        struct place place = find_place(unit, expr->a, expr->type->kind == TYPE_RECORD);
        lower_debug_at(unit, expr->at);
        return load(unit, place, expr->a->type, false);
    }
    case EXPR_CAST:
        return lower_cast(unit, expr);
    case EXPR_UNARY:
        return lower_unary(unit, expr);
    case EXPR_BINARY:
        return lower_binary(unit, expr);
    case EXPR_POINTER_ADD:
    case EXPR_POINTER_DIFF:
    case EXPR_POINTER_COMPARE:
        return lower_pointer_operation(unit, expr);
    case EXPR_LOGICAL_AND:
    case EXPR_LOGICAL_OR:
        return lower_logical(unit, expr);
    case EXPR_LOGICAL_NOT:
        return zero_extended(unit, LLVMBuildNot(unit->builder, lower_condition(unit, expr->a), ""),
                             expr->type);
    case EXPR_CONDITIONAL:
        return lower_conditional(unit, expr, false);
    case EXPR_COMMA:
        lower_expr(unit, expr->a);
        return lower_expr(unit, expr->b);
    case EXPR_ASSIGN:
        return lower_assign(unit, expr);
    case EXPR_COMPOUND_ASSIGN:
        return lower_compound_assign(unit, expr);
    case EXPR_CALL:
        return lower_call(unit, expr);
    case EXPR_FUNCTION:
        return (struct value){.data = lower_function_value(unit, expr->function, expr->at)};
    case EXPR_ALLOCATE: {
        LLVMValueRef count = lower_expr(unit, expr->a).data;
        lower_debug_at(unit, expr->at);
        return lower_allocate(unit, expr->type->element, count, expr->may_fail);
    }
    case EXPR_REALLOCATE:
        return lower_reallocate(unit, expr);
    case EXPR_ARGUMENT:
        return lower_argument(unit, expr);
    case EXPR_MOVE_ELEMENTS:
        return lower_move_elements(unit, expr);
    case EXPR_BUILTIN:
        return lower_builtin(unit, expr);
    case EXPR_CLEAR_ELEMENTS:
        return lower_clear_elements(unit, expr);
    case EXPR_STATIC_ADDRESS:
    case EXPR_ERROR:
    case EXPR_VARIABLE:
    case EXPR_DEREF:
    case EXPR_MEMBER:
    case EXPR_TEMPORARY:
    case EXPR_STRING:
    case EXPR_COMPOUND:
        break;
    }
    abort(); /* an lvalue where the front end promises a value */
}
