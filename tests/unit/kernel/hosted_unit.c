/* Unit tests of the hosted platform: memory that is executable can never be written again, files stay below
 * the root, and the kernel refuses what is no program without harm. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>
#include <vouch/format.h>

#include "../../../kernel/platform/hosted/hosted.h"
#include "../../../kernel/platform/platform.h"
#include "kernel.h"

/* The code called here has none of the type information that UBSan looks for in front of it. */
[[clang::no_sanitize("function")]] static void executable_memory_is_sealed(void **state) {
    (void)state;
    static const uint8_t return_42[] = {0xb8, 42, 0, 0, 0, 0xc3}; /* mov $42, %eax; ret */
    const size_t page = VX_PAGE_SIZE;
    struct platform_share share;
    assert_true(platform_share_create(&share, page));
    memcpy(share.bytes, return_42, sizeof return_42);
    assert_true(platform_share_seal(&share));

    uint8_t *base = platform_memory_reserve(4 * page);
    assert_non_null(base);
    for (unsigned i = 0; i < 2; i++) { /* twice the same memory, with other pages behind each */
        uint8_t *text = base + 2 * i * page;
        assert_true(platform_share_map(&share, 0, text, page, PLATFORM_READ_EXECUTE));
        assert_true(platform_memory_commit(text + page, page));
        for (size_t at = 0; at < page; at++)
            assert_int_equal(text[page + at], 0);
        text[page] = 7;
        assert_memory_equal(text, return_42, sizeof return_42);
        int (*function)(void) = (int (*)(void))(uintptr_t)text;
        assert_int_equal(function(), 42);
        assert_int_equal(mprotect(text, page, PROT_READ | PROT_WRITE), -1);
        assert_int_equal(mprotect(text, page, PROT_READ | PROT_WRITE | PROT_EXEC), -1);
        text[page] = 8; /* the neighbour is still writable */
    }
    assert_int_equal(write(share.file, return_42, sizeof return_42), -1);
    assert_ptr_equal(mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, share.file, 0), MAP_FAILED);
    platform_memory_release(base, 4 * page);
    platform_share_release(&share);
}

static void discarded_memory_is_zero(void **state) {
    (void)state;
    const size_t page = VX_PAGE_SIZE;
    uint8_t *base = platform_memory_reserve(4 * page);
    assert_non_null(base);
    assert_true(platform_memory_prepare(base, 4 * page));
    assert_true(platform_memory_touch(base + page, 1));
    base[page] = 1;
    base[2 * page - 1] = 2;
    platform_memory_discard(base, 4 * page);
    assert_true(platform_memory_commit(base + page, page));
    assert_int_equal(base[page], 0);
    assert_int_equal(base[2 * page - 1], 0);
    platform_memory_release(base, 4 * page);
}

static void null_guard_is_taken(void **state) {
    (void)state;
    void *got = mmap((void *)(uintptr_t)VX_PAGE_SIZE, VX_PAGE_SIZE, PROT_READ,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    assert_ptr_equal(got, MAP_FAILED);
}

static int open_file(const char *path) {
    const int handle = platform_file_open(path, strlen(path));
    if (handle >= 0)
        platform_file_close(handle);
    return handle;
}

static void files_stay_below_the_root(void **state) {
    (void)state;
    assert_true(open_file("inside") >= 0);
    assert_true(open_file("/inside") >= 0);
    assert_true(open_file("/../../inside") >= 0); /* ".." of the root is the root */
    assert_int_equal(open_file("missing"), -ENOENT);
    assert_int_equal(open_file("/etc/passwd"), -ENOENT);
    assert_int_equal(open_file("../../etc/passwd"), -ENOENT);
    assert_int_equal(open_file("absolute-link"), -ENOENT);
    assert_int_equal(open_file("relative-link"), -ENOENT);
    assert_int_equal(open_file("."), -EISDIR);
}

static void garbage_is_rejected(void **state) {
    (void)state;
    static const char garbage[] = "\177ELF and nothing of the kind";
    for (size_t count = 0; count < sizeof garbage; count++) {
        const struct kernel_program program = {.name = "garbage", .file = garbage, .file_bytes = count};
        struct kernel_result result;
        kernel_run(&program, false, &result);
        assert_int_equal(result.end, KERNEL_REJECTED);
        assert_int_equal(kernel_result_status(&result), 126);
        assert_non_null(strstr(result.reason, "rejected: R7"));
    }
}

/* A directory with one file and two links that lead out of it. */
static bool make_root(char *directory) {
    if (!mkdtemp(directory) || chdir(directory) != 0)
        return false;
    const int file = open("inside", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    return file >= 0 && close(file) == 0 && symlink("/etc/passwd", "absolute-link") == 0 &&
           symlink("../../../etc/passwd", "relative-link") == 0;
}

static void remove_root(const char *directory) {
    static const char *const names[] = {"inside", "absolute-link", "relative-link"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        unlink(names[i]);
    rmdir(directory);
}

int main(void) {
    char root[] = "/tmp/vouch-unit-XXXXXX";
    if (!make_root(root)) {
        perror(root);
        return 1;
    }
    const struct hosted_options options = {.root = root};
    const char *failure = hosted_start(&options);
    if (failure) {
        fprintf(stderr, "hosted_start: %s\n", failure);
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(executable_memory_is_sealed), cmocka_unit_test(discarded_memory_is_zero),
        cmocka_unit_test(null_guard_is_taken),         cmocka_unit_test(files_stay_below_the_root),
        cmocka_unit_test(garbage_is_rejected),
    };
    const int failed = cmocka_run_group_tests(tests, nullptr, nullptr);
    remove_root(root);
    return failed;
}
