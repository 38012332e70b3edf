/* Structures and unions: deep nests, results and arguments by value, walks through arrays of structures. */
#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct vec {
    float v[4];
} vec;
struct tree {
    unsigned char kind;
    union {
        struct {
            int left, right;
        };
        struct {
            double value;
            char label[7];
        };
        vec vectors[2];
    };
    struct inner {
        short a;
        struct {
            char b;
            long c;
        } d[2];
    } in;
};
static struct tree forest[2][3] = {
    [1] = {[2].in.d[1].c = 5, [0] = {.kind = 1, .left = 3, .right = 4, {7, {{'x', 8}, 9, 10}}}},
    [0] = {{2, .value = 1.5, .label = "abc"}, {.kind = 3, .vectors[1].v[2] = 2.5f}},
};
struct flags {
    bool on[3];
    _Bool last;
};
struct row {
    struct cell {
        int n;
        char t[3];
    } cells[4];
};
struct table {
    struct row rows[5];
    int used;
};
static struct table tables[3];
union number {
    long l;
    double d;
    struct {
        int low, high;
    } halves;
    char bytes[8];
    float pair[2];
};

static struct tree make(int kind, double value, const char *label) {
    struct tree t = {.kind = (unsigned char)kind, .value = value};
    size_t n = strlen(label);
    for (size_t i = 0; i < n && i < sizeof t.label; i++)
        t.label[i] = label[i];
    return t;
}
static void set(struct table *t, int r, int c, int n) {
    struct cell *cell = &t->rows[r].cells[c];
    cell->n = n;
    cell->t[n % 3] = (char)('a' + n % 26);
    t->used++;
}
static int get(const struct cell *__counted_by(n) cells, int n, int which) {
    const struct cell *p = cells + which;
    return p->n + p->t[0] + p->t[p->n % 3];
}
static long sum_table(const struct table *__counted_by(count) t, size_t count) {
    long sum = 0;
    for (size_t i = 0; i < count; i++)
        for (const struct row *row = t[i].rows; row < t[i].rows + 5; row++) {
            for (int c = 0; c < 4; c++) {
                sum = sum * 31 + get(row->cells, 4, c);
                for (unsigned k = 0; k < sizeof row->cells[c].t; k++)
                    sum += row->cells[c].t[k] * (long)k;
            }
        }
    return sum;
}
static double dot(struct vec a, const struct vec *b, vec c) {
    double s = 0;
    for (int i = 0; i < 4; i++)
        s += (double)a.v[i] * (double)b->v[i] + (double)c.v[i];
    return s;
}
static int counter;
static struct inner next(void) {
    counter++;
    return (struct inner){(short)counter, {{'a', counter}, {'b', -counter}}};
}
static int two(struct inner a, struct inner b, int k) {
    return a.a * 100 + b.a * 10 + (int)b.d[k].c;
}
static unsigned hash(const void *__sized_by(n) data, size_t n) {
    const unsigned char *bytes = data;
    unsigned h = 5381;
    for (size_t i = 0; i < n; i++)
        h = h * 33 + bytes[i];
    return h;
}
static struct flags toggle(struct flags f, int i) {
    f.on[i] = !f.on[i];
    f.last = f.on[(i + 1) % 3];
    return f;
}
static int recurse(struct row r, int depth) {
    r.cells[depth % 4].n += depth;
    if (depth == 0)
        return r.cells[0].n + r.cells[1].n * 2 + r.cells[2].n * 3 + r.cells[3].n * 4;
    return recurse(r, depth - 1) + r.cells[0].n;
}
static long strided(const struct table *t, int from) {
    const char(*text)[3] = &t->rows[from].cells[1].t;
    long sum = 0;
    for (int i = 0; i < 3; i++)
        sum += (*text)[i];
    const struct cell *c = t->rows[from].cells, *end = c + 4;
    while (c < end)
        sum += c++->n;
    const struct row(*rows)[5] = &t->rows;
    for (int i = 0; i < 5; i++)
        sum += (*rows)[i].cells[i % 4].n * i;
    return sum;
}

