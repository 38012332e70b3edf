/* Expressions: recursive descent, with precedence climbing for the binary operators. */
#include "front_internal.h"

static struct expr *parse_unary(struct front *f);
static struct expr *parse_offsetof(struct front *f, location at);
static struct expr *parse_new(struct front *f, location at, bool is_array);
static struct expr *parse_variadic(struct front *f, const struct token *token);

/* ---- primary expressions */

static struct expr *parse_name(struct front *f) {
    const struct token *token = f->token;
    struct symbol *symbol = token->name->symbol;
    parse_advance(f);
    if (symbol == nullptr && __builtin_strcmp(token->name->text, "__builtin_offsetof") == 0)
        return parse_offsetof(f, token->at);
    struct expr *variadic = symbol == nullptr ? parse_variadic(f, token) : nullptr;
    struct expr *builtin = symbol == nullptr && variadic == nullptr ? parse_builtin(f, token) : variadic;
    if (builtin != nullptr)
        return builtin;
    bool is_array = __builtin_strcmp(token->name->text, "new_array") == 0;
    if (symbol == nullptr && f->token->kind == TOKEN_LEFT_PAREN &&
        (is_array || __builtin_strcmp(token->name->text, "new") == 0))
        return parse_new(f, token->at, is_array);
    if (symbol == nullptr) {
        if (f->token->kind == TOKEN_LEFT_PAREN) {
            diag_error(f->diag, token->at, "call of undeclared function '%s'", token->name->text);
            diag_note(f->diag, LOCATION_NONE,
                      "include the header that declares it, or declare it before its use");
        } else {
            diag_error(f->diag, token->at, "use of undeclared identifier '%s'", token->name->text);
        }
        return sema_error(f, token->at);
    }
    switch (symbol->kind) {
    case SYMBOL_CONSTANT:
        return sema_integer(f, token->at, symbol->type, symbol->value);
    case SYMBOL_VARIABLE: {
        symbol->variable->is_used = true;
        struct expr *e = sema_new(f, EXPR_VARIABLE, token->at, symbol->variable->type);
        e->variable = symbol->variable;
        return e;
    }
    case SYMBOL_FUNCTION: {
        struct expr *e = sema_new(f, EXPR_CALL, token->at, symbol->function->type);
        e->function = symbol->function;
        return e;
    }
    default:
        parse_error(f, token->at, "expected an expression, but '%s' is a type", token->name->text);
        return sema_error(f, token->at);
    }
}

static struct expr *parse_generic(struct front *f) {
    location at = f->token->at;
    parse_advance(f);
    parse_expect(f, TOKEN_LEFT_PAREN, "after _Generic");
    f->unevaluated++;
    struct expr *control = sema_rvalue(f, parse_assignment(f));
    f->unevaluated--;
    struct expr *chosen = nullptr, *fallback = nullptr;
    while (!f->is_recovering && parse_accept(f, TOKEN_COMMA)) {
        const struct type *type = nullptr;
        if (!parse_accept(f, TOKEN_DEFAULT))
            type = parse_type_name(f);
        parse_expect(f, TOKEN_COLON, "in _Generic");
        struct expr *e = parse_assignment(f);
        if (type == nullptr)
            fallback = e;
        else if (chosen == nullptr && type_equal(type, control->type))
            chosen = e;
    }
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end _Generic");
    if (chosen == nullptr)
        chosen = fallback;
    if (chosen != nullptr && !sema_is_error(control))
        return chosen;
    if (!sema_is_error(control) && !f->is_recovering)
        diag_error(f->diag, at, "no association of _Generic fits the type '%s'",
                   sema_type_text(f, control->type));
    return sema_error(f, at);
}

static struct expr *parse_parenthesised(struct front *f) {
    location at = f->token->at;
    parse_advance(f);
    if (f->token->kind == TOKEN_LEFT_BRACE) {
        parse_error(f, f->token->at, "statements inside an expression '({ ... })' are not supported");
        diag_note(f->diag, LOCATION_NONE, "write a static inline function");
        return sema_error(f, at);
    }
    struct expr *e = parse_expression(f);
    parse_expect(f, TOKEN_RIGHT_PAREN, "to match '('");
    return e;
}

