/* From the linked ELF file to the model: sections, metadata, functions, globals, relocations, imports, frame
 * records.
 *
 * The file comes from lld with vouch.ld, so what is checked here is mostly what a program can get wrong:
 * functions without a signature, objects without a size. Every offset is checked all the same, since objects
 * may be hand-made. */
#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

static const char import_prefix[] = "__import_";

struct elf {
    const Elf64_Ehdr *header;
    const Elf64_Shdr *sections;
    size_t section_count;
    const char *section_names;
    size_t section_name_bytes;
    const Elf64_Sym *symbols;
    size_t symbol_count;
    const char *names;
    size_t name_bytes;
};

static void read_file(struct model *model, const char *path) {
    FILE *stream = fopen(path, "rb");
    if (!stream) {
        model_fail(model, IMAGE_BAD_INPUT, "cannot open '%s': %s", path, strerror(errno));
    }
    size_t capacity = 1u << 16;
    for (;;) {
        uint8_t *grown = model_allocate(model, capacity, 1);
        if (model->file_bytes > 0) {
            memcpy(grown, model->file, model->file_bytes);
        }
        model->file = grown;
        model->file_bytes += fread(grown + model->file_bytes, 1, capacity - model->file_bytes, stream);
        if (model->file_bytes < capacity) {
            break;
        }
        capacity *= 4;
    }
    bool failed = ferror(stream) != 0;
    fclose(stream);
    if (failed) {
        model_fail(model, IMAGE_BAD_INPUT, "cannot read '%s'", path);
    }
}

/* The file's bytes [offset, offset + bytes), or the end of image_write. */
static const void *at_offset(struct model *model, uint64_t offset, uint64_t bytes) {
    if (offset > model->file_bytes || bytes > model->file_bytes - offset) {
        model_fail(model, IMAGE_BAD_INPUT, "the linked file is truncated");
    }
    return model->file + offset;
}

static const char *name_at(struct model *model, const char *names, size_t bytes, uint32_t offset) {
    if (offset >= bytes || !memchr(names + offset, 0, bytes - offset)) {
        model_fail(model, IMAGE_BAD_INPUT, "the linked file has a name outside its string table");
    }
    return names + offset;
}

static const Elf64_Shdr *section_at(struct model *model, const struct elf *elf, size_t index) {
    if (index >= elf->section_count) {
        model_fail(model, IMAGE_BAD_INPUT, "the linked file has a bad section index");
    }
    return &elf->sections[index];
}

static void open_elf(struct model *model, struct elf *elf) {
    const Elf64_Ehdr *header = at_offset(model, 0, sizeof *header);
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64 ||
        header->e_machine != EM_X86_64 || header->e_type != ET_DYN ||
        header->e_shentsize != sizeof(Elf64_Shdr) || header->e_shoff % alignof(Elf64_Shdr) != 0) {
        model_fail(model, IMAGE_BAD_INPUT, "not a position-independent ELF64 x86-64 file from ld.lld");
    }
    elf->header = header;
    elf->section_count = header->e_shnum;
    elf->sections = at_offset(model, header->e_shoff, header->e_shnum * sizeof(Elf64_Shdr));
    const Elf64_Shdr *names = section_at(model, elf, header->e_shstrndx);
    elf->section_names = at_offset(model, names->sh_offset, names->sh_size);
    elf->section_name_bytes = names->sh_size;
}

static bool is_debug_section(const char *name) {
    return strncmp(name, ".debug_", 7) == 0;
}

static void add_debug_section(struct model *model, const struct debug_section *section, size_t *capacity) {
    model->debug = model_grow(model, model->debug, model->debug_count, capacity, sizeof *model->debug);
    model->debug[model->debug_count++] = *section;
}

