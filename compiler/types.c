/* Types of Safe C: see types.h. The basic types are static constants; the others are made in an arena. */
#include "types.h"

#include "arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct type basic_types[] = {
    [TYPE_ERROR] = {.kind = TYPE_ERROR, .size = 4, .align = 4},
    [TYPE_VOID] = {.kind = TYPE_VOID, .align = 1, .is_incomplete = true},
    [TYPE_BOOL] = {.kind = TYPE_BOOL, .size = 1, .align = 1},
    [TYPE_CHAR] = {.kind = TYPE_CHAR, .size = 1, .align = 1},
    [TYPE_SIGNED_CHAR] = {.kind = TYPE_SIGNED_CHAR, .size = 1, .align = 1},
    [TYPE_UNSIGNED_CHAR] = {.kind = TYPE_UNSIGNED_CHAR, .size = 1, .align = 1},
    [TYPE_SHORT] = {.kind = TYPE_SHORT, .size = 2, .align = 2},
    [TYPE_UNSIGNED_SHORT] = {.kind = TYPE_UNSIGNED_SHORT, .size = 2, .align = 2},
    [TYPE_INT] = {.kind = TYPE_INT, .size = 4, .align = 4},
    [TYPE_UNSIGNED_INT] = {.kind = TYPE_UNSIGNED_INT, .size = 4, .align = 4},
    [TYPE_LONG] = {.kind = TYPE_LONG, .size = 8, .align = 8},
    [TYPE_UNSIGNED_LONG] = {.kind = TYPE_UNSIGNED_LONG, .size = 8, .align = 8},
    [TYPE_LONG_LONG] = {.kind = TYPE_LONG_LONG, .size = 8, .align = 8},
    [TYPE_UNSIGNED_LONG_LONG] = {.kind = TYPE_UNSIGNED_LONG_LONG, .size = 8, .align = 8},
    [TYPE_FLOAT] = {.kind = TYPE_FLOAT, .size = 4, .align = 4},
    [TYPE_DOUBLE] = {.kind = TYPE_DOUBLE, .size = 8, .align = 8},
    [TYPE_LONG_DOUBLE] = {.kind = TYPE_LONG_DOUBLE, .size = 8, .align = 8},
    [TYPE_NULLPTR] = {.kind = TYPE_NULLPTR, .size = 8, .align = 8},
};

const struct type *type_basic(enum type_kind kind) {
    assert(kind < TYPE_POINTER && kind != TYPE_ENUM);
    return &basic_types[kind];
}

const struct type *type_pointer(struct arena *arena, const struct type *pointee, enum pointer_kind kind) {
    struct type *type = arena_alloc(arena, sizeof *type);
    *type = (struct type){.kind = TYPE_POINTER,
                          .size = kind == POINTER_WIDE ? 16 : 8,
                          .align = 8,
                          .element = pointee,
                          .pointer = kind};
    return type;
}

const struct type *type_of_kind(struct arena *arena, const struct type *pointer, enum pointer_kind kind) {
    if (pointer->pointer == kind)
        return pointer;
    return type_qualify(arena, type_pointer(arena, pointer->element, kind), pointer->qualifiers);
}

enum pointer_kind type_default_kind(const struct type *pointee) {
    if (pointee->kind == TYPE_VOID)
        return POINTER_ANY;
    if (pointee->kind == TYPE_FUNCTION)
        return POINTER_FUNCTION;
    bool is_text = pointee->kind == TYPE_CHAR && (pointee->qualifiers & QUALIFIER_CONST) != 0;
    return is_text ? POINTER_STRING : POINTER_SINGLE;
}

enum pointer_kind type_value_kind(enum pointer_kind kind) {
    return kind == POINTER_SINGLE || kind == POINTER_ANY || kind == POINTER_FUNCTION ? kind : POINTER_LOCAL;
}

const struct type *type_value(struct arena *arena, const struct type *type) {
    type = type_unqualified(arena, type);
    if (type->bit_width != 0)
        return type_bit_field(arena, type, 0, 0);
    return type->kind == TYPE_POINTER ? type_of_kind(arena, type, type_value_kind(type->pointer)) : type;
}

bool type_array_fits(const struct type *element, uint64_t length) {
    return element->size == 0 || length <= OBJECT_SIZE_MAX / element->size;
}

const struct type *type_array(struct arena *arena, const struct type *element, uint64_t length,
                              bool is_incomplete) {
    assert(type_array_fits(element, length));
    struct type *type = arena_alloc(arena, sizeof *type);
    *type = (struct type){.kind = TYPE_ARRAY,
                          .qualifiers = element->qualifiers,
                          .size = length * element->size,
                          .align = element->align,
                          .is_incomplete = is_incomplete,
                          .element = element,
                          .length = length};
    return type;
}

