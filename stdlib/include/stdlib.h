/* The parts of C23's <stdlib.h> that there are: ending the process, the heap, numbers, random numbers. */
#ifndef STDLIB_H
#define STDLIB_H

#include <stddef.h>
#include <ptrcheck.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 2147483647

/* Puts out what is buffered, then ends the process. */
[[noreturn]] void exit(int status);
/* Ends the process at once with status 134. */
[[noreturn]] void abort(void);

/* vcc compiles these in place. The type of what is allocated comes from what the result is converted to, or from the
 * sizeof in the size; it is zeroed. Null: the heap's limit leaves no room. What nothing refers to is freed by
 * itself; free does nothing. See also <vouch/heap.h>. */
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *object);

int abs(int value);
long labs(long value);
long long llabs(long long value);

/* The decimal number at the start of `text`, after white space; 0 if there is none. atoi takes the low half
 * of atol's result; a number that does not fit a long gives LONG_MAX or LONG_MIN. */
int atoi(const char *text);
long atol(const char *text);
long long atoll(const char *text);

/* glibc's sequence, so that a native build gives the same numbers. */
int rand(void);
void srand(unsigned seed);

#endif
