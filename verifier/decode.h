/* The decoder: bytes to one instruction of the table in decode.def, or a refusal.
 *
 * Only what is listed in decode.def decodes, and only in the encoding an encoder would produce: no
 * redundant prefix, no wider displacement or immediate than needed where LLVM would use the short one
 * (branches may be rel8 or rel32 alike), NOPs only as LLVM pads. An instruction lists everything that
 * it reads and writes; the checker relies on nothing else. */
#ifndef VERIFIER_DECODE_H
#define VERIFIER_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    REG_RAX,
    REG_RCX,
    REG_RDX,
    REG_RBX,
    REG_RSP,
    REG_RBP,
    REG_RSI,
    REG_RDI,
    REG_R8,
    REG_R15 = 15,
    REG_NONE = 16,
    REG_RIP = 17
};

enum operand_kind { OPERAND_NONE, OPERAND_GPR, OPERAND_XMM, OPERAND_IMM, OPERAND_MEM };

/* Width in bytes: 1 2 4 8 (GPR, IMM, MEM), 16 (XMM, MEM; for an XMM operand always 16). `high`: ah ch dh bh.
 */
struct operand {
    uint8_t kind, reg, width;
    bool high;
};

/* What an instruction does, as far as the checker distinguishes. Two-operand forms: dst op= src. */
enum operation {
    OP_INVALID,
    OP_MOV,   /* dst = src (GPR, IMM, MEM) */
    OP_MOVZX, /* dst = zero-extended src */
    OP_MOVSX, /* dst = sign-extended src; movsxd included */
    OP_LEA,   /* dst = address of mem; nothing is accessed */
    OP_ADD,
    OP_SUB,
    OP_AND,
    OP_OR,
    OP_XOR,
    OP_ADC,
    OP_SBB, /* dst op= src; flags */
    OP_CMP,
    OP_TEST, /* flags only; dst is read */
    OP_INC,
    OP_DEC,
    OP_NEG,
    OP_NOT, /* dst only */
    OP_SHL,
    OP_SHR,
    OP_SAR,
    OP_ROL,
    OP_ROR, /* src: IMM (width 1) or GPR rcx width 1 */
    OP_SHLD,
    OP_SHRD, /* dst, src GPR; count: `imm` if has_imm, else cl is read too */
    OP_IMUL, /* dst = dst * src, or with has_imm: dst = src * imm */
    OP_MUL1,
    OP_IMUL1,
    OP_DIV,
    OP_IDIV, /* one operand (src); rax and rdx implied; width 1 uses ax only */
    OP_CBW,  /* sign-extend al/ax/eax into ax/eax/rax; dst = rax of `width` */
    OP_CWD,  /* sign of rax into rdx; dst = rdx of `width`, src = rax of `width` */
    OP_SETCC,
    OP_CMOV,
    OP_JCC, /* condition; CMOV writes dst always (32-bit form zero-extends always) */
    OP_BT,
    OP_BTS,
    OP_BTR,
    OP_BTC, /* src GPR or IMM; dst GPR, of BT with IMM also MEM */
    OP_BSF,
    OP_BSR,
    OP_TZCNT, /* may leave dst as it was when src is 0: result unknown */
    OP_BSWAP,
    OP_XCHG, /* XCHG: two GPRs only */
    OP_PUSH,
    OP_POP, /* 64-bit; PUSH: src GPR, IMM or MEM; POP: dst GPR */
    OP_LEAVE,
    OP_RET,
    OP_CALL,
    OP_CALL_INDIRECT,
    OP_JMP, /* CALL, JMP, JCC: `target`; CALL_MEM: mem, always RIP-relative */
    OP_NOP,
    OP_UD1,
    OP_UD2,         /* UD1: never executes on; its operands only carry information for a message */
    OP_SSE,         /* any SSE/SSE2 data operation: reads src and, unless dst_write_only, dst; writes dst */
    OP_SSE_COMPARE, /* ucomiss and so on: reads dst and src, writes flags; the comparison is not remembered */
    OP_SSE_TO_GPR,  /* movd/movq/cvttsd2si/pmovmskb/pextrw ...: dst GPR, plain integer result */
    OP_SSE_FROM_GPR, /* movd/movq/cvtsi2sd/pinsrw ...: dst XMM, src GPR or MEM */
    OP_SSE_STORE,    /* movss/movsd/movaps/movups/movd/movq/movlps/movhps to memory: dst MEM, src XMM */
    OP_COUNT
};

struct instruction {
    uint8_t length;    /* bytes, 1..15 */
    uint8_t operation; /* enum operation */
    uint8_t width;     /* operand size in bytes of the general-register part: 1 2 4 8; 16 for pure SSE */
    uint8_t condition; /* 0..15 as in the opcode, for SETCC CMOV JCC */
    struct operand dst, src;
    bool has_imm;
    /* Exactly one of dst, src is OPERAND_MEM (src of CALL_MEM); or LEA, or UD1 with an address, where neither
     * is. Padding has no operands at all. */
    bool has_mem;
    uint8_t base, index,
        scale;         /* base: register, REG_NONE or REG_RIP; index: register or REG_NONE; scale 1 2 4 8 */
    uint8_t mem_width; /* bytes accessed, 0 for LEA, NOP and UD1 */
    bool mem_read, mem_write;
    bool mem_aligned; /* faults unless 16-byte aligned (a trap, not a safety matter) */
    bool
        dst_write_only; /* OP_SSE..: dst's old value does not matter (moves, xor of a register with itself) */
    bool flags_read, flags_write; /* flags_write: any flag may change, so a remembered comparison is gone */
    int64_t imm; /* sign-extended as the instruction does; for a 32-bit operation its low 32 bits count */
    int32_t displacement;
    uint32_t
        target; /* CALL JMP JCC: address = address of this instruction + length + displacement, mod 2^32 */
};

/* Decode the instruction at code[0..bytes). `address` is that of code[0] (for `target`). True on success;
 * false if it is not in the table, not canonical, or longer than `bytes`. Never reads past `bytes`. */
bool decode_instruction(const uint8_t *code, size_t bytes, uint32_t address, struct instruction *instruction);

#endif
