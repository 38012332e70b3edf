/* Variadic functions, and what <stdarg.h> becomes.
 *
 * `...` stands for two parameters that are not written: a counted pointer to `struct __argument`, and how many there
 * are. The caller fills an array, of which each function has one for all its calls, with the kind and the value of
 * each argument; a va_list is an __indexable pointer into it. va_arg steps on, checks that the kind is one that it can
 * take (EXPR_ARGUMENT, which traps otherwise), and reads the member where that kind has its value. So nothing here
 * goes past what the type system knows, and neither the lowering nor the verifier has variable arguments at all.
 *
 * Plain data is passed by a pointer to its bytes, and whoever takes it finds its bounds from its object; what holds
 * pointers, by a `void *`, whose header tells its type. Records and function pointers travel in an object of their
 * own on the heap, by a `void *` as well. */
#include "front_internal.h"

#include <string.h>

/* What an argument is, one bit each. A pointer to plain data has a bit for what it points to (enum pointee_class) and for
 * whether that may be written. */
enum kind {
    KIND_INT = 1,
    KIND_LONG = 2,
    KIND_DOUBLE = 4,
    KIND_NULL = 8,
    KIND_ANY = 16,
    KIND_ANY_CONST = 32,
    KIND_BOX = 64,
    KIND_CONST_FIRST = 1 << 8,
    KIND_CONST_ALL = 0x7f << 8,
    KIND_PLAIN_FIRST = 1 << 16,
    KIND_PLAIN_ALL = 0x7f << 16,
};

enum pointee_class { CLASS_BYTE, CLASS_SHORT, CLASS_INT, CLASS_LONG, CLASS_FLOAT, CLASS_DOUBLE, CLASS_OTHER };

/* The members of struct __argument, in order. */
enum part { PART_KIND, PART_WORD, PART_NUMBER, PART_TEXT, PART_BYTES, PART_OBJECT, PART_ANY, PART_COUNT };

static const struct type *pointer_to(struct front *f, enum type_kind pointee, unsigned qualifiers,
                                     enum pointer_kind kind) {
    return type_pointer(f->arena, type_qualify(f->arena, type_basic(pointee), qualifiers), kind);
}

static const struct type *argument_type(struct front *f) {
    if (f->argument_type != nullptr)
        return f->argument_type;
    const struct member parts[PART_COUNT] = {
        [PART_KIND] = {.name = "kind", .type = type_basic(TYPE_UNSIGNED_LONG)},
        [PART_WORD] = {.name = "word", .type = type_basic(TYPE_UNSIGNED_LONG)},
        [PART_NUMBER] = {.name = "number", .type = type_basic(TYPE_DOUBLE)},
        [PART_TEXT] = {.name = "text", .type = pointer_to(f, TYPE_CHAR, QUALIFIER_CONST, POINTER_SINGLE)},
        [PART_BYTES] = {.name = "bytes", .type = pointer_to(f, TYPE_CHAR, 0, POINTER_SINGLE)},
        [PART_OBJECT] = {.name = "object", .type = pointer_to(f, TYPE_VOID, QUALIFIER_CONST, POINTER_ANY)},
        [PART_ANY] = {.name = "any", .type = pointer_to(f, TYPE_VOID, 0, POINTER_ANY)},
    };
    const struct name *tag = names_intern(&f->tokens.names, f->arena, "__argument", strlen("__argument"));
    struct type *type = type_record(f->arena, false, tag->text);
    struct member *members = arena_alloc(f->arena, sizeof parts);
    for (size_t i = 0; i < PART_COUNT; i++) {
        members[i] = parts[i];
        members[i].offset = 8 * i;
    }
    type->record->members = members;
    type->record->count = PART_COUNT;
    type->record->has_slots = true;
    type_complete(type, 8 * PART_COUNT, 8);
    return f->argument_type = type;
}

