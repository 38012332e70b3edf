/* Compares a decoded instruction with Zydis: length, mnemonic, operands, memory, registers read and written,
 * flags. Where the two describe a thing differently on purpose, the difference is spelled out here: what
 * remains must be equal. */
#include "compare.h"

#include <Zydis/Zydis.h>
#include <stdio.h>
#include <string.h>

enum { NP, P66, PF3, PF2, PREFIX_COUNT };
enum { PRIMARY, EXTENDED, MAP_COUNT };
enum { MEMORY, DIRECT, MODE_COUNT };
#define ANY 0 ... 7
#define EITHER MEMORY... DIRECT

static const char *const mnemonics[COMPARE_LINES_MAX] = {
#define ROW(mnemonic, prefix, map, opcode, digit, mode, operation, width, dst, src, memory, immediate,       \
            attributes)                                                                                      \
    [__LINE__] = #mnemonic,
#include "decode.def"
#undef ROW
};

static const uint8_t maps[COMPARE_LINES_MAX] = {
#define ROW(mnemonic, prefix, map, ...) [__LINE__] = map,
#include "decode.def"
#undef ROW
};

static const uint16_t cells[PREFIX_COUNT][MAP_COUNT][256][8][MODE_COUNT] = {
#define ROW(mnemonic, prefix, map, opcode, digit, mode, ...) [prefix][map][opcode][digit][mode] = __LINE__,
#include "decode.def"
#undef ROW
};

static ZydisDecoder decoder;

/* What an instruction touches: bit n of `general` is register n, likewise for XMM registers. */
struct touched {
    uint32_t general_read, general_written, xmm_read, xmm_written;
};

void compare_start(void) {
    ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
}

bool compare_is_row(unsigned line) {
    return line < COMPARE_LINES_MAX && mnemonics[line] != nullptr;
}

const char *compare_mnemonic(unsigned line) {
    return compare_is_row(line) ? mnemonics[line] : "(none)";
}

unsigned compare_row_map(unsigned line) {
    return line < COMPARE_LINES_MAX ? maps[line] : PRIMARY;
}

unsigned compare_find_row(const uint8_t *code, size_t bytes) {
    size_t at = 0;
    unsigned prefix = NP, map = PRIMARY;
    if (at < bytes && (code[at] == 0x66 || code[at] == 0xf3 || code[at] == 0xf2)) {
        prefix = code[at] == 0x66 ? P66 : code[at] == 0xf3 ? PF3 : PF2;
        at++;
    }
    if (at < bytes && code[at] / 16 == 4)
        at++;
    if (at < bytes && code[at] == 0x0f) {
        map = EXTENDED;
        at++;
    }
    if (at >= bytes)
        return 0;
    uint8_t modrm = at + 1 < bytes ? code[at + 1] : 0;
    return cells[prefix][map][code[at]][modrm / 8 % 8][modrm / 64 == 3 ? DIRECT : MEMORY];
}

static bool same_mnemonic(const char *row, const char *zydis, const struct instruction *instruction) {
    static const char *const conditions[16] = {"o", "no", "b", "nb", "z", "nz", "be", "nbe",
                                               "s", "ns", "p", "np", "l", "nl", "le", "nle"};
    const char *condition = conditions[instruction->condition & 15];
    if (strcmp(row, "jcc") == 0)
        return zydis[0] == 'j' && strcmp(zydis + 1, condition) == 0;
    if (strcmp(row, "setcc") == 0)
        return strncmp(zydis, "set", 3) == 0 && strcmp(zydis + 3, condition) == 0;
    if (strcmp(row, "cmovcc") == 0)
        return strncmp(zydis, "cmov", 4) == 0 && strcmp(zydis + 4, condition) == 0;
    unsigned size = instruction->width == 2 ? 0 : instruction->width == 4 ? 1 : 2;
    if (strcmp(row, "cbw") == 0)
        return strcmp(zydis, ((const char *[]){"cbw", "cwde", "cdqe"})[size]) == 0;
    if (strcmp(row, "cwd") == 0)
        return strcmp(zydis, ((const char *[]){"cwd", "cdq", "cqo"})[size]) == 0;
    if (strcmp(row, "movd") == 0 && instruction->width == 8)
        return strcmp(zydis, "movq") == 0;
    return strcmp(row, zydis) == 0;
}

/* A general register's number; sets *high for ah ch dh bh. -1 if it is none. */
static int general_number(ZydisRegister reg, bool *high) {
    *high = reg >= ZYDIS_REGISTER_AH && reg <= ZYDIS_REGISTER_BH;
    ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, reg);
    if (ZydisRegisterGetClass(whole) != ZYDIS_REGCLASS_GPR64)
        return -1;
    return ZydisRegisterGetId(whole);
}

