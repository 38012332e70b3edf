/* From the boot assembly to the core: bring the machine up, read the boot list, run it.
 *
 * Order matters: the Multiboot2 information and the firmware's tables are read while the boot mapping
 * reaches the lowest 4 GiB; frames are known before the page table is made of them; the core is called when
 * everything of platform.h works. Whatever is wrong here is wrong with the machine or the image, and ends in
 * a panic with the reason. */
#include "pc.h"

#include "../../core/bootlist.h"

extern const char kernel_start[], kernel_end[];

static struct multiboot_information information;
static struct kernel_program programs[BOOTLIST_PROGRAMS_MAX];
static struct kernel_image images[BOOTLIST_PROGRAMS_MAX]; /* all programs of the list */
static_assert(BOOTLIST_PROGRAMS_MAX <= KERNEL_IMAGES_MAX);
static struct kernel_argument arguments[BOOTLIST_ARGUMENTS_MAX];

void pc_halt(void) {
    for (;;) {
        __asm__ volatile("cli\n\thlt");
    }
}

void platform_stop(int status) {
    (void)status; /* a machine has none: whoever booted it reads the verdicts */
    console_finish();
    acpi_power_off();
    static const char HALTED[] = "vouch: this machine cannot be switched off by ACPI: halted\n";
    platform_log(HALTED, sizeof HALTED - 1);
    pc_halt();
}

static void memory_start(void) {
    static const uint64_t LOW_END = 1u << 20;
    for (size_t i = 0; i < information.available_count; i++) {
        const struct multiboot_range *range = &information.available[i];
        const uint64_t start = range->start < LOW_END ? LOW_END : range->start;
        if (start < range->end) {
            frame_range_free(start, range->end);
        }
    }
    frame_range_take((uint64_t)kernel_start, (uint64_t)kernel_end);
    for (size_t i = 0; i < information.module_count; i++) {
        frame_range_take(information.modules[i].start, information.modules[i].end);
    }
    if (!paging_start(&information) || !descriptors_guard_stacks()) {
        platform_panic("not enough memory for the page table");
    }
}

/* Tell the host what is to come, so that it can judge a boot of several programs. */
static void expectation_say(enum bootlist_expectation expectation) {
    static const char EXIT[] = "expect exit", REJECTED[] = "expect rejected";
    switch (expectation) {
    case BOOTLIST_EXPECT_EXIT:
        platform_verdict(EXIT, sizeof EXIT - 1);
        break;
    case BOOTLIST_EXPECT_REJECTED:
        platform_verdict(REJECTED, sizeof REJECTED - 1);
        break;
    case BOOTLIST_EXPECT_SPAWN:
        break;
    }
}

/* Read one program of the list, its arguments from arguments[*argument_count] on. *runs: it is to be run. */
static bool program_read(struct bootlist_reader *reader, struct kernel_program *program,
                         size_t *argument_count, bool *runs) {
    struct bootlist_program entry;
    if (!bootlist_next_program(reader, &entry) ||
        entry.argument_count > BOOTLIST_ARGUMENTS_MAX - *argument_count) {
        return false;
    }
    const struct multiboot_module *module = multiboot_module_find(&information, entry.module);
    if (module == nullptr) {
        return false;
    }
    *program = (struct kernel_program){.name = entry.name,
                                       .file = (const void *)module->start,
                                       .file_bytes = module->end - module->start,
                                       .arguments = &arguments[*argument_count],
                                       .argument_count = entry.argument_count,
                                       .input_kind = entry.input_kind,
                                       .input = entry.input,
                                       .input_bytes = entry.input_bytes};
    for (uint32_t i = 0; i < entry.argument_count; i++) {
        if (!bootlist_next_argument(reader, &arguments[(*argument_count)++])) {
            return false;
        }
    }
    *runs = entry.expectation != BOOTLIST_EXPECT_SPAWN;
    expectation_say(entry.expectation);
    return true;
}

static size_t programs_read(void) {
    const struct multiboot_module *module = multiboot_module_find(&information, BOOTLIST_MODULE);
    if (module == nullptr) {
        platform_panic("the image has no boot list");
    }
    struct bootlist_reader reader;
    uint32_t flags, count;
    if (!bootlist_open(&reader, (const void *)module->start, module->end - module->start, &flags, &count)) {
        platform_panic("the image's boot list is malformed");
    }
    console_open((flags & BOOTLIST_QUIET) != 0);
    size_t argument_count = 0, run_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct kernel_program *program = &programs[run_count];
        bool runs;
        if (!program_read(&reader, program, &argument_count, &runs)) {
            platform_panic("a program of the image's boot list is malformed or missing");
        }
        images[i] = (struct kernel_image){
            .name = program->name, .file = program->file, .file_bytes = program->file_bytes};
        program->heap_stress = (flags & BOOTLIST_HEAP_STRESS) != 0;
        program->images = images;
        program->image_count = count;
        run_count += runs;
    }
    if (!bootlist_end(&reader)) {
        platform_panic("the image's boot list does not end where it should");
    }
    return run_count;
}

void pc_main(uint64_t information_address) {
    console_start();
    descriptors_start();
    const char *problem = multiboot_read(information_address, &information);
    if (problem != nullptr) {
        platform_panic(problem);
    }
    acpi_start(&information);
    memory_start();
    if (!time_start()) {
        platform_panic("the PIT does not count: there is no clock");
    }
    if (!tick_start()) {
        platform_panic("the processor has no local APIC, or its timer does not count");
    }
    const struct multiboot_module *files = multiboot_module_find(&information, BOOTLIST_FILES_MODULE);
    if (files != nullptr && !file_start((const uint8_t *)files->start, files->end - files->start)) {
        platform_panic("the image's files.tar is malformed");
    }
    kernel_main(programs, programs_read());
}

void platform_image_placed(const void *file, size_t bytes, const void *text) {
    (void)file, (void)bytes, (void)text;
}

void platform_image_removed(const void *text) {
    (void)text;
}
