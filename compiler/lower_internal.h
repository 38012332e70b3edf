/* Shared by the lower_*.c files: LLVM handles, values, and the state of lowering one unit.
 *
 * Values. A `struct value` is an rvalue. Arithmetic is one LLVM value in `data` (bool as i1, in memory as
 * i8). A record is the address in `data` of where it is. A POINTER_SINGLE is an address in `data`. A
 * POINTER_LOCAL is a triple: `data` a reference to an
 * array's start (or to an earlier slice's), `index` and `length` i64 in elements of the pointee; index may be
 * anything until it is checked, and only checked indices ever reach an address. */
#ifndef VCC_LOWER_INTERNAL_H
#define VCC_LOWER_INTERNAL_H

#include "ast.h"
#include "lower.h"
#include "process.h"

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/TargetMachine.h>

struct lower_context {
    LLVMContextRef llvm;
    LLVMTargetMachineRef machine;
    LLVMTargetDataRef layout;
    unsigned level; /* of code generation, 0 to 3 */
    LLVMTypeRef void_type, i1, i8, i32, i64, f32, f64, ptr;
};

struct lower_module {
    struct lower_context *context;
    LLVMModuleRef llvm;
};

/* Of a pointer to what has arrays in it, or of such a place: which row of what larger array it was made from,
 * so that data = base + index * stride (bytes), where index < total was checked. A row of its own has index 0
 * and total 1. Whether base is known says whether there is a row. */
struct rows {
    LLVMValueRef base, index, total, stride;
};

struct value {
    LLVMValueRef data, index, length;
    struct rows rows;
};

/* An automatic variable: one alloca, or three for a POINTER_LOCAL. variable->lowered points to it. A static
 * one's `lowered` points to a struct with the global in `data`. */
struct storage {
    LLVMValueRef data, index, length;
    struct rows rows; /* for a pointer to what has arrays in it */
    unsigned facts;   /* of an automatic pointer: enum pointer_facts that hold of all its values */
    LLVMValueRef
        shown; /* with -g, if there is an index: where the address of what it points to is for debuggers */
};

/* What is known of a pointer expression without knowing its value. */
enum pointer_facts {
    /* Its reference is null or the start of an object with header, of exactly its elements (the index may be
     * anything). */
    FACT_START = 1,
    FACT_FIRST = 2,    /* its index is 0 */
    FACT_ONE = 4,      /* its index is 0; its length is 1, or 0 if it is null */
    FACT_NOT_NULL = 8, /* where it is null its length is 0, and the verifier knows that */
    FACT_NAMED = 16,   /* never null: it is made from an lvalue on the spot */
    FACT_ADDED = 32,   /* made by adding to a pointer, which is not null then in a correct program */
    FACT_OWN = 64,     /* nothing is known of rows (struct rows) that it is one of */
    FACT_WHOLE =
        128, /* its elements are those of the object that the verifier sees, not of an array inside */
    /* Of a variable: nothing is done with it but to follow it, so that it may as well be a pointer to one element,
     * and null where it points behind the last. */
    FACT_FOLLOWED = 256,
    FACT_STORED = 512, /* it refers to no object of a frame: its object has a header */
};

/* Where an lvalue is: an address for what lives in memory, a storage for pointer variables. */
struct place {
    LLVMValueRef address;
    const struct storage *pointer; /* null unless a pointer variable */
    struct rows rows;              /* of the array or record at `address` */
    /* Of a pointer in memory: */
    LLVMValueRef count; /* COUNTED, SIZED: where its count is */
    const struct type *count_type;
    uint64_t fixed_count; /* FIXED */
};

/* What METADATA_OBJECT says. */
struct object_note {
    const char *name; /* not NUL-terminated */
    unsigned name_length;
    uint64_t count;
};
bool lower_read_object(struct lower_context *context, LLVMValueRef object, struct object_note *note);

struct debug_file {
    const char *name;
    LLVMMetadataRef file;
};

struct debug_record {
    const struct record *record;
    LLVMMetadataRef type;
};

struct unit {
    struct lower_context *context;
    LLVMModuleRef module;
    LLVMBuilderRef builder;
    struct arena *arena;
    struct diag *diag;
    struct translation_unit *tree;
    bool has_failed;

    /* The function being lowered. */
    const struct function *function;
    LLVMValueRef llvm_function;
    LLVMBasicBlockRef entry; /* holds allocas and their zeroing; ends with a branch to the body */

