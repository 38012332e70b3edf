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
};

/* Where an lvalue is: an address for what lives in memory, a storage for pointer variables. */
struct place {
    LLVMValueRef address;
    const struct storage *pointer; /* null unless a pointer variable */
    struct rows rows;              /* of the array or record at `address` */
};

struct debug_file {
    const char *name;
    LLVMMetadataRef file;
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
    unsigned string_count;
};

/* Attribute and asm helpers (lower_asm.c). */
enum { SIGNATURE_BYTES = 512 };
#define ATTRIBUTE_SIGNATURE "vouch-signature" /* of a function: its signature in .vouch.meta's grammar */
#define ATTRIBUTE_USE "vouch-use"             /* of a declaration: file:line of a use */
#define SERVICE_PREFIX "__service_"
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
bool lower_is_check(LLVMValueRef instruction);
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
bool lower_has_hidden_count(const struct parameter *parameter);
void lower_print_signature(const struct type *function, char *buffer, size_t size);
/* Bytes of a pointee; 1 for void. */
uint64_t lower_element_size(const struct type *pointee);
bool lower_is_local_pointer(const struct type *type);
bool lower_is_row_pointer(const struct type *type); /* whether it has struct rows */
/* What is known of the rows behind such a pointer, if its maker did not say. */
struct rows lower_own_rows(struct lower_context *context, struct value pointer);

/* Unit level (lower_unit.c). */
LLVMValueRef lower_function_value(struct unit *unit, struct function *function, location at);
LLVMValueRef lower_string_value(struct unit *unit, struct string_literal *string);
/* A constant object from an initialiser whose values are all constants; `init` may be null. */
LLVMValueRef lower_constant_object(struct unit *unit, const struct type *type,
                                   const struct initialiser *init);
LLVMValueRef lower_constant_global(struct unit *unit, const char *name, LLVMValueRef constant,
                                   uint32_t align);
LLVMValueRef lower_constant_scalar(struct unit *unit, const struct expr *expr);

/* Statements and functions (lower_stmt.c), expressions (lower_expr.c), calls (lower_call.c). */
void lower_function_body(struct unit *unit, struct function *function);
struct value lower_expr(struct unit *unit, const struct expr *expr);
LLVMValueRef lower_condition(struct unit *unit, const struct expr *expr);
struct place lower_place(struct unit *unit, const struct expr *expr);
void lower_store(struct unit *unit, struct place place, const struct type *type, struct value value);
struct value lower_call(struct unit *unit, const struct expr *expr);
/* Copies a record of type `type`. */
void lower_copy_record(struct unit *unit, LLVMValueRef to, LLVMValueRef from, const struct type *type);
/* The same through a parameter that is said to point to one record. */
LLVMValueRef lower_record_parameter(struct unit *unit, unsigned machine, const struct type *type);
void lower_initialise(struct unit *unit, LLVMValueRef address, const struct type *type,
                      const struct initialiser *init);
LLVMValueRef lower_address(struct unit *unit, LLVMValueRef base, LLVMValueRef index,
                           const struct type *element);
LLVMBasicBlockRef lower_new_block(struct unit *unit, const char *name);
/* Continues in `block`, with a branch to it if the current block is still open. */
void lower_start_block(struct unit *unit, LLVMBasicBlockRef block);
bool lower_block_is_closed(struct unit *unit);

/* Source positions (lower_debug.c). */
void lower_debug_start(struct unit *unit, unsigned level);
void lower_debug_finish(struct unit *unit);
void lower_debug_enter(struct unit *unit, const struct function *function);
void lower_debug_variable(struct unit *unit, const struct variable *variable, unsigned argument);
void lower_debug_at(struct unit *unit, location at);

/* Marks a module as made by this vcc, at this -O level, for this target (lower_module.c). */
void lower_module_stamp(struct lower_context *context, LLVMModuleRef module, unsigned level);

/* After the pipeline (lower_finish.c). */
void lower_replace_undefined(LLVMModuleRef module);
void lower_align_slots(LLVMModuleRef module);
void lower_expand_selects(struct lower_context *context, LLVMModuleRef module);
/* Replaces operations of which LLVM makes code that the verifier refuses. */
void lower_replace_operations(struct lower_context *context, LLVMModuleRef module);
unsigned lower_mark_frame_objects(struct lower_context *context, LLVMModuleRef module);
unsigned lower_count_checks(LLVMModuleRef module);

#endif
