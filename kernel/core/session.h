/* One run of the kernel: the program that somebody asked for, the input it shares with all that it spawns, and the
 * programs that may be spawned. There is one session at a time. */
#ifndef KERNEL_SESSION_H
#define KERNEL_SESSION_H

#include "image.h"
#include "kernel.h"

void session_start(const struct kernel_program *program);
void session_end(void);

/* Verify all programs that may be spawned, so that it need not be done while processes run. */
void session_prepare(void);
/* The image of a program that may be spawned, and its name, which stays until the session ends; 0, or a negated number
 * of errors.h. */
int session_find_image(const char *name, uint64_t bytes, struct image **image, const char **full_name);
bool session_has_heap_stress(void);

/* Read standard input: how many bytes, 0 at its end, or a negated number of errors.h. Waits for the console. */
int64_t session_read_input(void *bytes, uint64_t count);
/* Would that wait? */
bool session_input_waits(void);

#endif
