/* For `make bench`, what vcc makes in place or by services when it compiles our library, and plain clang does not: the heap,
 * as lists of free blocks by size, without a collector; sorting and searching; and the services of figures.
 *
 * A program that vcc compiles gets zeroed memory from malloc; so it does here, where it comes fresh or is cleared. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include <vouch/heap.h>

enum {
    CALL_LSEEK = 8,
    CALL_MAP = 9,
    READ_WRITE = 3,
    PRIVATE_ANONYMOUS = 0x22,
    CLASSES = 64,
    CHUNK_BYTES = 4 << 20
};

/* In front of each block. */
struct block {
    size_t bytes; /* of a block, this header included */
    struct block *next;
};

static struct block *free_blocks[CLASSES];
static char *chunk, *chunk_end;

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *object);
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *base, size_t count, size_t size,
              int (*compare)(const void *, const void *));
long __service_heap_figure(int which);
void __service_collect(void);
long __service_seek(int descriptor, long distance, int whence);
long __service_clock(int which);

static long call(long number, long a, long b, long c, long d, long e, long f) {
    long result;
    register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

/* Four classes to a doubling. */
static unsigned class_of(size_t bytes, size_t *rounded) {
    unsigned doubling = 63u - (unsigned)__builtin_clzl(bytes);
    size_t step = (size_t)1 << (doubling - 2);
    *rounded = (bytes + step - 1) & ~(step - 1);
    doubling = 63u - (unsigned)__builtin_clzl(*rounded);
    return (doubling - 5) * 4 + (unsigned)(*rounded >> (doubling - 2) & 3);
}

static struct block *take_fresh(size_t bytes) {
    if ((size_t)(chunk_end - chunk) < bytes) {
        const size_t wanted = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
        const long got = call(CALL_MAP, 0, (long)wanted, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
        if (got < 0)
            return NULL;
        chunk = (char *)got;
        chunk_end = chunk + wanted;
    }
    struct block *block = (struct block *)chunk;
    chunk += bytes;
    block->bytes = bytes;
    return block;
}

void *malloc(size_t size) {
    size_t bytes;
    if (size > (size_t)1 << 40)
        return NULL;
    const unsigned class =
        class_of(size + sizeof(struct block) < 32 ? 32 : size + sizeof(struct block), &bytes);
    bytes = (bytes + 15) & ~(size_t)15;
    struct block *block = class < CLASSES ? free_blocks[class] : NULL;
    if (block == NULL) {
        block = take_fresh(bytes);
        return block == NULL ? NULL : block + 1;
    }
    free_blocks[class] = block->next;
    memset(block + 1, 0, block->bytes - sizeof *block);
    return block + 1;
}

void *calloc(size_t count, size_t size) {
    size_t bytes;
    return __builtin_mul_overflow(count, size, &bytes) ? NULL : malloc(bytes);
}

void free(void *object) {
    size_t bytes;
    if (object == NULL)
        return;
    struct block *block = (struct block *)object - 1;
    const unsigned class = class_of(block->bytes, &bytes);
    if (class < CLASSES) {
        block->next = free_blocks[class];
        free_blocks[class] = block;
    }
}

void *realloc(void *old, size_t size) {
    void *larger = malloc(size);
    if (old != NULL && larger != NULL) {
        const size_t room = ((struct block *)old - 1)->bytes - sizeof(struct block);
        memcpy(larger, old, room < size ? room : size);
        free(old);
    }
    return larger;
}

void *native_new(unsigned long count, unsigned long size) {
    void *object = calloc(count == 0 ? 1 : count, size);
    if (object == NULL)
        __builtin_trap();
    return object;
}

long __service_heap_figure(int which) {
    (void)which;
    return 0;
}

void __service_collect(void) {
}

long __service_seek(int descriptor, long distance, int whence) {
    return call(CALL_LSEEK, descriptor, distance, whence, 0, 0, 0);
}

long __service_clock(int which) {
    (void)which;
    return -EINVAL;
}

/* A stable merge sort, as the library's own. */
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *)) {
    if (count < 2)
        return;
    const size_t half = count / 2;
    char *left = base, *right = left + half * size, *end = left + count * size;
    qsort(left, half, size, compare);
    qsort(right, count - half, size, compare);
    char *copy = malloc(half * size), *from = copy, *to = base;
    char *copy_end = copy + half * size;
    memcpy(copy, base, half * size);
    while (from < copy_end) {
        char **next = right < end && compare(right, from) < 0 ? &right : &from;
        memcpy(to, *next, size);
        *next += size;
        to += size;
    }
    free(copy);
}

void *bsearch(const void *key, const void *base, size_t count, size_t size,
              int (*compare)(const void *, const void *)) {
    const char *start = base;
    while (count > 0) {
        const char *middle = start + count / 2 * size;
        const int order = compare(key, middle);
        if (order == 0)
            return (void *)middle;
        if (order > 0) {
            start = middle + size;
            count--;
        }
        count /= 2;
    }
    return NULL;
}
