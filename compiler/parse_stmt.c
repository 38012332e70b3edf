/* Statements and function bodies. After a syntax error parsing goes on with the next statement. */
#include "front_internal.h"

#include <stdlib.h>
#include <string.h>

static struct stmt *parse_statement(struct front *f);

/* Whether a declaration begins here, perhaps with attributes. */
static bool is_declaration_start(struct front *f) {
    const struct token *start = f->token;
    struct specifiers ignored = {0};
    if (start->kind == TOKEN_EXTENSION)
        return parse_is_type_start(f, parse_peek(f, 1));
    if (start->kind == TOKEN_IDENTIFIER && parse_peek(f, 1)->kind == TOKEN_COLON)
        return false;
    if (!parse_is_attribute(f))
        return parse_is_type_start(f, start);
    parse_attributes(f, &ignored);
    bool is_declaration = parse_is_type_start(f, f->token);
    if (!f->is_stopped && !f->is_recovering)
        f->token = start;
    return is_declaration;
}

struct stmt *parse_new_stmt(struct front *f, enum stmt_kind kind, location at) {
    struct stmt *stmt = arena_alloc(f->arena, sizeof *stmt);
    stmt->kind = kind;
    stmt->at = at;
    return stmt;
}

static struct stmt *new_error_stmt(struct front *f) {
    return parse_new_stmt(f, STMT_EMPTY, f->token->at);
}

/* '(' condition ')' as a bool. */
static struct expr *parse_condition(struct front *f, const char *after) {
    parse_expect(f, TOKEN_LEFT_PAREN, after);
    struct expr *e = sema_condition(f, parse_expression(f));
    parse_expect(f, TOKEN_RIGHT_PAREN, "after the condition");
    return e;
}

/* The body of a statement, in a scope of its own. */
static struct stmt *parse_body(struct front *f) {
    if (f->is_recovering) {
        parse_skip_statement(f);
        return new_error_stmt(f);
    }
    struct scope scope;
    sema_push_scope(f, &scope);
    struct stmt *stmt = nullptr;
    if (is_declaration_start(f)) {
        diag_error(f->diag, f->token->at, "a declaration needs a block '{ ... }' here");
        stmt = parse_local_declaration(f);
    } else {
        stmt = parse_statement(f);
    }
    sema_pop_scope(f);
    return stmt;
}

static struct stmt *parse_if(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_IF, f->token->at);
    parse_advance(f);
    stmt->condition = parse_condition(f, "after 'if'");
    stmt->body = parse_body(f);
    if (!parse_accept(f, TOKEN_ELSE))
        return stmt;
    if (f->token->kind != TOKEN_IF) {
        stmt->otherwise = parse_body(f);
        return stmt;
    }
    /* A chain of `else if` is flat to its reader: it has a limit of its own. */
    f->else_depth++;
    if (f->else_depth > ELSE_CHAIN_MAX)
        parse_error(f, f->token->at, "more than %d 'else if' in a row", ELSE_CHAIN_MAX);
    if (f->is_recovering) {
        parse_skip_statement(f);
        stmt->otherwise = new_error_stmt(f);
    } else {
        stmt->otherwise = parse_if(f);
    }
    f->else_depth--;
    return stmt;
}

/* Parses the body of a loop or switch with `stmt` as what break (and continue) means. */
static void parse_target_body(struct front *f, struct stmt *stmt) {
    struct stmt *loop = f->loop, *breakable = f->breakable;
    if (stmt->kind != STMT_SWITCH)
        f->loop = stmt;
    f->breakable = stmt;
    stmt->body = parse_body(f);
    f->loop = loop;
    f->breakable = breakable;
}

static struct stmt *parse_while(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_WHILE, f->token->at);
    parse_advance(f);
    stmt->condition = parse_condition(f, "after 'while'");
    parse_target_body(f, stmt);
    return stmt;
}

