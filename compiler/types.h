/* Types of Safe C, as the front end computes them and the lowering reads them.
 *
 * The data model is LP64: int 4, long and long long 8, double and long double 8 bytes; plain char is
 * signed. Types are immutable once made, except that a structure or union may be completed later, and
 * live in the arena of their translation unit. They are compared with type_equal, never by address. Nothing
 * here knows about expressions.
 *
 * Pointers. A pointer *value* in a function body is of one of four kinds: POINTER_LOCAL (reference, index,
 * length: the bounds travel with it) or one word: POINTER_SINGLE (null or exactly one object), POINTER_ANY,
 * POINTER_FUNCTION. The other kinds say what lies in memory (members, elements, objects of static duration) and how
 * parameters and results are passed; a value loaded from such a place, or got as such a parameter or result, is
 * a LOCAL. Pointees and elements that are pointers always have the kind that they have in memory, never LOCAL. */
#ifndef VCC_TYPES_H
#define VCC_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define OBJECT_SIZE_MAX (1ull << 30) /* an image is not larger: VX_IMAGE_SIZE_MAX */

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
    TYPE_RECORD, /* a structure or union */
};

enum pointer_kind {
    POINTER_LOCAL,  /* values only: carries its bounds: (reference, index in elements, length in elements) */
    POINTER_SINGLE, /* null or exactly one object of the pointee type */
    POINTER_ANY,    /* void *: null or the start of an object with header */
    POINTER_FUNCTION, /* null or a function; the pointee is a TYPE_FUNCTION */
    POINTER_COUNTED, /* at least as many elements as the sibling (parameter, member, variable) `count` says */
    POINTER_SIZED,   /* at least as many bytes as `count` says; the pointee is plain data or void */
    POINTER_FIXED,   /* at least `fixed_count` elements (of void: bytes); in memory it may also be null */
    POINTER_STRING,  /* of char; in memory one word, its bounds come from the object (service extent). As a
                         parameter a hidden 8-byte count, the bytes up to the end of the object (the terminator
                         included), follows as a machine argument */
    POINTER_WIDE,    /* 16 bytes: the start of an array object, then an 8-byte index in elements */
};

enum { QUALIFIER_CONST = 1, QUALIFIER_VOLATILE = 2, QUALIFIER_RESTRICT = 4 };

struct enumerator {
    struct enumerator *previous;
    const char *name;
    uint64_t value;
};

struct type {
    enum type_kind kind;
    unsigned qualifiers; /* of this level; for an array those of its elements, repeated */
    uint64_t size;       /* bytes; 0 for void, functions and arrays of unknown length */
    uint32_t align;      /* bytes */
    uint8_t bit_width;   /* of a bit-field, else 0; the type is that of the whole integer in which it lies */
    uint8_t bit_shift;   /* bits of that integer below the bit-field */
    bool is_incomplete;  /* void, array of unknown length, record without members so far */

    const struct type *element; /* POINTER: pointee (may be void); ARRAY: element; ENUM: underlying type */
    uint64_t length;            /* ARRAY: elements; ENUM: its number, to tell it from others */
    enum pointer_kind pointer;  /* POINTER */
    const char *tag;            /* ENUM: its tag, or NULL */
    struct enumerator *enumerators; /* ENUM: the last one; for debuggers */

    struct record *record;  /* RECORD */
    struct type *next_copy; /* RECORD: another of the record's types */

    const struct type *result;          /* FUNCTION; a pointer may be of any kind but LOCAL */
    unsigned result_count;              /* FUNCTION: result COUNTED or SIZED: index of the parameter */
    uint64_t result_fixed_count;        /* FUNCTION: result FIXED */
    const struct parameter *parameters; /* FUNCTION */
    unsigned parameter_count;           /* FUNCTION; at most 16 */
    bool
        is_variadic; /* FUNCTION: its last two parameters are not written: the variable arguments, a COUNTED pointer
                         to const struct __argument, and their number */
};

struct member {
    const char *name; /* NULL: an anonymous structure or union, whose members count as the record's own */
    const struct type *type; /* complete; a pointer may be of any kind but LOCAL */
    uint64_t offset;         /* bytes from the record's start, as the System V ABI lays it out; but in a union
                                each member with pointers has a place of its own, behind the plain ones */
    const struct member *count; /* COUNTED, SIZED: the sibling, an integer of 4 or 8 bytes */
    uint64_t fixed_count;       /* FIXED: as in struct parameter */
};

