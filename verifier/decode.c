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
    WINDOW_BYTES = 16, /* more than prefix, REX, two of opcode, ModRM, SIB, displacement and immediate of 4 */
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

enum { REX_B = 1, REX_X = 2, REX_R = 4, REX_W = 8 };

/* What a row, the mode, the operand size prefix and REX.W decide. */
struct row {
    struct instruction prototype; /* OP_INVALID if REX.W is not as the row wants it */
    uint8_t dst_place,
        src_place; /* the byte of what name_registers gives that names the operand's register */
    uint8_t rex;   /* bits that have a use, those of an address apart */
    uint8_t immediate;
    bool has_modrm, has_condition;
    uint16_t attributes;
};

enum { PREFIXED = 1, WIDE = 2, VARIANT_COUNT = 4 }; /* the operand size prefix; REX.W */

#define IS_RM(operand) ((operand) == RM || (operand) == XRM)
#define IS_REG(operand) ((operand) == REG || (operand) == XREG)
#define IN_MEMORY(operand, mode) (IS_RM(operand) && (mode) == MEMORY)
/* Operand size in bytes of the general registers, 16 if there are none; 0: refused. */
#define WIDTH(width, variant)                                                                                \
    ((width) == WORD && (variant) == PREFIXED          ? 2                                                   \
     : (width) == WORD && (variant) == PREFIXED + WIDE ? 0                                                   \
     : (width) == WORD || (width) == LONG              ? ((variant) >= WIDE ? 8 : 4)                         \
     : (width) == QUAD                                 ? ((variant) >= WIDE ? 8 : 0)                         \
     : (variant) >= WIDE                               ? 0                                                   \
     : (width) == BYTE                                 ? 1                                                   \
     : (width) == HALF                                 ? 4                                                   \
     : (width) == EIGHT                                ? 8                                                   \
                                                       : 16)
#define OPERAND_KIND(operand, mode)                                                                          \
    ((operand) == NONE                       ? OPERAND_NONE                                                  \
     : (operand) == IMM                      ? OPERAND_IMM                                                   \
     : IN_MEMORY(operand, mode)              ? OPERAND_MEM                                                   \
     : (operand) == XREG || (operand) == XRM ? OPERAND_XMM                                                   \
                                             : OPERAND_GPR)
#define OPERAND_REG(operand, mode)                                                                           \
    ((operand) == RCX                                                    ? REG_RCX                           \
     : (operand) == RDX                                                  ? REG_RDX                           \
     : (operand) == NONE || (operand) == IMM || IN_MEMORY(operand, mode) ? REG_NONE                          \
                                                                         : 0)
#define OPERAND_WIDTH(operand, mode, width, memory, immediate)                                               \
    ((operand) == NONE                                                                          ? 0          \
     : ((operand) == RM || IN_MEMORY(operand, mode)) && (memory) != SAME                        ? (memory)   \
     : !IN_MEMORY(operand, mode) && ((operand) == XREG || (operand) == XRM)                     ? 16         \
     : (operand) == RCX                                                                         ? 1          \
     : (operand) == IMM && ((immediate) == UIMM8 || (immediate) == COUNT || (immediate) == ONE) ? 1          \
                                                                                                : (width))
/* Which byte of what name_registers gives is added to OPERAND_REG, and the bit of REX that is in it. */
#define OPERAND_PLACE(operand, mode)                                                                         \
    (IS_REG(operand) ? 0 : (operand) == OPCODE ? 2 : IS_RM(operand) && (mode) == DIRECT ? 1 : 3)
#define OPERAND_REX(operand, mode)                                                                           \
    (IS_REG(operand) ? REX_R : (operand) == OPCODE || (IS_RM(operand) && (mode) == DIRECT) ? REX_B : 0)
