/* Operators: checks operand types and builds the typed node, folding constants on the way.
 *
 * Pointer arithmetic is free (only the access is checked), but a `T *` parameter points to one T and has
 * no neighbours, so arithmetic on it is refused here with advice rather than trapping later. */
#include "front_internal.h"

static const char *op_text(enum token_kind op) {
    return token_describe(op);
}

static struct expr *new_binary(struct front *f, enum expr_kind kind, location at, const struct type *type,
                               struct expr *a, struct expr *b) {
    struct expr *e = sema_new(f, kind, at, type);
    e->a = a;
    e->b = b;
    return e;
}

static struct expr *refuse_operands(struct front *f, enum token_kind op, location at, const struct expr *a,
                                    const struct expr *b) {
    diag_error(f->diag, at, "invalid operands to %s: '%s' and '%s'", op_text(op), sema_type_text(f, a->type),
               sema_type_text(f, b->type));
    if (a->type->kind == TYPE_RECORD && type_equal(a->type, b->type))
        diag_note(f->diag, LOCATION_NONE, "operate on the members one by one");
    return sema_error(f, at);
}

/* ---- pointers */

static void note_count(struct front *f, const struct expr *e) {
    const struct expr *place = e->kind == EXPR_LOAD ? e->a : e;
    bool is_variable = place->kind == EXPR_VARIABLE;
    const char *or_text = e->type->element->kind == TYPE_CHAR ? ", or for a string '__null_terminated'" : "";
    if (is_variable && place->variable->is_parameter)
        diag_note(f->diag, place->variable->at,
                  "'%s' points to one object; for an array write '__counted_by(n)' with a parameter n, its "
                  "length%s",
                  place->variable->name, or_text);
    else if (place->kind == EXPR_MEMBER)
        diag_note(
            f->diag, LOCATION_NONE,
            "'%s' points to one object; for an array write '__counted_by(n)' with a member n, its length%s",
            place->member->name, or_text);
    else if (is_variable && !place->variable->is_global && !place->variable->is_static)
        diag_note(f->diag, place->variable->at, "drop '__single': a local pointer then carries its bounds");
    else
        diag_note(f->diag, LOCATION_NONE,
                  "declare the pointer '__indexable', or '__counted_by(n)' with its length n%s", or_text);
}

static bool check_arithmetic_pointer(struct front *f, location at, const struct expr *pointer) {
    if (pointer->type->element->kind == TYPE_VOID) {
        diag_error(f->diag, at, "arithmetic on 'void *'");
        diag_note(f->diag, LOCATION_NONE, "assign it to an 'unsigned char *' first");
        return false;
    }
    if (pointer->type->element->is_incomplete || pointer->type->element->size == 0) {
        diag_error(f->diag, at, "arithmetic on a pointer to the incomplete type '%s'",
                   sema_type_text(f, pointer->type->element));
        return false;
    }
    if (pointer->type->pointer == POINTER_SINGLE) {
        diag_error(f->diag, at, "arithmetic on a pointer to a single object");
        note_count(f, pointer);
        return false;
    }
    return true;
}

static struct expr *add_pointer(struct front *f, location at, struct expr *pointer, struct expr *index,
                                bool is_minus) {
    if (!check_arithmetic_pointer(f, at, pointer))
        return sema_error(f, at);
    const struct type *type_long = type_basic(TYPE_LONG);
    index = sema_convert(f, index, type_long);
    if (is_minus) {
        struct expr *folded = sema_fold_unary(f, UNARY_NEGATE, index);
        struct expr *negated = sema_new(f, EXPR_UNARY, at, type_long);
        negated->unary = UNARY_NEGATE;
        negated->a = index;
        index = folded != nullptr ? folded : negated;
    }
    if (index->kind == EXPR_INTEGER && index->integer == 0)
        return pointer;
    return new_binary(f, EXPR_POINTER_ADD, at, pointer->type, pointer, index);
}

