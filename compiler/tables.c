/* The .vouch.* tables, from the model. Types that the metadata numbers keep their numbers, since code holds
 * them as constants; other types, and signatures, are numbered in the order of their first use, so equal
 * inputs give equal bytes. Equal signatures are one. Frame objects and hints come later, from infer.c. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model.h"

enum { STACK_BYTES_DEFAULT = 1 << 20, HEAP_BYTES_DEFAULT = 256 << 20 };

uint32_t model_type(struct model *model, uint64_t size, uint32_t align) {
    struct tables *tables = &model->tables;
    for (size_t i = 0; i < tables->type_count; i++) {
        const struct vx_type *type = &tables->types[i];
        if (type->kind == VX_TYPE_DATA && type->size == size && type->align == align) {
            return (uint32_t)i;
        }
    }
    tables->types =
        model_grow(model, tables->types, tables->type_count, &tables->type_capacity, sizeof *tables->types);
    tables->types[tables->type_count] = (struct vx_type){
        .kind = VX_TYPE_DATA, .align = align, .size = size, .first_slot = (uint32_t)tables->slot_count};
    return (uint32_t)tables->type_count++;
}

static bool is_cell(const struct tables *tables, const struct vx_type *type, const struct vx_slot *slot) {
    const struct vx_slot *only = tables->slots + type->first_slot;
    return type->size == 8 && type->slot_count == 1 && only->kind == slot->kind &&
           only->flags == slot->flags && only->type == slot->type;
}

uint32_t model_cell_type(struct model *model, const struct vx_slot *slot) {
    struct tables *tables = &model->tables;
    struct vx_slot cell = {
        .stride = 8, .count = 1, .kind = slot->kind, .flags = slot->flags, .type = slot->type};
    for (size_t i = 0; i < tables->type_count; i++) {
        if (is_cell(tables, &tables->types[i], &cell)) {
            return (uint32_t)i;
        }
    }
    tables->types =
        model_grow(model, tables->types, tables->type_count, &tables->type_capacity, sizeof *tables->types);
    tables->types[tables->type_count] = (struct vx_type){.kind = VX_TYPE_RECORD,
                                                         .align = 8,
                                                         .size = 8,
                                                         .first_slot = (uint32_t)tables->slot_count,
                                                         .slot_count = 1};
    tables->slots =
        model_grow(model, tables->slots, tables->slot_count, &tables->slot_capacity, sizeof *tables->slots);
    tables->slots[tables->slot_count++] = cell;
    return (uint32_t)tables->type_count++;
}

/* The index of a type as a signature's text names it. */
static uint32_t resolve_type(struct model *model, uint32_t type) {
    if (!(type & SIGNATURE_TYPE_NUMBER)) {
        return model_type(model, type, 1);
    }
    type &= ~SIGNATURE_TYPE_NUMBER;
    if (type >= model->meta.type_count) {
        model_fail(model, IMAGE_BAD_INPUT, "type %" PRIu32 " is used but not declared in .vouch.meta", type);
    }
    return type;
}

static uint32_t resolve_signature(struct model *model, uint32_t number);

static struct vx_parameter resolve_parameter(struct model *model, const struct vx_parameter *parameter) {
    struct vx_parameter resolved = *parameter;
    bool typed = parameter->kind == VX_ONE || parameter->kind == VX_COUNTED || parameter->kind == VX_ARRAY;
    if (typed && !(parameter->flags & VX_OF_OPERAND)) {
        resolved.type = resolve_type(model, parameter->type);
    } else if (parameter->kind == VX_FUNCTION) {
        resolved.type = resolve_signature(model, parameter->type);
    }
    return resolved;
}

static uint32_t add_name(struct model *model, const char *name) {
    struct tables *tables = &model->tables;
    size_t start = tables->name_bytes;
    do {
        tables->names = model_grow(model, tables->names, tables->name_bytes, &tables->name_capacity, 1);
        tables->names[tables->name_bytes++] = *name;
    } while (*name++);
    return (uint32_t)start;
}

