/* What can be said of a pointer expression without running the program.
 *
 * An automatic pointer variable has the facts that all expressions assigned to it have, whatever the order:
 * first all are assumed, then what an assignment contradicts is dropped until nothing changes. A variable that
 * only ever points to single objects (as in `p = p->next`) needs neither index nor length at run time; one that
 * only ever refers to starts of arrays can be stored without a search for the start.
 *
 * A variable that points to pointers, as in `place = &node->children[i]`, and is only ever followed, is made to
 * point to single ones: it may point into different objects in turn, for which the verifier has no common array. */
#include "lower_internal.h"

#include <assert.h>
#include <string.h>

enum {
    ALL_FACTS = FACT_START | FACT_FIRST | FACT_ONE | FACT_NOT_NULL | FACT_NAMED | FACT_OWN | FACT_WHOLE |
                FACT_ADDED | FACT_STORED
};

static unsigned variable_facts(const struct variable *variable) {
    const struct storage *storage = variable->lowered;
    return storage == NULL || variable->address_taken ? 0 : storage->facts;
}

/* A pointer in memory, as its load makes a LOCAL of it. */
static unsigned load_facts(const struct expr *expr) {
    const struct expr *lvalue = expr->a;
    const struct type *type = lvalue->type;
    if (lvalue->kind == EXPR_VARIABLE &&
        (type->pointer == POINTER_LOCAL || type->pointer == POINTER_SINGLE) && !lvalue->variable->is_global &&
        !lvalue->variable->is_static)
        return variable_facts(lvalue->variable);
    switch (type->pointer) {
    case POINTER_STRING: /* as service extent gives it */
        return FACT_FIRST | FACT_NOT_NULL | FACT_OWN | FACT_WHOLE;
    case POINTER_COUNTED:
    case POINTER_SIZED:
    case POINTER_FIXED:
        return FACT_START | FACT_STORED | FACT_FIRST | FACT_NOT_NULL | FACT_OWN | FACT_WHOLE;
    case POINTER_WIDE:
        return FACT_START | FACT_STORED | FACT_NOT_NULL | FACT_OWN | FACT_WHOLE;
    case POINTER_LOCAL:
    case POINTER_SINGLE:
    case POINTER_ANY:
    case POINTER_FUNCTION:
        return FACT_OWN | FACT_WHOLE;
    }
    return 0;
}

static unsigned call_facts(const struct expr *expr) {
    const struct type *function = expr->function != NULL ? expr->function->type : expr->callee->type->element;
    switch (lower_result_form(function->result)) {
    case RESULT_WORD:
        return FACT_OWN | FACT_WHOLE;
    case RESULT_COUNTED:
        return FACT_FIRST | FACT_NOT_NULL | FACT_OWN | FACT_WHOLE;
    case RESULT_INDEXED:
        return FACT_START | FACT_NOT_NULL | FACT_OWN | FACT_WHOLE;
    }
    return 0;
}

static bool is_one(const struct expr *count) {
    return count->kind == EXPR_INTEGER && count->integer == 1;
}

/* Whether lower_place says nothing of rows for the lvalue. */
static bool has_own_rows(const struct expr *lvalue) {
    while (lvalue->kind == EXPR_MEMBER)
        lvalue = lvalue->a;
    if (lvalue->kind != EXPR_DEREF)
        return true;
    unsigned facts = lower_pointer_facts(lvalue->a);
    return !lower_is_local_pointer(lvalue->a->type) || !type_has_arrays(lvalue->type) ||
           ((facts & FACT_ONE) != 0 && (facts & FACT_OWN) != 0);
}

/* Of the whole of an object, or of a part. */
static unsigned address_facts(const struct expr *expr) {
    enum expr_kind kind = expr->a->kind;
    bool is_whole = kind == EXPR_VARIABLE || kind == EXPR_STRING || kind == EXPR_COMPOUND;
    unsigned facts = FACT_FIRST | FACT_NOT_NULL | FACT_NAMED;
    if (has_own_rows(expr->a))
        facts |= FACT_OWN;
    if (is_whole)
        facts |= FACT_WHOLE;
    bool is_static =
        kind == EXPR_STRING || (is_whole && (expr->a->variable->is_global || expr->a->variable->is_static));
    if (is_static)
        facts |= FACT_STORED;
    return facts | (is_whole ? FACT_START : 0) | (expr->kind == EXPR_ADDRESS ? FACT_ONE : 0);
}

static bool is_same_view(const struct expr *cast) {
    return type_equal(cast->type->element, cast->a->type->element);
}

