/* Joining references, see join.h: what two of them refer to becomes one object of the result.
 *
 * An object of the result is known by the bases it stands for on both sides, and by where it starts from there.
 * First its kind and type: where types differ, it is the part that looks the same from both sides, a structure, a
 * single pointer slot or a run of plain bytes. When all values are joined, its extent, in terms of the symbols
 * that they have left. Objects of the frame with pointer slots that a join makes reachable through references
 * are published, where both sides allow that. */
#include <assert.h>
#include <string.h>

#include "join_internal.h"

enum {
    EXTENT_WASTE_MAX = 64, /* bytes behind the last element of an object, for its length to be recognised */
    PLAIN_PART_MAX = 4096, /* bytes of plain data that a part of a structure is looked at for */
};

static const struct object *object_of(const struct side *side, uint32_t base) {
    return (base & BASE_KIND) == BASE_OBJECT ? &side->state->objects[BASE_INDEX(base)] : nullptr;
}

/* The frame object that holds the byte at an offset from the entry rsp, or null. */
static const struct vx_frame_object *frame_object_at(const struct checker *checker, int64_t offset) {
    const struct verifier_image *image = checker->image;
    const struct vx_function *function = checker->function;
    for (uint32_t i = 0; i < function->frame_object_count; i++) {
        const struct vx_frame_object *object = &image->frames[function->first_frame_object + i];
        if (offset >= object->offset &&
            offset < object->offset + (int64_t)verifier_frame_bytes(image, object)) {
            return object;
        }
    }
    return nullptr;
}

/* Whether null is, or may be, what a reference with this base is. Such an object starts where its base does.
 */
static bool may_be_null(const struct side *side, uint32_t base) {
    const struct object *object = object_of(side, base);
    bool guarded = object && object->guard && side->state->symbols[object->guard].min > 0;
    return base == 0 || (object && object->nullable && !guarded);
}

/* Where the object that a reference points into starts, from the reference's base. False if there is none. */
static bool find_start(const struct joiner *joiner, const struct side *side, uint32_t base,
                       const struct affine *form, int64_t *start) {
    *start = 0;
    if (base != BASE_FRAME) {
        return true;
    }
    struct form offset = form_of(form);
    __int128 least = domain_range(side->state, &offset, true).min;
    const struct vx_frame_object *local = least < 0 && least >= -(__int128)VX_FRAME_SIZE_MAX
                                              ? frame_object_at(joiner->checker, (int64_t)least)
                                              : nullptr;
    *start = local ? local->offset : 0;
    return local;
}

/* Let constant offsets agree: the merged object starts as early as it can for that. */
static void align_starts(struct merged_object *merged, const struct affine form[2], const bool pinned[2]) {
    __int128 offset[] = {form[0].constant - merged->start[0], form[1].constant - merged->start[1]};
    __int128 least = offset[0] < offset[1] ? offset[0] : offset[1];
    if (pinned[0] || pinned[1]) {
        least = offset[pinned[0] ? 0 : 1];
    }
    if (least < 0 || (pinned[0] && pinned[1])) {
        return;
    }
    for (int i = 0; i < 2; i++) {
        if (offset[i] > least) {
            merged->shift[i] = (int64_t)(form[i].constant - least);
        }
    }
}

/* Make the forms relative to the start of a merged object, if it is one of the same objects as `wanted`. */
static bool is_relative(const struct merged_object *known, const struct merged_object *wanted,
                        struct affine form[2]) {
    if (memcmp(known->base, wanted->base, sizeof known->base) != 0 ||
        memcmp(known->start, wanted->start, sizeof known->start) != 0) {
        return false;
    }
    /* The first reference in the hint, by location, defines where the object starts; with terms it has to be where
     * the bases do. */
    bool constant = is_constant(&form[0]) && is_constant(&form[1]);
    if (!constant && !known->floating && wanted->location < known->location &&
        memcmp(known->shift, known->start, sizeof known->shift) != 0) {
        return false;
    }
    struct affine rest[2];
    for (int i = 0; i < 2; i++) {
        struct affine shift = {.constant = known->shift[i]};
        if (!join_subtract(&form[i], known->floating ? &known->at[i] : &shift, 1, &rest[i])) {
            return false;
        }
    }
    if (known->limit && (!is_constant(&rest[0]) || !is_constant(&rest[1]) || rest[0].constant < 0 ||
                         rest[0].constant > known->limit || rest[0].constant != rest[1].constant)) {
        return false;
    }
    form[0] = rest[0];
    form[1] = rest[1];
    return true;
}

/* ---- kinds and types ---- */

/* Both sides of a merged object: what its bases refer to, and where it starts there. */
struct parts {
    const struct merged_object *merged;
    struct target target[2];
    struct form place[2];
};

/* Let the checker speak of one side. */
static struct checker *checker_of(struct joiner *joiner, int side) {
    joiner->checker->state = side ? joiner->b.state : joiner->a.state;
    return joiner->checker;
}

static void place_parts(struct parts *parts, const struct merged_object *merged) {
    for (int i = 0; i < 2; i++) {
        struct affine shift = {.constant = merged->shift[i]};
        parts->place[i] = form_of(merged->floating ? &merged->at[i] : &shift);
    }
}

/* Is it so many bytes of elements `view` from both sides? */
static bool parts_fit(struct joiner *joiner, const struct parts *parts, uint32_t view, uint64_t bytes) {
    for (int i = 0; i < 2; i++) {
        if (parts->merged->base[i] != 0 &&
            !check_fits(checker_of(joiner, i), &parts->target[i], &parts->place[i], view, (__int128)bytes)) {
            return false;
        }
    }
    return true;
}

/* The pointer slot of its base's type that the part starts at, or null. */
static const struct vx_slot *slot_of_part(struct joiner *joiner, const struct parts *parts, int side) {
    struct element_place place;
    const struct target *target = &parts->target[side];
    bool known = check_is_record(joiner->checker, target->type) &&
                 check_place_in_element(checker_of(joiner, side), target->type, &parts->place[side],
                                        target->start, &place);
    return known ? check_slot_at_places(joiner->checker, target->type, &place) : nullptr;
}