static const char *compare_memory(const struct instruction *instruction, const ZydisDecodedOperand *operand) {
    bool high;
    int base = operand->mem.base == ZYDIS_REGISTER_NONE  ? REG_NONE
               : operand->mem.base == ZYDIS_REGISTER_RIP ? REG_RIP
                                                         : general_number(operand->mem.base, &high);
    int index =
        operand->mem.index == ZYDIS_REGISTER_NONE ? REG_NONE : general_number(operand->mem.index, &high);
    if (!instruction->has_mem)
        return "memory operand";
    if (base != instruction->base)
        return "base";
    if (index != instruction->index)
        return "index";
    if (index != REG_NONE && operand->mem.scale != instruction->scale)
        return "scale";
    if (instruction->scale != 1 && index == REG_NONE)
        return "scale without index";
    if ((operand->mem.disp.has_displacement ? operand->mem.disp.value : 0) != instruction->displacement)
        return "displacement";
    if (operand->mem.segment != ZYDIS_REGISTER_DS && operand->mem.segment != ZYDIS_REGISTER_SS)
        return "segment";
    bool address_only = instruction->operation == OP_LEA || instruction->operation == OP_UD1;
    if (instruction->mem_width != (address_only ? 0 : operand->size / 8))
        return "memory width";
    bool reads = (operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ) != 0;
    bool writes = (operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) != 0;
    if (!address_only && (instruction->mem_read != reads || instruction->mem_write != writes))
        return "memory action";
    return nullptr;
}

static const char *compare_immediate(const struct instruction *instruction, uint8_t length, uint32_t address,
                                     const ZydisDecodedOperand *operand) {
    if (operand->imm.is_relative)
        return address + length + (uint32_t)operand->imm.value.u == instruction->target ? nullptr : "target";
    if (!instruction->has_imm)
        return "immediate";
    unsigned bits = instruction->width >= 8 ? 64 : instruction->width * 8u;
    uint64_t mask = bits == 64 ? ~0ull : (1ull << bits) - 1;
    return (((uint64_t)instruction->imm ^ operand->imm.value.u) & mask) == 0 ? nullptr : "immediate's value";
}

/* One of our operands with one of Zydis's. */
static const char *compare_operand(const struct instruction *instruction, const struct operand *ours,
                                   const ZydisDecodedOperand *operand) {
    bool high;
    switch ((enum operand_kind)ours->kind) {
    case OPERAND_NONE:
        break;
    case OPERAND_GPR:
        if (operand->type != ZYDIS_OPERAND_TYPE_REGISTER ||
            general_number(operand->reg.value, &high) != ours->reg)
            return "general register";
        if (high != ours->high)
            return "high byte";
        if (instruction->operation == OP_UD1) /* Zydis disregards REX.W; nothing is computed */
            return nullptr;
        return ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, operand->reg.value) == ours->width * 8
                   ? nullptr
                   : "register width";
    case OPERAND_XMM:
        if (operand->type != ZYDIS_OPERAND_TYPE_REGISTER ||
            ZydisRegisterGetClass(operand->reg.value) != ZYDIS_REGCLASS_XMM ||
            ZydisRegisterGetId(operand->reg.value) != ours->reg || ours->width != 16)
            return "xmm register";
        return nullptr;
    case OPERAND_IMM:
        return operand->type == ZYDIS_OPERAND_TYPE_IMMEDIATE ? nullptr : "immediate operand";
    case OPERAND_MEM:
        if (operand->type != ZYDIS_OPERAND_TYPE_MEMORY || ours->width != instruction->mem_width)
            return "memory operand's width";
        return nullptr;
    }
    return "kind of operand";
}

