/* Declarations: variables, functions, typedefs; linkage and redeclaration (C23 6.2.2, 6.7).
 *
 * Names with linkage are registered in their struct name, so that a declaration in any scope finds the
 * one object or function that it means. */
#include "front_internal.h"

#include <string.h>

bool sema_check_object_type(struct front *f, const struct type *type, location at, const char *what) {
    if (type->kind == TYPE_ERROR)
        return false;
    if (!type->is_incomplete && type->kind != TYPE_FUNCTION)
        return true;
    diag_error(f->diag, at, "%s cannot have the incomplete type '%s'", what, sema_type_text(f, type));
    return false;
}

static void note_previous(struct front *f, location at) {
    diag_note(f->diag, at, "the previous declaration is here");
}

static void add_variable(struct front *f, struct variable *variable) {
    *(struct variable **)arena_push(f->arena, (void **)&f->unit->variables, &f->unit->variable_count,
                                    &f->variable_capacity, sizeof variable) = variable;
}

/* Whether the scope already uses the name for something that cannot be redeclared; reports. */
static bool is_taken(struct front *f, const struct declarator *declarator, enum symbol_kind kind) {
    const struct symbol *previous = sema_find_here(f, declarator->name);
    if (previous == nullptr || (previous->kind == kind && kind != SYMBOL_VARIABLE))
        return false;
    if (previous->kind == kind && previous->variable->is_global)
        return false;
    diag_error(f->diag, declarator->at,
               previous->kind == kind ? "redefinition of '%s'" : "'%s' is already something else",
               declarator->name->text);
    note_previous(f, previous->at);
    return true;
}

static uint32_t align_of(const struct specifiers *specifiers, const struct declarator *declarator) {
    return specifiers->align > declarator->align ? specifiers->align : declarator->align;
}

/* ---- typedefs */

static void declare_typedef(struct front *f, const struct specifiers *specifiers,
                            struct declarator *declarator) {
    uint32_t align = align_of(specifiers, declarator);
    if (align > declarator->type->align) {
        diag_error(f->diag, declarator->at, "a typedef cannot ask for more alignment than its type has");
        diag_note(f->diag, LOCATION_NONE,
                  "put the attribute behind the structure's '}', or on each variable");
    }
    if (declarator->bounds.kind != BOUNDS_NONE && declarator->type->kind == TYPE_POINTER)
        declarator->type = sema_in_memory(f, declarator->type, &declarator->bounds);
    else if (declarator->bounds.kind != BOUNDS_NONE)
        diag_error(f->diag, declarator->bounds.at, "a typedef of an array has no count of its own");
    if (f->token->kind == TOKEN_ASSIGN)
        parse_error(f, f->token->at, "a typedef has no initializer");
    if (is_taken(f, declarator, SYMBOL_TYPEDEF))
        return;
    const struct symbol *previous = sema_find_here(f, declarator->name);
    if (previous != nullptr && !type_equal(previous->type, declarator->type)) {
        diag_error(f->diag, declarator->at, "typedef '%s' redefined as '%s', it was '%s'",
                   declarator->name->text, sema_type_text(f, declarator->type),
                   sema_type_text(f, previous->type));
        note_previous(f, previous->at);
    }
    sema_declare(f, SYMBOL_TYPEDEF, declarator->name, declarator->at)->type = declarator->type;
}

/* ---- functions */

static void check_service(struct front *f, const struct function *function, bool is_definition) {
    if (strncmp(function->name, "__service_", 10) != 0)
        diag_error(f->diag, function->at, "a service's name begins with '__service_'");
    else if (is_definition)
        diag_error(f->diag, function->at, "a service cannot be defined: it is the kernel's");
}

static void check_main(struct front *f, const struct function *function) {
    const struct type *type = function->type;
    bool has_arguments = type->parameter_count == 2 && type->parameters[0].type->kind == TYPE_INT &&
                         type->parameters[1].type->kind == TYPE_POINTER &&
                         type->parameters[1].passed == POINTER_COUNTED &&
                         type->parameters[1].type->element->kind == TYPE_POINTER &&
                         type->parameters[1].type->element->pointer == POINTER_STRING &&
                         type->parameters[1].type->element->element->qualifiers == 0;
    if (type->parameter_count != 0 && !has_arguments) {
        diag_error(f->diag, function->at, "'main' takes no parameters or '(int argc, char **argv)'");
        diag_note(f->diag, LOCATION_NONE, "argv then has argc strings");
    } else if (type->result->kind != TYPE_INT) {
        diag_error(f->diag, function->at, "'main' must return 'int'");
    }
}

