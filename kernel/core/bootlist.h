/* The boot list: what an image runs, in order, with arguments and standard input. It is a boot module of its
 * own, since GRUB's command line can neither hold every byte nor any length.
 *
 * Little-endian and length-prefixed, every part checked by the reader:
 *   head      8 bytes BOOTLIST_MAGIC, u32 flags, u32 number of programs
 *   program   u32 BOOTLIST_PROGRAM_MARK, text module, text name, u32 expectation, u32 enum kernel_input,
 *             u64 input bytes, the input, u32 number of arguments, that many texts
 *   end       u32 BOOTLIST_END_MARK, then nothing
 * A text is a u32 length, that many bytes without NUL, and a NUL. The same file writes and reads: `vouch
 * image` on the host, the pc platform at boot. */
#ifndef KERNEL_BOOTLIST_H
#define KERNEL_BOOTLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel.h"

#define BOOTLIST_MODULE "bootlist"
#define BOOTLIST_FILES_MODULE "files"
#define BOOTLIST_PROGRAMS_MAX 64u
#define BOOTLIST_ARGUMENTS_MAX 4096u /* of all programs together */

/* Flags. */
#define BOOTLIST_QUIET 1u       /* the console carries what programs write and nothing else */
#define BOOTLIST_HEAP_STRESS 2u /* kernel_program.heap_stress of all programs */

enum bootlist_expectation {
    BOOTLIST_EXPECT_EXIT,     /* ends with status 0 */
    BOOTLIST_EXPECT_REJECTED, /* the verifier refuses it */
    BOOTLIST_EXPECT_SPAWN,    /* not run, but there for the others to spawn by its name */
};

struct bootlist_program {
    const char *module; /* the boot module that holds the .vx; NUL terminated */
    const char *name;   /* for messages; NUL terminated, any bytes */
    enum bootlist_expectation expectation;
    enum kernel_input input_kind;
    const uint8_t *input;
    uint64_t input_bytes;
    uint32_t argument_count;
};

struct bootlist_reader {
    const uint8_t *bytes;
    size_t count, at;
};

/* Read from the front: open, then for each program bootlist_next_program and bootlist_next_argument as often
 * as it says, then bootlist_end. What is given out points into `bytes`. False: malformed; go no further. */
bool bootlist_open(struct bootlist_reader *reader, const void *bytes, size_t count, uint32_t *flags,
                   uint32_t *program_count);
bool bootlist_next_program(struct bootlist_reader *reader, struct bootlist_program *program);
bool bootlist_next_argument(struct bootlist_reader *reader, struct kernel_argument *argument);
bool bootlist_end(const struct bootlist_reader *reader);

/* Writing: what does not fit into `capacity` bytes is left out, but counted in `at`; so a first pass with
 * capacity 0 measures. */
struct bootlist_writer {
    uint8_t *bytes;
    size_t capacity, at;
};
void bootlist_write_head(struct bootlist_writer *writer, uint32_t flags, uint32_t program_count);
void bootlist_write_program(struct bootlist_writer *writer, const struct bootlist_program *program);
void bootlist_write_argument(struct bootlist_writer *writer, const char *text);
void bootlist_write_end(struct bootlist_writer *writer);

#endif