/* Behind the type: members and constant indices, to an offset. False after an error. */
static bool parse_offset(struct front *f, const struct type *type, uint64_t *offset) {
    bool is_first = true;
    for (; !f->is_recovering; is_first = false) {
        const struct token *token = f->token;
        uint64_t inner = 0;
        if (is_first || parse_accept(f, TOKEN_DOT)) {
            token = f->token;
            if (!parse_expect(f, TOKEN_IDENTIFIER, "as the name of a member"))
                return false;
            if (type->kind == TYPE_ERROR || (type->kind == TYPE_RECORD && type->record->is_broken))
                return false;
            const struct member *member = type->kind == TYPE_RECORD
                                              ? type_find_member(type, token->name->text, &inner, nullptr)
                                              : nullptr;
            if (member == nullptr) {
                diag_error(f->diag, token->at, "'%s' has no member '%s'", sema_type_text(f, type),
                           token->name->text);
                return false;
            }
            type = member->type;
            if (type->bit_width != 0) {
                diag_error(f->diag, token->at, "a bit-field has no offset of its own");
                return false;
            }
        } else if (type->kind == TYPE_ARRAY && parse_accept(f, TOKEN_LEFT_BRACKET)) {
            if (!parse_constant(f, "an index in offsetof", nullptr, &inner))
                return false;
            parse_expect(f, TOKEN_RIGHT_BRACKET, "after the index");
            inner *= type->element->size;
            type = type->element;
        } else {
            return true;
        }
        *offset += inner;
    }
    return false;
}

/* __builtin_offsetof(type, member), which <stddef.h>'s offsetof becomes */
static struct expr *parse_offsetof(struct front *f, location at) {
    uint64_t offset = 0;
    parse_expect(f, TOKEN_LEFT_PAREN, "after offsetof");
    const struct type *type = parse_type_name(f);
    parse_expect(f, TOKEN_COMMA, "in offsetof");
    if (f->is_recovering)
        return sema_error(f, at);
    bool is_fine = parse_offset(f, type, &offset);
    while (!is_fine && (f->token->kind == TOKEN_DOT || f->token->kind == TOKEN_IDENTIFIER ||
                        f->token->kind == TOKEN_RIGHT_BRACKET))
        parse_advance(f); /* the rest of the member */
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end offsetof");
    return is_fine ? sema_integer(f, at, type_basic(TYPE_UNSIGNED_LONG), offset) : sema_error(f, at);
}

/* new(T), new_array(T, n): names that mean this as long as nothing else is declared by them */
static struct expr *parse_new(struct front *f, location at, bool is_array) {
    struct expr *count = nullptr;
    parse_expect(f, TOKEN_LEFT_PAREN, "after new");
    const struct type *type = parse_type_name(f);
    if (is_array) {
        parse_expect(f, TOKEN_COMMA, "and the number of elements in new_array");
        count = parse_assignment(f);
    }
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end new");
    return f->is_recovering ? sema_error(f, at) : sema_new_object(f, at, type, count);
}

/* What the macros of <stdarg.h> become; NULL: the name is none of these. */
static struct expr *parse_variadic(struct front *f, const struct token *token) {
    static const char *const names[] = {"__builtin_va_start", "__builtin_va_arg", "__builtin_va_copy",
                                        "__builtin_va_end"};
    size_t which = 0, count = sizeof names / sizeof *names;
    while (which < count && __builtin_strcmp(token->name->text, names[which]) != 0)
        which++;
    if (which == count)
        return nullptr;
    parse_expect(f, TOKEN_LEFT_PAREN, "after the name of the macro");
    struct expr *list = parse_assignment(f), *other = nullptr;
    const struct type *type = nullptr;
    if (which == 1 && parse_expect(f, TOKEN_COMMA, "and a type in va_arg"))
        type = parse_type_name(f);
    if (which == 2 && parse_expect(f, TOKEN_COMMA, "and the list to copy in va_copy"))
        other = parse_assignment(f);
    if (which == 0 && parse_accept(f, TOKEN_COMMA)) /* the last parameter, which is known */
        parse_assignment(f);
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end the arguments");
    if (f->is_recovering)
        return sema_error(f, token->at);
    return which == 0   ? sema_va_start(f, token->at, list)
           : which == 1 ? sema_va_arg(f, token->at, list, type)
           : which == 2 ? sema_va_copy(f, token->at, list, other)
                        : sema_va_end(f, token->at, list);
}

static struct expr *parse_function_name(struct front *f) {
    location at = f->token->at;
    parse_advance(f);
    if (f->function == nullptr) {
        diag_error(f->diag, at, "'__func__' is used outside a function");
        return sema_error(f, at);
    }
    return literal_text(f, at, f->function->name, __builtin_strlen(f->function->name));
}

