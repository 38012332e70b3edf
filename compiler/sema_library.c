/* Functions of the C library that C's types are too weak for, known by their names if the program does not define them.
 *
 * A search such as strchr takes what may not be written and gives what may: where its argument may be written, the
 * call becomes one of __writable_NAME, which says so in its types.
 *
 * qsort and bsearch see elements of any type as bytes. Here they are patterns: the header (vouch/sort.h) defines
 * __NAME behind the word __generic, as a function of the type __element and of __box, what the comparison gets copies of
 * elements in; a call takes them from its arguments, and the definition is parsed once for each choice, behind the
 * declaration that the call is in. */
#include "front_internal.h"

#include <string.h>

/* ---- patterns */

struct pattern {
    struct token *name;       /* where it stands in its definition */
    const struct token *text; /* the definition's first token */
};

struct instance {
    const struct pattern *pattern;
    struct name *name;
    const struct type *element, *box;
    struct function *function;
};

bool parse_pattern(struct front *f) {
    if (f->token->kind != TOKEN_IDENTIFIER || strcmp(f->token->name->text, "__generic") != 0)
        return false;
    location at = f->token->at;
    parse_advance(f);
    const struct token *text = f->token;
    while (f->token->kind != TOKEN_END && f->token->kind != TOKEN_LEFT_PAREN)
        parse_advance(f);
    struct token *name = &f->tokens.items[f->token - 1 - f->tokens.items];
    if (name < text || name->kind != TOKEN_IDENTIFIER || name->length <= strlen("__")) {
        parse_error(f, at, "'__generic' is for the definition of a function of the library");
        parse_skip_statement(f);
        return true;
    }
    struct pattern *pattern =
        arena_push(f->arena, (void **)&f->patterns, &f->pattern_count, &f->pattern_capacity, sizeof *pattern);
    *pattern = (struct pattern){.text = text, .name = name};
    while (f->token->kind != TOKEN_END && f->token->kind != TOKEN_LEFT_BRACE)
        parse_advance(f);
    parse_skip_group(f);
    return true;
}

static const struct pattern *find_pattern(const struct front *f, const char *name) {
    for (size_t i = 0; i < f->pattern_count; i++)
        if (strcmp(f->patterns[i].name->name->text + 2, name) == 0)
            return &f->patterns[i];
    return nullptr;
}

static struct symbol *find_typedef(struct front *f, const char *name) {
    struct symbol *symbol = names_intern(&f->tokens.names, f->arena, name, strlen(name))->symbol;
    return symbol != nullptr && symbol->kind == SYMBOL_TYPEDEF ? symbol : nullptr;
}

/* What the types and the name of the pattern mean from here on. */
static bool bind(struct front *f, const struct instance *instance) {
    struct symbol *element = find_typedef(f, "__element"), *box = find_typedef(f, "__box");
    if (element == nullptr || box == nullptr)
        return false;
    element->type = instance->element;
    box->type = instance->box;
    instance->pattern->name->name = instance->name;
    return true;
}

/* Declares the instance at file scope, wherever the parser is now. */
static struct function *declare_instance(struct front *f, const struct instance *instance) {
    const struct token *token = f->token;
    struct name *name = instance->pattern->name->name;
    struct function *function = f->function, *declared = nullptr;
    struct scope *scope = f->scope;
    if (!bind(f, instance))
        return nullptr;
    f->function = nullptr;
    while (f->scope->outer != nullptr)
        f->scope = f->scope->outer;
    f->token = instance->pattern->text;
    struct specifiers specifiers = {0};
    struct declarator declarator;
    if (parse_specifiers(f, &specifiers) && specifiers.type != nullptr) {
        parse_declarator(f, specifiers.type, &declarator);
        if (declarator.name == instance->name && declarator.type->kind == TYPE_FUNCTION)
            declared = sema_declare_function(f, &specifiers, &declarator, false);
    }
    f->token = token;
    f->scope = scope;
    f->function = function;
    instance->pattern->name->name = name;
    return declared;
}

static struct function *find_instance(struct front *f, const struct pattern *pattern,
                                      const struct type *element, const struct type *box) {
    for (size_t i = 0; i < f->instance_count; i++) {
        const struct instance *instance = f->instances[i];
        if (instance->pattern == pattern && type_equal(instance->element, element) &&
            instance->element->qualifiers == element->qualifiers && type_equal(instance->box, box))
            return instance->function;
    }
    struct instance *instance = arena_alloc(f->arena, sizeof *instance);
    const char *text = arena_printf(f->arena, "%s.%zu", pattern->name->name->text, f->instance_count);
    *instance = (struct instance){.pattern = pattern,
                                  .name = names_intern(&f->tokens.names, f->arena, text, strlen(text)),
                                  .element = element,
                                  .box = box};
    instance->function = declare_instance(f, instance);
    *(struct instance **)arena_push(f->arena, (void **)&f->instances, &f->instance_count,
                                    &f->instance_capacity, sizeof instance) = instance;
    return instance->function;
}

