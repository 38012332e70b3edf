/* Traps' messages, see trap.h. Decodes only the forms of `ud1` that vcc emits for a failed check (Intel SDM,
 * volume 2, UD1: 0F B9 /r):
 *   ud1 %length, %index          two registers, a bounds check: ModRM.reg holds the index, ModRM.rm the length
 *   ud1 NUMBER(%base), %check    ModRM.reg is which check, enum check; NUMBER, of whatever size, and the register
 *                                mean what the check says; some checks use neither
 * Any other `ud1` gets a plain message. */
#include "trap.h"

#include "decode.h"
#include "text.h"

/* The checks of the memory form. */
enum check {
    CHECK_BOUNDS = 0,   /* base: the index, NUMBER: the length */
    CHECK_TYPE = 1,     /* base: the reference, NUMBER: the type's */
    CHECK_FUNCTION = 2, /* a null function pointer */
    CHECK_MEMORY = 3,
    CHECK_START = 4,
    CHECK_COUNT = 5, /* base: the count */
    CHECK_NULL = 6,  /* a null pointer that is about to be followed */
    CHECK_ARGUMENT = 7,
};

struct operands {
    uint64_t base, number;
};

enum {
    REX_R = 4,
    REX_B = 1,
    MODRM_MEMORY = 0,
    MODRM_MEMORY_DISP8 = 1,
    MODRM_MEMORY_DISP32 = 2,
    MODRM_REGISTER = 3
};
enum { RM_SIB = 4, RM_NO_BASE = 5, SIB_NO_INDEX = 4 };

static uint32_t read_u32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* Is the instruction a `ud1` at all? On true, *at is the offset of its ModRM byte and *rex its prefix, or 0.
 */
static bool find_modrm(const struct trap *trap, size_t *at, unsigned *rex) {
    size_t i = 0;
    *rex = 0;
    if (trap->code_bytes > 0 && (trap->code[0] & 0xf0) == 0x40)
        *rex = trap->code[i++];
    if (trap->code_bytes < i + 3 || trap->code[i] != 0x0f || trap->code[i + 1] != 0xb9)
        return false;
    *at = i + 2;
    return true;
}

/* The memory operand at the ModRM byte: the base register's value and the displacement. */
static bool read_memory(const struct trap *trap, size_t at, unsigned rex, struct operands *operands) {
    const uint8_t modrm = trap->code[at];
    unsigned rm = modrm & 7u;
    at++;
    if (rm == RM_SIB) {
        if (trap->code_bytes < at + 1 || ((trap->code[at] >> 3) & 7) != SIB_NO_INDEX)
            return false;
        rm = trap->code[at++] & 7u;
    }
    const unsigned mode = modrm >> 6;
    const size_t displacement_bytes = mode == MODRM_MEMORY ? 0 : mode == MODRM_MEMORY_DISP8 ? 1 : 4;
    if (trap->code_bytes < at + displacement_bytes || (mode == MODRM_MEMORY && rm == RM_NO_BASE))
        return false;
    operands->base = trap->registers[rm | (rex & REX_B ? 8u : 0u)];
    operands->number = 0;
    if (mode == MODRM_MEMORY_DISP8)
        operands->number = trap->code[at];
    else if (mode == MODRM_MEMORY_DISP32)
        operands->number = read_u32(trap->code + at);
    return true;
}

/* #DE is raised for a divisor of zero and for a quotient that does not fit, as of INT_MIN / -1. */
static void add_divide(struct text *text, const struct trap *trap) {
    struct instruction instruction;
    if (!decode_instruction(trap->code, trap->code_bytes, 0, &instruction) ||
        (instruction.operation != OP_DIV && instruction.operation != OP_IDIV) ||
        instruction.src.kind != OPERAND_GPR || instruction.src.high) {
        text_add(text, "division by zero, or a quotient that does not fit");
        return;
    }
    const unsigned bits = 8u * instruction.src.width;
    const uint64_t divisor = trap->registers[instruction.src.reg & 15] << (64 - bits) >> (64 - bits);
    text_add(text, divisor == 0 ? "division by zero" : "the quotient of a division does not fit");
}

static void add_bounds(struct text *text, uint64_t index, uint64_t length) {
    text_add(text, "index ");
    text_add_signed(text, (int64_t)index);
    text_add(text, " out of bounds for length ");
    text_add_number(text, length);
}

/* What the memory form says; false if nothing that is known. */
static bool add_check(struct text *text, const struct trap *trap, size_t at, unsigned rex) {
    struct operands operands;
    switch (((trap->code[at] >> 3) & 7u) | (rex & REX_R ? 8u : 0u)) {
    case CHECK_BOUNDS:
        if (!read_memory(trap, at, rex, &operands))
            return false;
        add_bounds(text, operands.base, operands.number);
        return true;
    case CHECK_TYPE:
        text_add(text, "the object is not of the type that the pointer is cast to");
        return true;
    case CHECK_FUNCTION:
        text_add(text, "null function pointer called");
        return true;
    case CHECK_MEMORY:
        text_add(text, "out of memory: the heap's limit leaves no room");
        return true;
    case CHECK_START:
        text_add(text, "the pointer is not to the start of an object, or not into an array of its type");
        return true;
    case CHECK_COUNT:
        if (!read_memory(trap, at, rex, &operands))
            return false;
        text_add(text, "the count ");
        text_add_signed(text, (int64_t)operands.base);
        text_add(text, " is larger than the object");
        return true;
    case CHECK_NULL:
        text_add(text, "null pointer dereferenced");
        return true;
    case CHECK_ARGUMENT:
        text_add(text, "va_arg wants another type than that of the argument");
        return true;
    default:
        return false;
    }
}

static void add_illegal(struct text *text, const struct trap *trap) {
    size_t at;
    unsigned rex;
    if (!find_modrm(trap, &at, &rex)) {
        text_add(text, "reached a place that cannot be reached");
        return;
    }
    const uint8_t modrm = trap->code[at];
    if (modrm >> 6 == MODRM_REGISTER)
        add_bounds(text, trap->registers[((modrm >> 3) & 7u) | (rex & REX_R ? 8u : 0u)],
                   trap->registers[(modrm & 7u) | (rex & REX_B ? 8u : 0u)]);
    else if (!add_check(text, trap, at, rex))
        text_add(text, "a run-time check failed");
}

static void add_memory(struct text *text, const struct trap *trap) {
    switch (trap->region) {
    case TRAP_REGION_NULL:
        text_add(text, "null pointer dereferenced");
        return;
    case TRAP_REGION_STACK:
        text_add(text, "stack overflow");
        return;
    case TRAP_REGION_READ_ONLY:
        text_add(text, "write to read-only memory at ");
        break;
    case TRAP_REGION_NONE:
        text_add(text, "access to unmapped memory at ");
        break;
    }
    text_add_hex(text, trap->address);
}

void trap_format(const struct trap *trap, char *buffer, size_t bytes) {
    struct text text = text_start(buffer, bytes);
    text_add(&text, trap->place);
    text_add(&text, ": ");
    switch (trap->fault) {
    case TRAP_DIVIDE:
        add_divide(&text, trap);
        return;
    case TRAP_ILLEGAL:
        add_illegal(&text, trap);
        return;
    case TRAP_MEMORY:
        add_memory(&text, trap);
        return;
    case TRAP_OTHER:
        text_add(&text, "a misaligned access, or another fault of the processor");
        return;
    }
}
