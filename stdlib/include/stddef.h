/* C23 <stddef.h>, on LP64. */
#ifndef STDDEF_H
#define STDDEF_H

typedef unsigned long size_t;
typedef long ptrdiff_t;
typedef int wchar_t;

#define NULL nullptr
#define offsetof(type, member) __builtin_offsetof(type, member)

#endif
