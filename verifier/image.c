/* The ELF container: headers, three segments, and the .vouch.* sections located once each. Checks where
 * things lie; what the tables say is checked by tables.c. */
#include "check.h"

enum {
    SECTIONS_MAX = 256,
    ELF_TYPE_DYN = 3,
    ELF_MACHINE_X86_64 = 62,
    SEGMENT_LOAD = 1,
    RIGHT_X = 1,
    RIGHT_W = 2,
    RIGHT_R = 4,
    SECTION_NULL = 0,
    SECTION_PROGBITS = 1,
    SECTION_SYMTAB = 2,
    SECTION_STRTAB = 3,
    SECTION_NOBITS = 8,
    SECTION_ALLOC = 2,
    SECTION_NAME_MAX = 64,
};

struct elf_header {
    uint8_t ident[16];
    uint16_t type, machine;
    uint32_t version;
    uint64_t entry, program_offset, section_offset;
    uint32_t flags;
    uint16_t header_size, program_size, program_count, section_size, section_count, section_names;
};

struct elf_segment {
    uint32_t type, flags;
    uint64_t offset, address, physical, file_bytes, memory_bytes, align;
};

struct elf_section {
    uint32_t name, type;
    uint64_t flags, address, offset, size;
    uint32_t link, info;
    uint64_t align, entry_size;
};

static bool in_file(size_t file_bytes, uint64_t offset, uint64_t bytes) {
    return offset <= file_bytes && bytes <= file_bytes - offset;
}

static uint64_t page_up(uint64_t address) {
    return (address + VX_PAGE_SIZE - 1) & ~(uint64_t)(VX_PAGE_SIZE - 1);
}

static bool header_is_good(const struct elf_header *header, size_t file_bytes) {
    static const uint8_t ident[16] = {0x7f, 'E', 'L', 'F', 2, 1, 1};
    for (int i = 0; i < 16; i++) {
        if (header->ident[i] != ident[i])
            return false;
    }
    return header->type == ELF_TYPE_DYN && header->machine == ELF_MACHINE_X86_64 && header->version == 1 &&
           header->header_size == sizeof *header && header->program_size == sizeof(struct elf_segment) &&
           header->section_size == sizeof(struct elf_section) && header->program_offset % 8 == 0 &&
           header->section_offset % 8 == 0 && header->section_count <= SECTIONS_MAX &&
           header->section_names < header->section_count &&
           in_file(file_bytes, header->program_offset,
                   (uint64_t)header->program_count * sizeof(struct elf_segment)) &&
           in_file(file_bytes, header->section_offset,
                   (uint64_t)header->section_count * sizeof(struct elf_section));
}

static const char *segments_parse(const struct elf_segment *elf, struct verifier_image *image) {
    static const uint32_t rights[3] = {RIGHT_R | RIGHT_X, RIGHT_R, RIGHT_R | RIGHT_W};
    struct verifier_segment *segments[3] = {&image->text, &image->rodata, &image->data};
    uint64_t address = VX_TEXT_ADDRESS;
    for (int i = 0; i < 3; i++) {
        const struct elf_segment *segment = &elf[i];
        if (segment->type != SEGMENT_LOAD || segment->flags != rights[i])
            return "text R+X, rodata R and data R+W in this order, all PT_LOAD";
        if (segment->address != address)
            return "each segment starts on the page after the one before";
        if (!in_file(image->file_bytes, segment->offset, segment->file_bytes))
            return "a segment lies outside the file";
        if (segment->memory_bytes < segment->file_bytes ||
            (i < 2 && segment->memory_bytes != segment->file_bytes))
            return "only data may be larger in memory than in the file";
        if (segment->memory_bytes > VX_IMAGE_SIZE_MAX ||
            address - VX_TEXT_ADDRESS > VX_IMAGE_SIZE_MAX - segment->memory_bytes)
            return "the image is too large";
        *segments[i] = (struct verifier_segment){segment->address, segment->memory_bytes, segment->file_bytes,
                                                 image->file + segment->offset};
        address = page_up(address + segment->memory_bytes);
    }
    return image->text.file_bytes == 0 ? "there is no code" : NULL;
}

struct table {
    const char *name;
    uint32_t entry_bytes;
    const void **place;
    uint32_t *count;
    bool found;
};

enum { TABLES = 13 };

static bool name_equal(const char *name, const char *end, const char *wanted) {
    while (name < end && *name != 0 && *name == *wanted) {
        name++;
        wanted++;
    }
    return name < end && *name == *wanted;
}

static bool is_vouch_name(const char *name, const char *end) {
    const char *prefix = ".vouch.";
    while (*prefix != 0 && name < end && *name == *prefix) {
        name++;
        prefix++;
    }
    return *prefix == 0;
}

