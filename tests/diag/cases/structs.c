/* Structures and unions: what cannot be in them. */
struct list {
    int value;
    struct list *next;
};
struct callbacks {
    int (*call)(int);
    char *names[4];
};
struct flexible {
    int count;
    char text[]; // error: the member 'text' is an array of unknown length
    // note: write a pointer with its count instead: 'T *__counted_by(n) text;'
};
struct self {
    struct self inner; // error: a member cannot have the incomplete type 'struct self'
    void nothing;      // error: a member cannot have the incomplete type 'void'
    int f(void);       // error: a member cannot have the incomplete type 'int(void)'
};
struct twice {
    int a, b;
    struct {
        char b;
    } inner;
    long a; // error: two members are called 'a'
    union {  // error: two members are called 'b'
        int b;
        int c;
    };
};
struct empty { // error: a structure needs at least one member
};
union nothing { // error: a union needs at least one member
};
struct odd {
    static int a;     // error: a member is declared by its type alone
    struct twice;     // error: this declares no member: give it a name
    int;              // error: this declares no member: give it a name
    static_assert(1); // fine
    ;
    int length;
    int row[length]; // error: use of undeclared identifier 'length'
};
struct huge {
    char a[1000000000];
    char b[1000000000]; // error: the structure is larger than any object can be
    char c[1000000000];
};
union huge_both {            // error: the union is larger than any object can be
    char a[1000000000];
    struct {
        char *p, b[1000000000];
    } s;
};
union huge_union {
    struct {
        char a[1000000000], b; // fine
    } s;
    char c[10];
};
