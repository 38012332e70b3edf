/* C23 <stdbool.h>: bool, true and false are keywords. */
#ifndef STDBOOL_H
#define STDBOOL_H

#define __bool_true_false_are_defined 1

#endif
