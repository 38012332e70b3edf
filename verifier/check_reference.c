/* References: what one refers to, whether it suits a slot, parameter or result (R3, R4), what a loaded or received
 * one refers to, and when an object of the frame becomes memory of its type (R6).
 *
 * Memory of a type is described by that type's slots alone. A reference to one type suits another where both
 * have the same slots at the same places; names do not matter but for objects with a header, whose type is
 * compared by index since the header says it so. */
#include "check.h"

bool check_is_record(const struct checker *checker, uint32_t type) {
    return type != TYPE_PLAIN && checker->image->types[type].kind == VX_TYPE_RECORD;
}

/* Without a header nobody asks for the exact type of plain data. */
static uint32_t type_of_elements(const struct checker *checker, uint32_t type, bool header) {
    return header || check_is_record(checker, type) ? type : TYPE_PLAIN;
}

bool check_find_target(const struct checker *checker, uint32_t base, const struct form *form,
                       struct target *target) {
    const struct verifier_image *image = checker->image;
    *target = (struct target){.kind = OBJECT_MEMORY, .writable = true, .lifetime = LIFETIME_STORABLE};
    switch (base & BASE_KIND) {
    case BASE_OBJECT: {
        const struct object *object = &checker->state->objects[BASE_INDEX(base)];
        bool guarded = object->guard != SYMBOL_NONE && checker->state->symbols[object->guard].min > 0;
        *target = (struct target){.kind = object->kind,
                                  .lifetime = object->lifetime,
                                  .writable = object->writable,
                                  .nullable = object->nullable && !guarded,
                                  .guard = object->guard,
                                  .header = object->header,
                                  .exact = object->exact,
                                  .type = object->type,
                                  .constant = (__int128)object->extent_constant,
                                  .symbol = object->extent_symbol,
                                  .scale = object->extent_scale};
        return true;
    }
    case BASE_GLOBAL: {
        const struct vx_global *global = &image->globals[BASE_INDEX(base)];
        target->header = target->exact = (global->flags & VX_GLOBAL_HEADER) != 0;
        target->type = type_of_elements(checker, global->type, target->header);
        target->writable = tables_global_writable(image, global);
        target->constant = (__int128)verifier_global_bytes(image, global);
        return true;
    }
    case BASE_FRAME: {
        /* The object that holds the least possible address; the proof of an access shows that it holds all. */
        struct range range = domain_range(checker->state, form, true);
        if (range.min < -(__int128)VX_FRAME_SIZE_MAX || range.min >= 0)
            return false;
        target->local = check_frame_object(checker, (int64_t)range.min);
        if (target->local == NULL)
            return false;
        target->lifetime = LIFETIME_FRAME;
        target->type = type_of_elements(checker, target->local->type, false);
        target->start = target->local->offset;
        target->constant =
            (__int128)target->local->offset + (__int128)verifier_frame_bytes(image, target->local);
        return true;
    }
    }
    return false;
}

bool check_inside(struct checker *checker, const struct target *target, const struct form *form,
                  const struct linear *length) {
    if (domain_range(checker->state, form, true).min < target->start)
        return false;
    struct linear room; /* end - form - length */
    linear_start(&room, target->constant);
    linear_add_symbol(&room, target->symbol, target->scale);
    linear_add(&room, form, true, -1);
    room.constant -= length->constant;
    room.overflow |= length->overflow;
    for (uint32_t i = 0; i < length->count; i++)
        linear_add_symbol(&room, length->terms[i].symbol, -length->terms[i].factor);
    return domain_prove_nonnegative(checker->state, &room, &checker->report->steps);
}

/* Whether the varying part of an offset moves it in steps of `period` only. */
static bool is_periodic(const struct form *rest, uint64_t period) {
    for (int i = 0; i < 2 && rest->symbol[i] != SYMBOL_NONE; i++) {
        if (rest->scale[i] % period != 0)
            return false;
    }
    return true;
}

bool check_place_in_element(struct checker *checker, uint32_t type, const struct form *form, int64_t start,
                            struct element_place *place) {
    int64_t size = (int64_t)checker->image->types[type].size;
    struct form rest = {0};
    uint32_t used = 0;
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++) {
        if (form->scale[i] % size == 0)
            continue;
        rest.symbol[used] = form->symbol[i];
        rest.scale[used++] = form->scale[i];
    }
    uint64_t period = used == 0 ? 0 : types_period(checker, type);
    if (used != 0 && is_periodic(&rest, period)) {
        rest = (struct form){0};
        used = 0;
        size = (int64_t)period;
    }
    if (__builtin_sub_overflow(form->constant, start, &rest.constant))
        return false;
    rest.constant %= size;
    if (rest.constant < 0)
        rest.constant += size;
    struct range range = domain_range(checker->state, &rest, true);
    if (range.min < 0 || range.max > INT64_MAX)
        return false;
    int64_t whole = (int64_t)range.min / size * size; /* elements that the varying part passes at least */
    if ((int64_t)range.max - whole >= size)
        return false;
    place->first = (uint64_t)((int64_t)range.min - whole);
    place->last = (uint64_t)((int64_t)range.max - whole);
    place->step = used == 0 ? 0 : rest.scale[0];
    if (used == 2) {
        uint32_t a = rest.scale[0], b = rest.scale[1];
        while (b != 0) { /* at most 46 rounds for numbers of 32 bits */
            uint32_t c = a % b;
            a = b;
            b = c;
        }
        place->step = a;
    }
    return true;
}

