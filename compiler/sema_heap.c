/* The heap: malloc and its relatives, new and new_array; and memcpy and its relatives on records with pointers.
 *
 * malloc's result has no type of its own: it is an EXPR_ALLOCATE of bytes (the pointee is void) until a conversion
 * says what the bytes are to be. Then the count of elements is found in the size: n * sizeof(T) gives n. What never
 * gets a type stays plain data. These functions are known by their names, if the program does not define them. */
#include "front_internal.h"

#include <string.h>

static struct expr *new_allocation(struct front *f, enum expr_kind kind, location at,
                                   const struct type *pointee) {
    return sema_new(f, kind, at, type_pointer(f->arena, pointee, POINTER_LOCAL));
}

bool sema_is_untyped_allocation(const struct expr *e) {
    bool is_void = e->type->kind == TYPE_POINTER && e->type->element->kind == TYPE_VOID;
    if (e->kind == EXPR_CONDITIONAL && is_void && e->type->pointer == POINTER_LOCAL) {
        bool b = sema_is_untyped_allocation(e->b), c = sema_is_untyped_allocation(e->c);
        return (b || e->b->kind == EXPR_NULL) && (c || e->c->kind == EXPR_NULL) && (b || c);
    }
    return (e->kind == EXPR_ALLOCATE || e->kind == EXPR_REALLOCATE) && is_void;
}

static bool is_factor(const struct expr *e, uint64_t size) {
    return e->kind == EXPR_INTEGER && e->integer != 0 && e->integer % size == 0;
}

/* How many elements of the size that many bytes are. NULL: not even one, reported. */
static struct expr *count_elements(struct front *f, struct expr *bytes, const struct type *pointee) {
    uint64_t size = pointee->size;
    if (bytes->kind == EXPR_INTEGER) {
        if (bytes->integer >= size || bytes->integer == 0)
            return sema_integer(f, bytes->at, bytes->type, bytes->integer / size);
        diag_error(f->diag, bytes->at, "%llu bytes are too few for one '%s', which has %llu",
                   (unsigned long long)bytes->integer, sema_type_text(f, pointee), (unsigned long long)size);
        diag_note(f->diag, LOCATION_NONE, "write 'sizeof(%s)', or 'new(%s)'", sema_type_text(f, pointee),
                  sema_type_text(f, pointee));
        return nullptr;
    }
    if (bytes->kind == EXPR_BINARY && bytes->binary == BINARY_MUL) {
        struct expr *a = bytes->a, *b = bytes->b;
        struct expr *known = is_factor(b, size) ? b : is_factor(a, size) ? a : nullptr;
        if (known != nullptr) {
            struct expr *other = known == b ? a : b;
            struct expr *factor = sema_integer(f, known->at, known->type, known->integer / size);
            return factor->integer == 1 ? other : sema_binary(f, TOKEN_STAR, bytes->at, other, factor);
        }
    }
    if (size == 1)
        return bytes;
    return sema_binary(f, TOKEN_SLASH, bytes->at, bytes,
                       sema_integer(f, bytes->at, type_basic(TYPE_UNSIGNED_LONG), size));
}

struct expr *sema_type_allocation(struct front *f, struct expr *e, const struct type *pointee) {
    pointee = type_unqualified(f->arena, pointee);
    if (pointee->is_incomplete || pointee->kind == TYPE_FUNCTION) {
        diag_error(f->diag, e->at, "memory cannot be allocated for '%s', whose size is not known here",
                   sema_type_text(f, pointee));
        diag_note(f->diag, LOCATION_NONE, "define its members before");
        return sema_error(f, e->at);
    }
    struct expr *typed = new_allocation(f, e->kind, e->at, pointee);
    if (e->kind == EXPR_CONDITIONAL) {
        typed->a = e->a;
        typed->b = sema_convert(f, e->b, typed->type);
        typed->c = sema_convert(f, e->c, typed->type);
        return sema_is_error(typed->b) || sema_is_error(typed->c) ? sema_error(f, e->at) : typed;
    }
    struct expr *count = count_elements(f, e->kind == EXPR_ALLOCATE ? e->a : e->b, pointee);
    if (count == nullptr)
        return sema_error(f, e->at);
    typed->may_fail = true;
    if (e->kind == EXPR_ALLOCATE) {
        typed->a = count;
    } else {
        typed->a = sema_convert(f, e->a, typed->type);
        typed->b = count;
    }
    return typed;
}

struct expr *sema_new_object(struct front *f, location at, const struct type *type, struct expr *count) {
    if (!sema_check_object_type(f, type, at, "an object on the heap"))
        return sema_error(f, at);
    const struct type *type_long = type_basic(TYPE_UNSIGNED_LONG);
    const struct bounds none = {0};
    count = count == nullptr ? sema_integer(f, at, type_long, 1)
                             : sema_assignable(f, count, type_long, "counting as");
    if (sema_is_error(count))
        return count;
    const struct type *element = type_unqualified(f->arena, sema_in_memory(f, type, &none));
    struct expr *e = new_allocation(f, EXPR_ALLOCATE, at, element);
    e->a = count;
    return e;
}

/* ---- malloc, calloc, realloc, free */

static struct expr *as_size(struct front *f, struct expr *e) {
    return sema_assignable(f, e, type_basic(TYPE_UNSIGNED_LONG), "counting as");
}

static struct expr *allocate_bytes(struct front *f, location at, struct expr *bytes) {
    if (sema_is_error(bytes))
        return bytes;
    struct expr *e = new_allocation(f, EXPR_ALLOCATE, at, type_basic(TYPE_VOID));
    e->a = bytes;
    e->may_fail = true;
    return e;
}

