/* malloc and its relatives, new, memcpy of records with pointers. */
typedef unsigned long size_t;
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *p);
void memcpy(void *__sized_by(size) destination, const void *__sized_by(size) source, size_t size);
void memmove(void *__sized_by(size) destination, const void *__sized_by(size) source, size_t size);
void memset(void *__sized_by(size) destination, int byte, size_t size);
int memcmp(const void *__sized_by(size) left, const void *__sized_by(size) right, size_t size);
struct opaque;
struct node { int value; struct node *next; };
struct plain { int a, b; };

int use(size_t n, struct opaque *opaque, const struct node *fixed) {
    struct node *a = malloc(sizeof(a));             // error: 8 bytes are too few for one 'struct node', which has 16
                                                    // note: write 'sizeof(struct node)', or 'new(struct node)'
    opaque = malloc(64);                            // error: memory cannot be allocated for 'struct opaque', whose size is not known here
                                                    // note: define its members before
    struct node *b = realloc(n, 3);                 // error: realloc needs a pointer to writable memory of the heap, not 'unsigned long'
                                                    // note: give it what malloc, calloc, realloc or new_array returned
    b = realloc(fixed, 16);                         // error: realloc needs a pointer to writable memory of the heap, not 'const struct node *'
    free(n);                                        // error: free needs a pointer, not 'unsigned long'
                                                    // note: give it what malloc, calloc, realloc or new_array returned
    struct node *c = malloc(n * sizeof *c), *d = calloc(n, sizeof(struct node)), *e = new_array(struct node, n);
    struct node *f = new(struct node), **g = new_array(struct node *, 3);
    struct opaque *h = new(struct opaque);          // error: an object on the heap cannot have the incomplete type 'struct opaque'
    struct plain *i = new(struct node);             // error: incompatible pointer type 'struct node *' when initializing 'struct plain *'
                                                    // note: use an object of the type that is wanted
    int *j = new_array(int, "x");                   // error: pointer 'const char *' used as an integer when counting as 'unsigned long'
    memcpy(c, d, 2 * sizeof *c);
    memmove(c + 1, c, 2 * sizeof *c);
    memset(c, 0, sizeof *c);
    memset(c, 1, sizeof *c);                        // error: memset cannot be used here: objects with pointers can only be set to zero
                                                    // note: write the constant 0, or assign the members
    memcpy(c, i, sizeof *i);                        // error: memcpy cannot be used here: one side holds pointers that the other one has no place for
                                                    // note: copy between objects of one type
    memcpy(i, c, sizeof *i);                        // error: memcpy cannot be used here: one side holds pointers that the other one has no place for
    memcpy(fixed, c, sizeof *c);                    // error: memcpy cannot be used here: the destination is read-only
                                                    // note: drop the const of the destination
    if (memcmp(c, d, sizeof *c) == 0)               // error: memcmp cannot be used here: pointers have no bytes to compare
                                                    // note: compare the members one by one
        return 1;
    free(c), free(d), free(e), free(f), free(0);
    void *any = malloc(10);                         // warning: memory without a type can only hold plain bytes
                                                    // note: assign it to a pointer of the type that it is for, or cast it
    void *list = (struct node *)malloc(sizeof(struct node));
    memset(any, 0, 10);                             // error: how many bytes this 'void *' points to is not known
                                                    // note: assign it to a pointer of its object's type first
    any = realloc(any, 20);                         // warning: memory without a type can only hold plain bytes
    c = list;
    c = n ? malloc(2 * sizeof *c) : nullptr;
    c = realloc(c, 4 * sizeof(struct node));
    g[3] = c;
    return j[0] + (h != 0) + *(int *)any;
}