/* Pointers to arguments are read-only for all but the caller. */
static const struct type *list_type(struct front *f, enum pointer_kind kind) {
    return type_pointer(f->arena, type_qualify(f->arena, argument_type(f), QUALIFIER_CONST), kind);
}

void sema_declare_variadic(struct front *f) {
    static const char text[] = "__builtin_va_list";
    struct name *name = names_intern(&f->tokens.names, f->arena, text, strlen(text));
    sema_declare(f, SYMBOL_TYPEDEF, name, LOCATION_NONE)->type = list_type(f, POINTER_WIDE);
}

size_t sema_add_variadic(struct front *f, struct parameter *parameters, struct variable **variables,
                         size_t count, location at) {
    parameters[count] = (struct parameter){
        .type = list_type(f, POINTER_LOCAL), .passed = POINTER_COUNTED, .count = (unsigned)count + 1};
    parameters[count + 1] = (struct parameter){.type = type_basic(TYPE_UNSIGNED_LONG)};
    for (size_t i = count; i < count + 2; i++) {
        variables[i] = arena_alloc(f->arena, sizeof *variables[i]);
        *variables[i] = (struct variable){
            .name = "", .at = at, .type = parameters[i].type, .is_parameter = true, .align = 8};
    }
    return count + 2;
}

/* ---- temporaries */

static struct expr *variable_of(struct front *f, location at, struct variable *variable) {
    struct expr *e = sema_new(f, EXPR_VARIABLE, at, variable->type);
    e->variable = variable;
    variable->is_used = true;
    return e;
}

static struct expr *assign(struct front *f, struct expr *to, struct expr *value) {
    struct expr *e = sema_new(f, EXPR_ASSIGN, value->at, value->type);
    e->a = to;
    e->b = value;
    return e;
}

static void append(struct front *f, struct expr **sequence, struct expr *e) {
    *sequence = *sequence == nullptr ? e : sema_comma(f, e->at, *sequence, e);
}

static bool is_constant(const struct expr *e) {
    if (e->kind != EXPR_DECAY && e->kind != EXPR_ADDRESS)
        return e->kind == EXPR_INTEGER || e->kind == EXPR_FLOAT || e->kind == EXPR_NULL ||
               e->kind == EXPR_FUNCTION;
    const struct expr *whole = sema_whole(e->a);
    return whole->kind == EXPR_STRING || whole->kind == EXPR_VARIABLE;
}

struct expr *sema_hold(struct front *f, struct expr **before, struct expr *e) {
    if (is_constant(e) || e->type->kind == TYPE_RECORD || f->function == nullptr || f->unevaluated != 0)
        return e;
    struct variable *variable = sema_add_local(f, "", e->at, e->type);
    sema_count_frame(f, e->at, e->type->size);
    append(f, before, assign(f, variable_of(f, e->at, variable), e));
    return sema_rvalue(f, variable_of(f, e->at, variable));
}

/* ---- calls */

static struct expr *part_of(struct front *f, struct expr *argument, enum part part) {
    const struct member *member = &argument->type->record->members[part];
    struct expr *e = sema_new(f, EXPR_MEMBER, argument->at, member->type);
    e->a = argument;
    e->member = member;
    e->offset = member->offset;
    return e;
}

struct filling {
    struct front *f;
    struct expr *before; /* evaluates the arguments */
    struct expr *fill;   /* then fills the array */
};

/* One argument: where it goes, and its kind and value. */
static void fill_kind(struct filling *filling, struct expr *argument, unsigned kind) {
    struct front *f = filling->f;
    struct expr *value = sema_integer(f, argument->at, type_basic(TYPE_UNSIGNED_LONG), kind);
    append(f, &filling->fill, assign(f, part_of(f, argument, PART_KIND), value));
}

static void fill_part(struct filling *filling, struct expr *argument, enum part part, struct expr *value) {
    struct front *f = filling->f;
    struct expr *to = part_of(f, argument, part);
    append(f, &filling->fill, assign(f, to, sema_convert(f, value, type_value(f->arena, to->type))));
}

