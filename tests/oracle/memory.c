/* The machine's memory: image, heap and stack at their host addresses, so that the kernel's own heap and
 * collector serve the program; and what is known of every object independently of the verifier's state: where
 * it lies, its type, whether it is alive. The rule that the heap rests on is tested here: every pointer slot of
 * every object that references reach holds null or a storable reference that suits it.
 *
 * Slots are looked up byte by byte from the tables, by other code than the verifier's. */
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/runtime.h"

enum {
    VIEW_BYTES_MAX = 4096,   /* of a type, compared with what lies behind a reference */
    FIRST_CHECK_STEPS = 500, /* when all memory is looked at for the first time */
    STEPS_PER_SLOT = 4,      /* how many steps are left between two looks, for each slot that one takes */
};

/* The run whose oracle the heap's callbacks complain to. */
static struct oracle *current;

void runtime_local_start(void) {
}

void runtime_local_end(void) {
}

bool runtime_memory_commit(uint64_t address, uint64_t bytes) {
    (void)address; /* mapped from the start; the host commits pages as they are touched */
    (void)bytes;
    return true;
}

void runtime_panic(const char *text) {
    oracle_miss(current, text, 0, 0);
}

static uint8_t *map_anywhere(struct oracle *oracle, uint64_t bytes) {
    for (int attempt = 0; attempt < 100; attempt++) {
        void *hint = (void *)((oracle_random(oracle) >> 18) / VX_PAGE_SIZE * VX_PAGE_SIZE); /* below 2^46 */
        void *memory = mmap(hint, bytes, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
        if (memory == hint)
            return memory;
        if (memory != MAP_FAILED)
            munmap(memory, bytes);
    }
    fputs("oracle: no room for the machine's memory\n", stderr);
    exit(2);
}

static void show(struct oracle *oracle, uint64_t address, uint64_t bytes, uint32_t rights) {
    if (bytes != 0 && uc_mem_map_ptr(oracle->uc, address, bytes, rights, (void *)address) != UC_ERR_OK)
        abort();
}

static uint64_t pages(uint64_t bytes) {
    return (bytes + VX_PAGE_SIZE - 1) / VX_PAGE_SIZE * VX_PAGE_SIZE;
}

/* As the loader does it: segments, headers, relocations. */
static void fill_image(struct oracle *oracle) {
    const struct verifier_image *image = oracle->image;
    const struct verifier_segment *segments[3] = {&image->text, &image->rodata, &image->data};
    for (int i = 0; i < 3; i++) {
        if (segments[i]->file_bytes > 0)
            memcpy((void *)(oracle->bias + segments[i]->address), segments[i]->bytes,
                   segments[i]->file_bytes);
    }
    for (uint32_t i = 0; i < image->global_count; i++) {
        const struct vx_global *global = &image->globals[i];
        const struct vx_header header = {.type = global->type, .count = global->count};
        if (global->flags & VX_GLOBAL_HEADER)
            memcpy((void *)(oracle->bias + global->address - VX_HEADER_BYTES), &header, sizeof header);
    }
    for (uint32_t i = 0; i < image->relocation_count; i++) {
        const uint64_t target = oracle->bias + image->relocations[i].target;
        memcpy((void *)(oracle->bias + image->relocations[i].address), &target, sizeof target);
    }
    for (uint64_t i = 0; i < image->import_count; i++) {
        const uint64_t address = oracle->trap_page + 8 * i;
        memcpy((void *)(oracle->bias + image->manifest->import_address + 8 * i), &address, sizeof address);
    }
}

static void load_heap(struct oracle *oracle) {
    const uint64_t wanted = oracle->image->manifest->heap_bytes;
    const uint64_t limit = wanted < ORACLE_HEAP_MAX ? wanted : ORACLE_HEAP_MAX;
    uint64_t range = 0;
    bool allocates = false;
    for (uint32_t i = 0; i < oracle->image->import_count; i++)
        allocates = allocates || strcmp(oracle->image->imports[i].name, "allocate") == 0;
    if (allocates && limit > 0) {
        oracle->heap_bytes = heap_object_bytes(limit) + heap_table_bytes(limit);
        range = (uint64_t)map_anywhere(oracle, oracle->heap_bytes);
        show(oracle, range, heap_object_bytes(limit), UC_PROT_READ | UC_PROT_WRITE);
    }
    if (!heap_start(&oracle->heap, oracle->image, oracle->bias, range, allocates ? limit : 0))
        abort();
}

void oracle_load(struct oracle *oracle) {
    const struct verifier_image *image = oracle->image;
    const uint64_t data_end = image->data.address + pages(image->data.memory_bytes);
    current = oracle;
    oracle->trap_page = (uint64_t)map_anywhere(oracle, VX_PAGE_SIZE);
    memset((void *)oracle->trap_page, 0xc3, VX_PAGE_SIZE); /* ret */
    show(oracle, oracle->trap_page, VX_PAGE_SIZE, UC_PROT_READ | UC_PROT_EXEC);
    oracle->image_low = (uint64_t)map_anywhere(oracle, data_end - image->text.address);
    oracle->image_high = oracle->image_low + data_end - image->text.address;
    oracle->bias = oracle->image_low - image->text.address;
    fill_image(oracle);
    const uint64_t text = oracle->image_low, rodata = oracle->bias + image->rodata.address,
                   data = oracle->bias + image->data.address;
    show(oracle, text, pages(image->text.memory_bytes), UC_PROT_READ | UC_PROT_EXEC);
    show(oracle, rodata, pages(image->rodata.memory_bytes), UC_PROT_READ);
    show(oracle, data, oracle->image_high - data, UC_PROT_READ | UC_PROT_WRITE);
    load_heap(oracle);
    /* The guard is host memory that the machine does not see. */
    const uint64_t stack_bytes = pages(image->manifest->stack_bytes);
    oracle->stack_low =
        (uint64_t)map_anywhere(oracle, VX_STACK_GUARD_BYTES + stack_bytes) + VX_STACK_GUARD_BYTES;
    oracle->stack_high = oracle->stack_low + stack_bytes;
    show(oracle, oracle->stack_low, stack_bytes, UC_PROT_READ | UC_PROT_WRITE);
    oracle->initialised = calloc(1, stack_bytes);
    if (oracle->initialised == NULL)
        abort();
}

void oracle_unload(struct oracle *oracle) {
    munmap((void *)oracle->image_low, oracle->image_high - oracle->image_low);
    munmap((void *)oracle->trap_page, VX_PAGE_SIZE);
    munmap((void *)(oracle->stack_low - VX_STACK_GUARD_BYTES),
           oracle->stack_high - oracle->stack_low + VX_STACK_GUARD_BYTES);
    if (oracle->heap_bytes > 0)
        munmap((void *)oracle->heap.cells, oracle->heap_bytes);
    free(oracle->initialised);
}

uint8_t *oracle_host(struct oracle *oracle, uint64_t address, uint64_t bytes) {
    const uint64_t heap_low = oracle->heap.cells,
                   heap_high = heap_low + (uint64_t)oracle->heap.frontier * VX_PAGE_SIZE;
    const uint64_t ranges[3][2] = {{oracle->stack_low, oracle->stack_high},
                                   {oracle->image_low, oracle->image_high},
                                   {heap_low, heap_high}};
    for (int i = 0; i < 3; i++) {
        if (address >= ranges[i][0] && address < ranges[i][1])
            return bytes <= ranges[i][1] - address ? (uint8_t *)address : NULL;
    }
    return NULL;
}

bool oracle_on_stack(const struct oracle *oracle, uint64_t address) {
    return address >= oracle->stack_low - VX_STACK_GUARD_BYTES && address < oracle->stack_high;
}

/* The activation whose frame holds the address, which is on the stack: the deepest that starts above it. */
static uint32_t find_frame(const struct oracle *oracle, uint64_t address) {
    uint32_t low = 0, high = oracle->depth; /* entry rsp falls with depth */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (oracle->activations[middle]->entry_rsp > address)
            low = middle + 1;
        else
            high = middle;
    }
    return low; /* 1 + index; 0 if none */
}

