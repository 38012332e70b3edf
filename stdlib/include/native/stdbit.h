/* <stdbit.h>, which the host may not have yet: the same code. */
#include "../stdbit.h"
