/* Enumerates encodings and requires that whatever decodes agrees with Zydis and with LLVM's disassembler,
 * that it needs all its bytes and no more, and that every row of decode.def is exercised.
 *
 * Every prefix class, REX byte, opcode and ModRM byte is tried with a few SIB bytes and several
 * displacements and immediates; then with every SIB byte. With an argument `--dump FILE` it writes part of
 * what was accepted as assembly, each instruction as LLVM prints it and its bytes, for reassemble.sh.
 *
 *   decode_enumerate 0|1 [--dump FILE]      opcodes of one byte, opcodes after 0F */
#include <inttypes.h>
#include <llvm-c/Disassembler.h>
#include <llvm-c/Target.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "compare.h"

enum { CODE_BYTES = 32, TAIL_BYTES = 14, ADDRESS = 0x12345, PAGE = 4096 };

static const uint8_t tails[][TAIL_BYTES] = {
    {0},
    {1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0x7f, 0, 0, 0, 0x7f, 0, 0, 0, 0x7f},
    {0x80, 0, 0, 0, 0x80, 0, 0, 0, 0x80},
    {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
    {0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff},
    {0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0x70, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc},
    {0x02, 0x81, 0x00, 0x00, 0x80, 0x05, 0xff, 0xff, 0xff, 0x7f, 0x00, 0x00, 0x00, 0x00},
};
static const uint8_t some_sibs[] = {0x24, 0x04, 0x25, 0x00, 0x45, 0x88, 0x65, 0xe4, 0xdd, 0x64};

struct run {
    uint64_t tried, accepted, compared_with_llvm, failures;
    uint64_t rows[COMPARE_LINES_MAX];
    const char *shown[COMPARE_LINES_MAX]; /* the last difference shown of each row */
    LLVMDisasmContextRef llvm;
    uint8_t *page_end; /* the next byte cannot be read */
    FILE *dump;
};

static void fail(struct run *run, const uint8_t *code, const struct instruction *instruction,
                 const char *what) {
    unsigned line = compare_find_row(code, CODE_BYTES);
    run->failures++;
    if (run->shown[line] == what)
        return;
    run->shown[line] = what;
    printf("decode.def:%u: %s:", line, compare_mnemonic(line));
    for (unsigned i = 0; i < instruction->length; i++)
        printf(" %02x", code[i]);
    char text[128] = "";
    uint8_t copy[CODE_BYTES];
    memcpy(copy, code, sizeof copy);
    LLVMDisasmInstruction(run->llvm, copy, sizeof copy, ADDRESS, text, sizeof text);
    printf(" [%s]: %s\n", text, what);
}

/* Branches are printed as addresses, UD1 may have a wide displacement, and padding is not written by name. */
static bool is_assembled_alike(const struct instruction *instruction) {
    switch ((enum operation)instruction->operation) {
    case OP_JCC:
    case OP_JMP:
    case OP_CALL:
    case OP_UD1:
    case OP_NOP:
        return false;
    default:
        return true;
    }
}

static void compare_with_llvm(struct run *run, uint8_t *code, const struct instruction *instruction,
                              bool dump) {
    char text[128];
    size_t length = LLVMDisasmInstruction(run->llvm, code, CODE_BYTES, ADDRESS, text, sizeof text);
    run->compared_with_llvm++;
    if (length != instruction->length)
        fail(run, code, instruction, length == 0 ? "LLVM: not an instruction" : "LLVM: length");
    if (run->dump == nullptr || !dump || !is_assembled_alike(instruction))
        return;
    fprintf(run->dump, "%s #", text);
    for (unsigned i = 0; i < instruction->length; i++)
        fprintf(run->dump, " %02x", code[i]);
    fputc('\n', run->dump);
}

/* The last byte of an accepted instruction is needed, and none beyond it is touched. */
static void check_length(struct run *run, const uint8_t *code, const struct instruction *instruction) {
    struct instruction again;
    size_t length = instruction->length;
    memcpy(run->page_end - length, code, length);
    if (!decode_instruction(run->page_end - length, length, ADDRESS, &again) || again.length != length)
        fail(run, code, instruction, "refused without the bytes behind it");
    memcpy(run->page_end - (length - 1), code, length - 1);
    if (decode_instruction(run->page_end - (length - 1), length - 1, ADDRESS, &again))
        fail(run, code, instruction, "accepted without its last byte");
}

enum thoroughness { WITH_ZYDIS, WITH_LLVM, WITH_DUMP };

static void try_encoding(struct run *run, uint8_t *code, enum thoroughness thoroughness) {
    struct instruction instruction;
    run->tried++;
    if (!decode_instruction(code, CODE_BYTES, ADDRESS, &instruction))
        return;
    run->accepted++;
    if (instruction.operation != OP_NOP)
        run->rows[compare_find_row(code, CODE_BYTES)]++;
    const char *difference = compare_with_zydis(code, CODE_BYTES, ADDRESS, &instruction);
    if (difference != nullptr)
        fail(run, code, &instruction, difference);
    if (thoroughness >= WITH_LLVM) {
        compare_with_llvm(run, code, &instruction, thoroughness == WITH_DUMP);
        check_length(run, code, &instruction);
    }
}

/* All ModRM bytes, with `sibs` behind those that want one. */
static void try_modrm(struct run *run, uint8_t *code, size_t at, const uint8_t *sibs, size_t sib_count,
                      size_t tail_count, enum thoroughness thoroughness) {
    for (unsigned modrm = 0; modrm < 256; modrm++) {
        bool has_sib = modrm < 0xc0 && modrm % 8 == 4;
        code[at] = (uint8_t)modrm;
        for (size_t s = 0; s < (has_sib ? sib_count : 1); s++) {
            if (has_sib)
                code[at + 1] = sibs[s];
            for (size_t t = 0; t < tail_count; t++) {
                memcpy(code + at + (has_sib ? 2 : 1), tails[t], TAIL_BYTES);
                try_encoding(run, code, thoroughness);
            }
        }
    }
}

static size_t put_opcode(uint8_t *code, unsigned prefix, unsigned rex, unsigned map, unsigned opcode) {
    static const uint8_t prefixes[] = {0, 0x66, 0xf3, 0xf2};
    size_t at = 0;
    memset(code, 0, CODE_BYTES);
    if (prefix > 0)
        code[at++] = prefixes[prefix];
    if (rex > 0)
        code[at++] = (uint8_t)(0x3f + rex);
    if (map > 0)
        code[at++] = 0x0f;
    code[at++] = (uint8_t)opcode;
    return at;
}

static void enumerate(struct run *run, unsigned map) {
    uint8_t all_sibs[256], code[CODE_BYTES];
    for (unsigned i = 0; i < 256; i++)
        all_sibs[i] = (uint8_t)i;
    const size_t tail_count = sizeof tails / sizeof tails[0];
    for (unsigned opcode = 0; opcode < 256; opcode++) {
        for (unsigned prefix = 0; prefix < 4; prefix++) {
            for (unsigned rex = 0; rex <= 16; rex++) {
                size_t at = put_opcode(code, prefix, rex, map, opcode);
                try_modrm(run, code, at, all_sibs, 256, 1, WITH_ZYDIS);
                bool dump = rex == 0 || rex == 1 || rex == 9 || rex == 16;
                try_modrm(run, code, at, some_sibs, dump ? 4 : sizeof some_sibs, dump ? tail_count : 3,
                          dump ? WITH_DUMP : WITH_LLVM);
            }
        }
    }
}

/* Strings of several prefixes: only padding may decode. */
static void enumerate_prefixes(struct run *run) {
    static const uint8_t prefixes[] = {0x66, 0x67, 0xf2, 0xf3, 0xf0, 0x26, 0x2e, 0x36, 0x3e, 0x64,
                                       0x65, 0x40, 0x41, 0x44, 0x48, 0x4f, 0xc4, 0xc5, 0x62};
    const size_t count = sizeof prefixes;
    uint8_t code[CODE_BYTES];
    for (size_t i = 0; i < count * count; i++) {
        for (unsigned opcode = 0; opcode < 512; opcode++) {
            size_t at = 0;
            memset(code, 0, sizeof code);
            code[at++] = prefixes[i / count];
            code[at++] = prefixes[i % count];
            if (opcode >= 256)
                code[at++] = 0x0f;
            code[at++] = (uint8_t)opcode;
            try_modrm(run, code, at, some_sibs, 2, 1, WITH_LLVM);
        }
    }
}

static int report(const struct run *run, unsigned map) {
    unsigned rows = 0, exercised = 0;
    int status = run->failures > 0;
    for (unsigned line = 0; line < COMPARE_LINES_MAX; line++) {
        if (!compare_is_row(line) || compare_row_map(line) != map)
            continue;
        rows++;
        if (run->rows[line] > 0) {
            exercised++;
        } else {
            printf("decode.def:%u: %s: never exercised\n", line, compare_mnemonic(line));
            status = 1;
        }
    }
    printf("map %u: %" PRIu64 " encodings, %" PRIu64 " accepted and compared with Zydis, %" PRIu64
           " with LLVM; %u of %u rows exercised; %" PRIu64 " differences\n",
           map, run->tried, run->accepted, run->compared_with_llvm, exercised, rows, run->failures);
    return status;
}

int main(int argc, char **argv) {
    static struct run run;
    if (argc < 2 || (argc != 2 && (argc != 4 || strcmp(argv[2], "--dump") != 0))) {
        fprintf(stderr, "usage: %s 0|1 [--dump FILE]\n", argv[0]);
        return 2;
    }
    unsigned map = argv[1][0] == '1';
    if (argc == 4 && (run.dump = fopen(argv[3], "w")) == nullptr) {
        perror(argv[3]);
        return 2;
    }
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86Disassembler();
    run.llvm = LLVMCreateDisasm("x86_64-unknown-linux-gnu", nullptr, 0, nullptr, nullptr);
    uint8_t *pages = mmap(nullptr, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (run.llvm == nullptr || pages == MAP_FAILED || mprotect(pages + PAGE, PAGE, PROT_NONE) != 0) {
        fprintf(stderr, "cannot start\n");
        return 2;
    }
    run.page_end = pages + PAGE;
    compare_start();
    enumerate(&run, map);
    if (map == 0)
        enumerate_prefixes(&run);
    if (run.dump != nullptr && fclose(run.dump) != 0) {
        perror(argv[3]);
        return 2;
    }
    LLVMDisasmDispose(run.llvm);
    return report(&run, map);
}
