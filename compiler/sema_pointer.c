/* Pointers as declared: which kind a pointer in memory, a parameter or a result is, where its count is, and what a
 * pointer in an initialiser of static duration is known to be.
 *
 * A pointer type that a declarator made is of kind LOCAL as long as nothing has said more; what is not an automatic
 * variable gets its kind here. */
#include "front_internal.h"

static bool refuse_annotation(struct front *f, const struct bounds *bounds, const struct type *pointee,
                              const char *annotation, const char *advice) {
    diag_error(f->diag, bounds->at, "'%s' does not go with a pointer to '%s'", annotation,
               sema_type_text(f, pointee));
    diag_note(f->diag, LOCATION_NONE, "%s", advice);
    return false;
}

static bool fix_count(struct front *f, const struct type *pointee, const struct bounds *bounds,
                      uint64_t *fixed_count) {
    uint64_t size = pointee->size == 0 ? 1 : pointee->size, count = bounds->count->integer;
    *fixed_count = bounds->kind == BOUNDS_COUNTED ? count : count / size + (count % size != 0);
    if (count != 0 && count <= INT64_MAX && type_array_fits(pointee, *fixed_count))
        return true;
    diag_error(f->diag, bounds->at,
               "a constant count must be at least 1, and no object can be larger than 2^30 bytes");
    return false;
}

static bool counted_kind(struct front *f, const struct type *pointee, const struct bounds *bounds,
                         enum pointer_kind *kind, uint64_t *fixed_count) {
    bool is_sized = bounds->kind == BOUNDS_SIZED;
    if (pointee->kind == TYPE_VOID && !is_sized) {
        diag_error(f->diag, bounds->at, "'void' has no size: '__counted_by' counts elements");
        diag_note(f->diag, LOCATION_NONE, "write '__sized_by(n)', with n in bytes");
        return false;
    }
    if (pointee->kind == TYPE_FUNCTION)
        return refuse_annotation(f, bounds, pointee, "__counted_by",
                                 "a function pointer points to one function");
    if (is_sized && type_has_slots(pointee))
        return refuse_annotation(
            f, bounds, pointee, "__sized_by",
            "pointers cannot be seen as bytes: count the elements with '__counted_by(n)'");
    *kind = is_sized ? POINTER_SIZED : POINTER_COUNTED;
    if (bounds->count_name != nullptr)
        return true;
    *kind = POINTER_FIXED;
    return fix_count(f, pointee, bounds, fixed_count);
}

bool sema_pointer_kind(struct front *f, const struct type *type, const struct bounds *bounds,
                       enum pointer_kind *kind, uint64_t *fixed_count) {
    const struct type *pointee = type->element;
    bool is_object = pointee->kind != TYPE_VOID && pointee->kind != TYPE_FUNCTION;
    *kind = type_default_kind(pointee);
    switch (bounds->kind) {
    case BOUNDS_NONE:
        if (type->kind == TYPE_POINTER && type->pointer != POINTER_LOCAL)
            *kind = type->pointer;
        return true;
    case BOUNDS_SINGLE:
        *kind = is_object ? POINTER_SINGLE : *kind;
        return true;
    case BOUNDS_COUNTED:
    case BOUNDS_SIZED:
        return counted_kind(f, pointee, bounds, kind, fixed_count);
    case BOUNDS_STRING:
        *kind = POINTER_STRING;
        return pointee->kind == TYPE_CHAR ||
               refuse_annotation(f, bounds, pointee, "__null_terminated",
                                 "strings are made of 'char'; for other arrays write '__counted_by(n)'");
    case BOUNDS_INDEXABLE:
        *kind = POINTER_WIDE;
        return is_object || refuse_annotation(f, bounds, pointee, "__indexable",
                                              "only elements can be indexed: give their type");
    }
    return false;
}