#define ENTRY(mode, variant, operation_, width_, dst_, src_, memory, immediate_, attributes_)                \
    {                                                                                                        \
        .prototype =                                                                                         \
            {                                                                                                \
                .operation = WIDTH(width_, variant) == 0 ? OP_INVALID : operation_,                          \
                .width = WIDTH(width_, variant),                                                             \
                .dst = {OPERAND_KIND(dst_, mode), OPERAND_REG(dst_, mode),                                   \
                        OPERAND_WIDTH(dst_, mode, WIDTH(width_, variant), memory, immediate_), false},       \
                .src = {OPERAND_KIND(src_, mode), OPERAND_REG(src_, mode),                                   \
                        OPERAND_WIDTH(src_, mode, WIDTH(width_, variant), memory, immediate_), false},       \
                .has_mem = (mode) == MEMORY && HAS_MODRM(dst_, src_, memory),                                \
                .base = REG_NONE,                                                                            \
                .index = REG_NONE,                                                                           \
                .scale = 1,                                                                                  \
                .mem_width = !IN_MEMORY(dst_, mode) && !IN_MEMORY(src_, mode) ? 0                            \
                             : (memory) == SAME                               ? WIDTH(width_, variant)       \
                                                                              : (memory),                                                  \
                .mem_read =                                                                                  \
                    IN_MEMORY(src_, mode) || (IN_MEMORY(dst_, mode) && ((attributes_) & READS) != 0),        \
                .mem_write = IN_MEMORY(dst_, mode) && ((attributes_) & WRITES) != 0,                         \
                .mem_aligned = (IN_MEMORY(dst_, mode) || IN_MEMORY(src_, mode)) && (memory) == 16 &&         \
                               ((attributes_) & UNALIGNED) == 0,                                             \
                .dst_write_only = (operation_) >= OP_SSE && ((attributes_) & READS) == 0,                    \
                .flags_read = ((attributes_) & FLAGS_IN) != 0,                                               \
                .flags_write = ((attributes_) & FLAGS_OUT) != 0,                                             \
            },                                                                                               \
        .dst_place = OPERAND_PLACE(dst_, mode),                                                              \
        .src_place = OPERAND_PLACE(src_, mode),                                                              \
        .rex =                                                                                               \
            OPERAND_REX(dst_, mode) | OPERAND_REX(src_, mode) |                                              \
            ((width_) == LONG || (width_) == QUAD || ((width_) == WORD && !((variant) & PREFIXED)) ? REX_W   \
                                                                                                   : 0),     \
        .immediate = immediate_,                                                                             \
        .has_modrm = HAS_MODRM(dst_, src_, memory),                                                          \
        .has_condition = (operation_) == OP_SETCC || (operation_) == OP_CMOV || (operation_) == OP_JCC,      \
        .attributes = attributes_,                                                                           \
    }
#define HAS_MODRM(dst, src, memory) (IS_RM(dst) || IS_RM(src) || (memory) == ADDRESS)
#define ENTRIES(mode, ...)                                                                                   \
    {ENTRY(mode, 0, __VA_ARGS__), ENTRY(mode, PREFIXED, __VA_ARGS__), ENTRY(mode, WIDE, __VA_ARGS__),        \
     ENTRY(mode, PREFIXED + WIDE, __VA_ARGS__)}

/* Rows by their line in decode.def; line 0 is no row. */
static const struct row rows[][MODE_COUNT][VARIANT_COUNT] = {
#define ROW(mnemonic, prefix, map, opcode, digit, mode, ...)                                                 \
    [__LINE__] = {ENTRIES(MEMORY, __VA_ARGS__), ENTRIES(DIRECT, __VA_ARGS__)},
#include "decode.def"
#undef ROW
};

static const uint16_t cells[PREFIX_COUNT][MAP_COUNT][256][8][MODE_COUNT] = {
#define ROW(mnemonic, prefix, map, opcode, digit, mode, ...) [prefix][map][opcode][digit][mode] = __LINE__,
#include "decode.def"
#undef ROW
};

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

/* Prefixes and opcode; finds the row, or the one of no operation. */
static const struct row *decode_opcode(struct encoding *encoding) {
    static const uint8_t prefixes[256] = {[0x66] = P66, [0xf3] = PF3, [0xf2] = PF2};
    uint8_t byte = *encoding->next++;
    encoding->prefix = prefixes[byte];
    if (encoding->prefix != NP)
        byte = *encoding->next++;
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
    unsigned variant = (encoding->prefix == P66 ? PREFIXED : 0) + ((encoding->rex & REX_W) != 0 ? WIDE : 0);
    return &rows[cells[encoding->prefix][map][byte][digit][mode]][mode][variant];
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
    instruction->displacement = (int32_t)displacement;
    return true;
}

/* The registers that operands can name, a byte each: ModRM.reg, ModRM.rm, the opcode's, 0. */
static uint32_t name_registers(const struct encoding *encoding) {
    const unsigned modrm = encoding->modrm, rex = encoding->rex, opcode = encoding->opcode;
    const unsigned high = (rex & REX_B) * 8;
    return ((modrm >> 3) & 7) | (rex & REX_R) * 2 | ((modrm & 7) | high) << 8 | ((opcode & 7) | high) << 16;
}

