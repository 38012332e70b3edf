/* Chains that are flat to their reader but nested in the tree have limits of their own. */
#define E10(x) x x x x x x x x x x
#define E1000(x) E10(E10(E10(x)))
#define A10(x) x, x, x, x, x, x, x, x, x, x
#define A1000(x) A10(A10(A10(x)))
int printf(const char *format, ...);
int f(int n) {
    if (n)
        n = 2;
    E1000(else if (n) n++;) E1000(else if (n) n++;) else if (n) n = 1; // error: more than 2000 'else if' in a row
    n = printf(E1000("%d") E1000("%d") E1000("%d") E1000("%d"), A1000(n), A1000(n), A1000(n), A1000(n)); // error: more than 500 variable arguments
    return n;
}
