/* Structures and unions: objects, values and their bounds. */
#include <stddef.h>
struct point {
    int x, y;
};
struct other {
    int x, y;
};
struct unknown;
struct fixed {
    const int id;
    int value;
};
struct outer {
    struct point corner[3];
    union {
        int i;
        double d;
    };
    char name[8];
};
struct point get(void);
void take(const struct point *p);
void take_all(struct point *__counted_by(n) p, int n);

void use(struct point *single, const struct point *constant, struct unknown *u, struct fixed f) {
    struct point a = {0};
    struct other b;
    struct point pair[2] = {{1}, {2}};
    int n = 0;
    n = single[1].x;          // error: a pointer to a single object can only be indexed by the constant 0
    n = pair[2].x;            // error: index 2 is out of bounds for length 2
    take(&get());             // error: cannot take the address of a value of type 'struct point'
    n = *&get().x;            // error: cannot take the address of a value of type 'int'
    get().x = 1;              // error: cannot assign to this: it is a value, not an object
    constant->x = 1;          // error: cannot assign to an object of the read-only type 'const int'
    *constant = a;            // error: cannot assign to an object of the read-only type 'const struct point'
    f.id = 1;                 // error: cannot assign to an object of the read-only type 'const int'
    f = f;                    // error: cannot assign to a 'struct fixed' as a whole: it has a member that is const
                              // note: assign to the other members one by one
    f.value = 2;              // fine
    n = u->x;                 // error: cannot access an object of type 'struct unknown'
                              // note: it is declared only: define its members before
    (void)b;
}