const struct vx_slot *check_slot_at_places(struct checker *checker, uint32_t type,
                                           const struct element_place *place) {
    const struct vx_slot *run = types_slot_at(checker, type, place->first);
    if (run == NULL || place->first == place->last)
        return run;
    uint64_t last = run->offset + (uint64_t)(run->count - 1) * run->stride;
    return place->step % run->stride == 0 && place->last <= last ? run : NULL;
}

/* At how many places of an array inside an element a part of it is compared with a type, one by one. */
enum { VIEWED_PLACES_MAX = 64 };

/* Is the memory of elements `type`, from `form` bytes behind its base on and for `bytes`, elements of `view`? */
static bool fits(struct checker *checker, uint32_t type, const struct form *form, int64_t start,
                 uint32_t view, __int128 bytes) {
    struct element_place place;
    bool record = check_is_record(checker, type), wanted = check_is_record(checker, view);
    if ((!record && !wanted) || bytes == 0)
        return true;
    if (!record || !check_place_in_element(checker, type, form, start, &place))
        return false;
    if (type == view)
        return place.first == 0 && place.last == 0;
    if (bytes > (__int128)(checker->image->types[type].size - place.last))
        return false;
    if (!wanted)
        return !types_has_slot(checker, type, &place, (uint64_t)bytes);
    uint64_t size = checker->image->types[view].size;
    const struct vx_slot *run =
        place.first == place.last ? NULL : check_slot_at_places(checker, type, &place);
    if (run != NULL && size == SLOT_BYTES && bytes <= SLOT_BYTES) /* a single slot, any one of a run */
        return types_slot_equal(run, types_slot_at(checker, view, 0));
    uint64_t places = place.first == place.last ? 1 : (place.last - place.first) / place.step + 1;
    if (places > VIEWED_PLACES_MAX)
        return false;
    for (uint64_t i = 0; i < places; i++) {
        for (uint64_t at = 0; at < (uint64_t)bytes; at += size) {
            if (!types_view(checker, type, place.first + i * place.step + at, view))
                return false;
        }
    }
    return true;
}

bool check_fits(struct checker *checker, const struct target *target, const struct form *form, uint32_t view,
                __int128 bytes) {
    return fits(checker, target->type, form, target->start, view, bytes);
}

uint32_t check_record_number(const struct checker *checker, const struct vx_frame_object *object) {
    uint32_t index = (uint32_t)(object - (checker->image->frames + checker->function->first_frame_object));
    for (uint32_t i = 0; i < checker->record_count; i++) {
        if (checker->records[i] == index)
            return i;
    }
    return FRAME_RECORDS_MAX;
}

bool check_is_raw(const struct checker *checker, const struct vx_frame_object *object) {
    uint32_t number = check_record_number(checker, object);
    return number < FRAME_RECORDS_MAX && !((checker->state->published >> number) & 1);
}

bool check_publishable(struct checker *checker, const struct vx_frame_object *object) {
    const struct verifier_image *image = checker->image;
    const struct vx_type *type = &image->types[object->type];
    for (uint32_t element = 0; element < object->count; element++) {
        for (uint32_t run = 0; run < type->slot_count; run++) {
            const struct vx_slot *slot = &image->slots[type->first_slot + run];
            int64_t offset = object->offset + (int64_t)(element * type->size) + slot->offset;
            checker->report->steps += slot->count;
            for (uint32_t i = 0; i < slot->count; i++, offset += slot->stride) {
                const struct slot *held = &checker->state->slots[state_slot_of(offset)];
                const struct check_kind kind = {slot->kind, slot->flags, slot->type};
                if (held->initialised != 0xff ||
                    check_suits(checker, &kind, &held->value, NULL, LIFETIME_STORABLE) != CLAUSE_NONE)
                    return false;
            }
        }
    }
    return true;
}

