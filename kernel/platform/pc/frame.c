/* Physical memory in frames of 4 KiB: a bitmap, one bit a frame, set = free.
 *
 * Under memory.c and paging.c. Frames come only from what the Multiboot2 map calls available, less the
 * first MiB, the kernel and the modules; main.c says so by frame_range_free and frame_range_take. */
#include "pc.h"

#define FRAME_COUNT (MEMORY_LIMIT / PAGE_BYTES)
#define WORD_BITS 64u

static uint64_t free_bits[FRAME_COUNT / WORD_BITS];
static uint64_t free_count;
static size_t search_start; /* no free frame lies in a word before this one */

static void bit_set(uint64_t frame) {
    uint64_t bit = 1ull << frame % WORD_BITS;
    if ((free_bits[frame / WORD_BITS] & bit) == 0) {
        free_bits[frame / WORD_BITS] |= bit;
        free_count++;
    }
}

static void bit_clear(uint64_t frame) {
    uint64_t bit = 1ull << frame % WORD_BITS;
    if ((free_bits[frame / WORD_BITS] & bit) != 0) {
        free_bits[frame / WORD_BITS] &= ~bit;
        free_count--;
    }
}

void frame_range_free(uint64_t start, uint64_t end) {
    kernel_assert(start % PAGE_BYTES == 0 && end % PAGE_BYTES == 0 && end <= MEMORY_LIMIT);
    for (uint64_t at = start; at < end; at += PAGE_BYTES) {
        bit_set(at / PAGE_BYTES);
    }
    search_start = 0;
}

void frame_range_take(uint64_t start, uint64_t end) {
    for (uint64_t at = start & ~(PAGE_BYTES - 1); at < end && at < MEMORY_LIMIT; at += PAGE_BYTES) {
        bit_clear(at / PAGE_BYTES);
    }
}

uint64_t frame_allocate(void) {
    if (free_count == 0) {
        return 0;
    }
    while (free_bits[search_start] == 0) {
        search_start++;
        kernel_assert(search_start < FRAME_COUNT / WORD_BITS);
    }
    uint64_t frame = search_start * WORD_BITS + (uint64_t)__builtin_ctzll(free_bits[search_start]);
    bit_clear(frame);
    return frame * PAGE_BYTES;
}

void frame_free(uint64_t frame) {
    uint64_t number = frame / PAGE_BYTES;
    kernel_assert(frame % PAGE_BYTES == 0 && frame != 0 && number < FRAME_COUNT);
    kernel_assert((free_bits[number / WORD_BITS] >> number % WORD_BITS & 1) == 0);
    bit_set(number);
    if (number / WORD_BITS < search_start) {
        search_start = number / WORD_BITS;
    }
}

uint64_t frame_free_bytes(void) {
    return free_count * PAGE_BYTES;
}
