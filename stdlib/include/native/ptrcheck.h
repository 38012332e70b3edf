/* The bounds annotations for a plain C compiler: they mean nothing there. */
#ifndef PTRCHECK_H
#define PTRCHECK_H

#include <stddef.h>
/* The C library may use some of these names for macros of its own; these take their place after it. */
#include <sys/cdefs.h>

#undef __counted_by
#define __counted_by(count)
#undef __sized_by
#define __sized_by(size)
#undef __single
#define __single
#undef __null_terminated
#define __null_terminated
#undef __indexable
#define __indexable
#undef __bidi_indexable
#define __bidi_indexable
#undef __noescape
#define __noescape

#endif
