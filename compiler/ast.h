/* The typed syntax tree: what the front end hands to the lowering.
 *
 * It is explicit. Every node of an expression has its final type; every implicit conversion is an
 * EXPR_CAST with a kind; reading an object is an EXPR_LOAD, an array becoming a pointer an EXPR_DECAY;
 * p[i] is *(p + i), &a[i] is a + i, &*p is p; sizeof, alignof, enumeration constants and all constant
 * arithmetic are folded; conditions are of type bool. A tree is handed over only if no error was
 * reported, so TYPE_ERROR, TYPE_NULLPTR and EXPR_ERROR do not occur in it.
 *
 * Lvalues are exactly EXPR_VARIABLE, EXPR_DEREF, EXPR_MEMBER, EXPR_TEMPORARY, EXPR_STRING and EXPR_COMPOUND;
 * they occur only as the operand of LOAD, DECAY, ADDRESS, MEMBER, ASSIGN and COMPOUND_ASSIGN (and a string in
 * an initialiser). Every other expression is an rvalue, whose type is void, arithmetic, a pointer or a record
 * (a structure or union) and unqualified.
 *
 * An rvalue of record type need not be a copy: whoever evaluates it uses it before anything else is
 * evaluated that could change where it came from. Where C's order would allow that, EXPR_COPY stands.
 *
 * Evaluation order is fixed: operands and arguments left to right; an assignment evaluates its left side's
 * address first, then the right side, then stores. Signed arithmetic wraps; a shift count counts modulo the
 * width; division by zero and the overflowing quotient trap.
 *
 * All nodes live in the arena of the translation unit and are not changed after front_compile returns,
 * except for the `lowered` members, which belong to the lowering (they start as NULL). */
#ifndef VCC_AST_H
#define VCC_AST_H

#include "diag.h"
#include "source.h"
#include "types.h"

struct expr;
struct stmt;

enum expr_kind {
    EXPR_ERROR,
    EXPR_INTEGER, /* `integer`, already wrapped to the type (type_wrap); bool and enums too */
    EXPR_FLOAT,   /* `floating`, already rounded to the type */
    EXPR_NULL,    /* the null pointer of the node's pointer type; LOCAL: index and length 0 */

    EXPR_VARIABLE, /* lvalue: `variable` */
    EXPR_DEREF,    /* lvalue: the element that the pointer `a` points to. `a` POINTER_SINGLE: no index, only
                      null can be wrong */
    EXPR_STRING,   /* lvalue of type const array: `string` */
    EXPR_COMPOUND, /* lvalue: compound literal: initialises `variable` with `init`, then stands for it;
                      a static variable was initialised at start already (init is NULL) */

    EXPR_MEMBER, /* lvalue: the member `offset` bytes into the record lvalue `a`; `member` is it. Its count, if
                       it has one, lies `offset - member->offset + member->count->offset` bytes into `a` */
    EXPR_TEMPORARY, /* lvalue: where the record rvalue `a` is; only read */

    EXPR_COPY, /* the record rvalue `a`, copied to `temporary` */
    EXPR_LOAD, /* value of the lvalue `a` (a scalar or record). A pointer in memory that is COUNTED, SIZED, FIXED,
                     STRING or WIDE gives a LOCAL: the bounds it claims are checked or found out here */
    EXPR_DECAY, /* pointer (LOCAL) to element 0 of the array lvalue `a`, bounds: that array */
    EXPR_ADDRESS, /* pointer (LOCAL, length 1) to the lvalue `a`: a variable, literal, member, dereferenced whole array */
    EXPR_STATIC_ADDRESS, /* in initialisers of static objects only: the address `base_offset` bytes into the static object
                            `variable` or, if that is NULL, the string `base_string`; of the pointer type of the place that
                            it initialises (COUNTED, SIZED, FIXED, ANY: the offset is 0; WIDE: the index is it divided
                            by the element size, and the object is an array of exactly these elements) */
    EXPR_FUNCTION, /* the function `function` as a pointer (POINTER_FUNCTION) */

