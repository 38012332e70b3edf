/* Records that hold pointers: by value, in each other, in unions, seen as their first member, in compound literals. */
#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>

struct value;
struct pair {
    struct value *head, *tail;
};
struct value {
    enum { NUMBER, TEXT, PAIR, FUNCTION } kind;
    union {
        long number;
        const char *text;
        struct pair pair;
        struct value *(*function)(struct value *);
    };
};

static struct value *make_number(long number) {
    struct value *v = new (struct value);
    *v = (struct value){.kind = NUMBER, .number = number};
    return v;
}

static struct value *make_text(const char *text) {
    struct value *v = new (struct value);
    v->kind = TEXT;
    v->text = text;
    return v;
}

static struct value *cons(struct value *head, struct value *tail) {
    struct value *v = new (struct value);
    *v = (struct value){.kind = PAIR, .pair = {head, tail}};
    return v;
}

static struct value *increment(struct value *v) {
    return v->kind == NUMBER ? make_number(v->number + 1) : v;
}

static void show(const struct value *v) {
    if (v == nullptr) {
        printf("()");
        return;
    }
    switch (v->kind) {
    case NUMBER:
        printf("%ld", v->number);
        break;
    case TEXT:
        printf("\"%s\"", v->text);
        break;
    case PAIR:
        printf("(");
        show(v->pair.head);
        printf(" . ");
        show(v->pair.tail);
        printf(")");
        break;
    case FUNCTION:
        printf("#f");
        break;
    }
}

static struct value *map(struct value *list, const struct value *f) {
    if (list == nullptr || list->kind != PAIR)
        return list;
    return cons(f->function(list->pair.head), map(list->pair.tail, f));
}

static struct pair swapped(struct pair p) {
    return (struct pair){p.tail, p.head};
}

struct shape;
struct methods {
    const char *name;
    int (*area)(struct shape *self);
    void (*scale)(struct shape *self, int by);
};
struct shape {
    const struct methods *methods;
    struct shape *next;
};
struct square {
    struct shape shape;
    int side;
};
struct rectangle {
    struct shape shape;
    int width, height;
    const char *label;
};

static int square_area(struct shape *self) {
    struct square *square = (struct square *)self;
    return square->side * square->side;
}

static void square_scale(struct shape *self, int by) {
    ((struct square *)self)->side *= by;
}

static int rectangle_area(struct shape *self) {
    const struct rectangle *r = (struct rectangle *)self;
    return r->width * r->height;
}

static void rectangle_scale(struct shape *self, int by) {
    struct rectangle *r = (struct rectangle *)self;
    r->width *= by;
    r->height *= by;
    r->label = "scaled";
}

static const struct methods square_methods = {"square", square_area, square_scale};
static const struct methods rectangle_methods = {
    .scale = rectangle_scale, .area = rectangle_area, .name = "rectangle"};
static struct rectangle fixed = {{&rectangle_methods, nullptr}, 2, 3, "fixed"};

static struct shape *make_square(int side, struct shape *next) {
    struct square *square = malloc(sizeof *square);
    if (square == nullptr)
        return nullptr;
    *square = (struct square){{&square_methods, next}, side};
    return (struct shape *)square;
}

static void shapes(void) {
    struct shape *list = make_square(3, make_square(5, &fixed.shape));
    for (int round = 1; round < 4; round++) {
        int total = 0;
        for (struct shape *s = list; s != nullptr; s = s->next) {
            printf("%s %d, ", s->methods->name, s->methods->area(s));
            total += s->methods->area(s);
            s->methods->scale(s, round);
        }
        printf("%d %s\n", total, fixed.label);
    }
}

struct matrix {
    struct row {
        int *__counted_by(length) cells;
        size_t length;
        struct {
            const char *name;
            int weight;
        } tags[2];
    } rows[3];
    struct row *largest;
};

static void fill(struct matrix *m) {
    for (size_t i = 0; i < 3; i++) {
        struct row *row = &m->rows[i];
        row->cells = calloc(i + 2, sizeof(int));
        row->length = row->cells == nullptr ? 0 : i + 2;
        for (size_t j = 0; j < row->length; j++)
            row->cells[j] = (int)(10 * i + j);
        row->tags[i % 2].name = i == 1 ? "odd" : "even";
        row->tags[i % 2].weight = (int)i;
        if (m->largest == nullptr || m->largest->length < row->length)
            m->largest = row;
    }
}

static void matrices(void) {
    static struct matrix kept;
    struct matrix *m = new (struct matrix);
    fill(m);
    kept = *m;
    kept.largest = &kept.rows[0];
    memset(&m->rows[1], 0, 2 * sizeof m->rows[0]);
    memcpy(&m->rows[1], kept.rows, sizeof m->rows[0]);
    int sum = 0;
    for (int i = 0; i < 3; i++)
        for (size_t j = 0; j < kept.rows[i].length; j++)
            sum += kept.rows[i].cells[j];
    printf("%d %d %d %d %s %s\n", sum, (int)kept.largest->length, (int)m->rows[1].length,
           (int)m->rows[2].length, m->rows[1].tags[0].name, kept.rows[1].tags[1].name);
    memmove(kept.rows, &kept.rows[1], 2 * sizeof kept.rows[0]);
    printf("%d %d\n", (int)kept.rows[0].length, kept.rows[1].cells[3]);
}

int main(void) {
    struct value function = {.kind = FUNCTION, .function = increment};
    struct value *list = cons(make_number(1), cons(make_text("two"), cons(make_number(3), nullptr)));
    show(list);
    printf(" ");
    show(map(list, &function));
    struct pair p = swapped(swapped(swapped(list->pair)));
    printf(" ");
    show(p.head);
    show(p.tail);
    printf("\n");
    struct value copies[2] = {*list, *p.tail};
    copies[0].pair.head = &copies[1];
    show(&copies[0]);
    printf("\n");
    shapes();
    matrices();
    return 0;
}
