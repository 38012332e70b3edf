/* Parameter lists, and how each pointer parameter is passed.
 *
 * A count may be a parameter that comes later, so the whole list is read before any annotation is
 * resolved. What is decided here is the function's machine-level contract, see struct parameter. */
#include "front_internal.h"

#include <string.h>

struct parsed_parameter {
    struct declarator declarator;
    struct variable *variable;
};

static void declare_parameter(struct front *f, struct parsed_parameter *parsed) {
    struct declarator *declarator = &parsed->declarator;
    struct name *name = declarator->name;
    struct variable *variable = arena_alloc(f->arena, sizeof *variable);
    *variable = (struct variable){.name = name == nullptr ? "" : name->text,
                                  .at = declarator->at,
                                  .type = declarator->type,
                                  .is_parameter = true};
    parsed->variable = variable;
    if (name == nullptr)
        return;
    const struct symbol *previous = sema_find_here(f, name);
    if (previous != nullptr) {
        diag_error(f->diag, declarator->at, "two parameters are called '%s'", name->text);
        diag_note(f->diag, previous->at, "the first one is here");
    }
    sema_declare(f, SYMBOL_VARIABLE, name, declarator->at)->variable = variable;
}

/* One parameter; false if there is none. */
static bool parse_parameter(struct front *f, struct parsed_parameter *parsed) {
    struct specifiers specifiers = {0};
    location at = f->token->at;
    if (!parse_specifiers(f, &specifiers) || specifiers.type == nullptr) {
        parse_error(f, at, "expected the type of a parameter");
        return false;
    }
    if (specifiers.is_static || specifiers.is_extern || specifiers.is_typedef || specifiers.is_auto ||
        specifiers.is_constexpr)
        diag_error(f->diag, at, "a parameter has no storage class");
    if (f->is_recovering)
        return false;
    parse_declarator(f, specifiers.type, &parsed->declarator);
    declare_parameter(f, parsed);
    return !f->is_recovering;
}

/* Index of the parameter that holds the count, or -1 (reported). */
static int find_count(struct front *f, const struct parsed_parameter *list, size_t count,
                      const struct bounds *bounds) {
    for (size_t i = 0; i < count; i++) {
        if (list[i].declarator.name == bounds->count_name)
            return sema_check_count_type(f, bounds, list[i].declarator.type) ? (int)i : -1;
    }
    diag_error(f->diag, bounds->at, "the count '%s' is not a parameter of this function",
               bounds->count_name->text);
    diag_note(f->diag, LOCATION_NONE,
              "a pointer parameter's count must be one of its sibling parameters or a constant");
    return -1;
}

/* How the pointer parameter is passed. False: reported. */
static bool pass_pointer(struct front *f, const struct parsed_parameter *list, size_t count,
                         const struct declarator *declarator, struct parameter *parameter) {
    const struct type *type = declarator->type;
    const struct bounds *bounds = &declarator->bounds;
    parameter->is_noescape = bounds->is_noescape;
    if (type->kind == TYPE_ARRAY && !type->is_incomplete && bounds->kind == BOUNDS_NONE) {
        parameter->passed = POINTER_FIXED;
        parameter->fixed_count = type->length;
        return true;
    }
    if (!sema_pointer_kind(f, type, bounds, &parameter->passed, &parameter->fixed_count))
        return false;
    if (bounds->count_name == nullptr)
        return true;
    int index = find_count(f, list, count, bounds);
    parameter->count = index < 0 ? 0 : (unsigned)index;
    return index >= 0;
}

/* Decides how the i-th of the list is passed. False: reported. */
static bool finish_parameter(struct front *f, struct parsed_parameter *list, size_t count, size_t i,
                             struct parameter *parameter) {
    const struct declarator *declarator = &list[i].declarator;
    const struct type *type = declarator->type;
    parameter->name = declarator->name == nullptr ? nullptr : declarator->name->text;
    parameter->type = type;
    if (type->kind == TYPE_ERROR)
        return false;
    if (type->kind == TYPE_FUNCTION) {
        parameter->type = type_pointer(f->arena, type, POINTER_FUNCTION);
        parameter->passed = POINTER_FUNCTION;
        return true;
    }
    if (type->kind != TYPE_ARRAY && type->kind != TYPE_POINTER)
        return sema_check_object_type(f, type, declarator->at, "a parameter");
    unsigned qualifiers = type->kind == TYPE_POINTER ? type->qualifiers : 0;
    bool is_fine = pass_pointer(f, list, count, declarator, parameter);
    parameter->type = type_pointer(f->arena, type->element, type_value_kind(parameter->passed));
    parameter->type = type_qualify(f->arena, parameter->type, qualifiers);
    return is_fine;
}

/* `char **argv` of main points to argc strings, whatever is written. */
static void adjust_main(struct front *f, struct parsed_parameter *list) {
    struct declarator *declarator = &list[1].declarator;
    const struct type *type = declarator->type;
    bool is_table = (type->kind == TYPE_POINTER || (type->kind == TYPE_ARRAY && type->is_incomplete)) &&
                    type->element->kind == TYPE_POINTER && type->element->element->kind == TYPE_CHAR;
    if (!is_table || declarator->bounds.kind != BOUNDS_NONE || list[0].declarator.name == nullptr)
        return;
    const struct type *string = type_of_kind(f->arena, type->element, POINTER_STRING);
    declarator->type = type_pointer(f->arena, string, POINTER_LOCAL);
    declarator->bounds =
        (struct bounds){.kind = BOUNDS_COUNTED, .at = declarator->at, .count_name = list[0].declarator.name};
}

