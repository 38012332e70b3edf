/* The .vouch.* tables, from the model. Types and signatures are numbered in the order of their first use,
 * so equal inputs give equal bytes. Frame objects and hints come later, from infer.c. */
#include <stdio.h>
#include <string.h>

#include "model.h"

enum { STACK_BYTES_DEFAULT = 1 << 20 };

uint32_t model_type(struct model *model, uint64_t size, uint32_t align) {
    struct tables *tables = &model->tables;
    for (size_t i = 0; i < tables->type_count; i++) {
        if (tables->types[i].size == size && tables->types[i].align == align) {
            return (uint32_t)i;
        }
    }
    tables->types =
        model_grow(model, tables->types, tables->type_count, &tables->type_capacity, sizeof *tables->types);
    tables->types[tables->type_count] = (struct vx_type){VX_TYPE_DATA, align, size};
    return (uint32_t)tables->type_count++;
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
        parameters[i] = signature->parameters[i];
        if (parameters[i].kind == VX_ONE || parameters[i].kind == VX_COUNTED) {
            parameters[i].type = model_type(model, signature->parameters[i].type, 1);
        }
    }
    for (size_t i = 0; i < tables->signature_count; i++) {
        const struct vx_signature *known = &tables->signatures[i];
        if (known->result_kind == signature->result_kind && known->result_width == signature->result_width &&
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
        first, signature->parameter_count, signature->result_kind, signature->result_width};
    return (uint32_t)tables->signature_count++;
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
        tables->globals[i] = (struct vx_global){
            global->address, model_type(model, global->size, alignment_of(global->address, global->size))};
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
    *manifest = (struct vx_manifest){
        .magic = VX_MAGIC,
        .version = VX_FORMAT_VERSION,
        .entry = (uint32_t)model->entry,
        .import_address = (uint32_t)model->imports_section.address,
        .stack_bytes = stack < VX_STACK_BYTES_MIN ? VX_STACK_BYTES_MIN : stack,
    };
    set_program_name(manifest, options, model->meta.program);
}

void model_build_tables(struct model *model, const struct image_options *options) {
    build_functions(model);
    build_globals(model);
    build_imports(model);
    build_lines(model);
    build_manifest(model, options);
}
