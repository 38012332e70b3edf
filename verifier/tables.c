/* The tables' contents: every index, size and order, and the agreement with the kernel's services (R3, R4,
 * R7). After this the checker uses them without further checks. Each table is walked once. */
#include "check.h"

static bool is_power_of_two(uint64_t x) {
    return x != 0 && (x & (x - 1)) == 0;
}

static bool terminated(const char *name, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        if (name[i] == 0)
            return true;
    }
    return false;
}

static bool check_types(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    for (uint32_t i = 0; i < image->type_count; i++) {
        const struct vx_type *type = &image->types[i];
        if (type->kind >= VX_TYPE_RESERVED_STRUCT && type->kind <= VX_TYPE_RESERVED_DEVICE)
            return check_fail(checker, CLAUSE_TYPE_RESERVED, "type %u is of kind %u", i, type->kind);
        if (type->kind != VX_TYPE_DATA || !is_power_of_two(type->align) || type->align > 16 ||
            type->size == 0 || type->size > VX_OBJECT_SIZE_MAX || type->size % type->align != 0)
            return check_fail(checker, CLAUSE_FILE_TYPE, "type %u", i);
    }
    return true;
}

static bool good_width(uint8_t kind, uint8_t width) {
    if (kind == VX_INTEGER)
        return width == 1 || width == 2 || width == 4 || width == 8;
    return width == 4 || width == 8;
}

static bool is_reserved_kind(uint8_t kind) {
    return kind >= VX_RESERVED_ARRAY && kind <= VX_RESERVED_ENDPOINT;
}

static bool check_parameter(struct checker *checker, const struct vx_signature *signature, uint32_t number) {
    const struct verifier_image *image = checker->image;
    const struct vx_parameter *parameters = image->parameters + signature->first_parameter;
    const struct vx_parameter *parameter = &parameters[number];
    bool good = false;
    switch (parameter->kind) {
    case VX_INTEGER:
    case VX_FLOAT:
        good = good_width(parameter->kind, parameter->width) && parameter->flags == 0 &&
               parameter->count == 0 && parameter->type == 0;
        break;
    case VX_ONE:
        good = parameter->width == 0 && (parameter->flags & ~VX_PARAMETER_WRITABLE) == 0 &&
               parameter->count == 0 && parameter->type < image->type_count;
        break;
    case VX_COUNTED:
        good = parameter->width == 0 && (parameter->flags & ~VX_PARAMETER_WRITABLE) == 0 &&
               parameter->type < image->type_count && image->types[parameter->type].size <= SCALE_MAX &&
               parameter->count < signature->parameter_count &&
               parameters[parameter->count].kind == VX_INTEGER &&
               (parameters[parameter->count].width == 4 || parameters[parameter->count].width == 8);
        break;
    default:
        if (is_reserved_kind(parameter->kind))
            return check_fail(checker, CLAUSE_TYPE_RESERVED, "a parameter of kind %u",
                              (uint32_t)parameter->kind);
        break;
    }
    return good || check_fail(checker, CLAUSE_FILE_SIGNATURE, "parameter %u", number);
}

static bool check_result(struct checker *checker, const struct vx_signature *signature, uint32_t number) {
    uint8_t kind = signature->result_kind, width = signature->result_width;
    if (is_reserved_kind(kind))
        return check_fail(checker, CLAUSE_TYPE_RESERVED, "a result of kind %u", (uint32_t)kind);
    if (kind == VX_ONE || kind == VX_COUNTED)
        return check_fail(checker, CLAUSE_LIFETIME_RESULT, "signature %u", number);
    bool good =
        kind == VX_VOID ? width == 0 : (kind == VX_INTEGER || kind == VX_FLOAT) && good_width(kind, width);
    return good || check_fail(checker, CLAUSE_FILE_SIGNATURE, "the result of signature %u", number);
}

static bool check_signatures(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    for (uint32_t i = 0; i < image->signature_count; i++) {
        const struct vx_signature *signature = &image->signatures[i];
        if (signature->parameter_count > VX_PARAMETERS_MAX ||
            signature->first_parameter > image->parameter_count ||
            signature->parameter_count > image->parameter_count - signature->first_parameter)
            return check_fail(checker, CLAUSE_FILE_SIGNATURE, "the parameters of signature %u", i);
        if (!check_result(checker, signature, i))
            return false;
        for (uint32_t p = 0; p < signature->parameter_count; p++) {
            if (!check_parameter(checker, signature, p))
                return false;
        }
    }
    return true;
}