/* What the activation's state says of its frame's object: do references reach it? Plain ones always count. */
bool oracle_is_published(const struct oracle *oracle, const struct oracle_activation *activation,
                         uint32_t number) {
    const struct verifier_image *image = oracle->image;
    const struct vx_frame_object *objects =
        image->frames + image->functions[activation->function].first_frame_object;
    uint32_t record = 0;
    if (image->types[objects[number].type].slot_count == 0)
        return true;
    for (uint32_t i = 0; i < number; i++)
        record += image->types[objects[i].type].slot_count > 0;
    return activation->state->published >> record & 1;
}

static struct oracle_span frame_span(const struct oracle *oracle, uint32_t activation, uint32_t number) {
    const struct oracle_activation *frame = oracle->activations[activation - 1];
    const struct vx_frame_object *object =
        &oracle->image->frames[oracle->image->functions[frame->function].first_frame_object + number];
    const uint64_t low = frame->entry_rsp + (uint64_t)(int64_t)object->offset;
    return (struct oracle_span){.low = low,
                                .high = low + verifier_frame_bytes(oracle->image, object),
                                .writable = true,
                                .activation = activation,
                                .type = object->type,
                                .raw = !oracle_is_published(oracle, frame, number)};
}

static bool find_frame_object(struct oracle *oracle, uint64_t address, struct oracle_span *span) {
    const uint32_t number = find_frame(oracle, address);
    if (number == 0)
        return false;
    const struct oracle_activation *frame = oracle->activations[number - 1];
    const uint64_t rsp = number == oracle->depth ? oracle->registers[REG_RSP] : frame->rsp;
    for (uint32_t i = 0; i < oracle->image->functions[frame->function].frame_object_count; i++) {
        *span = frame_span(oracle, number, i);
        if (address >= span->low && address < span->high && span->low >= rsp)
            return true;
    }
    return false;
}

