/* C23 <string.h>, without the functions that write to an array whose size they are not told. memcpy, memmove and
 * memset, which in C return their first argument, return nothing here: what they got may be a part of an object, and
 * a `void *` is the start of one. The searches return `const char *` whatever they search. */
#ifndef STRING_H
#define STRING_H

#include <stddef.h>
#include <ptrcheck.h>

/* The objects of memcpy must not overlap; those of memmove may. */
void memcpy(void *__sized_by(size) destination, const void *__sized_by(size) source, size_t size);
void memmove(void *__sized_by(size) destination, const void *__sized_by(size) source, size_t size);
void memset(void *__sized_by(size) destination, int byte, size_t size);
/* Compares as unsigned bytes: negative, zero or positive. */
int memcmp(const void *__sized_by(size) left, const void *__sized_by(size) right, size_t size);

/* A string without a terminator inside its object traps. */
size_t strlen(const char *text);
size_t strnlen(const char *text, size_t limit);
int strcmp(const char *left, const char *right);
int strncmp(const char *left, const char *right, size_t limit);
/* The length of the longest start of `text` made of (strspn) or free of (strcspn) bytes of `set`. */
size_t strspn(const char *text, const char *set);
size_t strcspn(const char *text, const char *set);

/* Where in `text` there is, first or last, the character, which may be the terminator; null if it is not there. */
const char *strchr(const char *text, int character);
const char *strrchr(const char *text, int character);
/* The first character of `text` that is in `set`, and the first place where `part` is; null if there is none. */
const char *strpbrk(const char *text, const char *set);
const char *strstr(const char *text, const char *part);
/* A copy on the heap. */
char *__null_terminated strdup(const char *text);
char *__null_terminated strndup(const char *text, size_t limit);

/* What an error number of <errno.h> means. */
const char *strerror(int error);

#endif