static struct stmt *parse_do(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_DO, f->token->at);
    parse_advance(f);
    parse_target_body(f, stmt);
    if (parse_expect(f, TOKEN_WHILE, "after the body of 'do'"))
        stmt->condition = parse_condition(f, "after 'while'");
    parse_expect_semicolon(f, "after 'do ... while (...)'");
    return stmt;
}

static struct stmt *parse_expression_statement(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_EXPRESSION, f->token->at);
    struct expr *e = parse_expression(f);
    if (!sema_is_error(e) && e->type->kind != TYPE_VOID)
        e = sema_rvalue(f, e);
    stmt->expr = e;
    parse_expect_semicolon(f, "after the expression");
    return stmt;
}

static void parse_for_header(struct front *f, struct stmt *stmt) {
    parse_expect(f, TOKEN_LEFT_PAREN, "after 'for'");
    if (parse_is_type_start(f, f->token))
        stmt->first = parse_local_declaration(f);
    else if (!parse_accept(f, TOKEN_SEMICOLON))
        stmt->first = parse_expression_statement(f);
    if (f->token->kind != TOKEN_SEMICOLON)
        stmt->condition = sema_condition(f, parse_expression(f));
    parse_expect(f, TOKEN_SEMICOLON, "after the condition of 'for'");
    if (f->token->kind != TOKEN_RIGHT_PAREN) {
        struct expr *step = parse_expression(f);
        stmt->step = sema_is_error(step) || step->type->kind == TYPE_VOID ? step : sema_rvalue(f, step);
    }
    parse_expect(f, TOKEN_RIGHT_PAREN, "after the header of 'for'");
}

static struct stmt *parse_for(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_FOR, f->token->at);
    struct scope scope;
    parse_advance(f);
    sema_push_scope(f, &scope);
    parse_for_header(f, stmt);
    parse_target_body(f, stmt);
    sema_pop_scope(f);
    return stmt;
}

/* ---- switch */

static int compare_cases(const void *left, const void *right) {
    const struct switch_case *const *a = left, *const *b = right;
    if ((*a)->value != (*b)->value)
        return (*a)->value < (*b)->value ? -1 : 1;
    return (*a)->stmt->at<(*b)->stmt->at ? -1 : (*a)->stmt->at>(*b)->stmt->at;
}

static void check_duplicates(struct front *f, const struct stmt *stmt) {
    const struct switch_case **sorted = arena_alloc(f->arena, (stmt->case_count + 1) * sizeof *sorted);
    for (size_t i = 0; i < stmt->case_count; i++)
        sorted[i] = &stmt->cases[i];
    if (stmt->case_count != 0)
        qsort(sorted, stmt->case_count, sizeof *sorted, compare_cases);
    for (size_t i = 1; i < stmt->case_count; i++) {
        if (sorted[i]->value != sorted[i - 1]->value)
            continue;
        diag_error(f->diag, sorted[i]->stmt->at, "duplicate case value %lld", (long long)sorted[i]->value);
        diag_note(f->diag, sorted[i - 1]->stmt->at, "the first one is here");
    }
}

static struct stmt *parse_switch(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_SWITCH, f->token->at);
    parse_advance(f);
    parse_expect(f, TOKEN_LEFT_PAREN, "after 'switch'");
    struct expr *e = sema_rvalue(f, parse_expression(f));
    parse_expect(f, TOKEN_RIGHT_PAREN, "after the value of 'switch'");
    if (!sema_is_error(e) && !type_is_integer(e->type)) {
        diag_error(f->diag, e->at, "'switch' needs an integer, not '%s'", sema_type_text(f, e->type));
        e = sema_error(f, e->at);
    }
    if (!sema_is_error(e))
        e = sema_convert(f, e, type_promote(e->type));
    stmt->expr = e;
    struct switch_context context = {
        .outer = f->switches, .stmt = stmt, .type = sema_is_error(e) ? type_basic(TYPE_INT) : e->type};
    f->switches = &context;
    parse_target_body(f, stmt);
    f->switches = context.outer;
    check_duplicates(f, stmt);
    return stmt;
}

