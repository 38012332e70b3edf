/* Lowering of calls: turning pointer arguments with bounds into what the machine signature asks for.
 *
 * The callee may rely on "at least n elements behind this pointer", so the caller proves it to the verifier:
 * the argument is cut to start where it points (lower_check_slice), and the count is checked against what is
 * left (lower_check_count). The checked count, not the original, is what is passed. */
#include "lower_internal.h"

#include <assert.h>
#include <string.h>

enum { ARGUMENTS_MAX = 16 };

struct arguments {
    const struct type *type; /* of the function */
    const struct expr *const *exprs;
    struct value values[ARGUMENTS_MAX];
    LLVMValueRef counts[ARGUMENTS_MAX]; /* checked counts as i64, by parameter; null: not a count so far */
    LLVMValueRef hidden[ARGUMENTS_MAX][2];
};

static LLVMValueRef count_value(struct unit *unit, struct arguments *arguments, unsigned index) {
    if (arguments->counts[index] == NULL) {
        bool is_signed = type_is_signed(arguments->type->parameters[index].type);
        arguments->counts[index] = LLVMBuildIntCast2(unit->builder, arguments->values[index].data,
                                                     unit->context->i64, is_signed, "");
    }
    return arguments->counts[index];
}

/* The slice of `pointer` that has at least `count` elements, a constant: instead of what is left behind the
 * index, the index is limited, so that the verifier has its bound at hand. Returns the index and the count.
 */
static LLVMValueRef limit_index(struct unit *unit, struct value pointer, LLVMValueRef *count) {
    *count = lower_check_count(unit, *count, pointer.length);
    LLVMValueRef limit = LLVMBuildSub(unit->builder, pointer.length, *count, "");
    return lower_check_count(unit, pointer.index, limit);
}

/* The count that `parameter` asks for, in elements of the pointer. */
static LLVMValueRef wanted_count(struct unit *unit, struct arguments *arguments,
                                 const struct parameter *parameter) {
    if (parameter->passed == POINTER_FIXED)
        return lower_i64(unit->context, parameter->fixed_count);
    return count_value(unit, arguments, parameter->count);
}

/* The reference stays, and with it where the index counts from. */
static void bind_wide(struct unit *unit, struct arguments *arguments, unsigned index) {
    struct value pointer =
        lower_null_is_empty(unit, arguments->values[index], lower_pointer_facts(arguments->exprs[index]));
    arguments->values[index].data = pointer.data;
    arguments->hidden[index][0] = pointer.length;
    arguments->hidden[index][1] = pointer.index;
}

static void bind_pointer(struct unit *unit, struct arguments *arguments, unsigned index) {
    const struct parameter *parameter = &arguments->type->parameters[index];
    const struct type *element = parameter->type->element;
    struct value pointer =
        lower_null_is_empty(unit, arguments->values[index], lower_pointer_facts(arguments->exprs[index]));
    uint64_t size = lower_element_size(element), number;
    if (parameter->passed == POINTER_SIZED && size != 1) { /* the count is in bytes */
        pointer.index = LLVMBuildMul(unit->builder, pointer.index, lower_i64(unit->context, size), "");
        pointer.length = LLVMBuildMul(unit->builder, pointer.length, lower_i64(unit->context, size), "");
        element = type_basic(TYPE_CHAR);
    }
    LLVMValueRef start, rest, count = NULL;
    if (parameter->passed != POINTER_STRING)
        count = wanted_count(unit, arguments, parameter);
    if (count != NULL && lower_is_constant(count, &number)) {
        start = limit_index(unit, pointer, &count);
    } else {
        start = lower_check_slice(unit, pointer.index, pointer.length, &rest);
        count = count == NULL ? rest : lower_check_count(unit, count, rest);
    }
    arguments->values[index].data = lower_address(unit, pointer.data, start, element);
    if (lower_hidden_count(parameter) != 0)
        arguments->hidden[index][0] = count;
    else
        arguments->counts[parameter->count] = count;
}

static void bind_scalar(struct unit *unit, struct arguments *arguments, unsigned index) {
    if (lower_is_count(arguments->type, index))
        arguments->values[index].data = count_value(unit, arguments, index);
    else if (arguments->type->parameters[index].type->kind == TYPE_BOOL)
        arguments->values[index].data =
            LLVMBuildZExt(unit->builder, arguments->values[index].data, unit->context->i8, "");
}

/* A few functions of <math.h> are single instructions that C has no operator for. */
static LLVMValueRef call_intrinsic(struct unit *unit, const struct function *function,
                                   LLVMValueRef argument) {
    static const struct {
        const char *name, *intrinsic;
    } intrinsics[] = {{"__builtin_sqrt", "llvm.sqrt"},
                      {"__builtin_sqrtf", "llvm.sqrt"},
                      {"__builtin_fabs", "llvm.fabs"},
                      {"__builtin_fabsf", "llvm.fabs"}};
    for (size_t i = 0; i < sizeof intrinsics / sizeof intrinsics[0]; i++) {
        if (strcmp(function->name, intrinsics[i].name) != 0 || function->type->parameter_count != 1)
            continue;
        const char *name = intrinsics[i].intrinsic;
        unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
        LLVMTypeRef type = LLVMTypeOf(argument);
        LLVMValueRef callee = LLVMGetIntrinsicDeclaration(unit->module, id, &type, 1);
        return LLVMBuildCall2(unit->builder, LLVMIntrinsicGetType(unit->context->llvm, id, &type, 1), callee,
                              &argument, 1, "");
    }
    return NULL;
}