    EXPR_CAST,         /* `cast` of `a` to the node's type */
    EXPR_UNARY,        /* `unary` of `a`; same type */
    EXPR_BINARY,       /* `binary` of `a` and `b`, arithmetic; comparisons: see enum binary_op */
    EXPR_POINTER_ADD,  /* pointer `a` (LOCAL) plus `b` elements (type long, may be negative); never checked,
                          it is the access that is */
    EXPR_POINTER_DIFF, /* pointer `a` minus pointer `b` (both LOCAL), in elements, type long */
    EXPR_POINTER_COMPARE, /* `binary` (an order or equality) of pointers, by address; type int. Both are of one kind,
                             or one of them is ANY and the other one any kind */
    EXPR_LOGICAL_AND, /* `a` and `b` of type bool; result int 0 or 1 */
    EXPR_LOGICAL_OR,
    EXPR_LOGICAL_NOT, /* `a` of type bool; result int 0 or 1 */
    EXPR_CONDITIONAL, /* `a` (bool) ? `b` : `c`, all results of one type, void included; a record is
                             put into `temporary` */
    EXPR_COMMA,       /* `a`, then `b`; `a` may be of any type */
    EXPR_ASSIGN, /* lvalue `a` = `b`; the value is b's. A pointer in memory that is COUNTED, SIZED, FIXED,
                             STRING or WIDE takes a LOCAL (and the node is a LOCAL) */
    EXPR_COMPOUND_ASSIGN, /* a = (type of a)((operation type)a `binary` b), a's address evaluated once. Also
                             ++ and --. Arithmetic: `operation_type` is the type in which the operation is
                             done and, shifts apart, that of b. Pointer (an lvalue of kind LOCAL, STRING or WIDE;
                             the node is a LOCAL): BINARY_ADD, b a long, in elements. The value is a's new value, or
                             its old one if `yields_old`. */
    EXPR_CALL, /* `function`, or what `callee` (POINTER_FUNCTION) points to if that is NULL; arguments[]: as
                             many as the type has parameters, each of the parameter's type: for a parameter passed as
                             COUNTED, SIZED, FIXED, STRING or WIDE a POINTER_LOCAL to its element type. A result of record
                             type is put into `temporary`; a pointer result is of its value kind (a LOCAL if COUNTED,
                             SIZED, FIXED, STRING or WIDE) */
    EXPR_ALLOCATE, /* a new zeroed array of `a` (unsigned long) elements of the pointee (void: bytes); type LOCAL,
                             index 0, length `a`. No memory: null if `may_fail`, else a trap */
    EXPR_REALLOCATE, /* a new array as by ALLOCATE (may_fail) of `b` elements, the first ones copied from the array
                             that `a` (LOCAL, same type) is the start of, or null */
    EXPR_ARGUMENT, /* the variable argument (struct __argument) that `a` (LOCAL) points to, as a SINGLE; its kind must be
                      among the bits of `b` (EXPR_INTEGER, below 2^31), else a trap */
    EXPR_MOVE_ELEMENTS, /* memmove of `c` bytes (unsigned long) from `b` to `a`, both LOCAL with one pointee, which has
                             slots: whole elements, else a trap. The value is a's */
    EXPR_BUILTIN, /* `builtin` of integers, defined for all of them. Bits: of `a`, unsigned; int, or a's type.
                             Overflow: `a` with `b`, whatever their types, is stored to the integer lvalue `c`, cut to its
                             type; the result is a bool, whether that changed the value */
    EXPR_CLEAR_ELEMENTS, /* memset with 0 of `c` bytes (unsigned long) at `a`, likewise */
};

enum cast_kind {
    CAST_INTEGER, /* integer to integer (enums and bool as source too): wrap or extend by the source's sign */
    CAST_FLOAT,   /* floating to floating */
    CAST_INTEGER_FLOAT,   /* integer to floating */
    CAST_FLOAT_INTEGER,   /* floating to integer */
    CAST_INTEGER_BOOL,    /* != 0 */
    CAST_FLOAT_BOOL,      /* != 0.0, so NaN is true */
    CAST_POINTER_BOOL,    /* != null, of any kind */
    CAST_POINTER,         /* LOCAL to LOCAL with another pointee type; element sizes divide one way or the
                             other (void counts as size 1). Keeps the address; length is rounded down. What is seen
                             through either type has no slots; or the two have one pointee but for qualifiers and the
                             kinds SINGLE and STRING */
    CAST_POINTER_INTEGER, /* the address as an integer of the node's type, from any kind */
    CAST_SINGLE_LOCAL,    /* null becomes null with length 0, everything else gets length 1 */
    CAST_LOCAL_SINGLE,    /* null stays null; otherwise index < length is checked */
    CAST_SINGLE_STRING,   /* SINGLE to LOCAL (of char, const or not): bounds as service extent finds them */
    CAST_SINGLE_VIEW, /* SINGLE of char to SINGLE of larger plain data: null, or so many bytes must be there, as service
                           extent finds them */
    CAST_SINGLE_MEMBER, /* SINGLE to SINGLE: to a record's first member, or its first member, ...; same address */
    CAST_LOCAL_ANY,  /* null stays null; otherwise it must be the start of an object with header, checked */
    CAST_SINGLE_ANY, /* likewise */
    CAST_ANY_LOCAL, /* null stays null (length 0); the object's elements must be of the pointee's type, checked;
                             index 0, length as in the header. To void: as to unsigned char */
    CAST_ANY_SINGLE, /* likewise, to the object's first element */
    CAST_VOID,       /* evaluates and drops */
};

