/* vouch dump: a .vx file for a reader: its tables, and its code with what the verifier has shown of every
 * load and store. Of a rejected file, the code up to and with the instruction that is to blame.
 *
 * The facts come from the verifier as it checks; the disassembly is Zydis's and plays no part in the check.
 */
#include "vouch.h"

#include <elf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <Zydis/Zydis.h>

#include "check.h"
#include "vouch_check.h"
#include "vouch_facts.h"

static const char help[] =
    "usage: vouch dump FILE.vx\n"
    "\n"
    "Show a program's tables and its disassembly (AT&T syntax) with, behind every load\n"
    "and store, what the verifier has shown of it. A rejected program is shown up to\n"
    "the instruction to blame, with the reason.\n"
    "\n"
    "  table + 4*rdx (rdx <= 9): bytes 0..39 of 40   the global table, 40 bytes, at 4*rdx\n"
    "  parameter #0 + rax (rax < #1): bytes 0.. of #1\n"
    "                     the array that is parameter 0, as long as parameter 1 says\n"
    "  slot -24           a value kept in the frame, 24 bytes below rsp at the entry\n"
    "  frame object -64   an array or variable in the frame\n"
    "  object             one of several, depending on the way here\n"
    "\n"
    "Parameters are numbered from 0; #1 is the value of parameter 1 at the call.\n"
    "\n"
    "Exit status: 0 accepted, 1 rejected, 2 usage or a file that cannot be read.\n"
    "\n"
    "examples:\n"
    "  vouch dump hello.vx | less\n"
    "  vouch dump broken.vx | tail\n";

struct dump {
    const char *path;
    struct verifier_image image;
    struct verifier_report report;
    struct facts *facts;
    struct style style;
    ZydisDecoder decoder;
    ZydisFormatter formatter;
};

enum { NAME_BYTES = 128, CODE_COLUMNS = 11, TEXT_COLUMNS = 40 };

/* The tables of a rejected file may hold anything, so no index is followed unchecked. 0: there is no such
 * type. */
static uint64_t find_type_bytes(const struct verifier_image *image, uint32_t type) {
    return type < image->type_count ? image->types[type].size : 0;
}

/* A NUL-padded name from the file. */
static void print_name(FILE *stream, const char *name) {
    for (unsigned i = 0; i < VX_NAME_BYTES && name[i]; i++) {
        const unsigned char byte = (unsigned char)name[i];
        if (byte >= ' ' && byte < 0x7f)
            fputc(byte, stream);
        else
            fprintf(stream, "\\x%02x", byte);
    }
}

/* A NUL-terminated name from the file, of at most `room` bytes. */
static void print_symbol(FILE *stream, const char *name, size_t room) {
    for (size_t i = 0; i < room && i < NAME_BYTES && name[i]; i++) {
        const unsigned char byte = (unsigned char)name[i];
        fprintf(stream, byte > ' ' && byte < 0x7f ? "%c" : "\\x%02x", byte);
    }
}

/* A section header, if the file has one of that number in full. The file is a verified or at least parsed
 * one, but nobody has looked at this table beyond the sections that the verifier uses. */
static bool find_section(const struct verifier_image *image, uint64_t number, Elf64_Shdr *section) {
    Elf64_Ehdr header;
    if (image->file_bytes < sizeof header)
        return false;
    memcpy(&header, image->file, sizeof header);
    if (number >= header.e_shnum || header.e_shoff > image->file_bytes ||
        (number + 1) * sizeof *section > image->file_bytes - header.e_shoff)
        return false;
    memcpy(section, image->file + header.e_shoff + number * sizeof *section, sizeof *section);
    return section->sh_type == SHT_NOBITS || (section->sh_offset <= image->file_bytes &&
                                              section->sh_size <= image->file_bytes - section->sh_offset);
}

