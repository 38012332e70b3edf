/* Lowering of one translation unit: globals, string literals, function declarations, then the bodies.
 *
 * Every global says by METADATA_OBJECT what it is; its header is put in front of it when the program is complete.
 *
 * The module that comes out is unoptimised and has C's linkage (external, or internal for what is static);
 * lower_module.c turns that into what a verifiable program needs once the whole program is known. */
#include "lower_internal.h"

#include "arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

LLVMValueRef lower_constant_scalar(struct unit *unit, const struct expr *expr) {
    LLVMTypeRef type = lower_memory_type(unit->context, expr->type);
    if (expr->kind == EXPR_FLOAT)
        return LLVMConstReal(type, expr->floating);
    assert(expr->kind == EXPR_INTEGER);
    return LLVMConstInt(type, expr->integer, false);
}

static LLVMValueRef constant_address(struct lower_context *context, LLVMValueRef base, uint64_t offset) {
    LLVMValueRef distance = lower_i64(context, offset);
    return offset == 0 ? base : LLVMConstGEP2(context->i8, base, &distance, 1);
}

/* A constant's bytes, little-endian. */
static void put_scalar(unsigned char *bytes, const struct initialiser_item *item) {
    const struct expr *value = item->value;
    if (value->kind == EXPR_STRING) {
        uint64_t size = value->string->length * value->string->element->size;
        memcpy(bytes, value->string->bytes, size < item->type->size ? size : item->type->size);
    } else if (item->type->bit_width != 0) {
        uint64_t mask = (UINT64_MAX >> (64 - item->type->bit_width)) << item->type->bit_shift, whole = 0;
        memcpy(&whole, bytes, item->type->size);
        whole = (whole & ~mask) | ((value->integer << item->type->bit_shift) & mask);
        memcpy(bytes, &whole, item->type->size);
    } else if (value->kind == EXPR_INTEGER) {
        memcpy(bytes, &value->integer, item->type->size);
    } else if (item->type->size == sizeof(float)) {
        float single = (float)value->floating;
        memcpy(bytes, &single, sizeof single);
    } else {
        assert(value->kind == EXPR_FLOAT);
        memcpy(bytes, &value->floating, sizeof value->floating);
    }
}

