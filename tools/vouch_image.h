/* Making bootable images: what `vouch image` and `vouch boot` share. */
#ifndef TOOLS_VOUCH_IMAGE_H
#define TOOLS_VOUCH_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../kernel/core/bootlist.h"
#include "vouch.h"

struct image_program {
    const char *name;      /* for the kernel's messages */
    struct file file;      /* the .vx, whatever it holds: the kernel judges it */
    char **arguments;      /* the first is the program's name */
    size_t argument_count; /* at least 1 */
    enum bootlist_expectation expectation;
    enum kernel_input input_kind;
    struct file input; /* KERNEL_INPUT_BYTES */
};

struct image_file {
    const char *path; /* on the host */
    const char *name; /* in the image */
};

struct image_request {
    const struct image_program *programs;
    size_t program_count;
    const struct image_file *files;
    size_t file_count;
    bool quiet;       /* the console carries what programs write and nothing else */
    bool heap_stress; /* kernel_program.heap_stress of all programs */
};

/* Build the image and put it at `output`. Says on standard error why not: false. Leaves nothing else behind.
 */
bool image_build(const struct image_request *request, const char *output);

/* A fresh directory under $TMPDIR or /tmp; `path` holds PATH_MAX bytes. Says why not: false. */
bool directory_make(char *path);
/* Remove a directory and all in it. */
void directory_remove(const char *path);

/* Is there an executable of that name in $PATH? If not, says which Debian package has it: false. */
bool tool_exists(const char *tool, const char *package);

/* Add what `--spawn NAME=FILE` says to a list of programs with room for `room`; changes `text` at the "=". Says why
 * not: false. */
bool image_spawn_add(struct image_program *programs, size_t *count, size_t room, char *text);

/* The argument of --file, PATH[=NAME]; changes `text` at the "=". */
struct image_file image_file_parse(char *text);

#endif
