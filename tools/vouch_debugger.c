/* What a debugger or profiler of the host is told of a program: its ELF file, moved to where the window is, by gdb's JIT
 * interface ("JIT Compilation Interface" in gdb's manual), and a map of its functions for perf.
 *
 * The file's symbols and DWARF are not trusted, and nothing here is read by the kernel: a private copy of the file is
 * changed, within its bounds, and only a debugger looks at it. Without one, and without DWARF, nothing is done. */
#include "vouch_debugger.h"

#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <vouch/format.h>

/* Names and layout are gdb's. */
enum jit_action { JIT_NOTHING, JIT_REGISTER, JIT_UNREGISTER };

struct jit_code_entry {
    struct jit_code_entry *next, *previous;
    const char *file;
    uint64_t file_bytes;
};

struct jit_descriptor {
    uint32_t version;
    uint32_t action;
    struct jit_code_entry *relevant, *first;
};

void __jit_debug_register_code(void);
extern struct jit_descriptor __jit_debug_descriptor;

struct jit_descriptor __jit_debug_descriptor = {.version = 1};

/* gdb stops here to look at the descriptor. */
[[gnu::noinline]] void __jit_debug_register_code(void) {
    __asm__ volatile("" ::: "memory");
}

/* A program that a debugger knows of. */
struct shown {
    struct jit_code_entry entry; /* first: gdb's list is of these */
    const void *text;
    char *file;
};

static bool wants_perf_map;

void debugger_want_perf_map(void) {
    wants_perf_map = true;
}

bool debugger_is_here(void) {
    static const char field[] = "\nTracerPid:\t";
    char status[4096];
    FILE *file = fopen("/proc/self/status", "re");
    if (!file)
        return false;
    const size_t count = fread(status, 1, sizeof status - 1, file);
    fclose(file);
    status[count] = '\0';
    const char *at = strstr(status, field);
    return at && at[sizeof field - 1] != '0';
}

/* A file as far as it holds together; every range is inside it. */
struct elf {
    char *bytes;
    size_t count;
    Elf64_Shdr *sections;
    size_t section_count;
    Elf64_Shdr *names; /* of the sections */
};

static bool is_inside(const struct elf *elf, const Elf64_Shdr *section) {
    return section->sh_type != SHT_NOBITS && section->sh_offset <= elf->count &&
           section->sh_size <= elf->count - section->sh_offset;
}

/* `bytes` is aligned as by malloc. */
static bool open_elf(struct elf *elf, char *bytes, size_t count) {
    *elf = (struct elf){.bytes = bytes, .count = count};
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)bytes;
    if (count < sizeof *header || header->e_shoff % alignof(Elf64_Shdr) != 0 || header->e_shoff > count ||
        header->e_shnum > (count - header->e_shoff) / sizeof(Elf64_Shdr) ||
        header->e_shstrndx >= header->e_shnum)
        return false;
    elf->sections = (Elf64_Shdr *)(bytes + header->e_shoff);
    elf->section_count = header->e_shnum;
    elf->names = &elf->sections[header->e_shstrndx];
    return is_inside(elf, elf->names);
}

/* A NUL-terminated string of a string table; "" if there is none. */
static const char *string_at(const struct elf *elf, const Elf64_Shdr *table, uint32_t offset) {
    if (!is_inside(elf, table) || offset >= table->sh_size)
        return "";
    const char *string = elf->bytes + table->sh_offset + offset;
    return memchr(string, '\0', table->sh_size - offset) ? string : "";
}

static Elf64_Shdr *find_section(const struct elf *elf, const char *name) {
    for (size_t i = 0; i < elf->section_count; i++)
        if (strcmp(string_at(elf, elf->names, elf->sections[i].sh_name), name) == 0 &&
            is_inside(elf, &elf->sections[i]))
            return &elf->sections[i];
    return nullptr;
}

static void move_symbols(const struct elf *elf, const Elf64_Shdr *table, uint64_t distance) {
    for (uint64_t at = 0; is_inside(elf, table) && table->sh_size - at >= sizeof(Elf64_Sym);
         at += sizeof(Elf64_Sym)) {
        Elf64_Sym symbol;
        char *place = elf->bytes + table->sh_offset + at;
        memcpy(&symbol, place, sizeof symbol);
        if (symbol.st_shndx == SHN_UNDEF || symbol.st_shndx == SHN_ABS)
            continue;
        symbol.st_value += distance;
        memcpy(place, &symbol, sizeof symbol);
    }
}