static enum pointee_class class_of(const struct type *pointee) {
    if (pointee->kind == TYPE_VOID)
        return CLASS_BYTE;
    if (pointee->kind == TYPE_FLOAT)
        return CLASS_FLOAT;
    if (type_is_floating(pointee))
        return CLASS_DOUBLE;
    if (!type_is_integer(pointee))
        return CLASS_OTHER;
    return pointee->size == 1   ? CLASS_BYTE
           : pointee->size == 2 ? CLASS_SHORT
           : pointee->size == 4 ? CLASS_INT
                                : CLASS_LONG;
}

/* Whether a pointer to it is passed as a `void *`. */
static bool needs_header(const struct type *pointer) {
    const struct type *pointee = pointer->element;
    return pointer->pointer == POINTER_ANY || type_has_slots(pointee) ||
           (pointee->is_incomplete && pointee->kind != TYPE_VOID);
}

static void fill_pointer(struct filling *filling, struct expr *argument, struct expr *e) {
    struct front *f = filling->f;
    bool is_const = (e->type->element->qualifiers & QUALIFIER_CONST) != 0;
    if (sema_is_null_constant(e)) {
        fill_kind(filling, argument, KIND_NULL);
        for (enum part part = PART_TEXT; part < PART_COUNT; part++)
            fill_part(filling, argument, part, e);
        return;
    }
    if (needs_header(e->type)) {
        const struct type *type = pointer_to(f, TYPE_VOID, is_const ? QUALIFIER_CONST : 0, POINTER_ANY);
        e = sema_hold(f, &filling->before, sema_convert(f, e, type));
        fill_kind(filling, argument, is_const ? KIND_ANY_CONST : KIND_ANY);
        fill_part(filling, argument, PART_OBJECT, e);
        if (!is_const)
            fill_part(filling, argument, PART_ANY, e);
        return;
    }
    enum pointee_class class = class_of(e->type->element);
    const struct type *type = pointer_to(f, TYPE_CHAR, is_const ? QUALIFIER_CONST : 0, POINTER_SINGLE);
    e = sema_hold(f, &filling->before, sema_convert(f, e, type));
    fill_kind(filling, argument, (unsigned)(is_const ? KIND_CONST_FIRST : KIND_PLAIN_FIRST) << class);
    fill_part(filling, argument, PART_TEXT, e);
    if (!is_const)
        fill_part(filling, argument, PART_BYTES, e);
}

static void fill_box(struct filling *filling, struct expr *argument, struct expr *e) {
    struct front *f = filling->f;
    struct expr *box = sema_hold(f, &filling->before, sema_new_object(f, e->at, e->type, nullptr));
    if (sema_is_error(box))
        return;
    append(f, &filling->before, assign(f, sema_unary(f, TOKEN_STAR, e->at, box), e));
    fill_kind(filling, argument, KIND_BOX);
    fill_part(filling, argument, PART_ANY, box);
}

static bool fill_argument(struct filling *filling, struct expr *argument, struct expr *e) {
    struct front *f = filling->f;
    const struct type *type = e->type;
    if (type->kind == TYPE_VOID) {
        diag_error(f->diag, e->at, "this argument has no value");
        return false;
    }
    if (type->kind == TYPE_RECORD || (type->kind == TYPE_POINTER && type->pointer == POINTER_FUNCTION)) {
        fill_box(filling, argument, e);
        return true;
    }
    if (type->kind == TYPE_POINTER) {
        fill_pointer(filling, argument, e);
        return true;
    }
    if (type->kind == TYPE_NULLPTR) {
        fill_pointer(filling, argument, sema_convert(f, e, pointer_to(f, TYPE_VOID, 0, POINTER_ANY)));
        return true;
    }
    bool is_floating = type_is_floating(type);
    const struct type *promoted = is_floating ? type_basic(TYPE_DOUBLE) : type_promote(type);
    e = sema_hold(f, &filling->before, sema_convert(f, e, promoted));
    fill_kind(filling, argument, is_floating ? KIND_DOUBLE : promoted->size == 8 ? KIND_LONG : KIND_INT);
    fill_part(filling, argument, is_floating ? PART_NUMBER : PART_WORD, e);
    return true;
}

