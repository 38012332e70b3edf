/* Variable arguments. */
#include <stdarg.h>
#include <stddef.h>
#define TEN(x) x, x, x, x, x, x, x, x, x, x
#define HUNDRED(x) TEN(x), TEN(x), TEN(x), TEN(x), TEN(x), TEN(x), TEN(x), TEN(x), TEN(x), TEN(x)

struct node {
    struct node *next;
};
struct opaque;
int free_form(...);
int list_of(const char *kinds, va_list list);
void nothing(void);
void many(int, int, int, int, int, int, int, int, int, int, int, int, int, int, ...);
void too_many(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, ...);
                                // error: more than 14 parameters before '...'
int different(int, ...);
int different(int);             // error: conflicting types for 'different': 'int(int)' here, 'int(int, ...)' before

int good(int count, ...) {
    va_list list, copy;
    struct node node = {nullptr};
    va_start(list);
    va_copy(copy, list);
    int total = va_arg(list, int) + (int)va_arg(list, unsigned long);
    struct node *next = va_arg(list, struct node *);
    const char *text = va_arg(list, const char *);
    void *any = va_arg(list, void *);
    node = va_arg(list, struct node);
    int (*pointer)(int, ...) = va_arg(list, int (*)(int, ...));
    va_end(list);
    total += pointer(3) + good(3) + good(3, 'c', 2.5f, text, any, node, next, good, nullptr, NULL, &node, &total);
    return total + list_of("", copy) + (int)sizeof good(1, 2) + free_form() + free_form(1);
}

int bad(int count, ...) {
    va_list list;
    int other = 0;
    const char *text = "";
    va_start(other);            // error: va_start needs an object of type 'va_list', not 'int'
    va_start(text);             // error: va_start needs an object of type 'va_list', not 'const char *'
    va_start(missing);          // error: use of undeclared identifier 'missing'
    va_start(list);
    va_copy(list, other);       // error: integer 'int' used as a pointer when assigning to
    va_copy(other, list);       // error: va_copy needs an object of type 'va_list'
    other = va_arg(list, char); // error: no variable argument has the type 'char'
                                // note: it is passed as 'int'
    other = (int)va_arg(list, float); // error: no variable argument has the type 'float'
                                // note: it is passed as 'double'
    va_arg(list, void);         // error: no variable argument has the type 'void'
                                // note: take a type like 'int'
    va_arg(text, int);          // error: va_arg needs an object of type 'va_list'
    va_arg(list, struct opaque *); // error: the members of 'struct opaque' are not known here
    va_end(other);              // error: va_end needs an object of type 'va_list'
    good(1, nothing());         // error: this argument has no value
    good(1, HUNDRED(1), HUNDRED(1), HUNDRED(1), HUNDRED(1), HUNDRED(1), 1); // error: more than 500 variable arguments
    good(1, other = );          // error: expected an expression
    return other;
}

int fixed(int count) {
    va_list list;
    va_start(list);             // error: va_start is used in a function without variable arguments
                                // note: end its parameters with '...'
    va_end(list);
    return count;
}
