/* Lowering of function bodies and statements.
 *
 * The entry block holds every variable's alloca and, for scalars and pointers, a store of zero: a jump may
 * skip a declaration, and the verifier rejects a slot that is read before it is written. LLVM removes the
 * stores that are not needed. */
#include "lower_internal.h"

#include "arena.h"

#include <assert.h>
#include <string.h>

/* All arrays of one function together: leaves room in VX_FRAME_SIZE_MAX for spills and calls. */
enum { FRAME_BYTES_MAX = 200 * 1024, COPIED_ITEMS_MIN = 16 };

static void lower_stmt(struct unit *unit, struct stmt *stmt);

LLVMBasicBlockRef lower_new_block(struct unit *unit, const char *name) {
    return LLVMAppendBasicBlockInContext(unit->context->llvm, unit->llvm_function, name);
}

bool lower_block_is_closed(struct unit *unit) {
    return LLVMGetBasicBlockTerminator(LLVMGetInsertBlock(unit->builder)) != NULL;
}

void lower_start_block(struct unit *unit, LLVMBasicBlockRef block) {
    if (!lower_block_is_closed(unit))
        LLVMBuildBr(unit->builder, block);
    LLVMPositionBuilderAtEnd(unit->builder, block);
}

static LLVMValueRef make_slot(struct unit *unit, LLVMTypeRef type, uint32_t align, const char *name) {
    LLVMValueRef slot = LLVMBuildAlloca(unit->builder, type, name);
    LLVMSetAlignment(slot, align);
    return slot;
}

/* Whether the variable has an address that can be told from its value. */
static bool is_object(const struct variable *variable) {
    enum type_kind kind = variable->type->kind;
    return variable->address_taken || kind == TYPE_ARRAY || kind == TYPE_RECORD;
}

static void allocate_variable(struct unit *unit, struct variable *variable) {
    struct lower_context *context = unit->context;
    struct storage *storage = variable->lowered;
    const struct type *type = variable->type;
    storage->data = make_slot(unit, lower_memory_type(context, type), variable->align, variable->name);
    if (lower_is_local_pointer(type) && (storage->facts & FACT_ONE) == 0) {
        storage->index = make_slot(unit, context->i64, 8, variable->name);
        storage->length = make_slot(unit, context->i64, 8, variable->name);
        if (unit->describe_variables)
            storage->shown = make_slot(unit, context->ptr, 8, variable->name);
    }
    if (lower_is_row_pointer(type) && (storage->facts & FACT_OWN) == 0)
        storage->rows = (struct rows){.base = make_slot(unit, context->ptr, 8, variable->name),
                                      .index = make_slot(unit, context->i64, 8, variable->name),
                                      .total = make_slot(unit, context->i64, 8, variable->name),
                                      .stride = make_slot(unit, context->i64, 8, variable->name)};
    if (is_object(variable)) {
        unsigned kind = LLVMGetMDKindIDInContext(context->llvm, METADATA_OBJECT, sizeof METADATA_OBJECT - 1);
        LLVMSetMetadata(storage->data, kind,
                        LLVMMetadataAsValue(context->llvm, lower_object_metadata(unit, type)));
    }
}

void lower_mark_declaration(struct unit *unit, const struct variable *variable) {
    struct lower_context *context = unit->context;
    const struct storage *storage = variable->lowered;
    if (variable->is_static || !is_object(variable))
        return;
    LLVMTypeRef type = LLVMFunctionType(context->void_type, &context->ptr, 1, false);
    LLVMValueRef marker = LLVMGetNamedFunction(unit->module, DECLARED_FUNCTION);
    if (marker == NULL)
        marker = LLVMAddFunction(unit->module, DECLARED_FUNCTION, type);
    LLVMValueRef data = storage->data;
    LLVMBuildCall2(unit->builder, type, marker, &data, 1, "");
}

static struct value null_value(struct unit *unit) {
    LLVMValueRef zero = lower_i64(unit->context, 0);
    return (struct value){.data = LLVMConstNull(unit->context->ptr), .index = zero, .length = zero};
}

