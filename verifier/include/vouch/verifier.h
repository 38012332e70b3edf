/* The verifier's whole interface: one call that accepts or rejects a .vx file.
 *
 * Freestanding; no global state; takes all its memory from the caller; time and memory are linear in
 * the file (VERIFIER_STEPS_PER_BYTE bounds the work). The same sources run in the kernel, in the vouch
 * command, in vcc's hint inference and under fuzzers. */
#ifndef VOUCH_VERIFIER_H
#define VOUCH_VERIFIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vouch/format.h>

/* The rules and their clauses, from rules.def. A rejection names one clause; the clause, its rule. */
enum verifier_rule {
#define RULE(number, name, text) RULE_##number = number,
#define CLAUSE(rule, id, text)
#include <vouch/rules.def>
#undef RULE
#undef CLAUSE
};

enum verifier_clause {
    CLAUSE_NONE, /* no rejection */
#define RULE(number, name, text)
#define CLAUSE(rule, id, text) CLAUSE_##id,
#include <vouch/rules.def>
#undef RULE
#undef CLAUSE
    CLAUSE_COUNT
};

/* What the kernel offers to programs: compared with the imports by name and signature. */
struct verifier_service {
    const char *name;
    uint8_t parameter_count;
    struct vx_parameter result;
    struct vx_parameter
        parameters[8]; /* `type` of ONE, COUNTED: the element's size in bytes; it is plain data */
};

struct verifier_services {
    const struct verifier_service *service;
    size_t count;
};

struct checker;
struct value;

/* A parsed view of the file. All pointers point into the file's bytes. Valid only after acceptance. */
struct verifier_segment {
    uint64_t address;      /* virtual, as in the file */
    uint64_t memory_bytes; /* >= file_bytes; the rest is zero */
    uint64_t file_bytes;
    const uint8_t *bytes;
};

struct verifier_image {
    const uint8_t *file;
    size_t file_bytes;
    struct verifier_segment text, rodata, data;
    const struct vx_manifest *manifest;
    const struct vx_type *types;
    const struct vx_slot *slots;
    const struct vx_signature *signatures;
    const struct vx_parameter *parameters;
    const struct vx_function *functions;
    const struct vx_frame_object *frames;
    const struct vx_global *globals;
    const struct vx_relocation *relocations;
    const struct vx_import *imports;
    const struct vx_line *lines;
    const uint8_t *hints;
    const char *names;
    uint32_t type_count, slot_count, relocation_count, signature_count, parameter_count, function_count,
        frame_count, global_count, import_count, line_count, hint_bytes, name_bytes;
};

enum verifier_status {
    VERIFIER_REJECTED,
    VERIFIER_ACCEPTED,
    VERIFIER_OUT_OF_MEMORY, /* the arena is smaller than verifier_arena_bytes says */
};

struct verifier_report {
    enum verifier_status status;
    enum verifier_clause clause; /* CLAUSE_NONE unless rejected */
    uint32_t address;            /* of the instruction, 0 if the file as a whole is to blame */
    char place[96];              /* "main+0x34 (wc.c:12)", or "file" for its tables; printable ASCII */
    char detail[160];            /* what could not be shown; printable ASCII */
    uint64_t instructions, steps, text_bytes, hint_bytes, accesses, calls;
};

/* What the checker has come to, for `vouch dump`. Observing changes nothing in what is checked. */
enum verifier_fact_kind {
    FACT_ENTRY, /* the state is that of the entry of the function at `address` */
    FACT_HINT,  /* the state is that of the hint at `address` */
    FACT_EDGE,  /* an edge into the hint at `address` was shown; the checker knows what it stands for there */
    FACT_ACCESS, /* the instruction at `address` accesses `reference`, about to be proven */
    FACT_STEP,   /* the state is that before the instruction at `address` */
    FACT_TRAP,   /* the state is that of a branch to the trap at `address` */
};
struct verifier_fact {
    enum verifier_fact_kind kind;
    uint32_t address;
    const struct checker *checker; /* see check.h; valid during the call, as is `reference` */
    const struct value *reference; /* FACT_ACCESS; null: constants of the image outside every global */
};
typedef void verifier_observe(void *context, const struct verifier_fact *fact);

/* Bytes of an accepted image's global or frame object, without the header. */
static inline uint64_t verifier_global_bytes(const struct verifier_image *image,
                                             const struct vx_global *global) {
    return image->types[global->type].size * global->count;
}
static inline uint64_t verifier_frame_bytes(const struct verifier_image *image,
                                            const struct vx_frame_object *object) {
    return image->types[object->type].size * object->count;
}

struct verifier_options {
    const struct verifier_services *services; /* required */
    verifier_observe *observe;                /* or null */
    void *observe_context;
};

/* At most this many units of work per byte of the file; a file that needs more is rejected (R8). */
#define VERIFIER_STEPS_PER_BYTE 256u

/* Bytes of arena that verifier_check needs for a file of this size. */
size_t verifier_arena_bytes(size_t file_bytes);

/* Check `file`. `arena` (16-byte aligned, arena_bytes long) is scratch: its contents mean nothing
 * afterwards. `file` (8-byte aligned) must not change during the call nor between it and the loading
 * of what it accepted. Fills *report always and *image on acceptance. Returns report->status. */
enum verifier_status verifier_check(const void *file, size_t file_bytes, void *arena, size_t arena_bytes,
                                    const struct verifier_options *options, struct verifier_image *image,
                                    struct verifier_report *report);

/* How many bytes rsp lies below its value at the entry of `function` where control reaches `address` in it: the size of
 * the frame there, for whoever unwinds a stack. Checks the accepted image's function once more. `arena` as above. False
 * if control cannot get there. */
bool verifier_stack_depth(const struct verifier_image *image, uint32_t function, uint32_t address,
                          void *arena, size_t arena_bytes, uint32_t *depth);

/* The index of the function that the address lies in or behind; false if it is before all. */
bool verifier_image_function(const struct verifier_image *image, uint32_t address, uint32_t *function);

/* Names for messages: "access" for RULE_2; the clause's short text; the rule that a clause belongs to. */
const char *verifier_rule_name(enum verifier_rule rule);
const char *verifier_clause_id(enum verifier_clause clause);
const char *verifier_clause_text(enum verifier_clause clause);
enum verifier_rule verifier_clause_rule(enum verifier_clause clause);

/* One line without newline, NUL terminated, at most `bytes` long with its end:
 * "rejected: R2 access: main+0x34 (wc.c:12): load of 4 bytes at rdi+rax*4: cannot show ..." */
void verifier_report_format(const struct verifier_report *report, char *buffer, size_t bytes);

/* "name+0x34 (file.c:12)" for an address, from the untrusted names and lines; escapes control bytes.
 * `image` need only be parsed. Always terminates `buffer`. */
void verifier_image_place(const struct verifier_image *image, uint32_t address, char *buffer, size_t bytes);

/* The row of the line table for an address, or null. */
const struct vx_line *verifier_image_line(const struct verifier_image *image, uint32_t address);

/* The name at an offset of the names section, copied with control bytes escaped and length limited;
 * "?" if the offset is not one. Always terminates `buffer`. */
void verifier_image_name(const struct verifier_image *image, uint32_t offset, char *buffer, size_t bytes);

#endif
