/* Structures and unions: definitions with mistakes in their grammar, and tags. */
struct broken {
    int a;
    unknown b; // error: unknown type 'unknown'
    int c;
};
struct broken2 {
    int a b; // error: expected ';' after the member
};
struct broken3 {
    +int a; // error: expected a member's type, but found '+'
};
struct broken4 {
    int *; // error: expected the name of a member, but found ';'
};
struct 5; // error: expected a tag or '{' after 'struct'

struct point {
    int x, y;
};
struct point { // error: redefinition of 'struct point'
    // note: it was first declared here
    int z;
};
union point *wrong(void); // error: 'point' is declared as another kind of type
// note: it was declared here
enum point e1; // error: 'enum point' is not defined
enum colour { RED };
struct colour { // error: 'colour' is declared as another kind of type
    int a;
};
int use_broken(struct broken *b) {
    return b->nowhere + b->a; // the definition was reported
}
