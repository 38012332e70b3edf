/* Types of Safe C as LLVM types, and as signatures in the grammar of .vouch.meta.
 *
 * Bool is i1 as a value and i8 in memory and across calls, where any byte may turn up. A parameter that
 * carries bounds which no other parameter gives (a string, an array of fixed size) is followed by a hidden
 * 8-byte count. Every other count is passed as 8 bytes, too, whatever its type, so that the caller can pass
 * on what it checked and the callee need not extend it. A record is passed as a read-only reference to it, of
 * which the callee makes its copy; for a result the first parameter is a reference to where it goes. */
#include "lower_internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

uint64_t lower_element_size(const struct type *pointee) {
    return pointee->size == 0 ? 1 : pointee->size;
}

bool lower_is_local_pointer(const struct type *type) {
    return type->kind == TYPE_POINTER && type->pointer == POINTER_LOCAL;
}

bool lower_is_row_pointer(const struct type *type) {
    return lower_is_local_pointer(type) && type_has_arrays(type->element);
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

bool lower_has_hidden_count(const struct parameter *parameter) {
    return parameter->type->kind == TYPE_POINTER &&
           (parameter->passed == POINTER_STRING || parameter->passed == POINTER_FIXED);
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
        machine += lower_has_hidden_count(&function->parameters[i]);
    return machine;
}

static LLVMTypeRef passed_type(struct lower_context *context, const struct type *type) {
    return type->kind == TYPE_RECORD ? context->ptr : lower_memory_type(context, type);
}

LLVMTypeRef lower_function_type(struct lower_context *context, const struct type *type) {
    LLVMTypeRef parameters[33];
    unsigned count = 0;
    bool has_place = type->result->kind == TYPE_RECORD;
    assert(type->parameter_count <= 16);
    if (has_place)
        parameters[count++] = context->ptr;
    for (unsigned i = 0; i < type->parameter_count; i++) {
        parameters[count++] =
            lower_is_count(type, i) ? context->i64 : passed_type(context, type->parameters[i].type);
        if (lower_has_hidden_count(&type->parameters[i]))
            parameters[count++] = context->i64;
    }
    LLVMTypeRef result = type->result->kind == TYPE_VOID || has_place
                             ? context->void_type
                             : lower_memory_type(context, type->result);
    return LLVMFunctionType(result, parameters, count, false);
}

static char scalar_letter(const struct type *type) {
    if (type->kind == TYPE_VOID || type->kind == TYPE_RECORD)
        return 'v';
    if (type_is_floating(type))
        return type->size == 4 ? 'f' : 'd';
    switch (type->size) {
    case 1:
        return 'b';
    case 2:
        return 'h';
    case 4:
        return 'i';
    default:
        return 'l';
    }
}

/* One parameter, a hidden count included; returns the characters written. */
static size_t print_parameter(const struct type *function, unsigned index, char *buffer, size_t size) {
    const struct parameter *parameter = &function->parameters[index];
    int length;
    if (parameter->type->kind == TYPE_RECORD) {
        length = snprintf(buffer, size, "o%llu", (unsigned long long)parameter->type->size);
    } else if (parameter->type->kind != TYPE_POINTER) {
        char letter = lower_is_count(function, index) ? 'l' : scalar_letter(parameter->type);
        length = snprintf(buffer, size, "%c", letter);
    } else {
        const struct type *pointee = parameter->type->element;
        bool is_read_only = (pointee->qualifiers & QUALIFIER_CONST) != 0;
        unsigned long long bytes = lower_element_size(pointee);
        if (parameter->passed == POINTER_SINGLE) {
            length = snprintf(buffer, size, "%c%llu", is_read_only ? 'o' : 'O', bytes);
        } else {
            bool is_hidden = lower_has_hidden_count(parameter);
            unsigned count = is_hidden ? lower_machine_index(function, index) + 1
                                       : lower_machine_index(function, parameter->count);
            if (parameter->passed == POINTER_SIZED)
                bytes = 1;
            length = snprintf(buffer, size, "%c%u", is_read_only ? 'r' : 'w', count);
            if (bytes != 1)
                length += snprintf(buffer + length, size - (size_t)length, "*%llu", bytes);
            if (is_hidden)
                length += snprintf(buffer + length, size - (size_t)length, ",l");
        }
    }
    assert(length > 0 && (size_t)length < size);
    return (size_t)length;
}

void lower_print_signature(const struct type *function, char *buffer, size_t size) {
    size_t length = (size_t)snprintf(buffer, size, "%c:", scalar_letter(function->result));
    bool has_place = function->result->kind == TYPE_RECORD;
    if (has_place)
        length += (size_t)snprintf(buffer + length, size - length, "O%llu",
                                   (unsigned long long)function->result->size);
    else if (function->parameter_count == 0)
        snprintf(buffer + length, size - length, "v");
    for (unsigned i = 0; i < function->parameter_count; i++) {
        if (i != 0 || has_place)
            buffer[length++] = ',';
        assert(length < size);
        length += print_parameter(function, i, buffer + length, size - length);
    }
}
