/* The cache of verified images, and the windows that wait with them for the next process.
 *
 * It holds at most IMAGE_COUNT_MAX images; when it is full, or memory is out, those go that nothing uses. */
#include "image.h"

#include "kernel_assert.h"
#include "memory_functions.h"

static struct image images[IMAGE_COUNT_MAX]; /* in use if there is a copy of the file */
static uint64_t use_count;

/* FNV-1a over words: only finds candidates, whose bytes are then compared. */
static uint64_t hash_bytes(const uint8_t *bytes, size_t count) {
    uint64_t hash = 0xcbf29ce484222325u ^ count;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * 0x100000001b3u;
        hash ^= hash >> 32;
    }
    for (; count > 0; bytes++, count--)
        hash = (hash ^ *bytes) * 0x100000001b3u;
    return hash;
}

static void release_windows(struct image *image) {
    while (image->window_count > 0) {
        struct process_window window =
            loader_find_window(&image->layout, image->windows[--image->window_count]);
        loader_release_window(&window);
    }
}

static void drop_image(struct image *image) {
    kernel_assert(image->processes == 0);
    release_windows(image);
    loader_release_layout(&image->layout);
    loader_release_file(&image->file);
    *image = (struct image){.processes = 0};
}

bool image_trim(void) {
    bool any = false;
    for (unsigned i = 0; i < IMAGE_COUNT_MAX; i++) {
        struct image *image = &images[i];
        if (!image->file.copy)
            continue;
        any = any || image->window_count > 0 || image->processes == 0;
        release_windows(image);
        if (image->processes == 0)
            drop_image(image);
    }
    return any;
}

static struct image *find_equal(const void *bytes, size_t count, uint64_t hash) {
    for (unsigned i = 0; i < IMAGE_COUNT_MAX; i++) {
        struct image *image = &images[i];
        if (image->file.copy && image->hash == hash && image->file.bytes == count &&
            memcmp(image->file.copy, bytes, count) == 0)
            return image;
    }
    return nullptr;
}

/* A place for a new image: a free one, else that of the image whose last use is longest ago. */
static struct image *find_place(void) {
    struct image *oldest = nullptr;
    for (unsigned i = 0; i < IMAGE_COUNT_MAX; i++) {
        struct image *image = &images[i];
        if (!image->file.copy)
            return image;
        if (image->processes == 0 && (!oldest || image->last_use < oldest->last_use))
            oldest = image;
    }
    if (oldest)
        drop_image(oldest);
    return oldest;
}

static enum image_outcome verify_into(struct image *image, const void *bytes, size_t count,
                                      struct verifier_report *report, const char **failure) {
    if (!loader_verify_file(bytes, count, &image->file, failure)) {
        loader_release_file(&image->file);
        return IMAGE_FAILED;
    }
    *report = image->file.report;
    if (report->status != VERIFIER_ACCEPTED) {
        loader_release_file(&image->file);
        return IMAGE_REJECTED;
    }
    if (!loader_build_layout(&image->file, &image->layout)) {
        loader_release_file(&image->file);
        *failure = "out of memory for the program";
        return IMAGE_FAILED;
    }
    return IMAGE_READY;
}

enum image_outcome image_load(const void *bytes, size_t count, struct image **found,
                              struct verifier_report *report, const char **failure) {
    const uint64_t hash = hash_bytes(bytes, count);
    struct image *image = find_equal(bytes, count, hash);
    if (!image) {
        image = find_place();
        if (!image) {
            *failure = "too many programs run at once";
            return IMAGE_FAILED;
        }
        enum image_outcome outcome = verify_into(image, bytes, count, report, failure);
        if (outcome == IMAGE_FAILED && image_trim())
            outcome = verify_into(image, bytes, count, report, failure);
        if (outcome != IMAGE_READY)
            return outcome;
        image->hash = hash;
    }
    *report = image->file.report;
    image_hold(image);
    *found = image;
    return IMAGE_READY;
}

void image_hold(struct image *image) {
    image->processes++;
    image->last_use = ++use_count;
}

void image_release(struct image *image) {
    kernel_assert(image->processes > 0);
    image->processes--;
}

bool image_take_window(struct image *image, struct process_window *window) {
    if (image->window_count > 0) {
        *window = loader_find_window(&image->layout, image->windows[--image->window_count]);
        loader_reset_data(&image->file, window);
        return true;
    }
    return loader_build_window(&image->file, &image->layout, window) ||
           (image_trim() && loader_build_window(&image->file, &image->layout, window));
}

void image_give_window(struct image *image, struct process_window *window) {
    if (image->window_count < IMAGE_WINDOWS_MAX)
        image->windows[image->window_count++] = window->base;
    else
        loader_release_window(window);
    window->base = nullptr;
}