/* The symbol of an address, from the ELF file's own symbol table. False if it has none. */
static bool print_symbol_at(const struct verifier_image *image, FILE *stream, uint32_t address) {
    Elf64_Shdr table, strings;
    for (uint64_t number = 0; find_section(image, number, &table); number++) {
        if (table.sh_type != SHT_SYMTAB || !find_section(image, table.sh_link, &strings) ||
            strings.sh_type != SHT_STRTAB)
            continue;
        for (uint64_t i = 0; i < table.sh_size / sizeof(Elf64_Sym); i++) {
            Elf64_Sym symbol;
            memcpy(&symbol, image->file + table.sh_offset + i * sizeof symbol, sizeof symbol);
            if (symbol.st_value != address || ELF64_ST_TYPE(symbol.st_info) != STT_OBJECT ||
                symbol.st_name == 0 || symbol.st_name >= strings.sh_size)
                continue;
            print_symbol(stream, (const char *)image->file + strings.sh_offset + symbol.st_name,
                         strings.sh_size - symbol.st_name);
            return true;
        }
    }
    return false;
}

static void print_global(const void *context, FILE *stream, uint32_t index) {
    const struct verifier_image *image = context;
    if (index >= image->global_count || !print_symbol_at(image, stream, image->globals[index].address))
        fprintf(stream, "global %#" PRIx32,
                index < image->global_count ? image->globals[index].address : index);
}

/* What a reference of a kind with a type is to: plain data by its size, structures by their number. */
static void print_element(const struct verifier_image *image, const struct vx_parameter *parameter) {
    const bool named = parameter->type < image->type_count && !(parameter->flags & VX_OF_OPERAND) &&
                       (parameter->kind == VX_ARRAY || image->types[parameter->type].kind == VX_TYPE_RECORD);
    printf("%s", parameter->flags & VX_WRITABLE ? "" : "const ");
    if (parameter->flags & VX_OF_OPERAND)
        printf("type of #%" PRIu32 " *", parameter->type);
    else if (named)
        printf("type #%" PRIu32 " *", parameter->type);
    else
        printf("%" PRIu64 " bytes *", find_type_bytes(image, parameter->type));
    if (parameter->kind == VX_COUNTED)
        printf(" counted by #%d", parameter->count);
    if (parameter->kind == VX_ARRAY)
        printf(" array");
}

static void print_parameter(const struct verifier_image *image, const struct vx_parameter *parameter) {
    const char *access = parameter->flags & VX_WRITABLE ? "" : "const ";
    switch (parameter->kind) {
    case VX_VOID:
        printf("void");
        return;
    case VX_INTEGER:
        printf("int%d", 8 * parameter->width);
        return;
    case VX_FLOAT:
        printf("float%d", 8 * parameter->width);
        return;
    case VX_TYPE:
        printf("type");
        return;
    case VX_ANY:
        printf("%sany *", access);
        break;
    case VX_FUNCTION:
        printf("function *");
        break;
    case VX_ONE:
    case VX_COUNTED:
    case VX_ARRAY:
        print_element(image, parameter);
        break;
    default:
        printf("?");
        return;
    }
    if (parameter->flags & VX_STORABLE)
        printf(" kept");
    if (parameter->flags & VX_RETURNED)
        printf(" returned");
}

static void print_signature(const struct verifier_image *image, uint32_t index) {
    if (index >= image->signature_count) {
        printf("?");
        return;
    }
    const struct vx_signature *signature = &image->signatures[index];
    const struct vx_parameter *result = &signature->result;
    if (result->kind == VX_COUNTED) {
        const struct vx_parameter one = {.kind = VX_ONE, .flags = result->flags, .type = result->type};
        print_element(image, &one);
        printf(" counted by rdx");
    } else {
        print_parameter(image, result);
    }
    printf("%s (", result->flags & VX_INDEXED ? " and index" : "");
    for (uint16_t i = 0; i < signature->parameter_count; i++) {
        if (i > 0)
            printf(", ");
        const uint64_t parameter = (uint64_t)signature->first_parameter + i;
        if (parameter >= image->parameter_count)
            break;
        print_parameter(image, &image->parameters[parameter]);
    }
    printf("%s)", signature->parameter_count ? "" : "void");
}

