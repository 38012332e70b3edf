/* Operands of the wrong types. */
void g(void);
int f(int n, double d) {
    const int c = 1;
    int a[3] = {0}, b[3] = {0};
    n = n % d;                  // error: invalid operands to '%': 'int' and 'double'
    n = n << d;                 // error: invalid operands to '<<': 'int' and 'double'
    n = ~d;                     // error: invalid operand to unary '~': 'double'
    n = *n;                     // error: invalid operand to unary '*': 'int'
    n = n[d];                   // error: only arrays and pointers can be indexed, by an integer
    d &= 3;                     // error: invalid operands to '&=': 'double' and 'int'
    c = 2;                      // error: cannot assign to an object of the read-only type 'const int'
                                // note: 'c' is declared const here
    c++;                        // error: cannot increment an object of the read-only type 'const int'
    n + 1 = 2;                  // error: cannot assign to this: it is a value, not an object
    --5;                        // error: cannot decrement this: it is a value, not an object
    a = b;                      // error: cannot assign to an array as a whole ('int[3]')
    n = &(n + 1) == nullptr;    // error: cannot take the address of a value of type 'int'
    n = sizeof(void);           // error: the type 'void' has no size
    n = (int)g();               // error: 'void' cannot be cast to 'int'
    n = n / 0;                  // warning: division by zero always traps
    n %= 0;                     // warning: division by zero always traps
    n = n << 32;                // warning: shift count 32 is outside 0 to 31; it counts modulo 32
    n >>= -1;                   // warning: shift count -1 is outside 0 to 31
    return _Generic(d, int: 1, long: 2); // error: no association of _Generic fits the type 'double'
}