const struct type *type_qualify(struct arena *arena, const struct type *type, unsigned qualifiers) {
    if (type->qualifiers == qualifiers || type->kind == TYPE_FUNCTION)
        return type;
    struct type *copy = arena_alloc(arena, sizeof *copy);
    *copy = *type;
    copy->qualifiers = qualifiers;
    if (type->kind == TYPE_RECORD) {
        copy->next_copy = type->record->first->next_copy;
        type->record->first->next_copy = copy;
    }
    if (type->kind == TYPE_ARRAY) /* at most as deep as the parser's nesting limit */
        copy->element = type_qualify(arena, type->element, qualifiers);
    return copy;
}

const struct type *type_unqualified(struct arena *arena, const struct type *type) {
    return type_qualify(arena, type, 0);
}

const struct type *type_aligned(struct arena *arena, const struct type *type, uint32_t align) {
    if (type->kind == TYPE_RECORD || type->align == align)
        return type;
    struct type *copy = arena_alloc(arena, sizeof *copy);
    *copy = *type;
    copy->align = align;
    if (type->kind == TYPE_ARRAY)
        copy->element = type_aligned(arena, type->element, align);
    return copy;
}

const struct type *type_bit_field(struct arena *arena, const struct type *type, unsigned width,
                                  unsigned shift) {
    struct type *copy = arena_alloc(arena, sizeof *copy);
    *copy = *type;
    copy->bit_width = (uint8_t)width;
    copy->bit_shift = (uint8_t)shift;
    return copy;
}

const struct type *type_promote_field(const struct type *type) {
    unsigned width = type->bit_width, whole = type_bits(type_basic(TYPE_INT));
    if (width == 0 || width > whole)
        return type_promote(type);
    return type_basic(width < whole || type_is_signed(type) ? TYPE_INT : TYPE_UNSIGNED_INT);
}

struct type *type_record(struct arena *arena, bool is_union, const char *tag) {
    struct record *record = arena_alloc(arena, sizeof *record);
    struct type *type = arena_alloc(arena, sizeof *type);
    *record = (struct record){.is_union = is_union, .tag = tag, .first = type};
    *type = (struct type){.kind = TYPE_RECORD, .align = 1, .is_incomplete = true, .record = record};
    return type;
}

void type_complete(struct type *type, uint64_t size, uint32_t align) {
    for (struct type *copy = type->record->first; copy != nullptr; copy = copy->next_copy) {
        copy->size = size;
        copy->align = align;
        copy->is_incomplete = false;
    }
}

/* Recursion is as deep as the records nest, which the parser limits. */
const struct member *type_find_member(const struct type *type, const char *name, uint64_t *offset,
                                      size_t *index) {
    const struct record *record = type->record;
    for (size_t i = 0; i < record->count; i++) {
        const struct member *member = &record->members[i];
        uint64_t inner = 0;
        const struct member *found = nullptr;
        if (member->name == nullptr)
            found = type_find_member(member->type, name, &inner, nullptr);
        else if (strcmp(member->name, name) == 0)
            found = member;
        if (found == nullptr)
            continue;
        *offset = member->offset + (found == member ? 0 : inner);
        if (index != nullptr)
            *index = i;
        return found;
    }
    return nullptr;
}

bool type_has_arrays(const struct type *type) {
    return type->kind == TYPE_ARRAY || (type->kind == TYPE_RECORD && type->record->has_arrays);
}

bool type_has_slots(const struct type *type) {
    while (type->kind == TYPE_ARRAY)
        type = type->element;
    return type->kind == TYPE_POINTER || (type->kind == TYPE_RECORD && type->record->has_slots);
}

static bool parameters_equal(const struct type *a, const struct type *b) {
    if (a->parameter_count != b->parameter_count || a->is_variadic != b->is_variadic)
        return false;
    for (unsigned i = 0; i < a->parameter_count; i++) {
        const struct parameter *left = &a->parameters[i], *right = &b->parameters[i];
        if (!type_equal(left->type, right->type))
            return false;
        if (left->type->kind == TYPE_POINTER &&
            (left->passed != right->passed || left->count != right->count ||
             left->fixed_count != right->fixed_count || left->is_noescape != right->is_noescape))
            return false;
    }
    return true;
}

