/* The loader: the file is copied first, the copy is verified, and the verified copy is what is laid out.
 *
 * A window is text (R-X), rodata (R--), data and bss (RW-), the heap, an unmapped guard, and the stack (RW-),
 * in this order; up to the heap at the distances that the file's addresses give, so that RIP-relative code
 * finds its data. Text is written before it is executable and is never writable again; the read-only data is
 * sealed once imports, headers and relocations have been filled in. */
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
    window.guard = window.heap_tables + heap_table_bytes(image->manifest->heap_bytes);
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
    window->guard += distance;
    window->stack += distance;
    window->stack_end += distance;
}

static bool commit(uint64_t start, uint64_t end) {
    return start == end || platform_memory_commit((void *)start, end - start);
}

static bool protect(uint64_t start, uint64_t end, enum platform_rights rights) {
    return start == end || platform_memory_protect((void *)start, end - start, rights);
}

static void write_imports(const struct process_window *window, const struct verifier_image *image) {
    for (uint32_t i = 0; i < image->import_count; i++) {
        const uint64_t slot = image->manifest->import_address + 8ull * i;
        kernel_assert(slot >= image->rodata.address &&
                      slot + 8 <= image->rodata.address + image->rodata.memory_bytes);
        const uint64_t address = service_address(image->imports[i].name);
        kernel_assert(address != 0);
        memcpy((void *)(window->rodata + slot - image->rodata.address), &address, sizeof address);
    }
}

/* Is [address, address + bytes) of the image in its rodata, data or bss? */
static bool is_in_data(const struct verifier_image *image, uint64_t address, uint64_t bytes) {
    const uint64_t end = image->data.address + image->data.memory_bytes;
    return address >= image->rodata.address && address <= end && bytes <= end - address;
}

static void write_headers(uint64_t distance, const struct verifier_image *image) {
    for (uint32_t i = 0; i < image->global_count; i++) {
        const struct vx_global *global = &image->globals[i];
        if ((global->flags & VX_GLOBAL_HEADER) == 0)
            continue;
        kernel_assert(is_in_data(image, global->address - (uint64_t)VX_HEADER_BYTES, VX_HEADER_BYTES));
        kernel_assert(global->type < image->type_count && global->count > 0);
        const struct vx_header header = {.type = global->type, .count = global->count};
        memcpy((void *)(distance + global->address - VX_HEADER_BYTES), &header, sizeof header);
    }
}

static void write_relocations(uint64_t distance, const struct verifier_image *image) {
    for (uint32_t i = 0; i < image->relocation_count; i++) {
        const struct vx_relocation *relocation = &image->relocations[i];
        kernel_assert(relocation->address % 8 == 0 && is_in_data(image, relocation->address, 8));
        kernel_assert(relocation->target >= image->text.address &&
                      relocation->target < image->data.address + image->data.memory_bytes);
        const uint64_t target = distance + relocation->target;
        memcpy((void *)(distance + relocation->address), &target, sizeof target);
    }
}

static bool fill_window(const struct process_window *window, const struct verifier_image *image) {
    if (!commit(window->text, window->text_end) || !commit(window->rodata, window->data) ||
        !commit(window->data, window->data_end) || !commit(window->stack, window->stack_end))
        return false;

    memset((void *)window->text, TEXT_FILL, window->text_end - window->text);
    memcpy((void *)window->text, image->text.bytes, image->text.file_bytes);
    if (image->rodata.file_bytes > 0)
        memcpy((void *)window->rodata, image->rodata.bytes, image->rodata.file_bytes);
    write_imports(window, image);
    if (image->data.file_bytes > 0)
        memcpy((void *)window->data, image->data.bytes, image->data.file_bytes);
    write_headers(window->text - image->text.address, image);
    write_relocations(window->text - image->text.address, image);

    return protect(window->text, window->text_end, PLATFORM_READ_EXECUTE) &&
           protect(window->rodata, window->data, PLATFORM_READ);
}

bool loader_build_window(const struct loaded_file *file, struct process_window *window) {
    kernel_assert(file->report.status == VERIFIER_ACCEPTED);
    *window = plan_window(&file->image);
    uint8_t *base = platform_memory_reserve(window->bytes);
    if (!base)
        return false;
    kernel_assert((uint64_t)base % VX_PAGE_SIZE == 0);
    move_window(window, base);
    if (fill_window(window, &file->image)) {
        platform_image_placed(file->copy, file->bytes, (const void *)window->text);
        return true;
    }
    loader_release_window(window);
    return false;
}

void loader_release_window(struct process_window *window) {
    platform_image_removed((const void *)window->text);
    platform_memory_release(window->base, window->bytes);
    window->base = nullptr;
}