/* The function's array, as one of `count` elements. It has as many as the call with the most needs; the contents of
 * one call are of no use to any other. */
static struct expr *argument_area(struct front *f, location at, size_t count) {
    const struct type *type = type_array(f->arena, argument_type(f), count, false);
    struct variable *area = f->argument_area;
    if (area == nullptr)
        area = f->argument_area = sema_add_local(f, "", at, type);
    if (area->type->length <= count) {
        sema_count_frame(f, at, type->size - (area->type == type ? 0 : area->type->size));
        area->type = type;
    }
    struct expr *e = variable_of(f, at, area);
    e->type = type;
    return e;
}

static struct expr *call_with(struct front *f, location at, struct function *function, struct expr *callee,
                              struct expr **fixed, size_t fixed_count, struct expr *list, size_t count) {
    struct expr **all = arena_alloc(f->arena, (fixed_count + 2) * sizeof *all);
    for (size_t i = 0; i < fixed_count; i++)
        all[i] = fixed[i];
    all[fixed_count] = list;
    all[fixed_count + 1] = sema_integer(f, at, type_basic(TYPE_UNSIGNED_LONG), count);
    return sema_make_call(f, at, function, callee, all, fixed_count + 2);
}

/* A string literal is a `char *`, as in C: va_arg may ask for one. */
static struct expr *writable_text(struct front *f, struct expr *e) {
    bool is_literal =
        e->kind == EXPR_DECAY && e->a->kind == EXPR_STRING && e->type->element->kind == TYPE_CHAR;
    return is_literal ? sema_assignable(f, e, pointer_to(f, TYPE_CHAR, 0, POINTER_LOCAL), "passing as") : e;
}

struct expr *sema_variadic_call(struct front *f, location at, struct function *function, struct expr *callee,
                                struct expr **arguments, size_t count) {
    const struct type *type = function != nullptr ? function->type : callee->type->element;
    size_t fixed_count = type->parameter_count - 2, variable_count = count - fixed_count;
    struct filling filling = {.f = f};
    if (variable_count == 0 || f->function == nullptr || f->unevaluated != 0) {
        struct expr *none = sema_new(f, EXPR_NULL, at, list_type(f, POINTER_LOCAL));
        return call_with(f, at, function, callee, arguments, fixed_count, none, 0);
    }
    if (variable_count > OPERATOR_CHAIN_MAX / 8) {
        diag_error(f->diag, at, "more than %d variable arguments", OPERATOR_CHAIN_MAX / 8);
        return sema_error(f, at);
    }
    if (callee != nullptr)
        callee = sema_hold(f, &filling.before, callee);
    for (size_t i = 0; i < fixed_count; i++)
        arguments[i] = sema_hold(f, &filling.before, arguments[i]);
    bool is_fine = true;
    for (size_t i = fixed_count; i < count; i++) {
        arguments[i] = writable_text(f, sema_rvalue(f, arguments[i]));
        is_fine &= !sema_is_error(arguments[i]);
    }
    struct expr *area = argument_area(f, at, variable_count);
    for (size_t i = 0; is_fine && i < variable_count; i++) {
        struct expr *e = arguments[fixed_count + i];
        struct expr *place = sema_integer(f, e->at, type_basic(TYPE_LONG), i);
        is_fine = fill_argument(&filling, sema_subscript(f, e->at, area, place), e);
    }
    if (!is_fine)
        return sema_error(f, at);
    struct expr *list = sema_rvalue(f, area);
    struct expr *call = call_with(f, at, function, callee, arguments, fixed_count, list, variable_count);
    call = sema_comma(f, at, filling.fill, call);
    return filling.before == nullptr ? call : sema_comma(f, at, filling.before, call);
}

