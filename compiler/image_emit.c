/* The .vx file's bytes: a fresh ELF file that holds the three segments of the linked one, the tables, the
 * symbols and, if asked for, DWARF. Addresses stay as they were linked. Nothing depends on anything but the
 * model, so equal inputs give equal bytes. */
#include <elf.h>
#include <string.h>

#include "model.h"

enum { SEGMENT_COUNT = 3, SECTIONS_MAX = 64 };

/* The file as it grows. Sections are collected first, with their bytes; then everything gets its place. */
struct output {
    struct model *model;
    Elf64_Shdr headers[SECTIONS_MAX];
    const void *bytes[SECTIONS_MAX];
    size_t count;
    char *names;
    size_t name_bytes, name_capacity;
};

static uint32_t add_string(struct model *model, char **strings, size_t *bytes, size_t *capacity,
                           const char *text) {
    size_t start = *bytes;
    do {
        *strings = model_grow(model, *strings, *bytes, capacity, 1);
        (*strings)[(*bytes)++] = *text;
    } while (*text++);
    return (uint32_t)start;
}

static Elf64_Shdr *add_section(struct output *output, const char *name, uint32_t type, const void *bytes,
                               uint64_t size, uint64_t align) {
    if (output->count == SECTIONS_MAX) {
        model_fail(output->model, IMAGE_BAD_INPUT, "the linked file has too many sections");
    }
    Elf64_Shdr *header = &output->headers[output->count];
    header->sh_name =
        add_string(output->model, &output->names, &output->name_bytes, &output->name_capacity, name);
    header->sh_type = type;
    header->sh_size = size;
    header->sh_addralign = align;
    output->bytes[output->count++] = bytes;
    return header;
}

static void add_allocated(struct output *output, const char *name, const struct section *section,
                          uint64_t flags) {
    if (section->size == 0) {
        return;
    }
    uint32_t type = section->bytes ? SHT_PROGBITS : SHT_NOBITS;
    Elf64_Shdr *header = add_section(output, name, type, section->bytes, section->size, 16);
    header->sh_addr = section->address;
    header->sh_flags = flags | SHF_ALLOC;
}

static void add_tables(struct output *output) {
    const struct model *model = output->model;
    const struct tables *tables = &model->tables;
    const struct {
        const char *name;
        const void *bytes;
        size_t size;
    } sections[] = {
        {VX_SECTION_MANIFEST, &tables->manifest, sizeof tables->manifest},
        {VX_SECTION_TYPES, tables->types, tables->type_count * sizeof *tables->types},
        {VX_SECTION_SLOTS, tables->slots, tables->slot_count * sizeof *tables->slots},
        {VX_SECTION_SIGNATURES, tables->signatures, tables->signature_count * sizeof *tables->signatures},
        {VX_SECTION_PARAMETERS, tables->parameters, tables->parameter_count * sizeof *tables->parameters},
        {VX_SECTION_FUNCTIONS, tables->functions, model->function_count * sizeof *tables->functions},
        {VX_SECTION_FRAMES, tables->frames, tables->frame_count * sizeof *tables->frames},
        {VX_SECTION_GLOBALS, tables->globals, model->global_count * sizeof *tables->globals},
        {VX_SECTION_RELOCATIONS, model->relocations, model->relocation_count * sizeof *model->relocations},
        {VX_SECTION_IMPORTS, tables->imports, model->import_count * sizeof *tables->imports},
        {VX_SECTION_HINTS, tables->hints, tables->hint_bytes},
        {VX_SECTION_NAMES, tables->names, tables->name_bytes},
        {VX_SECTION_LINES, tables->lines, tables->line_count * sizeof *tables->lines},
    };
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        add_section(output, sections[i].name, SHT_PROGBITS, sections[i].bytes, sections[i].size, 8);
    }
}

/* The index of the section that holds an address. */
static uint16_t section_index(const struct output *output, uint32_t address) {
    for (size_t i = 1; i < output->count; i++) {
        const Elf64_Shdr *header = &output->headers[i];
        if ((header->sh_flags & SHF_ALLOC) && address >= header->sh_addr &&
            address - header->sh_addr < header->sh_size) {
            return (uint16_t)i;
        }
    }
    return SHN_ABS;
}

static void add_symbols(struct output *output) {
    struct model *model = output->model;
    size_t count = 1 + model->function_count + model->global_count;
    Elf64_Sym *symbols = model_allocate(model, count, sizeof *symbols), *symbol = symbols + 1;
    char *strings = nullptr;
    size_t bytes = 0, capacity = 0;
    add_string(model, &strings, &bytes, &capacity, "");
    for (size_t i = 0; i < model->function_count; i++, symbol++) {
        const struct function *function = &model->functions[i];
        symbol->st_name = add_string(model, &strings, &bytes, &capacity, function->name);
        symbol->st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
        symbol->st_value = function->start;
        symbol->st_size = function->end - function->start;
        symbol->st_shndx = section_index(output, function->start);
    }
    for (size_t i = 0; i < model->global_count; i++, symbol++) {
        const struct global *global = &model->globals[i];
        symbol->st_name = add_string(model, &strings, &bytes, &capacity, global->name);
        symbol->st_info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT);
        symbol->st_value = global->address;
        symbol->st_size = global->size;
        symbol->st_shndx = section_index(output, global->address);
    }
    Elf64_Shdr *header = add_section(output, ".symtab", SHT_SYMTAB, symbols, count * sizeof *symbols, 8);
    header->sh_entsize = sizeof *symbols;
    header->sh_info = 1; /* the first global symbol */
    header->sh_link = (uint32_t)output->count;
    add_section(output, ".strtab", SHT_STRTAB, strings, bytes, 1);
}