const struct type *sema_in_memory(struct front *f, const struct type *type, const struct bounds *bounds) {
    enum pointer_kind kind = POINTER_SINGLE;
    uint64_t fixed_count = 0;
    if (type->kind != TYPE_POINTER)
        return type;
    if (bounds->kind == BOUNDS_COUNTED || bounds->kind == BOUNDS_SIZED) {
        diag_error(f->diag, bounds->at, "there is no place for a count next to this pointer");
        diag_note(f->diag, LOCATION_NONE,
                  "write '__indexable', which carries its bounds, or make a structure of pointer and count");
        return type_basic(TYPE_ERROR);
    }
    if (!sema_pointer_kind(f, type, bounds, &kind, &fixed_count))
        return type_basic(TYPE_ERROR);
    return type_of_kind(f->arena, type, kind);
}

/* ---- counts */

bool sema_check_count_type(struct front *f, const struct bounds *bounds, const struct type *type) {
    if (type->kind == TYPE_ERROR)
        return false;
    if (type_is_integer(type) && type->size >= 4 && type->bit_width == 0)
        return true;
    diag_error(f->diag, bounds->at, "the count '%s' must have an integer type of 4 or 8 bytes, not '%s'",
               bounds->count_name->text, sema_type_text(f, type));
    diag_note(f->diag, LOCATION_NONE, "declare it as 'size_t %s'", bounds->count_name->text);
    return false;
}

static bool has_static_duration(const struct variable *variable) {
    return variable->is_global || variable->is_static;
}

static void set_count(struct front *f, struct variable *variable, const struct bounds *bounds,
                      struct variable *count) {
    if (count == nullptr || !has_static_duration(count)) {
        diag_error(f->diag, bounds->at, "the count '%s' is not a variable of static duration",
                   bounds->count_name->text);
        diag_note(f->diag, LOCATION_NONE, "declare it next to the pointer: 'static size_t %s;'",
                  bounds->count_name->text);
        return;
    }
    if (!sema_check_count_type(f, bounds, count->type))
        return;
    count->is_used = true;
    variable->count = count;
}

void sema_static_pointer(struct front *f, struct variable *variable, const struct bounds *bounds,
                         uint64_t fixed_count) {
    variable->fixed_count = fixed_count;
    if (bounds->count_name == nullptr || variable->type->kind != TYPE_POINTER || variable->count != nullptr)
        return;
    const struct symbol *symbol = bounds->count_name->symbol;
    if (!variable->is_global && symbol != nullptr && symbol->kind == SYMBOL_VARIABLE) {
        set_count(f, variable, bounds, symbol->variable);
        return;
    }
    struct pending_count *pending = arena_push(f->arena, (void **)&f->pending_counts, &f->pending_count,
                                               &f->pending_capacity, sizeof *pending);
    *pending = (struct pending_count){.variable = variable, .bounds = *bounds};
}

void sema_resolve_counts(struct front *f) {
    for (size_t i = 0; i < f->pending_count; i++) {
        const struct pending_count *pending = &f->pending_counts[i];
        if (pending->variable->count == nullptr)
            set_count(f, pending->variable, &pending->bounds, pending->bounds.count_name->variable);
    }
}

/* ---- pointers that are known before the program starts */

struct static_place {
    struct variable *variable;
    struct string_literal *string;
    const struct type *whole; /* the object's */
    uint64_t offset;          /* may be anything until it is compared with the object's size */
};

static bool place_of_pointer(const struct expr *e, struct static_place *place);

/* Where the lvalue is; recursion is as deep as the expression, which the parser limits. */
static bool place_of_lvalue(const struct expr *e, struct static_place *place) {
    switch (e->kind) {
    case EXPR_VARIABLE:
    case EXPR_COMPOUND:
        place->variable = e->variable;
        place->whole = e->type;
        return has_static_duration(e->variable);
    case EXPR_STRING:
        place->string = e->string;
        place->whole = e->type;
        return true;
    case EXPR_MEMBER:
        if (!place_of_lvalue(e->a, place))
            return false;
        place->offset += e->offset;
        return true;
    case EXPR_DEREF:
        return place_of_pointer(e->a, place);
    default:
        return false;
    }
}