/* ---- <stdarg.h> */

bool sema_is_list(struct front *f, const struct type *type) {
    return type->kind == TYPE_POINTER && type->element->kind == TYPE_RECORD &&
           type->element->record == argument_type(f)->record;
}

static bool check_list(struct front *f, location at, const struct expr *list, const char *macro) {
    if (sema_is_error(list))
        return false;
    if (sema_is_lvalue(list) && sema_is_list(f, list->type))
        return true;
    diag_error(f->diag, at, "%s needs an object of type 'va_list', not '%s'", macro,
               sema_type_text(f, list->type));
    return false;
}

struct expr *sema_va_start(struct front *f, location at, struct expr *list) {
    if (!check_list(f, at, list, "va_start"))
        return sema_error(f, at);
    if (f->function == nullptr || !f->function->type->is_variadic) {
        diag_error(f->diag, at, "va_start is used in a function without variable arguments");
        diag_note(f->diag, LOCATION_NONE, "end its parameters with '...'");
        return sema_error(f, at);
    }
    struct variable *arguments = f->function->parameters[f->function->type->parameter_count - 2];
    struct expr *value = sema_rvalue(f, variable_of(f, at, arguments));
    return sema_convert(f, sema_assign(f, TOKEN_ASSIGN, at, list, value), type_basic(TYPE_VOID));
}

struct expr *sema_va_copy(struct front *f, location at, struct expr *to, struct expr *from) {
    if (!check_list(f, at, to, "va_copy") || sema_is_error(from))
        return sema_error(f, at);
    return sema_convert(f, sema_assign(f, TOKEN_ASSIGN, at, to, from), type_basic(TYPE_VOID));
}

struct expr *sema_va_end(struct front *f, location at, struct expr *list) {
    if (!check_list(f, at, list, "va_end"))
        return sema_error(f, at);
    return sema_convert(f, sema_rvalue(f, list), type_basic(TYPE_VOID));
}

/* The kinds whose values can be had as that type; 0: reported. */
static unsigned kinds_for(struct front *f, location at, const struct type *type) {
    if (type->kind == TYPE_RECORD || (type->kind == TYPE_POINTER && type->pointer == POINTER_FUNCTION))
        return KIND_BOX | (type->kind == TYPE_POINTER ? KIND_NULL : 0);
    if (type->kind == TYPE_POINTER) {
        bool is_const = (type->element->qualifiers & QUALIFIER_CONST) != 0;
        bool is_void = type->element->kind == TYPE_VOID;
        unsigned kinds = KIND_NULL | KIND_ANY;
        enum pointee_class class = class_of(type->element);
        if (is_const)
            kinds |= KIND_ANY_CONST;
        if (is_void)
            return kinds | KIND_PLAIN_ALL | (is_const ? KIND_CONST_ALL : 0);
        if (!needs_header(type))
            kinds |= (unsigned)KIND_PLAIN_FIRST << class;
        return kinds | (needs_header(type) || !is_const ? 0 : (unsigned)KIND_CONST_FIRST << class);
    }
    const struct type *passed = type->kind == TYPE_FLOAT ? type_basic(TYPE_DOUBLE) : type_promote(type);
    if (!type_is_arithmetic(type) || passed->size != type->size) {
        bool is_promoted = type_is_arithmetic(type);
        diag_error(f->diag, at, "no variable argument has the type '%s'", sema_type_text(f, type));
        diag_note(f->diag, LOCATION_NONE, "%s'%s'", is_promoted ? "it is passed as " : "take a type like ",
                  sema_type_text(f, is_promoted ? passed : type_basic(TYPE_INT)));
        return 0;
    }
    return type_is_floating(type) ? KIND_DOUBLE : type->size == 8 ? KIND_LONG : KIND_INT;
}

static struct expr *read_part(struct front *f, struct expr *argument, enum part part) {
    return sema_rvalue(f, part_of(f, sema_unary(f, TOKEN_STAR, argument->at, argument), part));
}

