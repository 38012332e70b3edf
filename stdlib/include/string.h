/* C23 <string.h>, the functions that return no pointer. memcpy, memmove and memset, which in C return their
 * first argument, return nothing here: a function of this milestone's Safe C cannot return a pointer, and a
 * program that uses the result would not compile rather than do something else. */
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

#endif