int main(void) {
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 3; j++) {
            struct tree *t = &forest[i][j];
            printf("%d %d %d | %d %ld %ld %d\n", t->kind, t->left, t->right, t->in.a, t->in.d[0].c,
                   t->in.d[1].c, t->in.d[1].b);
        }
    printf("%g %s %g\n", forest[0][0].value, forest[0][0].label, (double)forest[0][1].vectors[1].v[2]);
    for (int i = 0; i < 60; i++)
        set(&tables[i % 3], i % 5, (i * 7) % 4, i);
    printf("%ld %ld %d\n", sum_table(tables, 3), sum_table(&tables[1], 2), tables[2].used);
    printf("%ld %ld\n", strided(&tables[0], 2), strided(tables + 1, 4));
    struct table copy = tables[1];
    copy.rows[2] = tables[2].rows[3];
    copy.rows[0].cells[1] = copy.rows[2].cells[2];
    printf("%ld %u\n", sum_table(&copy, 1), hash(&copy, sizeof copy) != hash(&tables[1], sizeof copy));
    struct tree t = make(9, 0.125, "label");
    forest[1][1] = t;
    printf("%d %g %s %c\n", forest[1][1].kind, make(3, 4.5, "q").value, t.label, make(1, 2, "xyz").label[2]);
    vec v = {{1, 2, 3, 4}}, w = v;
    w.v[3] = -1;
    printf("%g\n", dot(v, &w, (vec){{1, 1}}));
    printf("%d\n", two(next(), next(), 1));
    struct inner one = next();
    printf("%d\n", two(counter > 2 ? next() : one, counter > 100 ? next() : one, 1));
    union number n = {.d = 1.0};
    printf("%lx %x %x %d\n", (unsigned long)n.l, (unsigned)n.halves.high, (unsigned)n.halves.low, n.bytes[7]);
    n.halves.low = 0x40490fdb;
    n.pair[1] = n.pair[0];
    printf("%.6f %lx\n", (double)n.pair[1], (unsigned long)n.l);
    struct flags f = {{true, false, true}};
    for (int i = 0; i < 5; i++)
        f = toggle(f, i % 3);
    printf("%d %d %d %d\n", f.on[0], f.on[1], f.on[2], f.last);
    printf("%d\n", recurse(tables[0].rows[1], 9));
    struct {
        int n;
        struct row r;
    } *pair = &(typeof(*pair)){1, {{{2, "ab"}, [3] = {4}}}};
    pair->n += pair->r.cells[0].n + pair->r.cells[3].n + pair->r.cells[0].t[1];
    printf("%d %zu\n", pair->n, sizeof *pair);
    static const struct row constant_rows[] = {{.cells = {{1, "a"}, {2}}}, {{{3, {'x', 'y', 'z'}}}}};
    int index = (int)(sizeof constant_rows / sizeof constant_rows[0]) - 1;
    printf("%d %c\n", constant_rows[index].cells[0].n, constant_rows[index].cells[0].t[2]);
    memset(&t, 0, sizeof t);
    memcpy(&t.in, &forest[1][0].in, sizeof t.in);
    printf("%d %d %ld\n", t.kind, t.in.d[0].b, t.in.d[0].c);
    struct row rows[6] = {0};
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < 4; j++) {
            rows[i].cells[j] = (struct cell){i * j, {(char)i, (char)j}};
            rows[i].cells[j].t[2] = (char)(rows[i].cells[j].t[0] + rows[5 - i].cells[3 - j].t[1]);
        }
    int total = 0;
    for (struct row *r = rows; r != rows + 6; ++r)
        for (int j = 0; j < 4; j++)
            total = total * 3 + r->cells[j].n + r->cells[j].t[2];
    printf("%d\n", total);
    struct inner *nothing = nullptr, *something = total != 0 ? &one : nothing;
    printf("%d\n", something == nullptr ? 0 : something->d[index].b);
    return forest[0][1].in.a;
}