    LLVMDIBuilderRef debug;
    bool describe_variables;
    LLVMMetadataRef debug_unit, debug_function, debug_signature;
    struct debug_file *debug_files;
    size_t debug_file_count, debug_file_capacity;
    struct debug_record *debug_records;
    size_t debug_record_count, debug_record_capacity;
    unsigned string_count;
    const char **type_names; /* described in the module so far */
    size_t type_name_count, type_name_capacity;
};

/* Attribute and asm helpers (lower_asm.c). */
#define ATTRIBUTE_SIGNATURE "vouch-signature" /* of a function: its signature in .vouch.meta's grammar */
#define ATTRIBUTE_USE "vouch-use"             /* of a declaration: file:line of a use */
#define SERVICE_PREFIX "__service_"
/* Of a parameter, at a declaration or at an indirect call: the callee does not keep it, says its type. */
#define ATTRIBUTE_NOESCAPE "vouch-noescape"
/* Of a parameter, from lower_place_objects: asks for storable arguments; may be what is returned. */
#define ATTRIBUTE_STORABLE "vouch-storable"
#define ATTRIBUTE_RETURNED "vouch-returned"
/* Of an alloca or a global with header: the type's name and the count of the object that it is. */
#define METADATA_OBJECT "vouch.object"
/* Of a module: pairs of a type's name and description. */
#define METADATA_TYPES "vouch.types"
/* `__vouch_type_NAME` is a declaration whose address stands for the type's number. */
#define TYPE_PREFIX "__vouch_type_"
/* Functions that only call the service with the type's number: ptr (i64 count), {ptr, i64} (ptr), ptr (ptr). */
#define ALLOCATE_PREFIX "__vouch_allocate."
#define LOCATE_PREFIX "__vouch_locate."
#define LOCATE_CONST_PREFIX "__vouch_locate_const."
#define LOCATE_CONST_PREFIX "__vouch_locate_const." /* of what may not be written */
#define START_PREFIX "__vouch_start."
#define START_CONST_PREFIX "__vouch_start_const."
/* Functions that give back the reference that they get: ptr (ptr). */
#define ELEMENT_PREFIX "__vouch_element."
#define ELEMENT_CONST_PREFIX "__vouch_element_const."
#define EXTENT_FUNCTION "__service_extent"
/* void (ptr): marks where the declaration of the variable with this alloca stands. */
#define DECLARED_FUNCTION "vouch.declared"
void lower_add_attribute(LLVMValueRef function, const char *name);
void lower_add_string_attribute(LLVMValueRef function, const char *name, const char *text);
/* The string attribute's text (not NUL-terminated) or null. */
const char *lower_string_attribute(LLVMValueRef function, const char *name, unsigned *length);

/* Refinements: opaque to LLVM, plain to the verifier. `lower_check_index` traps unless index < length and
 * returns the index to use; `lower_check_count` traps unless count <= room and returns the count to pass;
 * `lower_check_slice` traps unless
 * index <= length and gives the index to use and *rest = length - index. Constants that fit cost nothing. */
LLVMValueRef lower_check_index(struct unit *unit, LLVMValueRef index, LLVMValueRef length);
LLVMValueRef lower_check_count(struct unit *unit, LLVMValueRef count, LLVMValueRef room);
LLVMValueRef lower_check_slice(struct unit *unit, LLVMValueRef index, LLVMValueRef length,
                               LLVMValueRef *rest);
/* length - 1, computed where `index` was checked to be less, so that the verifier knows it not to wrap. */
LLVMValueRef lower_last_index(struct unit *unit, LLVMValueRef length, LLVMValueRef index);
/* A copy that LLVM knows nothing about. */
LLVMValueRef lower_hide(struct unit *unit, LLVMValueRef value);
/* Assembly that computes `result` from one operand: neither traps (for LLVM) nor touches memory. */
LLVMValueRef lower_build_operation(LLVMBuilderRef builder, LLVMTypeRef result, const char *text,
                                   const char *constraints, LLVMValueRef operand);
/* The reference, known not to be null: touches what it points to and faults as an access would. It happens
 * after `index`, if given, was checked. */
