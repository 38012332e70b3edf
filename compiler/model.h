/* What the image writer knows about a program between reading the linked ELF file and writing the .vx.
 *
 * image_read.c fills it from the ELF file and its metadata, lines.c adds lines, tables.c makes the
 * tables, infer.c adds frame objects and hints, image_emit.c turns it into bytes. All memory belongs to the
 * model and lives until model_free; names point into the linked file's bytes or into that memory. */
#ifndef COMPILER_MODEL_H
#define COMPILER_MODEL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vouch/format.h>

#include "image.h"
#include "service_signature.h"

struct section {
    uint64_t address, size;
    const uint8_t *bytes; /* null for bss and for a section that is absent */
};

/* A directive of .vouch.meta: what it is about, and the signature if it has one. */
struct meta_entry {
    const char *name;
    struct service_signature signature;
};

/* A type with a number. `slots[].type` is as in a signature's text: the size of plain data or
 * SIGNATURE_TYPE_NUMBER | number, or a signature's number. */
struct meta_type {
    uint32_t number, align;
    uint64_t size;
    struct vx_slot *slots;
    size_t slot_count;
};

struct meta_signature {
    uint32_t number, index; /* index: in the image's table, once it is there */
    enum { SIGNATURE_NEW, SIGNATURE_OPEN, SIGNATURE_PLACED } progress;
    struct service_signature signature;
};

struct meta_global {
    const char *name;
    uint32_t type;  /* a type's number, or META_PLAIN: bytes as many as the symbol is large */
    uint32_t count; /* elements */
    bool header;    /* the symbol starts at the header */
};
#define META_PLAIN UINT32_MAX

struct meta {
    struct meta_entry *functions, *imports; /* sorted by name, no name twice */
    size_t function_count, import_count;
    struct meta_type *types;           /* number i is at [i] */
    struct meta_signature *signatures; /* number i is at [i] */
    size_t type_count, signature_count;
    struct meta_global *globals; /* sorted by name, no name twice */
    size_t global_count;
    const char *entry, *program; /* null if not given */
    uint64_t stack_bytes;        /* 0 if not given */
    uint64_t heap_bytes;
    bool heap_given;
};

struct frame_record {
    uint32_t address;    /* of the instruction at which the operand is valid */
    uint32_t type;       /* a type's number, or META_PLAIN */
    uint32_t count;      /* elements, or bytes of plain data */
    const char *operand; /* AT&T syntax, "16(%rsp)" */
};

struct function {
    const char *name;
    uint32_t start, end;
    const struct service_signature *signature;
    const struct frame_record *records; /* of .vouch.frame, in the file's order */
    size_t record_count;
    bool is_doubtful; /* not all of it could be shown when its hints were made */
};

struct global {
    const char *name;
    uint32_t address, size; /* of its elements, without the header */
    const struct meta_global *meta;
};

struct import {
    const char *name;
    uint32_t address;
    const struct service_signature *signature;
};

struct line_row {
    uint32_t address, line;
    const char *file;
};

struct debug_section {
    const char *name;
    const uint8_t *bytes;
    size_t size;
    size_t index; /* in the linked file */
};

/* The .vouch.* tables as they will stand in the file. */
struct tables {
    struct vx_manifest manifest;
    struct vx_type *types;
    struct vx_slot *slots;
    struct vx_signature *signatures;
    struct vx_parameter *parameters;
    struct vx_function *functions;
    struct vx_frame_object *frames; /* found by infer.c */
    struct vx_global *globals;
    struct vx_import *imports;
    struct vx_line *lines;
    uint8_t *hints; /* made by infer.c */
    char *names;
    size_t type_count, slot_count, signature_count, parameter_count, frame_count, line_count, hint_bytes,
        name_bytes;
    size_t type_capacity, slot_capacity, signature_capacity, parameter_capacity, frame_capacity,
        line_capacity, hint_capacity, name_capacity; /* of the arrays, in items */
};

struct model {
    jmp_buf stop; /* where model_fail and lack of memory continue; set by image_write */
    enum image_status status;
    struct image_failure *failure;
    struct allocation *allocations;

    uint8_t *file; /* the linked ELF file */
    size_t file_bytes;
    struct section text, rodata, imports_section, data, bss;
    struct meta meta;
    struct frame_record *records; /* ascending by address, stable */
    size_t record_count;
    struct function *functions; /* ascending, tiling text */
    size_t function_count, entry;
    struct global *globals; /* ascending */
    size_t global_count;
    struct vx_relocation *relocations; /* ascending; of slots and what they point to */
    size_t relocation_count;
    struct import *imports; /* ascending; the entries follow each other */
    size_t import_count;
    struct line_row *lines; /* ascending */
    size_t line_count;
    struct debug_section *debug;
    size_t debug_count;
    struct vx_debug_address *debug_addresses; /* `section`: an index into `debug` */
    size_t debug_address_count;
    struct tables tables;
};

/* End image_write with a status and a message (printf style). */
[[noreturn, gnu::format(printf, 3, 4)]] void model_fail(struct model *model, enum image_status status,
                                                        const char *format, ...);

/* Zeroed memory that lives as long as the model. Does not return if there is none. */
void *model_allocate(struct model *model, size_t count, size_t item_bytes);

/* The items, with room for at least one more than `count`; `*capacity` counts items and starts at 0. */
void *model_grow(struct model *model, void *items, size_t count, size_t *capacity, size_t item_bytes);

/* A printf-formatted string. */
[[gnu::format(printf, 2, 3)]] char *model_format(struct model *model, const char *format, ...);

void model_free(struct model *model);

/* image_read.c: fill everything but lines, hints and frame objects. */
void model_read(struct model *model, const char *path);

/* The function that owns an address of text; never null for one inside text. */
struct function *model_function_at(struct model *model, uint32_t address);

/* meta.c: parse the text of .vouch.meta. */
void model_parse_meta(struct model *model, const char *text, size_t bytes);
bool meta_signatures_equal(const struct service_signature *a, const struct service_signature *b);
const struct meta_entry *meta_find(const struct meta_entry *entries, size_t count, const char *name);
const struct meta_global *meta_find_global(const struct meta *meta, const char *name);

/* lines.c: fill lines from the DWARF line table and add a row for each trap pad. */
void model_read_lines(struct model *model);

/* tables.c: fill model->tables but for frames and hints. */
void model_build_tables(struct model *model, const struct image_options *options);
/* The index of the type of `size` bytes of plain data with that alignment. */
uint32_t model_type(struct model *model, uint64_t size, uint32_t align);
/* The index of the type of a single pointer slot of the same kind as this one. */
uint32_t model_cell_type(struct model *model, const struct vx_slot *slot);

/* infer.c: fill the frame objects and hints of every function. */
void model_infer(struct model *model, const struct image_options *options);

/* image_emit.c: the .vx file's bytes, 8-aligned; *bytes is their number. */
uint8_t *model_emit(struct model *model, const struct image_options *options, size_t *bytes);

#endif