bool check_publish(struct checker *checker, const struct vx_frame_object *object) {
    if (!check_is_raw(checker, object))
        return true;
    if (!check_publishable(checker, object))
        return false;
    checker->state->published |= (uint64_t)1 << check_record_number(checker, object);
    int64_t end = object->offset + (int64_t)verifier_frame_bytes(checker->image, object);
    for (int64_t offset = object->offset; offset < end; offset += SLOT_BYTES)
        state_slot_clear(checker->state, state_slot_of(offset));
    checker->report->steps += (uint64_t)(end - object->offset) / SLOT_BYTES;
    return true;
}

/* A reference to `view`'s elements: `length` bytes of them, at most `bytes`. */
static enum verifier_clause suits_memory(struct checker *checker, const struct value *value,
                                         const struct target *target, uint32_t view,
                                         const struct linear *length, __int128 bytes) {
    if (target->kind != OBJECT_MEMORY)
        return CLAUSE_TYPE_VALUE;
    if (!check_inside(checker, target, &value->form, length))
        return CLAUSE_ACCESS_BOUNDS;
    if (!check_fits(checker, target, &value->form, view, bytes))
        return CLAUSE_TYPE_MISMATCH;
    if (target->local != NULL && !check_publish(checker, target->local))
        return CLAUSE_STACK_PUBLISH;
    return CLAUSE_NONE;
}

static enum verifier_clause suits_object(const struct check_kind *kind, const struct value *value,
                                         const struct target *target) {
    if (!target->header || !form_is_constant(&value->form) || value->form.constant != 0)
        return CLAUSE_TYPE_VALUE;
    if (kind->kind == VX_ARRAY && (target->kind != OBJECT_MEMORY || target->type != kind->type))
        return CLAUSE_TYPE_MISMATCH;
    return CLAUSE_NONE;
}

enum verifier_clause check_suits(struct checker *checker, const struct check_kind *kind,
                                 const struct value *value, const struct form *count,
                                 enum lifetime lifetime) {
    struct target target;
    struct linear length;
    bool counted = kind->kind == VX_COUNTED;
    if (value_is_null(value) && (!counted || (form_is_constant(count) && count->constant == 0)))
        return CLAUSE_NONE;
    if (value->kind != VALUE_REFERENCE)
        return CLAUSE_TYPE_VALUE;
    if (!check_find_target(checker, value->base, &value->form, &target))
        return CLAUSE_ACCESS_BOUNDS;
    bool function = target.kind == OBJECT_FUNCTION;
    if (function != (kind->kind == VX_FUNCTION))
        return CLAUSE_TYPE_VALUE;
    /* Null stays null only without an offset, and only where null is as good as the object. */
    if (target.nullable && (counted || !form_is_constant(&value->form) || value->form.constant != 0))
        return CLAUSE_TYPE_VALUE;
    if (target.lifetime < lifetime)
        return CLAUSE_LIFETIME_STORE;
    if ((kind->flags & VX_WRITABLE) && !target.writable)
        return CLAUSE_TYPE_READ_ONLY;
    switch ((enum vx_parameter_kind)kind->kind) {
    case VX_FUNCTION:
        if (!form_is_constant(&value->form) || value->form.constant != 0)
            return CLAUSE_TYPE_VALUE;
        return target.type == kind->type ? CLAUSE_NONE : CLAUSE_TYPE_MISMATCH;
    case VX_ANY:
    case VX_ARRAY:
        return suits_object(kind, value, &target);
    case VX_ONE: {
        uint64_t size = checker->image->types[kind->type].size;
        linear_start(&length, (__int128)size);
        return suits_memory(checker, value, &target, kind->type, &length, (__int128)size);
    }
    case VX_COUNTED: {
        uint64_t size = checker->image->types[kind->type].size;
        linear_start(&length, 0);
        linear_add(&length, count, false, (int64_t)size);
        __int128 most = domain_range(checker->state, count, false).max * (__int128)size;
        return suits_memory(checker, value, &target, kind->type, &length, most);
    }
    case VX_VOID:
    case VX_INTEGER:
    case VX_FLOAT:
    case VX_TYPE:
    case VX_RESERVED_OWNED:
    case VX_RESERVED_ENDPOINT:
        break;
    }
    return CLAUSE_TYPE_VALUE;
}

