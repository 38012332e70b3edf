/* Arguments against parameters. */
typedef unsigned long size_t;
int sum(const int *__counted_by(n) p, int n);
void fill(void *__sized_by(size) p, size_t size);
void state(unsigned values[8]);
void half(short *__sized_by(6) p);
void one(double *p);
int length(const char *text);
void many(int first, ...);
void nothing(void);

int main(void) {
    int a[4] = {1, 2, 3, 4};
    unsigned u[7] = {0};
    short s[2] = {0};
    double d = 0;
    int r = sum(a, 4) + sum(a + 1, 3) + sum(nullptr, 0);
    r += sum(a, 5);             // error: argument 1 of 'sum' must have 5 elements, but only 4 are there
                                // note: 'sum' is declared here
    r += sum(&a[2], 3);         // error: argument 1 of 'sum' must have 3 elements, but only 2 are there
    r += sum(nullptr, 1);       // error: argument 1 of 'sum' is null, but must point to 1 element
    r += sum(a, -1);            // error: argument 1 of 'sum' has a negative or impossible count
    r += sum(a);                // error: 'sum' takes 2 arguments, but 1 is given
    r += sum(d, 1);             // error: incompatible type 'double' when passing argument 1 of 'sum' as 'const int *'
    fill(a, sizeof a);
    fill(a, 17);                // error: argument 1 of 'fill' must have 17 bytes, but only 16 are there
    fill("constant", 3);        // error: 'const char *' loses 'const' when passing argument 1 of 'fill' as 'void *'
    state(u);                   // error: argument 1 of 'state' must have 8 elements, but only 7 are there
    half(s);                    // error: argument 1 of 'half' must have 3 elements, but only 2 are there
    one(&d);
    one(nullptr);
    length(a);                  // error: incompatible pointer type 'int *' when passing argument 1 of 'length'
    many();                     // error: 'many' takes at least 1 argument, but 0 are given
    missing(1);                 // error: call of undeclared function 'missing'
    r = undeclared;             // error: use of undeclared identifier 'undeclared'
    r(1);                       // error: called object is not a function ('int')
    r = nothing();              // error: incompatible type 'void' when assigning to 'int'
    return r;
}
