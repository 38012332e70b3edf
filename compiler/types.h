/* Types of Safe C, as the front end computes them and the lowering reads them.
 *
 * The data model is LP64: int 4, long and long long 8, double and long double 8 bytes; plain char is
 * signed. Types are immutable once made and live in the arena of their translation unit. They are
 * compared with type_equal, never by address. Nothing here knows about expressions.
 *
 * Pointers. Inside a function body a pointer value is of one of two kinds: POINTER_LOCAL (reference,
 * index, length: the bounds travel with it) or POINTER_SINGLE (null or exactly one object). The other
 * kinds say how a *parameter* is passed and occur only in struct parameter; at function entry the
 * lowering turns them into the kind of the parameter's variable. No object in memory holds a pointer. */
#ifndef VCC_TYPES_H
#define VCC_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum type_kind {
    TYPE_ERROR, /* of an expression already diagnosed; the lowering never sees it */
    TYPE_VOID,
    TYPE_BOOL, /* 1 byte in memory, value 0 or 1 */
    TYPE_CHAR, /* signed */
    TYPE_SIGNED_CHAR,
    TYPE_UNSIGNED_CHAR,
    TYPE_SHORT,
    TYPE_UNSIGNED_SHORT,
    TYPE_INT,
    TYPE_UNSIGNED_INT,
    TYPE_LONG,
    TYPE_UNSIGNED_LONG,
    TYPE_LONG_LONG,
    TYPE_UNSIGNED_LONG_LONG,
    TYPE_ENUM, /* an integer with the width and sign of its underlying type */
    TYPE_FLOAT,
    TYPE_DOUBLE,
    TYPE_LONG_DOUBLE, /* same representation as double */
    TYPE_NULLPTR,     /* of the constant nullptr; always converted before the lowering */
    TYPE_POINTER,
    TYPE_ARRAY,
    TYPE_FUNCTION,
};

enum pointer_kind {
    POINTER_LOCAL,   /* carries its bounds: (reference, index in elements, length in elements) */
    POINTER_SINGLE,  /* null or exactly one object of the pointee type */
    POINTER_COUNTED, /* parameters: at least as many elements as parameter `count` says */
    POINTER_SIZED,   /* parameters: at least as many bytes as parameter `count` says */
    POINTER_FIXED,   /* parameters: at least `fixed_count` elements, never null */
    POINTER_STRING,  /* parameters: const char *; a hidden 8-byte count, the bytes up to the end of the
                        object (the terminator included), follows as a machine argument */
};

enum { QUALIFIER_CONST = 1, QUALIFIER_VOLATILE = 2, QUALIFIER_RESTRICT = 4 };

struct type {
    enum type_kind kind;
    unsigned qualifiers; /* of this level; for an array those of its elements, repeated */
    uint64_t size;       /* bytes; 0 for void, functions and arrays of unknown length */
    uint32_t align;      /* bytes */
    bool is_incomplete;  /* void, array of unknown length */

    const struct type *element; /* POINTER: pointee (may be void); ARRAY: element; ENUM: underlying type */
    uint64_t length;            /* ARRAY: elements; ENUM: its number, to tell it from others */
    enum pointer_kind pointer;  /* POINTER: POINTER_LOCAL or POINTER_SINGLE */
    const char *tag;            /* ENUM: its tag, or NULL */

    const struct type *result;          /* FUNCTION */
    const struct parameter *parameters; /* FUNCTION */
    unsigned parameter_count;           /* FUNCTION; at most 16 */
    bool is_variadic;                   /* FUNCTION: declared only, never lowered */
};

/* One parameter of a function type, in source order. Machine parameters follow the same order, a hidden
 * count directly after its POINTER_STRING. */
struct parameter {
    const char *name;         /* NULL in a prototype without names */
    const struct type *type;  /* scalar; for a pointer: TYPE_POINTER, of the kind that the variable has */
    enum pointer_kind passed; /* if type is a pointer: how it is passed (never POINTER_LOCAL) */
    unsigned count;           /* COUNTED, SIZED: index of the count among the parameters, an integer of 4
                                 or 8 bytes */
    uint64_t fixed_count;     /* FIXED: elements, at least 1; of void: bytes */
};

/* The unqualified basic types, by kind; TYPE_POINTER and later kinds have none. */
const struct type *type_basic(enum type_kind kind);

const struct type *type_pointer(struct arena *arena, const struct type *pointee, enum pointer_kind kind);
/* `length` 0 and `is_incomplete` for an array of unknown length. The caller has checked that the size
 * does not overflow: see type_array_fits. */
const struct type *type_array(struct arena *arena, const struct type *element, uint64_t length,
                              bool is_incomplete);
bool type_array_fits(const struct type *element, uint64_t length);
/* The type with exactly these qualifiers, those of the elements for an array. */
const struct type *type_qualify(struct arena *arena, const struct type *type, unsigned qualifiers);
const struct type *type_unqualified(struct arena *arena, const struct type *type);

/* Same type, top-level qualifiers and pointer kinds aside. */
bool type_equal(const struct type *a, const struct type *b);

bool type_is_integer(const struct type *type); /* bool and enums included */
bool type_is_floating(const struct type *type);
bool type_is_arithmetic(const struct type *type);
bool type_is_scalar(const struct type *type); /* arithmetic, pointer or nullptr_t */
bool type_is_signed(const struct type *type); /* integers only; an enum answers for its underlying type */
/* Bits of an integer's value in memory: 8, 16, 32, 64 (bool: 8). */
unsigned type_bits(const struct type *type);
/* `value` reduced to the type's width and extended to 64 bits by its sign; bool: 0 or 1. */
uint64_t type_wrap(const struct type *type, uint64_t value);

/* Integer promotion, and the common type of the usual arithmetic conversions. */
const struct type *type_promote(const struct type *type);
const struct type *type_common(const struct type *a, const struct type *b);

/* Spells the type as a declaration without a name would ("int *", "char[4]"); NUL-terminated, cut to
 * `size` bytes. Returns `buffer`. */
char *type_print(const struct type *type, char *buffer, size_t size);

#endif
