/* Objects with pointer slots: copies, moves and zeroing by type, and arrays that grow.
 *
 * A slot is only ever touched as a whole by an unordered atomic access; the plain data around it is copied and
 * zeroed in bulk. Arrays of more than a few elements become loops, whose index is checked as any other, so that
 * the verifier need not understand how they end. */
#include "lower_internal.h"

#include <assert.h>

enum { UNROLLED_MAX = 8 };

static LLVMValueRef byte_address(struct unit *unit, LLVMValueRef base, uint64_t offset) {
    return lower_address(unit, base, lower_i64(unit->context, offset), type_basic(TYPE_CHAR));
}

/* The greatest alignment that `offset` has in an object of alignment `align`. */
static unsigned align_at(uint32_t align, uint64_t offset) {
    uint64_t both = offset | align;
    return (unsigned)(both & -both);
}

/* What is done to each part of an object: copying, or zeroing if there is nothing to copy from. */
struct work {
    struct unit *unit;
    LLVMValueRef to, from; /* `from`: null for zeroing */
};

static void do_plain(struct work work, uint64_t start, uint64_t end, uint32_t align) {
    if (start >= end)
        return;
    struct unit *unit = work.unit;
    LLVMValueRef size = lower_i64(unit->context, end - start), to = byte_address(unit, work.to, start);
    unsigned aligned = align_at(align, start);
    if (work.from == NULL)
        LLVMBuildMemSet(unit->builder, to, LLVMConstNull(unit->context->i8), size, aligned);
    else
        LLVMBuildMemCpy(unit->builder, to, aligned, byte_address(unit, work.from, start), aligned, size);
}

static void do_object(struct work work, const struct type *type);

static struct work part_of(struct work work, uint64_t offset) {
    return (struct work){.unit = work.unit,
                         .to = byte_address(work.unit, work.to, offset),
                         .from = work.from == NULL ? NULL : byte_address(work.unit, work.from, offset)};
}

static void do_pointer(struct work work, const struct type *type) {
    struct unit *unit = work.unit;
    LLVMValueRef reference =
        work.from == NULL ? LLVMConstNull(unit->context->ptr) : lower_load_slot(unit, work.from);
    lower_store_slot(unit, reference, work.to);
    if (type->pointer == POINTER_WIDE)
        do_plain(work, 8, 16, 8);
}

/* The members with slots, and what lies between them as plain data. */
static void do_record(struct work work, const struct type *type) {
    const struct record *record = type->record;
    uint64_t done = 0;
    for (size_t i = 0; i < record->count; i++) {
        const struct member *member = &record->members[i];
        if (!type_has_slots(member->type))
            continue;
        do_plain(work, done, member->offset, type->align);
        do_object(part_of(work, member->offset), member->type);
        done = member->offset + member->type->size;
    }
    do_plain(work, done, type->size, type->align);
}

struct loop {
    LLVMBasicBlockRef head, done;
    LLVMValueRef counter;
};

/* Starts a loop of `count` rounds. */
static struct loop start_loop(struct unit *unit, LLVMValueRef count) {
    LLVMBuilderRef builder = unit->builder;
    LLVMBasicBlockRef before = LLVMGetInsertBlock(builder), body = lower_new_block(unit, "element");
    struct loop loop = {.head = lower_new_block(unit, "elements"),
                        .done = lower_new_block(unit, "elements.end")};
    lower_start_block(unit, loop.head);
    LLVMValueRef zero = lower_i64(unit->context, 0);
    loop.counter = LLVMBuildPhi(builder, unit->context->i64, "");
    LLVMAddIncoming(loop.counter, &zero, &before, 1);
    LLVMBuildCondBr(builder, LLVMBuildICmp(builder, LLVMIntULT, loop.counter, count, ""), body, loop.done);
    LLVMPositionBuilderAtEnd(builder, body);
    return loop;
}

static void end_loop(struct unit *unit, struct loop loop) {
    LLVMBuilderRef builder = unit->builder;
    LLVMValueRef next = LLVMBuildAdd(builder, loop.counter, lower_i64(unit->context, 1), "");
    LLVMBasicBlockRef from = LLVMGetInsertBlock(builder);
    LLVMBuildBr(builder, loop.head);
    LLVMAddIncoming(loop.counter, &next, &from, 1);
    LLVMPositionBuilderAtEnd(builder, loop.done);
}

static struct work element_of(struct work work, LLVMValueRef index, const struct type *element) {
    return (struct work){.unit = work.unit,
                         .to = lower_address(work.unit, work.to, index, element),
                         .from =
                             work.from == NULL ? NULL : lower_address(work.unit, work.from, index, element)};
}

static void do_array(struct work work, const struct type *type) {
    struct unit *unit = work.unit;
    if (type->length <= UNROLLED_MAX) {
        for (uint64_t i = 0; i < type->length; i++)
            do_object(part_of(work, i * type->element->size), type->element);
        return;
    }
    LLVMValueRef length = lower_i64(unit->context, type->length);
    struct loop loop = start_loop(unit, length);
    LLVMValueRef index = lower_check_index(unit, loop.counter, length);
    do_object(element_of(work, index, type->element), type->element);
    end_loop(unit, loop);
}

static void do_object(struct work work, const struct type *type) {
    if (!type_has_slots(type))
        do_plain(work, 0, type->size, type->align);
    else if (type->kind == TYPE_POINTER)
        do_pointer(work, type);
    else if (type->kind == TYPE_ARRAY)
        do_array(work, type);
    else
        do_record(work, type);
}

