/* From a file's bytes to a process that can run: copy, verify the copy, lay out a window, seal it. */
#ifndef KERNEL_LOADER_H
#define KERNEL_LOADER_H

#include <stdbool.h>

#include <vouch/verifier.h>

#include "kernel.h"
#include "process.h"

enum { LOADER_FILE_BYTES_MAX = 1 << 30 };

/* The kernel's own copy of a file, and what the verifier said of it. */
struct loaded_file {
    void *copy; /* null if there is none */
    size_t bytes;
    struct verifier_image image; /* points into the copy; valid if the report accepts */
    struct verifier_report report;
};

/* Copy and verify. False for lack of resources (the file is too large or memory is out): *failure is then a
 * constant text. True otherwise: file->report is the verdict. loader_release_file in either case. */
bool loader_verify_file(const void *bytes, size_t count, struct loaded_file *file, const char **failure);
void loader_release_file(struct loaded_file *file);

/* Build the window of an accepted file. False if memory is out; nothing is then left. */
bool loader_build_window(const struct loaded_file *file, struct process_window *window);
void loader_release_window(struct process_window *window);

#endif
