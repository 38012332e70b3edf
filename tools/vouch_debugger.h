/* For vouch run: showing the programs to gdb, and their functions to perf. */
#ifndef VOUCH_DEBUGGER_H
#define VOUCH_DEBUGGER_H

#include <stdbool.h>
#include <stddef.h>

/* Is another process tracing this one, as a debugger does? */
bool debugger_is_here(void);

/* From now on, list the functions of each program that is loaded in /tmp/perf-PID.map, where perf looks for them. */
void debugger_want_perf_map(void);

/* An accepted file has been laid out with its text at `text`; it is about to be released again. */
void debugger_show_image(const void *file, size_t bytes, const void *text);
void debugger_hide_image(const void *text);

#endif