void lower_copy_object(struct unit *unit, LLVMValueRef to, LLVMValueRef from, const struct type *type) {
    do_object((struct work){.unit = unit, .to = to, .from = from}, type);
}

void lower_clear_object(struct unit *unit, LLVMValueRef object, const struct type *type) {
    do_object((struct work){.unit = unit, .to = object}, type);
}

/* The reference from which on `count` elements lie, which is checked. */
static LLVMValueRef slice(struct unit *unit, const struct expr *expr, struct value pointer,
                          LLVMValueRef *count) {
    LLVMValueRef rest;
    LLVMValueRef start = lower_check_slice(unit, pointer.index, pointer.length, &rest);
    *count = lower_check_count(unit, *count, rest);
    LLVMValueRef reference = pointer.data;
    if ((lower_pointer_facts(expr) & (FACT_NOT_NULL | FACT_NAMED)) == 0)
        reference = lower_check_word(unit, CHECK_NOT_NULL, reference);
    return lower_address(unit, reference, start, expr->type->element);
}

/* `bytes` in elements; it must be a multiple. */
static LLVMValueRef whole_elements(struct unit *unit, LLVMValueRef bytes, const struct type *element) {
    LLVMValueRef size = lower_i64(unit->context, element->size);
    LLVMValueRef rest = LLVMBuildURem(unit->builder, bytes, size, "");
    LLVMValueRef count = LLVMBuildUDiv(unit->builder, bytes, size, "");
    LLVMValueRef excess = lower_check_count(unit, rest, lower_i64(unit->context, 0));
    return LLVMBuildAdd(unit->builder, count, excess, "");
}

struct value lower_clear_elements(struct unit *unit, const struct expr *expr) {
    const struct type *element = expr->a->type->element;
    struct value target = lower_expr(unit, expr->a);
    LLVMValueRef bytes = lower_expr(unit, expr->c).data;
    lower_debug_at(unit, expr->at);
    LLVMValueRef count = whole_elements(unit, bytes, element);
    LLVMValueRef start = slice(unit, expr->a, target, &count);
    struct loop loop = start_loop(unit, count);
    LLVMValueRef index = lower_check_index(unit, loop.counter, count);
    do_object(element_of((struct work){.unit = unit, .to = start}, index, element), element);
    end_loop(unit, loop);
    return target;
}

/* Backwards if the target lies behind the source, since the two may overlap. */
struct value lower_move_elements(struct unit *unit, const struct expr *expr) {
    LLVMBuilderRef builder = unit->builder;
    const struct type *element = expr->a->type->element;
    struct value target = lower_expr(unit, expr->a), source = lower_expr(unit, expr->b);
    LLVMValueRef bytes = lower_expr(unit, expr->c).data;
    lower_debug_at(unit, expr->at);
    LLVMValueRef count = whole_elements(unit, bytes, element);
    struct work work = {.unit = unit};
    work.to = slice(unit, expr->a, target, &count);
    work.from = slice(unit, expr->b, source, &count);
    LLVMTypeRef i64 = unit->context->i64;
    LLVMValueRef is_behind = LLVMBuildICmp(builder, LLVMIntUGT, LLVMBuildPtrToInt(builder, work.to, i64, ""),
                                           LLVMBuildPtrToInt(builder, work.from, i64, ""), "");
    struct loop loop = start_loop(unit, count);
    LLVMValueRef last = LLVMBuildSub(builder, count, lower_i64(unit->context, 1), "");
    LLVMValueRef mirrored = LLVMBuildSub(builder, last, loop.counter, "");
    LLVMValueRef index = LLVMBuildSelect(builder, is_behind, mirrored, loop.counter, "");
    do_object(element_of(work, lower_check_index(unit, index, count), element), element);
    end_loop(unit, loop);
    return target;
}

/* What two arrays have in common is copied. The lengths are 0 where there is no array. */
static void copy_common(struct unit *unit, struct value to, struct value from, const struct type *element) {
    LLVMBuilderRef builder = unit->builder;
    LLVMValueRef is_less = LLVMBuildICmp(builder, LLVMIntULT, to.length, from.length, "");
    LLVMValueRef count = LLVMBuildSelect(builder, is_less, to.length, from.length, "");
    struct loop loop = start_loop(unit, count);
    LLVMValueRef target = lower_check_index(unit, loop.counter, to.length);
    LLVMValueRef source = lower_check_index(unit, loop.counter, from.length);
    do_object((struct work){.unit = unit,
                            .to = lower_address(unit, to.data, target, element),
                            .from = lower_address(unit, from.data, source, element)},
              element);
    end_loop(unit, loop);
}

struct value lower_reallocate(struct unit *unit, const struct expr *expr) {
    const struct type *element = expr->type->element;
    if (element->kind == TYPE_VOID)
        element = type_basic(TYPE_UNSIGNED_CHAR);
    struct value old = lower_expr(unit, expr->a);
    LLVMValueRef count = lower_expr(unit, expr->b).data;
    lower_debug_at(unit, expr->at);
    old.data = lower_array_start(unit, old, element, lower_pointer_facts(expr->a));
    old = lower_header_count(unit, old.data);
    struct value new = lower_allocate(unit, element, count, expr->may_fail);
    copy_common(unit, new, old, element);
    return new;
}