enum unary_op { UNARY_NEGATE, UNARY_COMPLEMENT /* ~ */ };

enum binary_op {
    BINARY_ADD, /* of the node's type, as are its operands */
    BINARY_SUB,
    BINARY_MUL,
    BINARY_DIV,
    BINARY_REM,
    BINARY_AND,
    BINARY_OR,
    BINARY_XOR,
    BINARY_SHL, /* a is of the node's type, b of any promoted integer type */
    BINARY_SHR,
    BINARY_EQ, /* node of type int; operands both of one arithmetic type (or pointers of one kind) */
    BINARY_NE,
    BINARY_LT,
    BINARY_GT,
    BINARY_LE,
    BINARY_GE,
};

enum builtin_op {
    BUILTIN_CLZ, /* leading zeros; the width for 0 */
    BUILTIN_CTZ, /* trailing zeros, likewise */
    BUILTIN_POPCOUNT,
    BUILTIN_PARITY,
    BUILTIN_FFS, /* 1 + trailing zeros; 0 for 0 */
    BUILTIN_SWAP_BYTES,
    BUILTIN_ADD_OVERFLOW,
    BUILTIN_SUB_OVERFLOW,
    BUILTIN_MUL_OVERFLOW,
};

struct string_literal {
    const unsigned char
        *bytes;      /* `length` elements of `element`'s size, little-endian, terminator included */
    uint64_t length; /* elements, terminator included */
    const struct type *element;
    bool is_writable; /* it became a pointer without const */
    void *lowered;
};

struct expr {
    enum expr_kind kind;
    location at; /* of the operator, name or literal that a message should point to */
    const struct type *type;
    union {
        uint64_t integer;
        double floating;
        struct string_literal *string;
        struct {
            struct variable *variable;          /* VARIABLE, COMPOUND, STATIC_ADDRESS (or NULL) */
            struct initialiser *init;           /* COMPOUND */
            struct string_literal *base_string; /* STATIC_ADDRESS */
            uint64_t base_offset;               /* STATIC_ADDRESS */
        };
        struct {
            struct expr *a, *b, *c;
            union {
                enum cast_kind cast;
                enum unary_op unary;
                enum binary_op binary;
                enum builtin_op builtin;
            };
            bool yields_old;                   /* COMPOUND_ASSIGN */
            bool may_fail;                     /* ALLOCATE, REALLOCATE */
            uint64_t offset;                   /* MEMBER */
            const struct member *member;       /* MEMBER */
            const struct type *operation_type; /* COMPOUND_ASSIGN */
        };
        struct {
            struct function *function; /* CALL, FUNCTION */
            struct expr *callee;
            struct expr **arguments;
            unsigned argument_count;
        };
    };
    struct variable *temporary; /* CALL, CONDITIONAL, COPY of record type */
};

/* The object is zeroed (or proven to be covered), then the items are stored in order; a later item may
 * overwrite an earlier one. For objects of static duration every value is EXPR_INTEGER, EXPR_FLOAT,
 * EXPR_STRING, EXPR_NULL, EXPR_FUNCTION or EXPR_STATIC_ADDRESS. */
struct initialiser_item {
    uint64_t offset;         /* bytes from the object's start */
    const struct type *type; /* scalar or record, or an array of characters if the value is a string */
    struct expr *value; /* an rvalue of `type`, or an EXPR_STRING of which the first type->size bytes (as far
                           as there are that many; the rest zero) are copied */
};

struct initialiser {
    struct initialiser_item *items;
    size_t count;
    bool covers_all; /* the items write every byte: no zeroing needed */
};

struct variable {
    const char *name; /* "" for temporaries made by the front end */
    location at;
    const struct type
        *type; /* scalar, array or record, complete, qualifiers kept. A pointer is of a value kind if the
                                variable is automatic (if its address is taken also STRING or WIDE, but then
                                not LOCAL), else of any kind but LOCAL */
    struct variable *count; /* static duration, COUNTED or SIZED: the variable with the count */
    uint64_t fixed_count;   /* static duration, FIXED */
    bool is_global;         /* file scope */
    bool is_static;         /* `static`: internal name at file scope, static duration in a function */
    bool is_defined;        /* global or static: this unit has its storage; else it is only declared */
    bool is_tentative;      /* defined without an initialiser */
    bool is_parameter;
    bool is_noescape; /* parameter: explicitly not kept */
    bool is_constexpr;
    bool
        address_taken; /* automatic: array, record, or the operand of EXPR_ADDRESS (a pointer is not LOCAL then) */
    bool is_used;
    uint32_t align; /* at least type->align (_Alignas); at most 16 */
    struct initialiser
        *init;              /* static duration: its value; NULL: all zero. Automatic: see STMT_DECLARATION */
    struct function *owner; /* static in a function: that function (for its symbol's name) */
    void *lowered;
};

