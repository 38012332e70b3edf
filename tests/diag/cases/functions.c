/* Function pointers, and results that are pointers. */
typedef unsigned long size_t;
typedef int (*operation)(int, int);
int add(int a, int b);
long wide_add(long a, long b);
int sum(const int *__counted_by(n) p, int n);
int total(const int *p, int n);
__attribute__((vouch_service)) int __service_some(const int *__counted_by(n) p, int n);
int *__counted_by(n) make(size_t n);
int *__counted_by(4) make_four(void);
int *__counted_by(m) lost(size_t n);            // error: the count 'm' is not a parameter of this function
int *__counted_by(c) narrow(char c);            // error: the count 'c' must have an integer type of 4 or 8 bytes, not 'char'
operation choose(int which);
int (*direct(int which))(int, int);
int (*table[3])(int, int) = {add, &add, 0};
static int keep;
static int *kept;

int *__counted_by(4) three(void) {
    static int numbers[3];
    return numbers;                             // error: the result of 'three' must have 4 elements, but only 3 are there
}

int use(operation op, void *context, const int *__noescape lent) {
    op = wide_add;                              // error: incompatible pointer type 'long (*)(long, long)' when assigning to 'int (*)(int, int)'
                                                // note: the result, the parameters and their annotations must be the same
    op = (operation)wide_add;                   // error: cannot cast 'long (*)(long, long)' to 'int (*)(int, int)'
    int (*counted)(const int *__counted_by(n) p, int n) = sum;
    counted = total;                            // error: incompatible pointer type 'int (*)(const int *, int)' when assigning to
    context = (void *)add;                      // error: cannot cast 'int (*)(int, int)' to 'void *'
    context = add;                              // error: incompatible pointer type 'int (*)(int, int)' when assigning to 'void *'
    op = context;                               // error: incompatible pointer type 'void *' when assigning to 'int (*)(int, int)'
    op(1);                                      // error: 'op' takes 2 arguments, but 1 is given
    table[0](1, 2, 3);                          // error: '*' takes 2 arguments, but 3 are given
    op(1, "x");                                 // error: pointer 'const char *' used as an integer when passing argument 2 of 'op' as 'int'
    op++;                                       // error: arithmetic on a pointer to the incomplete type 'int(int, int)'
    if (op < add)                               // error: invalid operands to '<': 'int (*)(int, int)' and 'int (*)(int, int)'
        return 1;
    if (op == add || op != choose(1) || !op || direct(2) == op)
        return op(1, 2) + (*op)(3, 4) + (**table[1])(5, 6) + choose(3)(1, 2) + direct(1)(1, 2);
    counted = __service_some;                   // error: '__service_some' can only be called, not pointed to
                                                // note: write a function that calls it, and point to that
    int (*variadic)(const char *, ...) = 0;
    variadic();                                 // error: 'variadic' takes at least 1 argument, but 0 are given
    int *p = make(3), *q = make_four();
    keep = p[2] + q[3];
    kept = lent;                                // error: 'const int *' loses 'const' when assigning to 'int *'
    keep(1);                                    // error: called object is not a function ('int')
                                                // note: call a function by its name, or a pointer to a function
    op = 0 ? add : context;                     // error: the two results of '?:' have incompatible types 'int (*)(int, int)' and 'void *'
    return sum(lent, 1) + sum((int[2]){1, 2}, 3); // error: argument 1 of 'sum' must have 3 elements, but only 2 are there
}
