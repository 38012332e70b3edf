/* Structures and unions of plain data: layout, initialisers, values, members behind pointers. */
#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned char byte;
struct point {
    int x, y;
};
struct forward;
static int sum_forward(const struct forward *f);
struct forward {
    char tag;
    double d;
    short s[3];
    struct point p;
    bool b;
};
union word {
    unsigned u;
    float f;
    byte bytes[4];
    struct {
        unsigned short low, high;
    };
};
typedef struct {
    long id;
    struct point corners[3];
    union {
        int i;
        double d;
    };
    char name[12];
} shape;
struct big {
    int numbers[60];
    struct point end;
};
struct matrix {
    double m[3][4];
};
struct grid {
    int n;
    struct {
        byte kind;
        short cells[4][5];
    } rooms[3];
};
enum color { RED, GREEN = 7 };
struct mixed {
    enum color c;
    _Alignas(16) char a;
    double ld;
    unsigned long long q;
};

static const shape shapes[] = {
    {.id = 1, .corners = {{1, 2}, [2] = {.y = 5}}, .i = 42, .name = "tri"},
    {2, 3, 4, 5, 6, 7, 8, {9}, "flat"},
    [3] = {.corners[1].x = 11, 12, .name = {'a', 'b'}},
};
static struct grid grids[4];
static struct big global_big = {.numbers = {1, 2, 3, [59] = 60}, .end = {7, 8}};

static int sum_forward(const struct forward *f) {
    return f->tag + (int)f->d + f->s[0] + f->s[1] + f->s[2] + f->p.x + f->p.y + f->b;
}
static struct point add(struct point a, struct point b) {
    a.x += b.x;
    a.y += b.y;
    return a;
}
static struct big grow(struct big b, int by) {
    for (int i = 0; i < 60; i++)
        b.numbers[i] += by;
    b.end = add(b.end, (struct point){by, -by});
    return b;
}
static void move(struct point *p, int dx) {
    p->x += dx;
}
static long total(const struct point *__counted_by(n) points, size_t n) {
    long sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += points[i].x * 10 + points[i].y;
    return sum;
}
static long fill(struct grid *__counted_by(n) g, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
        g[i].n = i;
        for (int r = 0; r < 3; r++) {
            g[i].rooms[r].kind = (byte)(r + i);
            for (int y = 0; y < 4; y++)
                for (int x = 0; x < 5; x++) {
                    g[i].rooms[r].cells[y][x] = (short)(i * 1000 + r * 100 + y * 10 + x);
                    sum += g[i].rooms[r].cells[y][x];
                }
        }
    }
    return sum;
}
static long one(struct grid *g, int r, int y) {
    long sum = 0;
    for (int x = 0; x < 5; x++)
        sum += g->rooms[r].cells[y][x];
    return sum;
}
static struct matrix multiply(struct matrix a, double k) {
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 4; j++)
            a.m[i][j] *= k;
    return a;
}
static long walk(const struct grid *g, int n) {
    const struct grid *p = g;
    long s = 0;
    for (int i = 0; i < 3; i++) {
        const short(*row)[5] = p->rooms[i].cells;
        for (int j = 0; j < 4; j++, row++)
            for (int k = 0; k < n; k++)
                s += (*row)[k];
    }
    return s;
}

int main(void) {
    struct point p = {3, 4}, q = p, array[5] = {{1, 2}, {3}, p, [4].y = 9};
    q.x = 10;
    struct point r = add(p, q);
    printf("%d %d %d %d\n", r.x, r.y, add(r, r).x, p.x);
    move(&array[2], 100);
    move(&q, 5);
    struct point *pp = &array[1];
    pp->y = 77;
    pp[1].y++;
    printf("%ld %ld %d\n", total(array, 5), total(array + 1, 3), q.x);
    struct forward f = {'a', 2.5, {1, 2, 3}, .p = {.y = 6}, true};
    printf("%d %zu %zu %zu\n", sum_forward(&f), sizeof f, offsetof(struct forward, s[2]),
           offsetof(struct forward, p.y));
    union word w = {.f = 1.0f};
    printf("%x %x %x %d\n", w.u, w.bytes[3], w.high, w.low);
    w.bytes[0] = 255;
    printf("%.9g\n", w.f);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        printf("%ld %d %d %d %d %d %d %d %s\n", shapes[i].id, shapes[i].corners[0].x, shapes[i].corners[0].y,
               shapes[i].corners[1].x, shapes[i].corners[1].y, shapes[i].corners[2].x, shapes[i].corners[2].y,
               shapes[i].i, shapes[i].name);
    }
    struct big b = grow(global_big, 5), c;
    c = b;
    printf("%d %d %d %d\n", c.numbers[0], c.numbers[59], c.end.x, c.end.y);
    printf("%d\n", grow(c, 1).numbers[2]);
    printf("%ld\n", fill(grids, 4));
    printf("%ld %ld\n", one(&grids[2], 1, 3), walk(&grids[3], 5));
    struct matrix m = {{{1, 2, 3, 4}, {5}, {9, 10}}};
    m = multiply(m, 0.5);
    m = multiply(multiply(m, 3), 2);
    printf("%g %g %g %g\n", m.m[0][3], m.m[1][0], m.m[2][1], m.m[2][3]);
    struct mixed mixed = {GREEN, 'x', 2.5, 99};
    printf("%zu %zu %zu %d\n", sizeof mixed, offsetof(struct mixed, a), _Alignof(struct mixed), mixed.c);
    struct point s = p.x > q.x ? p : (struct point){-1, -2};
    printf("%d %d\n", s.x, s.y);
    struct grid copy = grids[1];
    memset(&grids[1], 0, sizeof grids[1]);
    printf("%d %d\n", copy.rooms[2].cells[3][4], grids[1].rooms[2].cells[3][4]);
    memcpy(&grids[1], &copy, sizeof copy);
    printf("%d\n", grids[1].rooms[2].cells[3][4]);
    auto t = (r = p, add(s, p));
    printf("%d %d %d\n", t.x, t.y, r.x);
    shape sh = shapes[1];
    sh.name[2] = 'o';
    sh.d = 0.25;
    memcpy(sh.name, "hello", 6);
    char *name = sh.name;
    name[1] = 'E';
    printf("%s %g %zu\n", sh.name, sh.d, sizeof(shape));
    return 0;
}