/* The text of a read-only global that is one, as string literals are. */
static void print_literal(const struct verifier_image *image, const struct vx_global *global) {
    enum { SHOWN_MAX = 48 };
    const uint64_t offset = global->address - image->rodata.address,
                   bytes = find_type_bytes(image, global->type) * global->count;
    if (global->address < image->rodata.address || offset >= image->rodata.file_bytes ||
        bytes > image->rodata.file_bytes - offset || bytes < 2 ||
        image->rodata.bytes[offset + bytes - 1] != 0)
        return;
    const uint8_t *text = image->rodata.bytes + offset;
    for (uint64_t i = 0; i + 1 < bytes; i++)
        if ((text[i] < ' ' && text[i] != '\n' && text[i] != '\t') || text[i] > '~')
            return;
    fputs(" \"", stdout);
    for (uint64_t i = 0; i + 1 < bytes && i < SHOWN_MAX; i++) {
        if (text[i] == '\n' || text[i] == '\t')
            fputs(text[i] == '\n' ? "\\n" : "\\t", stdout);
        else
            putchar(text[i]);
    }
    fputs(bytes - 1 > SHOWN_MAX ? "...\"" : "\"", stdout);
}

/* A function's or a global's name and the distance from there. */
static void print_place(const struct verifier_image *image, FILE *stream, uint32_t address) {
    const struct vx_function *function = tables_function_at(image, address);
    const struct vx_global *global = tables_global_holding(image, address);
    char name[NAME_BYTES];
    if (function) {
        verifier_image_name(image, function->name, name, sizeof name);
        fprintf(stream, "function %s", name);
    } else if (global) {
        print_global(image, stream, (uint32_t)(global - image->globals));
        if (address != global->address)
            fprintf(stream, " + %" PRIu32, address - global->address);
    } else {
        fprintf(stream, "%#" PRIx32, address);
    }
}

/* "type     #2, 24 bytes: 0 #2 *, 8 + 8 * 2 times const 1 bytes *" */
static void print_types(const struct verifier_image *image) {
    for (uint32_t i = 0; i < image->type_count; i++) {
        const struct vx_type *type = &image->types[i];
        printf("type     #%" PRIu32 ", %" PRIu64 " bytes", i, type->size);
        for (uint32_t k = 0; k < type->slot_count && (uint64_t)type->first_slot + k < image->slot_count;
             k++) {
            const struct vx_slot *slot = &image->slots[type->first_slot + k];
            const struct vx_parameter held = {.kind = slot->kind, .flags = slot->flags, .type = slot->type};
            printf("%s at %" PRIu32, k ? "," : ":", slot->offset);
            if (slot->count > 1)
                printf(" (%" PRIu32 " times, every %" PRIu32 ")", slot->count, slot->stride);
            printf(" ");
            print_parameter(image, &held);
            if (slot->kind == VX_FUNCTION) {
                printf(" ");
                print_signature(image, slot->type);
            }
        }
        putchar('\n');
    }
}

