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

/* `c ? NULL : NULL`, whose condition is still to be evaluated. */
static bool chooses_null(const struct expr *e) {
    return e->kind == EXPR_CONDITIONAL && (sema_is_null_constant(e->b) || chooses_null(e->b)) &&
           (sema_is_null_constant(e->c) || chooses_null(e->c));
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

static struct expr *function_address(struct front *f, const struct expr *e) {
    if (e->function->is_service) {
        diag_error(f->diag, e->at, "'%s' can only be called, not pointed to", e->function->name);
        diag_note(f->diag, LOCATION_NONE, "write a function that calls it, and point to that");
        return sema_error(f, e->at);
    }
    struct expr *address =
        sema_new(f, EXPR_FUNCTION, e->at, type_pointer(f->arena, e->function->type, POINTER_FUNCTION));
    address->function = e->function;
    e->function->is_used = true;
    return address;
}

struct expr *sema_rvalue(struct front *f, struct expr *e) {
    if (sema_is_error(e))
        return sema_error(f, e->at);
    if (sema_is_designator(e))
        return function_address(f, e);
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
    struct expr *load = sema_new(f, EXPR_LOAD, e->at, type_value(f->arena, e->type));
    load->a = e;
    bool is_promoted = e->type->bit_width != 0 && e->type->kind != TYPE_BOOL;
    return is_promoted ? sema_convert(f, load, type_promote_field(e->type)) : load;
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
    if (e->type->kind != TYPE_POINTER || e->type->pointer != POINTER_SINGLE)
        return e;
    const struct type *type = type_of_kind(f->arena, e->type, POINTER_LOCAL);
    if (e->kind == EXPR_NULL)
        return make_null(f, e->at, type);
    return make_cast(f, CAST_SINGLE_LOCAL, e, type);
}

/* A SINGLE as a LOCAL to be walked: how far text goes is found out from its object. */
static struct expr *walkable_pointer(struct front *f, struct expr *e) {
    bool is_text = e->type->pointer == POINTER_SINGLE && e->type->element->kind == TYPE_CHAR;
    if (!is_text || e->kind == EXPR_NULL)
        return sema_local_pointer(f, e);
    return make_cast(f, CAST_SINGLE_STRING, e, type_of_kind(f->arena, e->type, POINTER_LOCAL));
}

/* To or from `void *` of kind ANY, or both. */
static struct expr *convert_any(struct front *f, struct expr *e, const struct type *type) {
    enum pointer_kind from = e->type->pointer, to = type->pointer;
    if (from == to)
        return retype(f, e, type);
    if (to == POINTER_ANY && sema_is_untyped_allocation(e) && f->unevaluated == 0) {
        diag_warning(f->diag, e->at, "untyped-allocation", "memory without a type can only hold plain bytes");
        diag_note(f->diag, LOCATION_NONE, "assign it to a pointer of the type that it is for, or cast it");
    }
    if (to == POINTER_ANY)
        return make_cast(f, from == POINTER_LOCAL ? CAST_LOCAL_ANY : CAST_SINGLE_ANY, e, type);
    if (f->function != nullptr && f->function->view_count < FUNCTION_VIEWS_MAX)
        f->function->views[f->function->view_count++] = type->element;
    return make_cast(f, to == POINTER_LOCAL ? CAST_ANY_LOCAL : CAST_ANY_SINGLE, e, type);
}

/* Pointer to pointer, already checked; `type` is of a value kind. */
static struct expr *convert_pointer(struct front *f, struct expr *e, const struct type *type) {
    if (e->kind == EXPR_NULL)
        return make_null(f, e->at, type);
    if (sema_is_untyped_allocation(e) && type->element->kind != TYPE_VOID) {
        e = sema_type_allocation(f, e, type->element);
        if (sema_is_error(e))
            return e;
    }
    if (e->type->pointer == POINTER_ANY || type->pointer == POINTER_ANY)
        return convert_any(f, e, type);
    bool is_char = e->type->pointer == POINTER_SINGLE && e->type->element->kind == TYPE_CHAR;
    if (is_char && type->pointer == POINTER_SINGLE && type->element->size > 1)
        return make_cast(f, CAST_SINGLE_VIEW, e, type);
    if (!type_pointees_equal(e->type->element, type->element)) {
        e = walkable_pointer(f, e);
        e = make_cast(f, CAST_POINTER, e, type_pointer(f->arena, type->element, POINTER_LOCAL));
    }
    if (e->type->pointer == POINTER_SINGLE && type->pointer == POINTER_LOCAL)
        e = walkable_pointer(f, e);
    else if (e->type->pointer == POINTER_LOCAL && type->pointer == POINTER_SINGLE)
        e = make_cast(f, CAST_LOCAL_SINGLE, e, type);
    return e->type->element->qualifiers == type->element->qualifiers ? e : retype(f, e, type);
}

static struct expr *convert_null_choice(struct front *f, const struct expr *e, const struct type *type) {
    struct expr *copy = retype(f, e, type);
    copy->b = sema_convert(f, e->b, type);
    copy->c = sema_convert(f, e->c, type);
    return copy;
}

struct expr *sema_convert(struct front *f, struct expr *e, const struct type *type) {
    type = type_value(f->arena, type);
    if (sema_is_error(e) || type->kind == TYPE_ERROR)
        return sema_error(f, e->at);
    if (type->kind == TYPE_VOID)
        return e->type->kind == TYPE_VOID ? e : make_cast(f, CAST_VOID, e, type);
    if (type->kind == TYPE_POINTER && chooses_null(e))
        return convert_null_choice(f, e, type);
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

static bool refuse_bytes(struct front *f, const struct expr *e, const struct type *pointee) {
    diag_error(f->diag, e->at, "'%s' holds pointers: it cannot be seen as bytes or as another type",
               sema_type_text(f, pointee));
    diag_note(f->diag, LOCATION_NONE,
              "copy it by assignment or memcpy between objects of its type; access its members by name");
    return false;
}

/* What holds for every conversion to or from `void *`, implicit or not; reports. */
static bool check_void(struct front *f, const struct expr *e, const struct type *to) {
    const struct type *from = e->type;
    bool is_from_any = from->pointer == POINTER_ANY, is_to_any = to->pointer == POINTER_ANY;
    if (sema_is_untyped_allocation(e))
        return true;
    if (is_from_any && !is_to_any && to->element->kind == TYPE_VOID) {
        diag_error(f->diag, e->at, "how many bytes this 'void *' points to is not known");
        diag_note(f->diag, LOCATION_NONE, "assign it to a pointer of its object's type first");
        return false;
    }
    if (is_from_any && !is_to_any && to->element->is_incomplete) {
        diag_error(f->diag, e->at, "the members of '%s' are not known here", sema_type_text(f, to->element));
        return false;
    }
    if (is_from_any || is_to_any)
        return true;
    const struct type *object = from->element->kind == TYPE_VOID ? to->element : from->element;
    if (type_has_slots(object) || (object->is_incomplete && object->kind == TYPE_RECORD))
        return refuse_bytes(f, e, object);
    return true;
}

static void note_function_types(struct front *f) {
    diag_note(
        f->diag, LOCATION_NONE,
        "the result, the parameters and their annotations must be the same; write a function of that type");
}

static void note_pointee(struct front *f, const struct type *from, const struct type *to) {
    bool is_namesake = from->kind == TYPE_RECORD && to->kind == TYPE_RECORD && from->record->tag != nullptr &&
                       to->record->tag == from->record->tag;
    if (is_namesake)
        diag_note(f->diag, LOCATION_NONE,
                  "these are two types of one name; declare 'struct %s;' before a prototype mentions it",
                  from->record->tag);
    else if (from->kind == TYPE_FUNCTION || to->kind == TYPE_FUNCTION)
        note_function_types(f);
    else if (from->kind == TYPE_POINTER && to->kind == TYPE_POINTER && type_equal(from, to))
        diag_note(f->diag, LOCATION_NONE, "what they point to is annotated differently");
    else if (type_has_slots(from) || type_has_slots(to))
        diag_note(f->diag, LOCATION_NONE,
                  "use an object of the type that is wanted; pointers cannot be cast to it");
    else
        diag_note(f->diag, LOCATION_NONE, "cast explicitly if the bytes are to be seen as another type");
}

/* Whether a pointer with bounds that becomes one to a single object can point to one; reports. */
static bool check_single(struct front *f, const struct expr *e, const struct type *to) {
    uint64_t length = 0, size = e->type->element->size;
    int64_t offset = 0;
    if (to->pointer != POINTER_SINGLE || e->type->pointer != POINTER_LOCAL || e->kind == EXPR_NULL ||
        size == 0 || f->unevaluated != 0 || !sema_known_extent(e, &offset, &length))
        return true;
    if (offset >= 0 && (uint64_t)offset <= length && size <= length - (uint64_t)offset)
        return true;
    diag_error(f->diag, e->at, "this points outside of its object: to element %lld of %llu",
               (long long)(offset / (int64_t)size), (unsigned long long)(length / size));
    diag_note(f->diag, LOCATION_NONE,
              "a pointer to a single object needs one; '__indexable' may be at the end");
    return false;
}

static bool is_literal_text(const struct expr *e) {
    if (e->kind == EXPR_CONDITIONAL)
        return (e->b->kind == EXPR_NULL || is_literal_text(e->b)) &&
               (e->c->kind == EXPR_NULL || is_literal_text(e->c));
    while (e->kind == EXPR_POINTER_ADD)
        e = e->a;
    return e->kind == EXPR_DECAY && e->a->kind == EXPR_STRING;
}

/* A string literal that becomes a pointer without const, as C allows: it is put into memory that may be written. */
static struct expr *writable_literal(struct front *f, struct expr *e) {
    struct expr *copy = retype(
        f, e,
        type_of_kind(f->arena,
                     type_pointer(f->arena, type_unqualified(f->arena, e->type->element), e->type->pointer),
                     e->type->pointer));
    if (e->kind == EXPR_NULL)
        return copy;
    if (e->kind == EXPR_CONDITIONAL) {
        copy->b = writable_literal(f, e->b);
        copy->c = writable_literal(f, e->c);
    } else if (e->kind == EXPR_POINTER_ADD) {
        copy->a = writable_literal(f, e->a);
    } else {
        e->a->string->is_writable = true;
        copy->a = retype(f, e->a, type_unqualified(f->arena, e->a->type));
    }
    return copy;
}

/* As `e`, but text from a literal may be written to if that is what `to` asks for. */
static struct expr *match_literal(struct front *f, struct expr *e, const struct type *to) {
    bool wants_write = to->kind == TYPE_POINTER && to->element->kind != TYPE_VOID &&
                       e->type->kind == TYPE_POINTER && (to->element->qualifiers & QUALIFIER_CONST) == 0 &&
                       is_literal_text(e);
    return wants_write ? writable_literal(f, e) : e;
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
    if (type_pointees_equal(from->element, to->element) && from->element->kind != TYPE_VOID)
        return check_single(f, e, to);
    bool is_function = from->element->kind == TYPE_FUNCTION || to->element->kind == TYPE_FUNCTION;
    if (!is_function && (from->element->kind == TYPE_VOID || to->element->kind == TYPE_VOID))
        return check_void(f, e, to);
    if (differ_in_sign(from->element, to->element)) {
        diag_warning(f->diag, e->at, "pointer-sign", "'%s' points to integers of different sign when %s '%s'",
                     sema_type_text(f, from), context, sema_type_text(f, to));
        return true;
    }
    diag_error(f->diag, e->at, "incompatible pointer type '%s' when %s '%s'", sema_type_text(f, from),
               context, sema_type_text(f, to));
    note_pointee(f, from->element, to->element);
    return false;
}

struct expr *sema_assignable(struct front *f, struct expr *e, const struct type *type, const char *context) {
    e = sema_rvalue(f, e);
    if (sema_is_error(e) || type->kind == TYPE_ERROR)
        return sema_error(f, e->at);
    if (type->kind == TYPE_POINTER) {
        if (sema_is_null_constant(e) || chooses_null(e))
            return sema_convert(f, e, type);
        if (e->type->kind != TYPE_POINTER)
            return report_mismatch(f, e, type, context);
        e = match_literal(f, e, type);
        return check_pointees(f, e, type, context) ? sema_convert(f, e, type) : sema_error(f, e->at);
    }
    bool is_fine = type_is_arithmetic(type) && type_is_arithmetic(e->type);
    if (type->kind == TYPE_BOOL)
        is_fine = type_is_scalar(e->type);
    if (type->kind == TYPE_RECORD)
        is_fine = type_equal(e->type, type);
    return is_fine ? sema_convert(f, e, type) : report_mismatch(f, e, type, context);
}

/* Between a record and its first member, which lie at one address; NULL: the types are no such pair. Upwards the
 * object's header must tell that it is such a record. */
static struct expr *cast_to_member(struct front *f, struct expr *e, const struct type *type) {
    const struct type *from = e->type->element, *to = type->element;
    const struct type *single = type_pointer(f->arena, to, POINTER_SINGLE);
    if (sema_is_first_member(from, to)) {
        e = sema_convert(f, e, type_of_kind(f->arena, e->type, POINTER_SINGLE));
        return make_cast(f, CAST_SINGLE_MEMBER, e, single);
    }
    if (from->kind != TYPE_RECORD || !sema_is_first_member(to, from))
        return nullptr;
    const struct type *target = type->pointer == POINTER_LOCAL ? type : single;
    unsigned qualifiers = from->qualifiers & QUALIFIER_CONST;
    const struct type *nothing = type_qualify(f->arena, type_basic(TYPE_VOID), qualifiers);
    return convert_any(f, convert_any(f, e, type_pointer(f->arena, nothing, POINTER_ANY)), target);
}

static bool is_opaque(const struct type *type) {
    return type->is_incomplete && type->kind != TYPE_VOID;
}

static uint64_t view_size(const struct type *type) {
    return type->size == 0 ? 1 : type->size;
}

/* Whether the bytes of one may be seen as the other. */
static bool is_view(const struct type *from, const struct type *to) {
    if (from->kind == TYPE_FUNCTION || to->kind == TYPE_FUNCTION || type_has_slots(from) ||
        type_has_slots(to) || is_opaque(from) || is_opaque(to))
        return false;
    return view_size(from) % view_size(to) == 0 || view_size(to) % view_size(from) == 0;
}

/* As is_view; reports. */
static bool check_view(struct front *f, location at, const struct expr *e, const struct type *type) {
    const struct type *from = e->type->element, *to = type->element;
    const char *from_text = sema_type_text(f, e->type), *to_text = sema_type_text(f, type);
    if (is_view(from, to))
        return true;
    if (from->kind == TYPE_FUNCTION || to->kind == TYPE_FUNCTION) {
        diag_error(f->diag, at, "cannot cast '%s' to '%s'", from_text, to_text);
        note_function_types(f);
    } else if (type_has_slots(from) || type_has_slots(to)) {
        refuse_bytes(f, e, type_has_slots(from) ? from : to);
    } else if (is_opaque(from) || is_opaque(to)) {
        diag_error(f->diag, at, "cannot cast '%s' to '%s': one of them is not known here", from_text,
                   to_text);
        diag_note(f->diag, LOCATION_NONE, "define its members before");
    } else {
        diag_error(f->diag, at,
                   "cannot cast '%s' to '%s': neither element size (%llu, %llu) divides the other", from_text,
                   to_text, (unsigned long long)view_size(from), (unsigned long long)view_size(to));
        diag_note(f->diag, LOCATION_NONE, "go through 'unsigned char *' and index the bytes");
    }
    return false;
}

/* Whether the cast to `void *` can keep the bounds, so that it may become a sized parameter as well. */
static bool keeps_bounds(const struct expr *e) {
    const struct type *element = e->type->element;
    return e->type->pointer == POINTER_LOCAL && !type_has_slots(element) &&
           (!element->is_incomplete || element->kind == TYPE_VOID);
}

static struct expr *cast_pointer(struct front *f, location at, const struct type *type, struct expr *e) {
    if (type->pointer == POINTER_ANY && keeps_bounds(e))
        return sema_convert(f, e, type_pointer(f->arena, type->element, POINTER_LOCAL));
    if (sema_is_untyped_allocation(e))
        return sema_convert(f, e, type);
    if (e->type->pointer == POINTER_ANY || type->pointer == POINTER_ANY) {
        bool is_function = e->type->pointer == POINTER_FUNCTION || type->pointer == POINTER_FUNCTION;
        if (is_function)
            check_view(f, at, e, type);
        return !is_function && check_void(f, e, type) ? sema_convert(f, e, type) : sema_error(f, at);
    }
    const struct type *from = e->type->element, *to = type->element;
    if (type_pointees_equal(from, to))
        return sema_convert(f, e, type);
    bool is_record_of = from->kind == TYPE_RECORD && sema_is_first_member(to, from);
    struct expr *member = is_record_of || !is_view(from, to) ? cast_to_member(f, e, type) : nullptr;
    if (member != nullptr)
        return member;
    return check_view(f, at, e, type) ? sema_convert(f, e, type) : sema_error(f, at);
}

static struct expr *cast_to_pointer(struct front *f, location at, const struct type *type, struct expr *e) {
    if (sema_is_null_constant(e) || chooses_null(e))
        return sema_convert(f, e, type);
    if (e->type->kind != TYPE_POINTER) {
        diag_error(f->diag, at, "'%s' cannot be cast to the pointer type '%s'", sema_type_text(f, e->type),
                   sema_type_text(f, type));
        diag_note(f->diag, LOCATION_NONE,
                  "a pointer carries its bounds: take it from an object with '&' or from an array");
        return sema_error(f, at);
    }
    e = match_literal(f, e, type);
    if ((e->type->element->qualifiers & QUALIFIER_CONST) != 0 &&
        (type->element->qualifiers & QUALIFIER_CONST) == 0) {
        diag_error(f->diag, at, "casting '%s' to '%s' would make read-only data writable",
                   sema_type_text(f, e->type), sema_type_text(f, type));
        diag_note(f->diag, LOCATION_NONE, "copy the data, or declare it without const");
        return sema_error(f, at);
    }
    return cast_pointer(f, at, type, e);
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
    if (e->kind == EXPR_STATIC_ADDRESS) {
        *offset += (int64_t)e->base_offset;
        *length = e->variable != nullptr ? e->variable->type->size
                                         : e->base_string->length * e->base_string->element->size;
        return true;
    }
    if (e->kind != EXPR_DECAY && e->kind != EXPR_ADDRESS && e->kind != EXPR_NULL)
        return false;
    *length = e->kind == EXPR_NULL ? 0 : e->a->type->size;
    return true;
}
