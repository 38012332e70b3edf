/* Unit tests of the kernel's parts that need neither a process nor a machine: the signature parser, the table
 * of services, traps' messages, bounded text, and looking up files in an archive. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "service.h"
#include "tar.h"
#include "text.h"
#include "trap.h"

static void signatures_parse(void **state) {
    (void)state;
    struct service_signature signature;
    assert_true(service_signature_parse("l:i,r2,l", &signature));
    assert_int_equal(signature.result.kind, VX_INTEGER);
    assert_int_equal(signature.result.width, 8);
    assert_int_equal(signature.parameter_count, 3);
    assert_int_equal(signature.parameters[0].width, 4);
    assert_int_equal(signature.parameters[1].kind, VX_COUNTED);
    assert_int_equal(signature.parameters[1].flags, 0);
    assert_int_equal(signature.parameters[1].count, 2);
    assert_int_equal(signature.parameters[1].type, 1);

    assert_true(service_signature_parse("v:v", &signature));
    assert_int_equal(signature.result.kind, VX_VOID);
    assert_int_equal(signature.parameter_count, 0);

    assert_true(service_signature_parse("d:f,O24,w0*8,b,h,i,o1", &signature) == false); /* #0 is no integer */
    assert_true(service_signature_parse("d:i,O24,w0*8,b,h,f,o1", &signature));
    assert_int_equal(signature.result.kind, VX_FLOAT);
    assert_int_equal(signature.parameters[1].kind, VX_ONE);
    assert_int_equal(signature.parameters[1].flags, VX_WRITABLE);
    assert_int_equal(signature.parameters[1].type, 24);
    assert_int_equal(signature.parameters[2].type, 8);
    assert_int_equal(signature.parameters[2].flags, VX_WRITABLE);
    assert_int_equal(signature.parameters[5].kind, VX_FLOAT);
    assert_int_equal(signature.parameters[6].flags, 0);
}

static void signatures_refuse(void **state) {
    (void)state;
    static const char *const malformed[] = {
        "",
        "v",
        "v:",
        ":v",
        "x:v",
        "i:v,i",
        "i:i,",
        "i:,i",
        "i:i i",
        "i:r1",
        "i:r0",
        "i:r,l",
        "i:r1,f",
        "i:r1,b",
        "i:r1*0,l",
        "i:r1*,l",
        "i:o0",
        "i:o",
        "i:w9,l",
        "i:r99,l",
        "r1:l",
        "i:r1*4294967296,l",
        "i:r1*99999999999999999999,l",
        "i:i\n",
    };
    struct service_signature signature;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        if (service_signature_parse(malformed[i], &signature))
            fail_msg("accepted: \"%s\"", malformed[i]);

    char text[2 * VX_PARAMETERS_MAX + 4] = "v:";
    for (unsigned i = 0; i < VX_PARAMETERS_MAX; i++)
        strcat(text, i ? ",i" : "i");
    assert_true(service_signature_parse(text, &signature));
    strcat(text, ",i");
    assert_false(service_signature_parse(text, &signature));
}

static void services_resolve(void **state) {
    (void)state;
    const struct verifier_services *services = service_table();
    assert_in_range(services->count, 1, 20);
    for (size_t i = 0; i < services->count; i++) {
        assert_true(service_address(services->service[i].name) != 0);
        for (size_t k = 0; k < i; k++)
            assert_true(service_address(services->service[i].name) !=
                        service_address(services->service[k].name));
    }
    assert_int_equal(service_address("exi"), 0);
    assert_int_equal(service_address("exit2"), 0);
    assert_int_equal(service_address(""), 0);
}

static void expect_trap(const struct trap *trap, const char *expected) {
    char line[200];
    trap_format(trap, line, sizeof line);
    assert_string_equal(line, expected);
}

