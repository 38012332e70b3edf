/* Makes large files for timing the verifier: repeats the code of an accepted .vx file, with its tables and
 * hints, so many times over. vcc would take minutes for a program of that size; the verifier sees no
 * difference.
 *
 *   enlarge FILE.vx COPIES OUT.vx
 *
 * Functions, frame objects, hints and lines are repeated; globals, types, signatures and names are shared.
 * What code says relative to rip is adjusted: constants and variables move behind the longer text. */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vouch/verifier.h>

#include "decode.h"
#include "service_signature.h"

struct buffer {
    uint8_t *bytes;
    size_t count, capacity;
};

enum { SEGMENTS = 3, TABLES = 13, SECTIONS = TABLES + 2 /* the first one, and the names */ };

struct output {
    struct buffer buffer;
    char names[512];
    uint32_t name_bytes, section_count;
    Elf64_Shdr sections[SECTIONS];
    Elf64_Phdr segments[SEGMENTS];
};

[[noreturn]] static void fail(const char *path, const char *why) {
    fprintf(stderr, "enlarge: %s: %s\n", path, why);
    exit(1);
}

static void append(struct buffer *buffer, const void *bytes, size_t count) {
    if (buffer->count + count > buffer->capacity) {
        buffer->capacity = 2 * (buffer->count + count);
        buffer->bytes = realloc(buffer->bytes, buffer->capacity);
        if (!buffer->bytes)
            fail("output", "out of memory");
    }
    if (count > 0)
        memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
}

static void align(struct buffer *buffer, size_t alignment) {
    static const uint8_t zeros[VX_PAGE_SIZE];
    append(buffer, zeros, (alignment - buffer->count % alignment) % alignment);
}

static uint64_t page_up(uint64_t x) {
    return (x + VX_PAGE_SIZE - 1) & ~(uint64_t)(VX_PAGE_SIZE - 1);
}

/* Returns the file's bytes, into which *image points; the caller frees them. */
static void *read_accepted(const char *path, struct verifier_image *image) {
    FILE *stream = fopen(path, "rb");
    if (!stream || fseek(stream, 0, SEEK_END) != 0)
        fail(path, "cannot be read");
    const size_t bytes = (size_t)ftell(stream), arena_bytes = verifier_arena_bytes(bytes);
    rewind(stream);
    void *file = malloc(bytes + 1), *arena = malloc(arena_bytes);
    if (!file || !arena || fread(file, 1, bytes, stream) != bytes)
        fail(path, "cannot be read");
    fclose(stream);
    const struct verifier_options options = {.services = service_table()};
    struct verifier_report report;
    if (verifier_check(file, bytes, arena, arena_bytes, &options, image, &report) != VERIFIER_ACCEPTED)
        fail(path, "not accepted");
    free(arena);
    return file;
}

/* Add `delta` to the displacement of a rip-relative operand: the four bytes behind a ModRM byte that says so.
 */
static void move_operand(uint8_t *code, const struct instruction *instruction, int32_t delta) {
    for (size_t at = instruction->length - sizeof delta; at > 0; at--) {
        int32_t displacement;
        memcpy(&displacement, code + at, sizeof displacement);
        if (displacement == instruction->displacement && (code[at - 1] & 0xc7) == 5) {
            displacement += delta;
            memcpy(code + at, &displacement, sizeof displacement);
            return;
        }
    }
    fail("code", "an operand's displacement was not found");
}

/* What lies behind the code moves; functions, whose addresses are taken, stay where they are in each copy. */
static void move_code(uint8_t *code, size_t bytes, int32_t delta) {
    struct instruction instruction;
    for (size_t at = 0; at < bytes; at += instruction.length) {
        if (!decode_instruction(code + at, bytes - at, (uint32_t)at, &instruction))
            fail("code", "does not decode");
        const int64_t target = (int64_t)(at + instruction.length) + instruction.displacement;
        if (instruction.has_mem && instruction.base == REG_RIP && target >= (int64_t)bytes)
            move_operand(code + at, &instruction, delta);
    }
}

