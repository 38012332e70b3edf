/* The formats of scanf. */
#include "format.h"

void format_scan(struct expansion *x, const char *format) {
    (void)x;
    (void)format;
}