static bool same_parameters(const struct tables *tables, const struct vx_signature *known,
                            const struct vx_parameter *parameters) {
    return known->parameter_count == 0 || memcmp(tables->parameters + known->first_parameter, parameters,
                                                 known->parameter_count * sizeof *parameters) == 0;
}

static uint32_t add_signature(struct model *model, const struct service_signature *signature) {
    struct tables *tables = &model->tables;
    struct vx_parameter parameters[VX_PARAMETERS_MAX];
    for (size_t i = 0; i < signature->parameter_count; i++) {
        parameters[i] = resolve_parameter(model, &signature->parameters[i]);
    }
    struct vx_parameter result = resolve_parameter(model, &signature->result);
    for (size_t i = 0; i < tables->signature_count; i++) {
        const struct vx_signature *known = &tables->signatures[i];
        if (memcmp(&known->result, &result, sizeof result) == 0 &&
            known->parameter_count == signature->parameter_count &&
            same_parameters(tables, known, parameters)) {
            return (uint32_t)i;
        }
    }
    uint32_t first = (uint32_t)tables->parameter_count;
    for (size_t i = 0; i < signature->parameter_count; i++) {
        tables->parameters = model_grow(model, tables->parameters, tables->parameter_count,
                                        &tables->parameter_capacity, sizeof *tables->parameters);
        tables->parameters[tables->parameter_count++] = parameters[i];
    }
    tables->signatures = model_grow(model, tables->signatures, tables->signature_count,
                                    &tables->signature_capacity, sizeof *tables->signatures);
    tables->signatures[tables->signature_count] = (struct vx_signature){
        .first_parameter = first, .parameter_count = signature->parameter_count, .result = result};
    return (uint32_t)tables->signature_count++;
}

/* The index of a numbered signature. Equal signatures are one, so those that it mentions come first. */
static uint32_t resolve_signature(struct model *model, uint32_t number) {
    if (number >= model->meta.signature_count) {
        model_fail(model, IMAGE_BAD_INPUT, "signature %" PRIu32 " is used but not declared in .vouch.meta",
                   number);
    }
    struct meta_signature *signature = &model->meta.signatures[number];
    if (signature->progress == SIGNATURE_OPEN) {
        model_fail(model, IMAGE_BAD_INPUT, "signature %" PRIu32 " contains itself", number);
    }
    if (signature->progress == SIGNATURE_NEW) {
        signature->progress = SIGNATURE_OPEN;
        signature->index = add_signature(model, &signature->signature);
        signature->progress = SIGNATURE_PLACED;
    }
    return signature->index;
}

/* Whether `slot` goes on with the run before it. A slot that an index reaches is proven by its run alone. */
static bool goes_on(const struct vx_slot *run, const struct vx_slot *slot) {
    uint64_t end = run->offset + (uint64_t)run->count * run->stride;
    return slot->count == 1 && slot->kind == run->kind && slot->flags == run->flags &&
           slot->type == run->type && slot->offset >= run->offset + 8 && slot->offset % 8 == 0 &&
           (run->count == 1 || slot->offset == end);
}

static void add_slots(struct model *model, const struct meta_type *type) {
    struct tables *tables = &model->tables;
    size_t first = tables->slot_count;
    for (size_t i = 0; i < type->slot_count; i++) {
        const struct vx_slot *slot = &type->slots[i];
        struct vx_slot *run = tables->slot_count > first ? &tables->slots[tables->slot_count - 1] : nullptr;
        if (run && goes_on(run, slot)) {
            run->stride = run->count == 1 ? slot->offset - run->offset : run->stride;
            run->count++;
            continue;
        }
        tables->slots = model_grow(model, tables->slots, tables->slot_count, &tables->slot_capacity,
                                   sizeof *tables->slots);
        tables->slots[tables->slot_count++] = *slot;
    }
}