static void add_segment(struct output *output, int index, const struct verifier_segment *segment,
                        uint64_t address, const uint8_t *bytes, uint64_t count, uint32_t flags) {
    align(&output->buffer, VX_PAGE_SIZE);
    output->segments[index] = (Elf64_Phdr){
        .p_type = PT_LOAD,
        .p_flags = flags,
        .p_offset = output->buffer.count,
        .p_vaddr = address,
        .p_paddr = address,
        .p_filesz = count,
        .p_memsz = count + segment->memory_bytes - segment->file_bytes,
        .p_align = VX_PAGE_SIZE,
    };
    append(&output->buffer, bytes, count);
}

static void add_section(struct output *output, const char *name, uint32_t type, const void *bytes,
                        size_t count) {
    align(&output->buffer, 8);
    output->sections[output->section_count++] = (Elf64_Shdr){.sh_name = output->name_bytes,
                                                             .sh_type = type,
                                                             .sh_offset = output->buffer.count,
                                                             .sh_size = count,
                                                             .sh_addralign = 8};
    memcpy(output->names + output->name_bytes, name, strlen(name) + 1);
    output->name_bytes += (uint32_t)strlen(name) + 1;
    append(&output->buffer, bytes, count);
}

/* The tables that grow with the copies. */
static void add_repeated(struct output *output, const struct verifier_image *image, uint32_t copies) {
    struct buffer functions = {0}, frames = {0}, hints = {0}, lines = {0};
    for (uint32_t copy = 0; copy < copies; copy++) {
        const uint32_t moved = copy * (uint32_t)image->text.file_bytes;
        for (uint32_t i = 0; i < image->function_count; i++) {
            struct vx_function function = image->functions[i];
            function.start += moved;
            function.end += moved;
            function.first_frame_object += copy * image->frame_count;
            function.hint_offset += copy * image->hint_bytes;
            append(&functions, &function, sizeof function);
        }
        for (uint32_t i = 0; i < image->line_count; i++) {
            struct vx_line line = image->lines[i];
            line.address += moved;
            append(&lines, &line, sizeof line);
        }
        append(&frames, image->frames, image->frame_count * sizeof *image->frames);
        append(&hints, image->hints, image->hint_bytes);
    }
    add_section(output, VX_SECTION_FUNCTIONS, SHT_PROGBITS, functions.bytes, functions.count);
    add_section(output, VX_SECTION_FRAMES, SHT_PROGBITS, frames.bytes, frames.count);
    add_section(output, VX_SECTION_HINTS, SHT_PROGBITS, hints.bytes, hints.count);
    add_section(output, VX_SECTION_LINES, SHT_PROGBITS, lines.bytes, lines.count);
    free(functions.bytes);
    free(frames.bytes);
    free(hints.bytes);
    free(lines.bytes);
}

static void add_tables(struct output *output, const struct verifier_image *image, uint32_t copies,
                       uint32_t moved) {
    struct vx_manifest manifest = *image->manifest;
    struct buffer globals = {0}, relocations = {0};
    manifest.import_address += moved;
    for (uint32_t i = 0; i < image->global_count; i++) {
        struct vx_global global = image->globals[i];
        global.address += moved;
        append(&globals, &global, sizeof global);
    }
    for (uint32_t i = 0; i < image->relocation_count; i++) {
        struct vx_relocation relocation = image->relocations[i];
        relocation.address += moved;
        if (relocation.target >= image->rodata.address)
            relocation.target += moved;
        append(&relocations, &relocation, sizeof relocation);
    }
    add_section(output, "", SHT_NULL, nullptr, 0);
    add_section(output, VX_SECTION_MANIFEST, SHT_PROGBITS, &manifest, sizeof manifest);
    add_section(output, VX_SECTION_TYPES, SHT_PROGBITS, image->types,
                image->type_count * sizeof *image->types);
    add_section(output, VX_SECTION_SLOTS, SHT_PROGBITS, image->slots,
                image->slot_count * sizeof *image->slots);
    add_section(output, VX_SECTION_RELOCATIONS, SHT_PROGBITS, relocations.bytes, relocations.count);
    add_section(output, VX_SECTION_SIGNATURES, SHT_PROGBITS, image->signatures,
                image->signature_count * sizeof *image->signatures);
    add_section(output, VX_SECTION_PARAMETERS, SHT_PROGBITS, image->parameters,
                image->parameter_count * sizeof *image->parameters);
    add_section(output, VX_SECTION_GLOBALS, SHT_PROGBITS, globals.bytes, globals.count);
    add_section(output, VX_SECTION_IMPORTS, SHT_PROGBITS, image->imports,
                image->import_count * sizeof *image->imports);
    add_section(output, VX_SECTION_NAMES, SHT_PROGBITS, image->names, image->name_bytes);
    add_repeated(output, image, copies);
    free(globals.bytes);
    free(relocations.bytes);
}