static void merge_function(struct front *f, struct function *function, const struct specifiers *specifiers,
                           const struct declarator *declarator, bool is_definition) {
    if (!type_equal(function->type, declarator->type)) {
        diag_error(f->diag, declarator->at, "conflicting types for '%s': '%s' here, '%s' before",
                   function->name, sema_type_text(f, declarator->type), sema_type_text(f, function->type));
        note_previous(f, function->at);
        diag_note(f->diag, LOCATION_NONE, "bounds annotations must agree too");
    } else if (specifiers->is_static && !function->is_static) {
        diag_error(f->diag, declarator->at, "static declaration of '%s' follows a non-static one",
                   function->name);
        note_previous(f, function->at);
    }
    if (is_definition && function->body != nullptr) {
        diag_error(f->diag, declarator->at, "redefinition of '%s'", function->name);
        note_previous(f, function->at);
    }
    if (is_definition) {
        function->type = declarator->type;
        function->at = declarator->at;
    }
}

struct function *sema_declare_function(struct front *f, const struct specifiers *specifiers,
                                       const struct declarator *declarator, bool is_definition) {
    struct name *name = declarator->name;
    struct function *function = name->function;
    bool is_clash = is_taken(f, declarator, SYMBOL_FUNCTION);
    if (!is_clash && name->variable != nullptr) {
        diag_error(f->diag, declarator->at, "'%s' is already a variable", name->text);
        note_previous(f, name->variable->at);
    }
    if (function == nullptr) {
        function = arena_alloc(f->arena, sizeof *function);
        *function = (struct function){.name = name->text,
                                      .at = declarator->at,
                                      .type = declarator->type,
                                      .is_static = specifiers->is_static};
        name->function = function;
        *(struct function **)arena_push(f->arena, (void **)&f->unit->functions, &f->unit->function_count,
                                        &f->function_capacity, sizeof function) = function;
    } else {
        merge_function(f, function, specifiers, declarator, is_definition);
    }
    function->is_inline |= specifiers->is_inline;
    function->is_noreturn |= specifiers->is_noreturn || declarator->is_noreturn;
    if (declarator->format.index != 0)
        function->format = declarator->format;
    else if (specifiers->format.index != 0)
        function->format = specifiers->format;
    function->is_noinline |= specifiers->is_noinline || declarator->is_noinline;
    function->is_used |= specifiers->is_used || declarator->is_used;
    function->is_service |= specifiers->is_service || declarator->is_service;
    if (function->is_service)
        check_service(f, function, is_definition);
    if (strcmp(function->name, "main") == 0)
        check_main(f, function);
    if (!is_clash && sema_find_here(f, name) == nullptr)
        sema_declare(f, SYMBOL_FUNCTION, name, declarator->at)->function = function;
    return function;
}

/* ---- variables */

static bool is_variable_length(struct front *f, const struct declarator *declarator) {
    if (declarator->type->kind != TYPE_ARRAY || declarator->bounds.count_name == nullptr)
        return false;
    diag_error(f->diag, declarator->bounds.at, "variable-length arrays are not supported");
    diag_note(f->diag, LOCATION_NONE, "give the largest length as a constant, or allocate with new_array");
    return true;
}

/* The type of a variable of static duration; `*fixed_count` is set if it is a pointer of kind FIXED. */
static const struct type *static_type(struct front *f, const struct declarator *declarator,
                                      uint64_t *fixed_count) {
    enum pointer_kind kind = POINTER_SINGLE;
    if (is_variable_length(f, declarator))
        return type_basic(TYPE_ERROR);
    if (declarator->type->kind != TYPE_POINTER)
        return declarator->type;
    if (!sema_pointer_kind(f, declarator->type, &declarator->bounds, &kind, fixed_count))
        return type_basic(TYPE_ERROR);
    return type_of_kind(f->arena, declarator->type, kind);
}

