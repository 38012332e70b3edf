/* Names of memory types, their pointer slots, and signatures in the grammar of .vouch.meta.
 *
 * What an image's type table numbers, modules name: "struct.node.HASH", "plain.8.8", "slot.HASH". The hash of
 * a structure covers its layout one level deep, other structures by their tags, so that the units of a program
 * agree on it although none need have seen all of them; a structure that a unit has not seen the members of is
 * "struct.node.?" there. A module lists each name with the type's description ("SIZE ALIGN SLOT..."), in which
 * and in signatures names stand for numbers ("O#struct.node.HASH") and a function pointer spells its whole
 * signature ("x(i:o#slot.HASH!)"); lower_meta.c numbers them when the program is complete. */
#include "lower_internal.h"

#include "arena.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SLOT_RUNS_MAX = 256 }; /* VX_SLOT_RUNS_MAX */

/* How names are made: with the hashes of what they refer to, or (for a hash) without. */
enum depth { WHOLE, SHALLOW };

struct slot_run {
    uint64_t offset, stride, count;
    const struct type *type; /* of each slot, a pointer */
};

struct slot_runs {
    struct slot_run *items;
    size_t count, capacity;
};

static const char *print_signature(struct unit *unit, const struct type *function, enum depth depth,
                                   bool is_pointer);
static const char *name_of(struct unit *unit, const struct type *type, enum depth depth);
static void add_description(struct unit *unit, const char *name, const struct type *type);

static void add_run(struct unit *unit, struct slot_runs *runs, struct slot_run run) {
    struct slot_run *added =
        arena_push(unit->arena, (void **)&runs->items, &runs->count, &runs->capacity, sizeof run);
    *added = run;
}

static void collect_slots(struct unit *unit, const struct type *type, struct slot_runs *runs);

/* A run of runs is not a run: either every element of the array or every slot of an element stands alone. */
static void collect_array(struct unit *unit, const struct type *type, struct slot_runs *runs) {
    struct slot_runs inner = {0};
    collect_slots(unit, type->element, &inner);
    uint64_t slots = 0, size = type->element->size;
    for (size_t i = 0; i < inner.count; i++)
        slots += inner.items[i].count;
    bool is_dense = inner.count == 1 && inner.items[0].stride * inner.items[0].count == size;
    if (is_dense) {
        inner.items[0].count *= type->length;
        add_run(unit, runs, inner.items[0]);
    } else if (slots > type->length * inner.count) {
        for (uint64_t k = 0; k < type->length; k++)
            for (size_t i = 0; i < inner.count; i++) {
                struct slot_run run = inner.items[i];
                run.offset += k * size;
                add_run(unit, runs, run);
            }
    } else {
        for (size_t i = 0; i < inner.count; i++)
            for (uint64_t k = 0; k < inner.items[i].count; k++)
                add_run(unit, runs,
                        (struct slot_run){.offset = inner.items[i].offset + k * inner.items[i].stride,
                                          .stride = type->length == 1 ? 8 : size,
                                          .count = type->length,
                                          .type = inner.items[i].type});
    }
}

static void sort_runs(struct slot_runs *runs) {
    for (size_t i = 1; i < runs->count; i++)
        for (size_t k = i; k > 0 && runs->items[k - 1].offset > runs->items[k].offset; k--) {
            struct slot_run run = runs->items[k];
            runs->items[k] = runs->items[k - 1];
            runs->items[k - 1] = run;
        }
}

/* The pointer slots of an object of `type`, ascending. */
static void collect_slots(struct unit *unit, const struct type *type, struct slot_runs *runs) {
    if (!type_has_slots(type))
        return;
    if (type->kind == TYPE_POINTER) {
        add_run(unit, runs, (struct slot_run){.stride = 8, .count = 1, .type = type});
    } else if (type->kind == TYPE_ARRAY) {
        collect_array(unit, type, runs);
    } else {
        for (size_t m = 0; m < type->record->count; m++) {
            const struct member *member = &type->record->members[m];
            struct slot_runs inner = {0};
            collect_slots(unit, member->type, &inner);
            for (size_t i = 0; i < inner.count; i++) {
                inner.items[i].offset += member->offset;
                add_run(unit, runs, inner.items[i]);
            }
        }
        sort_runs(runs);
    }
    if (runs->count <= SLOT_RUNS_MAX)
        return;
    if (!unit->has_failed) {
        char text[128];
        diag_error(unit->diag, LOCATION_NONE, "'%s' has pointers in too many places",
                   type_print(type, text, sizeof text));
        diag_note(unit->diag, LOCATION_NONE, "at most %d places; put them into arrays", (int)SLOT_RUNS_MAX);
    }
    unit->has_failed = true;
    runs->count = SLOT_RUNS_MAX;
}

static bool is_tagged(const struct type *type) {
    return type->kind == TYPE_RECORD && type->record->tag != NULL;
}

