/* Bugs of the kernel's own: always checked, and the end of the machine when found. */
#ifndef KERNEL_ASSERT_H
#define KERNEL_ASSERT_H

#include "../platform/platform.h"

#define KERNEL_ASSERT_TEXT(number) #number
#define KERNEL_ASSERT_LINE(number) KERNEL_ASSERT_TEXT(number)
#define kernel_assert(condition)                                                                             \
    ((condition) ? (void)0 : platform_panic(__FILE_NAME__ ":" KERNEL_ASSERT_LINE(__LINE__) ": " #condition))

#endif