static void move_debug_addresses(const struct elf *elf, uint64_t distance) {
    const Elf64_Shdr *list = find_section(elf, VX_SECTION_DEBUG_ADDRESSES);
    struct vx_debug_address entry;
    for (uint64_t at = 0; list && list->sh_size - at >= sizeof entry; at += sizeof entry) {
        memcpy(&entry, elf->bytes + list->sh_offset + at, sizeof entry);
        if (entry.section >= elf->section_count)
            continue;
        const Elf64_Shdr *section = &elf->sections[entry.section];
        uint64_t address;
        if ((section->sh_flags & SHF_ALLOC) || !is_inside(elf, section) || entry.offset > section->sh_size ||
            section->sh_size - entry.offset < sizeof address)
            continue;
        char *place = elf->bytes + section->sh_offset + entry.offset;
        memcpy(&address, place, sizeof address);
        address += distance;
        memcpy(place, &address, sizeof address);
    }
}

static void move_segments(const struct elf *elf, uint64_t distance) {
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)elf->bytes;
    if (header->e_phoff % alignof(Elf64_Phdr) != 0 || header->e_phoff > elf->count ||
        header->e_phnum > (elf->count - header->e_phoff) / sizeof(Elf64_Phdr))
        return;
    Elf64_Phdr *segments = (Elf64_Phdr *)(elf->bytes + header->e_phoff);
    for (size_t i = 0; i < header->e_phnum; i++)
        segments[i].p_vaddr += distance;
}

static void move_image(const struct elf *elf, uint64_t distance) {
    move_segments(elf, distance);
    move_debug_addresses(elf, distance);
    for (size_t i = 0; i < elf->section_count; i++) {
        Elf64_Shdr *section = &elf->sections[i];
        if (section->sh_type == SHT_SYMTAB)
            move_symbols(elf, section, distance);
        if (section->sh_flags & SHF_ALLOC)
            section->sh_addr += distance;
    }
}

/* The functions, already moved: a line each, in the file that perf looks for. */
static void write_perf_map(const struct elf *elf) {
    char path[64];
    snprintf(path, sizeof path, "/tmp/perf-%d.map", (int)getpid());
    FILE *map = fopen(path, "ae");
    const Elf64_Shdr *table = find_section(elf, ".symtab");
    if (!map || !table || table->sh_link >= elf->section_count) {
        if (map)
            fclose(map);
        return;
    }
    for (uint64_t at = 0; table->sh_size - at >= sizeof(Elf64_Sym); at += sizeof(Elf64_Sym)) {
        Elf64_Sym symbol;
        memcpy(&symbol, elf->bytes + table->sh_offset + at, sizeof symbol);
        if (ELF64_ST_TYPE(symbol.st_info) == STT_FUNC)
            fprintf(map, "%lx %lx %s\n", symbol.st_value, symbol.st_size,
                    string_at(elf, &elf->sections[table->sh_link], symbol.st_name));
    }
    fclose(map);
}

static void tell(struct shown *shown, enum jit_action action) {
    __jit_debug_descriptor.relevant = &shown->entry;
    __jit_debug_descriptor.action = action;
    __jit_debug_register_code();
    __jit_debug_descriptor.action = JIT_NOTHING;
}

void debugger_show_image(const void *file, size_t bytes, const void *text) {
    struct elf elf;
    char *copy = nullptr;
    struct shown *shown = nullptr;
    const bool is_wanted = open_elf(&elf, (char *)file, bytes) &&
                           (wants_perf_map || find_section(&elf, ".debug_info") || debugger_is_here());
    if (is_wanted) {
        copy = malloc(bytes);
        shown = calloc(1, sizeof *shown);
    }
    if (!copy || !shown) {
        free(copy);
        free(shown);
        return;
    }
    memcpy(copy, file, bytes);
    (void)open_elf(&elf, copy, bytes);
    move_image(&elf, (uint64_t)text - VX_TEXT_ADDRESS);
    if (wants_perf_map)
        write_perf_map(&elf);
    *shown =
        (struct shown){.entry = {.file = copy, .file_bytes = bytes, .next = __jit_debug_descriptor.first},
                       .text = text,
                       .file = copy};
    if (shown->entry.next)
        shown->entry.next->previous = &shown->entry;
    __jit_debug_descriptor.first = &shown->entry;
    tell(shown, JIT_REGISTER);
}

void debugger_hide_image(const void *text) {
    struct jit_code_entry *entry = __jit_debug_descriptor.first;
    while (entry && ((struct shown *)entry)->text != text)
        entry = entry->next;
    if (!entry)
        return;
    if (entry->next)
        entry->next->previous = entry->previous;
    if (entry->previous)
        entry->previous->next = entry->next;
    else
        __jit_debug_descriptor.first = entry->next;
    struct shown *shown = (struct shown *)entry;
    tell(shown, JIT_UNREGISTER);
    free(shown->file);
    free(shown);
}
