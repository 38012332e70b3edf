/* What cannot be done with the pointers that there are. */
void take_text(int *__null_terminated p);    // error: '__null_terminated' does not go with a pointer to 'int'
                                             // note: strings are made of 'char'
void take_wide(void *__indexable p);         // error: '__indexable' does not go with a pointer to 'void'
                                             // note: only elements can be indexed
void take_unsafe(int *__unsafe_indexable p); // error: '__unsafe_indexable' is not part of Safe C
                                             // note: say how long the array is with '__counted_by(n)'
void single(int *p);
int declared(int);

int use(int *one, const int *fixed, int n, int other[2]) {
    one++;                      // error: arithmetic on a pointer to a single object
                                // note: 'one' points to one object
    n = one[1];                 // error: a pointer to a single object can only be indexed by the constant 0
                                // note: for an array write '__counted_by(n)'
    n = one[0] + *one;
    *fixed = 1;                 // error: cannot assign to an object of the read-only type 'const int'
    int x = 0, *p = &x, *__counted_by(n) counted = &x; // error: local pointers carry their bounds themselves
                                // note: drop the annotation
    p = x;                      // error: integer 'int' used as a pointer when assigning to 'int *'
                                // note: a pointer comes from an object
    x = p;                      // error: pointer 'int *' used as an integer when assigning to 'int'
    p = fixed;                  // error: 'const int *' loses 'const' when assigning to 'int *'
                                // note: declare the destination with the qualifier
    void *__indexable bytes = &x;
    (void)&bytes;               // error: the address of the local pointer 'bytes', which carries its bounds, cannot be taken
                                // note: give it the type of its elements
    single(&p);                 // error: incompatible pointer type
                                // note: use an object of the type that is wanted
    n = declared;               // error: pointer 'int (*)(int)' used as an integer when assigning to 'int'
    return n + other[0];
}
