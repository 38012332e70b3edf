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

/* The runs of a type's slots ascend, and none has a byte in common with another: see struct vx_slot. A group are
 * runs that lie within one stride of each other. */
static bool check_slots(struct checker *checker, const struct vx_type *type, uint32_t number) {
    const struct verifier_image *image = checker->image;
    uint64_t end = 0, group = 0; /* of the last group; where it starts */
    for (uint32_t i = 0; i < type->slot_count; i++) {
        const struct vx_slot *slot = &image->slots[type->first_slot + i], *previous = slot - 1;
        uint64_t span = (uint64_t)(slot->count - 1) * slot->stride + 8; /* used if count > 0 */
        bool points = slot->kind == VX_ONE || slot->kind == VX_ARRAY;
        bool named = points                      ? slot->type < image->type_count
                     : slot->kind == VX_FUNCTION ? slot->type < image->signature_count
                                                 : slot->type == 0;
        bool marked = (slot->flags & ~VX_WRITABLE) == 0 && (slot->kind != VX_FUNCTION || slot->flags == 0);
        if ((!points && slot->kind != VX_ANY && slot->kind != VX_FUNCTION) || !named || !marked ||
            slot->reserved != 0 || slot->count == 0 || slot->offset % 8 != 0 || slot->stride % 8 != 0 ||
            slot->stride < 8 || (slot->count == 1 && slot->stride != 8) || slot->offset + span > type->size)
            return check_fail(checker, CLAUSE_FILE_SLOT, "slot %u of type %u", i, number);
        bool joins = i > 0 && slot->stride == previous->stride && slot->count == previous->count &&
                     slot->offset >= previous->offset + 8 && slot->offset + 8 <= group + slot->stride;
        if (slot->offset < end && !joins)
            return check_fail(checker, CLAUSE_FILE_SLOT, "slot %u of type %u overlaps", i, number);
        if (slot->offset >= end)
            group = slot->offset;
        end = slot->offset + span;
    }
    return true;
}

static bool check_types(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    uint32_t slots = 0;
    for (uint32_t i = 0; i < image->type_count; i++) {
        const struct vx_type *type = &image->types[i];
        bool record = type->kind == VX_TYPE_RECORD;
        if (type->kind >= VX_TYPE_RESERVED_CONTRACT && type->kind <= VX_TYPE_RESERVED_DEVICE)
            return check_fail(checker, CLAUSE_TYPE_RESERVED, "type %u is of kind %u", i, type->kind);
        if ((type->kind != VX_TYPE_DATA && !record) || !is_power_of_two(type->align) || type->align > 16 ||
            type->size == 0 || type->size > (record ? VX_RECORD_SIZE_MAX : VX_OBJECT_SIZE_MAX) ||
            type->size % type->align != 0 || (record && type->align < 8))
            return check_fail(checker, CLAUSE_FILE_TYPE, "type %u", i);
        if (type->first_slot != slots || type->slot_count > image->slot_count - slots ||
            (record ? type->slot_count == 0 || type->slot_count > VX_SLOT_RUNS_MAX : type->slot_count != 0))
            return check_fail(checker, CLAUSE_FILE_TYPE, "the slots of type %u", i);
        slots += type->slot_count;
        if (!check_slots(checker, type, i))
            return false;
    }
    return slots == image->slot_count ||
           check_fail(checker, CLAUSE_FILE_TYPE, "slots that belong to no type");
}

static bool good_width(uint8_t kind, uint8_t width) {
    if (kind == VX_INTEGER)
        return width == 1 || width == 2 || width == 4 || width == 8;
    return width == 4 || width == 8;
}

static bool is_reserved_kind(uint8_t kind) {
    return kind == VX_RESERVED_OWNED || kind == VX_RESERVED_ENDPOINT;
}

