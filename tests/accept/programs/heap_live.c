/* A cache of pages that keeps nine tenths of its heap's limit alive, and replaces its pages over and over. */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/heap.h>

#define LIMIT (16L << 20) /* what heap_live.cases gives it */
#define PAGE_BYTES 4000
#define CELL_BYTES 4096 /* with the header and rounding */
#define PAGES (LIMIT / 10 * 9 / CELL_BYTES)
#define ROUNDS 200

struct page {
    unsigned long number;
    unsigned char bytes[PAGE_BYTES];
};

static struct page *pages[PAGES];

static struct page *make_page(unsigned long number) {
    struct page *page = new (struct page);
    page->number = number;
    page->bytes[number % sizeof page->bytes] = (unsigned char)number;
    return page;
}

int main(void) {
    unsigned long number = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (long i = 0; i < PAGES; i++) {
            long place = (long)(number * 7919 % PAGES);
            free(pages[place]);
            pages[place] = NULL;
            pages[place] = make_page(number);
            number++;
        }
    }
    unsigned long sum = 0;
    for (long i = 0; i < PAGES; i++) {
        const struct page *page = pages[i];
        if (page == NULL || page->bytes[page->number % sizeof page->bytes] != (unsigned char)page->number)
            return 1;
        sum = sum * 31 + page->number;
    }
    printf("%lu\n", sum);
    return 0;
}
