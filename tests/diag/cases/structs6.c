/* Structures and unions: arguments and constant indices. */
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
    take_all(&a, 2);          // error: argument 1 of 'take_all' must have 2 elements, but only 1 are there
    take_all(pair, 2);        // fine
    take(&b);                 // error: incompatible pointer type 'struct other *' when passing argument 1
    a = n != 0 ? a : b;       // error: the two results of '?:' have incompatible types
    struct unknown local;     // error: a variable cannot have the incomplete type 'struct unknown'
    struct outer out = {.name = "too long a name"}; // error: the string is longer than its array of 8
    out.name[8] = 0;                                // error: index 8 is out of bounds for length 8
    out.corner[2].x = out.corner[3].y;              // error: index 3 is out of bounds for length 3
    int *inner = &out.corner[3].y;                  // error: index 3 is out of bounds for length 3
    *(&out.corner[0].y + 1) = 1;                    // error: index 1 is out of bounds for length 1
    out.corner++;                                   // error: cannot increment an array as a whole
    a++;                                            // error: invalid operands to '+='
    n = get().x + out.i + inner[0];                 // fine
}
void more(int n, struct unknown *u) {
    struct {
        int row[n]; // error: the length of the member 'row' must be an integer constant
    } local;
    local.row[0] = 1;
    *u; // error: cannot access an object of type 'struct unknown'
}
extern struct unknown elsewhere;
struct point take_elsewhere(void) {
    elsewhere;               // error: the members of 'struct unknown' are not known here
    struct point p = origin; // error: use of undeclared identifier 'origin'
    return p;
}
