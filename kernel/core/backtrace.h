/* The calls that a killed process was in, for a person. */
#ifndef KERNEL_BACKTRACE_H
#define KERNEL_BACKTRACE_H

#include "process.h"

/* A line a call, innermost first: "at name+0x34 (file.c:12)", each ended by a newline; the text is NUL terminated and cut
 * to `bytes` at the end of a line. The process has been left and its window still stands; it was at
 * `instruction_pointer`, in its text, with `stack_pointer`. Needs working memory for a moment; without any, the
 * innermost call alone is there. */
void backtrace_format(const struct process *process, uint64_t instruction_pointer, uint64_t stack_pointer,
                      char *buffer, size_t bytes);

#endif
