/* The parser's ground floor: the token stream, recovery after syntax errors, and the entry of the front end.
 *
 * One syntax error is reported, then f->is_recovering keeps the parser silent until it has skipped to a
 * place where it knows again what to expect. Every loop over tokens ends at TOKEN_END. */
#include "front_internal.h"

#include <stdarg.h>
#include <string.h>

enum { ARGUMENT_TOKENS_MAX = 1000 }; /* that a call may have before an argument for that to be looked at */

static void stop(struct front *f) {
    f->is_stopped = true;
    f->token = &f->tokens.items[f->tokens.count - 1];
}

void parse_advance(struct front *f) {
    if (f->token->kind != TOKEN_END)
        f->token++;
    if (diag_is_exhausted(f->diag))
        stop(f);
}

bool parse_accept(struct front *f, enum token_kind kind) {
    if (f->token->kind != kind)
        return false;
    parse_advance(f);
    return true;
}

const struct token *parse_peek(const struct front *f, size_t ahead) {
    const struct token *token = f->token;
    for (; ahead != 0 && token->kind != TOKEN_END; ahead--)
        token++;
    return token;
}

void parse_error(struct front *f, location at, const char *format, ...) {
    if (f->is_recovering || f->is_stopped)
        return;
    f->is_recovering = true;
    va_list arguments;
    va_start(arguments, format);
    char text[300];
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    diag_error(f->diag, at, "%s", text);
    if (f->token->kind == TOKEN_END)
        f->is_stopped = true;
}

/* Behind the token before the current one: where something is missing. */
static location end_of_previous(const struct front *f) {
    if (f->token == f->tokens.items)
        return f->token->at;
    return f->token[-1].at + f->token[-1].length;
}

bool parse_expect(struct front *f, enum token_kind kind, const char *after) {
    if (parse_accept(f, kind))
        return true;
    parse_error(f, f->token->at, "expected %s %s, but found %s", token_describe(kind), after,
                token_describe(f->token->kind));
    return false;
}

static bool is_first_on_line(const struct front *f) {
    for (location at = f->token->at; at != 0; at--) {
        char c = f->source->text[at - 1];
        if (c == '\n')
            return true;
        if (c != ' ' && c != '\t')
            return false;
    }
    return true;
}

void parse_expect_semicolon(struct front *f, const char *after) {
    if (!f->is_recovering && parse_accept(f, TOKEN_SEMICOLON))
        return;
    bool is_likely_forgotten =
        !f->is_recovering && (is_first_on_line(f) || f->token->kind == TOKEN_RIGHT_BRACE);
    parse_error(f, end_of_previous(f), "expected ';' %s", after);
    if (is_likely_forgotten)
        f->is_recovering = false;
    else
        parse_skip_statement(f);
}

void parse_skip_group(struct front *f) {
    size_t depth = 0;
    do {
        switch (f->token->kind) {
        case TOKEN_LEFT_PAREN:
        case TOKEN_LEFT_BRACKET:
        case TOKEN_LEFT_BRACE:
            depth++;
            break;
        case TOKEN_RIGHT_PAREN:
        case TOKEN_RIGHT_BRACKET:
        case TOKEN_RIGHT_BRACE:
            depth--;
            break;
        default:
            break;
        }
        parse_advance(f);
    } while (depth != 0 && f->token->kind != TOKEN_END);
}

void parse_skip_statement(struct front *f) {
    while (f->token->kind != TOKEN_END && f->token->kind != TOKEN_RIGHT_BRACE) {
        if (f->token->kind == TOKEN_LEFT_BRACE) {
            parse_skip_group(f);
            if (f->token->kind != TOKEN_SEMICOLON && f->token->kind != TOKEN_COMMA &&
                f->token->kind != TOKEN_RIGHT_PAREN)
                break;
        } else if (parse_accept(f, TOKEN_SEMICOLON)) {
            break;
        } else {
            parse_advance(f);
        }
    }
    f->is_recovering = false;
}

/* Whether `&` with this token behind it takes the address of just what the token names. A binary `&` need not be told
 * apart: it has no pointers as operands. */
static bool is_whole_operand(const struct token *token) {
    enum token_kind next = token[1].kind; /* the last token is TOKEN_END: there is a next one */
    return token->kind == TOKEN_IDENTIFIER && next != TOKEN_DOT && next != TOKEN_ARROW &&
           next != TOKEN_LEFT_BRACKET && next != TOKEN_LEFT_PAREN;
}