static bool check_frame(struct checker *checker, const struct vx_function *function, uint32_t number) {
    const struct verifier_image *image = checker->image;
    int64_t end = -(int64_t)VX_FRAME_SIZE_MAX;
    for (uint32_t i = 0; i < function->frame_object_count; i++) {
        const struct vx_frame_object *object = &image->frames[function->first_frame_object + i];
        if (object->type >= image->type_count || object->offset < end ||
            image->types[object->type].size > VX_FRAME_SIZE_MAX)
            return check_fail(checker, CLAUSE_FILE_FRAME, "object %u of function %u", i, number);
        end = object->offset + (int64_t)image->types[object->type].size;
        if (end > 0)
            return check_fail(checker, CLAUSE_FILE_FRAME, "object %u of function %u", i, number);
    }
    return true;
}

static bool check_functions(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    uint64_t address = image->text.address, text_end = address + image->text.file_bytes;
    uint32_t frames = 0, hints = 0;
    if (image->function_count == 0)
        return check_fail(checker, CLAUSE_FILE_FUNCTION, "there is none");
    for (uint32_t i = 0; i < image->function_count; i++) {
        const struct vx_function *function = &image->functions[i];
        checker->address = function->start;
        if (function->start != address || function->end <= function->start || function->end > text_end)
            return check_fail(checker, CLAUSE_FILE_FUNCTION, "function %u", i);
        address = function->end;
        if (function->signature >= image->signature_count)
            return check_fail(checker, CLAUSE_FILE_FUNCTION, "the signature of function %u", i);
        if (function->first_frame_object != frames ||
            function->frame_object_count > image->frame_count - frames)
            return check_fail(checker, CLAUSE_FILE_FRAME, "the frame of function %u", i);
        frames += function->frame_object_count;
        if (function->hint_offset != hints || function->hint_bytes > image->hint_bytes - hints)
            return check_fail(checker, CLAUSE_FILE_FUNCTION, "the hints of function %u", i);
        hints += function->hint_bytes;
        if (!check_frame(checker, function, i))
            return false;
    }
    checker->address = 0;
    if (address != text_end)
        return check_fail(checker, CLAUSE_FILE_FUNCTION, "the last one ends before the text");
    if (frames != image->frame_count || hints != image->hint_bytes)
        return check_fail(checker, CLAUSE_FILE_FUNCTION, "frame objects or hints that belong to no function");
    return true;
}

static bool inside(const struct verifier_segment *segment, uint64_t address, uint64_t bytes) {
    return address >= segment->address && address - segment->address <= segment->memory_bytes &&
           bytes <= segment->memory_bytes - (address - segment->address);
}

static bool check_globals(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    uint64_t end = 0, imports = image->manifest->import_address,
             imports_end = imports + 8ull * image->import_count;
    for (uint32_t i = 0; i < image->global_count; i++) {
        const struct vx_global *global = &image->globals[i];
        if (global->type >= image->type_count)
            return check_fail(checker, CLAUSE_FILE_GLOBAL, "the type of global %u", i);
        const struct vx_type *type = &image->types[global->type];
        if (global->address < end || global->address % type->align != 0 ||
            (!inside(&image->rodata, global->address, type->size) &&
             !inside(&image->data, global->address, type->size)))
            return check_fail(checker, CLAUSE_FILE_GLOBAL, "global %u at %x", i, global->address);
        end = global->address + type->size;
        if (global->address < imports_end && end > imports)
            return check_fail(checker, CLAUSE_FILE_GLOBAL, "global %u overlaps the import table", i);
    }
    return true;
}

static bool names_equal(const char *a, const char *b) {
    uint32_t i = 0;
    while (i < VX_NAME_BYTES && a[i] != 0 && a[i] == b[i])
        i++;
    return i < VX_NAME_BYTES && a[i] == b[i];
}

static bool signature_matches(const struct verifier_image *image, const struct vx_signature *signature,
                              const struct verifier_service *service) {
    if (signature->result_kind != service->result_kind || signature->result_width != service->result_width ||
        signature->parameter_count != service->parameter_count)
        return false;
    for (uint32_t i = 0; i < service->parameter_count; i++) {
        const struct vx_parameter *a = &image->parameters[signature->first_parameter + i];
        const struct vx_parameter *b = &service->parameters[i];
        bool has_type = a->kind == VX_ONE || a->kind == VX_COUNTED;
        if (a->kind != b->kind || a->width != b->width || a->flags != b->flags || a->count != b->count ||
            (has_type && image->types[a->type].size != b->type))
            return false;
    }
    return true;
}