static const char *section_take(struct verifier_image *image, const struct elf_section *section,
                                struct table *table) {
    if (table->found)
        return "a section occurs twice";
    if (section->type != SECTION_PROGBITS || (section->flags & SECTION_ALLOC))
        return "a .vouch section is not plain data outside memory";
    if (section->offset % 8 != 0 || !in_file(image->file_bytes, section->offset, section->size))
        return "a .vouch section lies outside the file or is not 8-byte aligned";
    if (section->size % table->entry_bytes != 0 || section->size / table->entry_bytes > UINT32_MAX / 2)
        return "a .vouch section's size is not a multiple of its entries'";
    *table->place = image->file + section->offset;
    *table->count = (uint32_t)(section->size / table->entry_bytes);
    table->found = true;
    return NULL;
}

static const char *sections_parse(const struct elf_header *header, struct verifier_image *image) {
    uint32_t manifests = 0;
    struct table tables[TABLES] = {
        {VX_SECTION_MANIFEST, sizeof(struct vx_manifest), (const void **)&image->manifest, &manifests, false},
        {VX_SECTION_TYPES, sizeof(struct vx_type), (const void **)&image->types, &image->type_count, false},
        {VX_SECTION_SLOTS, sizeof(struct vx_slot), (const void **)&image->slots, &image->slot_count, false},
        {VX_SECTION_SIGNATURES, sizeof(struct vx_signature), (const void **)&image->signatures,
         &image->signature_count, false},
        {VX_SECTION_PARAMETERS, sizeof(struct vx_parameter), (const void **)&image->parameters,
         &image->parameter_count, false},
        {VX_SECTION_FUNCTIONS, sizeof(struct vx_function), (const void **)&image->functions,
         &image->function_count, false},
        {VX_SECTION_FRAMES, sizeof(struct vx_frame_object), (const void **)&image->frames,
         &image->frame_count, false},
        {VX_SECTION_GLOBALS, sizeof(struct vx_global), (const void **)&image->globals, &image->global_count,
         false},
        {VX_SECTION_RELOCATIONS, sizeof(struct vx_relocation), (const void **)&image->relocations,
         &image->relocation_count, false},
        {VX_SECTION_IMPORTS, sizeof(struct vx_import), (const void **)&image->imports, &image->import_count,
         false},
        {VX_SECTION_HINTS, 1, (const void **)&image->hints, &image->hint_bytes, false},
        {VX_SECTION_NAMES, 1, (const void **)&image->names, &image->name_bytes, false},
        {VX_SECTION_LINES, sizeof(struct vx_line), (const void **)&image->lines, &image->line_count, false},
    };
    const struct elf_section *sections = (const void *)(image->file + header->section_offset);
    const struct elf_section *strings = &sections[header->section_names];
    if (!in_file(image->file_bytes, strings->offset, strings->size))
        return "the section names lie outside the file";
    const char *names = (const char *)image->file + strings->offset;
    for (uint32_t i = 0; i < header->section_count; i++) {
        const struct elf_section *section = &sections[i];
        if (section->type != SECTION_NULL && section->type != SECTION_PROGBITS &&
            section->type != SECTION_SYMTAB && section->type != SECTION_STRTAB &&
            section->type != SECTION_NOBITS)
            return "a section of another type (dynamic linking is not supported)";
        if (section->name >= strings->size)
            return "a section's name lies outside the names";
        uint64_t room = strings->size - section->name;
        const char *name = names + section->name,
                   *end = name + (room < SECTION_NAME_MAX ? room : SECTION_NAME_MAX);
        if (!is_vouch_name(name, end))
            continue;
        struct table *table = NULL;
        for (int t = 0; t < TABLES; t++) {
            if (name_equal(name, end, tables[t].name))
                table = &tables[t];
        }
        if (table == NULL)
            return "a .vouch section that this format does not have";
        const char *why = section_take(image, section, table);
        if (why != NULL)
            return why;
    }
    for (int t = 0; t < TABLES; t++) {
        if (!tables[t].found)
            return tables[t].name;
    }
    return manifests == 1 ? NULL : "exactly one manifest";
}

enum verifier_clause image_parse(const void *file, size_t file_bytes, struct verifier_image *image,
                                 const char **why) {
    const struct elf_header *header = file;
    *image = (struct verifier_image){.file = file, .file_bytes = file_bytes};
    *why = "an ELF64 x86-64 ET_DYN file with its headers in place";
    if (file_bytes > VX_FILE_SIZE_MAX || file_bytes < sizeof *header || !header_is_good(header, file_bytes))
        return CLAUSE_FILE_HEADER;
    *why = "exactly three program headers";
    if (header->program_count != 3)
        return CLAUSE_FILE_SEGMENT;
    *why = segments_parse((const void *)(image->file + header->program_offset), image);
    if (*why != NULL)
        return CLAUSE_FILE_SEGMENT;
    *why = sections_parse(header, image);
    return *why != NULL ? CLAUSE_FILE_SECTION : CLAUSE_NONE;
}