/* The type of the parameter that the argument at the token is for, or NULL. Only calls of functions by name. */
static const struct type *argument_type(const struct token *start, const struct token *token) {
    size_t depth = 0, index = 0, left = ARGUMENT_TOKENS_MAX;
    for (; token != start && left != 0; token--, left--) {
        switch (token[-1].kind) {
        case TOKEN_RIGHT_PAREN:
        case TOKEN_RIGHT_BRACKET:
            depth++;
            continue;
        case TOKEN_COMMA:
            index += depth == 0;
            continue;
        case TOKEN_LEFT_PAREN:
        case TOKEN_LEFT_BRACKET:
            if (depth-- != 0)
                continue;
            break;
        case TOKEN_SEMICOLON:
            return nullptr;
        default:
            continue;
        }
        const struct token *callee = token - 2;
        if (callee <= start || callee->kind != TOKEN_IDENTIFIER || callee->name->function == nullptr)
            return nullptr;
        const struct type *type = callee->name->function->type;
        bool is_there = type->kind == TYPE_FUNCTION && index < type->parameter_count;
        return is_there ? type->parameters[index].type : nullptr;
    }
    return nullptr;
}

static bool is_text_pointer(const struct type *type) {
    return type != nullptr && type->kind == TYPE_POINTER && type->element->kind == TYPE_POINTER &&
           type->element->element->kind == TYPE_CHAR &&
           (type->element->element->qualifiers & QUALIFIER_CONST) != 0;
}

const struct type *parse_pointed_to_type(struct front *f, const struct name *name, const struct type *type) {
    const struct type *pointee = type->element;
    unsigned qualifiers = type->qualifiers;
    if (sema_is_list(f, type))
        return type_of_kind(f->arena, type, POINTER_WIDE);
    if (pointee->kind != TYPE_CHAR)
        return type_of_kind(f->arena, type, POINTER_SINGLE);
    if (name->text_end == f->body_end)
        pointee = type_qualify(f->arena, pointee, pointee->qualifiers | QUALIFIER_CONST);
    return type_qualify(f->arena, type_pointer(f->arena, pointee, POINTER_STRING), qualifiers);
}

void parse_note_addresses(struct front *f) {
    const struct token *end = f->token;
    size_t depth = 0;
    for (; end->kind != TOKEN_END; end++) {
        depth += end->kind == TOKEN_LEFT_BRACE;
        depth -= end->kind == TOKEN_RIGHT_BRACE;
        if (depth == 0)
            break;
    }
    f->body_end = end;
    for (const struct token *token = f->token; token != end; token++) {
        if (token->kind != TOKEN_AMPERSAND)
            continue;
        const struct token *operand = token + 1;
        while (operand->kind == TOKEN_LEFT_PAREN) /* &(name) */
            operand++;
        if (!is_whole_operand(operand))
            continue;
        operand->name->address_end = end;
        if (is_text_pointer(argument_type(f->token, token)))
            operand->name->text_end = end;
    }
}

bool parse_has_address(const struct front *f, const struct name *name) {
    return name->address_end != nullptr && name->address_end == f->body_end;
}

bool parse_enter(struct front *f) {
    f->depth++;
    if (f->depth <= NESTING_MAX)
        return true;
    if (!f->is_stopped)
        diag_error(f->diag, f->token->at, "nesting is deeper than %d levels", NESTING_MAX);
    stop(f);
    return false;
}

void parse_leave(struct front *f) {
    f->depth--;
}

bool front_compile(struct source *source, struct diag *diag, struct arena *arena,
                   struct translation_unit **unit) {
    unsigned errors_before = diag->errors;
    diag->source = source;
    struct front front = {.source = source, .diag = diag, .arena = arena};
    struct front *f = &front;
    f->unit = arena_alloc(arena, sizeof *f->unit);
    f->unit->source = source;
    lex_all(source, diag, arena, &f->tokens);
    f->token = f->tokens.items;
    struct scope file_scope = {0};
    sema_push_scope(f, &file_scope);
    sema_declare_variadic(f);
    while (f->token->kind != TOKEN_END) {
        const struct token *before = f->token;
        f->is_recovering = false;
        parse_external_declaration(f);
        parse_instances(f);
        if (f->token == before)
            parse_advance(f);
    }
    sema_finish_unit(f);
    sema_pop_scope(f);
    if (diag->errors != errors_before)
        return false;
    *unit = f->unit;
    return true;
}
