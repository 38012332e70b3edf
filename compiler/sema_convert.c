/* Conversions: what makes every implicit step of C explicit in the tree.
 *
 * sema_rvalue turns what was written into a value; sema_assignable and sema_explicit_cast are the two ways
 * by which a value changes its type, with their checks; sema_convert is the step itself. */
#include "front_internal.h"

const char *sema_type_text(struct front *f, const struct type *type) {
    char text[200];
    type_print(type, text, sizeof text);
    return arena_string(f->arena, text, sizeof text - 1);
}

struct expr *sema_new(struct front *f, enum expr_kind kind, location at, const struct type *type) {
    struct expr *e = arena_alloc(f->arena, sizeof *e);
    e->kind = kind;
    e->at = at;
    e->type = type;
    return e;
}

struct expr *sema_error(struct front *f, location at) {
    return sema_new(f, EXPR_ERROR, at, type_basic(TYPE_ERROR));
}

bool sema_is_error(const struct expr *e) {
    return e->kind == EXPR_ERROR || e->type->kind == TYPE_ERROR;
}

bool sema_is_lvalue(const struct expr *e) {
    return e->kind == EXPR_VARIABLE || e->kind == EXPR_DEREF || e->kind == EXPR_STRING ||
           e->kind == EXPR_COMPOUND || e->kind == EXPR_MEMBER || e->kind == EXPR_TEMPORARY;
}

bool sema_is_designator(const struct expr *e) {
    return e->kind == EXPR_CALL && e->type->kind == TYPE_FUNCTION;
}

bool sema_is_null_constant(const struct expr *e) {
    if (e->kind == EXPR_NULL)
        return e->type->kind == TYPE_NULLPTR || e->type->element->kind == TYPE_VOID;
    return e->kind == EXPR_INTEGER && e->integer == 0;
}

/* A constexpr scalar's value, or NULL. */
static struct expr *constant_of(struct front *f, const struct expr *e) {
    if (e->kind != EXPR_VARIABLE || !e->variable->is_constexpr || e->variable->init == nullptr ||
        e->variable->init->count != 1 || !type_is_scalar(e->type))
        return nullptr;
    const struct expr *value = e->variable->init->items[0].value;
    if (value->kind != EXPR_INTEGER && value->kind != EXPR_FLOAT)
        return nullptr;
    struct expr *copy = sema_new(f, value->kind, e->at, value->type);
    *copy = *value;
    copy->at = e->at;
    return copy;
}

bool sema_check_access(struct front *f, const struct expr *e) {
    int64_t offset = 0;
    e = sema_whole(e);
    uint64_t length = 0, size = e->type->size;
    if (e->kind != EXPR_DEREF || f->unevaluated != 0 || !sema_known_extent(e->a, &offset, &length))
        return true;
    if (length == 0) {
        diag_error(f->diag, e->at, "this always accesses a null pointer");
        return false;
    }
    if (offset >= 0 && (uint64_t)offset <= length && size <= length - (uint64_t)offset)
        return true;
    diag_error(f->diag, e->at, "index %lld is out of bounds for length %llu",
               (long long)(offset / (int64_t)size), (unsigned long long)(length / size));
    if (length >= size)
        diag_note(f->diag, LOCATION_NONE, "valid indices are 0 to %llu",
                  (unsigned long long)(length / size) - 1);
    return false;
}