static void add_segments(struct output *output, const struct verifier_image *image, uint32_t copies) {
    const uint64_t bytes = image->text.file_bytes;
    const uint64_t moved = page_up(image->text.address + copies * bytes) - image->rodata.address;
    struct buffer text = {0};
    for (uint32_t copy = 0; copy < copies; copy++) {
        append(&text, image->text.bytes, bytes);
        move_code(text.bytes + copy * bytes, bytes, (int32_t)(moved - copy * bytes));
    }
    add_segment(output, 0, &image->text, image->text.address, text.bytes, text.count, PF_R | PF_X);
    add_segment(output, 1, &image->rodata, image->rodata.address + moved, image->rodata.bytes,
                image->rodata.file_bytes, PF_R);
    add_segment(output, 2, &image->data, image->data.address + moved, image->data.bytes,
                image->data.file_bytes, PF_R | PF_W);
    free(text.bytes);
    add_tables(output, image, copies, (uint32_t)moved);
}

static void write_file(struct output *output, const char *path) {
    Elf64_Ehdr header = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_DYN,
        .e_machine = EM_X86_64,
        .e_version = EV_CURRENT,
        .e_phoff = sizeof header,
        .e_ehsize = sizeof header,
        .e_phentsize = sizeof(Elf64_Phdr),
        .e_phnum = SEGMENTS,
        .e_shentsize = sizeof(Elf64_Shdr),
    };
    add_section(output, ".shstrtab", SHT_STRTAB, output->names, sizeof output->names);
    header.e_shstrndx = (uint16_t)(output->section_count - 1);
    header.e_shnum = (uint16_t)output->section_count;
    align(&output->buffer, 8);
    header.e_shoff = output->buffer.count;
    append(&output->buffer, output->sections, output->section_count * sizeof *output->sections);
    memcpy(output->buffer.bytes, &header, sizeof header);
    memcpy(output->buffer.bytes + sizeof header, output->segments, sizeof output->segments);
    FILE *stream = fopen(path, "wb");
    if (!stream || fwrite(output->buffer.bytes, 1, output->buffer.count, stream) != output->buffer.count ||
        fclose(stream) != 0)
        fail(path, "cannot be written");
}

int main(int argc, char **argv) {
    static struct output output;
    static const uint8_t headers[sizeof(Elf64_Ehdr) + SEGMENTS * sizeof(Elf64_Phdr)];
    struct verifier_image image;
    const int copies = argc == 4 ? atoi(argv[2]) : 0;
    if (copies < 1) {
        fprintf(stderr, "usage: enlarge FILE.vx COPIES OUT.vx\n");
        return 2;
    }
    void *file = read_accepted(argv[1], &image);
    append(&output.buffer, headers, sizeof headers);
    add_segments(&output, &image, (uint32_t)copies);
    write_file(&output, argv[3]);
    free(output.buffer.bytes);
    free(file);
    return 0;
}
