/* Memory of processes and of the kernel: ranges of addresses reserved in an area of their own, frames put
 * in and taken out.
 *
 * Implements the memory part of platform.h over paging.c and frame.c. A frame has two mappings: its window's
 * and the one-to-one one. When a page loses the right to write, so does the other mapping; it comes back only
 * when the frame leaves its window. Addresses are handed out first fit, so the tables beneath them, which
 * stay, are bounded by the peak of what is reserved. */
#include "pc.h"

#define RESERVATIONS_MAX 256u

/* Ascending, disjoint, each in whole large pages plus one more that stays unmapped. */
static struct reservation {
    uint64_t start, end;
} reservations[RESERVATIONS_MAX];
static size_t reservation_count;

static uint64_t round_up(uint64_t bytes) {
    return (bytes + PAGE_BYTES - 1) & ~(PAGE_BYTES - 1);
}

static const struct reservation *reservation_of(uint64_t address, uint64_t bytes) {
    for (size_t i = 0; i < reservation_count; i++) {
        const struct reservation *reservation = &reservations[i];
        if (address >= reservation->start && address < reservation->end) {
            return bytes <= reservation->end - address ? reservation : nullptr;
        }
    }
    return nullptr;
}

void *platform_memory_reserve(size_t bytes) {
    if (bytes == 0 || bytes > MEMORY_AREA_END - MEMORY_AREA_START - 2 * LARGE_PAGE_BYTES ||
        reservation_count == RESERVATIONS_MAX) {
        return nullptr;
    }
    uint64_t needed = ((bytes + LARGE_PAGE_BYTES - 1) & ~(LARGE_PAGE_BYTES - 1)) + LARGE_PAGE_BYTES;
    uint64_t start = MEMORY_AREA_START;
    size_t place = 0;
    while (place < reservation_count && reservations[place].start - start < needed) {
        start = reservations[place].end;
        place++;
    }
    if (MEMORY_AREA_END - start < needed) {
        return nullptr;
    }
    for (size_t i = reservation_count; i > place; i--) {
        reservations[i] = reservations[i - 1];
    }
    reservations[place] = (struct reservation){.start = start, .end = start + needed};
    reservation_count++;
    return (void *)start;
}

/* Take a page's frame out of its window and give it back. */
static void page_drop(uint64_t address) {
    uint64_t entry = paging_get(address);
    if ((entry & PAGE_PRESENT) == 0) {
        return;
    }
    uint64_t frame = paging_frame(entry);
    paging_set(address, 0);
    if ((entry & PAGE_WRITABLE) == 0) {
        paging_set(frame, frame | PAGE_PRESENT | PAGE_WRITABLE | PAGE_NO_EXECUTE);
    }
    frame_free(frame);
}

static void pages_drop(uint64_t start, uint64_t end) {
    for (uint64_t at = start; at < end; at += PAGE_BYTES) {
        page_drop(at);
    }
}

/* Eight bytes at a time: what the compiler makes of a loop without vector registers is far slower, most of
 * all under emulation. */
static void frame_clear(uint64_t frame) {
    uint64_t words = PAGE_BYTES / 8;
    __asm__ volatile("rep stosq" : "+D"(frame), "+c"(words) : "a"(0) : "memory");
}

bool platform_memory_commit(void *address, size_t bytes) {
    uint64_t start = (uint64_t)address;
    uint64_t end = start + round_up(bytes);
    kernel_assert(start % PAGE_BYTES == 0 && reservation_of(start, end - start) != nullptr);
    if (end - start > frame_free_bytes() || !paging_prepare(start, end - start)) {
        return false;
    }
    for (uint64_t at = start; at < end; at += PAGE_BYTES) {
        kernel_assert((paging_get(at) & PAGE_PRESENT) == 0);
        uint64_t frame = frame_allocate();
        if (frame == 0) {
            pages_drop(start, at);
            return false;
        }
        frame_clear(frame);
        paging_set(at, frame | PAGE_PRESENT | PAGE_WRITABLE | PAGE_NO_EXECUTE);
    }
    return true;
}

/* Can every page get these rights? Makes what the change needs, so that the change itself cannot fail. */
static bool protect_prepare(uint64_t start, uint64_t end, enum platform_rights rights) {
    for (uint64_t at = start; at < end; at += PAGE_BYTES) {
        uint64_t entry = paging_get(at);
        kernel_assert((entry & PAGE_PRESENT) != 0);
        if (rights == PLATFORM_READ_WRITE && (entry & PAGE_NO_EXECUTE) == 0) {
            return false; /* text stays as it was sealed */
        }
        if (!paging_prepare(paging_frame(entry), PAGE_BYTES)) {
            return false;
        }
    }
    return true;
}

bool platform_memory_protect(void *address, size_t bytes, enum platform_rights rights) {
    uint64_t start = (uint64_t)address;
    uint64_t end = start + round_up(bytes);
    kernel_assert(start % PAGE_BYTES == 0 && reservation_of(start, end - start) != nullptr);
    if (!protect_prepare(start, end, rights)) {
        return false;
    }
    const uint64_t alias =
        PAGE_PRESENT | PAGE_NO_EXECUTE | (rights == PLATFORM_READ_WRITE ? PAGE_WRITABLE : 0);
    const uint64_t flags = rights == PLATFORM_READ_EXECUTE ? PAGE_PRESENT : alias;
    for (uint64_t at = start; at < end; at += PAGE_BYTES) {
        uint64_t frame = paging_frame(paging_get(at));
        paging_set(frame, frame | alias);
        paging_set(at, frame | flags);
    }
    return true;
}

void platform_memory_release(void *address, size_t bytes) {
    uint64_t start = (uint64_t)address;
    size_t place = 0;
    while (place < reservation_count && reservations[place].start != start) {
        place++;
    }
    kernel_assert(place < reservation_count && bytes <= reservations[place].end - start);
    for (uint64_t at = start; at < reservations[place].end; at += LARGE_PAGE_BYTES) {
        if (paging_has_tables(at)) {
            pages_drop(at, at + LARGE_PAGE_BYTES);
        }
    }
    reservation_count--;
    for (size_t i = place; i < reservation_count; i++) {
        reservations[i] = reservations[i + 1];
    }
}

void *platform_memory_allocate(size_t bytes) {
    void *address = platform_memory_reserve(bytes);
    if (address != nullptr && !platform_memory_commit(address, bytes)) {
        platform_memory_release(address, bytes);
        return nullptr;
    }
    return address;
}

void platform_memory_free(void *address, size_t bytes) {
    platform_memory_release(address, bytes);
}
