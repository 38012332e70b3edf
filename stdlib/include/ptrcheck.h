/* The bounds annotations, as in Clang's -fbounds-safety. vcc knows __counted_by, __sized_by, __single,
 * __null_terminated, __indexable, __bidi_indexable and __noescape as keywords, so there is nothing to
 * define for it; for any other compiler they mean nothing. */
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