/* Where the linker put addresses of the image into debug section `number`. What it dropped has none there. */
static void read_debug_addresses(struct model *model, const struct elf *elf, size_t number,
                                 size_t *capacity) {
    const struct debug_section *section = &model->debug[number];
    for (size_t i = 0; i < elf->section_count; i++) {
        const Elf64_Shdr *header = &elf->sections[i];
        if (header->sh_type != SHT_RELA || header->sh_info != section->index)
            continue;
        const uint8_t *entries = at_offset(model, header->sh_offset, header->sh_size);
        for (size_t k = 0; k < header->sh_size / sizeof(Elf64_Rela); k++) {
            Elf64_Rela entry;
            uint64_t address;
            memcpy(&entry, entries + k * sizeof entry, sizeof entry);
            if (ELF64_R_TYPE(entry.r_info) != R_X86_64_64 || entry.r_offset > section->size ||
                section->size - entry.r_offset < sizeof address)
                continue;
            memcpy(&address, section->bytes + entry.r_offset, sizeof address);
            if (address < VX_TEXT_ADDRESS)
                continue;
            model->debug_addresses = model_grow(model, model->debug_addresses, model->debug_address_count,
                                                capacity, sizeof *model->debug_addresses);
            model->debug_addresses[model->debug_address_count++] =
                (struct vx_debug_address){(uint32_t)number, (uint32_t)entry.r_offset};
        }
    }
}

static void refuse_leftovers(struct model *model, const char *name, uint64_t size) {
    if (size == 0) {
        return;
    }
    if (strcmp(name, ".got") == 0) {
        model_fail(model, IMAGE_BAD_INPUT,
                   "code reads an address from a table of the linker's (section .got is not empty)");
    }
    model_fail(model, IMAGE_BAD_INPUT, "section '%s' has no place in a .vx", name);
}

/* Sort the sections into the model, and two that only the reader needs into *frame and *relocations. */
static void read_sections(struct model *model, struct elf *elf, struct section *frame,
                          struct section *relocations) {
    struct section meta = {0};
    struct {
        const char *name;
        struct section *section;
    } known[] = {{".text", &model->text}, {".rodata", &model->rodata}, {".imports", &model->imports_section},
                 {".data", &model->data}, {".bss", &model->bss},       {".vouch.meta", &meta},
                 {".vouch.frame", frame}, {".rela.dyn", relocations}};
    size_t debug_capacity = 0;
    for (size_t i = 0; i < elf->section_count; i++) {
        const Elf64_Shdr *header = &elf->sections[i];
        const char *name = name_at(model, elf->section_names, elf->section_name_bytes, header->sh_name);
        const uint8_t *bytes = nullptr;
        if (header->sh_type != SHT_NOBITS && header->sh_type != SHT_NULL) {
            bytes = at_offset(model, header->sh_offset, header->sh_size);
        }
        struct section *place = nullptr;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
            place = strcmp(name, known[k].name) == 0 ? known[k].section : place;
        }
        if (place) {
            *place = (struct section){header->sh_addr, header->sh_size, bytes};
        } else if (header->sh_type == SHT_SYMTAB && header->sh_offset % alignof(Elf64_Sym) == 0) {
            const Elf64_Shdr *names = section_at(model, elf, header->sh_link);
            elf->symbols = at_offset(model, header->sh_offset, header->sh_size);
            elf->symbol_count = header->sh_size / sizeof *elf->symbols;
            elf->names = at_offset(model, names->sh_offset, names->sh_size);
            elf->name_bytes = names->sh_size;
        } else if (is_debug_section(name) && bytes) {
            const struct debug_section section = {name, bytes, header->sh_size, i};
            add_debug_section(model, &section, &debug_capacity);
        } else if (header->sh_flags & SHF_ALLOC) {
            refuse_leftovers(model, name, header->sh_size);
        }
    }
    if (meta.bytes) {
        model_parse_meta(model, (const char *)meta.bytes, meta.size);
    }
}

static bool section_contains(const struct section *section, uint64_t address) {
    return address >= section->address && address - section->address < section->size;
}

static void check_layout(struct model *model) {
    const struct section *order[] = {&model->text, &model->rodata, &model->imports_section, &model->data,
                                     &model->bss};
    if (model->text.size == 0 || model->text.address != VX_TEXT_ADDRESS) {
        model_fail(model, IMAGE_BAD_INPUT, "the program has no code");
    }
    uint64_t end = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (order[i]->size == 0) {
            continue;
        }
        if (order[i]->address < end || order[i]->size > VX_IMAGE_SIZE_MAX ||
            order[i]->address > VX_TEXT_ADDRESS + VX_IMAGE_SIZE_MAX - order[i]->size) {
            model_fail(model, IMAGE_BAD_INPUT, "the program is larger than %u MiB", VX_IMAGE_SIZE_MAX >> 20);
        }
        end = order[i]->address + order[i]->size;
    }
}

/* A symbol that is defined in the image, or null. */
static const char *defined_name(struct model *model, const struct elf *elf, const Elf64_Sym *symbol) {
    if (symbol->st_shndx == SHN_UNDEF || symbol->st_shndx >= SHN_LORESERVE) {
        return nullptr;
    }
    return name_at(model, elf->names, elf->name_bytes, symbol->st_name);
}

