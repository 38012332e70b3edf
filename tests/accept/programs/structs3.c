/* Structures and unions: forward declarations, scopes, casts, values as arguments and results. */
#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
typedef struct node node;
static int peek(const node *n);
static int peek_all(const volatile node *__counted_by(k) n, int k);
struct node {
    enum kind { LEAF = 3, INNER } kind;
    int next;
    char text[5];
};
static int peek(const node *n) {
    return n->kind + n->next + n->text[1];
}
static int peek_all(const volatile node *__counted_by(k) n, int k) {
    int s = 0;
    for (int i = 0; i < k; i++)
        s += n[i].next + n[i].text[i % 5];
    return s;
}
struct p {
    int x, y;
};
struct big {
    struct p p[40];
    double d;
};
static int pair(const struct p a[static 2]) {
    return a[0].x * a[1].y;
}
static struct p swap(struct p a) {
    static struct p last = {1, 1};
    struct p r = last;
    last = a;
    return (struct p){r.y, a.x};
}
static struct big fill(int n, struct big b, char c, struct p q, const char *s) {
    for (int i = 0; i < n; i++)
        b.p[i] = swap((struct p){q.x + i, c});
    b.d = (double)strlen(s);
    return n > 2 ? fill(n - 1, b, (char)(c + 1), b.p[n - 1], s) : b;
}
static unsigned long checksum(const unsigned char *__counted_by(n) b, size_t n) {
    unsigned long s = 1;
    for (size_t i = 0; i < n; i++)
        s = s * 131 + b[i];
    return s;
}
static struct p table[4][3];
int main(void) {
    node nodes[] = {{LEAF, 1, "ab"}, {INNER, 2, {'c', 'd'}}, [4] = {.text = "wxyz"}};
    node *last = &nodes[sizeof nodes / sizeof *nodes - 1];
    printf("%d %d %d %zu\n", peek(&nodes[1]), peek_all(nodes, 5), peek(last), sizeof(node));
    {
        struct node {
            double d;
        } inner = {2.5};
        struct p;
        struct p {
            char c;
        } q = {'c'};
        printf("%g %zu %c\n", inner.d, sizeof(struct p), q.c);
    }
    for (struct p i = {0, 10}; i.x < i.y; i.x += 3, i.y--)
        printf("%d,%d ", i.x, i.y);
    printf("%d\n", pair((struct p[]){{2, 3}, {4, 5}}));
    struct big b = {{{1, 2}}, 0.5};
    b = fill(7, b, 'A', (struct p){5, 6}, "hello");
    printf("%d %d %g %d\n", b.p[3].x, b.p[6].y, b.d, fill(3, b, 1, b.p[1], "").p[2].x);
    printf("%lu\n", checksum((const unsigned char *)&b.p[2], 3 * sizeof(struct p)));
    printf("%lu\n", checksum((unsigned char *)b.p, sizeof b.p));
    unsigned char bytes[32] = {1, 0, 0, 0, 2, 0, 0, 0, 3};
    struct p *view = (struct p *)bytes;
    printf("%d %d %d\n", view->x, view->y, view[1].x);
    struct p local;
    memcpy(&local, bytes + 4, sizeof local);
    printf("%d %d\n", local.x, local.y);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 3; j++) {
            struct p *cell = &table[i][j];
            cell->x = i * j;
            cell->y = i + j;
        }
    struct p *flat = table[2], sum = {0};
    for (int j = 0; j < 3; j++)
        sum = (struct p){sum.x + flat[j].x, sum.y + flat++[0].y - (flat--, 0)};
    printf("%d %d %d\n", sum.x, sum.y, table[3][2].x);
    int which = sum.x > 3, deep = which ? (which ? b : b).p[0].x : 0;
    struct p chosen = which ? deep > 100 ? table[1][1] : table[2][2] : (struct p){7, 7};
    printf("%d %d\n", chosen.x, chosen.y);
    struct p first = {1, 2}, second;
    struct p third = second = first;
    printf("%d %d %d\n", (second = third).y, (first, third).x, third.y);
    const struct big constant = {.d = 3, .p[39].y = 4}, *pc = &constant;
    printf("%g %d %d\n", pc->d, pc->p[39].y, (*pc).p[which].x);
    union {
        struct {
            unsigned char r, g, b, a;
        } c;
        unsigned v;
    } color = {.c = {1, 2, 3, 4}};
    color.v <<= 8;
    color.c.r ^= 0xff;
    printf("%08x %d %d\n", color.v, color.c.g++, ++color.c.a);
    static struct {
        struct p at;
        char tag[3];
    } things[2] = {{{1, 2}, "ab"}, {.at.y = 9, .tag = {[2] = 'z'}}};
    things[which].at.x += things[which - 1].at.y;
    printf("%d %s %c\n", things[1].at.x, things[0].tag, things[1].tag[2]);
    return 0;
}
