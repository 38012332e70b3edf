/* C23 <stdalign.h>: alignas and alignof are keywords. */
#ifndef STDALIGN_H
#define STDALIGN_H

#define __alignas_is_defined 1
#define __alignof_is_defined 1

#endif
