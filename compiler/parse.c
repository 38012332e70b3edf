/* The parser's ground floor: the token stream, recovery after syntax errors, and the entry of the front end.
 *
 * One syntax error is reported, then f->is_recovering keeps the parser silent until it has skipped to a
 * place where it knows again what to expect. Every loop over tokens ends at TOKEN_END. */
#include "front_internal.h"

#include <stdarg.h>
#include <string.h>

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
    while (f->token->kind != TOKEN_END) {
        const struct token *before = f->token;
        f->is_recovering = false;
        parse_external_declaration(f);
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