struct object check_object_of(const struct checker *checker, const struct check_kind *kind,
                              enum lifetime lifetime) {
    struct object object = {.kind = OBJECT_MEMORY,
                            .type = TYPE_PLAIN,
                            .lifetime = (uint8_t)lifetime,
                            .nullable = true,
                            .writable = (kind->flags & VX_WRITABLE) != 0};
    switch ((enum vx_parameter_kind)kind->kind) {
    case VX_ONE:
    case VX_ARRAY:
        object.header = kind->kind == VX_ARRAY;
        object.type = type_of_elements(checker, kind->type, object.header);
        object.extent_constant = checker->image->types[kind->type].size;
        break;
    case VX_COUNTED: /* null only if there are none, so no access needs to ask */
        object.nullable = false;
        object.type = type_of_elements(checker, kind->type, false);
        break;
    case VX_FUNCTION:
        object.kind = OBJECT_FUNCTION;
        object.type = kind->type;
        object.lifetime = LIFETIME_STORABLE;
        break;
    case VX_ANY:
    case VX_VOID:
    case VX_INTEGER:
    case VX_FLOAT:
    case VX_TYPE:
    case VX_RESERVED_OWNED:
    case VX_RESERVED_ENDPOINT:
        object.kind = OBJECT_ANY; /* of which nothing is known */
        object.header = true;
        object.type = 0;
        break;
    }
    return object;
}

struct value check_new_reference(struct checker *checker, const struct object *object) {
    uint32_t index = state_new_object(checker->state, object);
    if (index == OBJECTS_MAX) {
        check_fail(checker, CLAUSE_HINT_WORK, "more than %d objects at once", OBJECTS_MAX / 2);
        return value_constant(0);
    }
    return value_reference(BASE_OBJECT | index, 0);
}

struct value check_header_count(struct checker *checker, uint32_t base) {
    if ((base & BASE_KIND) == BASE_GLOBAL)
        return value_constant(checker->image->globals[BASE_INDEX(base)].count);
    struct object *object = &checker->state->objects[BASE_INDEX(base)];
    uint64_t size = object->kind == OBJECT_MEMORY ? checker->image->types[object->type].size : 1;
    uint64_t least = object->extent_constant / size;
    if (object->exact && object->extent_symbol != SYMBOL_NONE)
        return value_symbol(object->extent_symbol);
    if (object->exact)
        return value_constant(least);
    struct value count = check_interval(checker, least > 0 ? least : 1, VX_OBJECT_SIZE_MAX / size);
    /* What was known to be there is at most that count. */
    uint32_t known = object->extent_symbol;
    bool comparable =
        known == SYMBOL_NONE || (object->extent_scale == size && object->extent_constant % size == 0);
    if (object->kind == OBJECT_MEMORY && comparable && size <= SCALE_MAX) {
        if (known != SYMBOL_NONE)
            domain_add_bound(checker->state, known,
                             (struct bound){count.form.symbol[0], 1, 1 - (int64_t)least, .multiple = 1});
        object->extent_symbol = count.form.symbol[0];
        object->extent_scale = (uint32_t)size;
        object->extent_constant = 0;
        object->exact = true;
    }
    return count;
}

struct value check_header_type(struct checker *checker, uint32_t base) {
    if ((base & BASE_KIND) == BASE_GLOBAL)
        return value_constant(checker->image->globals[BASE_INDEX(base)].type);
    struct object *object = &checker->state->objects[BASE_INDEX(base)];
    if (object->kind == OBJECT_MEMORY)
        return value_constant(object->type);
    if (object->type_symbol == SYMBOL_NONE)
        object->type_symbol = check_interval(checker, 0, UINT32_MAX).form.symbol[0];
    return value_symbol(object->type_symbol);
}

/* If the flags compare a header's type with a constant and are equal: the object has that type, and at least one
 * element as every object with a header. */
static void learn_type(struct checker *checker, struct undo *undo) {
    struct state *state = checker->state;
    const struct flags *flags = &state->flags;
    const struct form *left = &flags->left.form, *right = &flags->right.form;
    if (flags->kind != FLAGS_COMPARE || flags->width < 4 || flags->left.kind != VALUE_INTEGER ||
        flags->right.kind != VALUE_INTEGER || form_is_constant(left) || !form_is_constant(right) ||
        left->symbol[1] != SYMBOL_NONE || left->scale[0] != 1 || left->constant != 0)
        return;
    uint64_t type = flags->width == 4 ? (uint32_t)right->constant : (uint64_t)right->constant;
    if (type >= checker->image->type_count)
        return;
    checker->report->steps += state->object_count;
    for (uint32_t i = 0; i < state->object_count; i++) {
        struct object *object = &state->objects[i];
        if (object->kind != OBJECT_ANY || object->type_symbol != left->symbol[0])
            continue;
        undo->object = i;
        undo->before = *object;
        object->kind = OBJECT_MEMORY;
        object->type = (uint32_t)type;
        object->type_symbol = SYMBOL_NONE;
        object->extent_constant = checker->image->types[type].size;
        return;
    }
}

void check_assume(struct checker *checker, uint8_t condition, struct undo *undo) {
    enum { CONDITION_EQUAL = 4 };
    domain_assume(checker->state, condition, undo);
    if (condition == CONDITION_EQUAL && undo->object == OBJECTS_MAX)
        learn_type(checker, undo);
}
