/* Bit-fields of every integer type, alone, among other members, in unions and beside pointers: their layout is that of the
 * System V ABI, and values that do not fit wrap. */
#include <stdio.h>
#include <string.h>
enum color { RED, GREEN, BLUE };
struct a {
    unsigned x : 3;
    int y : 5;
    unsigned long z : 40;
    _Bool b : 1;
    enum color c : 2;
    signed char tail;
};
struct b {
    char c;
    int bits : 20;
    short s;
    unsigned : 0;
    unsigned last : 32;
    int : 4;
};
struct p {
    int a : 3, b : 4;
    char *text;
    unsigned long w : 33;
};
union u {
    unsigned whole;
    struct {
        unsigned lo : 8, mid : 16, hi : 8;
    };
};
static struct a g = {5, -3, 0x123456789a, 1, BLUE, 't'};
static struct b gb = {.bits = -5, .last = 0xffffffff, .s = 7, .c = 'c'};
static const struct p gp[2] = {{1, 2, "hi", 3}, {.w = 0x1ffffffff, .text = "you"}};
static struct a make(int i) {
    struct a r = {.x = i, .y = i, .z = i, .b = i & 1, .c = i % 3};
    return r;
}
int main(void) {
    printf("%zu %zu %zu %zu\n", sizeof(struct a), sizeof(struct b), sizeof(struct p), sizeof(union u));
    printf("%d %d %lx %d %d %c\n", g.x, g.y, (long)g.z, g.b, g.c, g.tail);
    printf("%d %d %u %c\n", gb.bits, gb.s, gb.last, gb.c);
    printf("%s %d %lx\n", gp[1].text, gp[0].b, (long)gp[1].w);
    struct a l = {0};
    for (int i = -9; i < 9; i++) {
        l.x += i;
        l.y ^= i * 3;
        l.z = l.z * 31 + i;
        l.b = i & 4;
        l.c = (i + 9) % 3;
        l.tail--;
        struct a m = make(i);
        printf("%d %d %ld %d %d %d | %d %d %d | %d %d %d\n", l.x, l.y, (long)l.z, l.b, l.c, l.tail, m.x, m.y,
               m.c, l.x, l.y, l.z > 5);
    }
    union u u = {.whole = 0x12345678};
    printf("%x %x %x\n", u.lo, u.mid, u.hi);
    u.mid = 0xabcd;
    u.hi++;
    printf("%x\n", u.whole);
    printf("%d %d\n", (l.x = 7) - 8 < 0, make(6).x - 7 < 0);
    struct p q = {.text = "local"};
    q.a = -1;
    q.w = -1;
    q.b = q.a + q.w;
    printf("%d %d %ld %s\n", q.a, q.b, (long)q.w, q.text);
    unsigned char raw[sizeof(struct a)];
    memcpy(raw, &g, sizeof raw);
    for (unsigned i = 0; i < sizeof raw; i++)
        printf("%02x", raw[i]);
    puts("");
    if (g.b && l.c == RED)
        puts("yes");
    switch (g.y) {
    case -3:
        puts("-3");
    }
    return 0;
}