static struct expr *subtract_pointers(struct front *f, location at, struct expr *a, struct expr *b) {
    if (!type_pointees_equal(a->type->element, b->type->element))
        return refuse_operands(f, TOKEN_MINUS, at, a, b);
    a = sema_local_pointer(f, a);
    b = sema_local_pointer(f, b);
    if (!check_arithmetic_pointer(f, at, a))
        return sema_error(f, at);
    if (a->type->pointer != POINTER_LOCAL || b->type->pointer != POINTER_LOCAL) /* `void *` and bytes */
        return refuse_operands(f, TOKEN_MINUS, at, a, b);
    return new_binary(f, EXPR_POINTER_DIFF, at, type_basic(TYPE_LONG), a, b);
}

static struct expr *compare_pointers(struct front *f, enum token_kind op, enum binary_op binary, location at,
                                     struct expr *a, struct expr *b) {
    if (sema_is_null_constant(b) && a->type->kind == TYPE_POINTER)
        b = sema_convert(f, b, a->type);
    else if (sema_is_null_constant(a) && b->type->kind == TYPE_POINTER)
        a = sema_convert(f, a, b->type);
    if (a->type->kind == TYPE_NULLPTR && b->type->kind == TYPE_NULLPTR && binary <= BINARY_NE)
        return sema_integer(f, at, type_basic(TYPE_INT), binary == BINARY_EQ);
    if (a->type->kind != TYPE_POINTER || b->type->kind != TYPE_POINTER)
        return refuse_operands(f, op, at, a, b);
    if (!type_pointees_equal(a->type->element, b->type->element) && a->type->element->kind != TYPE_VOID &&
        b->type->element->kind != TYPE_VOID) {
        refuse_operands(f, op, at, a, b);
        diag_note(f->diag, LOCATION_NONE, "compare pointers of one type; cast one of them");
        return sema_error(f, at);
    }
    bool is_function = a->type->pointer == POINTER_FUNCTION || b->type->pointer == POINTER_FUNCTION;
    if (is_function && (a->type->pointer != b->type->pointer || binary > BINARY_NE))
        return refuse_operands(f, op, at, a, b);
    bool has_any = a->type->pointer == POINTER_ANY || b->type->pointer == POINTER_ANY;
    if (a->type->pointer != b->type->pointer && !has_any) {
        a = sema_local_pointer(f, a);
        b = sema_local_pointer(f, b);
    }
    struct expr *e = new_binary(f, EXPR_POINTER_COMPARE, at, type_basic(TYPE_INT), a, b);
    e->binary = binary;
    return e;
}

/* The lvalue that `pointer` points to. Its bounds are looked at when it is accessed: &a[n] is fine. */
static struct expr *dereference(struct front *f, location at, struct expr *pointer) {
    const struct type *element = pointer->type->element;
    if (element->kind == TYPE_VOID || element->size == 0) {
        diag_error(f->diag, at, "cannot access an object of type '%s'", sema_type_text(f, element));
        diag_note(f->diag, LOCATION_NONE,
                  element->kind == TYPE_RECORD
                      ? "it is declared only: define its members before"
                      : "assign the pointer to an 'unsigned char *' or another object type first");
        return sema_error(f, at);
    }
    struct expr *e = sema_new(f, EXPR_DEREF, at, element);
    e->a = pointer;
    return e;
}

struct expr *sema_subscript(struct front *f, location at, struct expr *a, struct expr *b) {
    a = sema_rvalue(f, a);
    b = sema_rvalue(f, b);
    if (sema_is_error(a) || sema_is_error(b))
        return sema_error(f, at);
    if (b->type->kind == TYPE_POINTER) {
        struct expr *swap = a;
        a = b;
        b = swap;
    }
    if (a->type->kind != TYPE_POINTER || !type_is_integer(b->type)) {
        diag_error(f->diag, at, "only arrays and pointers can be indexed, by an integer: here '%s' by '%s'",
                   sema_type_text(f, a->type), sema_type_text(f, b->type));
        return sema_error(f, at);
    }
    if (a->type->pointer == POINTER_SINGLE && !(b->kind == EXPR_INTEGER && b->integer == 0)) {
        diag_error(f->diag, at, "a pointer to a single object can only be indexed by the constant 0");
        note_count(f, a);
        return sema_error(f, at);
    }
    if (b->kind == EXPR_INTEGER && b->integer == 0)
        return dereference(f, at, a);
    struct expr *pointer = add_pointer(f, at, a, b, false);
    return sema_is_error(pointer) ? pointer : dereference(f, at, pointer);
}

