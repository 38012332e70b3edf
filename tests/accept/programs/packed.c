/* Packed structures, and what attributes say of alignment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>
struct __attribute__((packed)) header {
    unsigned char kind;
    unsigned length;
    unsigned short port;
    double d;
    short list[3];
};
struct inner {
    char a;
    short b;
} __attribute__((packed));
struct outer {
    char c;
    struct inner i[3];
    long l;
} __attribute__((packed, aligned(4)));
struct plain {
    char c;
    int x __attribute__((aligned(16)));
    char d;
};
struct one {
    char c;
    int i __attribute__((packed));
};
union __attribute__((packed)) both {
    int whole;
    char part[5];
};
static struct header global = {1, 0x12345678, 443, 2.5, {1, -2, 3}};
static int aligned_var __attribute__((aligned(16)));
static long sum(const struct header *h) {
    long s = h->kind + h->length + h->port + (long)h->d;
    for (int i = 0; i < 3; i++)
        s += h->list[i];
    return s;
}
int main(void) {
    printf("%zu %zu %zu %zu %zu %zu\n", sizeof(struct header), sizeof(struct inner), sizeof(struct outer),
           sizeof(struct plain), sizeof(struct one), sizeof(union both));
    printf("%zu %zu %zu %zu\n", alignof(struct header), alignof(struct outer), alignof(struct plain),
           offsetof(struct plain, x));
    printf("%zu %zu %zu\n", offsetof(struct header, length), offsetof(struct header, d),
           offsetof(struct outer, l));
    struct header local[4], *heap = malloc(5 * sizeof *heap);
    for (int i = 0; i < 4; i++) {
        local[i] = global;
        local[i].length += i;
        local[i].port *= i;
        local[i].list[i % 3] ^= 0x55;
        local[i].d /= 2;
    }
    for (int i = 0; i < 4; i++)
        heap[i] = local[3 - i];
    long total = 0;
    for (int i = 0; i < 4; i++)
        total += sum(&local[i]) * (i + 1) - sum(&heap[i]);
    printf("%ld\n", total);
    unsigned char bytes[sizeof(struct header)];
    memcpy(bytes, &local[2], sizeof bytes);
    for (unsigned i = 0; i < sizeof bytes; i++)
        printf("%02x", bytes[i]);
    struct outer o = {.l = 7, .i = {{1, 2}, {3, 4}, {5, 6}}};
    o.l += o.i[1].b;
    o.i[2].b++;
    printf("\n%ld %d %d\n", o.l, o.i[2].b, (int)((unsigned long)&aligned_var % 16));
    struct one x = {'a', 70000};
    x.i *= 3;
    printf("%d\n", x.i);
    free(heap);
    return 0;
}