static void add_function(struct model *model, const char *name, uint64_t address, size_t *capacity) {
    const struct meta_entry *entry = meta_find(model->meta.functions, model->meta.function_count, name);
    if (!entry) {
        model_fail(model, IMAGE_BAD_INPUT,
                   "function '%s' has no signature: add \"function %s RESULT:PARAMETERS\" "
                   "to .vouch.meta",
                   name, name);
    }
    model->functions =
        model_grow(model, model->functions, model->function_count, capacity, sizeof *model->functions);
    model->functions[model->function_count++] =
        (struct function){.name = name, .start = (uint32_t)address, .signature = &entry->signature};
}

static int compare_functions(const void *left, const void *right) {
    const struct function *a = left, *b = right;
    return a->start != b->start ? (a->start > b->start) - (a->start < b->start) : strcmp(a->name, b->name);
}

/* Give each function the bytes up to its successor. Two names of one address are one function. */
static void tile_text(struct model *model) {
    struct function *functions = model->functions;
    if (model->function_count == 0) {
        model_fail(model, IMAGE_BAD_INPUT, "the program has no functions");
    }
    qsort(functions, model->function_count, sizeof *functions, compare_functions);
    if (functions[0].start != model->text.address) {
        model_fail(model, IMAGE_BAD_INPUT, "there is code before the first function, '%s'",
                   functions[0].name);
    }
    size_t kept = 1;
    for (size_t i = 1; i < model->function_count; i++) {
        struct function *previous = &functions[kept - 1];
        if (functions[i].start != previous->start) {
            previous->end = functions[i].start;
            functions[kept++] = functions[i];
        } else if (!meta_signatures_equal(functions[i].signature, previous->signature)) {
            model_fail(model, IMAGE_BAD_INPUT, "'%s' and '%s' are one function with two signatures",
                       previous->name, functions[i].name);
        }
    }
    functions[kept - 1].end = (uint32_t)(model->text.address + model->text.size);
    model->function_count = kept;
}

static void read_functions(struct model *model, const struct elf *elf) {
    size_t capacity = 0;
    uint64_t entry_address = 0;
    const char *entry_name = model->meta.entry ? model->meta.entry : "_start";
    for (size_t i = 0; i < elf->symbol_count; i++) {
        const Elf64_Sym *symbol = &elf->symbols[i];
        const char *name = defined_name(model, elf, symbol);
        if (!name || !section_contains(&model->text, symbol->st_value) ||
            ELF64_ST_TYPE(symbol->st_info) == STT_SECTION || ELF64_ST_TYPE(symbol->st_info) == STT_FILE) {
            continue;
        }
        bool announced = meta_find(model->meta.functions, model->meta.function_count, name) != nullptr;
        if (announced || ELF64_ST_TYPE(symbol->st_info) == STT_FUNC) {
            add_function(model, name, symbol->st_value, &capacity);
            entry_address = strcmp(name, entry_name) == 0 ? symbol->st_value : entry_address;
        }
    }
    tile_text(model);
    if (entry_address == 0) {
        model_fail(model, IMAGE_BAD_INPUT, "no entry: function '%s' is not defined", entry_name);
    }
    model->entry = (size_t)(model_function_at(model, (uint32_t)entry_address) - model->functions);
}

struct function *model_function_at(struct model *model, uint32_t address) {
    size_t low = 0, high = model->function_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (model->functions[middle].start <= address) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &model->functions[low];
}

static int compare_globals(const void *left, const void *right) {
    const struct global *a = left, *b = right;
    if (a->address != b->address) {
        return (a->address > b->address) - (a->address < b->address);
    }
    return a->size != b->size ? (a->size > b->size) - (a->size < b->size) : strcmp(a->name, b->name);
}

/* What a global with a header is called: its elements, without what vcc appends for the whole. */
static const char *name_of_elements(struct model *model, const char *name, const struct meta_global *meta) {
    static const char suffix[] = ".header";
    size_t length = strlen(name), rest = sizeof suffix - 1;
    if (!meta->header || length <= rest || strcmp(name + length - rest, suffix) != 0) {
        return name;
    }
    return model_format(model, "%.*s", (int)(length - rest), name);
}