/* ---- unary operators */

/* A pointer that is pointed to must be one that lies in memory by itself: without a count next to it. */
static bool check_pointer_address(struct front *f, location at, const struct expr *e) {
    const char *name = e->kind == EXPR_VARIABLE ? e->variable->name
                       : e->kind == EXPR_MEMBER ? e->member->name
                                                : "it";
    switch (e->type->pointer) {
    case POINTER_LOCAL:
        diag_error(f->diag, at,
                   "the address of the local pointer '%s', which carries its bounds, cannot be taken", name);
        diag_note(f->diag, e->kind == EXPR_VARIABLE ? e->variable->at : LOCATION_NONE,
                  "give it the type of its elements, and '__indexable'");
        return false;
    case POINTER_COUNTED:
    case POINTER_SIZED:
    case POINTER_FIXED:
        diag_error(f->diag, at, "the address of '%s', which has a count, cannot be taken", name);
        diag_note(f->diag, LOCATION_NONE,
                  "pass the address of the whole structure, or make it '__indexable'");
        return false;
    default:
        return true;
    }
}

static struct expr *take_address(struct front *f, location at, struct expr *e) {
    if (sema_is_error(e))
        return e;
    if (sema_is_designator(e))
        return sema_rvalue(f, e);
    const struct expr *whole = sema_whole(e);
    if (!sema_is_lvalue(e) || whole->kind == EXPR_TEMPORARY) {
        diag_error(f->diag, at, "cannot take the address of a value of type '%s'",
                   sema_type_text(f, e->type));
        diag_note(f->diag, LOCATION_NONE, "store it in a variable first");
        return sema_error(f, at);
    }
    if (e->kind == EXPR_DEREF)
        return e->a;
    if (e->type->kind == TYPE_POINTER && !check_pointer_address(f, at, e))
        return sema_error(f, at);
    if (e->type->bit_width != 0) {
        diag_error(f->diag, at, "the address of the bit-field '%s' cannot be taken", e->member->name);
        diag_note(f->diag, LOCATION_NONE, "copy it to a variable, or make it a whole integer");
        return sema_error(f, at);
    }
    if (e->kind == EXPR_MEMBER && !sema_check_access(f, e))
        return sema_error(f, at);
    if (whole->kind == EXPR_VARIABLE || whole->kind == EXPR_COMPOUND)
        whole->variable->address_taken = true;
    struct expr *address = sema_new(f, EXPR_ADDRESS, at, type_pointer(f->arena, e->type, POINTER_LOCAL));
    address->a = e;
    return address;
}

static struct expr *refuse_operand(struct front *f, enum token_kind op, location at, const struct expr *e) {
    diag_error(f->diag, at, "invalid operand to unary %s: '%s'", op_text(op), sema_type_text(f, e->type));
    return sema_error(f, at);
}

