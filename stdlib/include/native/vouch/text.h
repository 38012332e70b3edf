/* Text that grows, natively: the same code, on the native <vouch/heap.h>. */
#include "../../vouch/text.h"
