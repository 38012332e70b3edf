/* Whether control can reach the end of a statement, for the warning about a missing return.
 *
 * It errs on the side of "no" only where a constant condition or a [[noreturn]] call says so. */
#include "front_internal.h"

static bool is_constant(const struct expr *e, bool value) {
    return e != nullptr && e->kind == EXPR_INTEGER && (e->integer != 0) == value;
}

bool sema_completes(const struct stmt *stmt, bool is_reached) {
    switch (stmt->kind) {
    case STMT_EMPTY:
    case STMT_DECLARATION:
        return is_reached;
    case STMT_EXPRESSION: {
        const struct expr *e = stmt->expr;
        while (e->kind == EXPR_CAST)
            e = e->a;
        return is_reached && !(e->kind == EXPR_CALL && e->function != nullptr && e->function->is_noreturn);
    }
    case STMT_BLOCK:
        for (size_t i = 0; i < stmt->count; i++)
            is_reached = sema_completes(stmt->items[i], is_reached);
        return is_reached;
    case STMT_IF: {
        bool body = sema_completes(stmt->body, is_reached && !is_constant(stmt->condition, false));
        bool skips = is_reached && !is_constant(stmt->condition, true);
        if (stmt->otherwise != nullptr)
            skips = sema_completes(stmt->otherwise, skips);
        return body || skips;
    }
    case STMT_WHILE:
    case STMT_FOR:
        sema_completes(stmt->body, is_reached);
        return stmt->has_break || (stmt->condition != nullptr && !is_constant(stmt->condition, true));
    case STMT_DO:
        return stmt->has_break ||
               (sema_completes(stmt->body, is_reached) && !is_constant(stmt->condition, true));
    case STMT_SWITCH:
        return sema_completes(stmt->body, false) || stmt->has_break || stmt->default_case == nullptr;
    case STMT_CASE:
    case STMT_LABEL:
        return sema_completes(stmt->body, true);
    case STMT_GOTO:
    case STMT_BREAK:
    case STMT_CONTINUE:
    case STMT_RETURN:
        return false;
    }
    return is_reached;
}
