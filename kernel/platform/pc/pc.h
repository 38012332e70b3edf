/* Inside the pc platform: what its files share. kernel/core/ sees kernel/platform/platform.h only.
 *
 * Memory as the one page table has it: RAM one to one in the lowest 512 GiB (less the first MiB), process
 * windows and the kernel's working memory from MEMORY_AREA_START on, nothing else. All of it belongs to
 * ring 0; no page is writable and executable. */
#ifndef KERNEL_PC_H
#define KERNEL_PC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../core/kernel_assert.h"
#include "../platform.h"

#define PAGE_BYTES 4096ull
#define LARGE_PAGE_BYTES (2ull << 20)
#define MEMORY_LIMIT (32ull << 30)     /* RAM above this is left alone */
#define MEMORY_AREA_START (1ull << 40) /* windows: slots of the top-level table of their own */
#define MEMORY_AREA_END (1ull << 46)

/* Port input and output. */
static inline uint8_t port_read_8(uint16_t port) {
    uint8_t value;
    __asm__ volatile("inb %w1, %b0" : "=a"(value) : "Nd"(port));
    return value;
}
static inline void port_write_8(uint16_t port, uint8_t value) {
    __asm__ volatile("outb %b0, %w1" : : "a"(value), "Nd"(port));
}
static inline uint16_t port_read_16(uint16_t port) {
    uint16_t value;
    __asm__ volatile("inw %w1, %w0" : "=a"(value) : "Nd"(port));
    return value;
}
static inline void port_write_16(uint16_t port, uint16_t value) {
    __asm__ volatile("outw %w0, %w1" : : "a"(value), "Nd"(port));
}

static inline uint64_t time_stamp(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

/* The Multiboot2 information, copied into the kernel; modules stay where the loader put them. */
#define MULTIBOOT_RANGES_MAX 128u
#define MULTIBOOT_MODULES_MAX 128u

struct multiboot_range {
    uint64_t start, end;
};
struct multiboot_module {
    uint64_t start, end;
    const char *name; /* what follows the file's name in grub.cfg; NUL terminated */
};
struct multiboot_information {
    struct multiboot_range available[MULTIBOOT_RANGES_MAX]; /* RAM for any use, page-aligned inwards */
    size_t available_count;
    struct multiboot_module modules[MULTIBOOT_MODULES_MAX];
    size_t module_count;
    const uint8_t *rsdp; /* the firmware's ACPI root pointer, or null */
    size_t rsdp_bytes;
};

/* Read the information at a physical address. Returns null if it is sound, otherwise what is wrong. */
const char *multiboot_read(uint64_t address, struct multiboot_information *information);
/* The module of that name, or null. */
const struct multiboot_module *multiboot_module_find(const struct multiboot_information *information,
                                                     const char *name);

/* Physical memory in frames of PAGE_BYTES. All frames start out as taken. */
void frame_range_free(uint64_t start, uint64_t end);
void frame_range_take(uint64_t start, uint64_t end);
uint64_t frame_allocate(void); /* physical address, contents undefined; 0 if there is none */
void frame_free(uint64_t frame);
uint64_t frame_free_bytes(void);

/* The page table. Flags are those of a page-table entry. */
#define PAGE_PRESENT 1ull
#define PAGE_WRITABLE 2ull
#define PAGE_UNCACHED 0x10ull
#define PAGE_NO_EXECUTE (1ull << 63)

/* Make the kernel's own table and switch to it. False if out of memory. */
bool paging_start(const struct multiboot_information *information);
/* Make the tables exist that hold the entries of [address, address + bytes), splitting large pages.
 * False if out of memory; then nothing that was mapped has changed. */
bool paging_prepare(uint64_t address, uint64_t bytes);
/* Do the tables exist that hold the entries of the large page around `address`? */
bool paging_has_tables(uint64_t address);
/* The entry of a page whose tables exist; its frame and flags. 0 if not mapped. */
uint64_t paging_get(uint64_t address);
/* Set the entry of a page whose tables exist and forget what the processor remembers of it. */
void paging_set(uint64_t address, uint64_t entry);
uint64_t paging_frame(uint64_t entry);

/* GDT, TSS with its IST stacks, IDT; legacy interrupt controllers masked. */
void descriptors_start(void);
/* Unmap the pages below the kernel's stacks. After paging_start. */
bool descriptors_guard_stacks(void);

/* What vectors.S saves, then what the processor pushed. Registers in the order of x86 encoding. */
struct fault_frame {
    uint64_t registers[16]; /* [4], rsp, is filled in by fault_handle */
    uint64_t vector, error_code;
    uint64_t rip, cs, rflags, rsp, ss;
};
void fault_handle(struct fault_frame *frame);

/* Find and measure the timer. After time_start. False if there is none. */
bool tick_start(void);
/* The timer has interrupted the frame. *leave: the frame is to continue in kernel_leave. */
void tick_handle(const struct fault_frame *frame, bool *leave);

/* Serial console. Quiet: kernel messages go to port 0xE9 only. */
void console_start(void);
void console_open(bool quiet);
/* Wait until all that was written has left the machine: what is still in the line's FIFO dies with it. */
void console_finish(void);

/* Read the firmware's tables while the boot mapping still reaches all of the lowest 4 GiB. */
void acpi_start(const struct multiboot_information *information);
/* Switch the machine off; returns if that cannot be done. */
void acpi_power_off(void);

/* Measure the time stamp counter against the PIT. False if the PIT does not count. */
bool time_start(void);

/* files.tar, or nothing. False if the archive is malformed. */
bool file_start(const uint8_t *archive, size_t archive_bytes);

[[noreturn]] void pc_main(uint64_t information_address);
[[noreturn]] void pc_halt(void);

#endif
