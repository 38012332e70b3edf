/* Casts of pointers to objects that hold pointers, and of `void *`. */
typedef unsigned long size_t;
struct opaque;
struct node { int value; struct node *next; };
struct base { int kind; };
struct derived { struct base base; struct node *list; };
struct plain { int a, b, c; };
void fill(void *__sized_by(n) p, size_t n);
int use(struct node *n, struct opaque *opaque, struct derived *derived, void *any, const void *fixed) {
    unsigned char *bytes = (unsigned char *)n;      // error: 'struct node' holds pointers: it cannot be seen as bytes or as another type
                                                    // note: copy it by assignment or memcpy between objects of its type
    fill(n, 16);                                    // error: 'struct node' holds pointers: it cannot be seen as bytes or as another type
    n = (struct node *)bytes;                       // error: 'struct node' holds pointers: it cannot be seen as bytes or as another type
    long *address = (long *)&n->next;               // error: 'struct node *' holds pointers: it cannot be seen as bytes or as another type
    struct plain *plain = (struct plain *)opaque;   // error: cannot cast 'struct opaque *' to 'struct plain *': one of them is not known here
                                                    // note: define its members before
    opaque = any;                                   // error: the members of 'struct opaque' are not known here
    struct base *base = (struct base *)derived;
    base = derived;                                 // error: incompatible pointer type 'struct derived *' when assigning to 'struct base *'
                                                    // note: use an object of the type that is wanted
    derived = (struct derived *)base;
    struct node *back = any, *other = (struct node *)any;
    back = fixed;                                   // error: 'const void *' loses 'const' when assigning to 'struct node *'
    back = (struct node *)fixed;                    // error: casting 'const void *' to 'struct node *' would make read-only data writable
                                                    // note: copy the data, or declare it without const
    back = (struct node *)0x1000;                   // error: 'int' cannot be cast to the pointer type 'struct node *'
                                                    // note: a pointer carries its bounds
    back = (struct node *)(size_t)other;            // error: 'unsigned long' cannot be cast to the pointer type 'struct node *'
    if (any == n || n == any || any != nullptr)
        return any == fixed;
    if (any - any)                                  // error: arithmetic on 'void *'
                                                    // note: assign it to an 'unsigned char *' first
        return 1;
    any[1] = 0;                                     // error: arithmetic on 'void *'
    *any = 0;                                       // error: cannot access an object of type 'void'
    any->value = 1;                                 // error: '->' needs a pointer to a structure or union, not 'void *'
    fill((void *)bytes, 3);
    any = n ? any : n;
    return plain->a + base->kind + (int)*address;
}
