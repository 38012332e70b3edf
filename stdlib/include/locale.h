/* C23 <locale.h>: there is the "C" locale, and no other. */
#ifndef LOCALE_H
#define LOCALE_H

#include <stddef.h>
#include <ptrcheck.h>

#define LC_ALL 0
#define LC_COLLATE 1
#define LC_CTYPE 2
#define LC_MONETARY 3
#define LC_NUMERIC 4
#define LC_TIME 5

/* "C" if that is asked for, or "", or null; else null. */
const char *setlocale(int category, const char *locale);

#endif