struct expr *sema_unary(struct front *f, enum token_kind op, location at, struct expr *e) {
    if (op == TOKEN_AMPERSAND)
        return take_address(f, at, e);
    if (op == TOKEN_NOT) {
        e = sema_condition(f, e);
        if (sema_is_error(e))
            return e;
        if (e->kind == EXPR_INTEGER)
            return sema_integer(f, at, type_basic(TYPE_INT), e->integer == 0);
        struct expr *not = sema_new(f, EXPR_LOGICAL_NOT, at, type_basic(TYPE_INT));
        not->a = e;
        return not;
    }
    e = sema_rvalue(f, e);
    if (sema_is_error(e))
        return e;
    if (op == TOKEN_STAR && e->type->kind == TYPE_POINTER && e->type->pointer == POINTER_FUNCTION)
        return e; /* the function, which is a pointer again at once */
    if (op == TOKEN_STAR)
        return e->type->kind == TYPE_POINTER ? dereference(f, at, e) : refuse_operand(f, op, at, e);
    if (!type_is_arithmetic(e->type) || (op == TOKEN_TILDE && !type_is_integer(e->type)))
        return refuse_operand(f, op, at, e);
    e = sema_convert(f, e, type_promote(e->type));
    if (op == TOKEN_PLUS)
        return e;
    enum unary_op unary = op == TOKEN_MINUS ? UNARY_NEGATE : UNARY_COMPLEMENT;
    struct expr *folded = sema_fold_unary(f, unary, e);
    if (folded != nullptr)
        return folded;
    struct expr *node = sema_new(f, EXPR_UNARY, at, e->type);
    node->unary = unary;
    node->a = e;
    return node;
}

/* ---- binary operators */

static enum binary_op binary_of(enum token_kind op) {
    switch (op) {
    case TOKEN_PLUS:
    case TOKEN_PLUS_ASSIGN:
        return BINARY_ADD;
    case TOKEN_MINUS:
    case TOKEN_MINUS_ASSIGN:
        return BINARY_SUB;
    case TOKEN_STAR:
    case TOKEN_STAR_ASSIGN:
        return BINARY_MUL;
    case TOKEN_SLASH:
    case TOKEN_SLASH_ASSIGN:
        return BINARY_DIV;
    case TOKEN_PERCENT:
    case TOKEN_PERCENT_ASSIGN:
        return BINARY_REM;
    case TOKEN_AMPERSAND:
    case TOKEN_AMPERSAND_ASSIGN:
        return BINARY_AND;
    case TOKEN_BAR:
    case TOKEN_BAR_ASSIGN:
        return BINARY_OR;
    case TOKEN_CARET:
    case TOKEN_CARET_ASSIGN:
        return BINARY_XOR;
    case TOKEN_SHIFT_LEFT:
    case TOKEN_SHIFT_LEFT_ASSIGN:
        return BINARY_SHL;
    case TOKEN_SHIFT_RIGHT:
    case TOKEN_SHIFT_RIGHT_ASSIGN:
        return BINARY_SHR;
    case TOKEN_EQUAL_EQUAL:
        return BINARY_EQ;
    case TOKEN_NOT_EQUAL:
        return BINARY_NE;
    case TOKEN_LESS:
        return BINARY_LT;
    case TOKEN_GREATER:
        return BINARY_GT;
    case TOKEN_LESS_EQUAL:
        return BINARY_LE;
    default:
        assert(op == TOKEN_GREATER_EQUAL);
        return BINARY_GE;
    }
}

static bool needs_integers(enum binary_op op) {
    return op >= BINARY_REM && op <= BINARY_SHR;
}

static bool is_shift(enum binary_op op) {
    return op == BINARY_SHL || op == BINARY_SHR;
}

/* Warns of constants that make an operator surely go wrong; `type` is the one computed in. */
static void warn_constant(struct front *f, enum binary_op op, location at, const struct type *type,
                          const struct expr *b) {
    if (b->kind != EXPR_INTEGER || f->unevaluated != 0)
        return;
    if ((op == BINARY_DIV || op == BINARY_REM) && b->integer == 0 && type_is_integer(type))
        diag_warning(f->diag, at, "division-by-zero", "division by zero always traps");
    if (is_shift(op) && b->integer >= type_bits(type))
        diag_warning(f->diag, at, "shift-count", "shift count %lld is outside 0 to %u; it counts modulo %u",
                     (long long)b->integer, type_bits(type) - 1, type_bits(type));
}

