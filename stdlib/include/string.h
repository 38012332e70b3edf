/* C23 <string.h>, with what POSIX adds. A call of memcpy, memmove or memset is worth its first argument if
 * that has no effects; the functions return nothing, since what they got may be a part of an object, and a `void *` is the
 * start of one. The functions that write to an array whose size they are not told know its bounds all the same, and trap
 * where it ends. */
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
int strcoll(const char *left, const char *right);

char *__null_terminated strcpy(char *__null_terminated restrict to, const char *restrict from);
char *__null_terminated strncpy(char *__null_terminated restrict to, const char *restrict from, size_t size);
char *__null_terminated strcat(char *__null_terminated restrict to, const char *restrict from);
char *__null_terminated strncat(char *__null_terminated restrict to, const char *restrict from, size_t limit);
/* As strcpy and strncpy, but they return where the copy's terminator is (or would be). */
char *__null_terminated stpcpy(char *__null_terminated restrict to, const char *restrict from);
char *__null_terminated stpncpy(char *__null_terminated restrict to, const char *restrict from, size_t size);
/* Copies, or appends, what fits, always with a terminator; returns the length that it would like to have had. */
size_t strlcpy(char *__counted_by(size) restrict to, const char *restrict from, size_t size);
size_t strlcat(char *__counted_by(size) restrict to, const char *restrict from, size_t size);
size_t strxfrm(char *__counted_by(size) restrict to, const char *restrict from, size_t size);

/* The length of the longest start of `text` made of (strspn) or free of (strcspn) bytes of `set`. */
size_t strspn(const char *text, const char *set);
size_t strcspn(const char *text, const char *set);

/* Where in `text` there is, first or last, the character, which may be the terminator; null if it is not there. What
 * these and the next three return may be written if what they search may: then vcc calls the second function. */
const char *strchr(const char *text, int character);
char *__null_terminated __writable_strchr(char *__null_terminated text, int character);
const char *strrchr(const char *text, int character);
char *__null_terminated __writable_strrchr(char *__null_terminated text, int character);
/* The first character of `text` that is in `set`, and the first place where `part` is; null if there is none. */
const char *strpbrk(const char *text, const char *set);
char *__null_terminated __writable_strpbrk(char *__null_terminated text, const char *set);
const char *strstr(const char *text, const char *part);
char *__null_terminated __writable_strstr(char *__null_terminated text, const char *part);
/* The first of `size` bytes that is the one sought; null if none is. The result is of the first argument's type. */
const unsigned char *__indexable memchr(const void *__sized_by(size) bytes, int byte, size_t size);
unsigned char *__indexable __writable_memchr(void *__sized_by(size) bytes, int byte, size_t size);

/* The next word of `text` (of what is left, if that is null), cut off; null if there is none. */
char *__null_terminated strtok(char *__null_terminated restrict text, const char *restrict separators);
char *__null_terminated strtok_r(char *__null_terminated restrict text, const char *restrict separators,
                                 char *__null_terminated *restrict rest);
char *__null_terminated strsep(char *__null_terminated *restrict rest, const char *restrict separators);

/* A copy on the heap; null if there is no room. */
char *__null_terminated strdup(const char *text);
char *__null_terminated strndup(const char *text, size_t limit);

/* What an error number of <errno.h> means. */
const char *strerror(int error);

#endif