/* What follows `case 1:`, `default:` or a label: a statement, or nothing before '}' (C23). */
static struct stmt *parse_labelled(struct front *f) {
    if (f->token->kind == TOKEN_RIGHT_BRACE)
        return new_error_stmt(f);
    if (is_declaration_start(f))
        return parse_local_declaration(f);
    return parse_statement(f);
}

static struct stmt *parse_case(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_CASE, f->token->at);
    struct switch_context *context = f->switches;
    bool is_default = f->token->kind == TOKEN_DEFAULT;
    uint64_t value = 0;
    parse_advance(f);
    if (context == nullptr)
        diag_error(f->diag, stmt->at, "'%s' outside of a switch", is_default ? "default" : "case");
    bool is_known = is_default || parse_constant(f, "the value of a case", nullptr, &value);
    if (f->token->kind == TOKEN_ELLIPSIS) {
        parse_error(f, f->token->at, "case ranges are not supported");
        diag_note(f->diag, LOCATION_NONE, "write one case for each value, or an 'if'");
    }
    parse_expect(f, TOKEN_COLON, "after the case");
    if (context != nullptr && is_default) {
        if (context->stmt->default_case != nullptr) {
            diag_error(f->diag, stmt->at, "a second 'default' in one switch");
            diag_note(f->diag, context->stmt->default_case->at, "the first one is here");
        }
        context->stmt->default_case = stmt;
    } else if (context != nullptr && is_known) {
        struct stmt *target = context->stmt;
        struct switch_case *entry = arena_push(f->arena, (void **)&target->cases, &target->case_count,
                                               &context->case_capacity, sizeof *entry);
        *entry = (struct switch_case){.value = type_wrap(context->type, value), .stmt = stmt};
    }
    if (f->is_recovering)
        parse_skip_statement(f);
    stmt->body = f->is_stopped ? new_error_stmt(f) : parse_labelled(f);
    return stmt;
}

/* ---- jumps and labels */

static struct stmt *parse_label(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_LABEL, f->token->at);
    stmt->label = sema_label(f, f->token->name, f->token->at);
    if (stmt->label->is_defined) {
        diag_error(f->diag, stmt->at, "redefinition of the label '%s'", stmt->label->name);
        diag_note(f->diag, stmt->label->at, "it was first defined here");
    }
    stmt->label->is_defined = true;
    stmt->label->at = stmt->at;
    parse_advance(f);
    parse_advance(f);
    struct specifiers ignored = {0};
    parse_attributes(f, &ignored);
    stmt->body = parse_labelled(f);
    return stmt;
}

static struct stmt *parse_goto(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_GOTO, f->token->at);
    parse_advance(f);
    if (f->token->kind == TOKEN_IDENTIFIER) {
        stmt->label = sema_label(f, f->token->name, f->token->at);
        parse_advance(f);
    } else {
        parse_error(f, f->token->at, "expected the name of a label after 'goto'");
    }
    parse_expect_semicolon(f, "after 'goto'");
    return stmt;
}

static struct stmt *parse_break(struct front *f) {
    bool is_break = f->token->kind == TOKEN_BREAK;
    struct stmt *stmt = parse_new_stmt(f, is_break ? STMT_BREAK : STMT_CONTINUE, f->token->at);
    parse_advance(f);
    stmt->target = is_break ? f->breakable : f->loop;
    if (stmt->target == nullptr)
        diag_error(f->diag, stmt->at,
                   is_break ? "'break' outside of a loop or switch" : "'continue' outside of a loop");
    else if (is_break)
        stmt->target->has_break = true;
    parse_expect_semicolon(f, is_break ? "after 'break'" : "after 'continue'");
    return stmt;
}

