/* From a file's bytes to windows that processes run in: copy, verify the copy, lay it out, seal it. */
#ifndef KERNEL_LOADER_H
#define KERNEL_LOADER_H

#include <stdbool.h>

#include <vouch/verifier.h>

#include "../platform/platform.h"
#include "process.h"

enum { LOADER_FILE_BYTES_MAX = 1 << 30 };

/* The kernel's own copy of a file, and what the verifier said of it. */
struct loaded_file {
    void *copy; /* null if there is none */
    size_t bytes;
    struct verifier_image image; /* points into the copy; valid if the report accepts */
    struct verifier_report report;
};

/* What all windows of an accepted file have in common. */
struct loaded_layout {
    struct process_window plan;  /* relative to a window's base */
    struct platform_share share; /* the text's pages, behind them the constants' if they are shared */
    bool constants_shared;       /* no relocation in them: equal in every window */
};

/* Copy and verify. False for lack of resources (the file is too large or memory is out): *failure is then a
 * constant text. True otherwise: file->report is the verdict. loader_release_file in either case. */
bool loader_verify_file(const void *bytes, size_t count, struct loaded_file *file, const char **failure);
void loader_release_file(struct loaded_file *file);

/* Make what the windows of an accepted file share. False if memory is out; nothing is then left. */
bool loader_build_layout(const struct loaded_file *file, struct loaded_layout *layout);
/* When no window is left. */
void loader_release_layout(struct loaded_layout *layout);

/* A window at a place of its own, ready to run. False if memory is out; nothing is then left. */
bool loader_build_window(const struct loaded_file *file, const struct loaded_layout *layout,
                         struct process_window *window);
/* The window of that base; of what loader_build_window has made. */
struct process_window loader_find_window(const struct loaded_layout *layout, uint8_t *base);
/* Make the data of a used window what it was when it was built. Heap, tables and stack are the caller's to clear. */
void loader_reset_data(const struct loaded_file *file, const struct process_window *window);
void loader_release_window(struct process_window *window);

#endif
