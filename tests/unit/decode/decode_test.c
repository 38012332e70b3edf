/* Encodings chosen by hand: what must be refused and why, what padding is, and the fields of instructions
 * that the enumeration cannot judge (it takes the meaning of imm and target from Zydis). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "decode.h"

enum { CODE_MAX = 24 };

/* Bytes from "0f 1f 00"; returns how many. */
static size_t parse_hex(const char *text, uint8_t code[CODE_MAX]) {
    size_t count = 0;
    for (; *text != 0; text++) {
        if (*text == ' ')
            continue;
        uint8_t byte = 0;
        for (int i = 0; i < 2; i++, text++) {
            assert_true((*text >= '0' && *text <= '9') || (*text >= 'a' && *text <= 'f'));
            byte = (uint8_t)(byte * 16 + (*text <= '9' ? *text - '0' : *text - 'a' + 10));
        }
        text--;
        assert_true(count < CODE_MAX);
        code[count++] = byte;
    }
    return count;
}

static bool decode_hex(const char *text, struct instruction *instruction) {
    uint8_t code[CODE_MAX];
    size_t bytes = parse_hex(text, code);
    return decode_instruction(code, bytes, 0x1000, instruction) && instruction->length == bytes;
}

static void expect_refused(const char *text) {
    uint8_t code[CODE_MAX] = {0};
    struct instruction instruction;
    parse_hex(text, code);
    if (decode_instruction(code, CODE_MAX, 0x1000, &instruction))
        fail_msg("%s decodes as operation %d of %d bytes", text, instruction.operation, instruction.length);
}

