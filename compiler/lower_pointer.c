/* Pointers in memory: loads and stores of slots, headers, the services that know the heap, and casts.
 *
 * A slot is read and written as a whole by unordered atomic accesses, which LLVM neither merges nor splits nor
 * turns into copies of plain data. A slot that refers to an array holds its start: to store a pointer whose
 * start is not known to be one, service locate looks it up. Reading it, the bounds come from the header; they
 * never change, so the assemblies that read them are without effects for LLVM. */
#include "lower_internal.h"

#include "arena.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static LLVMValueRef make_unordered(LLVMValueRef access) {
    LLVMSetOrdering(access, LLVMAtomicOrderingUnordered);
    LLVMSetAlignment(access, 8);
    return access;
}

LLVMValueRef lower_load_slot(struct unit *unit, LLVMValueRef address) {
    return make_unordered(LLVMBuildLoad2(unit->builder, unit->context->ptr, address, ""));
}

void lower_store_slot(struct unit *unit, LLVMValueRef reference, LLVMValueRef address) {
    make_unordered(LLVMBuildStore(unit->builder, reference, address));
}

void lower_clear_slot(LLVMBuilderRef builder, struct lower_context *context, LLVMValueRef object,
                      uint64_t offset) {
    LLVMValueRef distance = lower_i64(context, offset);
    LLVMValueRef address =
        offset == 0 ? object : LLVMBuildGEP2(builder, context->i8, object, &distance, 1, "");
    make_unordered(LLVMBuildStore(builder, LLVMConstNull(context->ptr), address));
}

static LLVMValueRef byte_address(struct unit *unit, LLVMValueRef base, uint64_t offset) {
    return lower_address(unit, base, lower_i64(unit->context, offset), type_basic(TYPE_CHAR));
}

/* A function that the linked program gets from lower_meta.c. LLVM knows that those that only look something up
 * have no effects. */
static LLVMValueRef stub(LLVMModuleRef module, const char *name, LLVMTypeRef type, const char *signature,
                         bool is_pure) {
    LLVMValueRef function = LLVMGetNamedFunction(module, name);
    if (function != NULL)
        return function;
    function = LLVMAddFunction(module, name, type);
    LLVMSetVisibility(function, LLVMHiddenVisibility);
    lower_add_string_attribute(function, ATTRIBUTE_SIGNATURE, signature);
    lower_add_attribute(function, "nounwind");
    if (is_pure) {
        lower_add_attribute(function, "willreturn");
        lower_add_attribute(function, "memory");
    }
    return function;
}

/* A kind of function that is made for each type that needs one. Of two texts the first is for what may be stored to;
 * %s is the type's name. */
struct look_up {
    const char *prefix[2], *result[2], *parameters[2];
    bool is_pair; /* the result is two words */
};
static const struct look_up locate = {.prefix = {LOCATE_PREFIX, LOCATE_CONST_PREFIX},
                                      .result = {"A#%s+", "a#%s+"},
                                      .parameters = {"O#%s!^", "o#%s!^"},
                                      .is_pair = true};
static const struct look_up start = {
    .prefix = {START_PREFIX, START_CONST_PREFIX}, .result = {"P", "p"}, .parameters = {"O#%s!^", "o#%s!^"}};
static const struct look_up element_of = {.prefix = {ELEMENT_PREFIX, ELEMENT_CONST_PREFIX},
                                          .result = {"O#%s", "o#%s"},
                                          .parameters = {"O#%s^", "o#%s^"}};
LLVMValueRef lower_find_extent(struct unit *unit, LLVMValueRef reference) {
    struct lower_context *context = unit->context;
    LLVMTypeRef type = LLVMFunctionType(lower_pair_type(context), &context->ptr, 1, false);
    LLVMValueRef function = stub(unit->module, EXTENT_FUNCTION, type, "c1~:o1^", true);
    return LLVMBuildCall2(unit->builder, type, function, &reference, 1, "");
}

