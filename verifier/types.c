/* Where the pointer slots of a type are (R3). A type's runs of slots ascend and do not overlap (tables.c), so each
 * question is one walk over at most VX_SLOT_RUNS_MAX of them. */
#include "check.h"

/* The first place at or behind `offset` where a byte of the run is; UINT64_MAX if there is none. */
static uint64_t next_in_run(const struct vx_slot *run, uint64_t offset) {
    if (offset < (uint64_t)run->offset + 8)
        return offset > run->offset ? offset : run->offset;
    uint64_t index = (offset - run->offset) / run->stride; /* the last slot that starts at or before it */
    uint64_t start = run->offset + index * run->stride;
    if (index < run->count && offset < start + 8)
        return offset;
    return index + 1 < run->count ? start + run->stride : UINT64_MAX;
}

static bool is_slot_of_run(const struct vx_slot *run, uint64_t offset) {
    return offset >= run->offset && (offset - run->offset) % run->stride == 0 &&
           (offset - run->offset) / run->stride < run->count;
}

const struct vx_slot *types_slot_at(struct checker *checker, uint32_t type, uint64_t offset) {
    const struct vx_type *entry = &checker->image->types[type];
    for (uint32_t i = 0; i < entry->slot_count; i++) {
        const struct vx_slot *run = &checker->image->slots[entry->first_slot + i];
        checker->report->steps++;
        if (run->offset > offset)
            break;
        if (is_slot_of_run(run, offset))
            return run;
    }
    return NULL;
}

/* The first slot that has a byte at or behind `offset`, and where that byte is; UINT64_MAX if there is none. */
static const struct vx_slot *next_slot(struct checker *checker, uint32_t type, uint64_t offset,
                                       uint64_t *place) {
    const struct vx_type *entry = &checker->image->types[type];
    const struct vx_slot *found = NULL;
    *place = UINT64_MAX;
    for (uint32_t i = 0; i < entry->slot_count; i++) {
        const struct vx_slot *run = &checker->image->slots[entry->first_slot + i];
        uint64_t start = next_in_run(run, offset);
        checker->report->steps++;
        if (start < *place) {
            *place = start;
            found = run;
        }
    }
    return found;
}

/* May one of the places reach the run? Exact for one place, and for places as far apart as the run's slots. */
static bool reaches(const struct vx_slot *run, const struct element_place *place, uint64_t bytes) {
    uint64_t end = run->offset + (uint64_t)(run->count - 1) * run->stride + 8;
    if (place->first == place->last)
        return next_in_run(run, place->first) < place->first + bytes;
    if (place->last + bytes <= run->offset || place->first >= end)
        return false;
    if (place->step % run->stride != 0)
        return true;
    uint64_t behind = place->first >= run->offset
                          ? (place->first - run->offset) % run->stride
                          : run->stride - 1 - (run->offset - place->first - 1) % run->stride;
    return behind < 8 || behind + bytes > run->stride;
}

bool types_has_slot(struct checker *checker, uint32_t type, const struct element_place *place,
                    uint64_t bytes) {
    const struct vx_type *entry = &checker->image->types[type];
    checker->report->steps += entry->slot_count;
    for (uint32_t i = 0; i < entry->slot_count; i++) {
        if (reaches(&checker->image->slots[entry->first_slot + i], place, bytes))
            return true;
    }
    return false;
}

uint64_t types_period(struct checker *checker, uint32_t type) {
    const struct vx_type *entry = &checker->image->types[type];
    const struct vx_slot *runs = &checker->image->slots[entry->first_slot];
    checker->report->steps += entry->slot_count;
    for (uint32_t i = 0; i < entry->slot_count; i++) {
        if (runs[i].stride != runs[0].stride || (uint64_t)runs[i].stride * runs[i].count != entry->size)
            return entry->size;
    }
    return entry->slot_count == 0 ? entry->size : runs[0].stride;
}

bool types_slot_equal(const struct vx_slot *a, const struct vx_slot *b) {
    return a->kind == b->kind && a->flags == b->flags && a->type == b->type;
}

bool types_view(struct checker *checker, uint32_t type, uint64_t offset, uint32_t view) {
    const struct vx_type *whole = &checker->image->types[type], *part = &checker->image->types[view];
    if (whole->slot_count == 0 && part->slot_count == 0)
        return true;
    if (type == view && offset == 0)
        return true;
    if (offset > whole->size || part->size > whole->size - offset)
        return false;
    for (uint64_t at = 0; checker->report->steps <= checker->step_limit;) {
        uint64_t outer, inner;
        const struct vx_slot *a = next_slot(checker, type, offset + at, &outer);
        const struct vx_slot *b = next_slot(checker, view, at, &inner);
        bool outside = a == NULL || outer >= offset + part->size;
        if (outside || b == NULL)
            return outside && b == NULL;
        if (outer - offset != inner || !is_slot_of_run(a, outer) || !types_slot_equal(a, b))
            return false;
        at = inner + 8;
    }
    return false;
}
