/* Calls: arguments against parameters, and the count relations that can be decided now. */
#include "front_internal.h"

struct expr *sema_make_call(struct front *f, location at, struct function *function, struct expr *callee,
                            struct expr **arguments, size_t count) {
    const struct type *type = function != nullptr ? function->type : callee->type->element;
    struct expr *call = sema_new(f, EXPR_CALL, at, type_value(f->arena, type->result));
    call->function = function;
    call->callee = callee;
    call->arguments = arguments;
    call->argument_count = (unsigned)count;
    if (function != nullptr)
        function->is_used = true;
    return sema_with_temporary(f, call);
}

/* What is called, for messages. */
struct target {
    const char *name;
    const struct type *type;
    location at; /* of its declaration, or LOCATION_NONE */
};

static struct target target_of(const struct expr *callee, const struct function *function) {
    if (function != nullptr)
        return (struct target){.name = function->name, .type = function->type, .at = function->at};
    struct target target = {.name = "*", .type = callee->type->element, .at = LOCATION_NONE};
    if (callee->kind == EXPR_LOAD && callee->a->kind == EXPR_VARIABLE) {
        target.name = callee->a->variable->name;
        target.at = callee->a->variable->at;
    } else if (callee->kind == EXPR_LOAD && callee->a->kind == EXPR_MEMBER) {
        target.name = callee->a->member->name;
    }
    return target;
}

static void note_declared(struct front *f, const struct target *target) {
    if (target->at != LOCATION_NONE)
        diag_note(f->diag, target->at, "'%s' is declared here", target->name);
}

/* Elements wanted by parameter `i`, if that is known now. */
static bool wanted_elements(const struct parameter *parameter, struct expr **arguments, uint64_t *wanted) {
    if (parameter->passed == POINTER_FIXED) {
        *wanted = parameter->fixed_count;
        return true;
    }
    if (parameter->passed != POINTER_COUNTED && parameter->passed != POINTER_SIZED)
        return false;
    const struct expr *count = arguments[parameter->count];
    *wanted = count->kind == EXPR_INTEGER ? count->integer : 0;
    return count->kind == EXPR_INTEGER;
}

/* What a value that must have `wanted` elements is to a message: "argument 2 of 'f'". Reports if it has fewer. */
static bool check_elements(struct front *f, const struct expr *value, const char *what, uint64_t wanted,
                           bool is_in_bytes) {
    const struct type *element = value->type->element;
    is_in_bytes |= element->size == 0;
    uint64_t length = 0, size = is_in_bytes ? 1 : element->size;
    int64_t offset = 0;
    if (wanted > INT64_MAX / size) {
        diag_error(f->diag, value->at, "%s has a negative or impossible count", what);
        diag_note(f->diag, LOCATION_NONE, "a count is between 0 and the number of elements that are there");
        return false;
    }
    if (!sema_known_extent(value, &offset, &length))
        return true;
    uint64_t available = offset >= 0 && (uint64_t)offset <= length ? (length - (uint64_t)offset) / size : 0;
    if (wanted <= available)
        return true;
    const char *unit = wanted == 1 ? (is_in_bytes ? "byte" : "element") : is_in_bytes ? "bytes" : "elements";
    if (value->kind == EXPR_NULL)
        diag_error(f->diag, value->at, "%s is null, but must point to %llu %s", what,
                   (unsigned long long)wanted, unit);
    else
        diag_error(f->diag, value->at, "%s must have %llu %s, but only %llu are there", what,
                   (unsigned long long)wanted, unit, (unsigned long long)available);
    diag_note(f->diag, LOCATION_NONE, "make the count smaller or the array larger");
    return false;
}

static void check_count(struct front *f, const struct target *target, unsigned i, struct expr **arguments) {
    const struct parameter *parameter = &target->type->parameters[i];
    uint64_t wanted = 0;
    if (f->unevaluated != 0 || !wanted_elements(parameter, arguments, &wanted))
        return;
    const char *what = arena_printf(f->arena, "argument %u of '%s'", i + 1, target->name);
    if (!check_elements(f, arguments[i], what, wanted, parameter->passed == POINTER_SIZED))
        note_declared(f, target);
}