struct expr *sema_binary(struct front *f, enum token_kind op, location at, struct expr *a, struct expr *b) {
    a = sema_rvalue(f, a);
    b = sema_rvalue(f, b);
    if (sema_is_error(a) || sema_is_error(b))
        return sema_error(f, at);
    enum binary_op binary = binary_of(op);
    bool a_points = a->type->kind == TYPE_POINTER, b_points = b->type->kind == TYPE_POINTER;
    if (op == TOKEN_PLUS && a_points && type_is_integer(b->type))
        return add_pointer(f, at, a, b, false);
    if (op == TOKEN_PLUS && b_points && type_is_integer(a->type))
        return add_pointer(f, at, b, a, false);
    if (op == TOKEN_MINUS && a_points && type_is_integer(b->type))
        return add_pointer(f, at, a, b, true);
    if (op == TOKEN_MINUS && a_points && b_points)
        return subtract_pointers(f, at, a, b);
    bool has_pointer = a_points || b_points || a->type->kind == TYPE_NULLPTR || b->type->kind == TYPE_NULLPTR;
    if (binary >= BINARY_EQ && has_pointer)
        return compare_pointers(f, op, binary, at, a, b);
    if (!type_is_arithmetic(a->type) || !type_is_arithmetic(b->type) ||
        (needs_integers(binary) && (!type_is_integer(a->type) || !type_is_integer(b->type))))
        return refuse_operands(f, op, at, a, b);
    const struct type *common = is_shift(binary) ? type_promote(a->type) : type_common(a->type, b->type);
    a = sema_convert(f, a, common);
    b = sema_convert(f, b, is_shift(binary) ? type_promote(b->type) : common);
    warn_constant(f, binary, at, common, b);
    const struct type *type = binary >= BINARY_EQ ? type_basic(TYPE_INT) : common;
    struct expr *folded = sema_fold_binary(f, binary, a, b, type, at);
    if (folded != nullptr)
        return folded;
    struct expr *e = new_binary(f, EXPR_BINARY, at, type, a, b);
    e->binary = binary;
    return e;
}

struct expr *sema_logical(struct front *f, enum token_kind op, location at, struct expr *a, struct expr *b) {
    a = sema_condition(f, a);
    b = sema_condition(f, b);
    if (sema_is_error(a) || sema_is_error(b))
        return sema_error(f, at);
    bool is_and = op == TOKEN_AND_AND;
    const struct type *type = type_basic(TYPE_INT);
    if (a->kind == EXPR_INTEGER && (a->integer == 0) == is_and) /* decided by the left side */
        return sema_integer(f, at, type, !is_and);
    if (a->kind == EXPR_INTEGER && b->kind == EXPR_INTEGER)
        return sema_integer(f, at, type, b->integer);
    return new_binary(f, is_and ? EXPR_LOGICAL_AND : EXPR_LOGICAL_OR, at, type, a, b);
}

struct expr *sema_comma(struct front *f, location at, struct expr *a, struct expr *b) {
    if (a->type->kind != TYPE_VOID)
        a = sema_rvalue(f, a);
    if (b->type->kind != TYPE_VOID)
        b = sema_rvalue(f, b);
    if (sema_is_error(a) || sema_is_error(b))
        return sema_error(f, at);
    return new_binary(f, EXPR_COMMA, at, b->type, a, b);
}

static const struct type *unify_pointers(struct front *f, const struct expr *b, const struct expr *c) {
    const struct type *left = b->type, *right = c->type;
    if (sema_is_untyped_allocation(b) || sema_is_untyped_allocation(c)) /* gets the other one's type */
        return sema_is_untyped_allocation(b) ? right : left;
    bool is_void = left->element->kind == TYPE_VOID || right->element->kind == TYPE_VOID;
    if (!is_void && !type_pointees_equal(left->element, right->element))
        return nullptr;
    if ((left->pointer == POINTER_FUNCTION) != (right->pointer == POINTER_FUNCTION))
        return nullptr;
    const struct type *pointee = left->element->kind == TYPE_VOID ? left->element : right->element;
    pointee = type_qualify(f->arena, pointee, left->element->qualifiers | right->element->qualifiers);
    enum pointer_kind kind = left->pointer == right->pointer ? left->pointer : POINTER_LOCAL;
    bool is_any = left->pointer == POINTER_ANY || right->pointer == POINTER_ANY;
    if (is_any || (is_void && kind == POINTER_SINGLE))
        kind = POINTER_ANY;
    return type_pointer(f->arena, pointee, kind);
}