static struct expr *parse_primary(struct front *f) {
    const struct token *token = f->token;
    switch (token->kind) {
    case TOKEN_IDENTIFIER:
        return parse_name(f);
    case TOKEN_NUMBER:
        parse_advance(f);
        return literal_number(f, token);
    case TOKEN_CHARACTER:
        parse_advance(f);
        return literal_character(f, token);
    case TOKEN_STRING:
        return literal_strings(f);
    case TOKEN_FUNCTION_NAME:
        return parse_function_name(f);
    case TOKEN_TRUE:
    case TOKEN_FALSE:
        parse_advance(f);
        return sema_integer(f, token->at, type_basic(TYPE_BOOL), token->kind == TOKEN_TRUE);
    case TOKEN_NULLPTR:
        parse_advance(f);
        return sema_new(f, EXPR_NULL, token->at, type_basic(TYPE_NULLPTR));
    case TOKEN_LEFT_PAREN:
        return parse_parenthesised(f);
    case TOKEN_GENERIC:
        return parse_generic(f);
    default:
        parse_error(f, token->at, "expected an expression, but found %s", token_describe(token->kind));
        return sema_error(f, token->at);
    }
}

/* ---- postfix, unary, cast */

static struct expr *parse_arguments(struct front *f, struct expr *callee) {
    location at = f->token->at;
    parse_advance(f);
    struct expr **arguments = nullptr;
    size_t count = 0, capacity = 0;
    while (f->token->kind != TOKEN_RIGHT_PAREN && !f->is_recovering && f->token->kind != TOKEN_END) {
        struct expr *argument = parse_assignment(f);
        *(struct expr **)arena_push(f->arena, (void **)&arguments, &count, &capacity, sizeof argument) =
            argument;
        if (!parse_accept(f, TOKEN_COMMA))
            break;
    }
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end the arguments");
    if (f->is_recovering)
        return sema_error(f, at);
    return sema_call(f, sema_is_error(callee) ? at : callee->at, callee, arguments, count);
}

static struct expr *parse_member(struct front *f, struct expr *e) {
    const struct token *token = f->token;
    parse_advance(f);
    struct name *name = f->token->name;
    if (!parse_expect(f, TOKEN_IDENTIFIER, "as the name of a member"))
        return sema_error(f, token->at);
    return sema_member(f, token->at, e, name, token->kind == TOKEN_ARROW);
}

static struct expr *parse_postfix_operators(struct front *f, struct expr *e) {
    for (unsigned chain = 0; chain < OPERATOR_CHAIN_MAX; chain++) {
        location at = f->token->at;
        switch (f->token->kind) {
        case TOKEN_LEFT_BRACKET: {
            parse_advance(f);
            struct expr *index = parse_expression(f);
            parse_expect(f, TOKEN_RIGHT_BRACKET, "after the index");
            e = sema_subscript(f, e->at, e, index);
            break;
        }
        case TOKEN_LEFT_PAREN:
            e = parse_arguments(f, e);
            break;
        case TOKEN_PLUS_PLUS:
        case TOKEN_MINUS_MINUS: {
            bool is_decrement = f->token->kind == TOKEN_MINUS_MINUS;
            parse_advance(f);
            e = sema_increment(f, is_decrement, true, at, e);
            break;
        }
        case TOKEN_DOT:
        case TOKEN_ARROW:
            e = parse_member(f, e);
            break;
        default:
            return e;
        }
        if (f->is_recovering)
            return e;
    }
    parse_error(f, f->token->at, "more than %d operators in a row", OPERATOR_CHAIN_MAX);
    return sema_error(f, e->at);
}

static struct expr *parse_compound_literal(struct front *f, location at, const struct type *type) {
    bool is_static = f->function == nullptr;
    const struct bounds none = {0};
    if (type->kind == TYPE_POINTER && is_static)
        type = sema_in_memory(f, type, &none);
    else if (type->kind == TYPE_POINTER)
        type = type_of_kind(f->arena, type, type_value_kind(type->pointer));
    struct initialiser *init = parse_initialiser(f, &type, is_static);
    if (init == nullptr || !sema_check_object_type(f, type, at, "a compound literal"))
        return sema_error(f, at);
    struct expr *e = sema_new(f, EXPR_COMPOUND, at, type);
    if (is_static) {
        struct variable *variable = arena_alloc(f->arena, sizeof *variable);
        *variable = (struct variable){.name = "",
                                      .at = at,
                                      .type = type,
                                      .is_static = true,
                                      .is_defined = true,
                                      .is_used = true,
                                      .is_global = true,
                                      .align = type->align,
                                      .init = init};
        *(struct variable **)arena_push(f->arena, (void **)&f->unit->variables, &f->unit->variable_count,
                                        &f->variable_capacity, sizeof variable) = variable;
        e->variable = variable;
        return e;
    }
    e->variable = sema_add_local(f, "", at, type);
    sema_count_frame(f, at, type->size);
    e->variable->is_used = true;
    e->init = init;
    return e;
}

