/* The model: every object made, with the objects that its slots refer to, kept outside the heap. What it says can
 * be reached follows from the model alone; plain bytes are stamped, so that a cell given out twice shows. */
#include "heap_model.h"

#include <stdlib.h>
#include <string.h>

enum { OBJECTS_MAX = 3000, COUNT_MAX = 12, SLOTS_MAX = COUNT_MAX * 40, MODEL_ROOTS = 64, NOBODY = -1 };

struct model_object {
    uint64_t address; /* of the first element; 0: not in use */
    uint32_t type;
    uint64_t count;
    uint8_t stamp;
    bool reached;
    unsigned slot_count;
    int targets[SLOTS_MAX];
};

struct model {
    struct world *world;
    struct model_object objects[OBJECTS_MAX];
    int roots[MODEL_ROOTS]; /* what stack[i * 7] refers into */
    int links[16];          /* what GLOBAL_LINKS refers into */
    int work[OBJECTS_MAX];
    int end; /* objects from here on are not in use */
    uint64_t random;
};

static uint64_t pick(struct model *model, uint64_t below) {
    return world_random(&model->random) % below;
}

/* An object in use, most of the time. */
static int pick_object(struct model *model) {
    int at = 0;
    for (unsigned i = 0; i < 8 && model->end > 0; i++) {
        at = (int)pick(model, (uint64_t)model->end);
        if (model->objects[at].address != 0)
            break;
    }
    return at;
}

/* Where the pointer slots of an element are, by type: written down again here, not read from the tables. */
static unsigned slots_of(uint32_t type, uint32_t offsets[static 40]) {
    unsigned count = 0;
    switch (type) {
    case TYPE_NODE:
        offsets[count++] = 0;
        offsets[count++] = 8;
        break;
    case TYPE_LINK:
        offsets[count++] = 0;
        break;
    case TYPE_MIXED:
        for (uint32_t i = 0; i < 4; i++)
            offsets[count++] = 8 * i;
        offsets[count++] = 40;
        break;
    case TYPE_WIDE:
        for (uint32_t i = 0; i < 20; i++) {
            offsets[count++] = 16 + 24 * i;
            offsets[count++] = 24 + 24 * i;
        }
        break;
    default:
        break;
    }
    return count;
}

static bool is_slot(uint32_t type, uint64_t offset) {
    uint32_t offsets[40];
    const unsigned count = slots_of(type, offsets);
    for (unsigned i = 0; i < count; i++)
        if (offset >= offsets[i] && offset < offsets[i] + 8ull)
            return true;
    return false;
}

static void stamp_or_check(const struct model_object *object, bool check) {
    uint8_t *bytes = (uint8_t *)object->address;
    const uint64_t size = world_image.types[object->type].size;
    for (uint64_t i = 0; i < size * object->count; i++) {
        if (is_slot(object->type, i % size))
            continue;
        if (check)
            assert_int_equal(bytes[i], object->stamp);
        else
            bytes[i] = object->stamp;
    }
}

static int make_object(struct model *model) {
    static const uint32_t counts[] = {1, 1, 2, COUNT_MAX};
    int at = 0;
    while (at < OBJECTS_MAX && model->objects[at].address != 0)
        at++;
    if (at == OBJECTS_MAX)
        return NOBODY;
    struct model_object *object = &model->objects[at];
    object->type = (uint32_t)pick(model, TYPE_COUNT);
    object->count = 1 + pick(model, counts[pick(model, 4)]);
    if (object->type <= TYPE_PLAIN && pick(model, 20) == 0)
        object->count = 1 + pick(model, 3000);
    const uint64_t address = world_allocate(model->world, object->type, object->count);
    if (address == 0)
        return NOBODY;
    const uint8_t *bytes = (const uint8_t *)address;
    for (uint64_t i = 0; i < world_image.types[object->type].size * object->count; i++)
        assert_int_equal(bytes[i], 0);
    object->address = address;
    object->stamp = (uint8_t)(1 + pick(model, 255));
    uint32_t offsets[40];
    object->slot_count = slots_of(object->type, offsets) * (unsigned)object->count;
    for (unsigned i = 0; i < object->slot_count; i++)
        object->targets[i] = NOBODY;
    stamp_or_check(object, false);
    return at;
}

static void make_roots_of(struct model *model, unsigned root, int target) {
    uint64_t address = 0;
    if (target != NOBODY) {
        const struct model_object *object = &model->objects[target];
        address = object->address + pick(model, world_image.types[object->type].size * object->count + 1);
    }
    model->roots[root] = target;
    model->world->stack[root * 7] = address;
}

