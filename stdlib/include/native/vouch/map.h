/* Maps from strings, natively: the same code, on the native <vouch/heap.h>. */
#include "../../vouch/map.h"
