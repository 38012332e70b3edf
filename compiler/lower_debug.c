/* Source positions as DWARF: always line tables, which the trap messages come from; with -g also functions'
 * parameters, and variables. A pointer is shown as the address that it would be in C; where it has bounds, its index and
 * length are two more variables, p$index and p$length, names that a debugger reads as one word. */
#include "lower_internal.h"

#include "arena.h"

#include <string.h>
#include <unistd.h>

static LLVMMetadataRef find_file(struct unit *unit, const char *name) {
    for (size_t i = 0; i < unit->debug_file_count; i++)
        if (strcmp(unit->debug_files[i].name, name) == 0)
            return unit->debug_files[i].file;
    char directory[4096];
    if (name[0] == '/' || getcwd(directory, sizeof directory) == NULL)
        directory[0] = '\0';
    struct debug_file *entry = arena_push(unit->arena, (void **)&unit->debug_files, &unit->debug_file_count,
                                          &unit->debug_file_capacity, sizeof *entry);
    entry->name = name;
    entry->file = LLVMDIBuilderCreateFile(unit->debug, name, strlen(name), directory, strlen(directory));
    return entry->file;
}

static void add_flag(struct unit *unit, const char *name, unsigned value) {
    LLVMValueRef number = LLVMConstInt(unit->context->i32, value, false);
    LLVMAddModuleFlag(unit->module, LLVMModuleFlagBehaviorWarning, name, strlen(name),
                      LLVMValueAsMetadata(number));
}

void lower_debug_start(struct unit *unit, unsigned level) {
    static const char producer[] = "vcc (Vouch)";
    add_flag(unit, "Debug Info Version", LLVMDebugMetadataVersion());
    add_flag(unit, "Dwarf Version", 4);
    unit->debug = LLVMCreateDIBuilder(unit->module);
    unit->debug_unit = LLVMDIBuilderCreateCompileUnit(
        unit->debug, LLVMDWARFSourceLanguageC11, find_file(unit, unit->tree->source->name), producer,
        sizeof producer - 1, level > 0, "", 0, 0, "", 0,
        unit->describe_variables ? LLVMDWARFEmissionFull : LLVMDWARFEmissionLineTablesOnly, 0, false, false,
        "", 0, "", 0);
    unit->debug_signature = LLVMDIBuilderCreateSubroutineType(
        unit->debug, find_file(unit, unit->tree->source->name), NULL, 0, LLVMDIFlagZero);
}

void lower_debug_finish(struct unit *unit) {
    LLVMDIBuilderFinalize(unit->debug);
    LLVMDisposeDIBuilder(unit->debug);
}

void lower_debug_at(struct unit *unit, location at) {
    if (at == LOCATION_NONE)
        return;
    struct source_position position = source_resolve_line(unit->tree->source, at);
    LLVMMetadataRef place =
        LLVMDIBuilderCreateDebugLocation(unit->context->llvm, position.line, 0, unit->debug_function, NULL);
    LLVMSetCurrentDebugLocation2(unit->builder, place);
}

static LLVMMetadataRef describe_type(struct unit *unit, const struct type *type);

static LLVMMetadataRef describe_member(struct unit *unit, LLVMMetadataRef file, const struct member *member) {
    const char *name = member->name == NULL ? "" : member->name;
    if (member->type->bit_width != 0)
        return LLVMDIBuilderCreateBitFieldMemberType(
            unit->debug, file, name, strlen(name), file, 0, member->type->bit_width,
            member->offset * 8 + member->type->bit_shift, member->offset * 8, LLVMDIFlagZero,
            describe_type(unit, member->type));
    return LLVMDIBuilderCreateMemberType(unit->debug, file, name, strlen(name), file, 0,
                                         member->type->size * 8, member->type->align * 8, member->offset * 8,
                                         LLVMDIFlagZero, describe_type(unit, member->type));
}