static void read_globals(struct model *model, const struct elf *elf) {
    size_t capacity = 0;
    for (size_t i = 0; i < elf->symbol_count; i++) {
        const Elf64_Sym *symbol = &elf->symbols[i];
        const char *name = defined_name(model, elf, symbol);
        const struct meta_global *meta = name ? meta_find_global(&model->meta, name) : nullptr;
        if (!meta) {
            continue;
        }
        const struct section *homes[] = {&model->rodata, &model->imports_section, &model->data, &model->bss};
        const struct section *home = nullptr;
        for (size_t k = 0; k < sizeof homes / sizeof *homes; k++) {
            home = section_contains(homes[k], symbol->st_value) ? homes[k] : home;
        }
        if (!home) {
            model_fail(model, IMAGE_BAD_INPUT, "global '%s' is not in a data section", name);
        }
        if (symbol->st_size == 0 || symbol->st_size > home->address + home->size - symbol->st_value) {
            model_fail(model, IMAGE_BAD_INPUT,
                       "global '%s' has no size, or one larger than its section: "
                       "add \".size %s, BYTES\"",
                       name, name);
        }
        model->globals =
            model_grow(model, model->globals, model->global_count, &capacity, sizeof *model->globals);
        uint32_t header = meta->header ? VX_HEADER_BYTES : 0;
        if (symbol->st_size <= header) {
            model_fail(model, IMAGE_BAD_INPUT, "global '%s' has no room for its header", name);
        }
        model->globals[model->global_count++] =
            (struct global){.name = name_of_elements(model, name, meta),
                            .address = (uint32_t)symbol->st_value + header,
                            .size = (uint32_t)symbol->st_size - header,
                            .meta = meta};
    }
    if (model->global_count == 0) {
        return;
    }
    /* Equal constants that the linker merged are one global. */
    qsort(model->globals, model->global_count, sizeof *model->globals, compare_globals);
    size_t kept = 1;
    for (size_t i = 1; i < model->global_count; i++) {
        const struct global *previous = &model->globals[kept - 1];
        if (model->globals[i].address != previous->address || model->globals[i].size != previous->size) {
            model->globals[kept++] = model->globals[i];
        } else if (model->globals[i].meta->type != previous->meta->type) {
            model_fail(model, IMAGE_BAD_INPUT, "'%s' and '%s' are one global with two types", previous->name,
                       model->globals[i].name);
        }
    }
    model->global_count = kept;
}

static int compare_relocations(const void *left, const void *right) {
    const struct vx_relocation *a = left, *b = right;
    return (a->address > b->address) - (a->address < b->address);
}

/* Addresses in data. They are the linker's to give at load, so there are no bytes of them in the file. */
static void read_relocations(struct model *model, const struct section *section) {
    size_t count = section->bytes ? section->size / sizeof(Elf64_Rela) : 0;
    model->relocations = model_allocate(model, count, sizeof *model->relocations);
    for (size_t i = 0; i < count; i++) {
        Elf64_Rela entry;
        memcpy(&entry, section->bytes + i * sizeof entry, sizeof entry);
        bool known = false;
        const struct section *homes[] = {&model->rodata, &model->data};
        for (size_t k = 0; k < sizeof homes / sizeof *homes; k++) {
            known |= section_contains(homes[k], entry.r_offset) &&
                     section_contains(homes[k], entry.r_offset + 7) && homes[k]->bytes;
        }
        if (ELF64_R_TYPE(entry.r_info) != R_X86_64_RELATIVE || !known || entry.r_addend < 0 ||
            entry.r_addend > (int64_t)VX_TEXT_ADDRESS + VX_IMAGE_SIZE_MAX) {
            model_fail(model, IMAGE_BAD_INPUT,
                       "the address at 0x%" PRIx64 " is not one in the program (relocation type %u)",
                       (uint64_t)entry.r_offset, (unsigned)ELF64_R_TYPE(entry.r_info));
        }
        model->relocations[i] = (struct vx_relocation){(uint32_t)entry.r_offset, (uint32_t)entry.r_addend};
    }
    model->relocation_count = count;
    if (count > 0) {
        qsort(model->relocations, count, sizeof *model->relocations, compare_relocations);
    }
}

static int compare_imports(const void *left, const void *right) {
    const struct import *a = left, *b = right;
    return a->address != b->address ? (a->address > b->address) - (a->address < b->address)
                                    : strcmp(a->name, b->name);
}

