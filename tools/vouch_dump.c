/* vouch dump: a .vx file for a reader: its tables, and its code with what the verifier has shown of every
 * load and store. Of a rejected file, the code up to and with the instruction that is to blame.
 *
 * The facts come from the verifier as it checks; the disassembly is Zydis's and plays no part in the check.
 */
#include "vouch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <Zydis/Zydis.h>

#include "check.h"
#include "vouch_check.h"

static const char help[] =
    "usage: vouch dump FILE.vx\n"
    "\n"
    "Show a program's tables and its disassembly (AT&T syntax) with, behind every load\n"
    "and store, what the verifier has shown of it. A rejected program is shown up to\n"
    "the instruction to blame, with the reason.\n"
    "\n"
    "Exit status: 0 accepted, 1 rejected, 2 usage or a file that cannot be read.\n"
    "\n"
    "example:\n"
    "  vouch dump hello.vx | less\n";

struct fact {
    uint32_t address;
    char *text;
};

struct dump {
    const char *path;
    struct verifier_image image;
    struct verifier_report report;
    struct fact *facts; /* in the order of checking, then sorted by address */
    size_t fact_count, fact_room;
    bool out_of_memory;
    ZydisDecoder decoder;
    ZydisFormatter formatter;
};

enum { NAME_BYTES = 128, CODE_COLUMNS = 10, TEXT_COLUMNS = 40 };

static void collect_fact(void *context, const struct verifier_fact *fact) {
    struct dump *dump = context;
    if (dump->fact_count == dump->fact_room) {
        const size_t room = dump->fact_room ? 2 * dump->fact_room : 1024;
        struct fact *larger = reallocarray(dump->facts, room, sizeof *larger);
        if (!larger) {
            dump->out_of_memory = true;
            return;
        }
        dump->facts = larger;
        dump->fact_room = room;
    }
    char *text = strdup(fact->text);
    if (text)
        dump->facts[dump->fact_count++] = (struct fact){fact->address, text};
    else
        dump->out_of_memory = true;
}

static int compare_facts(const void *left, const void *right) {
    const struct fact *a = left, *b = right;
    return (a->address > b->address) - (a->address < b->address);
}