/* '(' type-name ')' and what follows: a cast or a compound literal. */
static struct expr *parse_cast(struct front *f) {
    location at = f->token->at;
    parse_advance(f);
    const struct type *type = parse_type_name(f);
    parse_expect(f, TOKEN_RIGHT_PAREN, "after the type");
    if (f->is_recovering)
        return sema_error(f, at);
    if (f->token->kind == TOKEN_LEFT_BRACE)
        return parse_postfix_operators(f, parse_compound_literal(f, at, type));
    return sema_explicit_cast(f, at, type, parse_unary(f));
}

static struct expr *parse_size(struct front *f) {
    const struct token *token = f->token;
    bool is_sizeof = token->kind == TOKEN_SIZEOF;
    const struct type *type = nullptr;
    parse_advance(f);
    f->unevaluated++;
    if (f->token->kind == TOKEN_LEFT_PAREN && parse_is_type_start(f, parse_peek(f, 1))) {
        parse_advance(f);
        type = parse_type_name(f);
        parse_expect(f, TOKEN_RIGHT_PAREN, "after the type");
    } else {
        struct expr *e = parse_unary(f);
        type = sema_is_error(e) ? type_basic(TYPE_ERROR) : e->type;
    }
    f->unevaluated--;
    if (type->kind == TYPE_ERROR)
        return sema_error(f, token->at);
    if (type->bit_width != 0) {
        diag_error(f->diag, token->at, "a bit-field has no size of its own");
        return sema_error(f, token->at);
    }
    if (type->is_incomplete || type->kind == TYPE_FUNCTION) {
        diag_error(f->diag, token->at, "the type '%s' has no size", sema_type_text(f, type));
        return sema_error(f, token->at);
    }
    return sema_integer(f, token->at, type_basic(TYPE_UNSIGNED_LONG), is_sizeof ? type->size : type->align);
}

static struct expr *parse_unary_operator(struct front *f) {
    const struct token *token = f->token;
    switch (token->kind) {
    case TOKEN_PLUS_PLUS:
    case TOKEN_MINUS_MINUS: {
        parse_advance(f);
        struct expr *e = parse_unary(f);
        return sema_increment(f, token->kind == TOKEN_MINUS_MINUS, false, token->at, e);
    }
    case TOKEN_AMPERSAND:
    case TOKEN_STAR:
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_TILDE:
    case TOKEN_NOT: {
        parse_advance(f);
        struct expr *e = parse_unary(f);
        return sema_unary(f, token->kind, token->at, e);
    }
    case TOKEN_AND_AND:
        parse_error(f, token->at, "the address of a label ('&&label') is not supported");
        return sema_error(f, token->at);
    case TOKEN_SIZEOF:
    case TOKEN_ALIGNOF:
        return parse_size(f);
    case TOKEN_EXTENSION:
        parse_advance(f);
        return parse_unary(f);
    case TOKEN_LEFT_PAREN:
        if (parse_is_type_start(f, parse_peek(f, 1)))
            return parse_cast(f);
        return parse_postfix_operators(f, parse_primary(f));
    default:
        return parse_postfix_operators(f, parse_primary(f));
    }
}

static struct expr *parse_unary(struct front *f) {
    struct expr *e = parse_enter(f) ? parse_unary_operator(f) : sema_error(f, f->token->at);
    parse_leave(f);
    return e;
}

/* ---- binary operators and up */

static int precedence(enum token_kind kind) {
    switch (kind) {
    case TOKEN_BAR_BAR:
        return 1;
    case TOKEN_AND_AND:
        return 2;
    case TOKEN_BAR:
        return 3;
    case TOKEN_CARET:
        return 4;
    case TOKEN_AMPERSAND:
        return 5;
    case TOKEN_EQUAL_EQUAL:
    case TOKEN_NOT_EQUAL:
        return 6;
    case TOKEN_LESS:
    case TOKEN_GREATER:
    case TOKEN_LESS_EQUAL:
    case TOKEN_GREATER_EQUAL:
        return 7;
    case TOKEN_SHIFT_LEFT:
    case TOKEN_SHIFT_RIGHT:
        return 8;
    case TOKEN_PLUS:
    case TOKEN_MINUS:
        return 9;
    case TOKEN_STAR:
    case TOKEN_SLASH:
    case TOKEN_PERCENT:
        return 10;
    default:
        return 0;
    }
}

