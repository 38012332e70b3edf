/* The loader: the file is copied first, the copy is verified, and the verified copy is what is laid out.
 *
 * A window is text (R-X), rodata (R--), data and bss (RW-), the heap, an unmapped guard, and the stack (RW-),
 * in this order; up to the heap at the distances that the file's addresses give, so that RIP-relative code
 * finds its data. Text is written into shared memory, which is sealed and then mapped in every window of the file;
 * so are the constants if they hold no address of the window. Otherwise they are private, and sealed once they
 * have been filled in. */
#include "loader.h"

#include "../../runtime/heap.h"

#include "kernel_assert.h"
#include "memory_functions.h"
#include "service.h"

enum { TEXT_FILL = 0xcc }; /* int3: behind the functions, to the end of the page */

bool loader_verify_file(const void *bytes, size_t count, struct loaded_file *file, const char **failure) {
    *file = (struct loaded_file){.copy = nullptr};
    if (count > LOADER_FILE_BYTES_MAX) {
        *failure = "the file is larger than 1 GiB";
        return false;
    }
    file->bytes = count;
    file->copy = platform_memory_allocate(count ? count : 1);
    const size_t arena_bytes = verifier_arena_bytes(count);
    void *arena = platform_memory_allocate(arena_bytes);
    if (!file->copy || !arena) {
        if (arena)
            platform_memory_free(arena, arena_bytes);
        *failure = "out of memory for verifying the file";
        return false;
    }
    memcpy(file->copy, bytes, count);

    const struct verifier_options options = {.services = service_table()};
    const enum verifier_status status =
        verifier_check(file->copy, count, arena, arena_bytes, &options, &file->image, &file->report);
    platform_memory_free(arena, arena_bytes);
    kernel_assert(status != VERIFIER_OUT_OF_MEMORY);
    return true;
}

void loader_release_file(struct loaded_file *file) {
    if (file->copy)
        platform_memory_free(file->copy, file->bytes ? file->bytes : 1);
    file->copy = nullptr;
}

static uint64_t round_to_page(uint64_t bytes) {
    return (bytes + VX_PAGE_SIZE - 1) & ~(uint64_t)(VX_PAGE_SIZE - 1);
}

/* Where everything goes, relative to the window's base for now. */
static struct process_window plan_window(const struct verifier_image *image) {
    const uint64_t start = image->text.address;
    struct process_window window = {.text = 0};
    window.text_end = round_to_page(image->text.memory_bytes);
    window.rodata = image->rodata.address - start;
    window.data = image->data.address - start;
    window.data_end = window.data + round_to_page(image->data.memory_bytes);
    window.heap = window.data_end;
    window.heap_tables = window.heap + heap_object_bytes(image->manifest->heap_bytes);
    /* On pc the page between is never committed. */
    window.local_stack = window.heap_tables + heap_table_bytes(image->manifest->heap_bytes) + VX_PAGE_SIZE;
    window.guard = window.local_stack + PROCESS_LOCAL_STACK_BYTES;
    window.stack = window.guard + VX_STACK_GUARD_BYTES;
    window.stack_end = window.stack + image->manifest->stack_bytes;
    window.bytes = window.stack_end;
    /* The verifier has checked these; the layout must not depend on that alone. */
    kernel_assert(window.text_end > 0 && window.text_end <= window.rodata);
    kernel_assert(window.rodata + image->rodata.memory_bytes <= window.data);
    kernel_assert(window.data_end - window.data >= image->data.file_bytes);
    kernel_assert(window.data_end <= VX_IMAGE_SIZE_MAX + VX_PAGE_SIZE);
    kernel_assert(window.guard - window.heap < 4 * VX_HEAP_BYTES_MAX);
    kernel_assert(window.stack_end - window.guard <= VX_STACK_GUARD_BYTES + VX_STACK_BYTES_MAX);
    kernel_assert(
        (window.rodata | window.data | window.heap | window.guard | window.stack_end) % VX_PAGE_SIZE == 0);
    return window;
}

static void move_window(struct process_window *window, uint8_t *base) {
    const uint64_t distance = (uint64_t)base;
    window->base = base;
    window->text += distance;
    window->text_end += distance;
    window->rodata += distance;
    window->data += distance;
    window->data_end += distance;
    window->heap += distance;
    window->heap_tables += distance;
    window->local_stack += distance;
    window->guard += distance;
    window->stack += distance;
    window->stack_end += distance;
}

static bool commit(uint64_t start, uint64_t end) {
    return start == end || platform_memory_commit((void *)start, end - start);
}

static bool prepare(uint64_t start, uint64_t end) {
    return start == end || platform_memory_prepare((void *)start, end - start);
}

/* What the import table holds, for constants that begin at `rodata`. */
static void write_imports(uint8_t *rodata, const struct verifier_image *image) {
    for (uint32_t i = 0; i < image->import_count; i++) {
        const uint64_t slot = image->manifest->import_address + 8ull * i;
        kernel_assert(slot >= image->rodata.address &&
                      slot + 8 <= image->rodata.address + image->rodata.memory_bytes);
        const uint64_t address = service_address(image->imports[i].name);
        kernel_assert(address != 0);
        memcpy(rodata + (slot - image->rodata.address), &address, sizeof address);
    }
}

static uint64_t find_end(const struct verifier_segment *segment) {
    return segment->address + segment->memory_bytes;
}

/* Is [address, address + bytes) of the image in that part of it? */
static bool is_within(uint64_t start, uint64_t end, uint64_t address, uint64_t bytes) {
    return address >= start && address <= end && bytes <= end - address;
}