static void clear_variable(struct unit *unit, const struct variable *variable) {
    const struct storage *storage = variable->lowered;
    const struct type *type = variable->type;
    if (type->kind == TYPE_ARRAY || type->kind == TYPE_RECORD)
        return;
    if (type->kind == TYPE_POINTER) {
        bool is_triple = lower_is_local_pointer(type);
        struct place place = {.address = storage->data, .pointer = is_triple ? storage : NULL};
        lower_store(unit, place, type, null_value(unit), 0);
        return;
    }
    LLVMBuildStore(unit->builder, LLVMConstNull(lower_memory_type(unit->context, type)), storage->data);
}

static void check_frame_size(struct unit *unit, const struct function *function) {
    uint64_t bytes = 0;
    for (size_t i = 0; i < function->local_count; i++) {
        const struct variable *variable = function->locals[i];
        bytes += variable->type->size;
        if (bytes > FRAME_BYTES_MAX) {
            diag_error(unit->diag, variable->at, "'%s' makes the variables of '%s' too large for the stack",
                       variable->name, function->name);
            diag_note(unit->diag, LOCATION_NONE, "at most %d bytes fit; make it static",
                      (int)FRAME_BYTES_MAX);
            unit->has_failed = true;
            return;
        }
    }
}

/* What a parameter's variable starts as: index 0, length as passed. */
static struct value parameter_value(struct unit *unit, const struct function *function, unsigned index) {
    const struct parameter *parameter = &function->type->parameters[index];
    unsigned machine = lower_machine_index(function->type, index);
    struct value value = {.data = LLVMGetParam(unit->llvm_function, machine)};
    if (parameter->type->kind == TYPE_RECORD)
        value.data = lower_record_parameter(unit, machine, parameter->type);
    if (parameter->type->kind == TYPE_BOOL)
        value.data =
            LLVMBuildICmp(unit->builder, LLVMIntNE, value.data, LLVMConstNull(unit->context->i8), "");
    if (lower_is_count(function->type, index))
        value.data = LLVMBuildIntCast2(unit->builder, value.data,
                                       lower_memory_type(unit->context, parameter->type), false, "");
    if (!lower_is_local_pointer(parameter->type))
        return value;
    value.index = lower_i64(unit->context, 0);
    unsigned hidden = lower_hidden_count(parameter);
    if (hidden > 0)
        value.length = LLVMGetParam(unit->llvm_function, machine + 1);
    if (hidden > 1)
        value.index = LLVMGetParam(unit->llvm_function, machine + 2);
    if (hidden > 0)
        return value;
    value.length = LLVMGetParam(unit->llvm_function, lower_machine_index(function->type, parameter->count));
    uint64_t size = lower_element_size(parameter->type->element);
    if (parameter->passed == POINTER_SIZED && size != 1)
        value.length = LLVMBuildUDiv(unit->builder, value.length, lower_i64(unit->context, size), "");
    return value;
}

static void set_up_variables(struct unit *unit, struct function *function) {
    for (unsigned i = 0; i < function->type->parameter_count; i++)
        function->parameters[i]->lowered = arena_alloc(unit->arena, sizeof(struct storage));
    for (size_t i = 0; i < function->local_count; i++)
        function->locals[i]->lowered = arena_alloc(unit->arena, sizeof(struct storage));
    lower_collect_facts(function);
    for (unsigned i = 0; i < function->type->parameter_count; i++)
        allocate_variable(unit, function->parameters[i]);
    for (size_t i = 0; i < function->local_count; i++)
        allocate_variable(unit, function->locals[i]);
    for (size_t i = 0; i < function->local_count; i++)
        clear_variable(unit, function->locals[i]);
    for (unsigned i = 0; i < function->type->parameter_count; i++) {
        struct variable *variable = function->parameters[i];
        const struct storage *storage = variable->lowered;
        bool is_triple = lower_is_local_pointer(variable->type);
        struct place place = {.address = storage->data, .pointer = is_triple ? storage : NULL};
        lower_store(unit, place, variable->type, parameter_value(unit, function, i), 0);
        lower_debug_variable(unit, variable, i + 1);
    }
    for (size_t i = 0; i < function->local_count; i++)
        lower_debug_variable(unit, function->locals[i], 0);
}