/* The first fact at or behind an address. */
static size_t find_fact(const struct dump *dump, uint32_t address) {
    size_t low = 0, high = dump->fact_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (dump->facts[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The tables of a rejected file may hold anything, so no index is followed unchecked. 0: there is no such
 * type. */
static uint64_t find_type_bytes(const struct verifier_image *image, uint32_t type) {
    return type < image->type_count ? image->types[type].size : 0;
}

/* A NUL-padded name from the file. */
static void print_name(const char *name) {
    for (unsigned i = 0; i < VX_NAME_BYTES && name[i]; i++) {
        const unsigned char byte = (unsigned char)name[i];
        if (byte >= ' ' && byte < 0x7f)
            putchar(byte);
        else
            printf("\\x%02x", byte);
    }
}

static void print_parameter(const struct verifier_image *image, const struct vx_parameter *parameter) {
    const char *access = parameter->flags & VX_PARAMETER_WRITABLE ? "" : "const ";
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
    case VX_ONE:
        printf("%s%" PRIu64 " bytes *", access, find_type_bytes(image, parameter->type));
        return;
    case VX_COUNTED:
        printf("%s%" PRIu64 " bytes * counted by #%d", access, find_type_bytes(image, parameter->type),
               parameter->count);
        return;
    }
    printf("?");
}

static void print_signature(const struct verifier_image *image, uint32_t index) {
    if (index >= image->signature_count) {
        printf("?");
        return;
    }
    const struct vx_signature *signature = &image->signatures[index];
    const struct vx_parameter result = {.kind = signature->result_kind, .width = signature->result_width};
    print_parameter(image, &result);
    printf(" (");
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

static void print_tables(const struct verifier_image *image) {
    printf("program  ");
    print_name(image->manifest->name);
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
    printf("hints    %" PRIu32 " bytes, %.1f%% of text\n", image->hint_bytes,
           image->text.file_bytes ? 100.0 * image->hint_bytes / (double)image->text.file_bytes : 0.0);
    for (uint32_t i = 0; i < image->import_count; i++) {
        printf("import   %#x ", image->manifest->import_address + 8 * i);
        print_name(image->imports[i].name);
        printf(": ");
        print_signature(image, image->imports[i].signature);
        putchar('\n');
    }
    for (uint32_t i = 0; i < image->global_count; i++) {
        const struct vx_global *global = &image->globals[i];
        printf("global   %#x, %" PRIu64 " bytes, %s\n", global->address, find_type_bytes(image, global->type),
               global->address >= image->data.address ? "writable" : "read-only");
    }
}

static void print_target(const struct dump *dump, const struct instruction *instruction) {
    if (instruction->operation != OP_CALL)
        return;
    const struct vx_function *callee = tables_function_at(&dump->image, instruction->target);
    if (!callee)
        return;
    char name[NAME_BYTES];
    verifier_image_name(&dump->image, callee->name, name, sizeof name);
    printf(" # %s", name);
}

/* One instruction with its facts. Returns its length; bytes that are no instruction count as one byte each.
 */
static uint32_t print_instruction(const struct dump *dump, uint32_t address, uint32_t limit) {
    const uint8_t *code = dump->image.text.bytes + (address - dump->image.text.address);
    ZydisDecodedInstruction decoded;
    ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
    char text[256] = "(bad)";
    uint32_t length = 1;
    if (ZYAN_SUCCESS(ZydisDecoderDecodeFull(&dump->decoder, code, limit - address, &decoded, operands))) {
        length = decoded.length;
        ZydisFormatterFormatInstruction(&dump->formatter, &decoded, operands, decoded.operand_count_visible,
                                        text, sizeof text, address, nullptr);
    }
    printf("  %8x: ", address);
    for (uint32_t i = 0; i < (length > CODE_COLUMNS ? length : CODE_COLUMNS); i++) {
        if (i < length)
            printf("%02x ", code[i]);
        else
            printf("   ");
    }
    size_t fact = find_fact(dump, address);
    const bool has_fact = fact < dump->fact_count && dump->facts[fact].address == address;
    printf(has_fact ? "%-*s" : "%.*s", has_fact ? TEXT_COLUMNS : (int)sizeof text, text);
    for (const char *mark = " # "; fact < dump->fact_count && dump->facts[fact].address == address;
         fact++, mark = "; ")
        printf("%s%s", mark, dump->facts[fact].text);
    struct instruction instruction;
    if (decode_instruction(code, limit - address, address, &instruction))
        print_target(dump, &instruction);
    putchar('\n');
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
    printf(" %s:%" PRIu32 "\n", file, line->line);
    *last = line;
}

/* Returns false once the instruction to blame has been shown. */
static bool print_function(const struct dump *dump, const struct vx_function *function) {
    char name[NAME_BYTES];
    verifier_image_name(&dump->image, function->name, name, sizeof name);
    printf("\n%x <%s>: ", function->start, name);
    print_signature(&dump->image, function->signature);
    printf(", %" PRIu32 " bytes of hints\n", function->hint_bytes);
    for (uint32_t i = 0; i < function->frame_object_count; i++) {
        const uint64_t index = (uint64_t)function->first_frame_object + i;
        if (index >= dump->image.frame_count)
            break;
        const struct vx_frame_object *object = &dump->image.frames[index];
        printf("  frame object at entry rsp%" PRId32 ", %" PRIu64 " bytes\n", object->offset,
               find_type_bytes(&dump->image, object->type));
    }
    const bool is_rejected = dump->report.status == VERIFIER_REJECTED;
    const struct vx_line *last = nullptr;
    for (uint32_t address = function->start; address < function->end;) {
        print_line(dump, address, &last);
        const uint32_t next = address + print_instruction(dump, address, function->end);
        if (is_rejected && dump->report.address >= address && dump->report.address < next) {
            printf("            ^ %s\n", dump->report.detail);
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
    if (!check_file(file, collect_fact, dump, &dump->image, &dump->report))
        return VOUCH_USAGE;
    if (dump->out_of_memory) {
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
    if (dump->fact_count > 0)
        qsort(dump->facts, dump->fact_count, sizeof *dump->facts, compare_facts);
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
    struct dump dump = {.path = argv[1]};
    ZydisDecoderInit(&dump.decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
    ZydisFormatterInit(&dump.formatter, ZYDIS_FORMATTER_STYLE_ATT);
    ZydisFormatterSetProperty(&dump.formatter, ZYDIS_FORMATTER_PROP_ADDR_PADDING_ABSOLUTE,
                              ZYDIS_PADDING_DISABLED);
    ZydisFormatterSetProperty(&dump.formatter, ZYDIS_FORMATTER_PROP_IMM_PADDING, ZYDIS_PADDING_DISABLED);
    ZydisFormatterSetProperty(&dump.formatter, ZYDIS_FORMATTER_PROP_HEX_UPPERCASE, ZYAN_FALSE);
    struct file file;
    if (!file_read(dump.path, &file))
        return VOUCH_USAGE;
    const int status = dump_file(&file, &dump);
    for (size_t i = 0; i < dump.fact_count; i++)
        free(dump.facts[i].text);
    free(dump.facts);
    file_release(&file);
    return status;
}