LLVMValueRef lower_check_null(struct unit *unit, LLVMValueRef reference, LLVMValueRef index);
/* Whether it is an alloca or inside a global, so that it cannot be null. */
bool lower_is_object(LLVMValueRef reference);
/* The reference, found not to be null; what is said if it is depends. */
enum word_check { CHECK_NOT_NULL, CHECK_FUNCTION, CHECK_MEMORY };
LLVMValueRef lower_check_word(struct unit *unit, enum word_check check, LLVMValueRef reference);
LLVMValueRef lower_build_memory_check(LLVMBuilderRef builder, LLVMValueRef reference);
/* The reference, where the index of what it stands for was found to be 0. */
LLVMValueRef lower_check_start(struct unit *unit, LLVMValueRef reference, LLVMValueRef index);
/* `start`, found not to be null unless `reference` is. */
LLVMValueRef lower_check_located(struct unit *unit, LLVMValueRef start, LLVMValueRef reference);
/* What an array slot holds, with its bounds from the header; null has none. `count` elements, of which the object
 * was found to have so many; all of them; the same after a test of their type. */
struct value lower_check_header(struct unit *unit, LLVMValueRef reference, LLVMValueRef count, bool not_null);
/* The same for a reference to `room` elements, with or without header. */
struct value lower_check_counted(struct unit *unit, LLVMValueRef reference, LLVMValueRef count,
                                 LLVMValueRef room);
struct value lower_header_count(struct unit *unit, LLVMValueRef reference);
struct value lower_check_type_count(struct unit *unit, LLVMValueRef reference, LLVMValueRef type);
/* The reference, found to be null or the start of an object of that type. */
LLVMValueRef lower_check_type(struct unit *unit, LLVMValueRef reference, LLVMValueRef type);
/* The reference to a variable argument, whose kind was found to be among the bits of `kinds`. */
LLVMValueRef lower_check_argument(struct unit *unit, LLVMValueRef reference, LLVMValueRef kind,
                                  LLVMValueRef kinds);
enum check_kind { CHECK_INDEX, CHECK_COUNT, CHECK_SLICE };
struct check {
    enum check_kind kind;
    LLVMValueRef value, limit; /* an index < a length; a count <= a room; an index <= a length */
    bool holds;                /* it is marked as known to hold */
};
/* False if the instruction is none of these. */
bool lower_read_check(LLVMValueRef instruction, struct check *check);
bool lower_is_check(LLVMValueRef instruction);
/* The same check in front of it, marked as known to hold. */
LLVMValueRef lower_build_marked_check(LLVMBuilderRef builder, LLVMValueRef check);
/* Replaces the two results of a slice check by others; false if they are not used. */
bool lower_replace_slice(LLVMValueRef slice, LLVMValueRef rest, LLVMValueRef index);
/* After inlining and unrolling: drops checks of constants that hold, and puts constant lengths into the
 * instruction. True if further optimisation may profit. */
bool lower_fold_checks(struct lower_context *context, LLVMModuleRef module);
bool lower_is_constant(LLVMValueRef value, uint64_t *number);
LLVMValueRef lower_i64(struct lower_context *context, uint64_t number);

/* Types (lower_type.c). `memory` types are what objects are made of; `value` types what rvalues have. */
LLVMTypeRef lower_memory_type(struct lower_context *context, const struct type *type);
LLVMTypeRef lower_value_type(struct lower_context *context, const struct type *type);
LLVMTypeRef lower_function_type(struct lower_context *context, const struct type *type);
/* The machine parameter that source parameter `index` starts at (hidden counts counted). */
unsigned lower_machine_index(const struct type *function, unsigned index);
/* Whether a pointer's count is parameter `index`: it is passed as an i64 then. */
bool lower_is_count(const struct type *function, unsigned index);
/* How many machine parameters with bounds follow that of the parameter: 0, 1 (a count) or 2 (and an index). */
unsigned lower_hidden_count(const struct parameter *parameter);
/* How a function returns a pointer of that type: one word; with a count of elements; with an index. */
enum result_form { RESULT_WORD, RESULT_COUNTED, RESULT_INDEXED };
enum result_form lower_result_form(const struct type *pointer);
LLVMTypeRef lower_pair_type(struct lower_context *context); /* {ptr, i64} */
/* Bytes of a pointee; 1 for void. */
uint64_t lower_element_size(const struct type *pointee);
bool lower_is_local_pointer(const struct type *type);
bool lower_is_array_slot(
    const struct type *type); /* whether it is in memory and holds the start of an array */
bool lower_is_row_pointer(const struct type *type); /* whether it has struct rows */
/* What is known of the rows behind such a pointer, if its maker did not say. */
struct rows lower_own_rows(struct lower_context *context, struct value pointer);

