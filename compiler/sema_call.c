/* Calls: arguments against parameters, and the count relations that can be decided now. */
#include "front_internal.h"

struct expr *sema_make_call(struct front *f, location at, struct function *function, struct expr **arguments,
                            size_t count) {
    struct expr *call = sema_new(f, EXPR_CALL, at, type_unqualified(f->arena, function->type->result));
    call->function = function;
    call->arguments = arguments;
    call->argument_count = (unsigned)count;
    function->is_used = true;
    return sema_with_temporary(f, call);
}

static void note_declared(struct front *f, const struct function *function) {
    if (function->at != LOCATION_NONE)
        diag_note(f->diag, function->at, "'%s' is declared here", function->name);
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

static void check_count(struct front *f, const struct function *function, unsigned i,
                        struct expr **arguments) {
    const struct parameter *parameter = &function->type->parameters[i];
    const struct expr *argument = arguments[i];
    uint64_t wanted = 0, length = 0;
    int64_t offset = 0;
    if (f->unevaluated != 0 || !wanted_elements(parameter, arguments, &wanted))
        return;
    bool is_in_bytes = parameter->passed == POINTER_SIZED || parameter->type->element->size == 0;
    uint64_t size = is_in_bytes ? 1 : parameter->type->element->size;
    if (wanted > INT64_MAX / size) {
        diag_error(f->diag, argument->at, "argument %u of '%s' has a negative or impossible count", i + 1,
                   function->name);
        note_declared(f, function);
        return;
    }
    if (!sema_known_extent(argument, &offset, &length))
        return;
    uint64_t available = offset >= 0 && (uint64_t)offset <= length ? (length - (uint64_t)offset) / size : 0;
    if (wanted <= available)
        return;
    const char *unit = wanted == 1 ? (is_in_bytes ? "byte" : "element") : is_in_bytes ? "bytes" : "elements";
    if (argument->kind == EXPR_NULL)
        diag_error(f->diag, argument->at, "argument %u of '%s' is null, but must point to %llu %s", i + 1,
                   function->name, (unsigned long long)wanted, unit);
    else
        diag_error(f->diag, argument->at, "argument %u of '%s' must have %llu %s, but only %llu are there",
                   i + 1, function->name, (unsigned long long)wanted, unit, (unsigned long long)available);
    note_declared(f, function);
}

static struct expr *refuse_variadic(struct front *f, location at, const struct function *function) {
    diag_error(f->diag, at, "cannot call the variadic function '%s'", function->name);
    diag_note(f->diag, LOCATION_NONE,
              "only printf is expanded by the compiler; declare typed functions instead");
    return sema_error(f, at);
}

static bool is_printf(const struct function *function) {
    const struct type *type = function->type;
    const char *name = function->name;
    return name[0] == 'p' && __builtin_strcmp(name, "printf") == 0 && type->parameter_count == 1 &&
           type->parameters[0].type->kind == TYPE_POINTER && type->parameters[0].passed == POINTER_STRING &&
           type->result->kind == TYPE_INT;
}

struct expr *sema_call(struct front *f, location at, struct expr *callee, struct expr **arguments,
                       size_t count) {
    bool has_error = sema_is_error(callee);
    if (!has_error && !sema_is_designator(callee)) {
        diag_error(f->diag, at, "called object is not a function ('%s')", sema_type_text(f, callee->type));
        diag_note(f->diag, LOCATION_NONE,
                  "function pointers are not supported yet: call functions by their name");
        return sema_error(f, at);
    }
    for (size_t i = 0; i < count; i++)
        has_error |= sema_is_error(arguments[i]);
    if (has_error)
        return sema_error(f, at);
    struct function *function = callee->function;
    const struct type *type = function->type;
    if (type->is_variadic)
        return is_printf(function) ? format_expand(f, callee->at, arguments, count)
                                   : refuse_variadic(f, at, function);
    if (count != type->parameter_count) {
        diag_error(f->diag, at, "'%s' takes %u argument%s, but %zu %s given", function->name,
                   type->parameter_count, type->parameter_count == 1 ? "" : "s", count,
                   count == 1 ? "is" : "are");
        note_declared(f, function);
        return sema_error(f, at);
    }
    for (size_t i = 0; i < count; i++) {
        const struct parameter *parameter = &type->parameters[i];
        const char *context =
            arena_printf(f->arena, "passing argument %zu of '%s' as", i + 1, function->name);
        arguments[i] = sema_assignable(f, arguments[i], parameter->type, context);
        if (i + 1 < count)
            arguments[i] = sema_argument_copy(f, arguments[i]);
        has_error |= sema_is_error(arguments[i]);
    }
    if (has_error) {
        note_declared(f, function);
        return sema_error(f, at);
    }
    for (unsigned i = 0; i < count; i++) {
        if (type->parameters[i].type->kind == TYPE_POINTER)
            check_count(f, function, i, arguments);
    }
    return sema_make_call(f, callee->at, function, arguments, count);
}