/* First all numbered types, at their numbers; then what their slots need comes behind them. */
static void build_types(struct model *model) {
    const struct meta *meta = &model->meta;
    struct tables *tables = &model->tables;
    for (size_t i = 0; i < meta->type_count; i++) {
        const struct meta_type *type = &meta->types[i];
        tables->types = model_grow(model, tables->types, tables->type_count, &tables->type_capacity,
                                   sizeof *tables->types);
        struct vx_type *built = &tables->types[tables->type_count++];
        *built = (struct vx_type){.kind = type->slot_count ? VX_TYPE_RECORD : VX_TYPE_DATA,
                                  .align = type->align,
                                  .size = type->size,
                                  .first_slot = (uint32_t)tables->slot_count};
        add_slots(model, type);
        built->slot_count = (uint32_t)tables->slot_count - built->first_slot;
    }
    for (size_t i = 0; i < tables->slot_count; i++) {
        struct vx_slot *slot = &tables->slots[i];
        if (slot->kind == VX_FUNCTION) {
            slot->type = resolve_signature(model, slot->type);
        } else if (slot->kind != VX_ANY) {
            slot->type = resolve_type(model, slot->type);
        }
    }
}

/* The greatest power of two up to 16 that divides both. */
static uint32_t alignment_of(uint32_t address, uint32_t size) {
    uint32_t both = address | size | 16;
    return both & -both;
}

static void build_functions(struct model *model) {
    struct tables *tables = &model->tables;
    tables->functions = model_allocate(model, model->function_count, sizeof *tables->functions);
    for (size_t i = 0; i < model->function_count; i++) {
        const struct function *function = &model->functions[i];
        tables->functions[i] = (struct vx_function){
            .start = function->start,
            .end = function->end,
            .signature = add_signature(model, function->signature),
            .name = add_name(model, function->name),
        };
    }
}

static void build_globals(struct model *model) {
    struct tables *tables = &model->tables;
    tables->globals = model_allocate(model, model->global_count, sizeof *tables->globals);
    for (size_t i = 0; i < model->global_count; i++) {
        const struct global *global = &model->globals[i];
        const struct meta_global *meta = global->meta;
        bool plain = meta->type == META_PLAIN;
        tables->globals[i] = (struct vx_global){
            .address = global->address,
            .type = plain ? model_type(model, global->size, alignment_of(global->address, global->size))
                          : resolve_type(model, meta->type | SIGNATURE_TYPE_NUMBER),
            .count = meta->count,
            .flags = meta->header ? VX_GLOBAL_HEADER : 0};
        const struct vx_type *type = &tables->types[tables->globals[i].type];
        uint64_t bytes;
        if (__builtin_mul_overflow(type->size, (uint64_t)meta->count, &bytes) || bytes != global->size) {
            model_fail(model, IMAGE_BAD_INPUT,
                       "global '%s' has %" PRIu32 " bytes for %" PRIu32 " elements of %" PRIu64, global->name,
                       global->size, meta->count, type->size);
        }
    }
}

/* Whether a type has a pointer slot at exactly that offset. */
static bool has_slot(const struct tables *tables, const struct vx_type *type, uint64_t offset) {
    for (uint32_t i = 0; i < type->slot_count; i++) {
        const struct vx_slot *slot = &tables->slots[type->first_slot + i];
        if (offset >= slot->offset && slot->stride && (offset - slot->offset) % slot->stride == 0 &&
            (offset - slot->offset) / slot->stride < slot->count) {
            return true;
        }
    }
    return false;
}

/* The linker left the pointers in data to whoever loads: each must be in a slot. What it may point to, the
 * verifier judges. Both are ascending. */
static void check_relocations(struct model *model) {
    const struct tables *tables = &model->tables;
    size_t next = 0;
    for (size_t i = 0; i < model->relocation_count; i++) {
        uint32_t address = model->relocations[i].address;
        while (next < model->global_count &&
               address - model->globals[next].address >= model->globals[next].size &&
               address >= model->globals[next].address) {
            next++;
        }
        if (next == model->global_count || address < model->globals[next].address) {
            model_fail(model, IMAGE_BAD_INPUT, "an address is stored at 0x%" PRIx32 ", outside every global",
                       address);
        }
        const struct vx_type *type = &tables->types[tables->globals[next].type];
        uint32_t offset = address - model->globals[next].address;
        if (!has_slot(tables, type, offset % type->size)) {
            model_fail(model, IMAGE_BAD_INPUT,
                       "an address is stored in global '%s' at offset %" PRIu32
                       ", where its type has no pointer slot",
                       model->globals[next].name, offset);
        }
    }
}