static bool is_all_zero(const unsigned char *bytes, uint64_t size) {
    for (uint64_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

/* Rebuilds the typed constant from its bytes, so that LLVM can fold loads from it. */
static LLVMValueRef constant_of_bytes(struct unit *unit, const struct type *type,
                                      const unsigned char *bytes) {
    LLVMTypeRef llvm = lower_memory_type(unit->context, type);
    if (is_all_zero(bytes, type->size) && !type_is_floating(type))
        return LLVMConstNull(llvm);
    if (type->kind == TYPE_RECORD) {
        uint32_t unit_size = type->align > 8 ? 8 : type->align;
        const struct type integer = {.kind = TYPE_UNSIGNED_LONG, .size = unit_size, .align = unit_size};
        const struct type *units = type_array(unit->arena, &integer, type->size / unit_size, false);
        return constant_of_bytes(unit, units, bytes);
    }
    if (type->kind == TYPE_ARRAY) {
        const struct type *element = type->element;
        if (element->size == 1 && type_is_integer(element))
            return LLVMConstStringInContext2(unit->context->llvm, (const char *)bytes, type->length, true);
        LLVMValueRef *values = memory_allocate(type->length * sizeof(LLVMValueRef));
        for (uint64_t i = 0; i < type->length; i++)
            values[i] = constant_of_bytes(unit, element, bytes + i * element->size);
        LLVMValueRef array = LLVMConstArray2(lower_memory_type(unit->context, element), values, type->length);
        free(values);
        return array;
    }
    uint64_t integer = 0;
    memcpy(&integer, bytes, type->size);
    LLVMValueRef bits =
        LLVMConstInt(LLVMIntTypeInContext(unit->context->llvm, (unsigned)type->size * 8), integer, false);
    return type_is_floating(type) ? LLVMConstBitCast(bits, llvm) : bits;
}

/* Where an initialiser's static address lies. */
static LLVMValueRef static_address(struct unit *unit, const struct expr *expr) {
    if (expr->kind == EXPR_FUNCTION)
        return lower_function_value(unit, expr->function, expr->at);
    assert(expr->kind == EXPR_STATIC_ADDRESS);
    LLVMValueRef base = expr->variable != NULL ? ((const struct storage *)expr->variable->lowered)->data
                                               : lower_string_value(unit, expr->base_string);
    uint64_t offset = expr->type->pointer == POINTER_WIDE ? 0 : expr->base_offset;
    return constant_address(unit->context, base, offset);
}

/* The parts of a constant object with pointers: a pointer, or the plain words up to the next one. */
struct parts {
    LLVMValueRef *items;
    unsigned count;
};

static void add_words(struct unit *unit, struct parts *parts, const unsigned char *bytes, uint64_t start,
                      uint64_t end) {
    if (start == end)
        return;
    const struct type *words =
        type_array(unit->arena, type_basic(TYPE_UNSIGNED_LONG), (end - start) / 8, false);
    parts->items[parts->count++] = constant_of_bytes(unit, words, bytes + start);
}

/* Later items win, as in memory. */
static LLVMValueRef constant_with_slots(struct unit *unit, const struct type *type,
                                        const struct initialiser *init) {
    uint64_t words = type->size / 8, done = 0;
    unsigned char *bytes = memory_allocate(type->size);
    LLVMValueRef *pointers = memory_allocate(words * sizeof *pointers);
    struct parts parts = {.items = memory_allocate((words + 1) * sizeof *parts.items)};
    memset(bytes, 0, type->size);
    memset(pointers, 0, words * sizeof *pointers);
    for (size_t i = 0; i < init->count; i++) {
        const struct initialiser_item *item = &init->items[i];
        if (item->type->kind != TYPE_POINTER) {
            put_scalar(bytes + item->offset, item);
            continue;
        }
        bool is_null = item->value->kind == EXPR_NULL, is_wide = item->type->pointer == POINTER_WIDE;
        pointers[item->offset / 8] = is_null ? NULL : static_address(unit, item->value);
        uint64_t index =
            is_null || !is_wide ? 0 : item->value->base_offset / lower_element_size(item->type->element);
        if (is_wide)
            memcpy(bytes + item->offset + 8, &index, sizeof index);
    }
    for (uint64_t i = 0; i < words; i++) {
        if (pointers[i] == NULL)
            continue;
        add_words(unit, &parts, bytes, done, i * 8);
        parts.items[parts.count++] = pointers[i];
        done = (i + 1) * 8;
    }
    add_words(unit, &parts, bytes, done, type->size);
    LLVMValueRef constant = LLVMConstStructInContext(unit->context->llvm, parts.items, parts.count, true);
    free(parts.items);
    free(pointers);
    free(bytes);
    return constant;
}

LLVMValueRef lower_constant_object(struct unit *unit, const struct type *type,
                                   const struct initialiser *init) {
    if (init == NULL || init->count == 0)
        return LLVMConstNull(lower_memory_type(unit->context, type));
    if (type_has_slots(type))
        return constant_with_slots(unit, type, init);
    unsigned char *bytes = memory_allocate(type->size);
    memset(bytes, 0, type->size);
    for (size_t i = 0; i < init->count; i++) {
        assert(init->items[i].offset + init->items[i].type->size <= type->size);
        put_scalar(bytes + init->items[i].offset, &init->items[i]);
    }
    LLVMValueRef constant = constant_of_bytes(unit, type, bytes);
    free(bytes);
    return constant;
}

LLVMValueRef lower_constant_global(struct unit *unit, const char *name, LLVMValueRef constant,
                                   uint32_t align) {
    LLVMValueRef global = LLVMAddGlobal(unit->module, LLVMTypeOf(constant), name);
    LLVMSetInitializer(global, constant);
    LLVMSetGlobalConstant(global, true);
    LLVMSetLinkage(global, LLVMInternalLinkage);
    LLVMSetAlignment(global, align);
    return global;
}

static LLVMValueRef add_global(struct unit *unit, const char *name, const struct type *type, uint32_t align,
                               LLVMTypeRef llvm) {
    LLVMValueRef global = LLVMAddGlobal(unit->module, llvm, name);
    unsigned kind =
        LLVMGetMDKindIDInContext(unit->context->llvm, METADATA_OBJECT, sizeof METADATA_OBJECT - 1);
    LLVMGlobalSetMetadata(global, kind, lower_object_metadata(unit, type));
    LLVMSetAlignment(global, align);
    LLVMSetGlobalConstant(global, (type->qualifiers & QUALIFIER_CONST) != 0);
    return global;
}

LLVMValueRef lower_null_of(struct unit *unit, const struct type *pointer) {
    struct lower_context *context = unit->context;
    if (pointer->element->is_incomplete && pointer->element->kind == TYPE_RECORD)
        return LLVMConstNull(context->ptr);
    /* A start of an array suits all that a reference to its elements does. */
    enum pointer_kind kind = pointer->pointer == POINTER_LOCAL ? POINTER_FIXED : pointer->pointer;
    const struct type *slot = type_of_kind(unit->arena, pointer, kind);
    const char *name = arena_printf(unit->arena, "null.%s", lower_type_name(unit, slot));
    LLVMValueRef global = LLVMGetNamedGlobal(unit->module, name);
    if (global == NULL) {
        global = add_global(unit, name, slot, 8, context->ptr);
        LLVMSetInitializer(global, LLVMConstNull(context->ptr));
        LLVMSetGlobalConstant(global, true);
        LLVMSetLinkage(global, LLVMInternalLinkage);
    }
    LLVMValueRef null = LLVMBuildLoad2(unit->builder, context->ptr, global, "");
    LLVMSetAlignment(null, 8);
    return null;
}

LLVMValueRef lower_string_value(struct unit *unit, struct string_literal *string) {
    if (string->lowered == NULL) {
        const struct type *type = type_array(unit->arena, string->element, string->length, false);
        LLVMValueRef constant = constant_of_bytes(unit, type, string->bytes);
        char name[32];
        snprintf(name, sizeof name, "string.%u", unit->string_count++);
        LLVMValueRef global = add_global(unit, name, type, type->align, LLVMTypeOf(constant));
        LLVMSetInitializer(global, constant);
        LLVMSetGlobalConstant(global, !string->is_writable);
        LLVMSetLinkage(global, LLVMInternalLinkage);
        string->lowered = global;
    }
    return string->lowered;
}

static bool is_internal(const struct variable *variable) {
    return variable->is_static || !variable->is_global || variable->name[0] == '\0';
}

static LLVMValueRef make_variable(struct unit *unit, const struct variable *variable, const char *name,
                                  LLVMTypeRef type) {
    LLVMValueRef global = add_global(unit, name, variable->type, variable->align, type);
    if (is_internal(variable))
        LLVMSetLinkage(global, LLVMInternalLinkage);
    else
        LLVMSetVisibility(global, LLVMHiddenVisibility);
    return global;
}

static void declare_variable(struct unit *unit, struct variable *variable) {
    const char *name = variable->name[0] == '\0' ? "literal" : variable->name;
    if (variable->owner != NULL)
        name = arena_printf(unit->arena, "%s.%s", variable->owner->name, name);
    struct storage *storage = arena_alloc(unit->arena, sizeof *storage);
    storage->data = make_variable(unit, variable, name, lower_memory_type(unit->context, variable->type));
    variable->lowered = storage;
}

/* A constant with addresses has another LLVM type than the variable was declared with: it is made anew. */
static void define_variable(struct unit *unit, struct variable *variable) {
    if (!variable->is_defined && !is_internal(variable))
        return;
    struct storage *storage = variable->lowered;
    LLVMValueRef constant = lower_constant_object(unit, variable->type, variable->init);
    if (LLVMTypeOf(constant) != LLVMGlobalGetValueType(storage->data)) {
        LLVMValueRef declared = storage->data;
        size_t length;
        const char *name = arena_printf(unit->arena, "%s", LLVMGetValueName2(declared, &length));
        storage->data = make_variable(unit, variable, "", LLVMTypeOf(constant));
        LLVMReplaceAllUsesWith(declared, storage->data);
        LLVMDeleteGlobal(declared);
        LLVMSetValueName2(storage->data, name, strlen(name));
    }
    LLVMSetInitializer(storage->data, constant);
    lower_debug_global(unit, variable);
}

/* The attributes that every function of a verifiable program has: see DESIGN.md for what each prevents. */
static void add_attributes(LLVMValueRef function) {
    static const char *const names[] = {"noredzone", "nounwind", "null_pointer_is_valid"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        lower_add_attribute(function, names[i]);
    lower_add_string_attribute(function, "no-jump-tables", "true");
    lower_add_string_attribute(function, "no-builtins", "");
    lower_add_string_attribute(function, "disable-tail-calls", "true");
    lower_add_string_attribute(function, "frame-pointer", "none");
    lower_add_string_attribute(function, "target-cpu", "x86-64");
    lower_add_string_attribute(function, "tune-cpu", "generic");
}

/* `main` with parameters has a symbol of its own: the library's `main` hands the arguments to it, and is linked only
 * then. */
static const char *symbol_name(const struct function *function) {
    bool is_called_by_library = strcmp(function->name, "main") == 0 && function->type->parameter_count > 0;
    return is_called_by_library ? MAIN_WITH_ARGUMENTS : function->name;
}

static LLVMValueRef declare_function(struct unit *unit, struct function *function) {
    LLVMTypeRef type = lower_function_type(unit->context, function->type);
    LLVMValueRef llvm = LLVMAddFunction(unit->module, symbol_name(function), type);
    lower_add_string_attribute(llvm, ATTRIBUTE_SIGNATURE, lower_print_signature(unit, function->type));
    lower_note_parameters(unit->context, function->type, llvm, LLVMAddAttributeAtIndex);
    add_attributes(llvm);
    if (function->is_noreturn)
        lower_add_attribute(llvm, "noreturn");
    if (function->is_noinline)
        lower_add_attribute(llvm, "noinline");
    if (function->is_static)
        LLVMSetLinkage(llvm, LLVMInternalLinkage);
    else
        LLVMSetVisibility(llvm, LLVMHiddenVisibility);
    if (function->body != NULL && function->is_inline && !function->is_static)
        LLVMSetLinkage(llvm, LLVMLinkOnceODRLinkage);
    function->lowered = llvm;
    return llvm;
}

/* Declared on first use, so that headers' unused prototypes leave nothing behind. */
LLVMValueRef lower_function_value(struct unit *unit, struct function *function, location at) {
    LLVMValueRef llvm = function->lowered == NULL ? declare_function(unit, function) : function->lowered;
    unsigned length;
    if (function->body == NULL && lower_string_attribute(llvm, ATTRIBUTE_USE, &length) == NULL) {
        struct source_position position = source_resolve_line(unit->tree->source, at);
        lower_add_string_attribute(llvm, ATTRIBUTE_USE,
                                   arena_printf(unit->arena, "%s:%u", position.file, position.line));
    }
    return llvm;
}

struct lower_module *lower_unit(struct lower_context *context, struct translation_unit *tree,
                                struct diag *diag, unsigned level, bool debug) {
    struct arena arena;
    arena_init(&arena);
    struct unit unit = {.context = context, .arena = &arena, .diag = diag, .tree = tree};
    unit.module = LLVMModuleCreateWithNameInContext(tree->source->name, context->llvm);
    unit.builder = LLVMCreateBuilderInContext(context->llvm);
    unit.describe_variables = debug;
    lower_module_stamp(context, unit.module, level);
    lower_debug_start(&unit, level);
    for (size_t i = 0; i < tree->variable_count; i++)
        declare_variable(&unit, tree->variables[i]);
    for (size_t i = 0; i < tree->variable_count; i++)
        define_variable(&unit, tree->variables[i]);
    for (size_t i = 0; i < tree->function_count; i++)
        if (tree->functions[i]->body != NULL && tree->functions[i]->lowered == NULL)
            declare_function(&unit, tree->functions[i]);
    for (size_t i = 0; i < tree->function_count; i++)
        if (tree->functions[i]->body != NULL)
            lower_function_body(&unit, tree->functions[i]);
    lower_debug_finish(&unit);
    LLVMDisposeBuilder(unit.builder);
    arena_free(&arena);
    struct lower_module *module = memory_allocate(sizeof *module);
    *module = (struct lower_module){.context = context, .llvm = unit.module};
    if (!unit.has_failed)
        return module;
    lower_module_destroy(module);
    return NULL;
}