/* A type of which at least one element is referred to: plain data goes by its size. */
static const char *print_element(struct unit *unit, const struct type *type, enum depth depth) {
    if (type_has_slots(type) || is_tagged(type))
        return arena_printf(unit->arena, "#%s", name_of(unit, type, depth));
    return arena_printf(unit->arena, "%" PRIu64, lower_element_size(type));
}

static bool is_read_only(const struct type *pointer) {
    return (pointer->element->qualifiers & QUALIFIER_CONST) != 0;
}

/* What an array slot or parameter refers to: exactly this type of elements, numbered. */
static const char *print_array_element(struct unit *unit, const struct type *pointee, enum depth depth) {
    const struct type *element = pointee->kind == TYPE_VOID ? type_basic(TYPE_UNSIGNED_CHAR) : pointee;
    return arena_printf(unit->arena, "#%s", name_of(unit, element, depth));
}

/* A one-word pointer, as parameter, result or slot. */
static const char *print_word(struct unit *unit, const struct type *pointer, enum depth depth) {
    struct arena *arena = unit->arena;
    bool is_const = is_read_only(pointer);
    switch (pointer->pointer) {
    case POINTER_ANY:
        return is_const ? "p" : "P";
    case POINTER_FUNCTION:
        return arena_printf(arena, "x(%s)", print_signature(unit, pointer->element, depth, true));
    case POINTER_SINGLE:
    case POINTER_STRING:
        return arena_printf(arena, "%c%s", is_const ? 'o' : 'O',
                            print_element(unit, pointer->element, depth));
    case POINTER_COUNTED:
    case POINTER_SIZED:
    case POINTER_FIXED:
    case POINTER_WIDE:
        return arena_printf(arena, "%c%s", is_const ? 'a' : 'A',
                            print_array_element(unit, pointer->element, depth));
    case POINTER_LOCAL:
        break;
    }
    abort(); /* a LOCAL is no word in memory */
}

static const char *describe(struct unit *unit, const struct type *type, enum depth depth) {
    struct slot_runs runs = {0};
    collect_slots(unit, type, &runs);
    const char *text = arena_printf(unit->arena, "%" PRIu64 " %u", type->size, (unsigned)type->align);
    for (size_t i = 0; i < runs.count; i++) {
        const struct slot_run *run = &runs.items[i];
        const char *kind = print_word(unit, run->type, depth);
        if (run->count == 1)
            text = arena_printf(unit->arena, "%s %" PRIu64 ":%s", text, run->offset, kind);
        else
            text = arena_printf(unit->arena, "%s %" PRIu64 "+%" PRIu64 "x%" PRIu64 ":%s", text, run->offset,
                                run->stride, run->count, kind);
    }
    return text;
}

static uint64_t hash(const char *text) {
    uint64_t sum = 0xcbf29ce484222325u;
    for (; *text != '\0'; text++)
        sum = (sum ^ (unsigned char)*text) * 0x100000001b3u;
    return sum;
}

static const char *name_of(struct unit *unit, const struct type *type, enum depth depth) {
    struct arena *arena = unit->arena;
    const char *name;
    if (is_tagged(type)) {
        const char *tagged =
            arena_printf(arena, "%s.%s", type->record->is_union ? "union" : "struct", type->record->tag);
        if (depth == SHALLOW)
            return tagged;
        if (type->is_incomplete)
            return arena_printf(arena, "%s.?", tagged);
        name = arena_printf(arena, "%s.%" PRIx64, tagged, hash(describe(unit, type, SHALLOW)));
    } else if (!type_has_slots(type)) {
        name = arena_printf(arena, "plain.%" PRIu64 ".%u", lower_element_size(type), (unsigned)type->align);
    } else if (type->kind == TYPE_ARRAY) {
        name = arena_printf(arena, "array.%" PRIu64 ".%s", type->length, name_of(unit, type->element, depth));
    } else {
        name = arena_printf(arena, "%s.%" PRIx64, type->kind == TYPE_POINTER ? "slot" : "record",
                            hash(describe(unit, type, SHALLOW)));
    }
    if (depth == WHOLE)
        add_description(unit, name, type);
    return name;
}

const char *lower_type_name(struct unit *unit, const struct type *type) {
    return name_of(unit, type->kind == TYPE_VOID ? type_basic(TYPE_UNSIGNED_CHAR) : type, WHOLE);
}

static void add_description(struct unit *unit, const char *name, const struct type *type) {
    for (size_t i = 0; i < unit->type_name_count; i++)
        if (strcmp(unit->type_names[i], name) == 0)
            return;
    const char **added = arena_push(unit->arena, (void **)&unit->type_names, &unit->type_name_count,
                                    &unit->type_name_capacity, sizeof *added);
    *added = name; /* before its slots, which may refer to it again */
    const char *text = describe(unit, type, WHOLE);
    LLVMContextRef llvm = unit->context->llvm;
    LLVMMetadataRef parts[] = {LLVMMDStringInContext2(llvm, name, strlen(name)),
                               LLVMMDStringInContext2(llvm, text, strlen(text))};
    LLVMAddNamedMetadataOperand(unit->module, METADATA_TYPES,
                                LLVMMetadataAsValue(llvm, LLVMMDNodeInContext2(llvm, parts, 2)));
}