/* What all types of one structure or union share, however qualified. */
struct record {
    bool is_union;
    bool is_broken;  /* a mistake in its definition was reported */
    bool is_const;   /* some member is: the whole cannot be assigned to */
    bool has_arrays; /* some member is or has an array */
    bool has_slots;  /* some member is or has a pointer */
    const char *tag; /* or NULL */
    struct member *members;
    size_t count;
    struct type *first; /* the unqualified type; the others follow by next_copy */
};

/* One parameter of a function type, in source order. Machine parameters follow the same order, a hidden
 * count directly after its POINTER_STRING. */
struct parameter {
    const char *name;         /* NULL in a prototype without names */
    const struct type *type;  /* scalar or record; for a pointer: TYPE_POINTER, of the kind that the
                                 variable has (LOCAL, SINGLE, ANY, FUNCTION) */
    enum pointer_kind passed; /* if type is a pointer: how it is passed (never POINTER_LOCAL) */
    bool is_noescape;         /* a pointer that the callee does not keep */
    unsigned count;           /* COUNTED, SIZED: index of the count among the parameters, an integer of 4
                                 or 8 bytes */
    uint64_t fixed_count;     /* FIXED: elements, at least 1; of void: bytes */
};

/* The unqualified basic types, by kind; TYPE_POINTER and later kinds have none. */
const struct type *type_basic(enum type_kind kind);

/* The size follows from the kind. */
const struct type *type_pointer(struct arena *arena, const struct type *pointee, enum pointer_kind kind);
/* The same pointer type, qualifiers kept, of another kind. */
const struct type *type_of_kind(struct arena *arena, const struct type *pointer, enum pointer_kind kind);
/* What a pointer is in memory unless its declaration says otherwise. */
enum pointer_kind type_default_kind(const struct type *pointee);
/* The kind of the value that loading it gives: LOCAL, SINGLE, ANY or FUNCTION. */
enum pointer_kind type_value_kind(enum pointer_kind kind);
/* The type of the value that an lvalue of this type holds: unqualified, no bit-field, a pointer of its value kind. */
const struct type *type_value(struct arena *arena, const struct type *type);
/* `length` 0 and `is_incomplete` for an array of unknown length. The caller has checked that the size
 * does not overflow: see type_array_fits. */
const struct type *type_array(struct arena *arena, const struct type *element, uint64_t length,
                              bool is_incomplete);
bool type_array_fits(const struct type *element, uint64_t length);
/* The type with exactly these qualifiers, those of the elements for an array. */
const struct type *type_qualify(struct arena *arena, const struct type *type, unsigned qualifiers);
const struct type *type_unqualified(struct arena *arena, const struct type *type);
/* The same type, or an array of it, at another alignment. Its size stays. */
const struct type *type_aligned(struct arena *arena, const struct type *type, uint32_t align);
/* An integer type as that of a bit-field. */
const struct type *type_bit_field(struct arena *arena, const struct type *type, unsigned width,
                                  unsigned shift);
/* What a value of the type is promoted to, also if it comes from a bit-field. */
const struct type *type_promote_field(const struct type *type);

/* A structure or union that has no members yet. `tag` may be NULL. */
struct type *type_record(struct arena *arena, bool is_union, const char *tag);
/* Gives the record's types, all of them, the size and alignment that its members need. */
void type_complete(struct type *type, uint64_t size, uint32_t align);
/* The member of that name, those of anonymous members included, or NULL. `*offset` is from the record's
 * start; `*index`, if given, is the place among the record's own members of the one that it is or is in. */
const struct member *type_find_member(const struct type *type, const char *name, uint64_t *offset,
                                      size_t *index);
/* Whether an array is or lies in it, so that an access may need an index of its own. */
bool type_has_arrays(const struct type *type);
/* Whether a pointer is or lies in it: its memory is not plain data. */
bool type_has_slots(const struct type *type);

/* Same type, top-level qualifiers and pointer kinds aside; pointers in what it points to must be of one kind (SINGLE
 * and STRING are one: they are the same in memory). */
bool type_equal(const struct type *a, const struct type *b);
/* As type_equal, but for what pointers point to: a pointer must be of one kind, too. */
bool type_pointees_equal(const struct type *a, const struct type *b);

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