/* What parameters and results have in common: the width, and what `type` names. `flags` are those allowed. */
static bool check_kind(const struct verifier_image *image, const struct vx_parameter *parameter,
                       uint8_t flags) {
    bool plain = parameter->width == 0 && (parameter->flags & ~flags) == 0;
    switch (parameter->kind) {
    case VX_INTEGER:
    case VX_FLOAT:
        return good_width(parameter->kind, parameter->width) && parameter->flags == 0 && parameter->type == 0;
    case VX_ONE:
    case VX_ARRAY:
        return plain && parameter->type < image->type_count;
    case VX_COUNTED:
        return plain && parameter->type < image->type_count &&
               image->types[parameter->type].size <= SCALE_MAX;
    case VX_ANY:
        return plain && parameter->type == 0;
    case VX_FUNCTION:
        return plain && parameter->flags == 0 && parameter->type < image->signature_count;
    case VX_TYPE:
        return plain && parameter->flags == 0 && parameter->type == 0;
    default:
        return false;
    }
}

static bool check_parameter(struct checker *checker, const struct vx_signature *signature, uint32_t number) {
    const struct verifier_image *image = checker->image;
    const struct vx_parameter *parameters = image->parameters + signature->first_parameter;
    const struct vx_parameter *parameter = &parameters[number];
    if (is_reserved_kind(parameter->kind))
        return check_fail(checker, CLAUSE_TYPE_RESERVED, "a parameter of kind %u", (uint32_t)parameter->kind);
    const uint8_t flags = VX_WRITABLE | VX_STORABLE | VX_RETURNED;
    bool good;
    if (parameter->flags & VX_OF_OPERAND)
        good = (parameter->kind == VX_ONE || parameter->kind == VX_ARRAY) && parameter->width == 0 &&
               (parameter->flags & ~(flags | VX_OF_OPERAND)) == 0 &&
               parameter->type < signature->parameter_count && parameters[parameter->type].kind == VX_TYPE;
    else
        good = check_kind(image, parameter, flags);
    if (parameter->kind == VX_COUNTED)
        good = good && parameter->count < signature->parameter_count &&
               parameters[parameter->count].kind == VX_INTEGER &&
               (parameters[parameter->count].width == 4 || parameters[parameter->count].width == 8);
    else
        good = good && parameter->count == 0;
    return good || check_fail(checker, CLAUSE_FILE_SIGNATURE, "parameter %u", number);
}

static bool check_result(struct checker *checker, const struct vx_signature *signature, uint32_t number) {
    const struct verifier_image *image = checker->image;
    const struct vx_parameter *result = &signature->result;
    if (is_reserved_kind(result->kind))
        return check_fail(checker, CLAUSE_TYPE_RESERVED, "a result of kind %u", (uint32_t)result->kind);
    uint8_t flags = VX_WRITABLE | VX_INHERITS | (result->kind == VX_ARRAY ? VX_OF_OPERAND | VX_INDEXED : 0);
    bool good = result->count == 0;
    if (result->kind == VX_VOID)
        good = good && result->width == 0 && result->flags == 0 && result->type == 0;
    else if (result->flags & VX_OF_OPERAND)
        good = good && result->kind == VX_ARRAY && (result->flags & ~flags) == 0 && result->width == 0 &&
               result->type < signature->parameter_count &&
               image->parameters[signature->first_parameter + result->type].kind == VX_TYPE;
    else
        good = good && result->kind != VX_TYPE && check_kind(image, result, flags);
    if ((result->flags & VX_WRITABLE) && (result->flags & VX_INHERITS))
        good = false;
    return good || check_fail(checker, CLAUSE_FILE_SIGNATURE, "the result of signature %u", number);
}

