/* Null on every path: reports accesses through automatic pointer variables that are certainly null there.
 *
 * One walk over a finished function's tree, in the order of evaluation, with the set of variables that are null now.
 * Where paths meet only what holds on all of them stays. A loop begins without the variables that are assigned
 * to anywhere in it, a label without any; so what the set holds is true at every point inside, whatever jumps
 * where. Sets are small: a variable too many is simply not known to be null. Recursion is as deep as the tree, which
 * the parser limits. */
#include "front_internal.h"

#define KNOWN_MAX 16

struct state {
    bool is_dead; /* no path leads here */
    unsigned count;
    const struct variable *known[KNOWN_MAX];
};

struct walk {
    struct front *f;
    struct state state;
    const struct state *at_cases; /* what holds wherever the innermost switch jumps to */
};

static void walk_expr(struct walk *w, const struct expr *e);
static void walk_init(struct walk *w, const struct initialiser *init);
static void walk_stmt(struct walk *w, const struct stmt *stmt);

/* ---- the set */

static bool is_tracked(const struct variable *variable) {
    return variable->type->kind == TYPE_POINTER && !variable->is_global && !variable->is_static &&
           !variable->address_taken;
}

static bool is_known(const struct state *state, const struct variable *variable) {
    for (unsigned i = 0; i < state->count; i++) {
        if (state->known[i] == variable)
            return true;
    }
    return false;
}

static void forget(struct state *state, const struct variable *variable) {
    for (unsigned i = 0; i < state->count; i++) {
        if (state->known[i] == variable) {
            state->known[i] = state->known[--state->count];
            return;
        }
    }
}

static void learn(struct state *state, const struct variable *variable) {
    if (is_tracked(variable) && !is_known(state, variable) && state->count < KNOWN_MAX)
        state->known[state->count++] = variable;
}

static void join(struct state *state, const struct state *other) {
    if (other->is_dead)
        return;
    if (state->is_dead) {
        *state = *other;
        return;
    }
    for (unsigned i = state->count; i-- > 0;) {
        if (!is_known(other, state->known[i]))
            forget(state, state->known[i]);
    }
}

/* ---- expressions */

static const struct expr *strip(const struct expr *e) {
    while (e->kind == EXPR_POINTER_ADD ||
           (e->kind == EXPR_CAST && (e->cast == CAST_POINTER || e->cast == CAST_LOCAL_SINGLE ||
                                     e->cast == CAST_SINGLE_LOCAL || e->cast == CAST_SINGLE_STRING)))
        e = e->a;
    return e;
}

/* The variable whose value this is, or NULL. */
static const struct variable *variable_of(const struct expr *e) {
    return e->kind == EXPR_LOAD && e->a->kind == EXPR_VARIABLE ? e->a->variable : nullptr;
}

static bool is_null(const struct state *state, const struct expr *e) {
    const struct variable *variable = variable_of(strip(e));
    return strip(e)->kind == EXPR_NULL || (variable != nullptr && is_known(state, variable));
}

/* `pointer` is used where null traps. */
static void check_use(struct walk *w, location at, const struct expr *pointer, const char *use) {
    const struct variable *variable = variable_of(strip(pointer));
    if (variable == nullptr || w->state.is_dead || !is_known(&w->state, variable))
        return;
    diag_error(w->f->diag, at, "'%s' is null on every path to this %s", variable->name, use);
    diag_note(w->f->diag, variable->at, "let it point to an object before; 'if (%s != NULL)' tests it",
              variable->name);
    forget(&w->state, variable); /* one report is enough */
}

static void set_variable(struct walk *w, const struct variable *variable, const struct expr *value) {
    if (value != nullptr && !is_null(&w->state, value))
        forget(&w->state, variable);
    else
        learn(&w->state, variable);
}

static void walk_call(struct walk *w, const struct expr *e) {
    if (e->callee != nullptr)
        walk_expr(w, e->callee);
    for (unsigned i = 0; i < e->argument_count; i++)
        walk_expr(w, e->arguments[i]);
    if (e->callee != nullptr)
        check_use(w, e->at, e->callee, "call");
    if (e->function != nullptr && e->function->is_noreturn)
        w->state.is_dead = true;
}

/* The variable is null or not, as a condition found. */
static void assume(struct state *state, const struct variable *variable, bool is_null_now) {
    if (is_null_now)
        learn(state, variable);
    else if (is_known(state, variable))
        state->is_dead = true;
}

/* The variable that a comparison tests against null, or NULL. */
static const struct variable *compared_variable(const struct expr *e) {
    if (e->kind != EXPR_POINTER_COMPARE || (e->binary != BINARY_EQ && e->binary != BINARY_NE))
        return nullptr;
    const struct expr *a = strip(e->a), *b = strip(e->b);
    return b->kind == EXPR_NULL ? variable_of(a) : a->kind == EXPR_NULL ? variable_of(b) : nullptr;
}