static bool finish_result(struct front *f, const struct parsed_parameter *list, size_t count,
                          const struct bounds *bounds, struct type *function) {
    const struct type *result = function->result;
    enum pointer_kind kind = POINTER_SINGLE;
    if (result->kind != TYPE_POINTER)
        return true;
    if (!sema_pointer_kind(f, result, bounds, &kind, &function->result_fixed_count))
        return false;
    function->result = type_of_kind(f->arena, result, kind);
    if (bounds->count_name == nullptr)
        return true;
    int index = find_count(f, list, count, bounds);
    function->result_count = index < 0 ? 0 : (unsigned)index;
    return index >= 0;
}

static const struct type *make_function(struct front *f, const struct type *result,
                                        struct declarator *declarator, struct parsed_parameter *list,
                                        size_t count, bool is_variadic) {
    struct type *type = arena_alloc(f->arena, sizeof *type);
    struct parameter *parameters = arena_alloc(f->arena, (count + 3) * sizeof *parameters);
    declarator->parameters = arena_alloc(f->arena, (count + 3) * sizeof(struct variable *));
    bool is_fine = true;
    if (count == 2 && declarator->name != nullptr && strcmp(declarator->name->text, "main") == 0)
        adjust_main(f, list);
    for (size_t i = 0; i < count; i++) {
        is_fine &= finish_parameter(f, list, count, i, &parameters[i]);
        struct variable *variable = list[i].variable;
        variable->type = parameters[i].type;
        variable->align = variable->type->align;
        variable->is_noescape = parameters[i].is_noescape;
        declarator->parameters[i] = variable;
    }
    for (size_t i = 0; i < count; i++) /* the lowering need not look at qualifiers of what is passed */
        parameters[i].type = type_unqualified(f->arena, parameters[i].type);
    if (is_variadic)
        count = sema_add_variadic(f, parameters, declarator->parameters, count, declarator->at);
    declarator->parameter_count = (unsigned)count;
    *type = (struct type){.kind = TYPE_FUNCTION,
                          .align = 1,
                          .parameters = parameters,
                          .parameter_count = (unsigned)count,
                          .result = type_unqualified(f->arena, result),
                          .is_variadic = is_variadic};
    is_fine &= finish_result(f, list, count, &declarator->bounds, type);
    declarator->bounds = (struct bounds){0}; /* it was the result's */
    return is_fine ? type : type_basic(TYPE_ERROR);
}

static bool check_result(struct front *f, const struct type *result, location at) {
    if (result->kind == TYPE_ARRAY || result->kind == TYPE_FUNCTION) {
        diag_error(f->diag, at, "a function cannot return the type '%s'", sema_type_text(f, result));
        return false;
    }
    return result->kind == TYPE_VOID || sema_check_object_type(f, result, at, "the result of a function");
}

const struct type *parse_parameters(struct front *f, const struct type *result,
                                    struct declarator *declarator) {
    location at = f->token->at;
    struct parsed_parameter *list = nullptr;
    size_t count = 0, capacity = 0;
    bool is_variadic = false, is_enough = true;
    struct scope scope;
    parse_advance(f);
    sema_push_scope(f, &scope);
    bool is_void = f->token->kind == TOKEN_VOID && parse_peek(f, 1)->kind == TOKEN_RIGHT_PAREN;
    if (is_void)
        parse_advance(f);
    if (f->token->kind == TOKEN_IDENTIFIER && !parse_is_type_start(f, f->token) && !parse_is_attribute(f)) {
        parse_error(f, f->token->at, "unknown type '%s'", f->token->name->text);
        diag_note(f->diag, LOCATION_NONE, "parameters are declared with their types inside the parentheses");
    }
    while (f->token->kind != TOKEN_RIGHT_PAREN && !f->is_recovering && parse_enter(f)) {
        f->depth--; /* the declarator enters by itself; here only the limit matters */
        is_variadic = parse_accept(f, TOKEN_ELLIPSIS);
        if (is_variadic)
            break;
        struct parsed_parameter parsed = {0};
        if (!parse_parameter(f, &parsed))
            break;
        *(struct parsed_parameter *)arena_push(f->arena, (void **)&list, &count, &capacity, sizeof parsed) =
            parsed;
        if (count > PARAMETERS_MAX && is_enough) {
            diag_error(f->diag, parsed.declarator.at, "more than %d parameters", PARAMETERS_MAX);
            is_enough = false;
        }
        if (!parse_accept(f, TOKEN_COMMA))
            break;
    }
    if (is_variadic && count > PARAMETERS_MAX - 2 && is_enough) {
        diag_error(f->diag, at, "more than %d parameters before '...'", PARAMETERS_MAX - 2);
        is_enough = false;
    }
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end the parameters");
    sema_pop_scope(f);
    if (f->is_recovering || f->is_stopped)
        return type_basic(TYPE_ERROR);
    if (f->token->kind == TOKEN_LEFT_PAREN ||
        (f->token->kind == TOKEN_LEFT_BRACKET && !parse_is_attribute(f))) {
        diag_error(f->diag, f->token->at, "a function cannot return an array or a function");
        parse_skip_group(f);
        return type_basic(TYPE_ERROR);
    }
    const struct type *type = make_function(f, result, declarator, list, count, is_variadic);
    return check_result(f, result, at) && is_enough ? type : type_basic(TYPE_ERROR);
}
