/* Reading a ustar archive (POSIX.1-2017, pax, "ustar Interchange Format") in memory: regular files and
 * directories, found by path. Freestanding; nothing in the archive is trusted to be well formed. */
#ifndef KERNEL_TAR_H
#define KERNEL_TAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TAR_BLOCK_BYTES 512u
#define TAR_NAME_BYTES 100u   /* of the last part of a path, */
#define TAR_PREFIX_BYTES 155u /* and of what stands before it */

enum tar_kind {
    TAR_NONE, /* there is no such path */
    TAR_FILE,
    TAR_DIRECTORY,
};

struct tar_file {
    const uint8_t *bytes; /* in the archive */
    size_t count;
};

/* Is every header of the archive sound, and every file inside it? */
bool tar_check(const uint8_t *archive, size_t archive_bytes);

/* Find a path (not NUL terminated; leading "/" and "./" mean nothing) in an archive that tar_check accepts.
 * Fills *file if the result is TAR_FILE. Of several entries with one path the last counts. */
enum tar_kind tar_find(const uint8_t *archive, size_t archive_bytes, const char *path, size_t path_bytes,
                       struct tar_file *file);

/* Make the header of a regular file. False if the path cannot be said in ustar or the file is too long. */
bool tar_write_header(uint8_t header[static TAR_BLOCK_BYTES], const char *path, uint64_t file_bytes);

#endif