static LLVMValueRef evaluate_callee(struct unit *unit, const struct expr *expr) {
    return expr->function != NULL ? NULL : lower_expr(unit, expr->callee).data;
}

static void bind_arguments(struct unit *unit, struct arguments *arguments) {
    unsigned count = arguments->type->parameter_count;
    for (unsigned i = 0; i < count; i++) {
        const struct parameter *parameter = &arguments->type->parameters[i];
        if (!lower_is_local_pointer(parameter->type))
            continue;
        if (parameter->passed == POINTER_WIDE)
            bind_wide(unit, arguments, i);
        else
            bind_pointer(unit, arguments, i);
    }
    for (unsigned i = 0; i < count; i++)
        bind_scalar(unit, arguments, i); /* after all checks of the counts */
}

void lower_note_parameters(struct lower_context *context, const struct type *type, LLVMValueRef value,
                           lower_add_note *add) {
    LLVMAttributeRef note =
        LLVMCreateStringAttribute(context->llvm, ATTRIBUTE_NOESCAPE, sizeof ATTRIBUTE_NOESCAPE - 1, "", 0);
    if (type->result->kind == TYPE_RECORD)
        add(value, 1, note);
    for (unsigned i = 0; i < type->parameter_count; i++)
        if (type->parameters[i].is_noescape || type->parameters[i].type->kind == TYPE_RECORD)
            add(value, lower_machine_index(type, i) + 1, note);
}

/* What the machine returns, as a value of the result's type. */
static struct value call_result(struct unit *unit, const struct type *type, LLVMValueRef result) {
    if (type->kind == TYPE_BOOL)
        return (struct value){
            .data = LLVMBuildICmp(unit->builder, LLVMIntNE, result, LLVMConstNull(unit->context->i8), "")};
    if (type->kind != TYPE_POINTER || lower_result_form(type) == RESULT_WORD)
        return (struct value){.data = result};
    struct value value = lower_take_pair(unit, result);
    uint64_t size = lower_element_size(type->element);
    if (lower_result_form(type) == RESULT_INDEXED) {
        LLVMValueRef index = value.length;
        value = lower_header_count(unit, value.data);
        value.index = index;
    } else if (type->pointer == POINTER_SIZED && size != 1) {
        value.length = LLVMBuildUDiv(unit->builder, value.length, lower_i64(unit->context, size), "");
    }
    return value;
}

struct value lower_call(struct unit *unit, const struct expr *expr) {
    struct function *function = expr->function;
    const struct type *function_type = function != NULL ? function->type : expr->callee->type->element;
    LLVMValueRef callee = evaluate_callee(unit, expr);
    struct arguments arguments = {.type = function_type,
                                  .exprs = (const struct expr *const *)expr->arguments};
    unsigned count = function_type->parameter_count;
    assert(expr->argument_count == count && count <= ARGUMENTS_MAX);
    for (unsigned i = 0; i < count; i++)
        arguments.values[i] = lower_expr(unit, expr->arguments[i]);
    lower_debug_at(unit, expr->at);
    LLVMValueRef intrinsic =
        count == 1 && function != NULL ? call_intrinsic(unit, function, arguments.values[0].data) : NULL;
    if (intrinsic != NULL)
        return (struct value){.data = intrinsic};
    bind_arguments(unit, &arguments);
    bool has_place = function_type->result->kind == TYPE_RECORD;
    struct value place = {0};
    LLVMValueRef machine[3 * ARGUMENTS_MAX + 1];
    unsigned machine_count = 0;
    if (has_place) {
        place.data = ((const struct storage *)expr->temporary->lowered)->data;
        machine[machine_count++] = place.data;
    }
    for (unsigned i = 0; i < count; i++) {
        machine[machine_count++] = arguments.values[i].data;
        for (unsigned hidden = 0; hidden < 2; hidden++)
            if (arguments.hidden[i][hidden] != NULL)
                machine[machine_count++] = arguments.hidden[i][hidden];
    }
    LLVMTypeRef type = lower_function_type(unit->context, function_type);
    callee = function != NULL ? lower_function_value(unit, function, expr->at)
                              : lower_check_word(unit, CHECK_FUNCTION, callee);
    LLVMValueRef result = LLVMBuildCall2(unit->builder, type, callee, machine, machine_count, "");
    if (function == NULL)
        lower_note_parameters(unit->context, function_type, result, LLVMAddCallSiteAttribute);
    return has_place ? place : call_result(unit, function_type->result, result);
}