static bool find_global(struct oracle *oracle, uint64_t address, struct oracle_span *span) {
    const struct verifier_image *image = oracle->image;
    const struct vx_global *global = tables_global_holding(image, address - oracle->bias);
    if (global == NULL)
        return false;
    const uint64_t low = oracle->bias + global->address, data = image->data.address;
    *span = (struct oracle_span){.low = low,
                                 .high = low + verifier_global_bytes(image, global),
                                 .writable = global->address >= data &&
                                             global->address < data + image->data.memory_bytes,
                                 .type = global->type,
                                 .header = (global->flags & VX_GLOBAL_HEADER) != 0};
    return true;
}

static bool find_cell(struct oracle *oracle, uint64_t address, struct oracle_span *span) {
    const struct vx_header *header = heap_find(&oracle->heap, address);
    if (header == NULL)
        return false;
    if (header->type >= oracle->image->type_count)
        oracle_miss(oracle, "a heap object's header", header->type, (uint64_t)header);
    const uint64_t low = (uint64_t)header + VX_HEADER_BYTES;
    *span = (struct oracle_span){.low = low,
                                 .high = low + oracle->image->types[header->type].size * header->count,
                                 .writable = true,
                                 .type = header->type,
                                 .header = true};
    return address >= low && address < span->high;
}

bool oracle_find_object(struct oracle *oracle, uint64_t address, struct oracle_span *span) {
    const bool found = oracle_on_stack(oracle, address)
                           ? find_frame_object(oracle, address, span)
                           : find_cell(oracle, address, span) || find_global(oracle, address, span);
    if (found && oracle->fault == FAULT_OBJECT)
        span->high -= (span->high - span->low) / 2;
    return found && address < span->high;
}

bool oracle_find_header(struct oracle *oracle, uint64_t low, uint64_t bytes, struct oracle_span *span) {
    const uint64_t start = bytes == 4 ? low + VX_HEADER_BYTES : low + 8;
    if ((bytes != 4 && bytes != 8) || !oracle_find_object(oracle, start, span) || !span->header ||
        span->low != start)
        return false;
    struct vx_header header;
    memcpy(&header, (const void *)(start - VX_HEADER_BYTES), sizeof header);
    const uint64_t size = oracle->image->types[span->type].size;
    if (header.type != span->type || header.reserved != 0 ||
        (oracle->fault != FAULT_OBJECT && header.count != (span->high - span->low) / size))
        oracle_miss(oracle, "a header has changed", span->type, header.type);
    return true;
}

