/* Pointers that this language does not have (yet), and what cannot be done with those that it has. */
int *global;                    // error: pointers in memory are not supported yet
                                // note: keep an index
int **twice(void);              // error: pointers to pointers are not supported yet
int *result(void);              // error: functions that return pointers are not supported yet
int (*function)(int);           // error: function pointers are not supported yet
void take(int callback(int));   // error: function pointers are not supported yet
void take_any(void *p);         // error: a 'void *' parameter must say how many bytes it points to
                                // note: write '__sized_by(n)'
void take_wide(int *__bidi_indexable p); // error: parameters that carry their own bounds are not supported yet
void take_text(char *__null_terminated p); // error: '__null_terminated' is for 'const char *' only
void take_unsafe(int *__unsafe_indexable p); // error: '__unsafe_indexable' is not part of Safe C
void single(int *p);
int declared(int);

int use(int *one, const int *fixed, int n, int other[2]) {
    static int *kept;           // error: pointers in memory are not supported yet
    one++;                      // error: arithmetic on a pointer to a single object
                                // note: 'one' points to one object
    n = one[1];                 // error: a pointer to a single object can only be indexed by the constant 0
    n = one[0] + *one;
    *fixed = 1;                 // error: cannot assign to an object of the read-only type 'const int'
    int x = 0, *p = &x, *__counted_by(n) counted = &x; // error: local pointers carry their bounds themselves
    p = x;                      // error: integer 'int' used as a pointer when assigning to 'int *'
    x = p;                      // error: pointer 'int *' used as an integer when assigning to 'int'
    p = fixed;                  // error: 'const int *' loses 'const' when assigning to 'int *'
    single(&p);                 // error: pointers to pointers are not supported yet
    n = declared;               // error: function 'declared' is used without calling it
    return n + other[0];
}
