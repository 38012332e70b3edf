/* C23 <stdlib.h>: ending the process, the heap, sorting and searching, numbers, random numbers. There are no wide
 * characters, and system says that there is no command processor. */
#ifndef STDLIB_H
#define STDLIB_H

#include <stddef.h>
#include <ptrcheck.h>
#include <vouch/sort.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 2147483647

/* Puts out what is buffered, then ends the process. */
[[noreturn]] void exit(int status);
/* Ends the process at once, without that. */
[[noreturn]] void _Exit(int status);
/* The same with status 134. */
[[noreturn]] void abort(void);
/* Calls the function, last one first, when the process ends by exit. 0, or -1 if there are 64 already. */
int atexit(void (*function)(void));

/* vcc compiles these in place. The type of what is allocated comes from what the result is converted to, or from the
 * sizeof in the size; it is zeroed. Null: the heap's limit leaves no room. What nothing refers to is freed by
 * itself; free does nothing. See also <vouch/heap.h>. */
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *object);

/* The same for `count` elements; null if that many bytes cannot be said in a size_t. */
#define reallocarray(old, count, size)                                                                       \
    ((size) != 0 && (size_t)(count) > (size_t)-1 / (size) ? nullptr : realloc(old, (count) * (size)))

/* Sorts elements of any type, in place; equal ones stay in their order. The comparison gets copies of two elements, and
 * says by a number below, equal to or above 0 how they stand. vcc makes a function of each type: <vouch/sort.h>. */
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
/* An element equal to the key in a sorted array, as a pointer of `base`'s type; null if there is none. The comparison gets
 * a copy of the key and of an element. */
void *bsearch(const void *key, const void *base, size_t count, size_t size,
              int (*compare)(const void *, const void *));

int abs(int value);
long labs(long value);
long long llabs(long long value);
typedef struct {
    int quot, rem;
} div_t;
typedef struct {
    long quot, rem;
} ldiv_t;
typedef struct {
    long long quot, rem;
} lldiv_t;
/* The quotient, towards zero, and the remainder. Division by zero traps. */
div_t div(int value, int divisor);
ldiv_t ldiv(long value, long divisor);
lldiv_t lldiv(long long value, long long divisor);

/* The number at the start of `text`, after white space; 0 if there is none. What follows it is left in *end, unless
 * that is null. Base 0 means what C's literals mean. A number that does not fit gives the type's limit, and errno is
 * ERANGE. The atol family does not tell errors apart; atoi takes the low half of atol's result. */
long strtol(const char *restrict text, const char **restrict end, int base);
long long strtoll(const char *restrict text, const char **restrict end, int base);
unsigned long strtoul(const char *restrict text, const char **restrict end, int base);
unsigned long long strtoull(const char *restrict text, const char **restrict end, int base);
int atoi(const char *text);
long atol(const char *text);
long long atoll(const char *text);
/* The same for floating-point numbers, correctly rounded: decimal, hexadecimal, infinity, nan. One that is too large
 * gives infinity, and one too small zero or a subnormal number, and errno is ERANGE. */
double strtod(const char *restrict text, const char **restrict end);
float strtof(const char *restrict text, const char **restrict end);
double atof(const char *text);

/* Null: a process has no environment. */
char *__null_terminated getenv(const char *name);
#define system(command) ((void)(command), 0)

/* glibc's sequence, so that a native build gives the same numbers. */
int rand(void);
void srand(unsigned seed);

#endif
