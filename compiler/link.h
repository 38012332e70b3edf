/* The link step: modules, objects and archives become one .vx. */
#ifndef VCC_LINK_H
#define VCC_LINK_H

#include "process.h"

#include <stdint.h>

struct lower_context;
struct lower_module;

struct link_options {
    const char *output;
    unsigned level; /* -O */
    bool debug;     /* keep DWARF */
    bool verbose;
    bool no_library;      /* leave out libc.a */
    bool keep_rejected;   /* write the .vx even if the verifier refuses it */
    uint64_t stack_bytes; /* 0: default */
    uint64_t heap_bytes;  /* 0: default */
};

/* What goes in. `program` holds all modules linked so far, or is null; link_program takes it over. */
struct link_inputs {
    struct lower_context *context;
    struct lower_module *program;
    struct string_list objects;  /* native objects, in order */
    struct string_list archives; /* in order; libc.a is added by link_program */
};

/* Adds an object file's contents: bitcode is linked into the program, ELF joins the native objects. `path`
 * must outlive `inputs`; the contents need not. Prints and returns false if it fits neither. */
bool link_add_object(struct link_inputs *inputs, const char *path, const struct bytes *contents);
/* Links a module into the program; takes it over. Prints on failure. */
bool link_add_module(struct link_inputs *inputs, const char *name, struct lower_module *module);

/* Resolves symbols from the archives, optimises, generates code, runs the linker and the image writer.
 * Functions that the verifier refuses are compiled again without optimisation. Prints on failure. */
bool link_program(struct link_inputs *inputs, const struct link_options *options);

#endif
