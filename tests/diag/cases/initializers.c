/* Initialisers. */
int n;
int a = n;                      // error: this initializer must be a constant
                                // note: static objects have their value before the program starts
int b[2] = {1, 2, 3};           // error: more initializers than the array has elements (2)
int c[2] = {[2] = 1};           // error: index 2 is out of bounds for length 2
int d[] = {};                   // error: an array of unknown length needs at least one initializer
int e[3] = 5;                   // error: an array is initialized with braces or a string
int f = {1, 2};                 // error: more than one initializer for one 'int'
char g[3] = "abcd";             // error: the string is longer than its array of 3
char h[3] = "abc";
int i[4] = "abc";               // error: an array of 'int' cannot be initialized with this kind of string
int j[3] = {.x = 1};            // error: an array has no members to designate
int k[3] = {[0 ... 1] = 1};     // error: designator ranges '[a ... b]' are not supported
int l[3] = {[n] = 1};           // error: a designator must be an integer constant
int m[] = {[1 << 29] = 1};      // error: the array is larger than any object can be
int o[2][2] = {{1, 2, 3}};      // error: more initializers than the array has elements (2)
char p[2][4] = {"abc", {"de"}, };
int q = "text";                 // error: pointer 'const char *' used as an integer when initializing 'int'
int r = {};
static const double s[] = {1, 2.5f, [4] = 3};
static_assert(sizeof s == 40);
int t[2] = {1, n};              // error: this initializer must be a constant
int *u = (int[]){1};