static void read_imports(struct model *model, const struct elf *elf) {
    size_t capacity = 0;
    for (size_t i = 0; i < elf->symbol_count; i++) {
        const Elf64_Sym *symbol = &elf->symbols[i];
        const char *name = defined_name(model, elf, symbol);
        if (!name || strncmp(name, import_prefix, sizeof import_prefix - 1) != 0 ||
            !section_contains(&model->imports_section, symbol->st_value)) {
            continue;
        }
        name += sizeof import_prefix - 1;
        const struct meta_entry *entry = meta_find(model->meta.imports, model->meta.import_count, name);
        if (!entry) {
            model_fail(model, IMAGE_BAD_INPUT,
                       "import '%s' has no signature: add \"import %s "
                       "RESULT:PARAMETERS\" to .vouch.meta",
                       name, name);
        }
        model->imports =
            model_grow(model, model->imports, model->import_count, &capacity, sizeof *model->imports);
        model->imports[model->import_count++] =
            (struct import){name, (uint32_t)symbol->st_value, &entry->signature};
    }
    if (model->import_count == 0) {
        return;
    }
    qsort(model->imports, model->import_count, sizeof *model->imports, compare_imports);
    for (size_t i = 0; i < model->import_count; i++) {
        if (model->imports[i].address != model->imports_section.address + 8 * i) {
            model_fail(model, IMAGE_BAD_INPUT, "the entry of import '%s' is not 8 bytes in .imports",
                       model->imports[i].name);
        }
    }
}

static int compare_records(const void *left, const void *right) {
    const struct frame_record *a = left, *b = right;
    if (a->address != b->address) {
        return (a->address > b->address) - (a->address < b->address);
    }
    return (a->operand > b->operand) - (a->operand < b->operand); /* the file's order */
}

/* Records are packed: 8 bytes of address, 4 of type, 4 of count, then the operand's text with its NUL. */
static void read_frames(struct model *model, const struct section *frame) {
    const uint8_t *at = frame->bytes, *end = at ? at + frame->size : at;
    size_t capacity = 0;
    while (at < end) {
        uint64_t address;
        struct frame_record record;
        const size_t fixed = sizeof address + sizeof record.type + sizeof record.count;
        if ((size_t)(end - at) < fixed + 1 || !memchr(at + fixed, 0, (size_t)(end - at) - fixed)) {
            model_fail(model, IMAGE_BAD_INPUT, ".vouch.frame ends in the middle of a record");
        }
        memcpy(&address, at, sizeof address);
        memcpy(&record.type, at + 8, sizeof record.type);
        memcpy(&record.count, at + 12, sizeof record.count);
        record.operand = (const char *)at + fixed;
        at += fixed + strlen(record.operand) + 1;
        if (address < VX_TEXT_ADDRESS) {
            continue; /* of a function that the linker dropped */
        }
        if (!section_contains(&model->text, address) || record.count == 0 ||
            record.count > VX_FRAME_SIZE_MAX) {
            model_fail(model, IMAGE_BAD_INPUT, ".vouch.frame: bad address 0x%" PRIx64 " or count %" PRIu32,
                       address, record.count);
        }
        if (record.type != META_PLAIN && record.type >= model->meta.type_count) {
            model_fail(model, IMAGE_BAD_INPUT, ".vouch.frame: there is no type %" PRIu32, record.type);
        }
        record.address = (uint32_t)address;
        model->records =
            model_grow(model, model->records, model->record_count, &capacity, sizeof *model->records);
        model->records[model->record_count++] = record;
    }
    if (model->record_count == 0) {
        return;
    }
    qsort(model->records, model->record_count, sizeof *model->records, compare_records);
    for (size_t i = 0; i < model->record_count; i++) {
        struct function *function = model_function_at(model, model->records[i].address);
        if (function->record_count == 0) {
            function->records = &model->records[i];
        }
        function->record_count++;
    }
}

void model_read(struct model *model, const char *path) {
    struct elf elf = {0};
    read_file(model, path);
    open_elf(model, &elf);
    struct section frame = {0}, relocations = {0};
    read_sections(model, &elf, &frame, &relocations);
    check_layout(model);
    read_functions(model, &elf);
    read_globals(model, &elf);
    read_relocations(model, &relocations);
    read_imports(model, &elf);
    read_frames(model, &frame);
    size_t capacity = 0;
    for (size_t i = 0; i < model->debug_count; i++)
        read_debug_addresses(model, &elf, i, &capacity);
}