static bool results_equal(const struct type *a, const struct type *b) {
    if (!type_equal(a->result, b->result))
        return false;
    return a->result->kind != TYPE_POINTER ||
           (a->result->pointer == b->result->pointer && a->result_count == b->result_count &&
            a->result_fixed_count == b->result_fixed_count);
}

/* Whether two kinds are the same in memory. */
static bool kinds_agree(enum pointer_kind a, enum pointer_kind b) {
    return a == b ||
           ((a == POINTER_SINGLE || a == POINTER_STRING) && (b == POINTER_SINGLE || b == POINTER_STRING));
}

static bool is_equal(const struct type *a, const struct type *b, bool is_top) {
    for (; a != b; is_top = false) {
        if (a->kind != b->kind)
            return false;
        switch (a->kind) {
        case TYPE_ENUM: /* the element is shared by all copies of one enumeration */
            return a->tag == b->tag && a->element == b->element && a->length == b->length;
        case TYPE_POINTER:
            if (a->element->qualifiers != b->element->qualifiers)
                return false;
            if (!is_top && !kinds_agree(a->pointer, b->pointer))
                return false;
            break;
        case TYPE_ARRAY:
            if (a->length != b->length && !a->is_incomplete && !b->is_incomplete)
                return false;
            break;
        case TYPE_FUNCTION:
            return results_equal(a, b) && parameters_equal(a, b);
        case TYPE_RECORD:
            return a->record == b->record;
        default:
            return true;
        }
        a = a->element;
        b = b->element;
    }
    return true;
}

bool type_equal(const struct type *a, const struct type *b) {
    return is_equal(a, b, true);
}

bool type_pointees_equal(const struct type *a, const struct type *b) {
    return is_equal(a, b, false);
}

bool type_is_integer(const struct type *type) {
    return type->kind >= TYPE_BOOL && type->kind <= TYPE_ENUM;
}

bool type_is_floating(const struct type *type) {
    return type->kind >= TYPE_FLOAT && type->kind <= TYPE_LONG_DOUBLE;
}

bool type_is_arithmetic(const struct type *type) {
    return type->kind >= TYPE_BOOL && type->kind <= TYPE_LONG_DOUBLE;
}

bool type_is_scalar(const struct type *type) {
    return type_is_arithmetic(type) || type->kind == TYPE_POINTER || type->kind == TYPE_NULLPTR;
}

bool type_is_signed(const struct type *type) {
    if (type->kind == TYPE_ENUM)
        type = type->element;
    switch (type->kind) {
    case TYPE_CHAR:
    case TYPE_SIGNED_CHAR:
    case TYPE_SHORT:
    case TYPE_INT:
    case TYPE_LONG:
    case TYPE_LONG_LONG:
        return true;
    default:
        return false;
    }
}

unsigned type_bits(const struct type *type) {
    assert(type_is_integer(type));
    return (unsigned)type->size * 8;
}

uint64_t type_wrap(const struct type *type, uint64_t value) {
    if (type->kind == TYPE_ENUM)
        type = type->element;
    if (type->kind == TYPE_BOOL)
        return value != 0;
    unsigned unused = 64 - type_bits(type);
    if (type_is_signed(type))
        return (uint64_t)((int64_t)(value << unused) >> unused);
    return value << unused >> unused;
}

const struct type *type_promote(const struct type *type) {
    if (type->kind == TYPE_ENUM)
        type = type->element;
    if (type_is_integer(type) && type->size < 4)
        return type_basic(TYPE_INT);
    return type->qualifiers == 0 || !type_is_arithmetic(type) ? type : type_basic(type->kind);
}

/* Conversion rank of a promoted integer type; the unsigned one of a pair is the larger kind. */
static int rank(const struct type *type) {
    return (type->kind - TYPE_INT) / 2;
}

const struct type *type_common(const struct type *a, const struct type *b) {
    if (type_is_floating(a) || type_is_floating(b)) {
        enum type_kind kind = TYPE_FLOAT;
        if (type_is_floating(a))
            kind = a->kind;
        if (type_is_floating(b) && b->kind > kind)
            kind = b->kind;
        return type_basic(kind);
    }
    a = type_promote(a);
    b = type_promote(b);
    if (type_is_signed(a) == type_is_signed(b))
        return rank(a) >= rank(b) ? a : b;
    const struct type *with_sign = type_is_signed(a) ? a : b, *without = type_is_signed(a) ? b : a;
    if (rank(without) >= rank(with_sign))
        return without;
    if (with_sign->size > without->size)
        return with_sign;
    return type_basic((enum type_kind)(with_sign->kind + 1));
}

