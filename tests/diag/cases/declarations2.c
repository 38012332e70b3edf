/* More declarations. */
alignas(3) int a;               // error: an alignment must be a power of two, at most 16
alignas(16) int b;
thread_local int c;             // error: thread-local storage is not supported
constexpr int d;                // error: a constexpr variable needs an initializer
const e = 1;                    // error: the type is missing in the declaration of 'e'
int t u;                        // error: expected ';' after the declaration
typedef int *__counted_by(3) f; // error: there is no place for a count next to this pointer
int g __asm__("other");         // error: assembly names are not supported
__asm__("nop");                 // error: inline assembly is not part of Safe C
unknown_t h;                    // error: unknown type 'unknown_t'
int i __attribute__((vector_size(16))); // error: attribute 'vector_size' is not supported
int j __attribute__(packed);    // error: expected '(' to begin an attribute list
static_assert(sizeof(int) == 8, "int is small"); // error: static assertion failed: "int is small"
static_assert(1 == 2);          // error: static assertion failed
int k(int first, ...), k(int); // error: conflicting types for 'k'
extern long service(int) __attribute__((vouch_service)); // error: a service's name begins with '__service_'
long __service_exit(int status) __attribute__((vouch_service));
void auto_type(void) {
    auto x = 1.5;
    constexpr auto y = 3;
    int n[y] = {0};
    auto z = auto_type();       // error: cannot infer a type from 'void'
    constexpr double missing;   // error: a constexpr variable needs an initializer
    extern int b = 3;           // error: an 'extern' declaration in a function has no initializer
    static int local(void);     // error: a function declared inside a function cannot be static
    int x;                      // error: redefinition of 'x'
}