static void print_tables(const struct verifier_image *image) {
    printf("program  ");
    print_name(stdout, image->manifest->name);
    putchar('\n');
    const struct {
        const char *name;
        const struct verifier_segment *segment;
    } segments[] = {{"text", &image->text}, {"rodata", &image->rodata}, {"data", &image->data}};
    for (unsigned i = 0; i < 3; i++)
        printf("%-8s %#" PRIx64 ", %" PRIu64 " bytes in the file, %" PRIu64 " in memory\n", segments[i].name,
               segments[i].segment->address, segments[i].segment->file_bytes,
               segments[i].segment->memory_bytes);
    printf("stack    %" PRIu64 " bytes\n", image->manifest->stack_bytes);
    printf("heap     %" PRIu64 " bytes\n", image->manifest->heap_bytes);
    printf("hints    %" PRIu32 " bytes, %.1f%% of text\n", image->hint_bytes,
           image->text.file_bytes ? 100.0 * image->hint_bytes / (double)image->text.file_bytes : 0.0);
    for (uint32_t i = 0; i < image->import_count; i++) {
        printf("import   %#x ", image->manifest->import_address + 8 * i);
        print_name(stdout, image->imports[i].name);
        printf(": ");
        print_signature(image, image->imports[i].signature);
        putchar('\n');
    }
    print_types(image);
    for (uint32_t i = 0; i < image->global_count; i++) {
        const struct vx_global *global = &image->globals[i];
        printf("global   %#x %s, %" PRIu64 " bytes", global->address,
               global->address >= image->data.address ? "writable" : "read-only",
               find_type_bytes(image, global->type) * global->count);
        if (global->type < image->type_count && image->types[global->type].kind == VX_TYPE_RECORD)
            printf(", %" PRIu32 " of type #%" PRIu32, global->count, global->type);
        printf("%s: ", global->flags & VX_GLOBAL_HEADER ? ", with header" : "");
        print_global(image, stdout, i);
        print_literal(image, global);
        putchar('\n');
    }
    for (uint32_t i = 0; i < image->relocation_count; i++) {
        const struct vx_relocation *relocation = &image->relocations[i];
        printf("pointer  %#x to %#x\n", relocation->address, relocation->target);
    }
}

/* What an instruction leads to or stands for, beyond its accesses. */
static void print_note(const struct dump *dump, FILE *stream, const struct instruction *instruction,
                       uint32_t address) {
    const struct verifier_image *image = &dump->image;
    const uint32_t relative = address + instruction->length + (uint32_t)instruction->displacement;
    if (instruction->operation == OP_CALL) {
        const struct vx_function *callee = tables_function_at(image, instruction->target);
        char name[NAME_BYTES];
        if (!callee)
            return;
        verifier_image_name(image, callee->name, name, sizeof name);
        fprintf(stream, " # %s", name);
    } else if (instruction->operation == OP_CALL_INDIRECT) {
        const uint64_t import = (relative - (uint64_t)image->manifest->import_address) / 8;
        if (!instruction->has_mem || instruction->base != REG_RIP ||
            relative < image->manifest->import_address || import >= image->import_count)
            return;
        fprintf(stream, " # service ");
        print_name(stream, image->imports[import].name);
    } else if (instruction->operation == OP_LEA && instruction->base == REG_RIP) {
        if (!tables_global_holding(image, relative) && !tables_function_at(image, relative))
            return;
        fprintf(stream, " # address of ");
        print_place(image, stream, relative);
    } else if (instruction->operation == OP_UD2) {
        fprintf(stream, " # trap: this point cannot be reached");
    }
}

/* The name of the whole register. */
static const char *register_name(ZydisRegister part) {
    return ZydisRegisterGetString(ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, part));
}

static void print_memory_trap(FILE *stream, int check, const char *base, uint32_t number) {
    switch (check) {
    case 0:
        fprintf(stream, " # trap: index %s out of bounds for length %" PRIu32, base, number);
        return;
    case 1:
        fprintf(stream, " # trap: what %s points to is not of type #%" PRIu32, base, number);
        return;
    case 2:
        fprintf(stream, " # trap: a null function pointer");
        return;
    case 3:
        fprintf(stream, " # trap: out of memory");
        return;
    case 4:
        fprintf(stream, " # trap: not the start of an object, or not inside an array of that type");
        return;
    case 5:
        fprintf(stream, " # trap: count %s is larger than the object", base);
        return;
    case 6:
        fprintf(stream, " # trap: a null pointer");
        return;
    default:
        fprintf(stream, " # trap: a failed check");
    }
}

/* The forms of ud1 of a failed check, see runtime/trap.c. */
static void print_trap(FILE *stream, const ZydisDecodedInstruction *decoded,
                       const ZydisDecodedOperand *operands) {
    if (decoded->mnemonic != ZYDIS_MNEMONIC_UD1 || operands[0].type != ZYDIS_OPERAND_TYPE_REGISTER)
        return;
    if (operands[1].type == ZYDIS_OPERAND_TYPE_REGISTER)
        fprintf(stream, " # trap: index %s out of bounds for length %s", register_name(operands[0].reg.value),
                register_name(operands[1].reg.value));
    else if (operands[1].type == ZYDIS_OPERAND_TYPE_MEMORY)
        print_memory_trap(stream, ZydisRegisterGetId(operands[0].reg.value),
                          register_name(operands[1].mem.base), (uint32_t)operands[1].mem.disp.value);
}