bool sema_check_result(struct front *f, const struct expr *value) {
    const struct type *type = f->function->type;
    if (sema_is_error(value) || type->result->kind != TYPE_POINTER ||
        type->result->pointer != POINTER_FIXED || value->kind == EXPR_NULL)
        return true;
    const char *what = arena_printf(f->arena, "the result of '%s'", f->function->name);
    return check_elements(f, value, what, type->result_fixed_count, false);
}

bool sema_check_counted_value(struct front *f, const struct expr *value, const struct type *type,
                              const char *name, uint64_t wanted) {
    if (value->kind == EXPR_NULL && wanted == 0)
        return true;
    const char *what = arena_printf(f->arena, "'%s'", name);
    return check_elements(f, value, what, wanted, type->pointer == POINTER_SIZED);
}

/* Converts the arguments to the parameters' types; false after an error. */
static bool convert_arguments(struct front *f, const struct target *target, struct expr **arguments,
                              size_t count) {
    const struct type *type = target->type;
    bool is_fine = true;
    for (size_t i = 0; i < count; i++) {
        const char *context = arena_printf(f->arena, "passing argument %zu of '%s' as", i + 1, target->name);
        arguments[i] = sema_assignable(f, arguments[i], type->parameters[i].type, context);
        if (i + 1 < count)
            arguments[i] = sema_argument_copy(f, arguments[i]);
        is_fine &= !sema_is_error(arguments[i]);
    }
    if (!is_fine)
        note_declared(f, target);
    for (unsigned i = 0; is_fine && i < count; i++) {
        if (type->parameters[i].type->kind == TYPE_POINTER)
            check_count(f, target, i, arguments);
    }
    return is_fine;
}

struct expr *sema_call(struct front *f, location at, struct expr *callee, struct expr **arguments,
                       size_t count) {
    bool has_error = sema_is_error(callee);
    struct function *function = !has_error && sema_is_designator(callee) ? callee->function : nullptr;
    if (function == nullptr && !has_error) {
        callee = sema_rvalue(f, callee);
        has_error = sema_is_error(callee);
    }
    bool is_pointer = callee->type->kind == TYPE_POINTER && callee->type->pointer == POINTER_FUNCTION;
    if (!has_error && function == nullptr && !is_pointer) {
        diag_error(f->diag, at, "called object is not a function ('%s')", sema_type_text(f, callee->type));
        diag_note(f->diag, LOCATION_NONE, "call a function by its name, or a pointer to a function");
        return sema_error(f, at);
    }
    for (size_t i = 0; i < count; i++)
        has_error |= sema_is_error(arguments[i]);
    if (has_error)
        return sema_error(f, at);
    struct target target = target_of(callee, function);
    if (function != nullptr) {
        struct expr *special = sema_heap_call(f, callee->at, function, arguments, count);
        if (special == nullptr)
            special = sema_library_call(f, callee->at, function, arguments, count);
        if (special != nullptr)
            return special;
    }
    bool is_variadic = target.type->is_variadic;
    unsigned written = target.type->parameter_count - (is_variadic ? 2 : 0);
    if (is_variadic ? count < written : count != written) {
        diag_error(f->diag, at, "'%s' takes %s%u argument%s, but %zu %s given", target.name,
                   is_variadic ? "at least " : "", written, written == 1 ? "" : "s", count,
                   count == 1 ? "is" : "are");
        note_declared(f, &target);
        return sema_error(f, at);
    }
    struct expr *result = sema_library_result(f, function, arguments, count);
    if (!convert_arguments(f, &target, arguments, written))
        return sema_error(f, at);
    struct expr *direct = function == nullptr ? callee : nullptr;
    struct expr *expanded =
        function != nullptr ? format_expand(f, callee->at, function, arguments, count) : nullptr;
    if (expanded != nullptr)
        return expanded;
    if (is_variadic)
        return sema_variadic_call(f, callee->at, function, direct, arguments, count);
    struct expr *call = sema_make_call(f, callee->at, function, direct, arguments, count);
    return result == nullptr ? call : sema_comma(f, at, call, result);
}
