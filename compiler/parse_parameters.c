/* Parameter lists, and how each pointer parameter is passed.
 *
 * A count may be a parameter that comes later, so the whole list is read before any annotation is
 * resolved. What is decided here is the function's machine-level contract, see struct parameter. */
#include "front_internal.h"

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
        if (list[i].declarator.name != bounds->count_name)
            continue;
        const struct type *type = list[i].declarator.type;
        if (type->kind == TYPE_ERROR)
            return -1;
        if (type_is_integer(type) && type->size >= 4)
            return (int)i;
        diag_error(f->diag, bounds->at, "the count '%s' must have an integer type of 4 or 8 bytes, not '%s'",
                   bounds->count_name->text, sema_type_text(f, type));
        diag_note(f->diag, LOCATION_NONE, "declare it as 'size_t %s'", bounds->count_name->text);
        return -1;
    }
    diag_error(f->diag, bounds->at, "the count '%s' is not a parameter of this function",
               bounds->count_name->text);
    diag_note(f->diag, LOCATION_NONE,
              "a pointer parameter's count must be one of its sibling parameters or a constant");
    return -1;
}

static bool pass_fixed(struct front *f, struct parameter *parameter, location at, uint64_t count,
                       uint64_t unit) {
    uint64_t size = parameter->type->element->size == 0 ? 1 : parameter->type->element->size;
    parameter->passed = POINTER_FIXED;
    parameter->fixed_count = unit == 0 ? count : count / size + (count % size != 0);
    if (count != 0 && count <= INT64_MAX && type_array_fits(parameter->type->element, parameter->fixed_count))
        return true;
    diag_error(f->diag, at,
               "a constant count must be at least 1, and no object can be larger than 2^30 bytes");
    return false;
}

static bool pass_counted(struct front *f, struct parameter *parameter, const struct parsed_parameter *list,
                         size_t count, const struct bounds *bounds) {
    bool is_sized = bounds->kind == BOUNDS_SIZED;
    if (parameter->type->element->kind == TYPE_VOID && !is_sized) {
        diag_error(f->diag, bounds->at, "'void' has no size: '__counted_by' counts elements");
        diag_note(f->diag, LOCATION_NONE, "write '__sized_by(n)', with n in bytes");
        return false;
    }
    if (bounds->count_name == nullptr)
        return pass_fixed(f, parameter, bounds->at, bounds->count->integer, is_sized ? 1 : 0);
    int index = find_count(f, list, count, bounds);
    parameter->passed = is_sized ? POINTER_SIZED : POINTER_COUNTED;
    parameter->count = index < 0 ? 0 : (unsigned)index;
    return index >= 0;
}

static bool pass_plain(struct front *f, struct parameter *parameter, location at,
                       const struct bounds *bounds) {
    const struct type *pointee = parameter->type->element;
    bool is_string = pointee->kind == TYPE_CHAR && (pointee->qualifiers & QUALIFIER_CONST) != 0;
    if (bounds->kind == BOUNDS_STRING && !is_string) {
        diag_error(f->diag, bounds->at, "'__null_terminated' is for 'const char *' only");
        return false;
    }
    if (bounds->kind == BOUNDS_INDEXABLE) {
        diag_error(f->diag, bounds->at, "parameters that carry their own bounds are not supported yet");
        diag_note(f->diag, LOCATION_NONE, "write '__counted_by(n)' and pass the length as the parameter n");
        return false;
    }
    if (pointee->kind == TYPE_VOID) {
        diag_error(f->diag, at, "a 'void *' parameter must say how many bytes it points to");
        diag_note(f->diag, LOCATION_NONE, "write '__sized_by(n)', with a parameter n, in bytes");
        return false;
    }
    parameter->passed = is_string && bounds->kind != BOUNDS_SINGLE ? POINTER_STRING : POINTER_SINGLE;
    return true;
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
        diag_error(f->diag, declarator->at, "function pointers are not supported yet");
        diag_note(f->diag, LOCATION_NONE,
                  "call the function directly, or choose among several with a switch");
        return false;
    }
    if (type->kind != TYPE_ARRAY && type->kind != TYPE_POINTER)
        return sema_check_object_type(f, type, declarator->at, "a parameter");
    unsigned qualifiers = type->kind == TYPE_POINTER ? type->qualifiers : 0;
    const struct bounds *bounds = &declarator->bounds;
    parameter->type = type_pointer(f->arena, type->element, POINTER_LOCAL);
    bool is_fine = false;
    if (bounds->kind == BOUNDS_COUNTED || bounds->kind == BOUNDS_SIZED)
        is_fine = pass_counted(f, parameter, list, count, bounds);
    else if (type->kind == TYPE_ARRAY && !type->is_incomplete && bounds->kind == BOUNDS_NONE)
        is_fine = pass_fixed(f, parameter, declarator->at, type->length, 0);
    else
        is_fine = pass_plain(f, parameter, declarator->at, bounds);
    if (parameter->passed == POINTER_SINGLE)
        parameter->type = type_pointer(f->arena, type->element, POINTER_SINGLE);
    parameter->type = type_qualify(f->arena, parameter->type, qualifiers);
    return is_fine;
}

static const struct type *make_function(struct front *f, const struct type *result,
                                        struct declarator *declarator, struct parsed_parameter *list,
                                        size_t count, bool is_variadic) {
    struct type *type = arena_alloc(f->arena, sizeof *type);
    struct parameter *parameters = arena_alloc(f->arena, (count + 1) * sizeof *parameters);
    declarator->parameters = arena_alloc(f->arena, (count + 1) * sizeof(struct variable *));
    declarator->parameter_count = (unsigned)count;
    bool is_fine = true;
    for (size_t i = 0; i < count; i++) {
        is_fine &= finish_parameter(f, list, count, i, &parameters[i]);
        struct variable *variable = list[i].variable;
        variable->type = parameters[i].type;
        variable->align = variable->type->align;
        declarator->parameters[i] = variable;
    }
    for (size_t i = 0; i < count; i++) /* the lowering need not look at qualifiers of what is passed */
        parameters[i].type = type_unqualified(f->arena, parameters[i].type);
    *type = (struct type){.kind = TYPE_FUNCTION,
                          .align = 1,
                          .parameters = parameters,
                          .parameter_count = (unsigned)count,
                          .result = type_unqualified(f->arena, result),
                          .is_variadic = is_variadic};
    return is_fine ? type : type_basic(TYPE_ERROR);
}

static bool check_result(struct front *f, const struct type *result, location at) {
    if (result->kind == TYPE_POINTER) {
        diag_error(f->diag, at, "functions that return pointers are not supported yet");
        diag_note(f->diag, LOCATION_NONE,
                  "return an index, or fill an array that the caller passes with its length");
        return false;
    }
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
