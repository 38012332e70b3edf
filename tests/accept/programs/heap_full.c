/* Fills its heap to the limit: malloc then gives null, and what there is can still be used, freed and had again. */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/heap.h>

#define BLOCK_BYTES 100000
#define LIMIT (4L << 20) /* what heap_full.cases gives it; natively the program stops there by itself */

struct block {
    struct block *next;
    char *__counted_by(size) bytes;
    size_t size;
};

static struct block *fill(void) {
    struct block *list = NULL;
    long left = LIMIT;
    for (;;) {
        struct block *block = malloc(sizeof(struct block));
        char *bytes = block != NULL ? malloc(BLOCK_BYTES) : NULL;
        left -= BLOCK_BYTES;
        if (bytes == NULL || left < 0)
            return list;
        bytes[0] = 'a';
        bytes[BLOCK_BYTES - 1] = 'z';
        block->bytes = bytes;
        block->size = BLOCK_BYTES;
        block->next = list;
        list = block;
    }
}

static bool is_whole(const struct block *list) {
    long count = 0;
    for (; list != NULL; list = list->next) {
        if (list->bytes[0] != 'a' || list->bytes[list->size - 1] != 'z')
            return false;
        count++;
    }
    return count >= 30;
}

int main(void) {
    for (int i = 0; i < 5; i++) {
        struct block *list = fill();
        printf("round %d: %s\n", i, is_whole(list) ? "full" : "wrong");
        while (list != NULL) {
            struct block *next = list->next;
            free(list->bytes);
            /* The collector may take a word that is left over in the stack for a reference: so cut the list up. */
            list->bytes = NULL;
            list->next = NULL;
            free(list);
            list = next;
        }
    }
    return 0;
}