static unsigned cast_facts(const struct expr *expr) {
    unsigned facts = expr->a->type->kind == TYPE_POINTER ? lower_pointer_facts(expr->a) : 0;
    switch (expr->cast) {
    case CAST_POINTER:
        if (is_same_view(expr))
            return facts;
        return facts & (FACT_NOT_NULL | FACT_NAMED | FACT_OWN | FACT_ADDED);
    case CAST_SINGLE_LOCAL:
        return (facts & (FACT_START | FACT_NAMED | FACT_STORED)) | FACT_FIRST | FACT_ONE | FACT_OWN |
               FACT_WHOLE;
    case CAST_LOCAL_SINGLE: {
        bool is_start = (facts & FACT_START) != 0 && (facts & FACT_FIRST) != 0;
        return (facts & (FACT_NAMED | FACT_STORED)) | (is_start ? FACT_START : 0);
    }
    case CAST_SINGLE_STRING:
        return FACT_FIRST | FACT_NOT_NULL | FACT_OWN | FACT_WHOLE;
    case CAST_ANY_LOCAL:
        return FACT_START | FACT_STORED | FACT_FIRST | FACT_NOT_NULL | FACT_OWN | FACT_WHOLE;
    case CAST_ANY_SINGLE:
        return FACT_START | FACT_STORED | FACT_OWN | FACT_WHOLE;
    default:
        return 0;
    }
}

unsigned lower_pointer_facts(const struct expr *expr) {
    if (expr->type->kind != TYPE_POINTER)
        return 0;
    switch (expr->kind) {
    case EXPR_NULL:
        return FACT_START | FACT_STORED | FACT_FIRST | FACT_ONE | FACT_OWN | FACT_WHOLE;
    case EXPR_DECAY:
    case EXPR_ADDRESS:
        return address_facts(expr);
    case EXPR_ALLOCATE:
        return FACT_START | FACT_STORED | FACT_FIRST | FACT_OWN | FACT_WHOLE |
               (expr->may_fail ? 0 : FACT_NAMED) | (is_one(expr->a) ? FACT_ONE : FACT_NOT_NULL);
    case EXPR_REALLOCATE:
        return FACT_START | FACT_STORED | FACT_FIRST | FACT_OWN | FACT_WHOLE |
               (is_one(expr->b) ? FACT_ONE : FACT_NOT_NULL);
    case EXPR_LOAD:
        return load_facts(expr);
    case EXPR_CAST:
        return cast_facts(expr);
    case EXPR_POINTER_ADD:
        return (lower_pointer_facts(expr->a) &
                (FACT_START | FACT_STORED | FACT_NOT_NULL | FACT_NAMED | FACT_OWN | FACT_WHOLE)) |
               FACT_ADDED;
    case EXPR_CONDITIONAL:
        return (lower_pointer_facts(expr->b) & lower_pointer_facts(expr->c)) | FACT_OWN;
    case EXPR_COMMA:
    case EXPR_ASSIGN:
        return lower_pointer_facts(expr->b);
    case EXPR_CALL:
        return call_facts(expr);
    default:
        return 0;
    }
}

/* What holds of a variable that is only followed whatever is assigned to it. */
enum { FOLLOWED_FACTS = FACT_FOLLOWED | FACT_ONE | FACT_FIRST | FACT_OWN | FACT_WHOLE };

struct collection {
    bool has_changed;
    bool are_uses; /* how variables are used is looked at, not what is assigned to them */
};

static void restrict_variable(struct collection *collection, const struct variable *variable,
                              unsigned facts) {
    struct storage *storage = variable->lowered;
    if (storage == NULL || variable->type->kind != TYPE_POINTER)
        return;
    if ((storage->facts & FACT_FOLLOWED) != 0)
        facts |= FOLLOWED_FACTS;
    if ((storage->facts & ~facts) == 0)
        return;
    storage->facts &= facts;
    collection->has_changed = true;
}

static void visit_expr(struct collection *collection, const struct expr *expr);

static void visit_initialiser(struct collection *collection, const struct initialiser *init) {
    for (size_t i = 0; init != NULL && i < init->count; i++)
        visit_expr(collection, init->items[i].value);
}

/* Any use of a variable's value but to follow it. */
static void note_use(const struct expr *expr) {
    if (expr->kind != EXPR_LOAD && expr->kind != EXPR_COMPOUND_ASSIGN)
        return;
    if (expr->a->kind != EXPR_VARIABLE || expr->a->variable->is_global || expr->a->variable->is_static)
        return;
    struct storage *storage = expr->a->variable->lowered;
    if (storage != NULL)
        storage->facts &= ~(unsigned)FACT_FOLLOWED;
}

static bool is_followed(const struct expr *expr) {
    bool is_follower =
        expr->kind == EXPR_DEREF || (expr->kind == EXPR_CAST && expr->cast == CAST_LOCAL_SINGLE);
    return is_follower && expr->a->kind == EXPR_LOAD && expr->a->a->kind == EXPR_VARIABLE;
}

/* An assignment changes what is known of an automatic pointer. */
static void note_assignment(struct collection *collection, const struct expr *expr) {
    if (expr->a->kind != EXPR_VARIABLE || expr->a->variable->is_global || expr->a->variable->is_static)
        return;
    unsigned facts = expr->kind == EXPR_ASSIGN ? lower_pointer_facts(expr->b)
                                               : (unsigned)ALL_FACTS & ~(unsigned)(FACT_FIRST | FACT_ONE);
    restrict_variable(collection, expr->a->variable, facts);
}