struct expr *sema_rvalue(struct front *f, struct expr *e) {
    if (sema_is_error(e))
        return sema_error(f, e->at);
    if (sema_is_designator(e)) {
        diag_error(f->diag, e->at,
                   "function '%s' is used without calling it: function pointers are not supported yet",
                   e->function->name);
        diag_note(f->diag, LOCATION_NONE,
                  "call the function directly, or choose among several with a switch");
        return sema_error(f, e->at);
    }
    if (!sema_is_lvalue(e))
        return e;
    if (!sema_check_access(f, e))
        return sema_error(f, e->at);
    if (e->type->kind == TYPE_ARRAY) {
        if (e->type->is_incomplete) {
            diag_error(f->diag, e->at, "the length of this array is not known here");
            diag_note(f->diag, LOCATION_NONE,
                      "give its length in the declaration: accesses are checked against it");
            return sema_error(f, e->at);
        }
        struct expr *decay =
            sema_new(f, EXPR_DECAY, e->at, type_pointer(f->arena, e->type->element, POINTER_LOCAL));
        decay->a = e;
        return decay;
    }
    struct expr *constant = constant_of(f, e);
    if (constant != nullptr)
        return constant;
    if (e->type->kind == TYPE_RECORD && e->type->is_incomplete) {
        diag_error(f->diag, e->at, "the members of '%s' are not known here", sema_type_text(f, e->type));
        return sema_error(f, e->at);
    }
    struct expr *load = sema_new(f, EXPR_LOAD, e->at, type_unqualified(f->arena, e->type));
    load->a = e;
    return load;
}

static struct expr *make_cast(struct front *f, enum cast_kind cast, struct expr *e, const struct type *type) {
    struct expr *folded = sema_fold_cast(f, cast, e, type);
    if (folded != nullptr)
        return folded;
    struct expr *node = sema_new(f, EXPR_CAST, e->at, type);
    node->cast = cast;
    node->a = e;
    return node;
}

static struct expr *make_null(struct front *f, location at, const struct type *type) {
    return sema_new(f, EXPR_NULL, at, type);
}

/* The same pointer seen with other qualifiers of the pointee. */
static struct expr *retype(struct front *f, const struct expr *e, const struct type *type) {
    struct expr *copy = sema_new(f, e->kind, e->at, type);
    *copy = *e;
    copy->type = type;
    return copy;
}

struct expr *sema_local_pointer(struct front *f, struct expr *e) {
    if (e->type->kind != TYPE_POINTER || e->type->pointer == POINTER_LOCAL)
        return e;
    const struct type *type = type_pointer(f->arena, e->type->element, POINTER_LOCAL);
    if (e->kind == EXPR_NULL)
        return make_null(f, e->at, type);
    return make_cast(f, CAST_SINGLE_LOCAL, e, type);
}

/* Pointer to pointer, already checked. */
static struct expr *convert_pointer(struct front *f, struct expr *e, const struct type *type) {
    if (e->kind == EXPR_NULL)
        return make_null(f, e->at, type);
    if (!type_equal(e->type->element, type->element)) {
        e = sema_local_pointer(f, e);
        e = make_cast(f, CAST_POINTER, e, type_pointer(f->arena, type->element, POINTER_LOCAL));
    }
    if (e->type->pointer == POINTER_SINGLE && type->pointer == POINTER_LOCAL)
        e = sema_local_pointer(f, e);
    else if (e->type->pointer == POINTER_LOCAL && type->pointer == POINTER_SINGLE)
        e = make_cast(f, CAST_LOCAL_SINGLE, e, type);
    return e->type->element->qualifiers == type->element->qualifiers ? e : retype(f, e, type);
}

struct expr *sema_convert(struct front *f, struct expr *e, const struct type *type) {
    type = type_unqualified(f->arena, type);
    if (sema_is_error(e) || type->kind == TYPE_ERROR)
        return sema_error(f, e->at);
    if (type->kind == TYPE_VOID)
        return e->type->kind == TYPE_VOID ? e : make_cast(f, CAST_VOID, e, type);
    if (type->kind == TYPE_POINTER)
        return sema_is_null_constant(e) ? make_null(f, e->at, type) : convert_pointer(f, e, type);
    if (e->type->kind == TYPE_NULLPTR)
        return type->kind == TYPE_NULLPTR ? e : sema_integer(f, e->at, type_basic(TYPE_BOOL), 0);
    if (type_equal(e->type, type))
        return e;
    if (e->type->kind == TYPE_POINTER)
        return make_cast(f, type->kind == TYPE_BOOL ? CAST_POINTER_BOOL : CAST_POINTER_INTEGER, e, type);
    bool from_float = type_is_floating(e->type), to_float = type_is_floating(type);
    if (type->kind == TYPE_BOOL)
        return make_cast(f, from_float ? CAST_FLOAT_BOOL : CAST_INTEGER_BOOL, e, type);
    if (from_float)
        return make_cast(f, to_float ? CAST_FLOAT : CAST_FLOAT_INTEGER, e, type);
    return make_cast(f, to_float ? CAST_INTEGER_FLOAT : CAST_INTEGER, e, type);
}