struct label {
    const char *name;
    location at;
    bool is_defined;
    void *lowered;
};

enum { FUNCTION_VIEWS_MAX = 8 };

/* The attribute format(printf, 1, 2), or scanf: parameter `index`, from 1, is the format, and the arguments for it begin
 * with number `first`; 0: they are a va_list. */
struct format_note {
    bool is_scan;
    unsigned index; /* 0: there is no such attribute */
    unsigned first;
};

struct function {
    const char *name;
    location at;
    const struct type *type; /* TYPE_FUNCTION; type->parameters says how each argument is passed */
    bool is_static;
    bool is_inline;
    bool is_noreturn;
    bool is_noinline;
    struct format_note format;
    bool is_service;   /* __attribute__((vouch_service)): name is "__service_NAME", calls go to import NAME */
    bool is_used;      /* called or, if it must not be dropped, marked __attribute__((used)) */
    struct stmt *body; /* STMT_BLOCK; NULL if only declared here */
    location end;      /* of the closing brace */
    struct variable *
        *parameters;          /* defined: one per parameter, in order. Its value at entry: LOCAL from COUNTED,
                                 SIZED, FIXED and STRING (index 0, length as passed), SINGLE as passed */
    struct variable **locals; /* every automatic variable except parameters, temporaries and compound
                                 literals included, whatever its scope */
    size_t local_count;
    struct label **labels;
    size_t label_count;
    const struct type *views[FUNCTION_VIEWS_MAX]; /* what it casts a `void *` to: some of the pointees */
    unsigned view_count;
    void *lowered;
};

enum stmt_kind {
    STMT_EMPTY,
    STMT_BLOCK,       /* items[] */
    STMT_EXPRESSION,  /* `expr` of any type */
    STMT_DECLARATION, /* automatic `variable` starts (again): initialise with `init`; if that is NULL its
                         value is unspecified (pointers: null) */
    STMT_IF,          /* `condition`, `body`, `otherwise` (may be NULL) */
    STMT_WHILE,       /* `condition`, `body` */
    STMT_DO,          /* `body`, `condition` */
    STMT_FOR, /* `first` (may be NULL), `condition` (may be NULL: for ever), `step` (may be NULL), `body` */
    STMT_SWITCH,   /* `expr` of a promoted integer type, `cases`, `default_case` (may be NULL), `body` */
    STMT_CASE,     /* the place that a case jumps to, then `body`; `default:` too */
    STMT_LABEL,    /* `label`, then `body` */
    STMT_GOTO,     /* to `label`, which is defined in the function */
    STMT_BREAK,    /* out of `target` (a loop or switch) */
    STMT_CONTINUE, /* to the next round of `target` (a loop) */
    STMT_RETURN,   /* `expr` of the function's result type, or NULL. A non-void function whose end is reached
                      returns an unspecified value; main returns 0 */
};

struct switch_case {
    uint64_t value;    /* wrapped to the switch expression's type */
    struct stmt *stmt; /* STMT_CASE inside the body */
};

struct stmt {
    enum stmt_kind kind;
    location at;
    union {
        struct { /* BLOCK */
            struct stmt **items;
            size_t count;
            location end; /* of the closing brace */
        };
        struct { /* DECLARATION */
            struct variable *variable;
            struct initialiser *init;
        };
        struct { /* EXPRESSION, IF, WHILE, DO, FOR, SWITCH, CASE, LABEL, RETURN */
            struct expr *expr;
            struct expr *condition; /* type bool */
            struct expr *step;
            struct stmt *first;
            struct stmt *body;
            struct stmt *otherwise;
            struct label *label; /* LABEL, GOTO */
            struct switch_case *cases;
            size_t case_count;
            struct stmt *default_case;
            struct stmt *target; /* BREAK, CONTINUE */
            bool has_break;      /* loops, SWITCH: some BREAK has this target */
        };
    };
    void *lowered;  /* CASE: its block; loops and switch: the block that break leads to */
    void *lowered2; /* loops: the block that continue leads to */
};

struct translation_unit {
    struct source *source;
    struct function **functions; /* in order of first declaration, each once, also those only declared */
    size_t function_count;
    struct variable **variables; /* static duration: globals, statics of functions, file-scope compound
                                    literals; each once, also those only declared */
    size_t variable_count;
};

#endif
