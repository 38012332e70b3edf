/* Decodes one instruction, driven by decode.def.
 *
 * The prefix, the opcode map, the opcode, ModRM.reg and whether ModRM.rm is a register select one cell of
 * a table, and the cell names one row of decode.def, or none: there is no search and no default. The row
 * then says what the remaining bytes are.
 *
 * Near the end of the code the bytes are copied into a window with zeros behind them, so that no step needs
 * to look where the end is; what came out longer than there are bytes is refused at last.
 *
 * What must hold: no byte beyond `bytes` is read; every REX bit that is set was used; whatever decodes is
 * the encoding that LLVM's assembler gives to that instruction (branches apart, which may be wide, and
 * displacements of UD1). tests/unit/decode compares all of it with Zydis and LLVM. */
#include "decode.h"

enum {
    INSTRUCTION_BYTES_MAX = 15,
    WINDOW_BYTES = 32, /* more than prefix, REX, two of opcode, ModRM, SIB, displacement, immediate */
};

enum { NP, P66, PF3, PF2, PREFIX_COUNT };
enum { PRIMARY, EXTENDED, MAP_COUNT };
enum { MEMORY, DIRECT, MODE_COUNT };
#define ANY 0 ... 7
#define EITHER MEMORY... DIRECT

enum row_width { BYTE, WORD, LONG, HALF, QUAD, EIGHT, SSE };
enum row_operand { NONE, REG, RM, XREG, XRM, OPCODE, RAX, RCX, RDX, IMM };
enum { SAME = 0, ADDRESS = 255 }; /* row.memory; otherwise bytes */
enum row_immediate { NO_IMM, IMM8, IMM32, IMM32_LONG, FULL, UIMM8, COUNT, ONE, PREDICATE, BRANCH8, BRANCH32 };
enum row_attribute {
    READS = 1,
    WRITES = 2,
    UPDATES = READS | WRITES,
    FLAGS_IN = 4,
    FLAGS_OUT = 8,
    UNALIGNED = 16,
    SELF = 32,
    NOT_RAX = 64,
    XCHG_LONG = 128,
    XCHG_SHORT = 256,
    ANY_DISPLACEMENT = 512,
};

struct row {
    uint8_t operation, width, dst, src, memory, immediate;
    bool has_modrm;
    uint16_t attributes;
};

#define IS_RM(operand) ((operand) == RM || (operand) == XRM)

/* Rows by their line in decode.def; line 0 is no row. */
static const struct row rows[] = {
#define ROW(mnemonic, prefix, map, opcode, digit, mode, operation, width, dst, src, memory, immediate,       \
            attributes)                                                                                      \
    [__LINE__] = {                                                                                           \
        operation, width, dst, src, memory, immediate, IS_RM(dst) || IS_RM(src) || (memory) == ADDRESS,      \
        attributes},
#include "decode.def"
#undef ROW
};

static const uint16_t cells[PREFIX_COUNT][MAP_COUNT][256][8][MODE_COUNT] = {
#define ROW(mnemonic, prefix, map, opcode, digit, mode, ...) [prefix][map][opcode][digit][mode] = __LINE__,
#include "decode.def"
#undef ROW
};

enum { REX_B = 1, REX_X = 2, REX_R = 4, REX_W = 8 };

/* The bytes of one instruction, and what has been seen of them. */
struct encoding {
    const uint8_t *code, *next; /* WINDOW_BYTES from `code` on may be read */
    uint8_t prefix;             /* NP .. PF2 */
    uint8_t rex;                /* with its 0x40, or 0 */
    uint8_t rex_used;           /* bits that had a use; 0x40 if a register is one that only REX can name */
    uint8_t opcode;
    uint8_t modrm;
};

static uint32_t load32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* The next n bytes (1, 2, 4 or 8), sign-extended. */
static int64_t fetch_signed(struct encoding *encoding, size_t n) {
    const uint8_t *from = encoding->next;
    encoding->next += n;
    if (n == 1)
        return (int8_t)from[0];
    if (n == 2)
        return (int16_t)(from[0] | from[1] << 8);
    if (n == 4)
        return (int32_t)load32(from);
    return (int64_t)(load32(from) | (uint64_t)load32(from + 4) << 32);
}

static bool fits_int8(int64_t value) {
    return value >= INT8_MIN && value <= INT8_MAX;
}

static bool fits_int32(int64_t value) {
    return value >= INT32_MIN && value <= INT32_MAX;
}

/* Length of the padding instruction at `code`, 0 if there is none. LLVM pads with ten strings, and with the
 * last of them behind up to five more operand size prefixes. */
