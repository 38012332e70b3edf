/* Builtin functions: wrong arguments, and names that there are not. */
int count(double d, int *p, const int *fixed, int n) {
    n += __builtin_clz(p);                       // error: '__builtin_clz' is called with the wrong arguments
    n += __builtin_popcount(1, 2);               // error: '__builtin_popcount' is called with the wrong arguments
    n += __builtin_add_overflow(n, d, p);        // error: '__builtin_add_overflow' is called with the wrong arguments
    n += __builtin_sub_overflow(n, 1);           // error: '__builtin_sub_overflow' is called with the wrong arguments
    n += __builtin_mul_overflow(n, n, fixed);    // error: cannot assign to an object of the read-only type 'const int'
    n += __builtin_mul_overflow(n, n, p) ? 0 : *p;
    n += __builtin_ctz(nothing);                 // error: use of undeclared identifier 'nothing'
    n += __builtin_strlen("x");                  // error: call of undeclared function '__builtin_strlen'
                                                 // note: include the header
    n += __builtin_types_compatible_p(int, long) + __builtin_constant_p(n) + __builtin_bswap32(n);
    return n;
}
