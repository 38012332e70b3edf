/* What every service does with a reference that it is given. */
#ifndef KERNEL_SERVICE_CHECK_H
#define KERNEL_SERVICE_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/* Is [reference, reference + bytes) the running process's memory, to be read or written? The verifier has shown it, so
 * that a violation is a bug of ours and stops the machine. False if memory for it, which is stack that has not been
 * touched yet, is out: the service fails with ENOMEM. */
bool service_check_reference(uint64_t reference, uint64_t bytes, bool writable);

#endif