static size_t padding_length(const uint8_t *code, size_t bytes) {
    static const struct {
        uint8_t length, code[10];
    } strings[] = {
        {1, {0x90}},
        {2, {0x66, 0x90}},
        {3, {0x0f, 0x1f, 0x00}},
        {4, {0x0f, 0x1f, 0x40, 0x00}},
        {5, {0x0f, 0x1f, 0x44, 0x00, 0x00}},
        {6, {0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00}},
        {7, {0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00}},
        {8, {0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00}},
        {9, {0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00}},
        {10, {0x66, 0x2e, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00}},
    };
    const size_t count = sizeof strings / sizeof strings[0];
    size_t extra = 0;
    while (extra < INSTRUCTION_BYTES_MAX - 10 && bytes - extra >= 2 && code[extra] == 0x66 &&
           code[extra + 1] == 0x66)
        extra++;
    for (size_t i = extra > 0 ? count - 1 : 0; i < count; i++) {
        size_t length = strings[i].length, same = 0;
        while (same < length && extra + same < bytes && code[extra + same] == strings[i].code[same])
            same++;
        if (same == length)
            return extra + length;
    }
    return 0;
}

/* Prefixes and opcode; finds the row, or null. */
static const struct row *decode_opcode(struct encoding *encoding) {
    uint8_t byte = *encoding->next++;
    if (byte == 0x66 || byte == 0xf3 || byte == 0xf2) {
        encoding->prefix = byte == 0x66 ? P66 : byte == 0xf3 ? PF3 : PF2;
        byte = *encoding->next++;
    }
    if ((byte & 0xf0) == 0x40) {
        encoding->rex = byte;
        byte = *encoding->next++;
    }
    unsigned map = PRIMARY;
    if (byte == 0x0f) {
        map = EXTENDED;
        byte = *encoding->next++;
    }
    encoding->opcode = byte;
    /* Rows without ModRM cover all digits and modes, so what is not there may count as anything. */
    encoding->modrm = *encoding->next;
    unsigned digit = (encoding->modrm >> 3) & 7, mode = encoding->modrm >= 0xc0 ? DIRECT : MEMORY;
    uint16_t line = cells[encoding->prefix][map][byte][digit][mode];
    return line == 0 ? nullptr : &rows[line];
}

/* Operand size in bytes of the general registers, 16 if there are none; 0 if REX.W and the prefix are
 * not as the row wants them. */
static uint8_t decode_width(struct encoding *encoding, const struct row *row) {
    bool wide = (encoding->rex & REX_W) != 0;
    switch ((enum row_width)row->width) {
    case BYTE:
        return wide ? 0 : 1;
    case WORD:
        encoding->rex_used |= encoding->prefix == NP ? REX_W : 0;
        return encoding->prefix == P66 ? 2 : wide ? 8 : 4;
    case LONG:
        encoding->rex_used |= REX_W;
        return wide ? 8 : 4;
    case HALF:
        return wide ? 0 : 4;
    case QUAD:
        encoding->rex_used |= REX_W;
        return wide ? 8 : 0;
    case EIGHT:
        return wide ? 0 : 8;
    case SSE:
        return wide ? 0 : 16;
    }
    return 0;
}

[[gnu::always_inline]] static inline struct operand general_register(struct encoding *encoding, unsigned reg,
                                                                     uint8_t width) {
    if (width == 1 && reg >= 4 && reg < 8) {
        if (encoding->rex == 0)
            return (struct operand){OPERAND_GPR, (uint8_t)(reg - 4), 1, true};
        encoding->rex_used |= 0x40;
    }
    return (struct operand){OPERAND_GPR, (uint8_t)reg, width, false};
}

static struct operand vector_register(unsigned reg) {
    return (struct operand){OPERAND_XMM, (uint8_t)reg, 16, false};
}

static unsigned extend_register(struct encoding *encoding, unsigned low, unsigned bit) {
    encoding->rex_used |= (uint8_t)bit;
    return low + ((encoding->rex & bit) != 0 ? 8 : 0);
}

/* Index and base from the SIB byte. Sets *base_none if the address is 32 bits of displacement and an index.
 */
static bool decode_sib(struct encoding *encoding, struct instruction *instruction, bool *base_none) {
    uint8_t sib = *encoding->next++;
    unsigned base = sib & 7, index = extend_register(encoding, (sib >> 3) & 7, REX_X);
    if (index != REG_RSP) {
        instruction->index = (uint8_t)index;
        instruction->scale = (uint8_t)(1u << (sib >> 6));
    } else if (base != REG_RSP || (sib >> 6) != 0) {
        return false; /* an address that needs no SIB byte, or has no register at all, or a scale without use
                       */
    }
    *base_none = base == REG_RBP && encoding->modrm < 0x40;
    if (!*base_none)
        instruction->base = (uint8_t)extend_register(encoding, base, REX_B);
    return true;
}