static struct expr *call_realloc(struct front *f, location at, struct expr *old, struct expr *bytes) {
    old = sema_rvalue(f, old);
    if (sema_is_error(old) || sema_is_error(bytes))
        return sema_error(f, at);
    if (sema_is_null_constant(old))
        return allocate_bytes(f, at, bytes);
    if (old->type->kind != TYPE_POINTER || old->type->pointer == POINTER_FUNCTION ||
        (old->type->element->qualifiers & QUALIFIER_CONST) != 0) {
        diag_error(f->diag, at, "realloc needs a pointer to writable memory of the heap, not '%s'",
                   sema_type_text(f, old->type));
        diag_note(f->diag, LOCATION_NONE, "give it what malloc, calloc, realloc or new_array returned");
        return sema_error(f, at);
    }
    struct expr *e = new_allocation(f, EXPR_REALLOCATE, at, type_basic(TYPE_VOID));
    e->a = old;
    e->b = bytes;
    e->may_fail = true;
    return old->type->element->kind == TYPE_VOID ? e : sema_type_allocation(f, e, old->type->element);
}

static struct expr *call_free(struct front *f, location at, struct expr *e) {
    e = sema_rvalue(f, e);
    if (sema_is_error(e))
        return e;
    if (e->type->kind != TYPE_POINTER && !sema_is_null_constant(e)) {
        diag_error(f->diag, at, "free needs a pointer, not '%s'", sema_type_text(f, e->type));
        diag_note(f->diag, LOCATION_NONE, "give it what malloc, calloc, realloc or new_array returned");
        return sema_error(f, at);
    }
    return sema_convert(f, e, type_basic(TYPE_VOID));
}

/* ---- memcpy, memmove, memset, memcmp */

/* The pointer argument as a LOCAL to records with pointers, or NULL: it is something else. */
static struct expr *as_records(struct front *f, struct expr **argument) {
    struct expr *e = *argument = sema_rvalue(f, *argument);
    bool points = e->type->kind == TYPE_POINTER && e->type->pointer != POINTER_ANY;
    return points && type_has_slots(e->type->element) ? sema_local_pointer(f, e) : nullptr;
}

static struct expr *refuse_memory(struct front *f, location at, const char *name, const char *why,
                                  const char *advice) {
    diag_error(f->diag, at, "%s cannot be used here: %s", name, why);
    diag_note(f->diag, LOCATION_NONE, "%s", advice);
    return sema_error(f, at);
}

static struct expr *memory_call(struct front *f, location at, const char *name, struct expr **arguments) {
    bool is_set = strcmp(name, "memset") == 0;
    struct expr *to = as_records(f, &arguments[0]);
    struct expr *from = is_set ? nullptr : as_records(f, &arguments[1]);
    if (to == nullptr && from == nullptr)
        return nullptr; /* plain data */
    if (strcmp(name, "memcmp") == 0)
        return refuse_memory(f, at, name, "pointers have no bytes to compare",
                             "compare the members one by one");
    if (to == nullptr ||
        (!is_set && (from == nullptr || !type_pointees_equal(to->type->element, from->type->element))))
        return refuse_memory(f, at, name, "one side holds pointers that the other one has no place for",
                             "copy between objects of one type");
    if ((to->type->element->qualifiers & QUALIFIER_CONST) != 0)
        return refuse_memory(f, at, name, "the destination is read-only",
                             "drop the const of the destination");
    struct expr *size = as_size(f, arguments[2]);
    struct expr *byte = is_set ? sema_rvalue(f, arguments[1]) : nullptr;
    if (sema_is_error(size) || (is_set && sema_is_error(byte)))
        return sema_error(f, at);
    if (is_set && (byte->kind != EXPR_INTEGER || byte->integer != 0))
        return refuse_memory(f, at, name, "objects with pointers can only be set to zero",
                             "write the constant 0, or assign the members");
    struct expr *e =
        sema_new(f, is_set ? EXPR_CLEAR_ELEMENTS : EXPR_MOVE_ELEMENTS, at, type_value(f->arena, to->type));
    e->a = to;
    e->b = from;
    e->c = size;
    return e;
}

static bool is_memory_function(const char *name) {
    return strcmp(name, "memcpy") == 0 || strcmp(name, "memmove") == 0 || strcmp(name, "memset") == 0 ||
           strcmp(name, "memcmp") == 0;
}

struct expr *sema_heap_call(struct front *f, location at, struct function *function, struct expr **arguments,
                            size_t count) {
    const char *name = function->name;
    if (function->body != nullptr || function == f->function || function->is_static ||
        count != function->type->parameter_count)
        return nullptr;
    if (count == 3 && is_memory_function(name))
        return memory_call(f, at, name, arguments);
    if (count == 1 && strcmp(name, "malloc") == 0)
        return allocate_bytes(f, at, as_size(f, arguments[0]));
    if (count == 1 && strcmp(name, "free") == 0)
        return call_free(f, at, arguments[0]);
    if (count == 2 && strcmp(name, "realloc") == 0)
        return call_realloc(f, at, arguments[0], as_size(f, arguments[1]));
    if (count == 2 && strcmp(name, "calloc") == 0) {
        struct expr *bytes =
            sema_binary(f, TOKEN_STAR, at, as_size(f, arguments[0]), as_size(f, arguments[1]));
        return allocate_bytes(f, at, bytes);
    }
    return nullptr;
}