static struct stmt *parse_return(struct front *f) {
    struct stmt *stmt = parse_new_stmt(f, STMT_RETURN, f->token->at);
    const struct type *result = f->function->type->result;
    parse_advance(f);
    if (f->token->kind != TOKEN_SEMICOLON) {
        struct expr *e = parse_expression(f);
        if (result->kind != TYPE_VOID) {
            stmt->expr = sema_assignable(f, e, result, "returning");
            sema_check_kept(f, stmt->expr, "return");
            sema_check_result(f, stmt->expr);
        } else if (!sema_is_error(e) && !f->is_recovering) {
            diag_error(f->diag, stmt->at, "'%s' returns void, but here is a value", f->function->name);
            diag_note(f->diag, LOCATION_NONE, "write 'return;', or change the function's type");
        }
    } else if (result->kind != TYPE_VOID) {
        diag_error(f->diag, stmt->at, "'%s' must return a value of type '%s'", f->function->name,
                   sema_type_text(f, result));
    }
    if (f->function->is_noreturn)
        diag_warning(f->diag, stmt->at, "invalid-noreturn", "'%s' is declared [[noreturn]] but returns",
                     f->function->name);
    parse_expect_semicolon(f, "after 'return'");
    return stmt;
}

/* ---- blocks */

static void parse_block_items(struct front *f, struct stmt *block, size_t capacity) {
    while (f->token->kind != TOKEN_RIGHT_BRACE && f->token->kind != TOKEN_END) {
        const struct token *before = f->token;
        f->is_recovering = false;
        struct stmt *stmt = nullptr;
        if (f->token->kind == TOKEN_STATIC_ASSERT)
            parse_static_assert(f);
        else if (is_declaration_start(f))
            stmt = parse_local_declaration(f);
        else
            stmt = parse_statement(f);
        if (stmt != nullptr)
            *(struct stmt **)arena_push(f->arena, (void **)&block->items, &block->count, &capacity,
                                        sizeof stmt) = stmt;
        if (f->token == before)
            parse_advance(f);
    }
    block->end = f->token->at;
    f->is_recovering = false;
    parse_expect(f, TOKEN_RIGHT_BRACE, "to end the block");
    f->is_recovering = false;
}

static struct stmt *parse_block(struct front *f) {
    struct stmt *block = parse_new_stmt(f, STMT_BLOCK, f->token->at);
    struct scope scope;
    parse_advance(f);
    sema_push_scope(f, &scope);
    parse_block_items(f, block, 0);
    sema_pop_scope(f);
    return block;
}

static struct stmt *refuse_assembly(struct front *f) {
    diag_error(f->diag, f->token->at, "inline assembly is not part of Safe C");
    diag_note(f->diag, LOCATION_NONE,
              "write it in C, or link hand-written assembly that the verifier accepts");
    parse_skip_statement(f);
    return new_error_stmt(f);
}

static struct stmt *parse_statement_kind(struct front *f) {
    struct specifiers ignored = {0};
    parse_attributes(f, &ignored);
    switch (f->token->kind) {
    case TOKEN_LEFT_BRACE:
        return parse_block(f);
    case TOKEN_IF:
        return parse_if(f);
    case TOKEN_WHILE:
        return parse_while(f);
    case TOKEN_DO:
        return parse_do(f);
    case TOKEN_FOR:
        return parse_for(f);
    case TOKEN_SWITCH:
        return parse_switch(f);
    case TOKEN_CASE:
    case TOKEN_DEFAULT:
        return parse_case(f);
    case TOKEN_GOTO:
        return parse_goto(f);
    case TOKEN_BREAK:
    case TOKEN_CONTINUE:
        return parse_break(f);
    case TOKEN_RETURN:
        return parse_return(f);
    case TOKEN_ASM:
        return refuse_assembly(f);
    case TOKEN_SEMICOLON: {
        struct stmt *stmt = parse_new_stmt(f, STMT_EMPTY, f->token->at);
        parse_advance(f);
        return stmt;
    }
    case TOKEN_ELSE:
        parse_error(f, f->token->at, "'else' without 'if'");
        parse_advance(f);
        f->is_recovering = false;
        return new_error_stmt(f);
    case TOKEN_IDENTIFIER:
        if (parse_peek(f, 1)->kind == TOKEN_COLON)
            return parse_label(f);
        return parse_expression_statement(f);
    default:
        return parse_expression_statement(f);
    }
}