/* The common type of the two branches; both are converted to it. NULL: there is none. */
static const struct type *unify(struct front *f, struct expr **b, struct expr **c) {
    const struct type *left = (*b)->type, *right = (*c)->type, *type = nullptr;
    if (type_is_arithmetic(left) && type_is_arithmetic(right)) {
        type = type_common(left, right);
    } else if (left->kind == TYPE_VOID || right->kind == TYPE_VOID) {
        type = type_basic(TYPE_VOID);
    } else if (left->kind == TYPE_POINTER && sema_is_null_constant(*c)) {
        type = left;
    } else if (right->kind == TYPE_POINTER && sema_is_null_constant(*b)) {
        type = right;
    } else if (left->kind == TYPE_NULLPTR && right->kind == TYPE_NULLPTR) {
        type = left;
    } else if (left->kind == TYPE_RECORD && type_equal(left, right)) {
        return left;
    } else if (left->kind == TYPE_POINTER && right->kind == TYPE_POINTER) {
        type = unify_pointers(f, *b, *c);
        if (type == nullptr)
            return nullptr;
    } else {
        return nullptr;
    }
    *b = sema_convert(f, *b, type);
    *c = sema_convert(f, *c, type);
    return type;
}

struct expr *sema_conditional(struct front *f, location at, struct expr *condition, struct expr *b,
                              struct expr *c) {
    condition = sema_condition(f, condition);
    b = sema_rvalue(f, b);
    c = sema_rvalue(f, c);
    if (sema_is_error(condition) || sema_is_error(b) || sema_is_error(c))
        return sema_error(f, at);
    const struct type *type = unify(f, &b, &c);
    if (type == nullptr) {
        diag_error(f->diag, at, "the two results of '?:' have incompatible types '%s' and '%s'",
                   sema_type_text(f, b->type), sema_type_text(f, c->type));
        return sema_error(f, at);
    }
    if (condition->kind == EXPR_INTEGER)
        return condition->integer != 0 ? b : c;
    struct expr *e = new_binary(f, EXPR_CONDITIONAL, at, type, condition, b);
    e->c = c;
    return sema_with_temporary(f, e);
}

/* ---- assignment */

static bool check_modifiable(struct front *f, location at, const struct expr *e, const char *verb) {
    if (!sema_is_lvalue(e) || sema_whole(e)->kind == EXPR_TEMPORARY) {
        diag_error(f->diag, at, "cannot %s this: it is a value, not an object", verb);
        return false;
    }
    if (!sema_check_access(f, e))
        return false;
    if (e->type->kind == TYPE_ARRAY) {
        diag_error(f->diag, at, "cannot %s an array as a whole ('%s')", verb, sema_type_text(f, e->type));
        diag_note(f->diag, LOCATION_NONE, "copy its elements in a loop, or with memcpy");
        return false;
    }
    if ((e->type->qualifiers & QUALIFIER_CONST) != 0) {
        diag_error(f->diag, at, "cannot %s an object of the read-only type '%s'", verb,
                   sema_type_text(f, e->type));
        if (e->kind == EXPR_VARIABLE)
            diag_note(f->diag, e->variable->at, "'%s' is declared const here", e->variable->name);
        return false;
    }
    if (e->type->kind == TYPE_RECORD && e->type->record->is_const) {
        diag_error(f->diag, at, "cannot %s a '%s' as a whole: it has a member that is const", verb,
                   sema_type_text(f, e->type));
        diag_note(f->diag, LOCATION_NONE, "assign to the other members one by one");
        return false;
    }
    return true;
}