/* Evaluates a condition: w->state becomes what holds if it is true, *otherwise what holds if it is false. */
static void walk_condition(struct walk *w, const struct expr *e, struct state *otherwise) {
    const struct variable *variable = nullptr;
    while (e->kind == EXPR_CAST && (e->cast == CAST_INTEGER_BOOL || e->cast == CAST_INTEGER))
        e = e->a;
    if (e->kind == EXPR_LOGICAL_NOT) {
        struct state inner;
        walk_condition(w, e->a, &inner);
        *otherwise = w->state;
        w->state = inner;
        return;
    }
    if (e->kind == EXPR_LOGICAL_AND || e->kind == EXPR_LOGICAL_OR) {
        struct state first, second;
        bool is_and = e->kind == EXPR_LOGICAL_AND;
        walk_condition(w, e->a, &first);
        if (!is_and) {
            struct state swap = w->state;
            w->state = first;
            first = swap;
        }
        walk_condition(w, e->b, &second);
        if (is_and) {
            join(&second, &first);
        } else {
            join(&w->state, &first);
        }
        *otherwise = second;
        return;
    }
    walk_expr(w, e);
    *otherwise = w->state;
    if (e->kind == EXPR_INTEGER) {
        w->state.is_dead |= e->integer == 0;
        otherwise->is_dead |= e->integer != 0;
    } else if (e->kind == EXPR_CAST && e->cast == CAST_POINTER_BOOL) {
        variable = variable_of(strip(e->a));
        if (variable != nullptr) {
            assume(&w->state, variable, false);
            assume(otherwise, variable, true);
        }
    } else if ((variable = compared_variable(e)) != nullptr) {
        assume(&w->state, variable, e->binary == BINARY_EQ);
        assume(otherwise, variable, e->binary == BINARY_NE);
    }
}

static void walk_branches(struct walk *w, const struct expr *e) {
    struct state otherwise;
    walk_condition(w, e->a, &otherwise);
    walk_expr(w, e->b);
    struct state end = w->state;
    w->state = otherwise;
    walk_expr(w, e->c);
    join(&w->state, &end);
}

static void walk_expr(struct walk *w, const struct expr *e) {
    struct state otherwise;
    switch (e->kind) {
    case EXPR_LOGICAL_AND:
    case EXPR_LOGICAL_OR:
        walk_condition(w, e, &otherwise);
        join(&w->state, &otherwise);
        return;
    case EXPR_CONDITIONAL:
        walk_branches(w, e);
        return;
    case EXPR_CALL:
        walk_call(w, e);
        return;
    case EXPR_COMPOUND:
        walk_init(w, e->init);
        return;
    case EXPR_DEREF:
        walk_expr(w, e->a);
        check_use(w, e->at, e->a, "access");
        return;
    case EXPR_ASSIGN:
        walk_expr(w, e->a);
        walk_expr(w, e->b);
        if (e->a->kind == EXPR_VARIABLE)
            set_variable(w, e->a->variable, e->b);
        return;
    case EXPR_COMPOUND_ASSIGN:
        walk_expr(w, e->a);
        walk_expr(w, e->b);
        if (e->a->kind == EXPR_VARIABLE)
            forget(&w->state, e->a->variable);
        return;
    case EXPR_ERROR:
    case EXPR_INTEGER:
    case EXPR_FLOAT:
    case EXPR_NULL:
    case EXPR_VARIABLE:
    case EXPR_STRING:
    case EXPR_STATIC_ADDRESS:
    case EXPR_FUNCTION:
        return;
    default: /* operands that are just evaluated */
        walk_expr(w, e->a);
        if (e->b != nullptr)
            walk_expr(w, e->b);
        if (e->c != nullptr)
            walk_expr(w, e->c);
        return;
    }
}

static void walk_init(struct walk *w, const struct initialiser *init) {
    for (size_t i = 0; init != nullptr && i < init->count; i++)
        walk_expr(w, init->items[i].value);
}

/* ---- what a loop or switch assigns to */

static void forget_in_init(struct state *state, const struct initialiser *init);

static void forget_in_expr(struct state *state, const struct expr *e) {
    switch (e->kind) {
    case EXPR_ERROR:
    case EXPR_INTEGER:
    case EXPR_FLOAT:
    case EXPR_NULL:
    case EXPR_VARIABLE:
    case EXPR_STRING:
    case EXPR_STATIC_ADDRESS:
    case EXPR_FUNCTION:
        return;
    case EXPR_COMPOUND:
        forget_in_init(state, e->init);
        return;
    case EXPR_CALL:
        if (e->callee != nullptr)
            forget_in_expr(state, e->callee);
        for (unsigned i = 0; i < e->argument_count; i++)
            forget_in_expr(state, e->arguments[i]);
        return;
    default:
        break;
    }
    bool is_assignment = e->kind == EXPR_ASSIGN || e->kind == EXPR_COMPOUND_ASSIGN;
    if (is_assignment && e->a->kind == EXPR_VARIABLE)
        forget(state, e->a->variable);
    forget_in_expr(state, e->a);
    if (e->b != nullptr)
        forget_in_expr(state, e->b);
    if (e->c != nullptr)
        forget_in_expr(state, e->c);
}

