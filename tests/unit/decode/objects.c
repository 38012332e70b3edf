/* Reads compiled code and requires that every instruction decodes and agrees with Zydis. What the verifier
 * leaves out on purpose is named on the command line by LLVM's mnemonic; anything else that is refused is a
 * hole in decode.def. Prints the rows that the code used.
 *
 *   decode_objects [-x MNEMONIC]... FILE.o... */
#include <elf.h>
#include <inttypes.h>
#include <llvm-c/Disassembler.h>
#include <llvm-c/Target.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"

enum { EXCEPTIONS_MAX = 32, SHOWN_MAX = 40, TEXT_BYTES = 128 };

struct run {
    const char *exceptions[EXCEPTIONS_MAX];
    unsigned exception_count;
    uint64_t instructions, excepted, refused, differences;
    uint64_t rows[COMPARE_LINES_MAX];
    LLVMDisasmContextRef llvm;
};

static bool is_exception(const struct run *run, const char *text) {
    text += strspn(text, " \t");
    size_t length = strcspn(text, " \t");
    for (unsigned i = 0; i < run->exception_count; i++)
        if (strlen(run->exceptions[i]) == length && strncmp(run->exceptions[i], text, length) == 0)
            return true;
    return false;
}

static void show(const char *file, size_t at, const uint8_t *code, size_t length, const char *text,
                 const char *what) {
    printf("%s+0x%zx:", file, at);
    for (size_t i = 0; i < length; i++)
        printf(" %02x", code[i]);
    printf(" [%s]: %s\n", text, what);
}

static void read_code(struct run *run, const char *file, uint8_t *code, size_t bytes) {
    for (size_t at = 0; at < bytes;) {
        struct instruction instruction;
        char text[TEXT_BYTES] = "";
        size_t length = LLVMDisasmInstruction(run->llvm, code + at, bytes - at, at, text, sizeof text);
        bool accepted = decode_instruction(code + at, bytes - at, (uint32_t)at, &instruction);
        const char *difference = nullptr;
        run->instructions++;
        if (accepted) {
            difference = compare_with_zydis(code + at, bytes - at, (uint32_t)at, &instruction);
            if (difference == nullptr && length != instruction.length)
                difference = "LLVM: length";
            if (instruction.operation != OP_NOP)
                run->rows[compare_find_row(code + at, bytes - at)]++;
        } else if (length > 0 && is_exception(run, text)) {
            run->excepted++;
        } else {
            difference = "refused";
        }
        if (difference != nullptr) {
            uint64_t *count = accepted ? &run->differences : &run->refused;
            if (++*count <= SHOWN_MAX)
                show(file, at, code + at, length, text, difference);
        }
        at += length > 0 ? length : 1;
    }
}

/* The bytes of a whole file, to be freed by the caller; null if it cannot be read. */
static uint8_t *read_file(const char *path, size_t *bytes) {
    FILE *file = fopen(path, "rb");
    if (file == nullptr)
        return nullptr;
    uint8_t *data = nullptr;
    long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (size > 0 && fseek(file, 0, SEEK_SET) == 0) {
        data = malloc((size_t)size);
        if (data != nullptr && fread(data, 1, (size_t)size, file) != (size_t)size) {
            free(data);
            data = nullptr;
        }
        *bytes = (size_t)size;
    }
    fclose(file);
    return data;
}

static bool read_object(struct run *run, const char *path) {
    size_t bytes = 0;
    uint8_t *data = read_file(path, &bytes);
    Elf64_Ehdr header;
    if (data == nullptr || bytes < sizeof header || memcmp(data, ELFMAG, SELFMAG) != 0) {
        fprintf(stderr, "%s: cannot read an object\n", path);
        free(data);
        return false;
    }
    memcpy(&header, data, sizeof header);
    for (unsigned i = 0; i < header.e_shnum; i++) {
        Elf64_Shdr section;
        memcpy(&section, data + header.e_shoff + i * sizeof section, sizeof section);
        if (section.sh_type == SHT_PROGBITS && (section.sh_flags & SHF_EXECINSTR) != 0)
            read_code(run, path, data + section.sh_offset, section.sh_size);
    }
    free(data);
    return true;
}

int main(int argc, char **argv) {
    static struct run run;
    int first = 1;
    for (; first + 1 < argc && strcmp(argv[first], "-x") == 0 && run.exception_count < EXCEPTIONS_MAX;
         first += 2)
        run.exceptions[run.exception_count++] = argv[first + 1];
    if (first >= argc) {
        fprintf(stderr, "usage: %s [-x MNEMONIC]... FILE.o...\n", argv[0]);
        return 2;
    }
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86Disassembler();
    run.llvm = LLVMCreateDisasm("x86_64-unknown-linux-gnu", nullptr, 0, nullptr, nullptr);
    if (run.llvm == nullptr)
        return 2;
    compare_start();
    for (int i = first; i < argc; i++)
        if (!read_object(&run, argv[i]))
            return 2;
    LLVMDisasmDispose(run.llvm);
    unsigned rows = 0, used = 0;
    for (unsigned line = 0; line < COMPARE_LINES_MAX; line++) {
        rows += compare_is_row(line);
        used += run.rows[line] > 0;
    }
    printf("%d objects: %" PRIu64 " instructions, %" PRIu64 " left out on purpose, %" PRIu64
           " refused, %" PRIu64 " differences; %u of %u rows used\n",
           argc - first, run.instructions, run.excepted, run.refused, run.differences, used, rows);
    return run.instructions == 0 || run.refused > 0 || run.differences > 0;
}