/* Whether the argument's kind is one of those. */
static struct expr *has_kind(struct front *f, struct expr *argument, unsigned kinds) {
    struct expr *mask = sema_integer(f, argument->at, type_basic(TYPE_UNSIGNED_LONG), kinds);
    return sema_binary(f, TOKEN_AMPERSAND, argument->at, read_part(f, argument, PART_KIND), mask);
}

/* A pointer may have been passed as another kind of pointer than the one that is wanted. */
static struct expr *read_pointer(struct front *f, location at, struct expr *argument,
                                 const struct type *type) {
    bool is_const = (type->element->qualifiers & QUALIFIER_CONST) != 0;
    struct expr *plain = read_part(f, argument, is_const ? PART_TEXT : PART_BYTES);
    struct expr *any = read_part(f, argument, is_const ? PART_OBJECT : PART_ANY);
    if (needs_header(type) && type->element->kind != TYPE_VOID)
        return sema_explicit_cast(f, at, type, any);
    if (type->element->kind == TYPE_VOID)
        return sema_conditional(f, at, has_kind(f, argument, KIND_CONST_ALL | KIND_PLAIN_ALL),
                                sema_convert(f, plain, any->type), any);
    /* Both as single bytes, which are of one kind to the verifier. */
    any = sema_explicit_cast(f, at, type_of_kind(f->arena, type, POINTER_SINGLE), any);
    any = sema_explicit_cast(f, at, plain->type, any);
    struct expr *byte = sema_conditional(f, at, has_kind(f, argument, KIND_ANY | KIND_ANY_CONST), any, plain);
    return sema_explicit_cast(f, at, type_of_kind(f->arena, type, POINTER_SINGLE), byte);
}

static struct expr *read_box(struct front *f, location at, struct expr *argument, const struct type *type) {
    const struct bounds none = {0};
    const struct type *content = sema_in_memory(f, type, &none);
    const struct type *pointer = type_pointer(f->arena, content, POINTER_SINGLE);
    struct expr *box = sema_explicit_cast(f, at, pointer, read_part(f, argument, PART_ANY));
    if (sema_is_error(box))
        return box;
    struct expr *value = sema_rvalue(f, sema_unary(f, TOKEN_STAR, at, box));
    if (type->kind == TYPE_RECORD)
        return value;
    struct expr *null = sema_new(f, EXPR_NULL, at, value->type);
    return sema_conditional(f, at, has_kind(f, argument, KIND_BOX), value, null);
}

struct expr *sema_va_arg(struct front *f, location at, struct expr *list, const struct type *type) {
    if (!check_list(f, at, list, "va_arg") || type->kind == TYPE_ERROR)
        return sema_error(f, at);
    type = type_value(f->arena, type);
    unsigned kinds = kinds_for(f, at, type);
    if (kinds == 0 || f->function == nullptr)
        return sema_error(f, at);
    struct expr *taken = sema_new(f, EXPR_ARGUMENT, at, list_type(f, POINTER_SINGLE)), *before = nullptr;
    taken->a = sema_increment(f, false, true, at, list);
    taken->b = sema_integer(f, at, type_basic(TYPE_UNSIGNED_LONG), kinds);
    if (sema_is_error(taken->a))
        return sema_error(f, at);
    struct expr *argument = sema_hold(f, &before, taken), *value;
    if (type->kind == TYPE_RECORD || (type->kind == TYPE_POINTER && type->pointer == POINTER_FUNCTION))
        value = read_box(f, at, argument, type);
    else if (type->kind == TYPE_POINTER)
        value = read_pointer(f, at, argument, type);
    else
        value = read_part(f, argument, type_is_floating(type) ? PART_NUMBER : PART_WORD);
    if (sema_is_error(value))
        return value;
    value = sema_convert(f, value, type);
    return before == nullptr ? value : sema_comma(f, at, before, value);
}
