/* The kernel's one page table, made once and never switched.
 *
 * RAM is mapped one to one: writable, never executable, in 2 MiB pages where it can be; the kernel's text
 * R-X, its read-only data and the modules R. The first MiB (and with it the null guard) and the top of the
 * address space are never mapped. Large pages are split when one of their pages needs other rights. Tables
 * are reached through the one-to-one mapping, so every frame that becomes a table must stay writable in it.
 */
#include "pc.h"

#define ENTRIES 512u
#define PAGE_LARGE 0x80ull
#define FRAME_MASK 0x000ffffffffff000ull
#define LOW_END (1ull << 20)

extern const char kernel_start[], kernel_text_end[], kernel_rodata_end[], kernel_end[];

static _Alignas(4096) uint64_t top[ENTRIES];

static uint64_t *table_of(uint64_t entry) {
    return (uint64_t *)(entry & FRAME_MASK);
}

static size_t index_of(uint64_t address, unsigned level) {
    return address >> (12 + 9 * level) & (ENTRIES - 1);
}

static bool table_make(uint64_t *entry) {
    uint64_t frame = frame_allocate();
    if (frame == 0) {
        return false;
    }
    __builtin_memset((void *)frame, 0, PAGE_BYTES);
    *entry = frame | PAGE_PRESENT | PAGE_WRITABLE;
    return true;
}

/* Replace a large page by a table of small ones with the same rights. The processor may go on using the
 * large page's remembered translation until an entry is changed and invalidated: both say the same. */
static bool large_split(uint64_t *entry) {
    uint64_t frame = frame_allocate();
    if (frame == 0) {
        return false;
    }
    uint64_t *table = (uint64_t *)frame;
    uint64_t flags = *entry & ~FRAME_MASK & ~PAGE_LARGE;
    for (uint64_t i = 0; i < ENTRIES; i++) {
        table[i] = ((*entry & FRAME_MASK) + i * PAGE_BYTES) | flags;
    }
    *entry = frame | PAGE_PRESENT | PAGE_WRITABLE;
    return true;
}

/* The entry of level 0 for an address, making and splitting what is in the way; null if out of memory. */
static uint64_t *entry_make(uint64_t address) {
    uint64_t *table = top;
    for (unsigned level = 3; level > 0; level--) {
        uint64_t *entry = &table[index_of(address, level)];
        if ((*entry & PAGE_PRESENT) == 0) {
            if (!table_make(entry)) {
                return nullptr;
            }
        } else if ((*entry & PAGE_LARGE) != 0 && !large_split(entry)) {
            return nullptr;
        }
        table = table_of(*entry);
    }
    return &table[index_of(address, 0)];
}

static uint64_t *entry_find(uint64_t address) {
    uint64_t *table = top;
    for (unsigned level = 3; level > 0; level--) {
        uint64_t entry = table[index_of(address, level)];
        kernel_assert((entry & PAGE_PRESENT) != 0 && (entry & PAGE_LARGE) == 0);
        table = table_of(entry);
    }
    return &table[index_of(address, 0)];
}

static bool large_map(uint64_t address, uint64_t flags) {
    uint64_t *table = top;
    for (unsigned level = 3; level > 1; level--) {
        uint64_t *entry = &table[index_of(address, level)];
        if ((*entry & PAGE_PRESENT) == 0 && !table_make(entry)) {
            return false;
        }
        table = table_of(*entry);
    }
    table[index_of(address, 1)] = address | flags | PAGE_LARGE;
    return true;
}

/* Map RAM one to one; used before the switch only. */
static bool identity_map(uint64_t start, uint64_t end, uint64_t flags) {
    for (uint64_t at = start; at < end;) {
        if (at % LARGE_PAGE_BYTES == 0 && end - at >= LARGE_PAGE_BYTES) {
            if (!large_map(at, flags)) {
                return false;
            }
            at += LARGE_PAGE_BYTES;
            continue;
        }
        uint64_t *entry = entry_make(at);
        if (entry == nullptr) {
            return false;
        }
        *entry = at | flags;
        at += PAGE_BYTES;
    }
    return true;
}

/* Give pages that are mapped one to one other rights; used before the switch only. */
static bool identity_rights(uint64_t start, uint64_t end, uint64_t flags) {
    for (uint64_t at = start & ~(PAGE_BYTES - 1); at < end; at += PAGE_BYTES) {
        uint64_t *entry = entry_make(at);
        if (entry == nullptr) {
            return false;
        }
        *entry = at | flags;
    }
    return true;
}

bool paging_start(const struct multiboot_information *information) {
    const uint64_t data = PAGE_PRESENT | PAGE_WRITABLE | PAGE_NO_EXECUTE;
    const uint64_t read_only = PAGE_PRESENT | PAGE_NO_EXECUTE;
    for (size_t i = 0; i < information->available_count; i++) {
        const struct multiboot_range *range = &information->available[i];
        uint64_t start = range->start < LOW_END ? LOW_END : range->start;
        if (start < range->end && !identity_map(start, range->end, data)) {
            return false;
        }
    }
    for (size_t i = 0; i < information->module_count; i++) {
        const struct multiboot_module *module = &information->modules[i];
        if (!identity_rights(module->start, module->end, read_only)) {
            return false;
        }
    }
    if (!identity_rights((uint64_t)kernel_start, (uint64_t)kernel_text_end, PAGE_PRESENT) ||
        !identity_rights((uint64_t)kernel_text_end, (uint64_t)kernel_rodata_end, read_only) ||
        !identity_rights((uint64_t)kernel_rodata_end, (uint64_t)kernel_end, data)) {
        return false;
    }
    __asm__ volatile("movq %0, %%cr3" : : "r"(top) : "memory");
    return true;
}

bool paging_prepare(uint64_t address, uint64_t bytes) {
    for (uint64_t at = address; at - address < bytes; at += PAGE_BYTES) {
        if (entry_make(at) == nullptr) {
            return false;
        }
    }
    return true;
}

bool paging_has_tables(uint64_t address) {
    const uint64_t *table = top;
    for (unsigned level = 3; level > 0; level--) {
        uint64_t entry = table[index_of(address, level)];
        if ((entry & PAGE_PRESENT) == 0 || (entry & PAGE_LARGE) != 0) {
            return false;
        }
        table = table_of(entry);
    }
    return true;
}

uint64_t paging_get(uint64_t address) {
    return *entry_find(address);
}

void paging_set(uint64_t address, uint64_t entry) {
    /* W^X holds for every page, whoever asks. */
    kernel_assert((entry & PAGE_WRITABLE) == 0 || (entry & PAGE_NO_EXECUTE) != 0);
    uint64_t *place = entry_find(address);
    bool was_mapped = (*place & PAGE_PRESENT) != 0;
    *place = entry;
    if (was_mapped) {
        __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
    }
}

uint64_t paging_frame(uint64_t entry) {
    return entry & FRAME_MASK;
}
