/* Numbers for the types and signatures of a linked program, and its metadata (lower_meta.c).
 *
 * Names and descriptions of types come from the module (lower_name.c); what is numbered is written out by
 * numbering_append, which must come last. */
#ifndef VCC_LOWER_META_H
#define VCC_LOWER_META_H

#include "lower_internal.h"

struct named_type {
    char *name, *description; /* "SIZE ALIGN SLOT...", with names */
    int number;               /* negative: not needed so far */
};

struct text {
    char *data; /* NUL-terminated once anything was added */
    size_t length, capacity;
};

struct numbering {
    struct lower_context *context;
    LLVMModuleRef module;
    struct named_type *types;
    size_t type_count, type_capacity;
    size_t *order; /* indices of types, by number */
    size_t ordered;
    char **signatures; /* of function pointers, numbered */
    size_t signature_count;
    struct text lines; /* of the metadata section, as assembly */
};

void numbering_start(struct numbering *numbering, struct lower_context *context, LLVMModuleRef module);
void numbering_end(struct numbering *numbering);
unsigned numbering_type(struct numbering *numbering, const char *name, size_t length);
/* The text with numbers for the names of types and for signatures in parentheses; to be freed. */
char *numbering_text(struct numbering *numbering, const char *text, size_t length);
/* A function's signature, with what was found out about its parameters; to be freed. */
char *numbering_signature(struct numbering *numbering, LLVMValueRef function);
/* "SIZE ALIGN SLOT..." of the type, with names. */
const char *numbering_description(struct numbering *numbering, const struct object_note *note);
/* How many pointer slots the whole object has. */
uint64_t numbering_slots(struct numbering *numbering, const struct object_note *note);

/* The runs of slots in a type's description, one after the other; null behind the last. */
struct slot_run {
    uint64_t offset, stride, count;
};
const char *slot_run_first(const char *description, struct slot_run *run);
const char *slot_run_next(const char *text, struct slot_run *run);

/* Replaces the constants that stand for numbers, and gives the globals headers. */
void numbering_resolve(struct numbering *numbering);
/* Adds stubs and metadata to the module; returns how many functions it has. */
unsigned numbering_append(struct numbering *numbering);

#endif