/* A call of the function of that kind for `element`, with a reference to at least one. What may be stored to has a
 * function of its own: the result may be what the argument may be. */
static LLVMValueRef look_up(struct unit *unit, LLVMValueRef reference, const struct type *element,
                            const struct look_up *kind) {
    struct arena *arena = unit->arena;
    bool is_const = (element->qualifiers & QUALIFIER_CONST) != 0;
    const char *name = lower_type_name(unit, element);
    const char *symbol = arena_printf(arena, "%s%s", kind->prefix[is_const], name);
    const char *result = arena_printf(arena, kind->result[is_const], name);
    const char *parameters = arena_printf(arena, kind->parameters[is_const], name);
    const char *signature = arena_printf(arena, "%s:%s", result, parameters);
    LLVMTypeRef returned = kind->is_pair ? lower_pair_type(unit->context) : unit->context->ptr;
    LLVMTypeRef type = LLVMFunctionType(returned, &unit->context->ptr, 1, false);
    LLVMValueRef function = stub(unit->module, symbol, type, signature, true);
    return LLVMBuildCall2(unit->builder, type, function, &reference, 1, "");
}

LLVMValueRef lower_single_out(struct unit *unit, LLVMValueRef reference, const struct type *record) {
    LLVMValueRef single = look_up(unit, reference, record, &element_of);
    return lower_check_word(unit, CHECK_NOT_NULL, single);
}

LLVMValueRef lower_local_to_single(struct unit *unit, struct value pointer, const struct type *element,
                                   unsigned facts) {
    if (LLVMIsNull(pointer.data) || (facts & FACT_ONE) != 0)
        return pointer.data;
    if ((facts & (FACT_NAMED | FACT_ADDED)) != 0) {
        if ((facts & (FACT_NOT_NULL | FACT_NAMED)) == 0)
            pointer.data = lower_check_word(unit, CHECK_NOT_NULL, pointer.data);
        LLVMValueRef index = lower_check_index(unit, pointer.index, pointer.length);
        return lower_address(unit, pointer.data, index, element);
    }
    return lower_check_located(unit, lower_single_or_null(unit, pointer, element, facts), pointer.data);
}

LLVMValueRef lower_single_or_null(struct unit *unit, struct value pointer, const struct type *element,
                                  unsigned facts) {
    LLVMBuilderRef builder = unit->builder;
    if (LLVMIsNull(pointer.data) || (facts & FACT_ONE) != 0)
        return pointer.data;
    LLVMBasicBlockRef before = LLVMGetInsertBlock(builder), inside = lower_new_block(unit, "inside"),
                      done = lower_new_block(unit, "inside.end");
    LLVMBuildCondBr(builder, LLVMBuildICmp(builder, LLVMIntULT, pointer.index, pointer.length, ""), inside,
                    done);
    LLVMPositionBuilderAtEnd(builder, inside);
    if ((facts & (FACT_NOT_NULL | FACT_NAMED)) == 0)
        pointer.data = lower_check_word(unit, CHECK_NOT_NULL, pointer.data);
    LLVMValueRef index = lower_check_index(unit, pointer.index, pointer.length);
    LLVMValueRef address = lower_address(unit, pointer.data, index, element);
    LLVMValueRef single = look_up(unit, address, element, &element_of);
    lower_start_block(unit, done);
    LLVMValueRef phi = LLVMBuildPhi(builder, unit->context->ptr, "");
    LLVMValueRef values[] = {LLVMConstNull(unit->context->ptr), single};
    LLVMBasicBlockRef blocks[] = {before, inside};
    LLVMAddIncoming(phi, values, blocks, 2);
    return phi;
}

LLVMValueRef lower_build_allocate(struct lower_context *context, LLVMModuleRef module, LLVMBuilderRef builder,
                                  const char *name, size_t length, LLVMValueRef count) {
    char *symbol = string_printf(ALLOCATE_PREFIX "%.*s", (int)length, name);
    char *signature = string_printf("A#%.*s:l", (int)length, name);
    LLVMTypeRef type = LLVMFunctionType(context->ptr, &context->i64, 1, false);
    LLVMValueRef function = stub(module, symbol, type, signature, false);
    free(symbol);
    free(signature);
    return LLVMBuildCall2(builder, type, function, &count, 1, "");
}

