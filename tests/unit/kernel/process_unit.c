/* Unit tests of the table of processes and the cache of images, without running anything: what is equal is verified
 * once, windows are used again as if new, numbers of processes mean one process only, and running out is an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <vouch/errors.h>

#include "../../../kernel/platform/hosted/hosted.h"
#include "image.h"
#include "process.h"

static uint8_t *program;
static size_t program_bytes;

static bool read_program(const char *path) {
    FILE *file = fopen(path, "rbe");
    if (!file)
        return false;
    fseek(file, 0, SEEK_END);
    program_bytes = (size_t)ftell(file);
    rewind(file);
    program = malloc(program_bytes);
    const bool done = program && fread(program, 1, program_bytes, file) == program_bytes;
    fclose(file);
    return done;
}

static struct image *load(const void *bytes, size_t count) {
    struct image *image;
    struct verifier_report report;
    const char *failure;
    return image_load(bytes, count, &image, &report, &failure) == IMAGE_READY ? image : nullptr;
}

static void equal_files_are_one_image(void **state) {
    (void)state;
    uint8_t *copy = malloc(program_bytes + 1);
    assert_non_null(copy);
    memcpy(copy, program, program_bytes);
    copy[program_bytes] = 0;
    struct image *image = load(copy, program_bytes);
    assert_non_null(image);
    assert_ptr_equal(load(program, program_bytes), image);
    assert_int_equal(image->processes, 2);

    memset(copy, 0, program_bytes); /* whose buffer it came from does not matter any more */
    assert_ptr_equal(load(program, program_bytes), image);
    assert_null(load(copy, program_bytes));

    memcpy(copy, program, program_bytes); /* another length is another file */
    struct image *longer = load(copy, program_bytes + 1);
    assert_ptr_not_equal(longer, image);
    if (longer)
        image_release(longer);
    free(copy);
    for (int i = 0; i < 3; i++)
        image_release(image);
}

static void every_byte_counts(void **state) {
    (void)state;
    struct image *image = load(program, program_bytes);
    assert_non_null(image);
    for (size_t at = 0; at < program_bytes; at += program_bytes / 50 + 1) {
        program[at] ^= 1;
        struct image *other = load(program, program_bytes);
        assert_ptr_not_equal(other, image);
        if (other) /* a byte that says nothing, or only a name */
            image_release(other);
        program[at] ^= 1;
    }
    image_release(image);
}

static void unused_images_go(void **state) {
    (void)state;
    struct image *image = load(program, program_bytes);
    assert_non_null(image);
    image_trim();
    assert_ptr_equal(load(program, program_bytes), image);
    image_release(image);
    image_release(image);
    assert_true(image_trim());
    assert_null(image->file.copy);
    assert_false(image_trim());
}

static void windows_are_as_new(void **state) {
    (void)state;
    struct image *image = load(program, program_bytes);
    assert_non_null(image);
    struct process_window window;
    assert_true(image_take_window(image, &window));
    const size_t bytes = window.data_end - window.data;
    uint8_t *before = malloc(bytes);
    assert_non_null(before);
    memcpy(before, (const void *)window.data, bytes);
    memset((void *)window.data, 0x5a, bytes);
    uint8_t *base = window.base;
    image_give_window(image, &window);
    assert_true(image_take_window(image, &window));
    assert_ptr_equal(window.base, base);
    assert_memory_equal((const void *)window.data, before, bytes);
    image_give_window(image, &window);
    free(before);
    image_release(image);
}

static struct process *create(struct image *image, struct process *parent, int *failure) {
    static const char arguments[] = "one\0two";
    const struct process_order order = {
        .image = image,
        .name = "unit",
        .parent = parent,
        .argument_block = arguments,
        .argument_count = 2,
        .argument_bytes = sizeof arguments,
    };
    return process_create(&order, failure);
}

static void destroy(struct process *process) {
    if (process->parent)
        process_list_remove(&process->siblings);
    while (!process_release(process, 1 << 20)) {
    }
    process_forget(process);
}

