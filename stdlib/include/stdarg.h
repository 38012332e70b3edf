/* C23 <stdarg.h>. Callers pass each argument with its type: va_arg traps if the argument is of another type than the
 * one that is asked for, or if there is none left; signed and unsigned, `T *` and `const T *`, `T *` and `void *` go
 * together as in C, but `const T *` does not become `T *` (a string literal is a `char *`). A `char *` has the bounds
 * of its object; any other pointer to numbers or to a structure without pointers stands for one; a pointer to what
 * has pointers must be to the start of an object. A va_list may be copied, passed on and stored like any value; it
 * is good as long as the function that has started it has not returned. */
#ifndef STDARG_H
#define STDARG_H

typedef __builtin_va_list va_list;

/* C23: nothing behind the list is looked at. */
#define va_start(list, ...) __builtin_va_start(list, 0)
#define va_arg(list, type) __builtin_va_arg(list, type)
#define va_copy(to, from) __builtin_va_copy(to, from)
#define va_end(list) __builtin_va_end(list)

#endif
