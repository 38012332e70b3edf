/* Structures and unions: operators and members. */
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
struct unknown get_unknown(void);   // error: the result of a function cannot have the incomplete type
void take_unknown(struct unknown u); // error: a parameter cannot have the incomplete type
void take(const struct point *p);
void take_all(struct point *__counted_by(n) p, int n);

void use(struct point *single, const struct point *constant, struct unknown *u, struct fixed f) {
    struct point a = 1; // error: incompatible type 'int' when initializing 'struct point'
    struct other b;
    [[maybe_unused]] struct point pair[2] = {{1}, {2}};
    int n = 0;
    a = b;                    // error: incompatible type 'struct other' when assigning to 'struct point'
    n = a;                    // error: incompatible type 'struct point' when assigning to 'int'
    a = (struct point)b;      // error: cannot be cast to 'struct point'
    if (a == a)               // error: invalid operands to '==': 'struct point' and 'struct point'
                              // note: operate on the members one by one
        n = 1;
    if (a)      // error: a condition must be a number or a pointer, not 'struct point'
        n = 2;
    n = a + 1;                // error: invalid operands to '+'
    n = a.z;                  // error: 'struct point' has no member 'z'
    n = n.x;                  // error: '.' needs a structure or union, not 'int'
    n = n->x;                 // error: '->' needs a pointer to a structure or union, not 'int'
    n = a->x;                 // error: 'struct point' is no pointer: write '.' instead of '->'
    n = single.x;             // error: 'struct point *' is a pointer: write '->' instead of '.'
    n = a.;                   // error: expected identifier as the name of a member
}
