/* Declarations: the grammar around specifiers, declarators and function definitions. */
#include "front_internal.h"

void parse_static_assert(struct front *f) {
    location at = f->token->at;
    uint64_t value = 1;
    parse_advance(f);
    parse_expect(f, TOKEN_LEFT_PAREN, "after static_assert");
    bool is_known = parse_constant(f, "the condition of static_assert", nullptr, &value);
    const struct token *text = nullptr;
    if (parse_accept(f, TOKEN_COMMA)) {
        text = f->token;
        if (text->kind == TOKEN_STRING)
            literal_strings(f);
        else
            parse_error(f, text->at, "expected a string literal in static_assert");
    }
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end static_assert");
    if (is_known && value == 0 && text != nullptr && text->kind == TOKEN_STRING)
        diag_error(f->diag, at, "static assertion failed: %.*s", (int)text->length,
                   f->source->text + text->at);
    else if (is_known && value == 0)
        diag_error(f->diag, at, "static assertion failed");
    parse_expect_semicolon(f, "after static_assert");
}

static void refuse_assembly(struct front *f) {
    diag_error(f->diag, f->token->at, "inline assembly is not part of Safe C");
    diag_note(f->diag, LOCATION_NONE,
              "write the function in C, or link hand-written assembly that the verifier accepts");
    parse_skip_statement(f);
}

static void parse_function_definition(struct front *f, struct specifiers *specifiers,
                                      struct declarator *declarator) {
    if (f->function != nullptr) {
        diag_error(f->diag, declarator->at, "a function cannot be defined inside another function");
        parse_skip_group(f);
        return;
    }
    if (declarator->name == nullptr || specifiers->is_typedef) {
        parse_error(f, f->token->at, "unexpected '{'");
        parse_skip_group(f);
        return;
    }
    struct function *function = sema_declare_function(f, specifiers, declarator, true);
    f->function = function;
    function->parameters = declarator->parameters;
    function->locals = nullptr;
    function->labels = nullptr;
    function->local_count = function->label_count = 0;
    f->local_capacity = f->label_capacity = 0;
    f->frame_bytes = 0;
    f->argument_area = nullptr;
    parse_function_body(f, declarator);
    f->function = nullptr;
}

static bool is_definition_start(const struct front *f, const struct declarator *declarator) {
    return declarator->type->kind == TYPE_FUNCTION && f->token->kind == TOKEN_LEFT_BRACE;
}

/* Lets uses of a name whose declaration was in error pass without more messages. */
static void declare_erroneous(struct front *f, const struct declarator *declarator) {
    if (declarator->name->symbol != nullptr)
        return;
    struct variable *variable = arena_alloc(f->arena, sizeof *variable);
    *variable = (struct variable){.name = declarator->name->text,
                                  .at = declarator->at,
                                  .type = type_basic(TYPE_ERROR),
                                  .is_global = true};
    sema_declare(f, SYMBOL_VARIABLE, declarator->name, declarator->at)->variable = variable;
}

/* The declarators behind specifiers; calls sema for each. Adds the statements made to `block`, if given. */
static void parse_declarators(struct front *f, struct specifiers *specifiers, struct stmt *block,
                              size_t *capacity) {
    const struct type *base = specifiers->type == nullptr ? type_basic(TYPE_ERROR) : specifiers->type;
    for (bool is_first = true;; is_first = false) {
        struct declarator declarator;
        const struct token *before = f->token;
        parse_declarator(f, base, &declarator);
        if (is_first && is_definition_start(f, &declarator)) {
            parse_function_definition(f, specifiers, &declarator);
            return;
        }
        bool is_broken_definition = is_first && f->token->kind == TOKEN_LEFT_BRACE && !f->is_recovering &&
                                    declarator.type->kind == TYPE_ERROR && declarator.name != nullptr;
        if (is_broken_definition) { /* reported; its body would only add noise */
            declare_erroneous(f, &declarator);
            parse_skip_group(f);
            return;
        }
        if (f->token == before && declarator.name == nullptr && !parse_is_type_start(f, f->token) &&
            specifiers->type == nullptr)
            parse_error(f, f->token->at, "expected a declaration");
        if (f->is_recovering)
            break;
        struct stmt *stmt = sema_declaration(f, specifiers, &declarator);
        if (stmt != nullptr && block != nullptr)
            *(struct stmt **)arena_push(f->arena, (void **)&block->items, &block->count, capacity,
                                        sizeof stmt) = stmt;
        if (f->is_recovering || !parse_accept(f, TOKEN_COMMA))
            break;
    }
    if (!f->is_recovering && f->function == nullptr && parse_is_type_start(f, f->token) &&
        f->token[-1].kind == TOKEN_RIGHT_PAREN) {
        parse_error(f, f->token->at, "declarations of parameters belong inside the parentheses");
        parse_skip_statement(f);
        return;
    }
    parse_expect_semicolon(f, "after the declaration");
}

static void parse_file_item(struct front *f) {
    if (parse_accept(f, TOKEN_SEMICOLON) || parse_pattern(f))
        return;
    if (f->token->kind == TOKEN_STATIC_ASSERT) {
        parse_static_assert(f);
        return;
    }
    if (f->token->kind == TOKEN_ASM) {
        refuse_assembly(f);
        return;
    }
    struct specifiers specifiers = {0};
    if (!parse_specifiers(f, &specifiers)) {
        if (f->token->kind == TOKEN_IDENTIFIER)
            parse_error(f, f->token->at, "unknown type '%s'", f->token->name->text);
        else
            parse_error(f, f->token->at, "expected a declaration, but found %s",
                        token_describe(f->token->kind));
        if (f->token->kind == TOKEN_RIGHT_BRACE)
            parse_advance(f);
        else
            parse_skip_statement(f);
        return;
    }
    if (f->is_recovering)
        parse_skip_statement(f);
    else if (!parse_accept(f, TOKEN_SEMICOLON))
        parse_declarators(f, &specifiers, nullptr, nullptr);
}

void parse_external_declaration(struct front *f) {
    unsigned errors = f->diag->errors;
    parse_file_item(f);
    if (f->diag->errors == errors)
        return;
    if (f->token->kind == TOKEN_LEFT_BRACE) { /* the body of what was wrong */
        parse_skip_group(f);
    } else if (parse_accept(f, TOKEN_RIGHT_BRACE)) { /* its end */
        parse_accept(f, TOKEN_SEMICOLON);
    }
}

struct stmt *parse_local_declaration(struct front *f) {
    struct stmt *block = parse_new_stmt(f, STMT_BLOCK, f->token->at);
    struct specifiers specifiers = {0};
    size_t capacity = 0;
    parse_specifiers(f, &specifiers);
    if (f->is_recovering)
        parse_skip_statement(f);
    else if (!parse_accept(f, TOKEN_SEMICOLON))
        parse_declarators(f, &specifiers, block, &capacity);
    block->end = block->at;
    return block->count == 1 ? block->items[0] : block;
}
