/* Types of Safe C as LLVM types.
 *
 * Bool is i1 as a value and i8 in memory and across calls, where any byte may turn up. A parameter that
 * carries bounds which no other parameter gives (a string, an array of fixed size) is followed by a hidden
 * 8-byte count. Every other count is passed as 8 bytes, too, whatever its type, so that the caller can pass
 * on what it checked and the callee need not extend it. A record is passed as a read-only reference to it, of
 * which the callee makes its copy; for a result the first parameter is a reference to where it goes. */
#include "lower_internal.h"

#include <assert.h>

uint64_t lower_element_size(const struct type *pointee) {
    return pointee->size == 0 ? 1 : pointee->size;
}

bool lower_is_local_pointer(const struct type *type) {
    return type->kind == TYPE_POINTER && type->pointer == POINTER_LOCAL;
}

bool lower_is_row_pointer(const struct type *type) {
    return lower_is_local_pointer(type) && type_has_arrays(type->element);
}

bool lower_is_array_slot(const struct type *type) {
    return type->kind == TYPE_POINTER &&
           (type->pointer == POINTER_COUNTED || type->pointer == POINTER_SIZED ||
            type->pointer == POINTER_FIXED || type->pointer == POINTER_WIDE);
}

struct rows lower_own_rows(struct lower_context *context, struct value pointer) {
    if (pointer.rows.base != NULL)
        return pointer.rows;
    LLVMValueRef zero = lower_i64(context, 0);
    return (struct rows){.base = pointer.data, .index = zero, .total = lower_i64(context, 1), .stride = zero};
}

LLVMTypeRef lower_memory_type(struct lower_context *context, const struct type *type) {
    if (type->kind == TYPE_ARRAY)
        return LLVMArrayType2(lower_memory_type(context, type->element), type->length);
    if (type->kind == TYPE_RECORD) { /* members are reached by their offset */
        uint32_t unit = type->align > 8 ? 8 : type->align;
        return LLVMArrayType2(LLVMIntTypeInContext(context->llvm, unit * 8), type->size / unit);
    }
    if (type->kind == TYPE_VOID)
        return context->i8;
    if (type->kind == TYPE_BOOL)
        return context->i8;
    if (type->kind == TYPE_POINTER && type->pointer == POINTER_WIDE)
        return LLVMArrayType2(context->i64, 2);
    return lower_value_type(context, type);
}

LLVMTypeRef lower_value_type(struct lower_context *context, const struct type *type) {
    switch (type->kind) {
    case TYPE_VOID:
        return context->void_type;
    case TYPE_BOOL:
        return context->i1;
    case TYPE_FLOAT:
        return context->f32;
    case TYPE_DOUBLE:
    case TYPE_LONG_DOUBLE:
        return context->f64;
    case TYPE_POINTER:
    case TYPE_RECORD:
        return context->ptr;
    default:
        assert(type_is_integer(type));
        return LLVMIntTypeInContext(context->llvm, type_bits(type));
    }
}

unsigned lower_hidden_count(const struct parameter *parameter) {
    if (parameter->type->kind != TYPE_POINTER)
        return 0;
    if (parameter->passed == POINTER_WIDE)
        return 2;
    return parameter->passed == POINTER_STRING || parameter->passed == POINTER_FIXED ? 1 : 0;
}

enum result_form lower_result_form(const struct type *pointer) {
    if (pointer->pointer == POINTER_WIDE)
        return RESULT_INDEXED;
    return type_value_kind(pointer->pointer) == POINTER_LOCAL ? RESULT_COUNTED : RESULT_WORD;
}

LLVMTypeRef lower_pair_type(struct lower_context *context) {
    LLVMTypeRef parts[] = {context->ptr, context->i64};
    return LLVMStructTypeInContext(context->llvm, parts, 2, false);
}

bool lower_is_count(const struct type *function, unsigned index) {
    for (unsigned i = 0; i < function->parameter_count; i++) {
        const struct parameter *parameter = &function->parameters[i];
        if (parameter->type->kind == TYPE_POINTER && parameter->count == index &&
            (parameter->passed == POINTER_COUNTED || parameter->passed == POINTER_SIZED))
            return true;
    }
    return false;
}

unsigned lower_machine_index(const struct type *function, unsigned index) {
    unsigned machine = index + (function->result->kind == TYPE_RECORD);
    for (unsigned i = 0; i < index; i++)
        machine += lower_hidden_count(&function->parameters[i]);
    return machine;
}

static LLVMTypeRef passed_type(struct lower_context *context, const struct type *type) {
    bool is_reference = type->kind == TYPE_RECORD || type->kind == TYPE_POINTER;
    return is_reference ? context->ptr : lower_memory_type(context, type);
}

static LLVMTypeRef result_type(struct lower_context *context, const struct type *type) {
    if (type->kind == TYPE_VOID || type->kind == TYPE_RECORD)
        return context->void_type;
    if (type->kind != TYPE_POINTER)
        return lower_memory_type(context, type);
    return lower_result_form(type) == RESULT_WORD ? context->ptr : lower_pair_type(context);
}

LLVMTypeRef lower_function_type(struct lower_context *context, const struct type *type) {
    LLVMTypeRef parameters[3 * 16 + 1];
    unsigned count = 0;
    bool has_place = type->result->kind == TYPE_RECORD;
    assert(type->parameter_count <= 16);
    if (has_place)
        parameters[count++] = context->ptr;
    for (unsigned i = 0; i < type->parameter_count; i++) {
        parameters[count++] =
            lower_is_count(type, i) ? context->i64 : passed_type(context, type->parameters[i].type);
        for (unsigned hidden = lower_hidden_count(&type->parameters[i]); hidden > 0; hidden--)
            parameters[count++] = context->i64;
    }
    return LLVMFunctionType(result_type(context, type->result), parameters, count, false);
}