static struct stmt *parse_statement(struct front *f) {
    struct stmt *stmt = parse_enter(f) ? parse_statement_kind(f) : new_error_stmt(f);
    parse_leave(f);
    return stmt;
}

/* ---- functions */

static void finish_function(struct front *f, struct function *function, bool is_fine) {
    for (size_t i = 0; i < function->label_count; i++) {
        if (!function->labels[i]->is_defined)
            diag_error(f->diag, function->labels[i]->at, "use of the undefined label '%s'",
                       function->labels[i]->name);
    }
    if (is_fine && !f->is_stopped)
        sema_check_null(f, function);
    bool needs_value = function->type->result->kind != TYPE_VOID && strcmp(function->name, "main") != 0;
    if (needs_value && !f->is_stopped && sema_completes(function->body, true)) {
        diag_warning(f->diag, function->end, "return-type",
                     "'%s' may end without returning a value of type '%s'", function->name,
                     sema_type_text(f, function->type->result));
    }
}

/* Whether a variable in memory must stand for it, if its address is taken. */
static bool is_copied_parameter(const struct type *type) {
    return type->kind == TYPE_POINTER && type->element->kind != TYPE_VOID &&
           (type->pointer == POINTER_LOCAL ||
            (type->pointer == POINTER_SINGLE && type->element->kind == TYPE_CHAR));
}

/* A parameter with bounds of which the address is taken: the name means a copy of it, a variable in memory. */
static void copy_parameter(struct front *f, struct name *name, struct variable *parameter, struct stmt *body,
                           size_t *capacity) {
    struct variable *copy =
        sema_add_local(f, name->text, parameter->at, parse_pointed_to_type(f, name, parameter->type));
    struct expr *source = sema_new(f, EXPR_VARIABLE, parameter->at, parameter->type);
    source->variable = parameter;
    struct initialiser *init = arena_alloc(f->arena, sizeof *init);
    init->items = arena_alloc(f->arena, sizeof *init->items);
    *init->items = (struct initialiser_item){.type = copy->type,
                                             .value = sema_assignable(f, source, copy->type, "initializing")};
    init->count = 1;
    struct stmt *stmt = parse_new_stmt(f, STMT_DECLARATION, parameter->at);
    stmt->variable = copy;
    stmt->init = init;
    copy->is_used = true;
    sema_declare(f, SYMBOL_VARIABLE, name, parameter->at)->variable = copy;
    *(struct stmt **)arena_push(f->arena, (void **)&body->items, &body->count, capacity, sizeof stmt) = stmt;
}

void parse_function_body(struct front *f, const struct declarator *declarator) {
    struct function *function = f->function;
    unsigned errors = f->diag->errors;
    struct scope scope;
    size_t capacity = 0;
    sema_push_scope(f, &scope);
    parse_note_addresses(f);
    function->body = parse_new_stmt(f, STMT_BLOCK, f->token->at);
    for (unsigned i = 0; i < declarator->parameter_count; i++) {
        struct variable *parameter = declarator->parameters[i];
        if (parameter->type->kind == TYPE_RECORD)
            sema_count_frame(f, parameter->at, parameter->type->size);
        if (parameter->name[0] == '\0')
            continue;
        struct name *name =
            names_intern(&f->tokens.names, f->arena, parameter->name, strlen(parameter->name));
        if (parse_has_address(f, name) && is_copied_parameter(parameter->type))
            copy_parameter(f, name, parameter, function->body, &capacity);
        else
            sema_declare(f, SYMBOL_VARIABLE, name, parameter->at)->variable = parameter;
    }
    parse_advance(f);
    parse_block_items(f, function->body,
                      capacity); /* in the parameters' scope: a local may not redeclare one */
    function->end = function->body->end;
    sema_pop_scope(f);
    finish_function(f, function, f->diag->errors == errors);
}