static void traps_say(void **state) {
    (void)state;
    uint64_t registers[16] = {0};
    registers[1] = 17, registers[2] = 10, registers[9] = 10, registers[12] = (uint64_t)-1;
    struct trap trap = {.fault = TRAP_ILLEGAL, .registers = registers, .place = "wc.c:12"};
    static const struct {
        uint8_t code[12];
        size_t bytes;
        const char *said;
    } cases[] = {
        /* ud1q %rdx, %rcx */
        {{0x48, 0x0f, 0xb9, 0xca}, 4, "wc.c:12: index 17 out of bounds for length 10"},
        /* ud1q %r9, %rcx */
        {{0x49, 0x0f, 0xb9, 0xc9}, 4, "wc.c:12: index 17 out of bounds for length 10"},
        /* ud1q %rdx, %r12 */
        {{0x4c, 0x0f, 0xb9, 0xe2}, 4, "wc.c:12: index -1 out of bounds for length 10"},
        /* ud1q 1000(%rcx), %rax */
        {{0x48, 0x0f, 0xb9, 0x81, 0xe8, 3, 0, 0}, 8, "wc.c:12: index 17 out of bounds for length 1000"},
        /* ud1q 10(%rcx), %rax */
        {{0x48, 0x0f, 0xb9, 0x41, 10}, 5, "wc.c:12: index 17 out of bounds for length 10"},
        /* ud1q (%rcx), %rax */
        {{0x48, 0x0f, 0xb9, 0x01}, 4, "wc.c:12: index 17 out of bounds for length 0"},
        /* ud1q 1000(%r12), %rax */
        {{0x49, 0x0f, 0xb9, 0x84, 0x24, 0xe8, 3, 0, 0}, 9, "wc.c:12: index -1 out of bounds for length 1000"},
        /* the same, cut short: nothing behind the last byte may be read */
        {{0x49, 0x0f, 0xb9, 0x84, 0x24, 0xe8, 3, 0}, 8, "wc.c:12: a run-time check failed"},
        /* ud1q 5(%rax), %rcx */
        {{0x48, 0x0f, 0xb9, 0x48, 5},
         5,
         "wc.c:12: the object is not of the type that the pointer is cast to"},
        /* ud1q (%rax), %rdx */
        {{0x48, 0x0f, 0xb9, 0x10}, 4, "wc.c:12: null function pointer called"},
        /* ud1q 0, %rdx */
        {{0x48, 0x0f, 0xb9, 0x14, 0x25, 0, 0, 0, 0}, 9, "wc.c:12: null function pointer called"},
        /* ud1q (%rax), %rbx */
        {{0x48, 0x0f, 0xb9, 0x18}, 4, "wc.c:12: out of memory: the heap's limit leaves no room"},
        /* ud1q 5(%rax), %rsp */
        {{0x48, 0x0f, 0xb9, 0x60, 5},
         5,
         "wc.c:12: the pointer is not to the start of an object, or not into an array of its type"},
        /* ud1q (%r12), %rbp */
        {{0x49, 0x0f, 0xb9, 0x2c, 0x24}, 5, "wc.c:12: the count -1 is larger than the object"},
        /* the same, cut short */
        {{0x49, 0x0f, 0xb9, 0x2c}, 4, "wc.c:12: a run-time check failed"},
        /* ud1q 1000(%rcx), %rsi */
        {{0x48, 0x0f, 0xb9, 0xb1, 0xe8, 3, 0, 0}, 8, "wc.c:12: null pointer dereferenced"},
        /* ud1q (%rax), %rdi */
        {{0x48, 0x0f, 0xb9, 0x38}, 4, "wc.c:12: va_arg wants another type than that of the argument"},
        /* ud1q 1000(%rcx), %r8: no kind of check that there is */
        {{0x4c, 0x0f, 0xb9, 0x81, 0xe8, 3, 0, 0}, 8, "wc.c:12: a run-time check failed"},
        {{0x0f, 0x0b}, 2, "wc.c:12: reached a place that cannot be reached"},
        {{0x0f}, 0, "wc.c:12: reached a place that cannot be reached"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trap.code = cases[i].code;
        trap.code_bytes = cases[i].bytes;
        expect_trap(&trap, cases[i].said);
    }
}

static void divisions_say(void **state) {
    (void)state;
    uint64_t registers[16] = {0};
    static const uint8_t idivl_ecx[] = {0xf7, 0xf9}, idivl_memory[] = {0xf7, 0x38};
    struct trap trap = {.fault = TRAP_DIVIDE,
                        .registers = registers,
                        .place = "f+0x2",
                        .code = idivl_ecx,
                        .code_bytes = sizeof idivl_ecx};
    registers[1] = 0xffffffff00000000; /* only the low half divides */
    expect_trap(&trap, "f+0x2: division by zero");
    registers[1] = 0xffffffff;
    expect_trap(&trap, "f+0x2: the quotient of a division does not fit");
    trap.code = idivl_memory;
    expect_trap(&trap, "f+0x2: division by zero, or a quotient that does not fit");
}

static void faults_say(void **state) {
    (void)state;
    struct trap trap = {.fault = TRAP_MEMORY, .place = "f+0x2", .address = 0x1234};
    trap.region = TRAP_REGION_NULL;
    expect_trap(&trap, "f+0x2: null pointer dereferenced");
    trap.region = TRAP_REGION_STACK;
    expect_trap(&trap, "f+0x2: stack overflow");
    trap.region = TRAP_REGION_READ_ONLY;
    expect_trap(&trap, "f+0x2: write to read-only memory at 0x1234");
}

static void text_is_cut(void **state) {
    (void)state;
    char buffer[8];
    struct text text = text_start(buffer, sizeof buffer);
    text_add_signed(&text, INT64_MIN);
    assert_string_equal(buffer, "-922337");
    text = text_start(buffer, sizeof buffer);
    text_add_hex(&text, 0xabc);
    text_add_printable(&text, "\n\x7f\xc3");
    assert_string_equal(buffer, "0xabc??");
}

/* An archive of two files and its end, as `tar` lays it out. */
static void archives_are_searched(void **state) {
    (void)state;
    static uint8_t archive[6 * TAR_BLOCK_BYTES];
    memset(archive, 0, sizeof archive);
    assert_true(tar_write_header(archive, "etc/motd", 5));
    memcpy(archive + TAR_BLOCK_BYTES, "hello", 5);
    assert_true(tar_write_header(archive + 2 * TAR_BLOCK_BYTES, "empty", 0));
    assert_true(tar_check(archive, sizeof archive));

    struct tar_file file;
    assert_int_equal(tar_find(archive, sizeof archive, "/etc/motd", 9, &file), TAR_FILE);
    assert_int_equal(file.count, 5);
    assert_memory_equal(file.bytes, "hello", 5);
    assert_int_equal(tar_find(archive, sizeof archive, "empty", 5, &file), TAR_FILE);
    assert_int_equal(file.count, 0);
    assert_int_equal(tar_find(archive, sizeof archive, "etc", 3, &file), TAR_NONE); /* it has no entry */
    assert_int_equal(tar_find(archive, sizeof archive, "etc/mot", 7, &file), TAR_NONE);
    assert_int_equal(tar_find(archive, sizeof archive, "etc/motd2", 9, &file), TAR_NONE);

    archive[0] ^= 1; /* the checksum no longer fits */
    assert_false(tar_check(archive, sizeof archive));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_parse), cmocka_unit_test(signatures_refuse),
        cmocka_unit_test(services_resolve), cmocka_unit_test(traps_say),
        cmocka_unit_test(divisions_say),    cmocka_unit_test(faults_say),
        cmocka_unit_test(text_is_cut),      cmocka_unit_test(archives_are_searched),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