void parse_instances(struct front *f) {
    for (; f->defined_instances < f->instance_count; f->defined_instances++) {
        const struct instance *instance = f->instances[f->defined_instances];
        const struct token *token = f->token;
        struct name *name = instance->pattern->name->name;
        if (f->is_stopped || instance->function == nullptr || !bind(f, instance))
            continue;
        f->token = instance->pattern->text;
        f->is_recovering = false;
        parse_external_declaration(f);
        instance->pattern->name->name = name;
        if (!f->is_stopped)
            f->token = token;
    }
}

/* ---- calls */

static struct expr *call_function(struct front *f, location at, struct function *function,
                                  struct expr **arguments, size_t count) {
    struct expr *callee = sema_new(f, EXPR_CALL, at, function->type);
    callee->function = function;
    return sema_call(f, at, callee, arguments, count);
}

static struct expr *call_with(struct front *f, location at, struct function *function,
                              struct expr *argument) {
    struct expr **arguments = arena_alloc(f->arena, sizeof(struct expr *));
    arguments[0] = argument;
    return call_function(f, at, function, arguments, 1);
}

static struct expr *refuse(struct front *f, location at, const char *name, const char *why,
                           const char *advice) {
    diag_error(f->diag, at, "%s cannot be used here: %s", name, why);
    diag_note(f->diag, LOCATION_NONE, "%s", advice);
    return sema_error(f, at);
}

/* The type of the elements that `base` points to, or NULL: reported. `size` is what the call says their size is. */
static const struct type *element_of(struct front *f, location at, const char *name, const struct expr *base,
                                     const struct expr *size) {
    const struct type *type = base->type;
    const struct type *element = type->kind == TYPE_POINTER ? type->element : nullptr;
    if (element == nullptr || element->kind == TYPE_VOID || element->kind == TYPE_FUNCTION ||
        element->is_incomplete || element->kind == TYPE_ARRAY) {
        refuse(f, at, name, "the type of the elements is not known, or they are arrays",
               "give it a pointer to elements that can be assigned");
        return nullptr;
    }
    if (size->kind == EXPR_INTEGER && size->integer != element->size) {
        refuse(f, at, name,
               arena_printf(f->arena, "the size of an element is said to be %llu, but a '%s' has %llu bytes",
                            (unsigned long long)size->integer, sema_type_text(f, element),
                            (unsigned long long)element->size),
               "write 'sizeof *base'");
        return nullptr;
    }
    return element;
}

static bool prepare(struct front *f, struct expr **arguments, size_t count) {
    bool is_fine = true;
    for (size_t i = 0; i < count; i++) {
        arguments[i] = sema_rvalue(f, arguments[i]);
        is_fine &= !sema_is_error(arguments[i]);
    }
    return is_fine;
}

/* What a comparison takes the elements for: their type or, if they are pointers and it looks at them as pointers to
 * what is const, that. Only known if it is defined before it is used here. */
static const struct type *box_of(struct front *f, const struct expr *compare, const struct type *element) {
    const struct type *type = type_unqualified(f->arena, element), *box = type;
    if (compare->kind != EXPR_FUNCTION || type->kind != TYPE_POINTER ||
        (type->element->qualifiers & QUALIFIER_CONST) != 0)
        return type;
    const struct function *function = compare->function;
    for (unsigned i = 0; i < function->view_count; i++) {
        const struct type *view = type_unqualified(f->arena, function->views[i]);
        if (type_equal(view, type))
            return type;
        if (view->kind == TYPE_POINTER && (view->element->qualifiers & QUALIFIER_CONST) != 0 &&
            type_pointees_equal(view->element, type->element))
            box = view;
    }
    return box;
}

static struct expr *call_sort(struct front *f, location at, const struct pattern *pattern,
                              struct expr **arguments) {
    const struct type *element =
        prepare(f, arguments, 4) ? element_of(f, at, "qsort", arguments[0], arguments[2]) : nullptr;
    if (element == nullptr)
        return sema_error(f, at);
    if ((element->qualifiers & QUALIFIER_CONST) != 0)
        return refuse(f, at, "qsort", "the elements are read-only", "drop the const of the array");
    struct function *function = find_instance(f, pattern, element, box_of(f, arguments[3], element));
    return function == nullptr ? sema_error(f, at) : call_function(f, at, function, arguments, 4);
}

/* The key as a `void *`: a copy of its own, as it need not be the start of an object. */
static struct expr *box_key(struct front *f, location at, struct expr *key, const struct expr *compare) {
    const struct type *type = key->type->kind == TYPE_POINTER ? key->type->element : nullptr;
    const struct pattern *pattern = find_pattern(f, "box_key");
    struct function *text =
        names_intern(&f->tokens.names, f->arena, "__box_text", strlen("__box_text"))->function;
    if (type == nullptr || type->kind == TYPE_VOID || type->kind == TYPE_FUNCTION || type->is_incomplete ||
        type->kind == TYPE_ARRAY || pattern == nullptr || text == nullptr)
        return key;
    if (type->kind == TYPE_CHAR)
        return call_with(f, at, text, key);
    type = type_unqualified(f->arena, type);
    struct function *box = find_instance(f, pattern, type, box_of(f, compare, type));
    return box == nullptr ? key : call_with(f, at, box, key);
}

