/* Annotations of parameters that make no sense. */
typedef unsigned long size_t;
int f1(int *__counted_by(m) p, int n);          // error: the count 'm' is not a parameter of this function
int f2(int *__counted_by(n) p, short n);        // error: the count 'n' must have an integer type of 4 or 8 bytes
int f3(void *__counted_by(n) p, size_t n);      // error: 'void' has no size: '__counted_by' counts elements
int f4(int *__counted_by(n + 1) p, size_t n);   // error: use of undeclared identifier 'n'
int f5(size_t n, int *__counted_by(n + 1) p);   // error: a count that is not the name of a parameter must be an integer constant
int f6(int *__counted_by(0) p);                 // error: a constant count must be at least 1
int f7(int *__counted_by(2) __single p);        // error: more than one bounds annotation
int f8(size_t n, int p[n][n]);                  // error: only the first length of an array parameter may be a parameter
int f9(size_t n, int (*p)[n]);                  // error: the length of an array behind a pointer must be an integer constant
int f10(int a, int a);                          // error: two parameters are called 'a'
int f11(static int a);                          // error: a parameter has no storage class
int f12(a, b) int a, b; { return a; }           // error: unknown type 'a'
int f13(void v);                                // error: a parameter cannot have the incomplete type 'void'
int f14(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p, int q); // error: more than 16 parameters
int f15(int a)[3];                              // error: a function cannot return an array or a function
typedef int row[3];
row f16(void);                                  // error: a function cannot return the type 'int[3]'
int good(size_t n, int p[static n], const char *text, double q[restrict 4], int r[__counted_by(n)]);