/* A record may contain pointers to its own type: those made while it is being described stand for it. */
static LLVMMetadataRef describe_record(struct unit *unit, const struct type *type) {
    const struct record *record = type->record;
    LLVMMetadataRef file = find_file(unit, unit->tree->source->name);
    const char *tag = record->tag == NULL ? "" : record->tag;
    for (size_t i = 0; i < unit->debug_record_count; i++)
        if (unit->debug_records[i].record == record)
            return unit->debug_records[i].type;
    enum { TAG_STRUCTURE = 0x13, TAG_UNION = 0x17 };
    LLVMMetadataRef open = LLVMDIBuilderCreateReplaceableCompositeType(
        unit->debug, record->is_union ? TAG_UNION : TAG_STRUCTURE, tag, strlen(tag), file, file, 0, 0,
        type->size * 8, type->align * 8, LLVMDIFlagFwdDecl, "", 0);
    size_t index = unit->debug_record_count;
    struct debug_record *entry =
        arena_push(unit->arena, (void **)&unit->debug_records, &unit->debug_record_count,
                   &unit->debug_record_capacity, sizeof *entry);
    *entry = (struct debug_record){.record = record, .type = open};
    unsigned count = type->is_incomplete ? 0 : (unsigned)record->count;
    LLVMMetadataRef *members = arena_alloc(unit->arena, (count + 1) * sizeof(LLVMMetadataRef)), whole;
    for (unsigned i = 0; i < count; i++)
        members[i] = describe_member(unit, file, &record->members[i]);
    if (record->is_union)
        whole = LLVMDIBuilderCreateUnionType(unit->debug, file, tag, strlen(tag), file, 0, type->size * 8,
                                             type->align * 8, LLVMDIFlagZero, members, count, 0, "", 0);
    else
        whole = LLVMDIBuilderCreateStructType(unit->debug, file, tag, strlen(tag), file, 0, type->size * 8,
                                              type->align * 8, LLVMDIFlagZero, NULL, members, count, 0, NULL,
                                              "", 0);
    LLVMMetadataReplaceAllUsesWith(open, whole);
    unit->debug_records[index].type = whole;
    return whole;
}

static LLVMMetadataRef describe_pointer(struct unit *unit, const struct type *type) {
    const struct type *pointee = type->element;
    LLVMMetadataRef target = NULL; /* void */
    if (pointee->kind == TYPE_FUNCTION)
        target = unit->debug_signature;
    else if (pointee->kind != TYPE_VOID)
        target = describe_type(unit, pointee);
    return LLVMDIBuilderCreatePointerType(unit->debug, target, 64, 64, 0, "", 0);
}

static LLVMMetadataRef describe_enumeration(struct unit *unit, const struct type *type) {
    unsigned count = 0;
    bool is_unsigned = !type_is_signed(type);
    for (const struct enumerator *e = type->enumerators; e != NULL; e = e->previous)
        count++;
    LLVMMetadataRef *constants = arena_alloc(unit->arena, (count + 1) * sizeof(LLVMMetadataRef));
    unsigned place = count;
    for (const struct enumerator *e = type->enumerators; e != NULL; e = e->previous)
        constants[--place] = LLVMDIBuilderCreateEnumerator(unit->debug, e->name, strlen(e->name),
                                                           (int64_t)e->value, is_unsigned);
    const char *tag = type->tag == NULL ? "" : type->tag;
    LLVMMetadataRef file = find_file(unit, unit->tree->source->name);
    return LLVMDIBuilderCreateEnumerationType(unit->debug, file, tag, strlen(tag), file, 0, type->size * 8,
                                              type->align * 8, constants, count,
                                              describe_type(unit, type->element));
}

static LLVMMetadataRef describe_type(struct unit *unit, const struct type *type) {
    enum { ENCODING_BOOLEAN = 2, ENCODING_FLOAT = 4, ENCODING_SIGNED = 5, ENCODING_UNSIGNED = 7 };
    if (type->kind == TYPE_ARRAY) {
        LLVMMetadataRef range = LLVMDIBuilderGetOrCreateSubrange(unit->debug, 0, (int64_t)type->length);
        return LLVMDIBuilderCreateArrayType(unit->debug, type->size * 8, type->align * 8,
                                            describe_type(unit, type->element), &range, 1);
    }
    if (type->kind == TYPE_RECORD)
        return describe_record(unit, type);
    if (type->kind == TYPE_POINTER)
        return describe_pointer(unit, type);
    if (type->kind == TYPE_ENUM)
        return describe_enumeration(unit, type);
    char name[128];
    type_print(type_unqualified(unit->arena, type), name, sizeof name);
    LLVMDWARFTypeEncoding encoding = type->kind == TYPE_BOOL  ? ENCODING_BOOLEAN
                                     : type_is_floating(type) ? ENCODING_FLOAT
                                     : type_is_signed(type)   ? ENCODING_SIGNED
                                                              : ENCODING_UNSIGNED;
    return LLVMDIBuilderCreateBasicType(unit->debug, name, strlen(name), type->size * 8, encoding,
                                        LLVMDIFlagZero);
}

/* The result, null for void, and the parameters. */
static LLVMMetadataRef describe_function(struct unit *unit, const struct type *type) {
    if (!unit->describe_variables)
        return unit->debug_signature;
    LLVMMetadataRef *parts = arena_alloc(unit->arena, (type->parameter_count + 1) * sizeof *parts);
    parts[0] = type->result->kind == TYPE_VOID ? NULL : describe_type(unit, type->result);
    for (unsigned i = 0; i < type->parameter_count; i++)
        parts[i + 1] = describe_type(unit, type->parameters[i].type);
    return LLVMDIBuilderCreateSubroutineType(unit->debug, find_file(unit, unit->tree->source->name), parts,
                                             type->parameter_count + 1, LLVMDIFlagZero);
}