static void build_imports(struct model *model) {
    struct tables *tables = &model->tables;
    tables->imports = model_allocate(model, model->import_count, sizeof *tables->imports);
    for (size_t i = 0; i < model->import_count; i++) {
        strncpy(tables->imports[i].name, model->imports[i].name, VX_NAME_BYTES - 1);
        tables->imports[i].signature = add_signature(model, model->imports[i].signature);
    }
}

static void build_lines(struct model *model) {
    struct tables *tables = &model->tables;
    tables->lines = model_allocate(model, model->line_count, sizeof *tables->lines);
    tables->line_count = model->line_count;
    for (size_t i = 0; i < model->line_count; i++) {
        const struct line_row *row = &model->lines[i];
        uint32_t file = VX_NO_NAME;
        for (size_t k = i; k-- > 0 && file == VX_NO_NAME && i - k < 64;) {
            file = strcmp(model->lines[k].file, row->file) == 0 ? tables->lines[k].file : VX_NO_NAME;
        }
        tables->lines[i] =
            (struct vx_line){row->address, file == VX_NO_NAME ? add_name(model, row->file) : file, row->line};
    }
}

/* "build/hello.vx" -> "hello", cut to what fits. */
static void set_program_name(struct vx_manifest *manifest, const struct image_options *options,
                             const char *given) {
    const char *name = options->program_name ? options->program_name : given;
    size_t length;
    if (name) {
        length = strlen(name);
    } else {
        const char *slash = strrchr(options->output, '/');
        name = slash ? slash + 1 : options->output;
        length = strlen(name);
        if (length > 3 && strcmp(name + length - 3, ".vx") == 0) {
            length -= 3;
        }
    }
    memcpy(manifest->name, name, length < VX_NAME_BYTES ? length : VX_NAME_BYTES - 1);
}

static void build_manifest(struct model *model, const struct image_options *options) {
    struct vx_manifest *manifest = &model->tables.manifest;
    uint64_t stack = options->stack_bytes      ? options->stack_bytes
                     : model->meta.stack_bytes ? model->meta.stack_bytes
                                               : STACK_BYTES_DEFAULT;
    if (stack > VX_STACK_BYTES_MAX) {
        model_fail(model, IMAGE_BAD_INPUT, "the stack may have at most %u bytes", VX_STACK_BYTES_MAX);
    }
    stack = (stack + VX_PAGE_SIZE - 1) / VX_PAGE_SIZE * VX_PAGE_SIZE;
    uint64_t heap = options->heap_bytes      ? options->heap_bytes
                    : model->meta.heap_given ? model->meta.heap_bytes
                                             : HEAP_BYTES_DEFAULT;
    if (heap > VX_HEAP_BYTES_MAX) {
        model_fail(model, IMAGE_BAD_INPUT, "the heap may have at most %llu bytes", VX_HEAP_BYTES_MAX);
    }
    *manifest = (struct vx_manifest){
        .magic = VX_MAGIC,
        .version = VX_FORMAT_VERSION,
        .entry = (uint32_t)model->entry,
        .import_address = (uint32_t)model->imports_section.address,
        .stack_bytes = stack < VX_STACK_BYTES_MIN ? VX_STACK_BYTES_MIN : stack,
        .heap_bytes = (heap + VX_PAGE_SIZE - 1) / VX_PAGE_SIZE * VX_PAGE_SIZE,
    };
    set_program_name(manifest, options, model->meta.program);
}

void model_build_tables(struct model *model, const struct image_options *options) {
    build_types(model);
    build_functions(model);
    build_globals(model);
    check_relocations(model);
    build_imports(model);
    build_lines(model);
    build_manifest(model, options);
}