/* Names of types (lower_name.c). The name of an object type, described in the module. */
const char *lower_type_name(struct unit *unit, const struct type *type);
/* What METADATA_OBJECT says of a variable of this type. */
LLVMMetadataRef lower_object_metadata(struct unit *unit, const struct type *type);
/* Without what is known of the parameters: see lower_meta.c. */
const char *lower_print_signature(struct unit *unit, const struct type *function);

/* Unit level (lower_unit.c). */
LLVMValueRef lower_function_value(struct unit *unit, struct function *function, location at);
/* Null for a variable of that type: read from a constant, which LLVM looks through if it optimises. If it does not,
 * the verifier thus takes the variable for one that may refer to something, also where it never does: it looks at
 * the code behind a test for null, too. */
LLVMValueRef lower_null_of(struct unit *unit, const struct type *pointer);
LLVMValueRef lower_string_value(struct unit *unit, struct string_literal *string);
/* A constant object from an initialiser whose values are all constants; `init` may be null. */
LLVMValueRef lower_constant_object(struct unit *unit, const struct type *type,
                                   const struct initialiser *init);
LLVMValueRef lower_constant_global(struct unit *unit, const char *name, LLVMValueRef constant,
                                   uint32_t align);
LLVMValueRef lower_constant_scalar(struct unit *unit, const struct expr *expr);

/* Pointers in memory (lower_pointer.c). */
LLVMValueRef lower_load_slot(struct unit *unit, LLVMValueRef address);
void lower_store_slot(struct unit *unit, LLVMValueRef reference, LLVMValueRef address);
void lower_clear_slot(LLVMBuilderRef builder, struct lower_context *context, LLVMValueRef object,
                      uint64_t offset);
/* With `is_accessed` the pointer is followed right away, so that it may trap if it is null. */
struct value lower_load_pointer(struct unit *unit, struct place place, const struct type *type,
                                bool is_accessed);
void lower_store_pointer(struct unit *unit, struct place place, const struct type *type, struct value value,
                         unsigned facts);
/* The start of the array that a LOCAL pointer to `element` must point to (null stays null). */
LLVMValueRef lower_array_start(struct unit *unit, struct value pointer, const struct type *element,
                               unsigned facts);
/* The start of the array that it points into, and its index there. */
struct value lower_wide_start(struct unit *unit, struct value pointer, const struct type *element,
                              unsigned facts);
/* The same, but null behind the last object. */
LLVMValueRef lower_single_or_null(struct unit *unit, struct value pointer, const struct type *element,
                                  unsigned facts);
/* The same pointer, of which the verifier knows that there are no elements if it is null: it is passed as so many
 * elements, for which null goes only without any. */
struct value lower_null_is_empty(struct unit *unit, struct value pointer, unsigned facts);
/* The address that a LOCAL pointer to one object has: null, or checked to be inside. */
LLVMValueRef lower_local_to_single(struct unit *unit, struct value pointer, const struct type *element,
                                   unsigned facts);
/* The reference to one record, which for the verifier is an object of its own from here on. */
LLVMValueRef lower_single_out(struct unit *unit, LLVMValueRef reference, const struct type *record);
/* {reference, count} of the plain bytes behind a reference. */
LLVMValueRef lower_find_extent(struct unit *unit, LLVMValueRef reference);
/* A pointer with index 0 from {reference, length}. */
struct value lower_take_pair(struct unit *unit, LLVMValueRef pair);
LLVMValueRef lower_one_unless_null(struct unit *unit, LLVMValueRef reference);
/* `name` of the elements' type, not NUL-terminated. Null if there is no memory. */
LLVMValueRef lower_build_allocate(struct lower_context *context, LLVMModuleRef module, LLVMBuilderRef builder,
                                  const char *name, size_t length, LLVMValueRef count);
struct value lower_allocate(struct unit *unit, const struct type *element, LLVMValueRef count, bool may_fail);
struct value lower_kind_cast(struct unit *unit, const struct expr *expr, struct value a);
/* What holds of all values of a pointer expression; of its automatic pointer variables (lower_facts.c). */
unsigned lower_pointer_facts(const struct expr *expr);
void lower_collect_facts(struct function *function);

/* Objects with slots (lower_record.c): typed copies, moves and zeroing. */
void lower_copy_object(struct unit *unit, LLVMValueRef to, LLVMValueRef from, const struct type *type);
void lower_clear_object(struct unit *unit, LLVMValueRef object, const struct type *type);
struct value lower_move_elements(struct unit *unit, const struct expr *expr);
struct value lower_clear_elements(struct unit *unit, const struct expr *expr);
struct value lower_reallocate(struct unit *unit, const struct expr *expr);

