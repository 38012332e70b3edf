/* The last step of vcc: a linked ELF file becomes a .vx.
 *
 * Pipeline: ld.lld-19 with vouch.ld and imports.o -> image_write: read the ELF file and the metadata in it
 * (image_read.c, meta.c), source lines (lines.c), hints (infer.c), lay out the .vx (image_emit.c), let the
 * verifier judge it, write it. Nothing here is trusted by anyone.
 *
 * How to link (see vouch.ld):
 *   ld.lld-19 -T vouch.ld -pie --no-dynamic-linker --gc-sections -z norelro --build-id=none
 *             -z dead-reloc-in-nonalloc=.vouch.frame=0 -e ENTRY -o OUT OBJECTS... imports.o
 * vouch.ld and imports.o are in build/lib/vouch. */
#ifndef COMPILER_IMAGE_H
#define COMPILER_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vouch/verifier.h>

enum image_status {
    IMAGE_WRITTEN,
    IMAGE_BAD_INPUT,  /* the linked file or its metadata is wrong; `message` says what */
    IMAGE_REJECTED,   /* the verifier refused the result; `function` and `report` say where and why */
    IMAGE_UNWRITABLE, /* the output cannot be written */
    IMAGE_OUT_OF_MEMORY,
};

struct image_options {
    const char *input;        /* path of the linked ELF file */
    const char *output;       /* path of the .vx */
    const char *program_name; /* null: the metadata's, or the output's name without directory and ".vx" */
    uint64_t stack_bytes;     /* 0: the metadata's, or 1 MiB */
    uint64_t heap_bytes;      /* 0: the metadata's, or 256 MiB */
    bool debug_information;   /* copy the DWARF sections */
    bool keep_rejected;       /* write the file even if the verifier refuses it (tests, `vouch dump`) */
    bool no_hints;            /* leave hints out: for tests of the verifier */
    bool whole_hints;         /* claim what no proof needs, too: for tests of the verifier */
};

struct image_failure {
    char message[512];             /* one line without newline, always set unless IMAGE_WRITTEN */
    char function[256];            /* IMAGE_REJECTED: symbol of the function to blame, or empty */
    uint32_t line;                 /* its line to blame, 0 if not known */
    char others[4096];             /* more functions that are likely to be refused, each ended by a newline */
    struct verifier_report report; /* IMAGE_REJECTED */
};

struct image_counts {
    uint32_t functions, globals, imports;
    uint64_t text_bytes, hint_bytes, file_bytes;
};

/* Write options->output from options->input. *failure is filled unless IMAGE_WRITTEN is returned; *counts
 * (may be null) whenever a file was made. On any status but IMAGE_WRITTEN no output exists, except with
 * keep_rejected. */
enum image_status image_write(const struct image_options *options, struct image_failure *failure,
                              struct image_counts *counts);

#endif
