/* C23 <stdnoreturn.h>; [[noreturn]] needs no header. */
#ifndef STDNORETURN_H
#define STDNORETURN_H

#define noreturn _Noreturn

#endif