static const char *compare_operands(const struct instruction *instruction, uint32_t address,
                                    const ZydisDecodedInstruction *zydis,
                                    const ZydisDecodedOperand *operands) {
    const struct operand cl = {.kind = OPERAND_GPR, .reg = REG_RCX, .width = 1};
    const struct operand memory = {.kind = OPERAND_MEM, .reg = REG_NONE};
    const struct operand immediate = {.kind = OPERAND_IMM, .reg = REG_NONE};
    const struct operand *ours[8];
    unsigned count = 0;
    if (instruction->operation != OP_CBW && instruction->operation != OP_CWD) {
        if (instruction->dst.kind != OPERAND_NONE)
            ours[count++] = &instruction->dst;
        if (instruction->src.kind != OPERAND_NONE)
            ours[count++] = &instruction->src;
    }
    if (instruction->operation == OP_LEA || (instruction->operation == OP_UD1 && instruction->has_mem))
        ours[count++] = &memory;
    bool branch = instruction->operation == OP_JCC || instruction->operation == OP_JMP ||
                  instruction->operation == OP_CALL;
    if (branch || (instruction->has_imm && instruction->src.kind != OPERAND_IMM))
        ours[count++] = &immediate;
    if ((instruction->operation == OP_SHLD || instruction->operation == OP_SHRD) && !instruction->has_imm)
        ours[count++] = &cl;
    if (count != zydis->operand_count_visible)
        return "number of operands";
    bool memory_seen = false, immediate_seen = false;
    for (unsigned i = 0; i < count; i++) {
        const char *difference = compare_operand(instruction, ours[i], &operands[i]);
        if (difference == nullptr && operands[i].type == ZYDIS_OPERAND_TYPE_MEMORY) {
            memory_seen = true;
            difference = compare_memory(instruction, &operands[i]);
        }
        if (difference == nullptr && operands[i].type == ZYDIS_OPERAND_TYPE_IMMEDIATE) {
            immediate_seen = true;
            difference = compare_immediate(instruction, zydis->length, address, &operands[i]);
        }
        if (difference != nullptr)
            return difference;
    }
    if (memory_seen != instruction->has_mem)
        return "has_mem";
    return immediate_seen == (instruction->has_imm || branch) ? nullptr : "has_imm";
}

static void touch_register(struct touched *touched, ZydisRegister reg, bool reads, bool writes) {
    bool high;
    int number = general_number(reg, &high);
    if (number >= 0) {
        touched->general_read |= reads ? 1u << number : 0;
        touched->general_written |= writes ? 1u << number : 0;
    } else if (ZydisRegisterGetClass(reg) == ZYDIS_REGCLASS_XMM) {
        touched->xmm_read |= reads ? 1u << ZydisRegisterGetId(reg) : 0;
        touched->xmm_written |= writes ? 1u << ZydisRegisterGetId(reg) : 0;
    }
}

static struct touched touched_by_zydis(const ZydisDecodedInstruction *zydis,
                                       const ZydisDecodedOperand *operands) {
    struct touched touched = {0};
    for (unsigned i = 0; i < zydis->operand_count; i++) {
        const ZydisDecodedOperand *operand = &operands[i];
        if (operand->type == ZYDIS_OPERAND_TYPE_REGISTER) {
            touch_register(&touched, operand->reg.value,
                           (operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ) != 0,
                           (operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) != 0);
        } else if (operand->type == ZYDIS_OPERAND_TYPE_MEMORY) {
            touch_register(&touched, operand->mem.base, true, false);
            touch_register(&touched, operand->mem.index, true, false);
        }
    }
    return touched;
}

static bool dst_is_read(const struct instruction *instruction) {
    switch ((enum operation)instruction->operation) {
    case OP_MOV:
    case OP_MOVZX:
    case OP_MOVSX:
    case OP_LEA:
    case OP_SETCC:
    case OP_POP:
    case OP_CWD:
        return false;
    case OP_IMUL:
        return !instruction->has_imm;
    default:
        return instruction->operation < OP_SSE || !instruction->dst_write_only;
    }
}

static bool dst_is_written(const struct instruction *instruction) {
    switch ((enum operation)instruction->operation) {
    case OP_CMP:
    case OP_TEST:
    case OP_BT:
    case OP_UD1:
    case OP_SSE_COMPARE:
        return false;
    default:
        return true;
    }
}

static void touch_operand(struct touched *touched, const struct operand *operand, bool reads, bool writes) {
    uint32_t bit = operand->reg < 16 ? 1u << operand->reg : 0;
    if (operand->kind == OPERAND_GPR) {
        touched->general_read |= reads ? bit : 0;
        touched->general_written |= writes ? bit : 0;
    } else if (operand->kind == OPERAND_XMM) {
        touched->xmm_read |= reads ? bit : 0;
        touched->xmm_written |= writes ? bit : 0;
    }
}