static void return_nothing(struct unit *unit) {
    LLVMTypeRef result = LLVMGetReturnType(LLVMGlobalGetValueType(unit->llvm_function));
    if (result == unit->context->void_type)
        LLVMBuildRetVoid(unit->builder);
    else
        LLVMBuildRet(unit->builder, LLVMConstNull(result));
}

void lower_function_body(struct unit *unit, struct function *function) {
    check_frame_size(unit, function);
    unit->function = function;
    unit->llvm_function = function->lowered;
    lower_debug_enter(unit, function);
    LLVMPositionBuilderAtEnd(unit->builder, lower_new_block(unit, "entry"));
    set_up_variables(unit, function);
    for (size_t i = 0; i < function->label_count; i++)
        function->labels[i]->lowered = lower_new_block(unit, function->labels[i]->name);
    lower_stmt(unit, function->body);
    if (!lower_block_is_closed(unit)) {
        lower_debug_at(unit, function->end);
        return_nothing(unit);
    }
    LLVMSetCurrentDebugLocation2(unit->builder, NULL);
}

static void copy_object(struct unit *unit, LLVMValueRef target, LLVMValueRef source, uint64_t size,
                        uint32_t align) {
    LLVMBuildMemCpy(unit->builder, target, align, source, align, lower_i64(unit->context, size));
}

LLVMValueRef lower_record_parameter(struct unit *unit, unsigned machine, const struct type *type) {
    /* Larger ones may be copied by calling memcpy, which takes nothing that might be null. */
    enum { SURELY_INLINE_BYTES = 32 };
    LLVMValueRef reference = LLVMGetParam(unit->llvm_function, machine);
    return type->size <= SURELY_INLINE_BYTES ? reference : lower_check_null(unit, reference, NULL);
}

static bool all_constant(const struct initialiser *init) {
    for (size_t i = 0; i < init->count; i++) {
        enum expr_kind kind = init->items[i].value->kind;
        if (kind != EXPR_INTEGER && kind != EXPR_FLOAT && kind != EXPR_STRING)
            return false;
    }
    return true;
}

static void store_item(struct unit *unit, LLVMValueRef object, const struct initialiser_item *item) {
    LLVMValueRef offset = lower_i64(unit->context, item->offset);
    LLVMValueRef address = lower_address(unit, object, offset, type_basic(TYPE_CHAR));
    if (item->value->kind != EXPR_STRING) {
        struct value value = lower_expr(unit, item->value);
        lower_store(unit, (struct place){.address = address}, item->type, value,
                    lower_pointer_facts(item->value));
        return;
    }
    struct initialiser_item at_start = {.offset = 0, .type = item->type, .value = item->value};
    struct initialiser whole = {.items = &at_start, .count = 1};
    LLVMValueRef constant = lower_constant_object(unit, item->type, &whole);
    LLVMValueRef text = lower_constant_global(unit, "text", constant, item->type->align);
    copy_object(unit, address, text, item->type->size, item->type->align);
}

void lower_initialise(struct unit *unit, LLVMValueRef address, const struct type *type,
                      const struct initialiser *init) {
    bool is_aggregate = type->kind == TYPE_ARRAY || type->kind == TYPE_RECORD;
    if (is_aggregate && init->count >= COPIED_ITEMS_MIN && all_constant(init) && !type_has_slots(type)) {
        LLVMValueRef constant = lower_constant_object(unit, type, init);
        LLVMValueRef image = lower_constant_global(unit, "initial", constant, type->align);
        copy_object(unit, address, image, type->size, type->align);
        return;
    }
    if (!init->covers_all)
        lower_clear_object(unit, address, type);
    for (size_t i = 0; i < init->count; i++)
        store_item(unit, address, &init->items[i]);
}

static void lower_declaration(struct unit *unit, const struct stmt *stmt) {
    const struct variable *variable = stmt->variable;
    const struct storage *storage = variable->lowered;
    lower_mark_declaration(unit, variable);
    if (variable->type->kind == TYPE_POINTER && (stmt->init == NULL || stmt->init->count == 0)) {
        clear_variable(unit, variable);
    } else if (lower_is_local_pointer(variable->type)) {
        struct place place = {.pointer = storage};
        const struct expr *value = stmt->init->items[0].value;
        lower_store(unit, place, variable->type, lower_expr(unit, value), lower_pointer_facts(value));
    } else if (stmt->init != NULL) {
        lower_initialise(unit, storage->data, variable->type, stmt->init);
    }
}