static void forget_in_init(struct state *state, const struct initialiser *init) {
    for (size_t i = 0; init != nullptr && i < init->count; i++)
        forget_in_expr(state, init->items[i].value);
}

static void forget_assigned(struct state *state, const struct stmt *stmt) {
    if (stmt == nullptr || state->count == 0)
        return;
    switch (stmt->kind) {
    case STMT_EMPTY:
    case STMT_GOTO:
    case STMT_BREAK:
    case STMT_CONTINUE:
        return;
    case STMT_BLOCK:
        for (size_t i = 0; i < stmt->count; i++)
            forget_assigned(state, stmt->items[i]);
        return;
    case STMT_DECLARATION:
        forget(state, stmt->variable);
        forget_in_init(state, stmt->init);
        return;
    default:
        break;
    }
    const struct expr *const parts[] = {stmt->expr, stmt->condition, stmt->step};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i] != nullptr)
            forget_in_expr(state, parts[i]);
    }
    forget_assigned(state, stmt->first);
    forget_assigned(state, stmt->body);
    forget_assigned(state, stmt->otherwise);
}

/* ---- statements */

static void walk_loop(struct walk *w, const struct stmt *stmt) {
    struct state otherwise = {.is_dead = true};
    if (stmt->first != nullptr)
        walk_stmt(w, stmt->first);
    forget_assigned(&w->state, stmt);
    struct state always = w->state; /* holds wherever in the loop */
    if (stmt->kind != STMT_DO && stmt->condition != nullptr)
        walk_condition(w, stmt->condition, &otherwise);
    walk_stmt(w, stmt->body);
    w->state = always;
    if (stmt->step != nullptr)
        walk_expr(w, stmt->step);
    if (stmt->kind == STMT_DO)
        walk_condition(w, stmt->condition, &otherwise);
    w->state = stmt->has_break ? always : otherwise;
}

static void walk_switch(struct walk *w, const struct stmt *stmt) {
    const struct state *outer = w->at_cases;
    walk_expr(w, stmt->expr);
    forget_assigned(&w->state, stmt->body);
    struct state always = w->state;
    w->at_cases = &always;
    w->state.is_dead = true;
    walk_stmt(w, stmt->body);
    w->at_cases = outer;
    if (stmt->has_break || stmt->default_case == nullptr)
        w->state = always;
}

static void walk_if(struct walk *w, const struct stmt *stmt) {
    struct state otherwise;
    walk_condition(w, stmt->condition, &otherwise);
    walk_stmt(w, stmt->body);
    struct state end = w->state;
    w->state = otherwise;
    if (stmt->otherwise != nullptr)
        walk_stmt(w, stmt->otherwise);
    join(&w->state, &end);
}

static void walk_declaration(struct walk *w, const struct stmt *stmt) {
    walk_init(w, stmt->init);
    if (stmt->variable->type->kind == TYPE_POINTER)
        set_variable(w, stmt->variable,
                     stmt->init == nullptr || stmt->init->count == 0 ? nullptr : stmt->init->items[0].value);
}

static void walk_stmt(struct walk *w, const struct stmt *stmt) {
    switch (stmt->kind) {
    case STMT_EMPTY:
        return;
    case STMT_BLOCK:
        for (size_t i = 0; i < stmt->count; i++)
            walk_stmt(w, stmt->items[i]);
        return;
    case STMT_EXPRESSION:
        walk_expr(w, stmt->expr);
        return;
    case STMT_DECLARATION:
        walk_declaration(w, stmt);
        return;
    case STMT_IF:
        walk_if(w, stmt);
        return;
    case STMT_WHILE:
    case STMT_DO:
    case STMT_FOR:
        walk_loop(w, stmt);
        return;
    case STMT_SWITCH:
        walk_switch(w, stmt);
        return;
    case STMT_CASE:
        if (w->at_cases != nullptr)
            join(&w->state, w->at_cases);
        walk_stmt(w, stmt->body);
        return;
    case STMT_LABEL:
        w->state = (struct state){0};
        walk_stmt(w, stmt->body);
        return;
    case STMT_RETURN:
        if (stmt->expr != nullptr)
            walk_expr(w, stmt->expr);
        w->state.is_dead = true;
        return;
    case STMT_GOTO:
    case STMT_BREAK:
    case STMT_CONTINUE:
        w->state.is_dead = true;
        return;
    }
}

void sema_check_null(struct front *f, const struct function *function) {
    struct walk w = {.f = f};
    walk_stmt(&w, function->body);
}
