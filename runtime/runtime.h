/* What the runtime asks of the kernel that it is a part of; the core defines these over platform.h.
 *
 * The runtime knows no platform: it gets its memory as a reserved range and has pages of it committed. */
#ifndef RUNTIME_RUNTIME_H
#define RUNTIME_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

/* Map zeroed writable pages in a reserved range; both numbers are multiples of VX_PAGE_SIZE. False if memory
 * is out. */
bool runtime_memory_commit(uint64_t address, uint64_t bytes);

/* What lies between these may take long, and uses nothing but the heap: the process may be interrupted there, and the
 * heap may be gone afterwards without notice. Not nested. */
void runtime_local_start(void);
void runtime_local_end(void);

/* A bug of ours: never returns. */
[[noreturn]] void runtime_panic(const char *text);

#define RUNTIME_ASSERT_TEXT(number) #number
#define RUNTIME_ASSERT_LINE(number) RUNTIME_ASSERT_TEXT(number)
#define runtime_assert(condition)                                                                            \
    ((condition) ? (void)0 : runtime_panic(__FILE_NAME__ ":" RUNTIME_ASSERT_LINE(__LINE__) ": " #condition))

#endif