/* What decode.h promises about registers, as the checker understands it. */
static struct touched touched_by_us(const struct instruction *instruction) {
    const uint32_t rax = 1u << REG_RAX, rdx = 1u << REG_RDX, rsp = 1u << REG_RSP, rbp = 1u << REG_RBP;
    struct touched touched = {0};
    touch_operand(&touched, &instruction->dst, dst_is_read(instruction), dst_is_written(instruction));
    touch_operand(&touched, &instruction->src, true, instruction->operation == OP_XCHG);
    if (instruction->has_mem && instruction->base < 16)
        touched.general_read |= 1u << instruction->base;
    if (instruction->has_mem && instruction->index < 16)
        touched.general_read |= 1u << instruction->index;
    switch ((enum operation)instruction->operation) {
    case OP_MUL1:
    case OP_IMUL1:
        touched.general_read |= rax;
        touched.general_written |= instruction->width == 1 ? rax : rax | rdx;
        break;
    case OP_DIV:
    case OP_IDIV:
        touched.general_read |= instruction->width == 1 ? rax : rax | rdx;
        touched.general_written |= instruction->width == 1 ? rax : rax | rdx;
        break;
    case OP_SHLD:
    case OP_SHRD:
        touched.general_read |= instruction->has_imm ? 0 : 1u << REG_RCX;
        break;
    case OP_PUSH:
    case OP_POP:
    case OP_CALL:
    case OP_CALL_INDIRECT:
    case OP_RET:
        touched.general_read |= rsp;
        touched.general_written |= rsp;
        break;
    case OP_LEAVE:
        touched.general_read |= rbp;
        touched.general_written |= rsp | rbp;
        break;
    default:
        break;
    }
    return touched;
}

/* Zydis calls dst written only where a part of it, or under a condition all of it, stays as it was. To a
 * verifier that is a read. */
static bool keeps_part_of_dst(const char *mnemonic) {
    static const char *const list[] = {"movlps",   "movhps", "movlpd",  "movhpd", "movhlps", "movlhps",
                                       "sqrtss",   "sqrtsd", "rsqrtss", "rcpss",  "cmovcc",  "cvtss2sd",
                                       "cvtsd2ss", "bsf",    "bsr",     "tzcnt"};
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (strcmp(mnemonic, list[i]) == 0)
            return true;
    return false;
}

static const char *compare_registers(const struct instruction *instruction, const char *mnemonic,
                                     const ZydisDecodedInstruction *zydis,
                                     const ZydisDecodedOperand *operands) {
    struct touched ours = touched_by_us(instruction), theirs = touched_by_zydis(zydis, operands);
    bool scalar_move = (strcmp(mnemonic, "movss") == 0 || strcmp(mnemonic, "movsd") == 0) &&
                       instruction->src.kind == OPERAND_XMM && instruction->dst.kind == OPERAND_XMM;
    if (instruction->operation <= OP_SSE && (scalar_move || keeps_part_of_dst(mnemonic)))
        touch_operand(&theirs, &instruction->dst, true, false);
    if (instruction->operation == OP_LEAVE) /* takes rsp from rbp before it pops */
        theirs.general_read &= ~(1u << REG_RSP);
    if (ours.general_written != theirs.general_written)
        return "general registers written";
    if (ours.xmm_written != theirs.xmm_written)
        return "xmm registers written";
    if (ours.general_read != theirs.general_read)
        return "general registers read";
    return ours.xmm_read == theirs.xmm_read ? nullptr : "xmm registers read";
}

static const char *compare_flags(const struct instruction *instruction,
                                 const ZydisDecodedInstruction *zydis) {
    const ZydisAccessedFlags *flags = zydis->cpu_flags;
    bool reads = flags != nullptr && flags->tested != 0;
    bool writes = flags != nullptr && (flags->modified | flags->set_0 | flags->set_1 | flags->undefined) != 0;
    if (instruction->flags_read != reads)
        return "flags read";
    return instruction->flags_write == writes ? nullptr : "flags written";
}

const char *compare_with_zydis(const uint8_t *code, size_t bytes, uint32_t address,
                               const struct instruction *instruction) {
    ZydisDecodedInstruction zydis;
    ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
    if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, code, bytes, &zydis, operands)))
        return "not an instruction";
    if (zydis.length != instruction->length)
        return "length";
    const char *mnemonic = ZydisMnemonicGetString(zydis.mnemonic);
    if (instruction->operation == OP_NOP)
        return strcmp(mnemonic, "nop") == 0 ? nullptr : "mnemonic";
    const char *row = compare_mnemonic(compare_find_row(code, bytes));
    if (!same_mnemonic(row, mnemonic, instruction))
        return "mnemonic";
    const char *difference = compare_operands(instruction, address, &zydis, operands);
    if (difference == nullptr)
        difference = compare_registers(instruction, row, &zydis, operands);
    return difference == nullptr ? compare_flags(instruction, &zydis) : difference;
}