/* The address in ModRM, SIB and displacement. */
static bool decode_address(struct encoding *encoding, const struct row *row,
                           struct instruction *instruction) {
    unsigned mod = encoding->modrm >> 6, rm = encoding->modrm & 7;
    size_t displacement_bytes = mod == 0 ? 0 : mod == 1 ? 1 : 4;
    bool fixed = false; /* the displacement has but one form */
    if (rm == REG_RSP) {
        if (!decode_sib(encoding, instruction, &fixed))
            return false;
    } else if (rm == REG_RBP && mod == 0) {
        instruction->base = REG_RIP;
        fixed = true;
    } else {
        instruction->base = (uint8_t)extend_register(encoding, rm, REX_B);
    }
    if (fixed)
        displacement_bytes = 4;
    int64_t displacement = displacement_bytes == 0 ? 0 : fetch_signed(encoding, displacement_bytes);
    if (!fixed && (row->attributes & ANY_DISPLACEMENT) == 0) {
        bool omissible = displacement == 0 && (instruction->base & 7) != REG_RBP;
        if ((displacement_bytes == 1 && omissible) || (displacement_bytes == 4 && fits_int8(displacement)))
            return false;
    }
    instruction->has_mem = true;
    instruction->displacement = (int32_t)displacement;
    return true;
}

/* ModRM.rm as an operand: a general register, an XMM register, or memory, whose accesses are noted. */
[[gnu::always_inline]] static inline struct operand
rm_operand(struct encoding *encoding, const struct row *row, struct instruction *instruction, bool is_dst) {
    uint8_t width = row->memory == SAME ? instruction->width : row->memory;
    if (instruction->has_mem) {
        instruction->mem_width = width;
        instruction->mem_read = !is_dst || (row->attributes & READS) != 0;
        instruction->mem_write = is_dst && (row->attributes & WRITES) != 0;
        instruction->mem_aligned = width == 16 && (row->attributes & UNALIGNED) == 0;
        return (struct operand){OPERAND_MEM, REG_NONE, width, false};
    }
    unsigned reg = extend_register(encoding, encoding->modrm & 7, REX_B);
    return (is_dst ? row->dst : row->src) == XRM ? vector_register(reg)
                                                 : general_register(encoding, reg, width);
}

/* Inlined for dst and for src: this is a quarter of the work. */
[[gnu::always_inline]] static inline struct operand decode_operand(struct encoding *encoding,
                                                                   const struct row *row,
                                                                   struct instruction *instruction,
                                                                   bool is_dst) {
    unsigned reg = (encoding->modrm >> 3) & 7;
    uint8_t width = instruction->width;
    switch ((enum row_operand)(is_dst ? row->dst : row->src)) {
    case NONE:
        break;
    case REG:
        return general_register(encoding, extend_register(encoding, reg, REX_R), width);
    case XREG:
        return vector_register(extend_register(encoding, reg, REX_R));
    case RM:
    case XRM:
        return rm_operand(encoding, row, instruction, is_dst);
    case OPCODE:
        return general_register(encoding, extend_register(encoding, encoding->opcode & 7, REX_B), width);
    case RAX:
        return general_register(encoding, REG_RAX, width);
    case RCX:
        return general_register(encoding, REG_RCX, 1);
    case RDX:
        return general_register(encoding, REG_RDX, width);
    case IMM:
        if (row->immediate == UIMM8 || row->immediate == COUNT || row->immediate == ONE)
            width = 1;
        return (struct operand){OPERAND_IMM, REG_NONE, width, false};
    }
    return (struct operand){OPERAND_NONE, REG_NONE, 0, false};
}

