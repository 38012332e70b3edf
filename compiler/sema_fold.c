/* Constant folding, bit for bit what the compiled program would compute: integers wrap, shift counts count
 * modulo the width, floating point is IEEE binary32 and binary64 in round-to-nearest (vcc itself is
 * built for SSE2 without contraction, and long double is double). What would trap is not folded. */
#include "front_internal.h"

#pragma STDC FP_CONTRACT OFF

struct expr *sema_integer(struct front *f, location at, const struct type *type, uint64_t value) {
    struct expr *e = sema_new(f, EXPR_INTEGER, at, type);
    e->integer = type_wrap(type, value);
    return e;
}

struct expr *sema_floating(struct front *f, location at, const struct type *type, double value) {
    struct expr *e = sema_new(f, EXPR_FLOAT, at, type);
    e->floating = type->kind == TYPE_FLOAT ? (double)(float)value : value;
    return e;
}

static double to_floating(const struct type *from, const struct type *to, uint64_t value) {
    if (to->kind == TYPE_FLOAT) /* directly: by way of double would round twice */
        return (double)(type_is_signed(from) ? (float)(int64_t)value : (float)value);
    return type_is_signed(from) ? (double)(int64_t)value : (double)value;
}

struct expr *sema_fold_cast(struct front *f, enum cast_kind cast, const struct expr *e,
                            const struct type *type) {
    switch (cast) {
    case CAST_INTEGER:
    case CAST_INTEGER_BOOL:
        return e->kind == EXPR_INTEGER ? sema_integer(f, e->at, type, e->integer) : nullptr;
    case CAST_FLOAT:
        return e->kind == EXPR_FLOAT ? sema_floating(f, e->at, type, e->floating) : nullptr;
    case CAST_INTEGER_FLOAT:
        return e->kind == EXPR_INTEGER ? sema_floating(f, e->at, type, to_floating(e->type, type, e->integer))
                                       : nullptr;
    case CAST_FLOAT_BOOL:
        return e->kind == EXPR_FLOAT ? sema_integer(f, e->at, type, e->floating != 0.0) : nullptr;
    case CAST_POINTER_BOOL:
        if (e->kind == EXPR_NULL)
            return sema_integer(f, e->at, type, 0);
        if (e->kind == EXPR_FUNCTION)
            return sema_integer(f, e->at, type, 1);
        if ((e->kind == EXPR_DECAY || e->kind == EXPR_ADDRESS) && e->a->kind != EXPR_DEREF &&
            e->a->kind != EXPR_COMPOUND)
            return sema_integer(f, e->at, type, 1);
        return nullptr;
    case CAST_FLOAT_INTEGER: {
        if (e->kind != EXPR_FLOAT)
            return nullptr;
        double limit = 1.0;
        for (unsigned bit = type_is_signed(type) ? 1 : 0; bit < type_bits(type); bit++)
            limit *= 2.0;
        double lowest = type_is_signed(type) ? -limit : 0.0;
        if (!(e->floating > lowest - 1.0 || e->floating == lowest) || !(e->floating < limit))
            return nullptr;
        uint64_t value = e->floating < 0.0 ? (uint64_t)(int64_t)e->floating : (uint64_t)e->floating;
        return sema_integer(f, e->at, type, value);
    }
    default:
        return nullptr;
    }
}

struct expr *sema_fold_unary(struct front *f, enum unary_op op, const struct expr *e) {
    if (e->kind == EXPR_INTEGER)
        return sema_integer(f, e->at, e->type, op == UNARY_NEGATE ? 0 - e->integer : ~e->integer);
    if (e->kind == EXPR_FLOAT && op == UNARY_NEGATE)
        return sema_floating(f, e->at, e->type, -e->floating);
    return nullptr;
}

static bool divide(enum binary_op op, const struct type *type, uint64_t a, uint64_t b, uint64_t *result) {
    if (b == 0)
        return false;
    if (!type_is_signed(type)) {
        *result = op == BINARY_DIV ? a / b : a % b;
        return true;
    }
    if ((int64_t)b == -1) {
        bool overflows = type_wrap(type, 0 - a) == a && a != 0;
        *result = op == BINARY_DIV ? 0 - a : 0;
        return !overflows;
    }
    *result = (uint64_t)(op == BINARY_DIV ? (int64_t)a / (int64_t)b : (int64_t)a % (int64_t)b);
    return true;
}

static bool compare_integers(enum binary_op op, bool is_signed, uint64_t a, uint64_t b) {
    bool less = is_signed ? (int64_t)a < (int64_t)b : a < b;
    switch (op) {
    case BINARY_EQ:
        return a == b;
    case BINARY_NE:
        return a != b;
    case BINARY_LT:
        return less;
    case BINARY_GE:
        return !less;
    case BINARY_GT:
        return !less && a != b;
    default:
        return less || a == b;
    }
}

static bool fold_integers(enum binary_op op, const struct type *type, uint64_t a, uint64_t b,
                          uint64_t *result) {
    unsigned count = (unsigned)(b & (type_bits(type) - 1));
    switch (op) {
    case BINARY_ADD:
        *result = a + b;
        return true;
    case BINARY_SUB:
        *result = a - b;
        return true;
    case BINARY_MUL:
        *result = a * b;
        return true;
    case BINARY_DIV:
    case BINARY_REM:
        return divide(op, type, a, b, result);
    case BINARY_AND:
        *result = a & b;
        return true;
    case BINARY_OR:
        *result = a | b;
        return true;
    case BINARY_XOR:
        *result = a ^ b;
        return true;
    case BINARY_SHL:
        *result = a << count;
        return true;
    case BINARY_SHR:
        *result = type_is_signed(type) ? (uint64_t)((int64_t)a >> count) : a >> count;
        return true;
    default:
        *result = compare_integers(op, type_is_signed(type), a, b);
        return true;
    }
}

static bool compare_floats(enum binary_op op, double a, double b) {
    switch (op) {
    case BINARY_EQ:
        return a == b;
    case BINARY_NE:
        return a != b;
    case BINARY_LT:
        return a < b;
    case BINARY_GT:
        return a > b;
    case BINARY_LE:
        return a <= b;
    default:
        return a >= b;
    }
}

static double compute(enum binary_op op, double a, double b) {
    switch (op) {
    case BINARY_ADD:
        return a + b;
    case BINARY_SUB:
        return a - b;
    case BINARY_MUL:
        return a * b;
    default:
        return a / b;
    }
}

/* For + - * / on binary32 a double result rounded once more is the correctly rounded one. */
struct expr *sema_fold_binary(struct front *f, enum binary_op op, const struct expr *a, const struct expr *b,
                              const struct type *type, location at) {
    if (a->kind == EXPR_INTEGER && b->kind == EXPR_INTEGER) {
        uint64_t result = 0;
        if (!fold_integers(op, a->type, a->integer, b->integer, &result))
            return nullptr;
        return sema_integer(f, at, type, result);
    }
    if (a->kind == EXPR_FLOAT && b->kind == EXPR_FLOAT) {
        if (op >= BINARY_EQ)
            return sema_integer(f, at, type, compare_floats(op, a->floating, b->floating));
        return sema_floating(f, at, type, compute(op, a->floating, b->floating));
    }
    return nullptr;
}
