/* What the driver needs of the host: running tools, whole files, temporary files, vcc's own place.
 *
 * Failures are reported to the caller, who knows what to say; only tool_run prints, since a tool that
 * cannot be started is the same message everywhere. */
#ifndef VCC_PROCESS_H
#define VCC_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

struct bytes {
    char *data; /* malloc'ed, a NUL after the last byte; the holder frees it */
    size_t size;
};

/* Reads a regular file or a pipe whole. On failure prints "vcc: error: cannot read 'PATH': reason". */
bool file_read(const char *path, struct bytes *contents);
/* Writes a file whole; it appears complete or not at all. "-" is standard output. Prints on
 * failure. */
bool file_write(const char *path, const void *data, size_t size);

/* Runs a tool found on PATH and waits; argv ends with NULL. With `output` its standard output is
 * collected there, otherwise it is inherited. Returns its exit status, or -1 (after a message) if it could
 * not be started or was killed. `package` names the Debian package that has the tool. */
int tool_run(const char *const *argv, const char *package, struct bytes *output);

/* A new path in this run's temporary directory, which is removed with all that is in it when vcc ends, by a
 * signal too. Free it. Exits with a message if there is no place for temporary files. */
char *temporary_path(const char *suffix);

/* lib/vouch next to the bin/ that vcc itself is in, with "/NAME" appended. Free it. */
char *library_path(const char *name);

/* printf into a new string; ends the program if memory runs out. */
[[gnu::format(printf, 1, 2)]] char *string_printf(const char *format, ...);
void *memory_allocate(size_t size); /* malloc that ends the program instead of failing */

/* A growing list of strings; the list owns itself, not the strings. items[count] is NULL. */
struct string_list {
    const char **items;
    size_t count, capacity;
};
void string_list_add(struct string_list *list, const char *string);

/* "vcc: error: ..." on standard error, with a newline. */
[[gnu::format(printf, 1, 2)]] void driver_error(const char *format, ...);

#endif
