/* POSIX <strings.h>: comparisons that do not tell upper case from lower case, in the "C" locale. */
#ifndef STRINGS_H
#define STRINGS_H

#include <stddef.h>
#include <ptrcheck.h>

int strcasecmp(const char *left, const char *right);
int strncasecmp(const char *left, const char *right, size_t limit);

#endif