static void lower_if(struct unit *unit, const struct stmt *stmt) {
    LLVMValueRef condition = lower_condition(unit, stmt->condition);
    LLVMBasicBlockRef then = lower_new_block(unit, "if.then"), done = lower_new_block(unit, "if.end");
    LLVMBasicBlockRef otherwise = stmt->otherwise == NULL ? done : lower_new_block(unit, "if.else");
    LLVMBuildCondBr(unit->builder, condition, then, otherwise);
    LLVMPositionBuilderAtEnd(unit->builder, then);
    lower_stmt(unit, stmt->body);
    if (stmt->otherwise != NULL) {
        if (!lower_block_is_closed(unit))
            LLVMBuildBr(unit->builder, done);
        LLVMPositionBuilderAtEnd(unit->builder, otherwise);
        lower_stmt(unit, stmt->otherwise);
    }
    lower_start_block(unit, done);
}

/* while, do and for: `head` tests, `step` is where continue goes. */
static void lower_loop(struct unit *unit, struct stmt *stmt) {
    LLVMBasicBlockRef head = lower_new_block(unit, "loop.head"), body = lower_new_block(unit, "loop.body"),
                      step = lower_new_block(unit, "loop.step"), done = lower_new_block(unit, "loop.end");
    stmt->lowered = done;
    stmt->lowered2 = step;
    if (stmt->kind == STMT_FOR && stmt->first != NULL)
        lower_stmt(unit, stmt->first);
    lower_start_block(unit, stmt->kind == STMT_DO ? body : head);
    if (stmt->kind == STMT_DO) {
        lower_stmt(unit, stmt->body);
        lower_start_block(unit, step);
        lower_start_block(unit, head);
    }
    if (stmt->condition != NULL) {
        lower_debug_at(unit, stmt->condition->at);
        LLVMBuildCondBr(unit->builder, lower_condition(unit, stmt->condition), body, done);
    } else {
        LLVMBuildBr(unit->builder, body);
    }
    if (stmt->kind != STMT_DO) {
        LLVMPositionBuilderAtEnd(unit->builder, body);
        lower_stmt(unit, stmt->body);
        lower_start_block(unit, step);
        if (stmt->kind == STMT_FOR && stmt->step != NULL)
            lower_expr(unit, stmt->step);
        LLVMBuildBr(unit->builder, head);
    }
    LLVMPositionBuilderAtEnd(unit->builder, done);
}

static LLVMBasicBlockRef case_block(struct unit *unit, struct stmt *stmt) {
    if (stmt->lowered == NULL)
        stmt->lowered = lower_new_block(unit, "case");
    return stmt->lowered;
}

static void lower_switch(struct unit *unit, struct stmt *stmt) {
    LLVMValueRef value = lower_expr(unit, stmt->expr).data;
    LLVMBasicBlockRef done = lower_new_block(unit, "switch.end");
    stmt->lowered = done;
    LLVMBasicBlockRef otherwise = stmt->default_case == NULL ? done : case_block(unit, stmt->default_case);
    LLVMValueRef table = LLVMBuildSwitch(unit->builder, value, otherwise, (unsigned)stmt->case_count);
    for (size_t i = 0; i < stmt->case_count; i++)
        LLVMAddCase(table, LLVMConstInt(LLVMTypeOf(value), stmt->cases[i].value, false),
                    case_block(unit, stmt->cases[i].stmt));
    LLVMPositionBuilderAtEnd(unit->builder, lower_new_block(unit, "switch.body"));
    lower_stmt(unit, stmt->body);
    lower_start_block(unit, done);
}

