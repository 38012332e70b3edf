/* Structures and unions: what cannot be in them. */
struct list {
    int value;
    struct list *next; // error: the member 'next' is a pointer, which is not supported yet
    // note: pointers in memory come with the typed heap; until then keep an index into an array
};
struct callbacks {
    int (*call)(int); // error: function pointers are not supported yet
    char *names[4];   // error: arrays of pointers are not supported yet
};
struct flexible {
    int count;
    char text[]; // error: the member 'text' is an array of unknown length
    // note: flexible array members come with the typed heap; until then give the largest length
};
struct bits {
    unsigned low : 4; // error: bit-fields are not supported
    // note: use whole integers, or shifts and masks on one integer
    unsigned : 0; // error: bit-fields are not supported
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
union huge_union {
    struct {
        char a[1000000000], b; // fine
    } s;
    char c[10];
};