/* The reference to an object of so many elements, which only the header tells the verifier. */
static LLVMValueRef confirm_count(struct lower_context *context, LLVMBuilderRef builder,
                                  LLVMValueRef reference, uint64_t count) {
    char *text = string_printf("movq -8($0), $1\n\tcmpq $$%" PRIu64 ", $1\n\tjb 1f\n\t"
                               ".subsection 1\n1:\tud1q ($1), %%rbp\n\t.previous",
                               count);
    LLVMValueRef pair = lower_build_operation(builder, lower_pair_type(context), text,
                                              "=r,=&r,0,~{flags},~{dirflag},~{fpsr}", reference);
    free(text);
    return LLVMBuildExtractValue(builder, pair, 0, "");
}

LLVMValueRef lower_build_object(struct lower_context *context, LLVMModuleRef module, LLVMBuilderRef builder,
                                LLVMValueRef alloca) {
    struct object_note note;
    bool is_noted = lower_read_object(context, alloca, &note);
    assert(is_noted);
    (void)is_noted;
    LLVMValueRef count = lower_i64(context, note.count);
    LLVMValueRef object = lower_build_allocate(context, module, builder, note.name, note.name_length, count);
    object = lower_build_memory_check(builder, object);
    return note.count == 1 ? object : confirm_count(context, builder, object, note.count);
}

struct value lower_allocate(struct unit *unit, const struct type *element, LLVMValueRef count,
                            bool may_fail) {
    struct lower_context *context = unit->context;
    const char *name = lower_type_name(unit, element);
    LLVMValueRef array =
        lower_build_allocate(context, unit->module, unit->builder, name, strlen(name), count);
    if (!may_fail)
        array = lower_check_word(unit, CHECK_MEMORY, array);
    uint64_t number;
    if (!lower_is_constant(count, &number) || number != 1)
        return lower_check_header(unit, array, count, !may_fail);
    return (struct value){.data = array,
                          .index = lower_i64(context, 0),
                          .length = may_fail ? lower_one_unless_null(unit, array) : lower_i64(context, 1)};
}

/* The count that stands beside a pointer, in elements of what it points to. */
static LLVMValueRef sibling_count(struct unit *unit, struct place place, const struct type *type) {
    LLVMBuilderRef builder = unit->builder;
    if (type->pointer == POINTER_FIXED)
        return lower_i64(unit->context, place.fixed_count);
    LLVMValueRef count =
        LLVMBuildLoad2(builder, lower_memory_type(unit->context, place.count_type), place.count, "");
    LLVMSetAlignment(count, place.count_type->align);
    count = LLVMBuildIntCast2(builder, count, unit->context->i64, type_is_signed(place.count_type), "");
    uint64_t size = lower_element_size(type->element);
    if (type->pointer == POINTER_SIZED && size != 1)
        count = LLVMBuildUDiv(builder, count, lower_i64(unit->context, size), "");
    return count;
}

static struct value load_wide(struct unit *unit, LLVMValueRef address, bool is_accessed) {
    LLVMBuilderRef builder = unit->builder;
    LLVMValueRef reference = lower_load_slot(unit, address);
    LLVMValueRef index = LLVMBuildLoad2(builder, unit->context->i64, byte_address(unit, address, 8), "");
    LLVMSetAlignment(index, 8);
    if (is_accessed)
        reference = lower_check_word(unit, CHECK_NOT_NULL, reference);
    struct value value = lower_header_count(unit, reference);
    value.index = index;
    return value;
}