LLVMMetadataRef lower_object_metadata(struct unit *unit, const struct type *type) {
    LLVMContextRef llvm = unit->context->llvm;
    bool is_array = type->kind == TYPE_ARRAY;
    const char *name = lower_type_name(unit, is_array ? type->element : type);
    LLVMValueRef count = lower_i64(unit->context, is_array ? type->length : 1);
    LLVMMetadataRef parts[] = {LLVMMDStringInContext2(llvm, name, strlen(name)), LLVMValueAsMetadata(count)};
    return LLVMMDNodeInContext2(llvm, parts, 2);
}

static char scalar_letter(const struct type *type) {
    if (type->kind == TYPE_VOID || type->kind == TYPE_RECORD)
        return 'v';
    if (type_is_floating(type))
        return type->size == 4 ? 'f' : 'd';
    switch (type->size) {
    case 1:
        return 'b';
    case 2:
        return 'h';
    case 4:
        return 'i';
    default:
        return 'l';
    }
}

/* A reference to several elements, whose count is the machine parameter `count`. */
static const char *print_counted(struct unit *unit, const struct parameter *parameter, unsigned count,
                                 enum depth depth) {
    const struct type *pointee = parameter->type->element;
    const char *element = parameter->passed == POINTER_SIZED ? "1" : print_element(unit, pointee, depth);
    bool is_byte = strcmp(element, "1") == 0;
    return arena_printf(unit->arena, "%c%u%s%s", is_read_only(parameter->type) ? 'r' : 'w', count,
                        is_byte ? "" : "*", is_byte ? "" : element);
}

/* One parameter, with what is hidden behind it. In the type of a function pointer references are kept unless
 * it says otherwise. */
static const char *print_parameter(struct unit *unit, const struct type *function, unsigned index,
                                   enum depth depth, bool is_pointer) {
    const struct parameter *parameter = &function->parameters[index];
    struct arena *arena = unit->arena;
    if (parameter->type->kind == TYPE_RECORD)
        return arena_printf(arena, "o%s", print_element(unit, parameter->type, depth));
    if (parameter->type->kind != TYPE_POINTER)
        return arena_printf(arena, "%c",
                            lower_is_count(function, index) ? 'l' : scalar_letter(parameter->type));
    const char *kept = is_pointer && !parameter->is_noescape ? "!" : "";
    switch (parameter->passed) {
    case POINTER_FUNCTION:
        return print_word(unit, parameter->type, depth);
    case POINTER_SINGLE:
    case POINTER_ANY:
        return arena_printf(arena, "%s%s", print_word(unit, parameter->type, depth), kept);
    case POINTER_COUNTED:
    case POINTER_SIZED:
        return arena_printf(
            arena, "%s%s",
            print_counted(unit, parameter, lower_machine_index(function, parameter->count), depth), kept);
    case POINTER_FIXED:
    case POINTER_STRING:
    case POINTER_WIDE:
        return arena_printf(arena, "%s%s%s",
                            print_counted(unit, parameter, lower_machine_index(function, index) + 1, depth),
                            kept, lower_hidden_count(parameter) == 2 ? ",l,l" : ",l");
    case POINTER_LOCAL:
        break;
    }
    abort(); /* no parameter is passed so */
}

static const char *print_result(struct unit *unit, const struct type *function, enum depth depth) {
    const struct type *result = function->result;
    if (result->kind != TYPE_POINTER)
        return arena_printf(unit->arena, "%c", scalar_letter(result));
    switch (lower_result_form(result)) {
    case RESULT_WORD:
        return print_word(unit, result, depth);
    case RESULT_INDEXED:
        return arena_printf(unit->arena, "%s+", print_word(unit, result, depth));
    case RESULT_COUNTED:
        return arena_printf(unit->arena, "%c%s", is_read_only(result) ? 'c' : 'C',
                            result->pointer == POINTER_SIZED ? "1"
                                                             : print_element(unit, result->element, depth));
    }
    return "";
}

static const char *print_signature(struct unit *unit, const struct type *function, enum depth depth,
                                   bool is_pointer) {
    struct arena *arena = unit->arena;
    const char *text = arena_printf(arena, "%s:", print_result(unit, function, depth));
    bool has_place = function->result->kind == TYPE_RECORD;
    if (has_place)
        text = arena_printf(arena, "%sO%s", text, print_element(unit, function->result, depth));
    else if (function->parameter_count == 0)
        return arena_printf(arena, "%sv", text);
    for (unsigned i = 0; i < function->parameter_count; i++)
        text = arena_printf(arena, "%s%s%s", text, i != 0 || has_place ? "," : "",
                            print_parameter(unit, function, i, depth, is_pointer));
    return text;
}

const char *lower_print_signature(struct unit *unit, const struct type *function) {
    return print_signature(unit, function, WHOLE, false);
}