struct expr *sema_condition(struct front *f, struct expr *e) {
    e = sema_rvalue(f, e);
    if (sema_is_error(e))
        return e;
    if (!type_is_scalar(e->type)) {
        diag_error(f->diag, e->at, "a condition must be a number or a pointer, not '%s'",
                   sema_type_text(f, e->type));
        return sema_error(f, e->at);
    }
    return sema_convert(f, e, type_basic(TYPE_BOOL));
}

static bool is_character(const struct type *type) {
    return type->kind == TYPE_CHAR || type->kind == TYPE_SIGNED_CHAR || type->kind == TYPE_UNSIGNED_CHAR;
}

static bool differ_in_sign(const struct type *a, const struct type *b) {
    return type_is_integer(a) && type_is_integer(b) && a->kind != TYPE_BOOL && b->kind != TYPE_BOOL &&
           ((is_character(a) && is_character(b)) || a->kind / 2 == b->kind / 2);
}

static struct expr *report_mismatch(struct front *f, const struct expr *e, const struct type *type,
                                    const char *context) {
    const char *from = sema_type_text(f, e->type), *to = sema_type_text(f, type);
    if (e->type->kind == TYPE_POINTER && type_is_integer(type)) {
        diag_error(f->diag, e->at, "pointer '%s' used as an integer when %s '%s'", from, context, to);
        diag_note(f->diag, LOCATION_NONE,
                  "write the pointed-to value '*p', or cast to make the address meant");
    } else if (type_is_integer(e->type) && type->kind == TYPE_POINTER) {
        diag_error(f->diag, e->at, "integer '%s' used as a pointer when %s '%s'", from, context, to);
        diag_note(f->diag, LOCATION_NONE, "a pointer comes from an object: use '&object' or an array");
    } else {
        diag_error(f->diag, e->at, "incompatible type '%s' when %s '%s'", from, context, to);
    }
    return sema_error(f, e->at);
}

/* Whether a pointer of type `from` may implicitly become `to`; reports. */
static bool check_pointees(struct front *f, const struct expr *e, const struct type *to,
                           const char *context) {
    const struct type *from = e->type;
    unsigned lost =
        from->element->qualifiers & ~to->element->qualifiers & (QUALIFIER_CONST | QUALIFIER_VOLATILE);
    if (lost != 0) {
        diag_error(f->diag, e->at, "'%s' loses '%s' when %s '%s'", sema_type_text(f, from),
                   (lost & QUALIFIER_CONST) != 0 ? "const" : "volatile", context, sema_type_text(f, to));
        diag_note(f->diag, LOCATION_NONE,
                  "declare the destination with the qualifier; read-only data cannot become writable");
        return false;
    }
    if (type_equal(from->element, to->element) || from->element->kind == TYPE_VOID ||
        to->element->kind == TYPE_VOID)
        return true;
    if (differ_in_sign(from->element, to->element)) {
        diag_warning(f->diag, e->at, "pointer-sign", "'%s' points to integers of different sign when %s '%s'",
                     sema_type_text(f, from), context, sema_type_text(f, to));
        return true;
    }
    diag_error(f->diag, e->at, "incompatible pointer type '%s' when %s '%s'", sema_type_text(f, from),
               context, sema_type_text(f, to));
    diag_note(f->diag, LOCATION_NONE, "cast explicitly if the bytes are to be seen as another type");
    return false;
}

struct expr *sema_assignable(struct front *f, struct expr *e, const struct type *type, const char *context) {
    e = sema_rvalue(f, e);
    if (sema_is_error(e) || type->kind == TYPE_ERROR)
        return sema_error(f, e->at);
    if (type->kind == TYPE_POINTER) {
        if (sema_is_null_constant(e))
            return sema_convert(f, e, type);
        if (e->type->kind != TYPE_POINTER)
            return report_mismatch(f, e, type, context);
        return check_pointees(f, e, type, context) ? sema_convert(f, e, type) : sema_error(f, e->at);
    }
    bool is_fine = type_is_arithmetic(type) && type_is_arithmetic(e->type);
    if (type->kind == TYPE_BOOL)
        is_fine = type_is_scalar(e->type);
    if (type->kind == TYPE_RECORD)
        is_fine = type_equal(e->type, type);
    return is_fine ? sema_convert(f, e, type) : report_mismatch(f, e, type, context);
}