/* The type of an automatic variable. */
static const struct type *automatic_type(struct front *f, const struct declarator *declarator) {
    const struct type *type = declarator->type;
    const struct bounds *bounds = &declarator->bounds;
    enum pointer_kind kind = POINTER_LOCAL;
    uint64_t fixed_count = 0;
    if (is_variable_length(f, declarator))
        return type_basic(TYPE_ERROR);
    if (type->kind != TYPE_POINTER)
        return type;
    if (bounds->kind == BOUNDS_COUNTED || bounds->kind == BOUNDS_SIZED) {
        diag_error(f->diag, bounds->at, "local pointers carry their bounds themselves");
        diag_note(f->diag, LOCATION_NONE, "drop the annotation");
        return type_basic(TYPE_ERROR);
    }
    if (bounds->kind == BOUNDS_NONE && type->pointer == POINTER_LOCAL &&
        !parse_has_address(f, declarator->name))
        return type;
    if (bounds->kind == BOUNDS_NONE && type->pointer == POINTER_LOCAL)
        return parse_pointed_to_type(f, declarator->name, type);
    bool is_bytes = bounds->kind == BOUNDS_INDEXABLE && type->element->kind == TYPE_VOID;
    if (is_bytes) /* what a sized parameter is */
        return type_of_kind(f->arena, type, POINTER_LOCAL);
    if (!sema_pointer_kind(f, type, bounds, &kind, &fixed_count))
        return type_basic(TYPE_ERROR);
    bool has_address = parse_has_address(f, declarator->name);
    return type_of_kind(f->arena, type, has_address ? kind : type_value_kind(kind));
}

static struct initialiser *parse_init(struct front *f, struct variable *variable, bool must_be_constant) {
    parse_advance(f);
    struct initialiser *init = parse_initialiser(f, &variable->type, must_be_constant);
    if (init == nullptr && variable->type->is_incomplete) /* reported; the length is anybody's guess */
        variable->type = type_basic(TYPE_ERROR);
    return init;
}

static void check_complete(struct front *f, struct variable *variable) {
    if (!sema_check_object_type(f, variable->type, variable->at, "a variable"))
        variable->type = type_basic(TYPE_ERROR);
    if (variable->align < variable->type->align)
        variable->align = variable->type->align;
}

/* A variable with linkage: finds or makes it. */
static struct variable *link_variable(struct front *f, const struct specifiers *specifiers,
                                      const struct declarator *declarator, const struct type *type,
                                      bool is_clash) {
    struct name *name = declarator->name;
    struct variable *variable = name->variable;
    if (name->function != nullptr && !is_clash) {
        diag_error(f->diag, declarator->at, "'%s' is already a function", name->text);
        note_previous(f, name->function->at);
    }
    if (variable == nullptr) {
        variable = arena_alloc(f->arena, sizeof *variable);
        *variable = (struct variable){.name = name->text,
                                      .at = declarator->at,
                                      .type = type,
                                      .is_global = true,
                                      .is_static = specifiers->is_static || specifiers->is_constexpr,
                                      .is_tentative = true};
        name->variable = variable;
        add_variable(f, variable);
        return variable;
    }
    if (type->kind == TYPE_ERROR)
        return variable;
    bool has_other_kind = type->kind == TYPE_POINTER && type->pointer != variable->type->pointer;
    if (!type_equal(variable->type, type) || variable->type->qualifiers != type->qualifiers ||
        has_other_kind) {
        diag_error(f->diag, declarator->at, "'%s' has the type '%s' here, but '%s' before", name->text,
                   sema_type_text(f, type), sema_type_text(f, variable->type));
        note_previous(f, variable->at);
    } else if (specifiers->is_static && !variable->is_static) {
        diag_error(f->diag, declarator->at, "static declaration of '%s' follows a non-static one",
                   name->text);
        note_previous(f, variable->at);
    }
    if (variable->type->is_incomplete)
        variable->type = type;
    return variable;
}