static void visit_expr(struct collection *collection, const struct expr *expr) {
    if (expr == NULL || (collection->are_uses && is_followed(expr)))
        return;
    if (collection->are_uses)
        note_use(expr);
    switch (expr->kind) {
    case EXPR_CALL:
        if (expr->function == NULL)
            visit_expr(collection, expr->callee);
        for (unsigned i = 0; i < expr->argument_count; i++)
            visit_expr(collection, expr->arguments[i]);
        return;
    case EXPR_COMPOUND:
        visit_initialiser(collection, expr->init);
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
    case EXPR_ASSIGN:
    case EXPR_COMPOUND_ASSIGN:
        if (!collection->are_uses)
            note_assignment(collection, expr);
        break;
    default:
        break;
    }
    visit_expr(collection, expr->a);
    visit_expr(collection, expr->b);
    visit_expr(collection, expr->c);
}

static bool is_argument_list(const struct type *pointer) {
    const struct type *element = pointer->element;
    return element->kind == TYPE_RECORD && element->record->tag != NULL &&
           strcmp(element->record->tag, "__argument") == 0;
}

static void visit_declaration(struct collection *collection, const struct stmt *stmt) {
    visit_initialiser(collection, stmt->init);
    if (collection->are_uses || stmt->variable->type->kind != TYPE_POINTER)
        return;
    bool has_value = stmt->init != NULL && stmt->init->count != 0;
    if (!has_value && is_argument_list(stmt->variable->type))
        return; /* null until va_start, in front of all uses: what holds of the others is worth more */
    unsigned facts = FACT_START | FACT_STORED | FACT_FIRST | FACT_ONE | FACT_OWN | FACT_WHOLE; /* null */
    if (has_value)
        facts = lower_pointer_facts(stmt->init->items[0].value);
    restrict_variable(collection, stmt->variable, facts);
}

static void visit_stmt(struct collection *collection, const struct stmt *stmt) {
    if (stmt == NULL)
        return;
    switch (stmt->kind) {
    case STMT_BLOCK:
        for (size_t i = 0; i < stmt->count; i++)
            visit_stmt(collection, stmt->items[i]);
        return;
    case STMT_DECLARATION:
        visit_declaration(collection, stmt);
        return;
    case STMT_EMPTY:
    case STMT_GOTO:
    case STMT_BREAK:
    case STMT_CONTINUE:
        return;
    case STMT_EXPRESSION:
    case STMT_IF:
    case STMT_WHILE:
    case STMT_DO:
    case STMT_FOR:
    case STMT_SWITCH:
    case STMT_CASE:
    case STMT_LABEL:
    case STMT_RETURN:
        visit_expr(collection, stmt->expr);
        visit_expr(collection, stmt->condition);
        visit_expr(collection, stmt->step);
        visit_stmt(collection, stmt->first);
        visit_stmt(collection, stmt->body);
        visit_stmt(collection, stmt->otherwise);
        return;
    }
}

static unsigned parameter_facts(const struct parameter *parameter) {
    switch (parameter->passed) {
    case POINTER_COUNTED:
    case POINTER_SIZED:
    case POINTER_FIXED:
    case POINTER_STRING:
        return FACT_FIRST | FACT_NOT_NULL | FACT_OWN | FACT_WHOLE;
    case POINTER_WIDE:
        return FACT_NOT_NULL | FACT_OWN | FACT_WHOLE;
    case POINTER_LOCAL:
    case POINTER_SINGLE:
    case POINTER_ANY:
    case POINTER_FUNCTION:
        return FACT_OWN | FACT_WHOLE;
    }
    return 0;
}

static bool may_be_followed(const struct type *type) {
    return lower_is_local_pointer(type) && type->element->kind == TYPE_POINTER &&
           type->element->pointer != POINTER_WIDE;
}

void lower_collect_facts(struct function *function) {
    struct collection collection = {.are_uses = true};
    for (size_t i = 0; i < function->local_count; i++) {
        struct storage *storage = function->locals[i]->lowered;
        storage->facts = ALL_FACTS | (may_be_followed(function->locals[i]->type) ? FACT_FOLLOWED : 0);
    }
    for (unsigned i = 0; i < function->type->parameter_count; i++) {
        struct storage *storage = function->parameters[i]->lowered;
        bool is_pointer = function->type->parameters[i].type->kind == TYPE_POINTER;
        storage->facts = is_pointer ? parameter_facts(&function->type->parameters[i]) : 0;
    }
    visit_stmt(&collection, function->body);
    collection.are_uses = false;
    do {
        collection.has_changed = false;
        visit_stmt(&collection, function->body);
    } while (collection.has_changed);
}