/* A small text under construction; what does not fit is cut. */
struct text {
    char *buffer;
    size_t size, used;
};

[[gnu::format(printf, 2, 3)]] static void add(struct text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text->buffer + text->used, text->size - text->used, format, arguments);
    va_end(arguments);
    text->used += length < 0 ? 0 : (size_t)length;
    if (text->used >= text->size)
        text->used = text->size - 1;
}

static void add_qualifiers(struct text *text, unsigned qualifiers) {
    if ((qualifiers & QUALIFIER_CONST) != 0)
        add(text, "const ");
    if ((qualifiers & QUALIFIER_VOLATILE) != 0)
        add(text, "volatile ");
}

static void add_basic(struct text *text, const struct type *type) {
    static const char *const names[] = {
        [TYPE_ERROR] = "<error>",
        [TYPE_VOID] = "void",
        [TYPE_BOOL] = "bool",
        [TYPE_CHAR] = "char",
        [TYPE_SIGNED_CHAR] = "signed char",
        [TYPE_UNSIGNED_CHAR] = "unsigned char",
        [TYPE_SHORT] = "short",
        [TYPE_UNSIGNED_SHORT] = "unsigned short",
        [TYPE_INT] = "int",
        [TYPE_UNSIGNED_INT] = "unsigned int",
        [TYPE_LONG] = "long",
        [TYPE_UNSIGNED_LONG] = "unsigned long",
        [TYPE_LONG_LONG] = "long long",
        [TYPE_UNSIGNED_LONG_LONG] = "unsigned long long",
        [TYPE_FLOAT] = "float",
        [TYPE_DOUBLE] = "double",
        [TYPE_LONG_DOUBLE] = "long double",
        [TYPE_NULLPTR] = "nullptr_t",
    };
    if (type->kind == TYPE_ENUM)
        add(text, "enum %s", type->tag == nullptr ? "(unnamed)" : type->tag);
    else if (type->kind == TYPE_RECORD)
        add(text, "%s %s", type->record->is_union ? "union" : "struct",
            type->record->tag == nullptr ? "(unnamed)" : type->record->tag);
    else
        add(text, "%s", names[type->kind]);
}

/* Prints what stands left of the (absent) name. Recursion is as deep as the type, which the parser limits. */
static void add_left(struct text *text, const struct type *type) {
    if (type->kind == TYPE_POINTER) {
        add_left(text, type->element);
        bool is_wrapped = type->element->kind == TYPE_ARRAY || type->element->kind == TYPE_FUNCTION;
        bool is_behind_star = text->buffer[text->used - 1] == '*';
        add(text, "%s%s", is_behind_star ? "" : " ", is_wrapped ? "(*" : "*");
        if (type->pointer == POINTER_WIDE)
            add(text, "__indexable");
        else if (type->pointer == POINTER_STRING && (type->element->qualifiers & QUALIFIER_CONST) == 0)
            add(text, "__null_terminated");
        if ((type->qualifiers & QUALIFIER_CONST) != 0)
            add(text, "const");
    } else if (type->kind == TYPE_ARRAY) {
        add_left(text, type->element);
    } else if (type->kind == TYPE_FUNCTION) {
        add_left(text, type->result);
    } else {
        add_qualifiers(text, type->qualifiers);
        add_basic(text, type);
    }
}

static void add_right(struct text *text, const struct type *type) {
    if (type->kind == TYPE_POINTER) {
        if (type->element->kind == TYPE_ARRAY || type->element->kind == TYPE_FUNCTION)
            add(text, ")");
        add_right(text, type->element);
    } else if (type->kind == TYPE_ARRAY) {
        if (type->is_incomplete)
            add(text, "[]");
        else
            add(text, "[%llu]", (unsigned long long)type->length);
        add_right(text, type->element);
    } else if (type->kind == TYPE_FUNCTION) {
        add(text, "(");
        unsigned written = type->parameter_count - (type->is_variadic ? 2 : 0);
        for (unsigned i = 0; i < written; i++) {
            if (i != 0)
                add(text, ", ");
            add_left(text, type->parameters[i].type);
            add_right(text, type->parameters[i].type);
        }
        if (type->is_variadic)
            add(text, written == 0 ? "...)" : ", ...)");
        else
            add(text, written == 0 ? "void)" : ")");
        add_right(text, type->result);
    }
}

char *type_print(const struct type *type, char *buffer, size_t size) {
    struct text text = {.buffer = buffer, .size = size};
    buffer[0] = '\0';
    add_left(&text, type);
    add_right(&text, type);
    return buffer;
}
