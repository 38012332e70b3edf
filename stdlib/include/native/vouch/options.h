/* A program's options, natively: the same code, on the native <vouch/heap.h>. */
#include "../../vouch/options.h"