static void refuses_what_is_not_listed(void **state) {
    (void)state;
    static const char *const list[] = {
        "f4",
        "fa",
        "fb",
        "cc",
        "cd 80",
        "ce",
        "cf",
        "f1", /* hlt cli sti int3 int into iret int1 */
        "e4 10",
        "e6 10",
        "ec",
        "ee",
        "6c",
        "6e", /* in out ins outs */
        "0f 05",
        "0f 34",
        "0f 07",
        "0f 35", /* syscall sysenter sysret sysexit */
        "0f a2",
        "0f 31",
        "0f 30",
        "0f 32",
        "0f 01 d0", /* cpuid rdtsc wrmsr rdmsr xgetbv */
        "9d",
        "9c",
        "9e",
        "9f",
        "fc",
        "fd",
        "f8",
        "f9",
        "f5", /* flags */
        "0f 20 c0",
        "0f 22 c0",
        "0f 00 d8",
        "0f 01 18", /* control registers, ltr, lidt */
        "8e d8",
        "8c d8",
        "0f a0",
        "0f a1", /* segment registers */
        "ff e0",
        "ff 20",
        "ff 25 00 00 00 00", /* indirect jumps */
        "48 ff d0",
        "66 ff d0",
        "ff 50 00",
        "ff 54 24 00",
        "3e ff d0", /* indirect calls with a prefix or a displacement that says nothing */
        "ff 18",
        "ff 28",
        "cb",
        "ca 08 00",
        "c2 08 00", /* far calls, jumps, returns; ret n */
        "f3 c3",
        "f2 c3",
        "f3 90", /* rep ret, bnd ret, pause */
        "a4",
        "f3 a4",
        "f3 48 a5",
        "f3 aa",
        "f2 ae",
        "a6", /* string operations */
        "f0 01 08",
        "f0 48 0f c1 08",
        "0f c1 08",
        "0f b1 08", /* lock, xadd, cmpxchg */
        "0f c7 08",
        "86 08",
        "87 08", /* cmpxchg8b, xchg with memory (locks) */
        "0f a3 08",
        "0f ab 08",
        "0f ba 28 03", /* bit numbers beyond a memory operand; bts to memory */
        "d9 00",
        "db e3",
        "0f 77",
        "0f 6f c1",
        "9b", /* x87, MMX, fwait */
        "c5 f8 28 c1",
        "c4 e2 79 18 c1",
        "62 f1 7c 48 28 c1", /* VEX, EVEX */
        "66 0f 38 00 c1",
        "66 0f 3a 0f c1 03",
        "f3 0f b8 c1", /* SSSE3, popcnt */
        "64 8b 08",
        "65 48 8b 08",
        "2e 75 10",
        "3e 8b 08", /* segment overrides, branch hints */
        "67 8b 08",
        "67 8d 08", /* 32-bit addresses */
        "a0 00 00 00 00 00 00 00 00",
        "48 a3 00 00 00 00", /* absolute addresses of 64 bits */
        "c8 10 00 00",
        "d7",
        "8f 00",
        "8f c0", /* enter, xlat, pop to rm */
        "0f ae 10",
        "0f ae 18",
        "0f ae e8",
        "0f ae f8", /* ldmxcsr stmxcsr lfence sfence */
        "0f e7 08",
        "66 0f e7 08",
        "0f 2b 08",
        "0f c3 08", /* non-temporal stores */
        "66 0f f7 c1",
        "0f 18 08",
        "0f 0d 08", /* maskmovdqu, prefetches */
        "f3 0f 1e fa",
        "0f ff c0",
        "0f 38 f0 08", /* endbr64, ud0, movbe */
        "d0 d0",
        "d1 d8",
        "c1 d0 03", /* rcl, rcr */
        "e3 10",
        "e2 10",
        "e0 10", /* jrcxz, loops */
        "06",
        "0e",
        "27",
        "60",
        "62 00",
        "82 c0 01",
        "d4 0a",
        "ea",
        "9a", /* not in 64-bit mode */
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        expect_refused(list[i]);
}

static void refuses_other_encodings(void **state) {
    (void)state;
    static const char *const list[] = {
        "8b c1",
        "03 c1",
        "8a c1",
        "3b c1", /* register forms that load */
        "0f 29 c1",
        "0f 11 c1",
        "66 0f 7f c1",
        "66 0f d6 c1", /* register forms that store */
        "8b 40 00",
        "8b 80 01 00 00 00",
        "8b 80 00 00 00 00", /* displacements wider than needed */
        "8b 44 24 00",
        "8b 84 24 7f 00 00 00",
        "8b 04 20",
        "8b 04 60",
        "8b 04 64",             /* SIB byte or scale without use */
        "8b 04 25 00 00 00 00", /* an address without register */
        "81 c1 01 00 00 00",
        "48 81 c1 80 ff ff ff",
        "81 c1 7f 00 00 00", /* immediates wider than needed */
        "66 81 c1 ff ff",
        "69 c1 05 00 00 00",
        "68 01 00 00 00",
        "81 c0 00 01 00 00",
        "80 c0 01",
        "f7 c0 01 00 00 00",
        "f6 c0 01",
        "66 81 c0 00 01", /* rax has its own form */
        "c1 e0 01",
        "c0 e0 01", /* a shift by one has its own form */
        "c7 c0 01 00 00 00",
        "c6 c0 01",
        "66 c7 c0 01 00", /* mov of an immediate to a register */
        "48 b8 01 00 00 00 00 00 00 00",
        "48 b8 ff ff ff ff ff ff ff ff",
        "48 b8 00 00 00 80 ff ff ff ff",
        "87 d8",
        "87 c3",
        "48 87 c0",
        "66 87 d8",
        "48 90", /* xchg with rax has its own form */
        "40 89 c8",
        "40 b8 00 00 00 00",
        "40 c3", /* REX without use */
        "42 89 c8",
        "42 8b 08",
        "44 83 c1 05",
        "41 6a 01",
        "40 88 c1",
        "40 8a 08", /* ... by no register that needs it */
        "48 c3",
        "48 50",
        "48 e8 00 00 00 00",
        "48 e9 00 00 00 00",
        "48 ff 35 00 00 00 00",
        "48 58",
        "48 0f 94 c0",
        "48 0f 28 c1",
        "48 0f 50 c1",
        "66 48 89 c8",
        "66 48 0f c5 c1 01",
        "41 8b 05 00 00 00 00", /* REX.B of a RIP-relative operand */
        "48 48 89 c8",
        "48 66 89 c8",
        "66 66 89 c8", /* repeated or misplaced prefixes */
        "f3 89 c8",
        "f2 01 c8",
        "66 c3",
        "66 50",
        "66 e8 00 00 00 00",
        "66 74 05",
        "66 0f 94 c0",
        "66 88 c8",
        "66 0f c8",
        "f2 0f 28 c1",
        "66 f3 0f bc c1",
        "0f 94 c8", /* ModRM.reg without use */
        "f6 c9 01",
        "f7 c9 00 00 00 00",
        "c0 f0 02",
        "d1 f0",       /* aliases */
        "0f c2 c1 08", /* reserved predicates */
        "63 c1",
        "66 63 c1",
        "66 0f bf c1",
        "66 0f b7 c1", /* moves that extend nothing */
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        expect_refused(list[i]);
}

/* Encodings just inside what refuses_other_encodings() refuses. */
static void accepts_what_llvm_makes(void **state) {
    (void)state;
    static const char *const list[] = {
        "ff d0",
        "41 ff d7",
        "ff 10",
        "ff 50 08",
        "41 ff 14 c4",
        "ff 14 c5 00 00 00 00", /* indirect calls */
        "81 f1 e8 ff ff ff",    /* at -O0 */
        "8b 45 00",
        "41 8b 45 00",
        "8b 44 05 00",
        "43 8b 44 05 00", /* rbp and r13 need a displacement */
        "8b 04 24",
        "41 8b 04 24",
        "8b 44 24 01",
        "8b 84 24 80 00 00 00",
        "8b 80 7f ff ff ff",
        "8b 40 80",
        "42 8b 04 20",
        "4a 8b 04 e1",
        "8b 04 85 00 00 00 00",
        "8b 05 00 00 00 00",
        "8b 05 01 00 00 00",
        "40 88 e1",
        "41 88 c1",
        "44 88 c1",
        "40 8a 20",
        "40 b4 01",
        "40 0f b6 c4",
        "40 f6 d4",
        "b4 01",
        "80 c4 01",
        "05 80 00 00 00",
        "48 05 7f ff ff ff",
        "66 05 00 01",
        "04 01",
        "a9 01 00 00 00",
        "a8 01",
        "83 c0 01",
        "d1 e0",
        "c1 e0 02",
        "c1 e0 00",
        "d3 e0",
        "0f a4 c3 01",
        "b8 00 00 00 00",
        "48 c7 c0 01 00 00 00",
        "48 b8 00 00 00 80 00 00 00 00",
        "66 b8 01 00",
        "87 c0",
        "93",
        "48 93",
        "41 90",
        "66 93",
        "87 cb",
        "87 d9",
        "86 d8",
        "4d 87 c1",
        "48 63 c1",
        "48 0f b6 c0",
        "66 0f be c1",
        "41 50",
        "41 58",
        "ff 35 00 00 00 00",
        "6a 7f",
        "68 80 00 00 00",
        "f3 0f bc c8",
        "48 0f c8",
        "0f ba 60 20 1a",
        "0f a3 c8",
        "0f c2 c8 07",
        "66 48 0f 6e c0",
        "0f 0b",
        "c9",
        "c3",
    };
    struct instruction instruction;
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (!decode_hex(list[i], &instruction))
            fail_msg("%s is refused", list[i]);
}

static void knows_padding(void **state) {
    (void)state;
    static const char *const nops[] = {
        "90",
        "66 90",
        "0f 1f 00",
        "0f 1f 40 00",
        "0f 1f 44 00 00",
        "66 0f 1f 44 00 00",
        "0f 1f 80 00 00 00 00",
        "0f 1f 84 00 00 00 00 00",
        "66 0f 1f 84 00 00 00 00 00",
        "66 2e 0f 1f 84 00 00 00 00 00",
        "66 66 2e 0f 1f 84 00 00 00 00 00",
        "66 66 66 2e 0f 1f 84 00 00 00 00 00",
        "66 66 66 66 2e 0f 1f 84 00 00 00 00 00",
        "66 66 66 66 66 2e 0f 1f 84 00 00 00 00 00",
        "66 66 66 66 66 66 2e 0f 1f 84 00 00 00 00 00",
    };
    static const char *const others[] = {
        "66 66 90",
        "66 66 66 90",
        "0f 1f c0",
        "0f 1f 08",
        "0f 1f 40 01",
        "0f 1f 44 00 01",
        "2e 0f 1f 84 00 00 00 00 00",
        "66 0f 1f 00",
        "66 66 0f 1f 84 00 00 00 00 00",
        "66 66 66 66 66 66 66 2e 0f 1f 84 00 00 00 00 00",
        "f3 0f 1f 00",
        "48 0f 1f 00",
        "0f 1f 80 00 00 00 01",
        "0f 1e 00",
        "66 2e 90",
    };
    struct instruction instruction;
    for (size_t i = 0; i < sizeof nops / sizeof nops[0]; i++) {
        assert_true(decode_hex(nops[i], &instruction));
        assert_int_equal(instruction.operation, OP_NOP);
        assert_int_equal(instruction.length, i + 1);
        assert_false(instruction.has_mem || instruction.mem_read || instruction.mem_write ||
                     instruction.flags_write);
        uint8_t code[CODE_MAX];
        size_t bytes = parse_hex(nops[i], code);
        assert_false(decode_instruction(code, bytes - 1, 0, &instruction) && instruction.length >= bytes);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        expect_refused(others[i]);
    assert_false(decode_instruction((const uint8_t *)"", 0, 0, &instruction));
}

static void extends_immediates(void **state) {
    (void)state;
    static const struct {
        const char *code;
        int64_t imm;
    } list[] = {
        {"83 c1 ff", -1},
        {"48 83 c1 80", -128},
        {"66 83 c1 7f", 127},
        {"81 c1 00 00 00 80", INT32_MIN},
        {"48 81 c1 ff fe ff ff", -257},
        {"66 81 c1 00 80", INT16_MIN},
        {"b9 ff ff ff ff", -1},
        {"48 c7 c1 ff ff ff ff", -1},
        {"48 b9 00 00 00 80 00 00 00 00", 0x80000000},
        {"48 b9 00 00 00 00 00 00 00 80", INT64_MIN},
        {"b1 80", -128},
        {"c1 e1 83", 0x83},
        {"d1 e1", 1},
        {"0f ba e1 ff", 0xff},
        {"66 0f 70 c1 ff", 0xff},
        {"6b c1 fe", -2},
        {"68 80 00 00 00", 128},
        {"6a 80", -128},
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        struct instruction instruction;
        assert_true(decode_hex(list[i].code, &instruction));
        assert_true(instruction.has_imm);
        assert_int_equal(instruction.imm, list[i].imm);
    }
}

static void finds_targets(void **state) {
    (void)state;
    struct instruction instruction;
    assert_true(decode_hex("eb fe", &instruction));
    assert_int_equal(instruction.operation, OP_JMP);
    assert_int_equal(instruction.target, 0x1000);
    assert_true(decode_hex("e8 fb ff ff 7f", &instruction));
    assert_int_equal(instruction.operation, OP_CALL);
    assert_int_equal(instruction.target, 0x80001000);
    assert_true(decode_hex("0f 8f 00 00 00 80", &instruction));
    assert_int_equal(instruction.operation, OP_JCC);
    assert_int_equal(instruction.condition, 15);
    assert_int_equal(instruction.target, 0x80001006);
    assert_true(decode_hex("72 80", &instruction));
    assert_int_equal(instruction.condition, 2);
    assert_int_equal(instruction.target, 0xf82);
    assert_true(decode_hex("e9 00 f0 ff ff", &instruction));
    assert_int_equal(instruction.target, 5);
    assert_false(instruction.has_imm);
}

static void names_operands(void **state) {
    (void)state;
    struct instruction instruction;
    assert_true(decode_hex("88 e7", &instruction)); /* mov %ah, %bh */
    assert_int_equal(instruction.src.reg, REG_RAX);
    assert_true(instruction.src.high);
    assert_int_equal(instruction.dst.reg, REG_RBX);
    assert_true(instruction.dst.high);
    assert_true(decode_hex("40 88 e7", &instruction)); /* mov %spl, %dil */
    assert_int_equal(instruction.src.reg, REG_RSP);
    assert_false(instruction.src.high);
    assert_int_equal(instruction.dst.reg, REG_RDI);
    assert_true(decode_hex("48 0f b9 c8", &instruction)); /* ud1 %rax, %rcx: length in rax, index in rcx */
    assert_int_equal(instruction.operation, OP_UD1);
    assert_int_equal(instruction.dst.reg, REG_RCX);
    assert_int_equal(instruction.src.reg, REG_RAX);
    for (int wide = 0; wide < 2; wide++) { /* ud1 16(%rcx), %rax */
        assert_true(decode_hex(wide ? "48 0f b9 81 10 00 00 00" : "48 0f b9 41 10", &instruction));
        assert_true(instruction.has_mem && !instruction.mem_read && !instruction.mem_write);
        assert_int_equal(instruction.base, REG_RCX);
        assert_int_equal(instruction.displacement, 16);
        assert_int_equal(instruction.mem_width, 0);
    }
    assert_true(decode_hex("8d 0c c5 00 00 00 00", &instruction)); /* lea 0(,%rax,8), %ecx */
    assert_int_equal(instruction.base, REG_NONE);
    assert_int_equal(instruction.index, REG_RAX);
    assert_int_equal(instruction.scale, 8);
    assert_int_equal(instruction.mem_width, 0);
    assert_true(decode_hex("ff 15 10 00 00 00", &instruction)); /* call *16(%rip) */
    assert_int_equal(instruction.operation, OP_CALL_INDIRECT);
    assert_int_equal(instruction.base, REG_RIP);
    assert_int_equal(instruction.displacement, 16);
    assert_true(decode_hex("41 ff d4", &instruction)); /* call *%r12 */
    assert_int_equal(instruction.operation, OP_CALL_INDIRECT);
    assert_int_equal(instruction.src.kind, OPERAND_GPR);
    assert_int_equal(instruction.src.reg, 12);
    assert_int_equal(instruction.src.width, 8);
    assert_false(instruction.has_mem);
    assert_true(decode_hex("ff 50 08", &instruction)); /* call *8(%rax) */
    assert_int_equal(instruction.operation, OP_CALL_INDIRECT);
    assert_int_equal(instruction.src.kind, OPERAND_MEM);
    assert_int_equal(instruction.base, REG_RAX);
    assert_int_equal(instruction.mem_width, 8);
    assert_true(instruction.mem_read && !instruction.mem_write);
}

static void tells_what_sse_needs(void **state) {
    (void)state;
    static const struct {
        const char *code;
        bool write_only, aligned;
        uint8_t mem_width;
    } list[] = {
        {"0f 57 c0", true, false, 0},        /* xorps with itself */
        {"0f 57 c1", false, false, 0},       /* xorps */
        {"66 0f 76 c0", true, false, 0},     /* pcmpeqd with itself */
        {"66 45 0f ef c0", true, false, 0},  /* pxor %xmm8, %xmm8 */
        {"66 44 0f ef c0", false, false, 0}, /* pxor %xmm0, %xmm8 */
        {"f3 0f 10 00", true, false, 4},     /* movss load */
        {"f3 0f 10 c1", false, false, 0},    /* movss between registers */
        {"f3 0f 7e 00", true, false, 8},     /* movq load */
        {"0f 12 00", false, false, 8},       /* movlps load */
        {"0f 28 00", true, true, 16},        /* movaps load */
        {"0f 10 00", true, false, 16},       /* movups load */
        {"0f 58 00", false, true, 16},       /* addps */
        {"f2 0f 58 00", false, false, 8},    /* addsd */
        {"f2 48 0f 2a 00", false, false, 8}, /* cvtsi2sdq */
        {"66 0f c4 00 03", false, false, 2}, /* pinsrw */
        {"f3 0f e6 00", true, false, 8},     /* cvtdq2pd */
        {"0f 29 00", true, true, 16},        /* movaps store */
        {"66 0f d6 00", true, false, 8},     /* movq store */
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        struct instruction instruction;
        assert_true(decode_hex(list[i].code, &instruction));
        assert_int_equal(instruction.dst_write_only, list[i].write_only);
        assert_int_equal(instruction.mem_aligned, list[i].aligned);
        assert_int_equal(instruction.mem_width, list[i].mem_width);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_not_listed),
        cmocka_unit_test(refuses_other_encodings),
        cmocka_unit_test(accepts_what_llvm_makes),
        cmocka_unit_test(knows_padding),
        cmocka_unit_test(extends_immediates),
        cmocka_unit_test(finds_targets),
        cmocka_unit_test(names_operands),
        cmocka_unit_test(tells_what_sse_needs),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