static struct expr *cast_to_pointer(struct front *f, location at, const struct type *type, struct expr *e) {
    if (sema_is_null_constant(e))
        return sema_convert(f, e, type);
    if (e->type->kind != TYPE_POINTER) {
        diag_error(f->diag, at, "'%s' cannot be cast to the pointer type '%s'", sema_type_text(f, e->type),
                   sema_type_text(f, type));
        diag_note(f->diag, LOCATION_NONE,
                  "a pointer carries its bounds: take it from an object with '&' or from an array");
        return sema_error(f, at);
    }
    if ((e->type->element->qualifiers & QUALIFIER_CONST) != 0 &&
        (type->element->qualifiers & QUALIFIER_CONST) == 0) {
        diag_error(f->diag, at, "casting '%s' to '%s' would make read-only data writable",
                   sema_type_text(f, e->type), sema_type_text(f, type));
        diag_note(f->diag, LOCATION_NONE, "copy the data, or declare it without const");
        return sema_error(f, at);
    }
    uint64_t from = e->type->element->size, to = type->element->size;
    from = from == 0 ? 1 : from;
    to = to == 0 ? 1 : to;
    if (from % to != 0 && to % from != 0) {
        diag_error(f->diag, at,
                   "cannot cast '%s' to '%s': neither element size (%llu, %llu) divides the other",
                   sema_type_text(f, e->type), sema_type_text(f, type), (unsigned long long)from,
                   (unsigned long long)to);
        diag_note(f->diag, LOCATION_NONE, "go through 'unsigned char *' and index the bytes");
        return sema_error(f, at);
    }
    struct expr *local = sema_local_pointer(f, e);
    return sema_convert(f, local, type_pointer(f->arena, type->element, POINTER_LOCAL));
}

struct expr *sema_explicit_cast(struct front *f, location at, const struct type *type, struct expr *e) {
    e = sema_rvalue(f, e);
    if (sema_is_error(e) || type->kind == TYPE_ERROR)
        return sema_error(f, at);
    if (type->kind == TYPE_VOID)
        return sema_convert(f, e, type);
    if (type->kind == TYPE_POINTER)
        return cast_to_pointer(f, at, type, e);
    bool is_fine = type_is_arithmetic(type) && type_is_arithmetic(e->type);
    if (type_is_integer(type) && (e->type->kind == TYPE_POINTER || type->kind == TYPE_BOOL))
        is_fine = type_is_scalar(e->type);
    if (!is_fine) {
        diag_error(f->diag, at, "'%s' cannot be cast to '%s'", sema_type_text(f, e->type),
                   sema_type_text(f, type));
        return sema_error(f, at);
    }
    return sema_convert(f, e, type);
}

bool sema_known_extent(const struct expr *e, int64_t *offset, uint64_t *length) {
    *offset = 0;
    while (e->kind == EXPR_POINTER_ADD || e->kind == EXPR_CAST) {
        if (e->kind == EXPR_POINTER_ADD) {
            int64_t size = e->type->element->size == 0 ? 1 : (int64_t)e->type->element->size, step = 0;
            if (e->b->kind != EXPR_INTEGER || __builtin_mul_overflow((int64_t)e->b->integer, size, &step) ||
                __builtin_add_overflow(*offset, step, offset))
                return false;
        } else if (e->cast != CAST_POINTER && e->cast != CAST_LOCAL_SINGLE) {
            return false;
        }
        e = e->a;
    }
    if (e->kind != EXPR_DECAY && e->kind != EXPR_ADDRESS && e->kind != EXPR_NULL)
        return false;
    *length = e->kind == EXPR_NULL ? 0 : e->a->type->size;
    return true;
}
