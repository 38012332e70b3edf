/* From the typed tree to LLVM IR, and from IR to an object file.
 *
 * This is all that the rest of vcc sees of LLVM; the <llvm-c/...> headers are included by lower_*.c only.
 * A struct lower_module is one LLVM module: of one source file after lower_unit, of the whole program after
 * lower_module_link. Messages about user errors go to the diag given to lower_unit; every other failure is
 * returned as a malloc'ed text, which the caller prints and frees. */
#ifndef VCC_LOWER_H
#define VCC_LOWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The symbol of `int main(int, char **)`, which stdlib/src/main_arguments.c calls. */
#define MAIN_WITH_ARGUMENTS "__main_with_arguments"

struct bytes;
struct diag;
struct translation_unit;
struct lower_context;
struct lower_module;

struct lower_counts {
    unsigned checks;    /* bounds checks in the generated code */
    unsigned removed;   /* checks that LLVM showed to hold and that are not there */
    unsigned restored;  /* checks that LLVM showed to hold and that are there all the same */
    unsigned functions; /* functions with code */
    unsigned objects;   /* frame objects announced to the image writer */
};

/* Where the locals are of which the address is a value of its own. */
struct lower_places {
    unsigned taken; /* such locals */
    unsigned kept;  /* of these, on the stack */
    char *moved;    /* "function.variable, ...": on the heap; null if none is. To be freed */
};

/* One LLVM context and target machine; `level` 0..3 as in -O. Ends the program if LLVM was built without the
 * x86 target. Destroy it after all its modules. */
struct lower_context *lower_context_create(unsigned level);
void lower_context_destroy(struct lower_context *context);
/* Generates code at another level from now on. */
void lower_context_set_level(struct lower_context *context, unsigned level);

/* Lowers one unit; `level` is remembered for the link. Null if an error was reported to `diag`. With `debug`
 * variables are described too; line tables are always made. */
struct lower_module *lower_unit(struct lower_context *context, struct translation_unit *unit,
                                struct diag *diag, unsigned level, bool debug);
void lower_module_destroy(struct lower_module *module);
struct lower_module *lower_module_clone(const struct lower_module *module);

/* Bitcode that carries vcc's version, or LLVM assembly. Null: written; else the reason. */
char *lower_module_write_bitcode(struct lower_module *module, struct bytes *bitcode);
char *lower_module_print(struct lower_module *module, const char *path);

/* Reads bitcode made by this version of vcc. On failure null and *message. */
struct lower_module *lower_module_read(struct lower_context *context, const void *data, size_t size,
                                       const char *name, char **message);
/* The -O level that the module's units were compiled with, the highest of them. */
unsigned lower_module_level(const struct lower_module *module);

/* Moves everything of `source` (destroyed in any case) into `target`. Null, or what does not fit: a
 * function defined twice, or declared differently here and there. */
char *lower_module_link(struct lower_module *target, struct lower_module *source);

/* Calls `visit` for each function and variable of external linkage: those defined and, if used, those
 * undefined, services and intrinsics left out. `where` is file:line of a use, or empty. */
typedef void lower_visit_symbol(void *state, const char *name, bool is_defined, const char *where);
void lower_module_visit_symbols(const struct lower_module *module, lower_visit_symbol *visit, void *state);

/* Gives all functions and variables the linkage that a verifiable program needs (see DESIGN.md), moves locals
 * whose address escapes to the heap and runs LLVM's pipeline for the level. `roots` are kept even if nothing
 * calls them; with `keep_all` all are. Fills *places. */
char *lower_module_optimise(struct lower_module *module, unsigned level, const char *const *roots,
                            size_t root_count, bool keep_all, struct lower_places *places);
/* A check of the program as lower_module_optimise leaves it. */
struct lower_check {
    const char *function; /* as long as the module exists */
    unsigned line;        /* 0 if not known */
    bool is_index;        /* of one access, not of a count that is passed on */
    bool holds;           /* LLVM shows that it cannot fail, if it may look into the checks */
    bool is_restored;     /* though it holds, it is to stay */
};
/* All of them, in the module's order. The list is to be freed. Probing changes the module: loops get a version in which
 * more checks hold. */
struct lower_proof {
    size_t count;
    struct lower_check *checks;
};
char *lower_module_probe(struct lower_module *module, struct lower_proof *proof);
/* Has checks stay that hold in a function: first those of counts and those of the line, next time all. False if there
 * are none but those that do already. */
bool lower_proof_restore(struct lower_proof *proof, const char *function, unsigned line);
/* Of a copy of the module that was probed: leaves out the checks that hold and are not restored, and optimises again.
 * Sets removed and restored of *counts. */
char *lower_module_discharge(struct lower_module *module, const struct lower_proof *proof,
                             struct lower_counts *counts);

/* Before lower_module_optimise: let the function be compiled as at -O0. False if there is no such function.
 */
bool lower_module_mark_plain(struct lower_module *module, const char *function);

/* The last steps: branches for selects, frame objects, metadata for the image writer, then code generation
 * into `path`, an object file or assembly text. Fills *counts. The module is good for nothing afterwards. */
char *lower_module_emit(struct lower_module *module, const char *path, bool assembly,
                        struct lower_counts *counts);

#endif
