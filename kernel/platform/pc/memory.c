/* Memory of processes and of the kernel: ranges of addresses reserved in an area of their own, frames put
 * in and taken out.
 *
 * Implements the memory part of platform.h over paging.c and frame.c. A private frame has two mappings: its
 * window's and the one-to-one one; a shared one belongs to the range of its share, and windows map it besides. When
 * a page loses the right to write, so does the other mapping; it comes back only when the frame leaves its window.
 * Addresses are handed out first fit, so the tables beneath them, which stay, are bounded by the peak of what is
 * reserved. */
#include "pc.h"

#define RESERVATIONS_MAX 20000u /* a window each of the most processes, pools of windows, the kernel's own */
#define PAGE_SHARED 0x200ull    /* free for our use: the frame belongs to another range. Intel SDM 3, 4.5.4 */

/* Ascending, disjoint, each in whole large pages plus one more that stays unmapped. */
static struct reservation {
    uint64_t start, end;
} reservations[RESERVATIONS_MAX];
static size_t reservation_count;

static uint64_t round_up(uint64_t bytes) {
    return (bytes + PAGE_BYTES - 1) & ~(PAGE_BYTES - 1);
}

/* How many reservations start at or below the address. */
static size_t reservation_rank(uint64_t address) {
    size_t low = 0, high = reservation_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (reservations[middle].start <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_reserved(uint64_t address, uint64_t bytes) {
    const size_t rank = reservation_rank(address);
    return rank > 0 && address < reservations[rank - 1].end && bytes <= reservations[rank - 1].end - address;
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

/* Take a page's frame out of its window, and give it back unless it is shared. */
static void page_drop(uint64_t address) {
    uint64_t entry = paging_get(address);
    if ((entry & PAGE_PRESENT) == 0) {
        return;
    }
    uint64_t frame = paging_frame(entry);
    paging_set(address, 0);
    if ((entry & PAGE_SHARED) != 0) {
        return;
    }
    if ((entry & PAGE_WRITABLE) == 0) {
        paging_set(frame, frame | PAGE_PRESENT | PAGE_WRITABLE | PAGE_NO_EXECUTE);
    }
    frame_free(frame);
}

static void pages_drop(uint64_t start, uint64_t end) {
    for (uint64_t at = start; at < end;) {
        const uint64_t next = (at & ~(LARGE_PAGE_BYTES - 1)) + LARGE_PAGE_BYTES;
        const bool has_tables = paging_has_tables(at);
        for (; at < end && at < next; at += PAGE_BYTES) {
            if (!has_tables) {
                at = next;
                break;
            }
            page_drop(at);
        }
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
    kernel_assert(start % PAGE_BYTES == 0 && is_reserved(start, end - start));
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

bool platform_memory_prepare(void *address, size_t bytes) {
    kernel_assert(is_reserved((uint64_t)address, bytes)); /* commits come by platform_memory_commit only */
    return true;
}

bool platform_memory_touch(void *address, size_t bytes) {
    const uint64_t end = round_up((uint64_t)address + bytes);
    for (uint64_t at = (uint64_t)address & ~(PAGE_BYTES - 1); at < end; at += PAGE_BYTES) {
        if ((!paging_has_tables(at) || (paging_get(at) & PAGE_PRESENT) == 0) &&
            !platform_memory_commit((void *)at, PAGE_BYTES)) {
            return false;
        }
    }
    return true;
}

void platform_memory_discard(void *address, size_t bytes) {
    const uint64_t start = (uint64_t)address;
    kernel_assert(start % PAGE_BYTES == 0 && is_reserved(start, round_up(bytes)));
    pages_drop(start, start + round_up(bytes));
}

/* Can every page get these rights? Makes what the change needs, so that the change itself cannot fail. */
static bool protect_prepare(uint64_t start, uint64_t end) {
    for (uint64_t at = start; at < end; at += PAGE_BYTES) {
        const uint64_t entry = paging_get(at);
        kernel_assert((entry & PAGE_PRESENT) != 0 && (entry & PAGE_NO_EXECUTE) != 0 &&
                      (entry & PAGE_SHARED) == 0);
        if (!paging_prepare(paging_frame(entry), PAGE_BYTES)) {
            return false;
        }
    }
    return true;
}

bool platform_memory_protect(void *address, size_t bytes, enum platform_rights rights) {
    uint64_t start = (uint64_t)address;
    uint64_t end = start + round_up(bytes);
    kernel_assert(start % PAGE_BYTES == 0 && is_reserved(start, end - start));
    kernel_assert(rights != PLATFORM_READ_EXECUTE);
    if (!protect_prepare(start, end)) {
        return false;
    }
    const uint64_t flags =
        PAGE_PRESENT | PAGE_NO_EXECUTE | (rights == PLATFORM_READ_WRITE ? PAGE_WRITABLE : 0);
    for (uint64_t at = start; at < end; at += PAGE_BYTES) {
        uint64_t frame = paging_frame(paging_get(at));
        paging_set(frame, frame | flags);
        paging_set(at, frame | flags);
    }
    return true;
}

bool platform_share_create(struct platform_share *share, size_t count) {
    *share = (struct platform_share){.bytes = platform_memory_allocate(count), .count = count};
    return share->bytes != nullptr;
}

bool platform_share_seal(struct platform_share *share) {
    if (platform_memory_protect(share->bytes, share->count, PLATFORM_READ)) {
        return true;
    }
    platform_share_release(share);
    return false;
}

bool platform_share_map(const struct platform_share *share, size_t offset, void *address, size_t bytes,
                        enum platform_rights rights) {
    const uint64_t from = (uint64_t)share->bytes + offset, to = (uint64_t)address, end = to + round_up(bytes);
    kernel_assert(rights != PLATFORM_READ_WRITE && offset % PAGE_BYTES == 0 && to % PAGE_BYTES == 0);
    kernel_assert(offset <= round_up(share->count) && end - to <= round_up(share->count) - offset);
    kernel_assert(is_reserved(to, end - to));
    if (!paging_prepare(to, end - to)) {
        return false;
    }
    const uint64_t flags =
        PAGE_PRESENT | PAGE_SHARED | (rights == PLATFORM_READ_EXECUTE ? 0 : PAGE_NO_EXECUTE);
    for (uint64_t at = to; at < end; at += PAGE_BYTES) {
        const uint64_t entry = paging_get(from + (at - to));
        kernel_assert((entry & (PAGE_PRESENT | PAGE_WRITABLE)) == PAGE_PRESENT &&
                      (paging_get(at) & PAGE_PRESENT) == 0);
        paging_set(at, paging_frame(entry) | flags);
    }
    return true;
}

void platform_share_release(struct platform_share *share) {
    platform_memory_release(share->bytes, share->count);
    *share = (struct platform_share){.bytes = nullptr};
}

void platform_memory_release(void *address, size_t bytes) {
    uint64_t start = (uint64_t)address;
    kernel_assert(reservation_rank(start) > 0);
    const size_t place = reservation_rank(start) - 1;
    kernel_assert(reservations[place].start == start && bytes <= reservations[place].end - start);
    pages_drop(start, reservations[place].end);
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