static struct expr *compound_pointer(struct front *f, location at, struct expr *a, struct expr *b,
                                     bool is_minus) {
    enum pointer_kind kind = a->type->pointer;
    if (kind == POINTER_COUNTED || kind == POINTER_SIZED || kind == POINTER_FIXED) {
        diag_error(f->diag, at, "a pointer with a count stays at the start of its array");
        diag_note(f->diag, LOCATION_NONE, "walk with a local pointer, or make it '__indexable'");
        return sema_error(f, at);
    }
    struct expr *sum = add_pointer(f, at, sema_rvalue(f, a), b, is_minus);
    if (sema_is_error(sum))
        return sum;
    struct expr *step =
        sum->kind == EXPR_POINTER_ADD ? sum->b : sema_integer(f, at, type_basic(TYPE_LONG), 0);
    struct expr *e = new_binary(f, EXPR_COMPOUND_ASSIGN, at, type_value(f->arena, a->type), a, step);
    e->binary = BINARY_ADD;
    e->operation_type = e->type;
    return e;
}

static struct expr *compound_assign(struct front *f, enum token_kind op, location at, struct expr *a,
                                    struct expr *b) {
    enum binary_op binary = binary_of(op);
    b = sema_rvalue(f, b);
    if (sema_is_error(b))
        return b;
    bool is_sum = binary == BINARY_ADD || binary == BINARY_SUB;
    if (a->type->kind == TYPE_POINTER && is_sum && type_is_integer(b->type))
        return compound_pointer(f, at, a, b, binary == BINARY_SUB);
    if (!type_is_arithmetic(a->type) || !type_is_arithmetic(b->type) ||
        (needs_integers(binary) && (!type_is_integer(a->type) || !type_is_integer(b->type))))
        return refuse_operands(f, op, at, a, b);
    const struct type *left = a->type->bit_width != 0 ? type_promote_field(a->type) : a->type;
    const struct type *operation = is_shift(binary) ? type_promote(left) : type_common(left, b->type);
    b = sema_convert(f, b, is_shift(binary) ? type_promote(b->type) : operation);
    warn_constant(f, binary, at, operation, b);
    struct expr *e = new_binary(f, EXPR_COMPOUND_ASSIGN, at, type_value(f->arena, a->type), a, b);
    e->binary = binary;
    e->operation_type = operation;
    return e;
}

/* The value of an assignment, as an operand: that of a bit-field is promoted. */
static struct expr *assigned_value(struct front *f, struct expr *e) {
    if (sema_is_error(e) || e->a->type->bit_width == 0 || e->a->type->kind == TYPE_BOOL)
        return e;
    return sema_convert(f, e, type_promote_field(e->a->type));
}

struct expr *sema_assign(struct front *f, enum token_kind op, location at, struct expr *a, struct expr *b) {
    if (sema_is_error(a)) {
        sema_rvalue(f, b);
        return a;
    }
    if (!check_modifiable(f, at, a, "assign to"))
        return sema_error(f, at);
    if (op != TOKEN_ASSIGN)
        return assigned_value(f, compound_assign(f, op, at, a, b));
    b = sema_assignable(f, b, a->type, "assigning to");
    if (sema_is_error(b))
        return b;
    bool is_kept = a->kind != EXPR_VARIABLE || a->variable->is_global || a->variable->is_static;
    if (is_kept && !sema_check_kept(f, b, "store"))
        return sema_error(f, at);
    return assigned_value(f, new_binary(f, EXPR_ASSIGN, at, type_value(f->arena, a->type), a, b));
}

struct expr *sema_increment(struct front *f, bool is_decrement, bool is_postfix, location at,
                            struct expr *e) {
    if (sema_is_error(e))
        return e;
    if (!check_modifiable(f, at, e, is_decrement ? "decrement" : "increment"))
        return sema_error(f, at);
    struct expr *one = sema_integer(f, at, type_basic(TYPE_INT), 1);
    struct expr *result =
        compound_assign(f, is_decrement ? TOKEN_MINUS_ASSIGN : TOKEN_PLUS_ASSIGN, at, e, one);
    if (sema_is_error(result))
        return result;
    result->yields_old = is_postfix;
    return is_postfix ? result : assigned_value(f, result);
}