/* The slot of the type that has the byte at `offset` of an element, and where in the slot it is; or null. */
static const struct vx_slot *slot_of_byte(const struct verifier_image *image, uint32_t type, uint64_t offset,
                                          uint32_t *byte) {
    for (uint32_t i = 0; i < image->types[type].slot_count; i++) {
        const struct vx_slot *run = &image->slots[image->types[type].first_slot + i];
        if (offset < run->offset || (offset - run->offset) / run->stride >= run->count ||
            (offset - run->offset) % run->stride >= 8)
            continue;
        *byte = (uint32_t)((offset - run->offset) % run->stride);
        return run;
    }
    return NULL;
}

bool oracle_is_view(const struct oracle *oracle, const struct oracle_span *span, uint64_t address,
                    uint32_t view) {
    const struct verifier_image *image = oracle->image;
    const struct vx_type *whole = &image->types[span->type], *part = &image->types[view];
    if (whole->slot_count == 0 && part->slot_count == 0)
        return true;
    const uint64_t bytes = part->size < VIEW_BYTES_MAX ? part->size : VIEW_BYTES_MAX;
    for (uint64_t i = 0; i < bytes; i++) {
        uint32_t here = 0, there = 0;
        const struct vx_slot *a =
            slot_of_byte(image, span->type, (address - span->low + i) % whole->size, &here);
        const struct vx_slot *b = slot_of_byte(image, view, i, &there);
        if ((a == NULL) != (b == NULL))
            return false;
        if (a != NULL && (here != there || a->kind != b->kind || a->flags != b->flags || a->type != b->type))
            return false;
    }
    return true;
}

bool oracle_is_plain(const struct oracle *oracle, const struct oracle_span *span, uint64_t low,
                     uint64_t bytes) {
    const struct verifier_image *image = oracle->image;
    uint32_t byte;
    if (image->types[span->type].slot_count == 0)
        return true;
    if (bytes > VIEW_BYTES_MAX)
        bytes = VIEW_BYTES_MAX;
    for (uint64_t i = 0; i < bytes; i++) {
        if (slot_of_byte(image, span->type, (low - span->low + i) % image->types[span->type].size, &byte))
            return false;
    }
    return true;
}

const struct vx_slot *oracle_slot_at(const struct oracle *oracle, const struct oracle_span *span,
                                     uint64_t address) {
    uint32_t byte = 0;
    const struct vx_slot *slot = slot_of_byte(
        oracle->image, span->type, (address - span->low) % oracle->image->types[span->type].size, &byte);
    return byte == 0 ? slot : NULL;
}

bool oracle_is_entry(const struct oracle *oracle, uint64_t address, uint32_t signature) {
    const struct vx_function *function =
        address - oracle->bias <= UINT32_MAX
            ? tables_function_at(oracle->image, (uint32_t)(address - oracle->bias))
            : NULL;
    return function != NULL && function->signature == signature;
}

/* What is wrong with an address in a slot, or null. */
static const char *reference_fault(struct oracle *oracle, const struct vx_slot *slot, uint64_t address) {
    struct oracle_span span;
    if (address == 0)
        return NULL;
    if (slot->kind == VX_FUNCTION)
        return oracle_is_entry(oracle, address, slot->type)
                   ? NULL
                   : "a function slot holds no entry of its signature";
    if (!oracle_find_object(oracle, address, &span))
        return "a pointer slot refers to no object that is alive";
    if (span.activation != 0)
        return "a pointer slot refers to a frame";
    if ((slot->flags & VX_WRITABLE) && !span.writable)
        return "a writable pointer slot refers to what is read-only";
    if (slot->kind == VX_ONE) {
        if (oracle->image->types[slot->type].size > span.high - address)
            return "a pointer slot refers over an object's end";
        return oracle_is_view(oracle, &span, address, slot->type)
                   ? NULL
                   : "a pointer slot refers to memory of another structure";
    }
    if (!span.header || address != span.low)
        return "a pointer slot holds no start of an object with header";
    return slot->kind == VX_ANY || slot->type == span.type
               ? NULL
               : "a pointer slot refers to an array of another type";
}

