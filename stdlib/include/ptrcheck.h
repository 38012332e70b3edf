/* The bounds annotations, as in Clang's -fbounds-safety. vcc knows them as keywords, so there is nothing to define
 * for it; for any other compiler they mean nothing. A pointer of which nothing is said is, as a local variable, one that
 * carries its bounds; everywhere else `void *` is the start of any object, `const char *` a string, and `T *` single.
 *
 *   T *__single p           null or one T; of a local variable: it may be pointed to
 *   T *__counted_by(n) p    the start of n elements; n: a constant or the parameter, member or static variable next to it
 *   T *__sized_by(n) p      as __counted_by, in bytes of plain data; T may be void
 *   char *__null_terminated a string: walking it ends at its object's end at the latest
 *   T *__indexable p        carries its bounds (so does __bidi_indexable): 16 bytes in memory
 *   T *__noescape p         a parameter that the function does not keep */
#ifndef PTRCHECK_H
#define PTRCHECK_H

#ifndef __VOUCH__
#define __counted_by(count)
#define __sized_by(size)
#define __single
#define __null_terminated
#define __indexable
#define __bidi_indexable
#define __noescape
#endif

#endif