/* Write the headers of the globals in the image's addresses from `start` to `end`, which are `bytes` in memory. */
static void write_headers(uint8_t *bytes, uint64_t start, uint64_t end, const struct verifier_image *image) {
    for (uint32_t i = 0; i < image->global_count; i++) {
        const struct vx_global *global = &image->globals[i];
        if ((global->flags & VX_GLOBAL_HEADER) == 0)
            continue;
        const uint64_t address = global->address - (uint64_t)VX_HEADER_BYTES;
        kernel_assert(is_within(image->rodata.address, find_end(&image->data), address, VX_HEADER_BYTES));
        kernel_assert(global->type < image->type_count && global->count > 0);
        const struct vx_header header = {.type = global->type, .count = global->count};
        if (is_within(start, end, address, VX_HEADER_BYTES))
            memcpy(bytes + (address - start), &header, sizeof header);
    }
}

/* Fill in the pointer slots in the image's addresses from `start` to `end` of a window at `distance`. */
static void write_relocations(uint64_t distance, uint64_t start, uint64_t end,
                              const struct verifier_image *image) {
    for (uint32_t i = 0; i < image->relocation_count; i++) {
        const struct vx_relocation *relocation = &image->relocations[i];
        kernel_assert(relocation->address % 8 == 0 &&
                      is_within(image->rodata.address, find_end(&image->data), relocation->address, 8));
        kernel_assert(relocation->target >= image->text.address &&
                      relocation->target < find_end(&image->data));
        const uint64_t target = distance + relocation->target;
        if (is_within(start, end, relocation->address, 8))
            memcpy((void *)(distance + relocation->address), &target, sizeof target);
    }
}

/* The constants without their relocations. */
static void write_constants(uint8_t *bytes, const struct verifier_image *image) {
    if (image->rodata.file_bytes > 0)
        memcpy(bytes, image->rodata.bytes, image->rodata.file_bytes);
    write_imports(bytes, image);
    write_headers(bytes, image->rodata.address, image->data.address, image);
}

bool loader_build_layout(const struct loaded_file *file, struct loaded_layout *layout) {
    kernel_assert(file->report.status == VERIFIER_ACCEPTED);
    const struct verifier_image *image = &file->image;
    *layout = (struct loaded_layout){.plan = plan_window(image), .constants_shared = true};
    for (uint32_t i = 0; i < image->relocation_count; i++)
        if (image->relocations[i].address < image->data.address)
            layout->constants_shared = false;

    const struct process_window *plan = &layout->plan;
    const uint64_t constants = layout->constants_shared ? plan->data - plan->rodata : 0;
    if (!platform_share_create(&layout->share, plan->text_end + constants))
        return false;
    uint8_t *bytes = layout->share.bytes;
    memcpy(bytes, image->text.bytes, image->text.file_bytes);
    memset(bytes + image->text.file_bytes, TEXT_FILL, plan->text_end - image->text.file_bytes);
    if (constants > 0)
        write_constants(bytes + plan->text_end, image);
    return platform_share_seal(&layout->share);
}

void loader_release_layout(struct loaded_layout *layout) {
    platform_share_release(&layout->share);
}

void loader_reset_data(const struct loaded_file *file, const struct process_window *window) {
    const struct verifier_image *image = &file->image;
    const uint64_t initialised = image->data.file_bytes;
    if (initialised > 0)
        memcpy((void *)window->data, image->data.bytes, initialised);
    memset((void *)(window->data + initialised), 0, window->data_end - window->data - initialised);
    write_headers((uint8_t *)window->data, image->data.address, find_end(&image->data), image);
    write_relocations(window->text - image->text.address, image->data.address, find_end(&image->data), image);
}

static bool map_constants(const struct loaded_layout *layout, const struct process_window *window,
                          const struct verifier_image *image) {
    const uint64_t bytes = window->data - window->rodata;
    if (bytes == 0)
        return true;
    if (layout->constants_shared)
        return platform_share_map(&layout->share, layout->plan.text_end, (void *)window->rodata, bytes,
                                  PLATFORM_READ);
    if (!commit(window->rodata, window->data))
        return false;
    write_constants((uint8_t *)window->rodata, image);
    write_relocations(window->text - image->text.address, image->rodata.address, image->data.address, image);
    return platform_memory_protect((void *)window->rodata, bytes, PLATFORM_READ);
}

bool loader_build_window(const struct loaded_file *file, const struct loaded_layout *layout,
                         struct process_window *window) {
    uint8_t *base = platform_memory_reserve(layout->plan.bytes);
    if (!base)
        return false;
    kernel_assert((uint64_t)base % VX_PAGE_SIZE == 0);
    *window = loader_find_window(layout, base);
    if (prepare(window->data, window->guard) && prepare(window->stack, window->stack_end) &&
        platform_share_map(&layout->share, 0, (void *)window->text, window->text_end - window->text,
                           PLATFORM_READ_EXECUTE) &&
        map_constants(layout, window, &file->image) && commit(window->data, window->data_end)) {
        loader_reset_data(file, window);
        platform_image_placed(file->copy, file->bytes, (const void *)window->text);
        return true;
    }
    loader_release_window(window);
    return false;
}

struct process_window loader_find_window(const struct loaded_layout *layout, uint8_t *base) {
    struct process_window window = layout->plan;
    move_window(&window, base);
    return window;
}

void loader_release_window(struct process_window *window) {
    platform_image_removed((const void *)window->text);
    platform_memory_release(window->base, window->bytes);
    window->base = nullptr;
}
