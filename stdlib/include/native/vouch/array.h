/* Arrays that grow, natively: the same code, on the native <vouch/heap.h>. */
#include "../../vouch/array.h"
