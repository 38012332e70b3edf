/* The services that programs call through their import table. */
#ifndef KERNEL_SERVICE_H
#define KERNEL_SERVICE_H

#include <stdint.h>

#include "service_signature.h"

/* What the import table holds for a service: the address of its thunk in enter.S. 0 if there is none of that
 * name (NUL padded, VX_NAME_BYTES long at most). */
uint64_t service_address(const char *name);

#endif