/* The bytes of padding at an address. */
static uint32_t padding_at(const struct dump *dump, uint32_t address, uint32_t limit) {
    const uint8_t *code = dump->image.text.bytes + (address - dump->image.text.address);
    uint32_t bytes = 0;
    struct instruction instruction;
    while (bytes < limit - address &&
           decode_instruction(code + bytes, limit - address - bytes, address + bytes, &instruction) &&
           instruction.operation == OP_NOP)
        bytes += instruction.length;
    return bytes;
}

/* One instruction with its facts, or a run of padding. Returns its length; bytes that are no instruction
 * count as one byte each. */
static uint32_t print_instruction(const struct dump *dump, uint32_t address, uint32_t limit) {
    const uint8_t *code = dump->image.text.bytes + (address - dump->image.text.address);
    const uint32_t padding = padding_at(dump, address, limit);
    printf("  %s%8x:%s ", dump->style.dim, address, dump->style.plain);
    if (padding > 0) {
        printf("%s(padding: %" PRIu32 ")%s\n", dump->style.dim, padding, dump->style.plain);
        return padding;
    }
    ZydisDecodedInstruction decoded;
    ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
    char text[256] = "(bad)";
    uint32_t length = 1;
    const bool is_decoded =
        ZYAN_SUCCESS(ZydisDecoderDecodeFull(&dump->decoder, code, limit - address, &decoded, operands));
    if (is_decoded) {
        length = decoded.length;
        ZydisFormatterFormatInstruction(&dump->formatter, &decoded, operands, decoded.operand_count_visible,
                                        text, sizeof text, address, nullptr);
    }
    fputs(dump->style.dim, stdout);
    for (uint32_t i = 0; i < (length > CODE_COLUMNS ? length : CODE_COLUMNS); i++) {
        if (i < length)
            printf("%02x ", code[i]);
        else
            printf("   ");
    }
    fputs(dump->style.plain, stdout);
    struct instruction instruction;
    char *note = nullptr;
    size_t note_bytes = 0;
    FILE *stream = open_memstream(&note, &note_bytes);
    if (stream) {
        facts_print(dump->facts, stream, address, " # ", print_global, &dump->image);
        if (is_decoded)
            print_trap(stream, &decoded, operands);
        if (decode_instruction(code, limit - address, address, &instruction))
            print_note(dump, stream, &instruction, address);
        fclose(stream);
    }
    if (note_bytes > 0)
        printf("%-*s%s%s%s\n", TEXT_COLUMNS, text, dump->style.green, note, dump->style.plain);
    else
        puts(text);
    free(note);
    return length;
}

static void print_line(const struct dump *dump, uint32_t address, const struct vx_line **last) {
    const struct vx_line *line = verifier_image_line(&dump->image, address);
    if (!line || line == *last || line->line == 0)
        return;
    if (*last && (*last)->line == line->line && (*last)->file == line->file)
        return;
    char file[NAME_BYTES];
    verifier_image_name(&dump->image, line->file, file, sizeof file);
    printf(" %s%s:%" PRIu32 "%s\n", dump->style.bold, file, line->line, dump->style.plain);
    *last = line;
}