static bool check_import(struct checker *checker, uint32_t number) {
    const struct verifier_image *image = checker->image;
    const struct vx_import *import = &image->imports[number];
    const struct verifier_services *services = checker->options->services;
    if (!terminated(import->name, sizeof import->name) || import->reserved != 0 ||
        import->signature >= image->signature_count)
        return check_fail(checker, CLAUSE_FILE_IMPORT, "import %u", number);
    for (size_t i = 0; i < services->count; i++) {
        checker->report->steps++;
        if (!names_equal(import->name, services->service[i].name))
            continue;
        return signature_matches(image, &image->signatures[import->signature], &services->service[i]) ||
               check_fail(checker, CLAUSE_FILE_IMPORT, "import %u has another signature than the kernel's",
                          number);
    }
    return check_fail(checker, CLAUSE_FILE_IMPORT, "import %u is no service of the kernel", number);
}

static bool check_imports(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    uint64_t address = image->manifest->import_address, bytes = 8ull * image->import_count;
    if (image->import_count == 0)
        return true;
    if (address % 8 != 0 || !inside(&image->rodata, address, bytes))
        return check_fail(checker, CLAUSE_FILE_IMPORT, "the import table is not in rodata or not aligned");
    for (uint64_t i = 0; i < bytes; i++) {
        if (image->rodata.bytes[address - image->rodata.address + i] != 0)
            return check_fail(checker, CLAUSE_FILE_IMPORT, "the import table is not zero");
    }
    for (uint32_t i = 0; i < image->import_count; i++) {
        if (!check_import(checker, i))
            return false;
    }
    return true;
}

static bool check_manifest(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    const struct vx_manifest *manifest = image->manifest;
    if (manifest->magic != VX_MAGIC)
        return check_fail(checker, CLAUSE_FILE_MANIFEST, "no magic number");
    if (manifest->version != VX_FORMAT_VERSION)
        return check_fail(checker, CLAUSE_FILE_VERSION, "version %u, not %u", manifest->version,
                          VX_FORMAT_VERSION);
    if (!terminated(manifest->name, sizeof manifest->name) || manifest->name[0] == 0 ||
        manifest->reserved != 0)
        return check_fail(checker, CLAUSE_FILE_MANIFEST, "the name or the reserved field");
    if (manifest->stack_bytes < VX_STACK_BYTES_MIN || manifest->stack_bytes > VX_STACK_BYTES_MAX ||
        manifest->stack_bytes % VX_PAGE_SIZE != 0)
        return check_fail(checker, CLAUSE_FILE_MANIFEST, "the stack's size");
    return true;
}

static bool check_entry(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    if (image->manifest->entry >= image->function_count)
        return check_fail(checker, CLAUSE_FILE_ENTRY, "there is no such function");
    const struct vx_signature *signature =
        &image->signatures[image->functions[image->manifest->entry].signature];
    if (signature->parameter_count != 0 || signature->result_kind != VX_INTEGER ||
        signature->result_width != 4)
        return check_fail(checker, CLAUSE_FILE_ENTRY, "function %u", image->manifest->entry);
    return true;
}

bool tables_check(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    checker->report->steps += (uint64_t)image->type_count + image->parameter_count + image->function_count +
                              image->frame_count + image->global_count + image->import_count;
    return check_manifest(checker) && check_types(checker) && check_signatures(checker) &&
           check_imports(checker) && check_functions(checker) && check_globals(checker) &&
           check_entry(checker);
}

const struct vx_function *tables_function_at(const struct verifier_image *image, uint32_t address) {
    uint32_t low = 0, high = image->function_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (image->functions[middle].start == address)
            return &image->functions[middle];
        if (image->functions[middle].start < address)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct vx_global *tables_global_holding(const struct verifier_image *image, uint64_t address) {
    uint32_t low = 0, high = image->global_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (image->globals[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    const struct vx_global *global = &image->globals[low - 1];
    return address - global->address < image->types[global->type].size ? global : NULL;
}

bool tables_global_writable(const struct verifier_image *image, const struct vx_global *global) {
    return inside(&image->data, global->address, 1);
}