static struct expr *parse_right_side(struct front *f, enum token_kind op, struct expr *left, int level);

static struct expr *parse_binary(struct front *f, int lowest) {
    struct expr *left = parse_unary(f);
    for (unsigned chain = 0;; chain++) {
        const struct token *token = f->token;
        int level = precedence(token->kind);
        if (level == 0 || level < lowest || f->is_recovering)
            return left;
        if (chain == OPERATOR_CHAIN_MAX) {
            parse_error(f, token->at, "more than %d operators in a row", OPERATOR_CHAIN_MAX);
            return sema_error(f, token->at);
        }
        parse_advance(f);
        struct expr *right = parse_right_side(f, token->kind, left, level);
        if (token->kind == TOKEN_AND_AND || token->kind == TOKEN_BAR_BAR)
            left = sema_logical(f, token->kind, token->at, left, right);
        else
            left = sema_binary(f, token->kind, token->at, left, right);
    }
}

static bool is_known(struct front *f, struct expr *e, bool value) {
    if (sema_is_error(e) || !type_is_integer(e->type) || e->kind != EXPR_INTEGER || f->is_recovering)
        return false;
    return (e->integer != 0) == value;
}

/* The right side of `left` op: certain violations are no errors where it is never evaluated. */
static struct expr *parse_right_side(struct front *f, enum token_kind op, struct expr *left, int level) {
    bool is_dead =
        (op == TOKEN_AND_AND && is_known(f, left, false)) || (op == TOKEN_BAR_BAR && is_known(f, left, true));
    f->unevaluated += is_dead;
    struct expr *right = parse_binary(f, level + 1);
    if (is_dead)
        right = sema_rvalue(f, right);
    f->unevaluated -= is_dead;
    return right;
}

struct expr *parse_conditional(struct front *f) {
    struct expr *condition = parse_binary(f, 1);
    const struct token *token = f->token;
    if (token->kind != TOKEN_QUESTION || f->is_recovering)
        return condition;
    parse_advance(f);
    if (!parse_enter(f)) {
        parse_leave(f);
        return sema_error(f, token->at);
    }
    bool is_false = is_known(f, condition, false), is_true = is_known(f, condition, true);
    struct expr *b = nullptr;
    f->unevaluated += is_false;
    if (f->token->kind == TOKEN_COLON) {
        parse_error(f, f->token->at, "'?:' without a middle operand is not supported");
        b = sema_error(f, f->token->at);
    } else {
        b = parse_expression(f);
    }
    if (is_false)
        b = sema_rvalue(f, b);
    f->unevaluated -= is_false;
    f->unevaluated += is_true;
    struct expr *c =
        parse_expect(f, TOKEN_COLON, "in '?:'") ? parse_conditional(f) : sema_error(f, token->at);
    if (is_true)
        c = sema_rvalue(f, c);
    f->unevaluated -= is_true;
    parse_leave(f);
    return sema_conditional(f, token->at, condition, b, c);
}

struct expr *parse_assignment(struct front *f) {
    struct expr *left = parse_conditional(f);
    const struct token *token = f->token;
    if (token->kind < TOKEN_ASSIGN || token->kind > TOKEN_BAR_ASSIGN || f->is_recovering)
        return left;
    parse_advance(f);
    if (!parse_enter(f)) {
        parse_leave(f);
        return sema_error(f, token->at);
    }
    struct expr *right = parse_assignment(f);
    parse_leave(f);
    return sema_assign(f, token->kind, token->at, left, right);
}

struct expr *parse_expression(struct front *f) {
    struct expr *e = parse_assignment(f);
    for (unsigned chain = 0; f->token->kind == TOKEN_COMMA && !f->is_recovering; chain++) {
        location at = f->token->at;
        if (chain == OPERATOR_CHAIN_MAX) {
            parse_error(f, at, "more than %d operators in a row", OPERATOR_CHAIN_MAX);
            return sema_error(f, at);
        }
        parse_advance(f);
        e = sema_comma(f, at, e, parse_assignment(f));
    }
    return e;
}

bool parse_constant(struct front *f, const char *what, const struct type **type, uint64_t *value) {
    location at = f->token->at;
    struct expr *e = sema_rvalue(f, parse_conditional(f));
    if (sema_is_error(e))
        return false;
    if (e->kind != EXPR_INTEGER) {
        diag_error(f->diag, at, "%s must be an integer constant", what);
        return false;
    }
    if (type != nullptr)
        *type = e->type;
    *value = e->integer;
    return true;
}