/* The immediate or the branch's target, which end the instruction. False if an encoder has a shorter way. */
static bool decode_immediate(struct encoding *encoding, const struct row *row, uint32_t address,
                             struct instruction *instruction) {
    uint8_t width = instruction->width;
    size_t wide = width == 2 ? 2 : 4;
    int64_t value = 0;
    instruction->has_imm = true;
    switch ((enum row_immediate)row->immediate) {
    case NO_IMM:
        instruction->has_imm = false;
        return true;
    case IMM8:
        instruction->imm = fetch_signed(encoding, 1);
        return true;
    case IMM32:
        instruction->imm = fetch_signed(encoding, wide);
        return true;
    case IMM32_LONG:
        /* Without optimisation LLVM shortens no negative immediate of 32 bits. */
        instruction->imm = fetch_signed(encoding, wide);
        return !fits_int8(instruction->imm) || (instruction->imm < 0 && width == 4);
    case FULL:
        instruction->imm = fetch_signed(encoding, width);
        return width < 8 || !fits_int32(instruction->imm);
    case UIMM8:
    case COUNT:
    case PREDICATE:
        instruction->imm = *encoding->next++;
        return row->immediate == COUNT ? instruction->imm != 1
                                       : row->immediate != PREDICATE || instruction->imm < 8;
    case ONE:
        instruction->imm = 1;
        return true;
    case BRANCH8:
    case BRANCH32:
        instruction->has_imm = false;
        value = fetch_signed(encoding, row->immediate == BRANCH8 ? 1 : 4);
        instruction->target = address + (uint32_t)(encoding->next - encoding->code) + (uint32_t)value;
        return true;
    }
    return false;
}

static bool is_rax(const struct operand *operand) {
    return operand->kind == OPERAND_GPR && operand->reg == REG_RAX && !operand->high;
}

/* Whether an encoder would have used the row for these operands, and set these REX bits. */
static bool is_canonical(const struct encoding *encoding, const struct row *row,
                         const struct instruction *instruction) {
    const struct operand *dst = &instruction->dst, *src = &instruction->src;
    if ((encoding->rex & 0x0f & ~encoding->rex_used) != 0)
        return false;
    if (encoding->rex == 0x40 && (encoding->rex_used & 0x40) == 0)
        return false;
    if ((row->attributes & NOT_RAX) != 0 && is_rax(dst))
        return false;
    /* XCHG has a form for rax and another register. With itself it clears the upper half of rax if the width
     * is 4 and is a NOP otherwise; the short form of the first would be the NOP of one byte. */
    if ((row->attributes & XCHG_SHORT) != 0 && is_rax(dst))
        return false;
    if ((row->attributes & XCHG_LONG) != 0 && (is_rax(dst) || is_rax(src)))
        return is_rax(dst) && is_rax(src) && instruction->width == 4;
    return true;
}

static bool depends_on_dst(const struct row *row, const struct instruction *instruction) {
    bool same = instruction->src.kind == OPERAND_XMM && instruction->src.reg == instruction->dst.reg;
    return (row->attributes & READS) != 0 && !((row->attributes & SELF) != 0 && same);
}

static bool decode_row(struct encoding *encoding, const struct row *row, uint32_t address,
                       struct instruction *instruction) {
    instruction->operation = row->operation;
    instruction->width = decode_width(encoding, row);
    if (instruction->width == 0)
        return false;
    if (row->has_modrm) {
        encoding->next++;
        if (encoding->modrm < 0xc0 && !decode_address(encoding, row, instruction))
            return false;
    }
    instruction->dst = decode_operand(encoding, row, instruction, true);
    instruction->src = decode_operand(encoding, row, instruction, false);
    if (!decode_immediate(encoding, row, address, instruction) || !is_canonical(encoding, row, instruction))
        return false;
    if (row->operation == OP_SETCC || row->operation == OP_CMOV || row->operation == OP_JCC)
        instruction->condition = encoding->opcode & 15;
    instruction->flags_read = (row->attributes & FLAGS_IN) != 0;
    instruction->flags_write = (row->attributes & FLAGS_OUT) != 0;
    instruction->dst_write_only = row->operation >= OP_SSE && !depends_on_dst(row, instruction);
    instruction->length = (uint8_t)(encoding->next - encoding->code);
    return true;
}

bool decode_instruction(const uint8_t *code, size_t bytes, uint32_t address,
                        struct instruction *instruction) {
    const struct instruction blank = {
        .dst = {.reg = REG_NONE},
        .src = {.reg = REG_NONE},
        .base = REG_NONE,
        .index = REG_NONE,
        .scale = 1,
    };
    uint8_t window[WINDOW_BYTES] = {0};
    if (bytes < WINDOW_BYTES) {
        for (size_t i = 0; i < bytes; i++)
            window[i] = code[i];
        code = window;
    }
    *instruction = blank;
    struct encoding encoding = {.code = code, .next = code};
    const struct row *row = decode_opcode(&encoding);
    if (row != nullptr && decode_row(&encoding, row, address, instruction))
        return instruction->length <= bytes && instruction->length <= INSTRUCTION_BYTES_MAX;
    /* No row covers padding. */
    *instruction = blank;
    instruction->operation = OP_NOP;
    instruction->length = (uint8_t)padding_length(code, bytes);
    return instruction->length > 0;
}