struct value lower_load_pointer(struct unit *unit, struct place place, const struct type *type,
                                bool is_accessed) {
    switch (type->pointer) {
    case POINTER_SINGLE:
    case POINTER_ANY:
    case POINTER_FUNCTION:
        return (struct value){.data = lower_load_slot(unit, place.address)};
    case POINTER_STRING: {
        LLVMValueRef found = lower_find_extent(unit, lower_load_slot(unit, place.address));
        return lower_take_pair(unit, found);
    }
    case POINTER_WIDE:
        return load_wide(unit, place.address, is_accessed);
    case POINTER_COUNTED:
    case POINTER_SIZED:
    case POINTER_FIXED:
        return lower_check_header(unit, lower_load_slot(unit, place.address),
                                  sibling_count(unit, place, type), is_accessed);
    case POINTER_LOCAL:
        break;
    }
    abort(); /* no place in memory holds a LOCAL */
}

static struct value find_located(struct unit *unit, struct value pointer, const struct type *element) {
    LLVMValueRef both = look_up(unit, pointer.data, element, &locate);
    LLVMValueRef array = LLVMBuildExtractValue(unit->builder, both, 0, "");
    LLVMValueRef before = LLVMBuildExtractValue(unit->builder, both, 1, "");
    return (struct value){.data = lower_check_located(unit, array, pointer.data),
                          .index = LLVMBuildAdd(unit->builder, before, pointer.index, "")};
}

/* The start of the array that the pointer points into; its index counts from there afterwards. A pointer without
 * elements becomes null, since there is nothing by which its array could be found. */
static struct value find_start(struct unit *unit, struct value pointer, const struct type *element,
                               unsigned facts) {
    uint64_t length;
    if ((facts & FACT_START) != 0 || LLVMIsNull(pointer.data))
        return pointer;
    if ((facts & FACT_ONE) != 0 || (lower_is_constant(pointer.length, &length) && length != 0))
        return find_located(unit, pointer, element);
    LLVMBuilderRef builder = unit->builder;
    LLVMBasicBlockRef before = LLVMGetInsertBlock(builder), some = lower_new_block(unit, "some"),
                      done = lower_new_block(unit, "some.end");
    LLVMValueRef zero = lower_i64(unit->context, 0);
    LLVMBuildCondBr(builder, LLVMBuildICmp(builder, LLVMIntNE, pointer.length, zero, ""), some, done);
    LLVMPositionBuilderAtEnd(builder, some);
    struct value found = find_located(unit, pointer, element);
    LLVMBasicBlockRef after = LLVMGetInsertBlock(builder);
    lower_start_block(unit, done);
    LLVMBasicBlockRef blocks[] = {before, after};
    LLVMValueRef starts[] = {LLVMConstNull(unit->context->ptr), found.data};
    LLVMValueRef indices[] = {pointer.index, found.index};
    struct value array = {.data = LLVMBuildPhi(builder, unit->context->ptr, ""),
                          .index = LLVMBuildPhi(builder, unit->context->i64, "")};
    LLVMAddIncoming(array.data, starts, blocks, 2);
    LLVMAddIncoming(array.index, indices, blocks, 2);
    return array;
}

struct value lower_null_is_empty(struct unit *unit, struct value pointer, unsigned facts) {
    if ((facts & (FACT_NOT_NULL | FACT_NAMED)) != 0 || LLVMIsNull(pointer.data))
        return pointer;
    struct value checked = lower_check_counted(unit, pointer.data, pointer.length, pointer.length);
    checked.index = pointer.index;
    return checked;
}

void lower_store_pointer(struct unit *unit, struct place place, const struct type *type, struct value value,
                         unsigned facts) {
    switch (type->pointer) {
    case POINTER_SINGLE:
    case POINTER_ANY:
    case POINTER_FUNCTION:
        if (LLVMIsNull(value.data) && LLVMIsAAllocaInst(place.address) != NULL)
            value.data = lower_null_of(unit, type);
        lower_store_slot(unit, value.data, place.address);
        return;
    case POINTER_STRING:
        lower_store_slot(unit, lower_local_to_single(unit, value, type->element, facts), place.address);
        return;
    case POINTER_WIDE: {
        value = find_start(unit, value, type->element, facts);
        lower_store_slot(unit, value.data, place.address);
        LLVMValueRef index = LLVMBuildStore(unit->builder, value.index, byte_address(unit, place.address, 8));
        LLVMSetAlignment(index, 8);
        return;
    }
    case POINTER_COUNTED:
    case POINTER_SIZED:
    case POINTER_FIXED:
        lower_store_slot(unit, lower_array_start(unit, value, type->element, facts), place.address);
        return;
    case POINTER_LOCAL:
        break;
    }
    abort(); /* no place in memory holds a LOCAL */
}

