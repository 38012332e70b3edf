/* What the kind of a pointer in memory does not allow; certain violations of bounds. */
typedef unsigned long size_t;
struct item { int value; struct item *next; };
struct buffer {
    size_t size;
    unsigned char *__counted_by(size) data;
    char *text;
    char *__null_terminated name;
    struct item *__indexable cursor;
    int *__counted_by(4) four;
    int row[4];
};
static size_t many;
static int *__counted_by(many) numbers;
int use(struct buffer *b, size_t n) {
    b->text[1] = 'x';                           // error: a pointer to a single object can only be indexed by the constant 0
                                                // note: 'text' points to one object; for an array write '__counted_by(n)' with a member n, its length, or for a string '__null_terminated'
    b->text++;                                  // error: arithmetic on a pointer to a single object
    b->data++;                                  // error: a pointer with a count stays at the start of its array
                                                // note: walk with a local pointer, or make it '__indexable'
    b->cursor += 2;
    b->name++;
    int *__single one = b->row;
    one += 1;                                   // error: arithmetic on a pointer to a single object
                                                // note: drop '__single': a local pointer then carries its bounds
    numbers += n;                               // error: a pointer with a count stays at the start of its array
    unsigned char **data = &b->data;            // error: the address of 'data', which has a count, cannot be taken
                                                // note: pass the address of the whole structure
    char **address = &b->text;
    struct item *__indexable *cursor = &b->cursor;
    b->name = "literal";
    b->row[4] = 1;                              // error: index 4 is out of bounds for length 4
                                                // note: valid indices are 0 to 3
    struct buffer two[2] = {0};
    two[2].size = 1;                            // error: index 2 is out of bounds for length 2
    (&two[1])[1].size = 1;                      // error: index 2 is out of bounds for length 2
    one = &b->row[0];
    int local[3];
    one = local + 3;                            // error: this points outside of its object: to element 3 of 3
                                                // note: a pointer to a single object needs one
    struct buffer wrong = {.size = 5, .data = (unsigned char[4]){0}}; // error: 'data' must have 5 elements, but only 4 are there
                                                // note: make the count smaller or the array larger
    struct buffer null = {.size = 5};
    struct buffer nulls = {.size = 5, .data = 0}; // error: 'data' is null, but must point to 5 elements
    struct buffer right = {.size = 0, .data = 0, .cursor = (struct item[2]){{1}}};
    return (int)n + **address + (*cursor)->value + **data + (int)(null.size + wrong.size + nulls.size + right.size);
}
