/* The images: files that have been verified, kept by the kernel for as long as there is room.
 *
 * A file whose bytes are all equal to those of an image is that image and need not be verified again; a hash only
 * finds the candidate. Windows of ended processes are kept with their image and used again. */
#ifndef KERNEL_IMAGE_H
#define KERNEL_IMAGE_H

#include "loader.h"

enum {
    IMAGE_COUNT_MAX = 128,
    IMAGE_WINDOWS_MAX = 64, /* of ended processes, kept for each image */
};

struct image {
    struct loaded_file file; /* accepted */
    struct loaded_layout layout;
    uint64_t hash, last_use; /* of the bytes; a count of uses of all images */
    uint32_t processes;      /* that have a window of it, or hold the image */
    uint32_t window_count;
    uint8_t *windows[IMAGE_WINDOWS_MAX]; /* bases; heap, tables and stack discarded */
};

enum image_outcome { IMAGE_READY, IMAGE_REJECTED, IMAGE_FAILED };

/* The image of a file, verified if it is new. IMAGE_READY: *found is held until image_release. IMAGE_REJECTED: *report
 * says why. IMAGE_FAILED: no memory, or all images are in use; *failure is then a constant text. */
enum image_outcome image_load(const void *bytes, size_t count, struct image **found,
                              struct verifier_report *report, const char **failure);
void image_hold(struct image *image);
void image_release(struct image *image);

/* A window for a process, and back. The process holds the image meanwhile. False if memory is out. */
bool image_take_window(struct image *image, struct process_window *window);
/* Heap, tables and stack are discarded. */
void image_give_window(struct image *image, struct process_window *window);

/* Give back the memory of images and windows that are not in use. True if there was any. */
bool image_trim(void);

#endif