static void check_slot(struct oracle *oracle, const struct vx_slot *slot, uint64_t place) {
    uint64_t address;
    memcpy(&address, (const void *)place, sizeof address);
    oracle->slots++;
    const char *fault = reference_fault(oracle, slot, address);
    if (fault != NULL)
        oracle_miss(oracle, fault, place, address);
}

/* All slots of the object with bytes in [low, high). */
static void check_slots(struct oracle *oracle, const struct oracle_span *span, uint64_t low, uint64_t high) {
    const struct vx_type *type = &oracle->image->types[span->type];
    if (type->slot_count == 0)
        return;
    for (uint64_t at = span->low + (low - span->low) / type->size * type->size; at < high; at += type->size) {
        for (uint32_t i = 0; i < type->slot_count; i++) {
            const struct vx_slot *run = &oracle->image->slots[type->first_slot + i];
            for (uint32_t k = 0; k < run->count; k++) {
                const uint64_t place = at + run->offset + (uint64_t)k * run->stride;
                if (place + 8 > low && place < high)
                    check_slot(oracle, run, place);
            }
        }
    }
}

void oracle_check_written(struct oracle *oracle, uint64_t low, uint64_t high) {
    struct oracle_span span;
    if (low < high && oracle_find_object(oracle, low, &span) && !span.raw)
        check_slots(oracle, &span, low, high);
}

static void check_globals(struct oracle *oracle) {
    for (uint32_t i = 0; i < oracle->image->global_count; i++) {
        struct oracle_span span;
        const uint64_t address = oracle->bias + oracle->image->globals[i].address;
        if (!find_global(oracle, address, &span))
            abort();
        check_slots(oracle, &span, span.low, span.high);
        if (span.header && !oracle_find_header(oracle, address - VX_HEADER_BYTES, 4, &span) &&
            oracle->fault != FAULT_OBJECT)
            oracle_miss(oracle, "a global's header", i, address);
    }
}

static void check_cells(struct oracle *oracle) {
    const struct heap *heap = &oracle->heap;
    for (uint32_t first = 0; first < heap->frontier; first += heap->spans[first].page_count) {
        const struct heap_span *of = &heap->spans[first];
        for (uint32_t cell = 0; of->kind != HEAP_FREE && cell < of->cell_count; cell++) {
            struct oracle_span span;
            const uint64_t start = heap->cells + (uint64_t)first * VX_PAGE_SIZE + cell * of->cell_bytes;
            if (heap_find(heap, start) == NULL)
                continue;
            if (!find_cell(oracle, start + VX_HEADER_BYTES, &span))
                oracle_miss(oracle, "an object that the heap does not find", first, start);
            check_slots(oracle, &span, span.low, span.high);
        }
    }
}

static void check_frames(struct oracle *oracle) {
    for (uint32_t depth = 1; depth <= oracle->depth; depth++) {
        const struct oracle_activation *frame = oracle->activations[depth - 1];
        const uint64_t rsp = depth == oracle->depth ? oracle->registers[REG_RSP] : frame->rsp;
        for (uint32_t i = 0; i < oracle->image->functions[frame->function].frame_object_count; i++) {
            const struct oracle_span span = frame_span(oracle, depth, i);
            if (!span.raw && span.low >= rsp && span.low >= oracle->stack_low)
                check_slots(oracle, &span, span.low, span.high);
        }
    }
}

void oracle_check_memory(struct oracle *oracle) {
    const uint64_t before = oracle->slots;
    check_globals(oracle);
    check_cells(oracle);
    check_frames(oracle);
    oracle->next_check = oracle->steps + FIRST_CHECK_STEPS + STEPS_PER_SLOT * (oracle->slots - before);
}

void oracle_check_published(struct oracle *oracle, uint64_t before) {
    const struct oracle_activation *top = oracle_top(oracle);
    if ((top->state->published & ~before) == 0)
        return;
    for (uint32_t i = 0; i < oracle->image->functions[top->function].frame_object_count; i++) {
        const struct oracle_span span = frame_span(oracle, oracle->depth, i);
        if (!span.raw && span.low >= oracle->stack_low)
            check_slots(oracle, &span, span.low, span.high);
    }
}