/* Statements and functions (lower_stmt.c), expressions (lower_expr.c), calls (lower_call.c). */
void lower_function_body(struct unit *unit, struct function *function);
struct value lower_expr(struct unit *unit, const struct expr *expr);
struct value lower_builtin(struct unit *unit, const struct expr *expr); /* lower_builtin.c */
LLVMValueRef lower_condition(struct unit *unit, const struct expr *expr);
struct place lower_place(struct unit *unit, const struct expr *expr);
/* `facts` are those of the value, if it is a pointer. */
void lower_store(struct unit *unit, struct place place, const struct type *type, struct value value,
                 unsigned facts);
struct value lower_call(struct unit *unit, const struct expr *expr);
/* Says of a function, or of a call through a pointer, which parameters its type promises not to keep. */
typedef void lower_add_note(LLVMValueRef value, LLVMAttributeIndex index, LLVMAttributeRef attribute);
void lower_note_parameters(struct lower_context *context, const struct type *type, LLVMValueRef value,
                           lower_add_note *add);
/* Through a parameter that is said to point to one record. */
LLVMValueRef lower_record_parameter(struct unit *unit, unsigned machine, const struct type *type);
void lower_initialise(struct unit *unit, LLVMValueRef address, const struct type *type,
                      const struct initialiser *init);
LLVMValueRef lower_address(struct unit *unit, LLVMValueRef base, LLVMValueRef index,
                           const struct type *element);
/* Notes where an automatic variable starts (again). */
void lower_mark_declaration(struct unit *unit, const struct variable *variable);
LLVMBasicBlockRef lower_new_block(struct unit *unit, const char *name);
/* Continues in `block`, with a branch to it if the current block is still open. */
void lower_start_block(struct unit *unit, LLVMBasicBlockRef block);
bool lower_block_is_closed(struct unit *unit);

/* Source positions (lower_debug.c). */
void lower_debug_start(struct unit *unit, unsigned level);
void lower_debug_finish(struct unit *unit);
void lower_debug_enter(struct unit *unit, const struct function *function);
void lower_debug_variable(struct unit *unit, const struct variable *variable, unsigned argument);
/* Of static duration; call when its `lowered` is final and initialised. */
void lower_debug_global(struct unit *unit, const struct variable *variable);
/* What describes `variable` describes the place `offset` bytes into `whole` from now on. */
void lower_debug_keep_global(struct lower_context *context, LLVMValueRef variable, LLVMValueRef whole,
                             uint64_t offset);
void lower_debug_at(struct unit *unit, location at);

/* Marks a module as made by this vcc, at this -O level, for this target (lower_module.c). */
void lower_module_stamp(struct lower_context *context, LLVMModuleRef module, unsigned level);

/* Before the pipeline (lower_place.c): decides by escape analysis which parameters ask for storable arguments
 * and which locals must be on the heap, and fills *places. Null, or what is wrong with the program. */
char *lower_place_objects(struct lower_context *context, LLVMModuleRef module, struct lower_places *places);
/* Allocates what the alloca would be: a reference, never null, to zeroed elements. */
LLVMValueRef lower_build_object(struct lower_context *context, LLVMModuleRef module, LLVMBuilderRef builder,
                                LLVMValueRef alloca);

/* Gives innermost loops whose test bounds their indices a version without checks (lower_version.c). Null, or what is
 * wrong. */
char *lower_version_loops(struct lower_module *module);
/* Whether the function is to be left unoptimised. */
bool lower_is_plain(LLVMValueRef function);
/* Null, or what is wrong (lower_module.c). */
char *lower_run_passes(struct lower_module *module, const char *passes);

/* After the pipeline (lower_finish.c). */
/* Splits the instruction's block before it. The part before becomes a new block without an end, which is returned;
 * whatever led to the block leads there. */
LLVMBasicBlockRef lower_split_block(struct lower_context *context, LLVMValueRef instruction);
void lower_replace_undefined(LLVMModuleRef module);
void lower_align_slots(LLVMModuleRef module);
void lower_expand_selects(struct lower_context *context, LLVMModuleRef module);
/* Replaces operations of which LLVM makes code that the verifier refuses. */
void lower_replace_operations(struct lower_context *context, LLVMModuleRef module);
struct numbering;
unsigned lower_mark_frame_objects(struct lower_context *context, LLVMModuleRef module,
                                  struct numbering *numbering);
unsigned lower_count_checks(LLVMModuleRef module);

#endif