static void declare_linked(struct front *f, const struct specifiers *specifiers,
                           struct declarator *declarator) {
    uint64_t fixed_count = 0;
    const struct type *type = static_type(f, declarator, &fixed_count);
    bool is_clash = is_taken(f, declarator, SYMBOL_VARIABLE);
    struct variable *variable = link_variable(f, specifiers, declarator, type, is_clash);
    sema_static_pointer(f, variable, &declarator->bounds, fixed_count);
    if (!is_clash && sema_find_here(f, declarator->name) == nullptr)
        sema_declare(f, SYMBOL_VARIABLE, declarator->name, declarator->at)->variable = variable;
    uint32_t align = align_of(specifiers, declarator);
    if (align > variable->align)
        variable->align = align;
    bool has_init = f->token->kind == TOKEN_ASSIGN;
    if (!has_init && specifiers->is_constexpr)
        diag_error(f->diag, declarator->at, "a constexpr variable needs an initializer");
    if (!has_init) {
        if (!specifiers->is_extern)
            variable->is_defined = true;
        if (type->kind == TYPE_VOID)
            check_complete(f, variable);
        return;
    }
    if (variable->is_defined && !variable->is_tentative) {
        diag_error(f->diag, declarator->at, "redefinition of '%s'", variable->name);
        note_previous(f, variable->at);
    }
    if (f->function != nullptr)
        diag_error(f->diag, declarator->at, "an 'extern' declaration in a function has no initializer");
    variable->is_defined = true;
    variable->is_tentative = false;
    variable->at = declarator->at;
    variable->init = parse_init(f, variable, true);
    variable->is_constexpr = specifiers->is_constexpr;
    check_complete(f, variable);
}

static void declare_static_local(struct front *f, const struct specifiers *specifiers,
                                 struct declarator *declarator) {
    struct variable *variable = arena_alloc(f->arena, sizeof *variable);
    *variable = (struct variable){.name = declarator->name->text,
                                  .at = declarator->at,
                                  .is_static = true,
                                  .is_defined = true,
                                  .owner = f->function,
                                  .align = align_of(specifiers, declarator)};
    uint64_t fixed_count = 0;
    variable->type = static_type(f, declarator, &fixed_count);
    sema_static_pointer(f, variable, &declarator->bounds, fixed_count);
    is_taken(f, declarator, SYMBOL_VARIABLE);
    struct symbol *symbol = sema_declare(f, SYMBOL_VARIABLE, declarator->name, declarator->at);
    symbol->variable = variable;
    symbol->may_be_unused = specifiers->may_be_unused || declarator->may_be_unused;
    if (f->token->kind == TOKEN_ASSIGN)
        variable->init = parse_init(f, variable, true);
    variable->is_constexpr = specifiers->is_constexpr;
    check_complete(f, variable);
    if (variable->type->kind != TYPE_ERROR)
        add_variable(f, variable);
}

static struct stmt *declare_automatic(struct front *f, const struct specifiers *specifiers,
                                      struct declarator *declarator) {
    const struct type *type = automatic_type(f, declarator);
    is_taken(f, declarator, SYMBOL_VARIABLE);
    struct variable *variable = sema_add_local(f, declarator->name->text, declarator->at, type);
    struct symbol *symbol = sema_declare(f, SYMBOL_VARIABLE, declarator->name, declarator->at);
    symbol->variable = variable;
    symbol->may_be_unused = specifiers->may_be_unused || declarator->may_be_unused;
    variable->align = align_of(specifiers, declarator);
    struct stmt *stmt = parse_new_stmt(f, STMT_DECLARATION, declarator->at);
    stmt->variable = variable;
    if (f->token->kind == TOKEN_ASSIGN)
        stmt->init = parse_init(f, variable, specifiers->is_constexpr);
    else if (specifiers->is_constexpr)
        diag_error(f->diag, declarator->at, "a constexpr variable needs an initializer");
    variable->is_constexpr = specifiers->is_constexpr;
    if (variable->is_constexpr && type_has_slots(variable->type)) {
        diag_error(f->diag, declarator->at, "'%s' holds pointers: a constexpr variable cannot",
                   declarator->name->text);
        diag_note(f->diag, LOCATION_NONE, "make it 'static const'");
    }
    if (variable->is_constexpr)
        variable->init = stmt->init; /* for folding its uses */
    check_complete(f, variable);
    sema_count_frame(f, declarator->at, variable->type->size);
    return stmt;
}