static bool place_of_pointer(const struct expr *e, struct static_place *place) {
    switch (e->kind) {
    case EXPR_ADDRESS:
    case EXPR_DECAY:
        return place_of_lvalue(e->a, place);
    case EXPR_POINTER_ADD:
        if (e->b->kind != EXPR_INTEGER || !place_of_pointer(e->a, place))
            return false;
        place->offset += e->b->integer * e->type->element->size;
        return true;
    case EXPR_CAST:
        return (e->cast == CAST_POINTER || e->cast == CAST_LOCAL_SINGLE || e->cast == CAST_SINGLE_LOCAL ||
                e->cast == CAST_SINGLE_MEMBER || e->cast == CAST_LOCAL_ANY || e->cast == CAST_SINGLE_ANY) &&
               place_of_pointer(e->a, place);
    default:
        return false;
    }
}

/* The elements of the array that an object is: of one, if it is no array. */
static const struct type *elements_of(const struct type *whole) {
    return whole->kind == TYPE_ARRAY ? whole->element : whole;
}

static bool check_static_place(struct front *f, const struct expr *e, const struct type *type,
                               const struct static_place *place) {
    bool needs_start = type->pointer != POINTER_SINGLE && type->pointer != POINTER_STRING;
    bool is_wide = type->pointer == POINTER_WIDE;
    uint64_t size = type->element->size == 0 ? 1 : type->element->size;
    const struct type *elements = elements_of(place->whole);
    bool is_array_of = type->element->kind == TYPE_VOID || type_equal(elements, type->element) ||
                       (!type_has_slots(elements) && elements->size == size);
    if (needs_start && (!is_array_of || (!is_wide && place->offset != 0))) {
        diag_error(f->diag, e->at, "'%s' must be initialized with the start of a whole object",
                   sema_type_text(f, type));
        diag_note(f->diag, LOCATION_NONE,
                  is_wide || type->pointer == POINTER_ANY
                      ? "the object must be an array of just these elements"
                      : "write '__indexable' for a pointer that may point into an array");
        return false;
    }
    bool is_inside = place->offset <= place->whole->size && size <= place->whole->size - place->offset;
    if (is_wide ? place->offset <= place->whole->size : is_inside)
        return true;
    diag_error(f->diag, e->at, "this points outside of its object, which has %llu bytes",
               (unsigned long long)place->whole->size);
    return false;
}

struct expr *sema_static_pointer_value(struct front *f, struct expr *e, const struct type *type) {
    struct static_place place = {0};
    if (e->kind == EXPR_NULL || e->kind == EXPR_FUNCTION)
        return e;
    if (!place_of_pointer(e, &place) || place.whole->is_incomplete)
        return nullptr;
    if (!check_static_place(f, e, type, &place))
        return sema_error(f, e->at);
    struct expr *address = sema_new(f, EXPR_STATIC_ADDRESS, e->at, type_unqualified(f->arena, type));
    address->variable = place.variable;
    address->base_string = place.string;
    address->base_offset = place.offset;
    return address;
}

/* ---- what must not be kept */

static const struct variable *origin_of(const struct expr *e) {
    for (;;) {
        switch (e->kind) {
        case EXPR_CAST:
        case EXPR_POINTER_ADD:
        case EXPR_MEMBER:
            e = e->a;
            break;
        case EXPR_COMMA:
            e = e->b;
            break;
        case EXPR_ADDRESS:
        case EXPR_DECAY: /* of what the parameter points to */
            e = sema_whole(e->a);
            if (e->kind != EXPR_DEREF)
                return nullptr;
            e = e->a;
            break;
        case EXPR_LOAD:
            return e->a->kind == EXPR_VARIABLE ? e->a->variable : nullptr;
        default:
            return nullptr;
        }
    }
}

bool sema_check_kept(struct front *f, const struct expr *value, const char *verb) {
    const struct variable *origin = value->type->kind == TYPE_POINTER ? origin_of(value) : nullptr;
    if (origin == nullptr || !origin->is_noescape)
        return true;
    diag_error(f->diag, value->at, "cannot %s '%s': it is '__noescape'", verb, origin->name);
    diag_note(f->diag, origin->at, "drop '__noescape' here, or copy what it points to");
    return false;
}

bool sema_is_first_member(const struct type *record, const struct type *first) {
    while (record->kind == TYPE_RECORD && !record->record->is_union && record->record->count != 0) {
        record = record->record->members[0].type;
        if (type_equal(record, first))
            return true;
    }
    return false;
}