static struct expr *call_search(struct front *f, location at, const struct pattern *pattern,
                                struct expr **arguments) {
    const struct type *element =
        prepare(f, arguments, 5) ? element_of(f, at, "bsearch", arguments[1], arguments[3]) : nullptr;
    if (element == nullptr)
        return sema_error(f, at);
    arguments[0] = box_key(f, at, arguments[0], arguments[4]);
    struct function *function = find_instance(f, pattern, element, box_of(f, arguments[4], element));
    return function == nullptr ? sema_error(f, at) : call_function(f, at, function, arguments, 5);
}

/* ---- searches */

static struct expr *call_finder(struct front *f, location at, struct function *function,
                                struct expr **arguments, size_t count) {
    arguments[0] = sema_rvalue(f, arguments[0]);
    const struct type *type = arguments[0]->type;
    if (sema_is_error(arguments[0]) || type->kind != TYPE_POINTER)
        return nullptr;
    bool is_memory = count == 3;
    bool may_write = (type->element->qualifiers & QUALIFIER_CONST) == 0;
    const char *name = arena_printf(f->arena, "__writable_%s", function->name);
    struct function *writable = names_intern(&f->tokens.names, f->arena, name, strlen(name))->function;
    if (may_write && writable != nullptr)
        function = writable;
    else if (!is_memory)
        return nullptr;
    struct expr *call = nullptr;
    if (function == writable) {
        call = call_function(f, at, function, arguments, count);
    } else {
        for (size_t i = 0; i < count; i++) {
            arguments[i] = sema_assignable(f, arguments[i], function->type->parameters[i].type, "passing as");
            if (sema_is_error(arguments[i]))
                return sema_error(f, at);
        }
        call = sema_make_call(f, at, function, nullptr, arguments, count);
    }
    if (!is_memory || sema_is_error(call) || type->element->size != 1)
        return call;
    return sema_explicit_cast(f, at, type_pointer(f->arena, type->element, POINTER_LOCAL), call);
}

/* ---- memcpy, memmove, memset */

/* Whether to evaluate it twice is the same as once. */
static bool is_plain(const struct expr *e) {
    switch (e->kind) {
    case EXPR_INTEGER:
        return true;
    case EXPR_CAST:
        return is_plain(e->a);
    case EXPR_LOAD:
    case EXPR_DECAY:
    case EXPR_ADDRESS:
        return sema_whole(e->a)->kind == EXPR_VARIABLE;
    case EXPR_POINTER_ADD:
        return is_plain(e->a) && is_plain(e->b);
    default:
        return false;
    }
}

static bool is_copier(const char *name, size_t count) {
    return count == 3 && name[0] == 'm' &&
           (strcmp(name, "memcpy") == 0 || strcmp(name, "memmove") == 0 || strcmp(name, "memset") == 0);
}

struct expr *sema_library_result(struct front *f, const struct function *function, struct expr **arguments,
                                 size_t count) {
    if (function == nullptr || !is_copier(function->name, count) || function->type->result->kind != TYPE_VOID)
        return nullptr;
    arguments[0] = sema_rvalue(f, arguments[0]);
    const struct expr *to = arguments[0];
    return !sema_is_error(to) && to->type->kind == TYPE_POINTER && is_plain(to) ? arguments[0] : nullptr;
}

static bool is_finder(const char *name, size_t count) {
    if (count == 3)
        return strcmp(name, "memchr") == 0;
    return count == 2 && name[0] == 's' &&
           (strcmp(name, "strchr") == 0 || strcmp(name, "strrchr") == 0 || strcmp(name, "strpbrk") == 0 ||
            strcmp(name, "strstr") == 0);
}

struct expr *sema_library_call(struct front *f, location at, struct function *function,
                               struct expr **arguments, size_t count) {
    const char *name = function->name;
    if (function->body != nullptr || function == f->function || function->is_static ||
        count != function->type->parameter_count)
        return nullptr;
    if (is_finder(name, count))
        return call_finder(f, at, function, arguments, count);
    const struct pattern *pattern = nullptr;
    if (count == 4 && strcmp(name, "qsort") == 0 && (pattern = find_pattern(f, "qsort")) != nullptr)
        return call_sort(f, at, pattern, arguments);
    if (count == 5 && strcmp(name, "bsearch") == 0 && (pattern = find_pattern(f, "bsearch")) != nullptr)
        return call_search(f, at, pattern, arguments);
    return nullptr;
}