/* One program header from the sections [from, to] of the image; `to` may be bss. */
static Elf64_Phdr segment(const struct section *from, const struct section *to, uint64_t start,
                          uint32_t rights) {
    Elf64_Phdr header = {.p_type = PT_LOAD, .p_flags = rights, .p_align = VX_PAGE_SIZE};
    header.p_vaddr = header.p_paddr = start;
    if (from->size) {
        header.p_filesz = header.p_memsz = from->address + from->size - start;
    }
    if (to->size) {
        header.p_memsz = to->address + to->size - start;
        header.p_filesz = to->bytes ? header.p_memsz : header.p_filesz;
    }
    return header;
}

static uint64_t page_up(uint64_t address) {
    return (address + VX_PAGE_SIZE - 1) / VX_PAGE_SIZE * VX_PAGE_SIZE;
}

static void add_debug_information(struct output *output) {
    struct model *model = output->model;
    const size_t first = output->count, count = model->debug_address_count;
    for (size_t i = 0; i < model->debug_count; i++) {
        add_section(output, model->debug[i].name, SHT_PROGBITS, model->debug[i].bytes, model->debug[i].size,
                    1);
    }
    struct vx_debug_address *addresses = model_allocate(model, count, sizeof *addresses);
    for (size_t i = 0; i < count; i++) {
        addresses[i] = model->debug_addresses[i];
        addresses[i].section += (uint32_t)first;
    }
    add_section(output, VX_SECTION_DEBUG_ADDRESSES, SHT_PROGBITS, addresses, count * sizeof *addresses, 4);
}

static void collect_sections(struct output *output, bool debug_information) {
    struct model *model = output->model;
    add_section(output, "", SHT_NULL, nullptr, 0, 0);
    add_allocated(output, ".text", &model->text, SHF_EXECINSTR);
    add_allocated(output, ".rodata", &model->rodata, 0);
    add_allocated(output, ".imports", &model->imports_section, 0);
    add_allocated(output, ".data", &model->data, SHF_WRITE);
    add_allocated(output, ".bss", &model->bss, SHF_WRITE);
    add_tables(output);
    add_symbols(output);
    if (debug_information) {
        add_debug_information(output);
    }
    Elf64_Shdr *names = add_section(output, ".shstrtab", SHT_STRTAB, nullptr, 0, 1);
    names->sh_size = output->name_bytes; /* its own name included */
    output->bytes[output->count - 1] = output->names;
}

/* Sections of a segment lie in the file as in memory; all others follow. Returns the end of the last. */
static uint64_t place_sections(struct output *output, const Elf64_Phdr *segments) {
    uint64_t end = segments[SEGMENT_COUNT - 1].p_offset + segments[SEGMENT_COUNT - 1].p_filesz;
    for (size_t i = 1; i < output->count; i++) {
        Elf64_Shdr *header = &output->headers[i];
        if (header->sh_flags & SHF_ALLOC) {
            const Elf64_Phdr *home = &segments[SEGMENT_COUNT - 1];
            while (home > segments && header->sh_addr < home->p_vaddr) {
                home--;
            }
            header->sh_offset = home->p_offset + (header->sh_addr - home->p_vaddr);
            continue;
        }
        end = (end + header->sh_addralign - 1) / header->sh_addralign * header->sh_addralign;
        header->sh_offset = end;
        end += header->sh_size;
    }
    return end;
}

uint8_t *model_emit(struct model *model, const struct image_options *options, size_t *bytes) {
    struct output *output = model_allocate(model, 1, sizeof *output);
    output->model = model;
    collect_sections(output, options->debug_information);

    Elf64_Phdr segments[SEGMENT_COUNT];
    const struct section none = {0};
    segments[0] = segment(&model->text, &none, VX_TEXT_ADDRESS, PF_R | PF_X);
    segments[1] = segment(&model->rodata, &model->imports_section,
                          page_up(VX_TEXT_ADDRESS + segments[0].p_memsz), PF_R);
    segments[2] =
        segment(&model->data, &model->bss, page_up(segments[1].p_vaddr + segments[1].p_memsz), PF_R | PF_W);
    uint64_t offset = VX_PAGE_SIZE;
    for (size_t i = 0; i < SEGMENT_COUNT; i++) {
        segments[i].p_offset = offset;
        offset = page_up(offset + segments[i].p_filesz);
    }
    uint64_t headers_at = (place_sections(output, segments) + 7) / 8 * 8;
    *bytes = headers_at + output->count * sizeof *output->headers;
    uint8_t *file = model_allocate(model, *bytes, 1);
    Elf64_Ehdr header = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT, ELFOSABI_SYSV},
        .e_type = ET_DYN,
        .e_machine = EM_X86_64,
        .e_version = EV_CURRENT,
        .e_entry = model->functions[model->entry].start,
        .e_phoff = sizeof header,
        .e_shoff = headers_at,
        .e_ehsize = sizeof header,
        .e_phentsize = sizeof *segments,
        .e_phnum = SEGMENT_COUNT,
        .e_shentsize = sizeof *output->headers,
        .e_shnum = (uint16_t)output->count,
        .e_shstrndx = (uint16_t)(output->count - 1),
    };
    memcpy(file, &header, sizeof header);
    memcpy(file + sizeof header, segments, sizeof segments);
    memcpy(file + headers_at, output->headers, output->count * sizeof *output->headers);
    for (size_t i = 1; i < output->count; i++) {
        if (output->bytes[i] && output->headers[i].sh_type != SHT_NOBITS) {
            memcpy(file + output->headers[i].sh_offset, output->bytes[i], output->headers[i].sh_size);
        }
    }
    return file;
}