void lower_debug_enter(struct unit *unit, const struct function *function) {
    struct source_position position = source_resolve_line(unit->tree->source, function->at);
    LLVMMetadataRef file = find_file(unit, position.file);
    size_t length = strlen(function->name);
    unit->debug_function =
        LLVMDIBuilderCreateFunction(unit->debug, file, function->name, length, function->name, length, file,
                                    position.line, describe_function(unit, function->type),
                                    function->is_static, true, position.line, LLVMDIFlagPrototyped, false);
    LLVMSetSubprogram(unit->llvm_function, unit->debug_function);
    lower_debug_at(unit, function->at);
}

/* Says that the variable's value, or a part of it, is in `storage`. */
static void declare_place(struct unit *unit, LLVMValueRef storage, LLVMMetadataRef description,
                          unsigned line) {
    LLVMMetadataRef place =
        LLVMDIBuilderCreateDebugLocation(unit->context->llvm, line, 0, unit->debug_function, NULL);
    LLVMDIBuilderInsertDeclareRecordAtEnd(unit->debug, storage, description,
                                          LLVMDIBuilderCreateExpression(unit->debug, NULL, 0), place,
                                          LLVMGetInsertBlock(unit->builder));
}

void lower_debug_variable(struct unit *unit, const struct variable *variable, unsigned argument) {
    const struct storage *storage = variable->lowered;
    if (!unit->describe_variables || variable->name[0] == '\0')
        return;
    struct source_position position = source_resolve_line(unit->tree->source, variable->at);
    LLVMMetadataRef file = find_file(unit, position.file), scope = unit->debug_function;
    LLVMMetadataRef type = describe_type(unit, variable->type);
    size_t length = strlen(variable->name);
    LLVMMetadataRef description =
        argument != 0
            ? LLVMDIBuilderCreateParameterVariable(unit->debug, scope, variable->name, length, argument, file,
                                                   position.line, type, true, LLVMDIFlagZero)
            : LLVMDIBuilderCreateAutoVariable(unit->debug, scope, variable->name, length, file, position.line,
                                              type, true, LLVMDIFlagZero, 0);
    declare_place(unit, storage->shown == NULL ? storage->data : storage->shown, description, position.line);
    const struct {
        const char *name;
        LLVMValueRef place;
    } bounds[] = {{"index", storage->index}, {"length", storage->length}};
    for (size_t i = 0; storage->shown != NULL && i < 2; i++) {
        const char *name = arena_printf(unit->arena, "%s$%s", variable->name, bounds[i].name);
        LLVMMetadataRef part = LLVMDIBuilderCreateAutoVariable(
            unit->debug, scope, name, strlen(name), file, position.line,
            describe_type(unit, type_basic(TYPE_LONG)), true, LLVMDIFlagArtificial, 0);
        declare_place(unit, bounds[i].place, part, position.line);
    }
}

void lower_debug_global(struct unit *unit, const struct variable *variable) {
    const struct storage *storage = variable->lowered;
    if (!unit->describe_variables || variable->name[0] == '\0')
        return;
    struct source_position position = source_resolve_line(unit->tree->source, variable->at);
    LLVMMetadataRef file = find_file(unit, position.file);
    size_t length = strlen(variable->name);
    LLVMMetadataRef description = LLVMDIBuilderCreateGlobalVariableExpression(
        unit->debug, file, variable->name, length, variable->name, length, file, position.line,
        describe_type(unit, variable->type), variable->is_static,
        LLVMDIBuilderCreateExpression(unit->debug, NULL, 0), NULL, variable->align * 8);
    unsigned kind = LLVMGetMDKindIDInContext(unit->context->llvm, "dbg", 3);
    LLVMGlobalSetMetadata(storage->data, kind, description);
}

void lower_debug_keep_global(struct lower_context *context, LLVMValueRef variable, LLVMValueRef whole,
                             uint64_t offset) {
    enum { EXPRESSION = 1 }; /* the operand beside the variable */
    size_t count;
    unsigned kind = LLVMGetMDKindIDInContext(context->llvm, "dbg", 3);
    uint64_t operations[] = {0x23 /* DW_OP_plus_uconst */, offset};
    LLVMValueMetadataEntry *entries = LLVMGlobalCopyAllMetadata(variable, &count);
    for (unsigned i = 0; i < count; i++) {
        if (LLVMValueMetadataEntriesGetKind(entries, i) != kind)
            continue;
        LLVMMetadataRef description = LLVMValueMetadataEntriesGetMetadata(entries, i);
        LLVMDIBuilderRef builder = LLVMCreateDIBuilder(LLVMGetGlobalParent(whole));
        LLVMReplaceMDNodeOperandWith(LLVMMetadataAsValue(context->llvm, description), EXPRESSION,
                                     LLVMDIBuilderCreateExpression(builder, operations, 2));
        LLVMGlobalSetMetadata(whole, kind, description);
        LLVMDisposeDIBuilder(builder);
    }
    LLVMDisposeValueMetadataEntries(entries);
}
