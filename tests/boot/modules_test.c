/* The boot list and the archive of files, as the kernel reads them: what was written is read again, and no
 * damaged copy is read beyond its end or taken for sound where it matters. Built with sanitizers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kernel/core/bootlist.h"
#include "../../kernel/core/tar.h"

enum { MUTATIONS = 20000, LIST_BYTES = 1024 };

/* Small and repeatable: xorshift. */
static uint32_t random_state = 20261121;
static uint32_t random_next(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

static size_t list_write(uint8_t *bytes, size_t capacity) {
    static const uint8_t input[] = {0, 1, 2, 0xff};
    struct bootlist_writer writer = {.bytes = bytes, .capacity = capacity};
    bootlist_write_head(&writer, BOOTLIST_QUIET | BOOTLIST_HEAP_STRESS, 2);
    bootlist_write_program(&writer, &(struct bootlist_program){.module = "program-0",
                                                               .name = "wc.vx",
                                                               .input_kind = KERNEL_INPUT_BYTES,
                                                               .input = input,
                                                               .input_bytes = sizeof input,
                                                               .argument_count = 2});
    bootlist_write_argument(&writer, "wc.vx");
    bootlist_write_argument(&writer, "");
    bootlist_write_program(&writer, &(struct bootlist_program){.module = "program-1",
                                                               .name = "bad.vx",
                                                               .expectation = BOOTLIST_EXPECT_REJECTED});
    bootlist_write_end(&writer);
    return writer.at;
}

/* Read a whole list, looking at every byte that is given out. False if it is malformed. */
static bool list_read(const uint8_t *bytes, size_t count) {
    struct bootlist_reader reader;
    uint32_t flags, programs;
    volatile size_t seen = 0;
    if (!bootlist_open(&reader, bytes, count, &flags, &programs))
        return false;
    for (uint32_t i = 0; i < programs; i++) {
        struct bootlist_program program;
        if (!bootlist_next_program(&reader, &program))
            return false;
        seen += strlen(program.module) + strlen(program.name);
        for (uint64_t j = 0; j < program.input_bytes; j++)
            seen += program.input[j];
        for (uint32_t j = 0; j < program.argument_count; j++) {
            struct kernel_argument argument;
            if (!bootlist_next_argument(&reader, &argument))
                return false;
            assert_int_equal(strlen(argument.text), argument.bytes);
        }
    }
    return bootlist_end(&reader);
}

/* The same, of a copy that ends where its memory ends. */
static bool list_read_copy(const uint8_t *bytes, size_t count) {
    uint8_t *copy = malloc(count + 1);
    assert_non_null(copy);
    memmove(copy + 1, bytes, count);
    const bool sound = list_read(copy + 1, count);
    free(copy);
    return sound;
}

static void test_list_round_trip(void **state) {
    (void)state;
    uint8_t bytes[LIST_BYTES];
    const size_t count = list_write(nullptr, 0);
    assert_true(count < sizeof bytes);
    assert_int_equal(list_write(bytes, count), count);
    assert_true(list_read(bytes, count));

    struct bootlist_reader reader;
    struct bootlist_program program;
    struct kernel_argument argument;
    uint32_t flags, programs;
    assert_true(bootlist_open(&reader, bytes, count, &flags, &programs));
    assert_int_equal(flags, BOOTLIST_QUIET | BOOTLIST_HEAP_STRESS);
    assert_int_equal(programs, 2);
    assert_true(bootlist_next_program(&reader, &program));
    assert_string_equal(program.module, "program-0");
    assert_string_equal(program.name, "wc.vx");
    assert_int_equal(program.input_bytes, 4);
    assert_int_equal(program.input[3], 0xff);
    assert_int_equal(program.argument_count, 2);
    assert_true(bootlist_next_argument(&reader, &argument));
    assert_int_equal(argument.bytes, 5);
    assert_memory_equal(argument.text, "wc.vx", 5);
    assert_true(bootlist_next_argument(&reader, &argument));
    assert_int_equal(argument.bytes, 0);
    assert_true(bootlist_next_program(&reader, &program));
    assert_int_equal(program.expectation, BOOTLIST_EXPECT_REJECTED);
    assert_true(bootlist_end(&reader));
}

static void test_list_damage(void **state) {
    (void)state;
    uint8_t bytes[LIST_BYTES];
    const size_t count = list_write(bytes, sizeof bytes);
    for (size_t cut = 0; cut < count; cut++)
        assert_false(list_read_copy(bytes, cut));
    bytes[count] = 0;
    assert_false(list_read_copy(bytes, count + 1));
    for (int i = 0; i < MUTATIONS; i++) {
        uint8_t damaged[LIST_BYTES];
        memcpy(damaged, bytes, count);
        for (uint32_t j = random_next() % 3 + 1; j > 0; j--)
            damaged[random_next() % count] = (uint8_t)(random_next() % 4 == 0 ? 0xff : random_next());
        list_read_copy(damaged, count); /* must only stay inside its bytes */
    }
}

enum { ARCHIVE_BYTES = 8 * TAR_BLOCK_BYTES };

static const char long_path[] =
    "a/very/long/folder/name/that/does/not/fit/into/one/hundred/characters/by/itself/so/"
    "it/needs/the/prefix/file.txt";

/* Two files, "one" of 3 bytes and long_path of 600. Returns the bytes used. */
static size_t archive_write(uint8_t *archive) {
    memset(archive, 0, ARCHIVE_BYTES);
    assert_true(tar_write_header(archive, "one", 3));
    memcpy(archive + TAR_BLOCK_BYTES, "abc", 3);
    assert_true(tar_write_header(archive + 2 * TAR_BLOCK_BYTES, long_path, 600));
    memset(archive + 3 * TAR_BLOCK_BYTES, 'x', 600);
    return 6 * TAR_BLOCK_BYTES;
}

static enum tar_kind find(const uint8_t *archive, size_t bytes, const char *path, struct tar_file *file) {
    return tar_find(archive, bytes, path, strlen(path), file);
}

static void test_archive_lookup(void **state) {
    (void)state;
    static uint8_t archive[ARCHIVE_BYTES];
    const size_t bytes = archive_write(archive);
    struct tar_file file;
    assert_true(tar_check(archive, bytes));
    static const char *const same[] = {"one", "/one", "./one", ".//one", "one/"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_int_equal(find(archive, bytes, same[i], &file), TAR_FILE);
        assert_int_equal(file.count, 3);
        assert_memory_equal(file.bytes, "abc", 3);
    }
    assert_int_equal(find(archive, bytes, long_path, &file), TAR_FILE);
    assert_int_equal(file.count, 600);
    static const char *const other[] = {"", "/", "on", "onee", "two", "a", "../one", "file.txt"};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_int_equal(find(archive, bytes, other[i], &file), TAR_NONE);
}

static void test_archive_names(void **state) {
    (void)state;
    uint8_t header[TAR_BLOCK_BYTES];
    char name[400];
    memset(name, 'n', sizeof name);
    name[TAR_NAME_BYTES] = '\0';
    assert_true(tar_write_header(header, name, 0));
    name[TAR_NAME_BYTES] = 'n';
    name[TAR_NAME_BYTES + 1] = '\0';
    assert_false(tar_write_header(header, name, 0)); /* no slash to part it at */
    name[TAR_PREFIX_BYTES] = '/';
    memset(name + TAR_NAME_BYTES, 'n', TAR_PREFIX_BYTES - TAR_NAME_BYTES);
    memset(name + TAR_PREFIX_BYTES + 1, 'n', TAR_NAME_BYTES);
    name[TAR_PREFIX_BYTES + 1 + TAR_NAME_BYTES] = '\0';
    assert_true(tar_write_header(header, name, 0));
    assert_false(tar_write_header(header, "", 0));
    assert_false(tar_write_header(header, "folder/", 0));
    assert_false(tar_write_header(header, "file", 1ull << 33));
}

static void test_archive_damage(void **state) {
    (void)state;
    static uint8_t archive[ARCHIVE_BYTES];
    const size_t bytes = archive_write(archive);
    for (size_t cut = 0; cut < bytes; cut += 64)
        assert_int_equal(tar_check(archive, cut), cut >= 5 * TAR_BLOCK_BYTES + TAR_BLOCK_BYTES);
    for (int i = 0; i < MUTATIONS; i++) {
        size_t at = random_next() % TAR_BLOCK_BYTES;
        if (at == 154 || at == 155)
            continue; /* what ends the checksum's own digits */
        at += random_next() % 2 * 2 * TAR_BLOCK_BYTES;
        uint8_t *damaged = malloc(bytes);
        assert_non_null(damaged);
        memcpy(damaged, archive, bytes);
        damaged[at] = (uint8_t)(damaged[at] + 1 + random_next() % 255);
        struct tar_file file;
        /* Any one changed byte of a header breaks its checksum. */
        assert_false(tar_check(damaged, bytes));
        if (find(damaged, bytes, long_path, &file) == TAR_FILE)
            assert_true(file.bytes >= damaged && file.count <= (size_t)(damaged + bytes - file.bytes));
        free(damaged);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list_round_trip), cmocka_unit_test(test_list_damage),
        cmocka_unit_test(test_archive_lookup),  cmocka_unit_test(test_archive_names),
        cmocka_unit_test(test_archive_damage),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