static bool check_signatures(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    for (uint32_t i = 0; i < image->signature_count; i++) {
        const struct vx_signature *signature = &image->signatures[i];
        if (signature->parameter_count > VX_PARAMETERS_MAX || signature->reserved != 0 ||
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
    uint32_t records = 0;
    for (uint32_t i = 0; i < function->frame_object_count; i++) {
        const struct vx_frame_object *object = &image->frames[function->first_frame_object + i];
        bool good = object->type < image->type_count && object->offset >= end && object->count > 0 &&
                    object->count <= VX_FRAME_SIZE_MAX / image->types[object->type].size;
        if (good && image->types[object->type].kind == VX_TYPE_RECORD)
            good = object->offset % 8 == 0 && ++records <= FRAME_RECORDS_MAX;
        end = good ? object->offset + (int64_t)verifier_frame_bytes(image, object) : 1;
        if (end > 0)
            return check_fail(checker, CLAUSE_FILE_FRAME, "object %u of function %u", i, number);
    }
    return true;
}

/* Type operands are for services. */
static bool signature_is_ordinary(const struct verifier_image *image, const struct vx_signature *signature) {
    for (uint32_t i = 0; i < signature->parameter_count; i++) {
        if (image->parameters[signature->first_parameter + i].kind == VX_TYPE)
            return false;
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
        if (function->signature >= image->signature_count ||
            !signature_is_ordinary(image, &image->signatures[function->signature]))
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

/* All slots of the global are zero in the file. What lies behind the file's bytes is zero anyway. */
static bool slots_are_zero(struct checker *checker, const struct vx_global *global) {
    const struct verifier_image *image = checker->image;
    const struct vx_type *type = &image->types[global->type];
    const struct verifier_segment *segment =
        inside(&image->data, global->address, 1) ? &image->data : &image->rodata;
    for (uint64_t element = 0; type->slot_count > 0 && element < global->count; element++) {
        uint64_t start = global->address - segment->address + element * type->size;
        if (start >= segment->file_bytes)
            break;
        for (uint32_t run = 0; run < type->slot_count; run++) {
            const struct vx_slot *slot = &image->slots[type->first_slot + run];
            uint64_t byte = start + slot->offset;
            for (uint64_t i = 0; i < slot->count && byte < segment->file_bytes; i++, byte += slot->stride) {
                checker->report->steps++;
                for (uint64_t k = byte; k < byte + 8 && k < segment->file_bytes; k++) {
                    if (segment->bytes[k] != 0)
                        return false;
                }
            }
        }
    }
    return true;
}

static bool check_globals(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    uint64_t end = 0, imports = image->manifest->import_address,
             imports_end = imports + 8ull * image->import_count;
    for (uint32_t i = 0; i < image->global_count; i++) {
        const struct vx_global *global = &image->globals[i];
        if (global->type >= image->type_count || global->count == 0 ||
            (global->flags & ~VX_GLOBAL_HEADER) != 0)
            return check_fail(checker, CLAUSE_FILE_GLOBAL, "the type, count or flags of global %u", i);
        const struct vx_type *type = &image->types[global->type];
        bool header = global->flags & VX_GLOBAL_HEADER;
        uint64_t front = header ? VX_HEADER_BYTES : 0, bytes = 0;
        if (__builtin_mul_overflow(type->size, (uint64_t)global->count, &bytes) ||
            bytes > VX_IMAGE_SIZE_MAX || global->address < front || global->address - front < end ||
            global->address % type->align != 0 || (header && global->address % 8 != 0) ||
            (!inside(&image->rodata, global->address - front, bytes + front) &&
             !inside(&image->data, global->address - front, bytes + front)))
            return check_fail(checker, CLAUSE_FILE_GLOBAL, "global %u at %x", i, global->address);
        end = global->address + bytes;
        if (global->address - front < imports_end && end > imports)
            return check_fail(checker, CLAUSE_FILE_GLOBAL, "global %u overlaps the import table", i);
        if (!slots_are_zero(checker, global))
            return check_fail(checker, CLAUSE_FILE_GLOBAL, "a slot of global %u is not zero in the file", i);
    }
    return true;
}

/* Does the slot accept the address, which is in a global or in text? */
static bool relocation_suits(struct checker *checker, const struct vx_slot *slot, uint64_t target) {
    const struct verifier_image *image = checker->image;
    if (slot->kind == VX_FUNCTION) {
        const struct vx_function *function = tables_function_at(image, (uint32_t)target);
        return function != NULL && function->signature == slot->type;
    }
    const struct vx_global *global = tables_global_holding(image, target);
    if (global == NULL || ((slot->flags & VX_WRITABLE) && !tables_global_writable(image, global)))
        return false;
    uint64_t offset = target - global->address;
    if (slot->kind == VX_ONE)
        return image->types[slot->type].size <= verifier_global_bytes(image, global) - offset &&
               types_view(checker, global->type, offset % image->types[global->type].size, slot->type);
    return offset == 0 && (global->flags & VX_GLOBAL_HEADER) &&
           (slot->kind == VX_ANY || slot->type == global->type);
}

static bool check_relocations(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    uint64_t next = 0;
    for (uint32_t i = 0; i < image->relocation_count; i++) {
        const struct vx_relocation *relocation = &image->relocations[i];
        const struct vx_global *global = tables_global_holding(image, relocation->address);
        checker->report->steps += 64; /* the searches */
        const struct vx_slot *slot =
            relocation->address < next || global == NULL
                ? NULL
                : types_slot_at(checker, global->type,
                                (relocation->address - global->address) % image->types[global->type].size);
        if (slot == NULL || !relocation_suits(checker, slot, relocation->target))
            return check_fail(checker, CLAUSE_FILE_RELOCATION, "relocation %u at %x", i, relocation->address);
        next = (uint64_t)relocation->address + 8;
    }
    return true;
}

static bool names_equal(const char *a, const char *b) {
    uint32_t i = 0;
    while (i < VX_NAME_BYTES && a[i] != 0 && a[i] == b[i])
        i++;
    return i < VX_NAME_BYTES && a[i] == b[i];
}

/* The kernel speaks of plain data by its size only. */
static bool parameter_matches(const struct verifier_image *image, const struct vx_parameter *a,
                              const struct vx_parameter *b) {
    if (a->kind != b->kind || a->width != b->width || a->flags != b->flags || a->count != b->count)
        return false;
    if ((a->kind == VX_ONE || a->kind == VX_COUNTED) && !(a->flags & VX_OF_OPERAND))
        return image->types[a->type].kind == VX_TYPE_DATA && image->types[a->type].size == b->type;
    return a->type == b->type;
}

static bool signature_matches(const struct verifier_image *image, const struct vx_signature *signature,
                              const struct verifier_service *service) {
    if (signature->parameter_count != service->parameter_count ||
        !parameter_matches(image, &signature->result, &service->result))
        return false;
    for (uint32_t i = 0; i < service->parameter_count; i++) {
        if (!parameter_matches(image, &image->parameters[signature->first_parameter + i],
                               &service->parameters[i]))
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
    if (!terminated(manifest->name, sizeof manifest->name) || manifest->name[0] == 0)
        return check_fail(checker, CLAUSE_FILE_MANIFEST, "the name");
    if (manifest->heap_bytes > VX_HEAP_BYTES_MAX || manifest->heap_bytes % VX_PAGE_SIZE != 0)
        return check_fail(checker, CLAUSE_FILE_MANIFEST, "the heap's size");
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
    if (signature->parameter_count != 0 || signature->result.kind != VX_INTEGER ||
        signature->result.width != 4)
        return check_fail(checker, CLAUSE_FILE_ENTRY, "function %u", image->manifest->entry);
    return true;
}

bool tables_check(struct checker *checker) {
    const struct verifier_image *image = checker->image;
    checker->report->steps += (uint64_t)image->type_count + image->parameter_count + image->function_count +
                              image->frame_count + image->global_count + image->import_count +
                              image->slot_count + image->relocation_count;
    return check_manifest(checker) && check_types(checker) && check_signatures(checker) &&
           check_imports(checker) && check_functions(checker) && check_globals(checker) &&
           check_relocations(checker) && check_entry(checker);
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
    return address - global->address < verifier_global_bytes(image, global) ? global : NULL;
}

bool tables_global_writable(const struct verifier_image *image, const struct vx_global *global) {
    return inside(&image->data, global->address, 1);
}
