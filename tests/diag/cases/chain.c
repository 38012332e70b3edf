/* So are endless chains of operators. */
#define S10(x) x + x + x + x + x + x + x + x + x + x
#define S100(x) S10(S10(x))
#define S1000(x) S10(S100(x))
int f(int n) {
    n = S1000(n) + S1000(n) + S1000(n) + S1000(n) + n + n; // error: more than 4000 operators in a row
    return n;
}
