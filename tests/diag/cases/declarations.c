/* Redeclarations, storage classes, specifiers. */
int a;
double a;                       // error: 'a' has the type 'double' here, but 'int' before
int b = 1;
int b = 2;                      // error: redefinition of 'b'
int c(void);
double c(void);                 // error: conflicting types for 'c'
int d(int n, int *__counted_by(n) p);
int d(int n, int *p);           // error: conflicting types for 'd'
                                // note: bounds annotations must agree too
typedef int t;
typedef long t;                 // error: typedef 't' redefined as 'long', it was 'int'
int t;                          // error: 't' is already something else
int e(void) { return 0; }
int e(void) { return 0; }       // error: redefinition of 'e'
int f;
static int f;                   // error: static declaration of 'f' follows a non-static one
int g(void);
static int g(void);             // error: static declaration of 'g' follows a non-static one
static int h(void);             // error: static function 'h' is used but never defined
int i(void) { return h(); }
void j;                         // error: a variable cannot have the incomplete type 'void'
long short k;                   // error: these type names cannot be combined
static extern int l;            // error: more than one storage class in a declaration
inline int m;                   // error: 'm' is not a function
int restrict n;                 // error: 'restrict' belongs to pointers, not to 'int'
typedef int o = 1;              // error: a typedef has no initializer
int p(void) = 1;                // error: a function has no initializer
