/* Clashes between kinds of names, and the main function. */
int v;
int v(void);                    // error: 'v' is already something else
int w(void);
int w;                          // error: 'w' is already something else
void scope(void) {
    extern int w2(void);
    { extern int w3; }
}
extern int w2;                  // error: 'w2' is already a function
int w3(void);                   // error: 'w3' is already a variable
int main(int argc, char argv);  // error: 'main' takes no parameters or '(int argc, char **argv)'
                                // note: argv then has argc strings
void outer(void) {
    int inner(void) { return 1; } // error: a function cannot be defined inside another function
    if (1) int x = 3;           // error: a declaration needs a block
                                // warning: unused variable 'x'
}
void old(n) int n; { }          // error: unknown type 'n'
long __service_mine(int x) __attribute__((vouch_service));
long __service_mine(int x) { return x; } // error: a service cannot be defined: it is the kernel's
int float x1;                   // error: these type names cannot be combined
enum undefined_enum x2;         // error: 'enum undefined_enum' is not defined
t x3 x4;                        // error: unknown type 't'
int x5, ;                       // error: expected a name in the declaration, but found ';'
typedef int base;
base enum { Q } x6;             // error: two types in one declaration
