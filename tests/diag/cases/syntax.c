/* Recovery: each mistake is reported once, and what follows is still checked. */
int f(int n, int a[9]) {
    n = n +;                    // error: expected an expression, but found ';'
    n = (n;                     // error: expected ')' to match '(', but found ';'
    n = a[3;                    // error: expected ']' after the index
    f(1 2);                     // error: expected ')' to end the arguments
    int x = 3                   // error: expected ';' after the declaration
    n = x                       // error: expected ';' after the expression
    return int;                 // error: expected an expression, but found 'int'
}
int g(int n { return n; }       // error: expected ')' to end the parameters
int h(int, 3);                  // error: expected the type of a parameter
int i(void) {
    int a[2 = {0};              // error: expected ']' to end the array's length
    typedef int t;
    t = 3;                      // error: expected a name in the declaration, but found '='
    return (t) + sizeof(int x) + (t; // error: unexpected name 'x' in a type
}
int j = 3 4;                    // error: expected ';' after the declaration
int k(void) {
    break                       // error: 'break' outside of a loop or switch
                                // error: expected ';' after 'break'
    goto 3;                     // error: expected the name of a label after 'goto'
    static_assert(1, 2);        // error: expected a string literal in static_assert
    return 0;
}
