/* Casts, comparisons and arithmetic of pointers. */
int work(int n, const int *__counted_by(n) p) {
    double d = 1.5, *q = &d;
    int x = 0, *m = &x;
    int *a = (int *)1234;       // error: 'int' cannot be cast to the pointer type 'int *'
    int *b = (int *)p;          // error: casting 'const int *' to 'int *' would make read-only data writable
    m = q;                      // error: incompatible pointer type 'double *' when assigning to 'int *'
    unsigned *u = m;            // warning: 'int *' points to integers of different sign when initializing 'unsigned int *'
    if (m == q)                 // error: invalid operands to '==': 'int *' and 'double *'
        return 1;
    long t = p - q;             // error: invalid operands to '-': 'const int *' and 'double *'
    void *v = m;
    v = v + 1;                  // error: arithmetic on 'void *'
    x = *v;                     // error: cannot access an object of type 'void'
    m = m * 2;                  // error: invalid operands to '*': 'int *' and 'int'
    x = *(int *)nullptr;        // error: this always accesses a null pointer
    int (*rows)[3] = (int (*)[3])m;
    int (*others)[5] = (int (*)[5])rows; // error: cannot cast 'int (*)[3]' to 'int (*)[5]': neither element size
    x = n ? m : q;              // error: the two results of '?:' have incompatible types 'int *' and 'double *'
    extern int open[];
    int (*pointer)[] = &open;
    pointer++;                  // error: arithmetic on a pointer to the incomplete type 'int[]'
    volatile int w = 0, *vw = &w;
    m = vw;                     // error: 'volatile int *' loses 'volatile' when assigning to 'int *'
    return x + (int)(unsigned long)m + (m > &x) + (int)t + (p != nullptr) + !b + *a + others[0][1] + (int)*u;
}