static void numbers_mean_one_process(void **state) {
    (void)state;
    struct image *image = load(program, program_bytes);
    assert_non_null(image);
    int failure, last = 0;
    for (int i = 0; i < 100; i++) {
        struct process *process = create(image, nullptr, &failure);
        assert_non_null(process);
        const int id = process->id;
        assert_true(id > 0 && id != last);
        assert_ptr_equal(process_find(id), process);
        assert_null(process_find(last));
        destroy(process);
        assert_null(process_find(id));
        last = id;
    }
    assert_null(process_find(0));
    assert_null(process_find(-1));
    assert_null(process_find(INT32_MAX));
    assert_int_equal(process_count(), 0);
    image_release(image);
}

static void a_used_window_is_zero(void **state) {
    (void)state;
    struct image *image = load(program, program_bytes);
    int failure;
    struct process *process = create(image, nullptr, &failure);
    assert_non_null(process);
    uint8_t *stack = (uint8_t *)process->window.stack;
    assert_string_equal((const char *)process->stack_top, "one");
    memset(stack, 1, process->window.stack_end - process->window.stack);
    destroy(process);
    process = create(image, nullptr, &failure);
    assert_non_null(process);
    assert_ptr_equal(process->window.stack, stack);
    for (uint8_t *at = stack; at < (uint8_t *)process->stack_top; at++)
        assert_int_equal(*at, 0);
    destroy(process);
    image_release(image);
}

static void only_descendants_are_reached(void **state) {
    (void)state;
    struct image *image = load(program, program_bytes);
    struct process *chain[PROCESS_DEPTH_MAX + 1];
    int failure;
    for (int i = 0; i <= PROCESS_DEPTH_MAX; i++) {
        chain[i] = create(image, i == 0 ? nullptr : chain[i - 1], &failure);
        assert_non_null(chain[i]);
    }
    assert_null(create(image, chain[PROCESS_DEPTH_MAX], &failure));
    assert_int_equal(failure, -VOUCH_EAGAIN);
    struct process *other = create(image, chain[0], &failure);
    assert_true(process_is_descendant(chain[PROCESS_DEPTH_MAX], chain[0]));
    assert_true(process_is_descendant(chain[2], chain[1]));
    assert_false(process_is_descendant(chain[1], chain[1]));
    assert_false(process_is_descendant(chain[1], chain[2]));
    assert_false(process_is_descendant(other, chain[1]));
    destroy(other);
    for (int i = PROCESS_DEPTH_MAX; i >= 0; i--)
        destroy(chain[i]);
    image_release(image);
}

/* Linux's limit on mappings comes before the table's. */
static void running_out_is_an_error(void **state) {
    (void)state;
    static struct process *processes[PROCESS_COUNT_MAX + 1];
    struct image *image = load(program, program_bytes);
    int failure = 0, count = 0;
    while (count <= PROCESS_COUNT_MAX && (processes[count] = create(image, nullptr, &failure)))
        count++;
    assert_true(count >= 10000 && count <= PROCESS_COUNT_MAX);
    assert_true(failure == -VOUCH_ENOMEM || failure == -VOUCH_EAGAIN);
    assert_int_equal(process_count(), count);
    for (int i = 0; i < count; i++)
        destroy(processes[i]);
    assert_int_equal(process_count(), 0);
    image_release(image);
    assert_true(image_trim());
}

int main(int argc, char **argv) {
    const struct hosted_options options = {.root = nullptr};
    const char *failure = hosted_start(&options);
    if (argc != 2 || failure || !read_program(argv[1])) {
        fprintf(stderr, "usage: process_unit PROGRAM.vx: %s\n", failure ? failure : "cannot read it");
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_files_are_one_image),
        cmocka_unit_test(every_byte_counts),
        cmocka_unit_test(unused_images_go),
        cmocka_unit_test(windows_are_as_new),
        cmocka_unit_test(numbers_mean_one_process),
        cmocka_unit_test(a_used_window_is_zero),
        cmocka_unit_test(only_descendants_are_reached),
        cmocka_unit_test(running_out_is_an_error),
    };
    const int failed = cmocka_run_group_tests(tests, nullptr, nullptr);
    free(program);
    return failed;
}