/* A single pointer slot, if there is an equal one on both sides. */
static bool merge_as_slot(struct joiner *joiner, const struct parts *parts, struct merged_object *merged) {
    const struct vx_slot *slot[2] = {nullptr, nullptr};
    for (int i = 0; i < 2; i++) {
        slot[i] = merged->base[i] != 0 ? slot_of_part(joiner, parts, i) : nullptr;
    }
    slot[0] = merged->base[0] ? slot[0] : slot[1];
    slot[1] = merged->base[1] ? slot[1] : slot[0];
    if (!slot[0] || !slot[1] || !types_slot_equal(slot[0], slot[1])) {
        return false;
    }
    struct verifier_image *image = joiner->checker->image;
    merged->type = model_cell_type(joiner->model, slot[0]);
    merged->limit = SLOT_BYTES;
    image->types = joiner->model->tables.types;
    image->type_count = (uint32_t)joiner->model->tables.type_count;
    image->slots = joiner->model->tables.slots;
    image->slot_count = (uint32_t)joiner->model->tables.slot_count;
    return true;
}

/* As many plain bytes as there are from both sides. */
static bool merge_as_bytes(struct joiner *joiner, const struct parts *parts, struct merged_object *merged) {
    uint64_t low = 0, high = PLAIN_PART_MAX;
    while (low < high) { /* it fits with `low` bytes, and not with more than `high` */
        uint64_t middle = low + (high - low + 1) / 2;
        if (parts_fit(joiner, parts, TYPE_PLAIN, middle)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    merged->type = TYPE_PLAIN;
    merged->limit = (int64_t)low;
    return low > 0;
}

/* What looks the same right where the two references point. */
static bool merge_as_part(struct joiner *joiner, struct parts *parts, struct merged_object *merged,
                          const struct affine form[2], const bool pinned[2]) {
    for (int i = 0; i < 2 && !merged->floating; i++) {
        if (!is_constant(&form[i]) || (pinned[i] && form[i].constant != merged->start[i])) {
            return false;
        }
        merged->shift[i] = (int64_t)form[i].constant;
    }
    merged->header = merged->exact = false;
    merged->limited[0] = merged->limited[1] = true;
    place_parts(parts, merged);
    return merge_as_slot(joiner, parts, merged) || merge_as_bytes(joiner, parts, merged);
}

static bool merge_memory(struct joiner *joiner, struct parts *parts, struct merged_object *merged,
                         const struct affine form[2], const bool pinned[2], bool part) {
    const struct target *target = parts->target;
    if (part) {
        return merge_as_part(joiner, parts, merged, form, pinned);
    }
    place_parts(parts, merged);
    bool whole = !merged->floating;
    for (int i = 0; i < 2; i++) {
        whole = whole && merged->shift[i] == merged->start[i];
    }
    bool same = target[0].type == target[1].type;
    if (same && whole && target[0].header && target[1].header) {
        merged->header = true;
        merged->exact = target[0].exact && target[1].exact;
        merged->type = target[0].type;
        return true;
    }
    bool records[] = {check_is_record(joiner->checker, target[0].type),
                      check_is_record(joiner->checker, target[1].type)};
    if (!records[0] && !records[1]) {
        merged->type = TYPE_PLAIN;
        return true;
    }
    if (same && parts_fit(joiner, parts, target[0].type, 1)) {
        merged->type = target[0].type;
        return true;
    }
    for (int i = 0; i < 2; i++) {
        uint64_t size = records[i] ? joiner->checker->image->types[target[i].type].size : 0;
        if (size > 0 && parts_fit(joiner, parts, target[i].type, size)) {
            merged->type = target[i].type;
            merged->limit = (int64_t)size;
            merged->limited[i] = false; /* a view of itself, however long */
            merged->limited[1 - i] = !same;
            return true;
        }
    }
    return merge_as_part(joiner, parts, merged, form, pinned);
}

/* The kind and type of a merged object; for a part, its start. False if its bases have nothing in common. */
static bool merge_kinds(struct joiner *joiner, struct merged_object *merged, const struct affine form[2],
                        const bool pinned[2], bool part) {
    struct parts parts = {.merged = merged};
    for (int i = 0; i < 2; i++) {
        struct form at = form_of(&form[i]);
        if (merged->base[i] != 0 &&
            !check_find_target(checker_of(joiner, i), merged->base[i], &at, &parts.target[i])) {
            return false;
        }
    }
    for (int i = 0; i < 2; i++) {
        if (merged->base[i] == 0) { /* null is what the other is */
            parts.target[i] = parts.target[1 - i];
            parts.target[i].start = 0;
        }
    }
    const struct target *a = &parts.target[0], *b = &parts.target[1];
    if (a->kind == OBJECT_MEMORY && b->kind == OBJECT_MEMORY) {
        return merge_memory(joiner, &parts, merged, form, pinned, part);
    }
    for (int i = 0; i < 2; i++) {
        if (!is_constant(&form[i]) || form[i].constant != 0) {
            return false;
        }
    }
    merged->kind = a->kind == OBJECT_FUNCTION ? OBJECT_FUNCTION : OBJECT_ANY;
    merged->type = merged->kind == OBJECT_FUNCTION ? a->type : 0;
    merged->header = merged->kind == OBJECT_ANY;
    merged->floating = false;
    return merged->kind == OBJECT_FUNCTION ? b->kind == OBJECT_FUNCTION && a->type == b->type
                                           : a->header && b->header;
}

static bool extent_of(const struct joiner *joiner, const struct side *side, uint32_t base, int64_t shift,
                      struct affine *extent);

/* Whether an object of that extent has so many bytes behind an offset. */
static bool prove_room(struct joiner *joiner, const struct side *side, const struct affine *extent,
                       const struct affine *offset, uint32_t bytes) {
    struct linear linear;
    struct form have = form_of(extent), want = form_of(offset);
    linear_start(&linear, -(__int128)bytes);
    linear_add(&linear, &have, true, 1);
    linear_add(&linear, &want, true, -1);
    return domain_prove_nonnegative(side->state, &linear, &joiner->steps);
}

/* References at variable offsets into two objects: what they refer to is an object of its own, of as many
 * bytes as each side shows to be there, and not less than `least`. */
static bool let_float(struct joiner *joiner, struct merged_object *merged, const struct affine form[2],
                      const bool pinned[2], int64_t least) {
    for (int i = 0; i < 2; i++) {
        const struct side *side = i ? &joiner->b : &joiner->a;
        struct affine extent, from_start = form[i];
        from_start.constant -= merged->start[i];
        struct form offset = form_of(&from_start);
        struct range range = domain_range(side->state, &offset, true);
        if (pinned[i] ? range.min != 0 || range.max != 0 : range.min < 0) {
            return false;
        }
        merged->room[i] = 0;
        if (extent_of(joiner, side, merged->base[i], merged->start[i], &extent)) {
            struct form end = form_of(&extent);
            __int128 room = domain_range(side->state, &end, true).min - range.max;
            for (uint32_t bytes = 64; bytes > 0 && room < bytes; bytes /= 2) {
                room = prove_room(joiner, side, &extent, &from_start, bytes) ? bytes : room;
            }
            uint32_t element = extent.scale[0];
            if (room < element && prove_room(joiner, side, &extent, &from_start, element)) {
                room = element;
            }
            if (room < 0 && prove_room(joiner, side, &extent, &from_start, 0)) {
                room = 0;
            }
            if (room < least || room > (__int128)VX_OBJECT_SIZE_MAX) {
                return false;
            }
            merged->room[i] = (int64_t)room;
        }
        merged->at[i] = form[i];
    }
    merged->floating = true;
    return true;
}

static bool float_extent(struct joiner *joiner, const struct merged_object *merged, struct object *object);
static bool symbol_has_value(const struct joiner *joiner, uint32_t symbol);

/* Whether the count of elements from the reference on is known, but not that of all: then the object had better
 * start at the reference. */
static bool counts_from_reference(struct joiner *joiner, const struct merged_object *merged,
                                  const struct affine form[2], const bool pinned[2]) {
    struct merged_object floating = *merged;
    struct object object = {.kind = OBJECT_MEMORY};
    struct affine extent[2];
    struct form whole;
    if (!extent_of(joiner, &joiner->a, merged->base[0], merged->start[0], &extent[0]) ||
        !extent_of(joiner, &joiner->b, merged->base[1], merged->start[1], &extent[1]) ||
        is_constant(&extent[0]) || is_constant(&extent[1]) ||
        (join_find_entry(joiner, &extent[0], &extent[1], &whole) &&
         symbol_has_value(joiner, whole.symbol[0]))) {
        return false;
    }
    return let_float(joiner, &floating, form, pinned, 0) && float_extent(joiner, &floating, &object);
}

/* Whether references to this base may come together with others: an object of the frame with pointer slots must
 * be published. */
static bool may_merge(const struct joiner *joiner, const struct side *side, uint32_t base,
                      const struct affine *form) {
    int64_t start;
    if (base != BASE_FRAME || !find_start(joiner, side, base, form, &start)) {
        return base != BASE_FRAME;
    }
    uint32_t record = join_record_at(joiner->checker, start);
    return record == FRAME_RECORDS_MAX || (joiner->result.published >> record & 1);
}

/* Numbers of objects mean nothing from one side to the other. But where they are equal, and so is what the objects
 * are, it is one object in most cases: then a reference that moves in it stays relative to its start. */
static bool are_alike(const struct joiner *joiner, const uint32_t base[2]) {
    const struct object *a = object_of(&joiner->a, base[0]), *b = object_of(&joiner->b, base[1]);
    if (!a || !b) {
        return true;
    }
    return a->kind == b->kind && a->type == b->type && a->header == b->header && a->nullable == b->nullable &&
           a->extent_scale == b->extent_scale && a->extent_constant == b->extent_constant;
}

/* The merged object of two bases; made if there is none yet. False if it cannot be. On success the forms are
 * relative to the merged object's start. With `part` it is no more than what is at the references. */
static bool merge_bases(struct joiner *joiner, const uint32_t base[2], struct affine form[2], bool part,
                        uint32_t location, uint32_t *index) {
    struct merged_object merged = {.base = {base[0], base[1]}, .location = location};
    const struct side *sides[] = {&joiner->a, &joiner->b};
    size_t count = joiner->result.object_count;
    bool pinned[2];
    for (int i = 0; i < 2; i++) {
        pinned[i] = may_be_null(sides[i], base[i]);
        if (!may_merge(joiner, sides[i], base[i], &form[i]) ||
            !find_start(joiner, sides[i], base[i], &form[i], &merged.start[i])) {
            return false;
        }
        merged.shift[i] = merged.start[i];
    }
    for (*index = 0; *index < count; ++*index) {
        if ((!part || joiner->merged[*index].limit) && is_relative(&joiner->merged[*index], &merged, form)) {
            return true;
        }
    }
    if (count == JOIN_OBJECTS_MAX) {
        return false;
    }
    if (is_constant(&form[0]) && is_constant(&form[1])) {
        align_starts(&merged, form, pinned);
    } else if (base[0] != base[1] || base[0] == BASE_FRAME || !are_alike(joiner, base)) {
        let_float(joiner, &merged, form, pinned, base[0] == 0 || base[1] == 0 ? 0 : 1);
    } else if (counts_from_reference(joiner, &merged, form, pinned)) {
        let_float(joiner, &merged, form, pinned, 0);
    }
    bool good = merge_kinds(joiner, &merged, form, pinned, part);
    checker_of(joiner, 1);
    joiner->merged[count] = merged;
    if (!good || !is_relative(&joiner->merged[count], &merged, form)) {
        return false;
    }
    joiner->result.object_count++;
    return true;
}

/* Whether two references into the frame point into two of its objects. */
static bool frame_objects_differ(const struct joiner *joiner, const struct affine form[2]) {
    int64_t start[2];
    return find_start(joiner, &joiner->a, BASE_FRAME, &form[0], &start[0]) &&
           find_start(joiner, &joiner->b, BASE_FRAME, &form[1], &start[1]) && start[0] != start[1];
}

/* Where offsets of two references into the frame count from: the object that the lower one lies in. */
static __int128 frame_start(const struct joiner *joiner, const struct affine form[2]) {
    __int128 least = form[0].constant < form[1].constant ? form[0].constant : form[1].constant;
    const struct vx_frame_object *local = frame_object_at(joiner->checker, (int64_t)least);
    return local ? local->offset : least;
}

static bool affine_same(const struct affine *a, const struct affine *b) {
    return is_constant(a) && is_constant(b) && a->constant == b->constant;
}

uint32_t join_record_at(const struct checker *checker, int64_t offset) {
    const struct vx_frame_object *frames = checker->image->frames + checker->function->first_frame_object;
    for (uint32_t i = 0; i < checker->record_count; i++) {
        const struct vx_frame_object *object = &frames[checker->records[i]];
        if (offset >= object->offset &&
            offset < object->offset + (int64_t)verifier_frame_bytes(checker->image, object)) {
            return i;
        }
    }
    return FRAME_RECORDS_MAX;
}

/* Publish an object of the frame with pointer slots, if it can be on both sides. */
static void publish_at(struct joiner *joiner, int64_t offset) {
    uint32_t record = join_record_at(joiner->checker, offset);
    const struct vx_frame_object *object = frame_object_at(joiner->checker, offset);
    if (record == FRAME_RECORDS_MAX || (joiner->result.published >> record & 1)) {
        return;
    }
    if (check_publishable(checker_of(joiner, 0), object) &&
        check_publishable(checker_of(joiner, 1), object)) {
        joiner->result.published |= (uint64_t)1 << record;
    }
    checker_of(joiner, 1);
}

/* Publish what a reference of one side points to. */
static void publish(struct joiner *joiner, const struct side *side, const struct value *value) {
    struct affine form = affine_of(&value->form, true);
    int64_t start;
    if (value->kind == VALUE_REFERENCE && value->base == BASE_FRAME &&
        find_start(joiner, side, BASE_FRAME, &form, &start)) {
        publish_at(joiner, start);
    }
}

void join_publish(struct joiner *joiner, const struct value *a, const struct value *b) {
    bool same = a->kind == VALUE_REFERENCE && b->kind == VALUE_REFERENCE && a->base == b->base &&
                form_is_constant(&a->form) && form_is_constant(&b->form) &&
                a->form.constant == b->form.constant;
    bool references =
        (a->kind == VALUE_REFERENCE || value_is_null(a)) && (b->kind == VALUE_REFERENCE || value_is_null(b));
    if (!same && references) {
        publish(joiner, &joiner->a, a);
        publish(joiner, &joiner->b, b);
    }
}

/* Whether the object has slots that an index can tell apart. */
static bool has_array_of_slots(const struct checker *checker, const struct vx_frame_object *object) {
    const struct vx_type *type = &checker->image->types[object->type];
    bool has = object->count > 1;
    for (uint32_t i = 0; i < type->slot_count && !has; i++) {
        has = checker->image->slots[type->first_slot + i].count > 1;
    }
    return has;
}

static bool is_inside_object(const struct value *value) {
    return value->kind == VALUE_REFERENCE && !(form_is_constant(&value->form) && value->form.constant == 0);
}

void join_publish_array(struct joiner *joiner, int64_t offset, const struct value *a, const struct value *b) {
    bool same = a->base == b->base && form_is_constant(&a->form) && form_is_constant(&b->form) &&
                a->form.constant == b->form.constant;
    const struct vx_frame_object *object = frame_object_at(joiner->checker, offset);
    if (!same && (is_inside_object(a) || is_inside_object(b)) && object &&
        has_array_of_slots(joiner->checker, object)) {
        publish_at(joiner, offset);
    }
}

/* Whether two references to one object point to places in a structure that no form of both describes well: to
 * two fields, with pointer slots between them or at them that are not one run. */
static bool are_parts(struct joiner *joiner, const uint32_t base[2], const struct affine form[2]) {
    const struct verifier_image *image = joiner->checker->image;
    const struct vx_slot *slot[2];
    struct target target;
    uint64_t offset[2];
    if (base[0] != base[1] || base[0] == 0 || !is_constant(&form[0]) || !is_constant(&form[1])) {
        return false;
    }
    struct form at = form_of(&form[0]);
    bool found = check_find_target(checker_of(joiner, 0), base[0], &at, &target);
    checker_of(joiner, 1);
    if (!found || target.kind != OBJECT_MEMORY || !check_is_record(joiner->checker, target.type)) {
        return false;
    }
    uint64_t size = image->types[target.type].size;
    for (int i = 0; i < 2; i++) {
        if (form[i].constant < target.start) {
            return false;
        }
        offset[i] = (uint64_t)(form[i].constant - target.start) % size;
        slot[i] = types_slot_at(joiner->checker, target.type, offset[i]);
    }
    uint64_t low = offset[0] < offset[1] ? offset[0] : offset[1];
    uint64_t high = offset[0] < offset[1] ? offset[1] : offset[0];
    const struct element_place place = {low, low, 0};
    bool between = types_has_slot(joiner->checker, target.type, &place, high - low + 1);
    return low != high && (slot[0] != slot[1] || (!slot[0] && between));
}

struct value join_references(struct joiner *joiner, const struct value *a, const struct value *b,
                             uint32_t location) {
    struct value result = {.kind = VALUE_REFERENCE};
    uint32_t base[] = {a->kind == VALUE_REFERENCE ? a->base : 0, b->kind == VALUE_REFERENCE ? b->base : 0};
    struct affine form[] = {affine_of(&a->form, true), affine_of(&b->form, true)};
    size_t objects = joiner->result.object_count;
    bool part = are_parts(joiner, base, form);
    if (!part && base[0] == base[1] && (base[0] & BASE_KIND) != BASE_OBJECT &&
        !(base[0] == BASE_FRAME && frame_objects_differ(joiner, form))) {
        if (!affine_same(&form[0], &form[1]) && (!may_merge(joiner, &joiner->a, base[0], &form[0]) ||
                                                 !may_merge(joiner, &joiner->b, base[1], &form[1]))) {
            return any_value();
        }
        result.base = base[0];
    } else {
        uint32_t index;
        if (!merge_bases(joiner, base, form, part, location, &index)) {
            return any_value();
        }
        result.base = BASE_OBJECT | index;
    }
    struct grain grain = {true, result.base == BASE_FRAME ? frame_start(joiner, form) : 0, 0};
    const struct object *objects_of[] = {object_of(&joiner->a, base[0]), object_of(&joiner->b, base[1])};
    for (int i = 0; i < 2; i++) {
        /* Where the object ends is a multiple of this, so finer steps compare better. */
        grain.unit = objects_of[i] && objects_of[i]->extent_symbol ? objects_of[i]->extent_scale : grain.unit;
    }
    bool sum = form[0].symbol[1] || form[1].symbol[1];
    if ((sum && !join_find_entry(joiner, &form[0], &form[1], &result.form) &&
         join_sums(joiner, &form[0], &form[1], location, &grain, &result.form)) ||
        join_forms(joiner, &form[0], &form[1], &grain, &result.form)) {
        return result;
    }
    joiner->result.object_count = objects;
    return any_value();
}

/* How many bytes there are from the object's start on one side, at least. False for null: any number. */
static bool extent_of(const struct joiner *joiner, const struct side *side, uint32_t base, int64_t shift,
                      struct affine *extent) {
    const struct verifier_image *image = joiner->checker->image;
    *extent = (struct affine){0};
    if (base == 0) {
        return false;
    }
    if (base == BASE_FRAME) {
        const struct vx_frame_object *local = frame_object_at(joiner->checker, shift);
        assert(local && "merge_bases found it");
        extent->constant = local->offset + (__int128)verifier_frame_bytes(image, local);
    } else if ((base & BASE_KIND) == BASE_GLOBAL) {
        extent->constant = verifier_global_bytes(image, &image->globals[BASE_INDEX(base)]);
    } else {
        const struct object *object = object_of(side, base);
        extent->constant = object->extent_constant;
        extent->symbol[0] = object->extent_symbol;
        extent->scale[0] = object->extent_symbol ? object->extent_scale : 0;
    }
    extent->constant -= shift;
    return true;
}

static bool prove_extent(struct joiner *joiner, const struct side *side, const struct affine *extent,
                         const struct affine *unit, uint32_t scale, int64_t constant) {
    struct linear linear;
    struct form have = form_of(extent), want = form_of(unit);
    linear_start(&linear, -(__int128)constant);
    linear_add(&linear, &have, true, 1);
    linear_add(&linear, &want, false, -(int64_t)scale);
    return domain_prove_nonnegative(side->state, &linear, &joiner->steps);
}

static bool symbol_has_value(const struct joiner *joiner, uint32_t symbol) {
    const struct summary *result = &joiner->result;
    for (size_t i = 0; i < result->claim_count; i++) {
        const struct value *value = &result->claims[i].value;
        if (!is_any(value) && (value->form.symbol[0] == symbol || value->form.symbol[1] == symbol)) {
            return true;
        }
    }
    return false;
}

/* A length that nothing holds any more: the extent itself says what its symbol stands for. */
static bool extent_by_itself(struct joiner *joiner, const struct affine extent[2], const bool known[2],
                             struct object *object) {
    uint32_t scale = is_constant(&extent[0]) ? extent[1].scale[0] : extent[0].scale[0];
    struct affine unit[2] = {0};
    if (scale == 0) { /* constants on both sides, and no symbol to name the length by */
        return false;
    }
    for (int i = 0; i < 2; i++) {
        if (known[i] && (is_constant(&extent[i]) ? extent[i].constant < 0 || extent[i].constant % scale != 0
                                                 : extent[i].constant != 0 || extent[i].scale[0] != scale)) {
            return false;
        }
        unit[i] = known[i] ? shift_and_divide(extent[i], 0, scale) : unit[i];
    }
    struct form form;
    if (!join_forms(joiner, &unit[0], &unit[1], &integer_grain, &form) || form.symbol[0] == SYMBOL_NONE ||
        form.scale[0] != 1 || form.constant != 0) {
        return false;
    }
    object->extent_symbol = form.symbol[0];
    object->extent_scale = scale;
    object->extent_constant = 0;
    return true;
}

/* Two objects of constant sizes, merged together with their lengths: a frame object is a little larger than
 * its elements. The element size that wastes least on both sides tells the length among other numbers. */
static bool extent_by_length(struct joiner *joiner, const struct affine extent[2], struct object *object) {
    __int128 least_waste = EXTENT_WASTE_MAX + 1;
    if (!is_constant(&extent[0]) || !is_constant(&extent[1])) {
        return false;
    }
    for (uint32_t id = 1; id <= joiner->result.symbol_count; id++) {
        const struct affine *a = &joiner->entries[id].a, *b = &joiner->entries[id].b;
        if (!is_constant(a) || !is_constant(b) || a->constant <= 0 || b->constant <= 0 ||
            !symbol_has_value(joiner, id)) {
            continue;
        }
        uint64_t size = (uint64_t)extent[0].constant / (uint64_t)a->constant;
        uint64_t other = (uint64_t)extent[1].constant / (uint64_t)b->constant;
        size = other < size ? other : size;
        __int128 waste = extent[0].constant - (__int128)size * a->constant;
        if (extent[1].constant - (__int128)size * b->constant > waste) {
            waste = extent[1].constant - (__int128)size * b->constant;
        }
        if (size > 0 && size <= SCALE_MAX && waste < least_waste) {
            least_waste = waste;
            object->extent_symbol = id;
            object->extent_scale = (uint32_t)size;
            object->extent_constant = 0;
        }
    }
    return least_waste <= EXTENT_WASTE_MAX;
}

/* Null has no bytes. */
static bool is_zero(const struct affine *unit, int64_t extra) {
    return is_constant(unit) && unit->constant == 0 && extra == 0;
}

/* Whether scale * entry + extra is so much on both sides. */
static bool is_at_least(const struct joiner *joiner, const struct entry *entry, uint32_t scale, int64_t extra,
                        uint64_t least) {
    struct form a = form_of(&entry->a), b = form_of(&entry->b);
    __int128 min_a = domain_range(joiner->a.state, &a, false).min;
    __int128 min_b = domain_range(joiner->b.state, &b, false).min;
    return (min_a < min_b ? min_a : min_b) * scale + extra >= (__int128)least;
}

/* Whether the object has scale * entry + extra bytes on each side. */
static bool extent_reaches(struct joiner *joiner, const struct affine extent[2], const bool known[2],
                           uint32_t id, uint32_t scale, int64_t extra) {
    const struct entry *entry = &joiner->entries[id];
    return (known[0] ? prove_extent(joiner, &joiner->a, &extent[0], &entry->a, scale, extra)
                     : is_zero(&entry->a, extra)) &&
           (known[1] ? prove_extent(joiner, &joiner->b, &extent[1], &entry->b, scale, extra)
                     : is_zero(&entry->b, extra));
}

/* A length that is just the object's on one side, and not more than it has on the other: there it may be that of a
 * single object, or 0 where the object is null. */
static bool extent_by_side(struct joiner *joiner, const struct affine extent[2], const bool known[2],
                           struct object *object) {
    for (uint32_t id = 1; id <= joiner->result.symbol_count; id++) {
        const struct affine *units[] = {&joiner->entries[id].a, &joiner->entries[id].b};
        for (int i = 0; i < 2; i++) {
            const struct affine *unit = units[i];
            if (!known[i] || is_constant(&extent[i]) || unit->symbol[0] != extent[i].symbol[0] ||
                unit->symbol[1] != SYMBOL_NONE || extent[i].scale[0] % unit->scale[0] != 0) {
                continue;
            }
            uint32_t scale = extent[i].scale[0] / unit->scale[0];
            if (extent[i].constant == unit->constant * scale && symbol_has_value(joiner, id) &&
                extent_reaches(joiner, extent, known, id, scale, 0)) {
                object->extent_symbol = id;
                object->extent_scale = scale;
                object->extent_constant = 0;
                return true;
            }
        }
    }
    return false;
}

/* Bytes that the object has in terms of an index that is known to be below its length, not less than `least`;
 * in units of `unit` where no length tells the size of an element. A number that is a variable on both sides is the
 * index more likely than one that happens to be small enough. */
static bool extent_by_index(struct joiner *joiner, const struct affine extent[2], const bool known[2],
                            struct object *object, uint64_t least, uint32_t unit) {
    uint32_t scale = known[0] && extent[0].scale[0] ? extent[0].scale[0] : known[1] ? extent[1].scale[0] : 0;
    scale = scale == 0 ? unit : scale;
    for (uint32_t i = 0; i < 2 * joiner->result.symbol_count && scale > 0; i++) {
        uint32_t id = i % (uint32_t)joiner->result.symbol_count + 1;
        const struct entry *entry = &joiner->entries[id];
        bool varies = (!known[0] || !is_constant(&entry->a)) && (!known[1] || !is_constant(&entry->b));
        bool now = varies == (i < joiner->result.symbol_count) && symbol_has_value(joiner, id);
        for (int64_t extra = scale; now && extra >= 0; extra -= scale) {
            if (is_at_least(joiner, entry, scale, extra, least) &&
                extent_reaches(joiner, extent, known, id, scale, extra)) {
                object->extent_symbol = id;
                object->extent_scale = scale;
                object->extent_constant = (uint64_t)extra;
                return true;
            }
        }
    }
    return false;
}

static uint64_t least_extent(const struct side *side, const struct affine *extent, bool known) {
    if (!known) {
        return VX_OBJECT_SIZE_MAX;
    }
    struct form form = form_of(extent);
    __int128 least = domain_range(side->state, &form, true).min;
    return least<0 ? 0 : least>(__int128) VX_OBJECT_SIZE_MAX ? VX_OBJECT_SIZE_MAX : (uint64_t)least;
}

/* A count that is 0 beside null, of elements that are there where the reference is not null. */
static bool extent_beside_null(struct joiner *joiner, const struct merged_object *merged,
                               const struct affine extent[2], const bool known[2], struct object *object) {
    const struct summary *result = &joiner->result;
    int other = known[0] ? 0 : 1;
    const struct side *side = other ? &joiner->b : &joiner->a;
    uint64_t size = merged->type == TYPE_PLAIN ? 1 : joiner->checker->image->types[merged->type].size;
    const uint64_t scales[] = {extent[other].scale[0], size};
    uint64_t best = 0;
    for (size_t i = 0; i < 2 * result->claim_count; i++) {
        const struct value *value = &result->claims[i / 2].value;
        const struct form *form = &value->form;
        if (is_any(value) || value->kind != VALUE_INTEGER || form->symbol[0] == SYMBOL_NONE ||
            form->symbol[1] != SYMBOL_NONE || form->constant != 0 || scales[i % 2] > SCALE_MAX) {
            continue;
        }
        const struct entry *entry = &joiner->entries[form->symbol[0]];
        const struct affine *zero = other ? &entry->a : &entry->b, *count = other ? &entry->b : &entry->a;
        uint64_t scale = scales[i % 2] * form->scale[0];
        if (is_constant(zero) && zero->constant == 0 && scale > best && scale <= SCALE_MAX &&
            prove_extent(joiner, side, &extent[other], count, (uint32_t)scale, 0)) {
            object->extent_symbol = form->symbol[0];
            object->extent_scale = (uint32_t)(best = scale);
            object->extent_constant = 0;
        }
    }
    return best != 0;
}

/* Whether an object that starts at a reference has so many bytes from there on. */
static bool prove_rest(struct joiner *joiner, const struct merged_object *merged, int side,
                       const struct affine *unit, uint32_t scale) {
    const struct side *of = side ? &joiner->b : &joiner->a;
    struct affine extent;
    struct linear linear;
    if (!extent_of(joiner, of, merged->base[side], merged->start[side], &extent)) {
        return is_zero(unit, 0);
    }
    struct affine from_start = merged->at[side];
    from_start.constant -= merged->start[side];
    struct form have = form_of(&extent), at = form_of(&from_start), want = form_of(unit);
    linear_start(&linear, 0);
    linear_add(&linear, &have, true, 1);
    linear_add(&linear, &at, true, -1);
    linear_add(&linear, &want, false, -(int64_t)scale);
    return domain_prove_nonnegative(of->state, &linear, &joiner->steps);
}

/* A reference into an array, or null, with the count of elements that there are from it on. */
static bool float_extent(struct joiner *joiner, const struct merged_object *merged, struct object *object) {
    uint32_t scales[] = {1, 1};
    for (int i = 0; i < 2; i++) {
        struct affine extent;
        if (extent_of(joiner, i ? &joiner->b : &joiner->a, merged->base[i], merged->start[i], &extent) &&
            extent.scale[0]) {
            scales[0] = extent.scale[0];
        }
    }
    for (uint32_t id = 1; id <= joiner->result.symbol_count; id++) {
        const struct entry *entry = &joiner->entries[id];
        for (int i = 0; i < 2 && symbol_has_value(joiner, id); i++) {
            if (prove_rest(joiner, merged, 0, &entry->a, scales[i]) &&
                prove_rest(joiner, merged, 1, &entry->b, scales[i])) {
                object->extent_symbol = id;
                object->extent_scale = scales[i];
                object->extent_constant = 0;
                return true;
            }
        }
    }
    return false;
}

/* Whether the reference is in a frame object with pointer slots that is not published: to be, all of its slots must
 * hold null or enough bytes, so an extent that is zero beside null is of no use. */
static bool is_in_raw_slot(const struct joiner *joiner, const struct merged_object *merged) {
    if (merged->location < LOCATION_SLOT || joiner->checker->record_count == 0) {
        return false;
    }
    uint32_t record = join_record_at(joiner->checker, state_slot_offset(merged->location - LOCATION_SLOT));
    return record != FRAME_RECORDS_MAX && !(joiner->result.published >> record & 1);
}

/* Whether on some way here the object starts at a variable offset: then only what a value holds can be its length. */
static bool has_floated(const struct joiner *joiner, const struct merged_object *merged) {
    bool symbolic = (merged->base[0] & BASE_KIND) == BASE_OBJECT;
    return merged->floating ||
           (symbolic && joiner->before && joiner->before->floated[BASE_INDEX(merged->base[0])]);
}

static void find_extent(struct joiner *joiner, const struct merged_object *merged, struct object *object) {
    struct affine extent[2];
    bool known[2] = {extent_of(joiner, &joiner->a, merged->base[0], merged->shift[0], &extent[0]),
                     extent_of(joiner, &joiner->b, merged->base[1], merged->shift[1], &extent[1])};
    for (int i = 0; i < 2 && merged->floating; i++) {
        extent[i] = (struct affine){.constant = merged->room[i]};
    }
    extent[0] = known[0] ? extent[0] : extent[1];
    extent[1] = known[1] ? extent[1] : extent[0];
    uint64_t least[] = {least_extent(&joiner->a, &extent[0], known[0]),
                        least_extent(&joiner->b, &extent[1], known[1])};
    object->extent_constant = least[0] < least[1] ? least[0] : least[1];
    if (merged->limit) {
        uint64_t limit = (uint64_t)merged->limit;
        object->extent_constant = object->extent_constant < limit ? object->extent_constant : limit;
        for (int i = 0; i < 2; i++) {
            if (merged->limited[i] && known[i]) {
                extent[i] =
                    (struct affine){.constant = least[i] < limit ? (__int128)least[i] : (__int128)limit};
            }
        }
        extent_by_index(joiner, extent, known, object, object->extent_constant, (uint32_t)limit);
        return;
    }
    if (merged->floating && object->extent_constant == 0 && float_extent(joiner, merged, object)) {
        return;
    }
    if (is_constant(&extent[0]) && is_constant(&extent[1]) && extent[0].constant == extent[1].constant) {
        return;
    }
    if (known[0] != known[1] && is_in_raw_slot(joiner, merged)) {
        return;
    }
    /* Null has no bytes, if a length says so; else what is not null has as many as are known. */
    const struct affine none = {.constant = 0};
    const struct affine *both[] = {known[0] ? &extent[0] : &none, known[1] ? &extent[1] : &none};
    struct form form;
    if (join_find_entry(joiner, both[0], both[1], &form) && form.constant >= 0 &&
        symbol_has_value(joiner, form.symbol[0])) {
        object->extent_symbol = form.symbol[0];
        object->extent_scale = form.scale[0];
        object->extent_constant = (uint64_t)form.constant;
    } else if (known[0] != known[1] && extent_beside_null(joiner, merged, extent, known, object)) {
        return;
    } else if (extent_by_side(joiner, extent, known, object)) {
        return;
    } else if ((object->nullable && object->extent_constant > 0) || (merged->header && !merged->exact)) {
        /* Who needs to know more compares with null, or loads the count from the header. */
        extent_by_index(joiner, extent, known, object, object->extent_constant, 0);
    } else if (!extent_by_length(joiner, extent, object) &&
               (has_floated(joiner, merged) || !extent_by_itself(joiner, extent, known, object))) {
        extent_by_index(joiner, extent, known, object, 0, 0);
    }
}

/* A result that inherits the right to store from the arguments must not be a read-only object of another origin. */
static uint8_t returnable_lifetime(const struct joiner *joiner, const struct merged_object *merged,
                                   uint8_t lifetime) {
    if (lifetime != LIFETIME_RETURNABLE || !(joiner->checker->signature->result.flags & VX_INHERITS)) {
        return lifetime;
    }
    for (int i = 0; i < 2; i++) {
        const struct side *side = i ? &joiner->b : &joiner->a;
        const struct verifier_image *image = joiner->checker->image;
        uint32_t base = merged->base[i];
        const struct object *object = object_of(side, base);
        bool global = (base & BASE_KIND) == BASE_GLOBAL;
        bool storable = object ? object->lifetime == LIFETIME_STORABLE : global;
        bool writable = object   ? object->writable
                        : global ? tables_global_writable(image, &image->globals[BASE_INDEX(base)])
                                 : true;
        if (storable && !writable) {
            return LIFETIME_BORROWED;
        }
    }
    return lifetime;
}

/* Whether the extent that is claimed is just what there is on one side. */
static bool is_exact(const struct joiner *joiner, const struct merged_object *merged, int side,
                     const struct object *claim) {
    const struct side *sides[] = {&joiner->a, &joiner->b};
    struct affine extent, claimed = {.constant = claim->extent_constant};
    if (!extent_of(joiner, sides[side], merged->base[side], merged->shift[side], &extent)) {
        return true; /* null has no header */
    }
    if (claim->extent_symbol) {
        const struct entry *entry = &joiner->entries[claim->extent_symbol];
        const struct affine *unit = side ? &entry->b : &entry->a;
        claimed.constant += (__int128)claim->extent_scale * unit->constant;
        for (int i = 0; i < 2; i++) {
            claimed.symbol[i] = unit->symbol[i];
            claimed.scale[i] = unit->scale[i] * claim->extent_scale;
        }
    }
    return claimed.constant == extent.constant &&
           memcmp(claimed.symbol, extent.symbol, sizeof extent.symbol) == 0 &&
           memcmp(claimed.scale, extent.scale, sizeof extent.scale) == 0;
}

/* Whether the claim must say that it may be null: not if null is only where there are no bytes. */
static bool is_nullable(const struct joiner *joiner, const struct merged_object *merged,
                        const struct object *claim) {
    for (int i = 0; i < 2; i++) {
        const struct entry *entry = &joiner->entries[claim->extent_symbol];
        const struct affine *unit = i ? &entry->b : &entry->a;
        bool empty = claim->extent_constant == 0 &&
                     (!claim->extent_symbol || (is_constant(unit) && unit->constant == 0));
        if (may_be_null(i ? &joiner->b : &joiner->a, merged->base[i]) && !(merged->base[i] == 0 && empty)) {
            return true;
        }
    }
    return false;
}

/* Whether the object is not null on one side where the number is not 0. */
static bool guards(struct joiner *joiner, const struct merged_object *merged, int side,
                   const struct affine *number) {
    const struct side *of = side ? &joiner->b : &joiner->a;
    const struct object *actual = object_of(of, merged->base[side]);
    if (!may_be_null(of, merged->base[side])) {
        return true;
    }
    struct linear linear;
    struct form form = form_of(number);
    linear_start(&linear, 0);
    linear_add_symbol(&linear, actual ? actual->guard : SYMBOL_NONE, SCALE_MAX);
    linear_add(&linear, &form, false, -1);
    return domain_prove_nonnegative(of->state, &linear, &joiner->steps);
}

/* A number that is 0 where the object is null: that of its elements, if it is so, else the one that is nearest to
 * the reference, as the length of a pointer is. */
static uint32_t find_guard(struct joiner *joiner, const struct merged_object *merged,
                           const struct object *object) {
    const struct summary *result = &joiner->result;
    uint32_t found = SYMBOL_NONE, least = UINT32_MAX;
    for (size_t i = 0; i <= result->claim_count; i++) {
        const struct claim *claim = &result->claims[i];
        bool last = i == result->claim_count;
        if (!last &&
            (claim->value.kind != VALUE_INTEGER || is_any(&claim->value) ||
             claim->value.form.symbol[0] == SYMBOL_NONE || claim->value.form.symbol[1] != SYMBOL_NONE)) {
            continue;
        }
        uint32_t id = last ? object->extent_symbol : claim->value.form.symbol[0];
        uint32_t location = last ? merged->location : claim->location;
        uint32_t away =
            location > merged->location ? location - merged->location : merged->location - location;
        const struct entry *entry = &joiner->entries[id];
        if (id != SYMBOL_NONE && away < least && guards(joiner, merged, 0, &entry->a) &&
            guards(joiner, merged, 1, &entry->b)) {
            found = id;
            least = away;
        }
    }
    return found;
}

/* An exact extent is a constant or the type's size times a symbol. */
static bool may_be_exact(const struct joiner *joiner, const struct merged_object *merged,
                         const struct object *claim) {
    uint64_t size = joiner->checker->image->types[claim->type].size;
    bool shape = claim->extent_symbol ? claim->extent_constant == 0 && claim->extent_scale == size
                                      : claim->extent_constant % size == 0;
    return shape && is_exact(joiner, merged, 0, claim) && is_exact(joiner, merged, 1, claim);
}

void join_objects(struct joiner *joiner) {
    struct summary *result = &joiner->result;
    for (size_t i = 0; i < result->object_count; i++) {
        const struct merged_object *merged = &joiner->merged[i];
        struct object object = {.kind = merged->kind,
                                .type = merged->type,
                                .header = merged->header,
                                .writable = true,
                                .lifetime = LIFETIME_STORABLE};
        for (int k = 0; k < 2; k++) {
            const struct object *actual = object_of(k ? &joiner->b : &joiner->a, merged->base[k]);
            uint32_t base = merged->base[k];
            if (base == 0) {
                object.nullable = true;
                continue;
            }
            if (base == BASE_FRAME) {
                object.lifetime = LIFETIME_FRAME;
            } else if (actual) {
                object.writable &= actual->writable;
                object.nullable |= actual->nullable;
                object.lifetime = actual->lifetime < object.lifetime ? actual->lifetime : object.lifetime;
            } else {
                const struct verifier_image *image = joiner->checker->image;
                object.writable &= tables_global_writable(image, &image->globals[BASE_INDEX(base)]);
            }
        }
        object.lifetime = returnable_lifetime(joiner, merged, object.lifetime);
        if (object.kind == OBJECT_MEMORY) {
            find_extent(joiner, merged, &object);
            object.nullable = is_nullable(joiner, merged, &object);
            object.guard = object.nullable ? find_guard(joiner, merged, &object) : SYMBOL_NONE;
            object.exact = merged->exact && may_be_exact(joiner, merged, &object);
        }
        result->objects[i] = object;
        result->floated[i] = has_floated(joiner, merged);
    }
}
