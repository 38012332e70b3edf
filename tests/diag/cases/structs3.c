/* Structures and unions: initialisers and offsets. */
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
struct unknown global;        // error: the members of the type of 'global' are never given
static struct unknown *never;
static struct point origin = {1, 2}, copy = origin; // error: this initializer must be a constant
static struct point many = {1, 2, 3}; // error: more initializers than 'struct point' has members
static struct point named = {.z = 1}; // error: 'struct point' has no member 'z'
static struct point indexed = {[0] = 1}; // error: 'struct point' has no elements to designate
static int numbers[2] = {.x = 1};        // error: an array has no members to designate
static struct outer nested = {.corner[3].x = 1}; // error: index 3 is out of bounds for length 3
static struct outer nested2 = {.corner[1].z = {1}}; // error: 'struct point' has no member 'z'
static struct outer scalar_dot = {.name.x = 1};      // error: an array has no members to designate
static struct point text = "ab"; // error: incompatible type
static struct point no_name = {. = 1}; // error: expected identifier as the name of a member
static union {
    int a;
    long b;
} both = {1, 2}; // error: more initializers than 'union (unnamed)' has members
_Static_assert(sizeof(struct outer) == 40 && offsetof(struct outer, corner[1].y) == 12);
size_t o1 = offsetof(struct point, z);          // error: 'struct point' has no member 'z'
size_t o2 = offsetof(int, x);                   // error: 'int' has no member 'x'
size_t o3 = offsetof(struct outer, corner[o1]); // error: an index in offsetof must be an integer constant