LLVMValueRef lower_array_start(struct unit *unit, struct value pointer, const struct type *element,
                               unsigned facts) {
    pointer = find_start(unit, pointer, element, facts);
    return (facts & FACT_START) != 0 && (facts & FACT_FIRST) != 0
               ? pointer.data
               : lower_check_start(unit, pointer.data, pointer.index);
}

struct value lower_wide_start(struct unit *unit, struct value pointer, const struct type *element,
                              unsigned facts) {
    return find_start(unit, pointer, element, facts);
}

struct value lower_take_pair(struct unit *unit, LLVMValueRef pair) {
    return (struct value){.data = LLVMBuildExtractValue(unit->builder, pair, 0, ""),
                          .index = lower_i64(unit->context, 0),
                          .length = LLVMBuildExtractValue(unit->builder, pair, 1, "")};
}

/* A constant that lower_meta.c replaces by the type's number. */
static LLVMValueRef type_number(struct unit *unit, const struct type *element) {
    const char *symbol = arena_printf(unit->arena, TYPE_PREFIX "%s", lower_type_name(unit, element));
    LLVMValueRef declared = LLVMGetNamedGlobal(unit->module, symbol);
    if (declared == NULL) {
        declared = LLVMAddGlobal(unit->module, unit->context->i8, symbol);
        LLVMSetVisibility(declared, LLVMHiddenVisibility);
    }
    return LLVMConstPtrToInt(declared, unit->context->i64);
}

/* The reference, found to be null or the start of an object with header, of whatever type. */
static LLVMValueRef object_start(struct unit *unit, LLVMValueRef reference, const struct type *element,
                                 unsigned facts) {
    bool is_known = (facts & FACT_START) != 0 && (facts & FACT_STORED) != 0;
    if (is_known || LLVMIsNull(reference))
        return reference;
    return lower_check_located(unit, look_up(unit, reference, element, &start), reference);
}

/* Casts between the kinds of pointers that memory can tell apart. */
struct value lower_kind_cast(struct unit *unit, const struct expr *expr, struct value a) {
    const struct type *from = expr->a->type->element, *to = expr->type->element;
    unsigned facts = lower_pointer_facts(expr->a);
    switch (expr->cast) {
    case CAST_SINGLE_STRING:
        return lower_take_pair(unit, lower_find_extent(unit, a.data));
    case CAST_SINGLE_VIEW: {
        struct value bytes = lower_take_pair(unit, lower_find_extent(unit, a.data));
        LLVMValueRef size = lower_i64(unit->context, lower_element_size(to));
        return (struct value){.data = lower_check_counted(unit, bytes.data, size, bytes.length).data};
    }
    case CAST_SINGLE_MEMBER:
        return a;
    case CAST_SINGLE_ANY:
        return (struct value){.data = object_start(unit, a.data, from, facts)};
    case CAST_LOCAL_ANY:
        if ((facts & FACT_START) != 0 && (facts & FACT_STORED) != 0)
            return (struct value){.data = lower_array_start(unit, a, from, facts)};
        return (struct value){
            .data = object_start(unit, lower_local_to_single(unit, a, from, facts), from, facts)};
    case CAST_ANY_LOCAL:
        return lower_check_type_count(unit, a.data, type_number(unit, to));
    default:
        assert(expr->cast == CAST_ANY_SINGLE);
        return (struct value){.data = lower_check_type(unit, a.data, type_number(unit, to))};
    }
}
