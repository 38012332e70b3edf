/* Structures and unions as operands: their members, and the places that values of such types need. */
#include "front_internal.h"

const struct expr *sema_whole(const struct expr *e) {
    while (e->kind == EXPR_MEMBER)
        e = e->a;
    return e;
}

/* The record that '.' or '->' selects from, as an lvalue. */
static struct expr *record_operand(struct front *f, location at, struct expr *e, bool is_arrow) {
    if (is_arrow) {
        e = sema_rvalue(f, e);
        if (sema_is_error(e))
            return e;
        if (e->type->kind == TYPE_RECORD) {
            diag_error(f->diag, at, "'%s' is no pointer: write '.' instead of '->'",
                       sema_type_text(f, e->type));
            return sema_error(f, at);
        }
        if (e->type->kind != TYPE_POINTER || e->type->element->kind != TYPE_RECORD) {
            diag_error(f->diag, at, "'->' needs a pointer to a structure or union, not '%s'",
                       sema_type_text(f, e->type));
            return sema_error(f, at);
        }
        return sema_unary(f, TOKEN_STAR, at, e);
    }
    if (sema_is_error(e))
        return e;
    if (e->type->kind == TYPE_POINTER && e->type->element->kind == TYPE_RECORD) {
        diag_error(f->diag, at, "'%s' is a pointer: write '->' instead of '.'", sema_type_text(f, e->type));
        return sema_error(f, at);
    }
    if (e->type->kind != TYPE_RECORD) {
        diag_error(f->diag, at, "'.' needs a structure or union, not '%s'", sema_type_text(f, e->type));
        return sema_error(f, at);
    }
    if (sema_is_lvalue(e))
        return e;
    struct expr *temporary = sema_new(f, EXPR_TEMPORARY, e->at, e->type);
    temporary->a = e;
    return temporary;
}

struct expr *sema_member(struct front *f, location at, struct expr *e, struct name *name, bool is_arrow) {
    e = record_operand(f, at, e, is_arrow);
    if (sema_is_error(e))
        return sema_error(f, at);
    uint64_t offset = 0;
    const struct member *member = type_find_member(e->type, name->text, &offset, nullptr);
    if (member == nullptr) {
        if (!e->type->record->is_broken)
            diag_error(f->diag, at, "'%s' has no member '%s'", sema_type_text(f, e->type), name->text);
        return sema_error(f, at);
    }
    const struct type *type = member->type;
    unsigned inherited = e->type->qualifiers & (QUALIFIER_CONST | QUALIFIER_VOLATILE);
    struct expr *result =
        sema_new(f, EXPR_MEMBER, at, type_qualify(f->arena, type, type->qualifiers | inherited));
    result->a = e->kind == EXPR_MEMBER ? e->a : e;
    result->member = member;
    result->offset = offset + (e->kind == EXPR_MEMBER ? e->offset : 0);
    return result;
}

struct expr *sema_with_temporary(struct front *f, struct expr *e) {
    if (e->type->kind != TYPE_RECORD || f->function == nullptr || f->unevaluated != 0)
        return e;
    e->temporary = sema_add_local(f, "", e->at, e->type);
    e->temporary->is_used = true;
    sema_count_frame(f, e->at, e->type->size);
    return e;
}

struct expr *sema_argument_copy(struct front *f, struct expr *e) {
    if (e->type->kind != TYPE_RECORD || e->kind == EXPR_CALL || e->kind == EXPR_CONDITIONAL)
        return e;
    struct expr *copy = sema_new(f, EXPR_COPY, e->at, e->type);
    copy->a = e;
    return sema_with_temporary(f, copy);
}
