/* Bit-fields: what they cannot be, and what cannot be done with them. */
struct bits {
    unsigned low : 4;
    unsigned : 0;
    unsigned wide : 33;  // error: a bit-field is not wider than its type
    bool two : 2;        // error: a bit-field is not wider than its type
    double real : 3;     // error: a bit-field must have an integer type
    int empty : 0;       // error: a bit-field with a name is at least one bit wide
    int negative : -1;   // error: a bit-field is not wider than its type
    int count : sizeof 1, low : 1; // error: two members are called 'low'
};
struct fields {
    unsigned count : 20;
    int *__counted_by(count) items; // error: the count 'count' must have an integer type of 4 or 8 bytes
    // note: declare it as 'size_t count'
};
struct good {
    unsigned low : 4, high : 4;
};
unsigned long use_fields(struct good *g) {
    unsigned *place = &g->low; // error: the address of the bit-field 'low' cannot be taken
    // note: copy it to a variable
    typeof(g->high) copy = g->high;
    return sizeof g->low +              // error: a bit-field has no size of its own
           __builtin_offsetof(struct good, high) + // error: a bit-field has no offset of its own
           *place + copy;
}