/* Returns false once the instruction to blame has been shown. */
static bool print_function(const struct dump *dump, const struct vx_function *function) {
    char name[NAME_BYTES];
    verifier_image_name(&dump->image, function->name, name, sizeof name);
    printf("\n%x %s<%s>%s: ", function->start, dump->style.bold, name, dump->style.plain);
    print_signature(&dump->image, function->signature);
    printf(", %" PRIu32 " bytes of hints\n", function->hint_bytes);
    for (uint32_t i = 0; i < function->frame_object_count; i++) {
        const uint64_t index = (uint64_t)function->first_frame_object + i;
        if (index >= dump->image.frame_count)
            break;
        const struct vx_frame_object *object = &dump->image.frames[index];
        printf("  frame object %+" PRId32 ", %" PRIu64 " bytes", object->offset,
               find_type_bytes(&dump->image, object->type) * object->count);
        if (object->type < dump->image.type_count && dump->image.types[object->type].kind == VX_TYPE_RECORD)
            printf(", type #%" PRIu32, object->type);
        putchar('\n');
    }
    const bool is_rejected = dump->report.status == VERIFIER_REJECTED;
    const struct vx_line *last = nullptr;
    for (uint32_t address = function->start; address < function->end;) {
        print_line(dump, address, &last);
        const uint32_t next = address + print_instruction(dump, address, function->end);
        if (is_rejected && dump->report.address >= address && dump->report.address < next) {
            printf("            %s^ %s%s\n", dump->style.red, dump->report.detail, dump->style.plain);
            return false;
        }
        address = next;
    }
    return true;
}

static void print_code(const struct dump *dump) {
    const uint64_t start = dump->image.text.address, end = start + dump->image.text.file_bytes;
    for (uint32_t i = 0; i < dump->image.function_count; i++) {
        const struct vx_function *function = &dump->image.functions[i];
        if (function->start < start || function->end > end || function->start > function->end)
            return;
        if (!print_function(dump, function))
            return;
    }
}

static int dump_file(const struct file *file, struct dump *dump) {
    if (!check_file(file, facts_observe, dump->facts, &dump->image, &dump->report))
        return VOUCH_USAGE;
    if (!facts_end(dump->facts)) {
        print_error("%s: out of memory", dump->path);
        return VOUCH_USAGE;
    }
    const bool is_rejected = dump->report.status == VERIFIER_REJECTED;
    char reason[384];
    const char *why;
    verifier_report_format(&dump->report, reason, sizeof reason);
    /* Without an address the file as a whole is to blame, and there is no code to show. */
    if (is_rejected && (dump->report.address == 0 ||
                        image_parse(file->bytes, file->count, &dump->image, &why) != CLAUSE_NONE)) {
        print_reason(stdout, dump->path, reason);
        return VOUCH_REJECTED;
    }
    print_tables(&dump->image);
    print_code(dump);
    putchar('\n');
    if (!is_rejected)
        return VOUCH_OK;
    print_reason(stdout, dump->path, reason);
    return VOUCH_REJECTED;
}

int command_dump(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return VOUCH_OK;
    }
    if (argc != 2) {
        print_error("dump: one file, please (try vouch dump --help)");
        return VOUCH_USAGE;
    }
    if (argv[1][0] == '-') {
        print_error("dump: unknown option %s (try vouch dump --help)", argv[1]);
        return VOUCH_USAGE;
    }
    struct dump dump = {.path = argv[1], .facts = facts_create(), .style = style_of(stdout)};
    if (!dump.facts) {
        print_error("dump: out of memory");
        return VOUCH_USAGE;
    }
    ZydisDecoderInit(&dump.decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
    ZydisFormatterInit(&dump.formatter, ZYDIS_FORMATTER_STYLE_ATT);
    ZydisFormatterSetProperty(&dump.formatter, ZYDIS_FORMATTER_PROP_ADDR_PADDING_ABSOLUTE,
                              ZYDIS_PADDING_DISABLED);
    ZydisFormatterSetProperty(&dump.formatter, ZYDIS_FORMATTER_PROP_IMM_PADDING, ZYDIS_PADDING_DISABLED);
    ZydisFormatterSetProperty(&dump.formatter, ZYDIS_FORMATTER_PROP_HEX_UPPERCASE, ZYAN_FALSE);
    struct file file;
    int status = VOUCH_USAGE;
    if (file_read(dump.path, &file)) {
        status = dump_file(&file, &dump);
        file_release(&file);
    }
    facts_destroy(dump.facts);
    return status;
}