/* An object that a slot of that kind may refer to, and the address to store; NOBODY and 0 if chance finds none. */
static int suit(struct model *model, uint32_t type, uint32_t offset, uint64_t *address) {
    const int at = pick_object(model);
    const struct model_object *target = &model->objects[at];
    *address = 0;
    if (target->address == 0)
        return NOBODY;
    const uint64_t size = world_image.types[target->type].size;
    const bool one_node = type == TYPE_NODE || type == TYPE_LINK;
    if (one_node && target->type == TYPE_NODE)
        *address = target->address + size * pick(model, target->count);
    else if (type == TYPE_MIXED && offset == 40 && target->type == TYPE_MIXED)
        *address = target->address + size * pick(model, target->count);
    else if (type == TYPE_MIXED && offset == 24 && target->type <= TYPE_PLAIN)
        *address = target->address + pick(model, size * target->count);
    else if (type == TYPE_MIXED && offset == 0 && target->type == TYPE_BYTE)
        *address = target->address;
    else if (type == TYPE_WIDE || (type == TYPE_MIXED && offset == 8))
        *address = target->address;
    return *address == 0 ? NOBODY : at;
}

static void store_link(struct model *model) {
    struct model_object *object = &model->objects[pick_object(model)];
    uint32_t offsets[40];
    if (object->address == 0)
        return;
    const unsigned count = slots_of(object->type, offsets);
    if (count == 0)
        return;
    const uint64_t element = pick(model, object->count), slot = pick(model, count);
    const uint64_t place = object->address + element * world_image.types[object->type].size + offsets[slot];
    uint64_t address;
    int target = suit(model, object->type, offsets[slot], &address);
    if (object->type == TYPE_MIXED && offsets[slot] == 16)
        address = model->world->range + FUNCTION_START;
    object->targets[element * count + slot] = target;
    *(uint64_t *)place = address;
}

static void reach(struct model *model, int target, unsigned *waiting) {
    if (target == NOBODY || model->objects[target].reached)
        return;
    model->objects[target].reached = true;
    model->work[(*waiting)++] = target;
}

static void find_reached(struct model *model) {
    unsigned waiting = 0;
    for (int i = 0; i < OBJECTS_MAX; i++)
        model->objects[i].reached = false;
    for (unsigned i = 0; i < MODEL_ROOTS; i++)
        reach(model, model->roots[i], &waiting);
    for (unsigned i = 0; i < 16; i++)
        reach(model, model->links[i], &waiting);
    while (waiting > 0) {
        const struct model_object *object = &model->objects[model->work[--waiting]];
        for (unsigned i = 0; i < object->slot_count; i++)
            reach(model, object->targets[i], &waiting);
    }
}

/* What cannot be reached may be freed at any time, and its memory be another object's. */
static void forget_unreached(struct model *model) {
    find_reached(model);
    model->end = 0;
    for (int i = 0; i < OBJECTS_MAX; i++) {
        if (!model->objects[i].reached)
            model->objects[i].address = 0;
        else
            model->end = i + 1;
    }
}

/* After a collection: what is reached is as it was, and there is nothing else. */
static void check_all(struct model *model) {
    uint64_t objects = 0;
    for (int i = 0; i < OBJECTS_MAX; i++) {
        const struct model_object *object = &model->objects[i];
        if (object->address == 0)
            continue;
        objects++;
        const struct vx_header *header = heap_find(&model->world->heap, object->address);
        assert_int_equal((uint64_t)header, object->address - VX_HEADER_BYTES);
        assert_int_equal(header->type, object->type);
        assert_int_equal(header->count, object->count);
        stamp_or_check(object, true);
    }
    assert_int_equal(objects, model->world->heap.objects);
    assert_null(heap_check(&model->world->heap));
}

static void step(struct model *model) {
    const uint64_t choice = pick(model, 100);
    if (choice < 40) {
        const int made = make_object(model);
        if (made != NOBODY)
            make_roots_of(model, (unsigned)pick(model, MODEL_ROOTS), made);
    } else if (choice < 85) {
        store_link(model);
    } else if (choice < 90) {
        make_roots_of(model, (unsigned)pick(model, MODEL_ROOTS), NOBODY);
    } else if (choice < 99) {
        const unsigned link = (unsigned)pick(model, 16);
        uint64_t address;
        model->links[link] = suit(model, TYPE_LINK, 0, &address);
        ((uint64_t *)world_global(model->world, GLOBAL_LINKS))[link] = address;
    } else {
        world_collect(model->world);
        check_all(model);
    }
    forget_unreached(model);
}

void model_run(struct world *world, uint64_t seed, unsigned steps) {
    struct model *model = calloc(1, sizeof *model);
    assert_non_null(model);
    model->world = world;
    model->random = seed | 1;
    for (unsigned i = 0; i < MODEL_ROOTS; i++)
        model->roots[i] = NOBODY;
    for (unsigned i = 0; i < 16; i++)
        model->links[i] = NOBODY;
    for (unsigned i = 0; i < steps; i++)
        step(model);
    world_collect(world);
    check_all(model);
    free(model);
}
