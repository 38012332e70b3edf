/* Files for the tests that check them: whole, aligned as verifier_check wants them, with an arena. Each ends
 * the process with status 2 if it cannot. */
#ifndef TESTS_FILES_H
#define TESTS_FILES_H

#include <stddef.h>
#include <stdint.h>

uint8_t *file_read(const char *path, size_t *bytes);      /* caller frees */
void *file_arena(size_t file_bytes, size_t *arena_bytes); /* caller frees */

#endif