/* `auto x = e`: the type is e's. The initialiser is parsed twice, first for its type. */
static const struct type *infer_type(struct front *f, const struct specifiers *specifiers,
                                     const struct declarator *declarator) {
    if (f->token->kind != TOKEN_ASSIGN || !(specifiers->is_auto || specifiers->is_constexpr)) {
        diag_error(f->diag, specifiers->at, "the type is missing in the declaration of '%s'",
                   declarator->name->text);
        return type_basic(TYPE_ERROR);
    }
    const struct token *start = f->token;
    parse_advance(f);
    f->unevaluated++;
    unsigned errors = f->diag->errors;
    struct expr *e = sema_rvalue(f, parse_assignment(f));
    f->unevaluated--;
    if (f->diag->errors == errors && !f->is_stopped && !f->is_recovering)
        f->token = start;
    bool has_values = type_is_scalar(e->type) || e->type->kind == TYPE_RECORD;
    if (sema_is_error(e) || !has_values || e->type->kind == TYPE_NULLPTR) {
        if (!sema_is_error(e))
            diag_error(f->diag, declarator->at, "cannot infer a type from '%s'", sema_type_text(f, e->type));
        return type_basic(TYPE_ERROR);
    }
    const struct type *type = e->type;
    if (type->kind == TYPE_POINTER && type->pointer == POINTER_SINGLE)
        type = type_of_kind(f->arena, type, POINTER_LOCAL);
    return type_qualify(f->arena, type, specifiers->qualifiers);
}

struct stmt *sema_declaration(struct front *f, const struct specifiers *specifiers,
                              struct declarator *declarator) {
    if (declarator->name == nullptr) {
        parse_error(f, declarator->at, "expected a name in the declaration, but found %s",
                    token_describe(f->token->kind));
        return nullptr;
    }
    if (specifiers->type == nullptr) {
        bool is_plain = declarator->type->kind == TYPE_ERROR;
        declarator->type = is_plain ? infer_type(f, specifiers, declarator) : type_basic(TYPE_ERROR);
    }
    if (specifiers->is_constexpr)
        declarator->type =
            type_qualify(f->arena, declarator->type, declarator->type->qualifiers | QUALIFIER_CONST);
    if (specifiers->is_typedef) {
        declare_typedef(f, specifiers, declarator);
        return nullptr;
    }
    if (declarator->type->kind == TYPE_FUNCTION) {
        if (f->token->kind == TOKEN_ASSIGN)
            parse_error(f, f->token->at, "a function has no initializer");
        if (f->function != nullptr && specifiers->is_static)
            diag_error(f->diag, declarator->at, "a function declared inside a function cannot be static");
        sema_declare_function(f, specifiers, declarator, false);
        return nullptr;
    }
    if (specifiers->is_inline || specifiers->is_noreturn)
        diag_error(f->diag, declarator->at,
                   "'%s' is not a function: 'inline' and '_Noreturn' are for functions",
                   declarator->name->text);
    if (f->scope->outer == nullptr || specifiers->is_extern) {
        declare_linked(f, specifiers, declarator);
        return nullptr;
    }
    if (specifiers->is_static) {
        declare_static_local(f, specifiers, declarator);
        return nullptr;
    }
    return declare_automatic(f, specifiers, declarator);
}

/* ---- the end of the unit */

void sema_finish_unit(struct front *f) {
    sema_resolve_counts(f);
    for (size_t i = 0; i < f->unit->variable_count; i++) {
        struct variable *variable = f->unit->variables[i];
        if (variable->type->kind == TYPE_ERROR)
            continue;
        if (variable->is_defined && variable->type->is_incomplete) {
            diag_error(f->diag, variable->at,
                       variable->type->kind == TYPE_RECORD ? "the members of the type of '%s' are never given"
                                                           : "the length of the array '%s' is never given",
                       variable->name);
            variable->type = type_basic(TYPE_ERROR);
        }
        if (variable->align < variable->type->align)
            variable->align = variable->type->align;
    }
    for (size_t i = 0; i < f->unit->function_count; i++) {
        const struct function *function = f->unit->functions[i];
        if (function->is_static && function->is_used && function->body == nullptr)
            diag_error(f->diag, function->at, "static function '%s' is used but never defined",
                       function->name);
        if (function->is_static && !function->is_used && !function->is_inline && function->body != nullptr &&
            f->diag->warn_all)
            diag_warning(f->diag, function->at, "unused-function", "unused function '%s'", function->name);
    }
}