/* A pointer with bounds, in the form in which the function returns it. */
static LLVMValueRef bounded_result(struct unit *unit, struct value value, unsigned facts) {
    const struct type *function = unit->function->type, *result = function->result;
    LLVMValueRef second;
    if (lower_result_form(result) == RESULT_INDEXED) {
        value = lower_wide_start(unit, value, result->element, facts);
        second = value.index;
    } else {
        if (result->pointer == POINTER_STRING)
            value = lower_null_is_empty(unit, value, facts);
        LLVMValueRef start = lower_check_slice(unit, value.index, value.length, &second);
        value.data = lower_address(unit, value.data, start, result->element);
        LLVMValueRef size = lower_i64(unit->context, lower_element_size(result->element)), count = NULL;
        if (result->pointer == POINTER_SIZED)
            second = LLVMBuildMul(unit->builder, second, size, "");
        if (result->pointer == POINTER_FIXED)
            count = lower_i64(unit->context, function->result_fixed_count);
        else if (result->pointer != POINTER_STRING)
            count = LLVMGetParam(unit->llvm_function, lower_machine_index(function, function->result_count));
        if (count != NULL) {
            value = lower_check_counted(unit, value.data, count, second);
            second = value.length;
        }
    }
    LLVMValueRef pair = LLVMGetUndef(lower_pair_type(unit->context));
    pair = LLVMBuildInsertValue(unit->builder, pair, value.data, 0, "");
    return LLVMBuildInsertValue(unit->builder, pair, second, 1, "");
}

static LLVMValueRef machine_result(struct unit *unit, const struct expr *expr) {
    const struct type *type = unit->function->type->result;
    struct value value = lower_expr(unit, expr);
    lower_debug_at(unit, expr->at);
    if (type->kind == TYPE_BOOL)
        return LLVMBuildZExt(unit->builder, value.data, unit->context->i8, "");
    if (type->kind == TYPE_POINTER && lower_result_form(type) != RESULT_WORD)
        return bounded_result(unit, value, lower_pointer_facts(expr));
    return value.data;
}

static void lower_return(struct unit *unit, const struct stmt *stmt) {
    if (stmt->expr == NULL) {
        return_nothing(unit);
        return;
    }
    LLVMValueRef result = machine_result(unit, stmt->expr);
    lower_debug_at(unit, stmt->at);
    const struct type *type = unit->function->type->result;
    if (type->kind == TYPE_RECORD)
        lower_copy_object(unit, lower_record_parameter(unit, 0, type), result, type);
    if (type->kind == TYPE_VOID || type->kind == TYPE_RECORD)
        LLVMBuildRetVoid(unit->builder);
    else
        LLVMBuildRet(unit->builder, result);
}

static void lower_stmt(struct unit *unit, struct stmt *stmt) {
    /* What follows a jump is reached only by a label, if at all; LLVM drops the block otherwise. */
    if (lower_block_is_closed(unit))
        LLVMPositionBuilderAtEnd(unit->builder, lower_new_block(unit, "after"));
    lower_debug_at(unit, stmt->at);
    switch (stmt->kind) {
    case STMT_EMPTY:
        break;
    case STMT_BLOCK:
        for (size_t i = 0; i < stmt->count; i++)
            lower_stmt(unit, stmt->items[i]);
        break;
    case STMT_EXPRESSION:
        lower_expr(unit, stmt->expr);
        break;
    case STMT_DECLARATION:
        lower_declaration(unit, stmt);
        break;
    case STMT_IF:
        lower_if(unit, stmt);
        break;
    case STMT_WHILE:
    case STMT_DO:
    case STMT_FOR:
        lower_loop(unit, stmt);
        break;
    case STMT_SWITCH:
        lower_switch(unit, stmt);
        break;
    case STMT_CASE:
        lower_start_block(unit, case_block(unit, stmt));
        lower_stmt(unit, stmt->body);
        break;
    case STMT_LABEL:
        lower_start_block(unit, stmt->label->lowered);
        lower_stmt(unit, stmt->body);
        break;
    case STMT_GOTO:
        LLVMBuildBr(unit->builder, stmt->label->lowered);
        break;
    case STMT_BREAK:
        LLVMBuildBr(unit->builder, stmt->target->lowered);
        break;
    case STMT_CONTINUE:
        LLVMBuildBr(unit->builder, stmt->target->lowered2);
        break;
    case STMT_RETURN:
        lower_return(unit, stmt);
        break;
    }
}