/* Of the byte registers 4 to 7 are spl, bpl, sil and dil with REX, else ah, ch, dh and bh. */
static void decode_byte_register(struct encoding *encoding, struct operand *operand) {
    if (operand->kind != OPERAND_GPR || operand->width != 1 || (operand->reg & 0xc) != 4)
        return;
    if (encoding->rex != 0)
        encoding->rex_used |= 0x40;
    else
        *operand = (struct operand){OPERAND_GPR, operand->reg - 4, 1, true};
}
/* The immediate or the branch's target, which end the instruction. False if an encoder has a shorter way. */
static bool decode_immediate(struct encoding *encoding, const struct row *row, uint32_t address,
                             struct instruction *instruction) {
    uint8_t width = instruction->width;
    size_t wide = width == 2 ? 2 : 4;
    int64_t value = 0;
    switch ((enum row_immediate)row->immediate) {
    case NO_IMM:
        return true;
    case IMM8:
        value = fetch_signed(encoding, 1);
        break;
    case IMM32:
        value = fetch_signed(encoding, wide);
        break;
    case IMM32_LONG:
        /* Without optimisation LLVM shortens no negative immediate of 32 bits. */
        value = fetch_signed(encoding, wide);
        if (fits_int8(value) && (value >= 0 || width != 4))
            return false;
        break;
    case FULL:
        value = fetch_signed(encoding, width);
        if (width == 8 && fits_int32(value))
            return false;
        break;
    case UIMM8:
    case COUNT:
    case PREDICATE:
        value = *encoding->next++;
        if ((row->immediate == COUNT && value == 1) || (row->immediate == PREDICATE && value >= 8))
            return false;
        break;
    case ONE:
        value = 1;
        break;
    case BRANCH8:
    case BRANCH32:
        value = fetch_signed(encoding, row->immediate == BRANCH8 ? 1 : 4);
        instruction->target = address + (uint32_t)(encoding->next - encoding->code) + (uint32_t)value;
        return true;
    }
    instruction->has_imm = true;
    instruction->imm = value;
    return true;
}

static bool is_rax(const struct operand *operand) {
    return operand->kind == OPERAND_GPR && operand->reg == REG_RAX && !operand->high;
}

/* Whether an encoder would have used the row for these operands, and set these REX bits. */
static bool is_canonical(const struct encoding *encoding, const struct row *row,
                         const struct instruction *instruction) {
    const struct operand *dst = &instruction->dst, *src = &instruction->src;
    if ((encoding->rex & 15 & ~encoding->rex_used) != 0)
        return false;
    if (encoding->rex == 0x40 && encoding->rex_used < 0x40)
        return false;
    if ((row->attributes & (NOT_RAX | XCHG_LONG | XCHG_SHORT)) == 0)
        return true;
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

static bool decode_row(struct encoding *encoding, const struct row *row, uint32_t address,
                       struct instruction *instruction) {
    *instruction = row->prototype;
    encoding->rex_used = row->rex;
    encoding->next += row->has_modrm;
    if (instruction->has_mem && !decode_address(encoding, row, instruction))
        return false;
    const uint32_t registers = name_registers(encoding);
    instruction->dst.reg |= (uint8_t)(registers >> 8 * row->dst_place);
    instruction->src.reg |= (uint8_t)(registers >> 8 * row->src_place);
    decode_byte_register(encoding, &instruction->dst);
    decode_byte_register(encoding, &instruction->src);
    if (!decode_immediate(encoding, row, address, instruction) || !is_canonical(encoding, row, instruction))
        return false;
    if (row->has_condition)
        instruction->condition = encoding->opcode & 15;
    if ((row->attributes & SELF) != 0 && instruction->src.kind == OPERAND_XMM &&
        instruction->src.reg == instruction->dst.reg)
        instruction->dst_write_only = true;
    instruction->length = (uint8_t)(encoding->next - encoding->code);
    return true;
}

bool decode_instruction(const uint8_t *code, size_t bytes, uint32_t address,
                        struct instruction *instruction) {
    uint8_t window[WINDOW_BYTES];
    if (bytes < WINDOW_BYTES) {
        for (size_t i = 0; i < WINDOW_BYTES; i++)
            window[i] = i < bytes ? code[i] : 0;
        code = window;
    }
    struct encoding encoding = {.code = code, .next = code};
    const struct row *row = decode_opcode(&encoding);
    if (row->prototype.operation != OP_INVALID && decode_row(&encoding, row, address, instruction))
        return instruction->length <= bytes && instruction->length <= INSTRUCTION_BYTES_MAX;
    /* No row covers padding. */
    *instruction = (struct instruction){.operation = OP_NOP,
                                        .dst = {.reg = REG_NONE},
                                        .src = {.reg = REG_NONE},
                                        .base = REG_NONE,
                                        .index = REG_NONE,
                                        .scale = 1,
                                        .length = (uint8_t)padding_length(code, bytes)};
    return instruction->length > 0;
}
