/* What the parts of the front end share: the parser's state, scopes, and the semantic actions.
 *
 * The parser (parse_*.c) recognises the grammar and calls a semantic action (sema_*.c, format.c) for each
 * construct, which checks it and returns the typed node. After an error an action returns a node of type
 * TYPE_ERROR (see sema_error); an action given such an operand returns one too, silently, so that one mistake
 * is reported once. Parsing always makes progress and ends: nesting is limited, and once f->is_stopped the
 * current token is TOKEN_END for ever. */
#ifndef VCC_FRONT_INTERNAL_H
#define VCC_FRONT_INTERNAL_H

#include "front.h"
#include "lex.h"

#include <assert.h>

#define NESTING_MAX 256     /* of declarators, expressions, statements, initialisers, each inside another */
#define ELSE_CHAIN_MAX 2000 /* `else if` after `else if`: flat to the reader, nested in the tree */
#define OPERATOR_CHAIN_MAX 4000 /* operators of a + b + c + ...: likewise */
#define PARAMETERS_MAX 16
#define FRAME_BYTES_MAX (200u << 10) /* automatic variables of one function */

enum symbol_kind { SYMBOL_VARIABLE, SYMBOL_FUNCTION, SYMBOL_TYPEDEF, SYMBOL_CONSTANT, SYMBOL_TAG };

struct symbol {
    enum symbol_kind kind;
    struct name *name;
    struct symbol *shadowed; /* what the name meant outside this scope */
    struct symbol *next;     /* in the same scope */
    struct scope *scope;
    location at;
    bool may_be_unused;
    union {
        struct variable *variable;
        struct function *function;
        struct {
            const struct type *type; /* TYPEDEF, TAG, CONSTANT */
            uint64_t value;          /* CONSTANT */
        };
    };
};

struct scope {
    struct scope *outer; /* NULL: file scope */
    struct symbol *symbols;
};

struct switch_context {
    struct switch_context *outer;
    struct stmt *stmt;
    const struct type *type; /* of the promoted controlling expression */
    size_t case_capacity;
};

struct front {
    struct source *source;
    struct diag *diag;
    struct arena *arena;
    struct translation_unit *unit;
    size_t function_capacity, variable_capacity;

    struct tokens tokens;
    const struct token *token; /* the current one */
    bool is_stopped;
    bool is_recovering; /* a syntax error was reported; no other one until the parser has found its feet */
    unsigned depth;
    unsigned else_depth;
    uint64_t enum_count;

    struct scope *scope;
    unsigned unevaluated; /* inside sizeof, typeof: nothing is executed */

    struct function *function;    /* being defined, or NULL */
    const struct token *body_end; /* its closing brace */
    size_t local_capacity, label_capacity;
    uint64_t frame_bytes;
    struct stmt *loop;      /* innermost: what continue means */
    struct stmt *breakable; /* innermost loop or switch: what break means */
    struct switch_context *switches;
    struct variable *argument_area;       /* of the function being defined: see sema_variadic.c */
    const struct type *argument_type;     /* struct __argument, or NULL: not needed so far */
    struct pending_count *pending_counts; /* of variables at file scope */
    size_t pending_count, pending_capacity;
    struct pattern *patterns; /* sema_library.c */
    size_t pattern_count, pattern_capacity;
    struct instance **instances;
    size_t instance_count, instance_capacity, defined_instances;
};

struct specifiers {
    location at;
    const struct type *type; /* TYPE_ERROR after an error; NULL if there was none (`auto x = 1`) */
    unsigned qualifiers;     /* already part of `type`, if there is one */
    bool is_typedef, is_static, is_extern, is_auto, is_register, is_constexpr, is_inline;
    bool is_noreturn, is_noinline, is_service, is_used, may_be_unused;
    bool is_packed;
    uint32_t align; /* alignas, or 0 */
    struct format_note format;
};

enum bounds_kind {
    BOUNDS_NONE,
    BOUNDS_SINGLE,
    BOUNDS_COUNTED,
    BOUNDS_SIZED,
    BOUNDS_STRING,
    BOUNDS_INDEXABLE
};

struct bounds {
    enum bounds_kind kind;
    location at;
    struct name *count_name; /* COUNTED, SIZED: the parameter, member or variable; or NULL and ... */
    struct expr *count;      /* ... a constant */
    bool is_noescape;
};

struct pending_count { /* of a variable, looked up at the end of the unit */
    struct variable *variable;
    struct bounds bounds;
};

struct declarator {
    struct name *name; /* NULL: abstract */
    location at;
    const struct type *type;
    struct bounds bounds;         /* of the outermost pointer or array */
    struct variable **parameters; /* TYPE_FUNCTION: one per parameter */
    unsigned parameter_count;
    bool is_noreturn, is_noinline, may_be_unused, is_service, is_used, is_packed;
    struct format_note format;
    uint32_t align; /* that attributes behind it ask for, or 0 */
};

/* ---- parse.c: tokens and recovery */
void parse_advance(struct front *f);
bool parse_accept(struct front *f, enum token_kind kind);
/* The token after the next `ahead` ones. */
const struct token *parse_peek(const struct front *f, size_t ahead);
/* Consumes the token, or reports that it was expected; true if it was there. */
bool parse_expect(struct front *f, enum token_kind kind, const char *after);
/* As parse_expect for ';'; skips to the next statement if it is not there. */
void parse_expect_semicolon(struct front *f, const char *after);
[[gnu::format(printf, 3, 4)]] void parse_error(struct front *f, location at, const char *format, ...);
/* Skips the bracketed group that starts at the current token. */
void parse_skip_group(struct front *f);
/* Skips behind the next ';', or to the '}' that closes the block. */
void parse_skip_statement(struct front *f);
/* Finds the end of the function body that starts at the current token, and the names in it of which `&` takes the
 * address: a pointer among them cannot carry bounds, since what points to it does not know of them. */
void parse_note_addresses(struct front *f);
bool parse_has_address(const struct front *f, const struct name *name);
/* The type of an automatic pointer that is declared as a LOCAL but whose address is taken: one that lies in memory. */
const struct type *parse_pointed_to_type(struct front *f, const struct name *name, const struct type *type);
/* Enters one nesting level; false (and parsing stops) if that is one too many. */
bool parse_enter(struct front *f);
void parse_leave(struct front *f);

/* ---- parse_type.c */
bool parse_is_type_start(const struct front *f, const struct token *token);
bool parse_is_attribute(const struct front *f);
/* Attributes, wherever they may stand; those that mean something here are noted. */
void parse_attributes(struct front *f, struct specifiers *specifiers);
/* False if there is no specifier at all. */
bool parse_specifiers(struct front *f, struct specifiers *specifiers);
void parse_declarator(struct front *f, const struct type *base, struct declarator *declarator);
/* type-name, as in sizeof and casts */
const struct type *parse_type_name(struct front *f);
const struct type *parse_enum(struct front *f);
/* parse_record.c: from `struct` or `union` on. */
const struct type *parse_record(struct front *f);
/* parse_parameters.c: the list behind the '(' that is the current token. */
const struct type *parse_parameters(struct front *f, const struct type *result,
                                    struct declarator *declarator);

/* ---- parse_expr.c; all return rvalues or lvalues as written, see sema_rvalue */
struct expr *parse_expression(struct front *f);
struct expr *parse_assignment(struct front *f);
struct expr *parse_conditional(struct front *f);
/* parse_builtin.c: a call of one of GCC's builtin functions by the name in `token`, from the '(' on; for one that stands
 * for a function of the library just that name, and the '(' is left. NULL: it is neither. */
struct expr *parse_builtin(struct front *f, const struct token *token);
/* An integer constant expression; false after an error. */
bool parse_constant(struct front *f, const char *what, const struct type **type, uint64_t *value);

/* ---- literal.c */
struct expr *literal_number(struct front *f, const struct token *token);
struct expr *literal_character(struct front *f, const struct token *token);
/* Consumes adjacent string tokens. */
struct expr *literal_strings(struct front *f);
struct expr *literal_text(struct front *f, location at, const char *text, size_t length);

/* ---- parse_init.c */
/* Initialises an object of *type from the current token on (behind '='). An array type of unknown length
 * is completed. NULL after an error. */
struct initialiser *parse_initialiser(struct front *f, const struct type **type, bool must_be_constant);

/* ---- parse_decl.c, parse_stmt.c */
void parse_external_declaration(struct front *f);
/* A declaration in a block; STMT_EMPTY, STMT_DECLARATION or a STMT_BLOCK of declarations that is no scope. */
struct stmt *parse_local_declaration(struct front *f);
struct stmt *parse_new_stmt(struct front *f, enum stmt_kind kind, location at);
void parse_static_assert(struct front *f);
/* From '{' on; f->function is the function, `parameters` its variables. */
void parse_function_body(struct front *f, const struct declarator *declarator);

/* ---- sema_scope.c */
void sema_push_scope(struct front *f, struct scope *scope);
/* Ends the scope; warns of unused variables. */
void sema_pop_scope(struct front *f);
/* Makes `name` mean the result from here to the end of the scope. The caller has handled redeclaration. */
struct symbol *sema_declare(struct front *f, enum symbol_kind kind, struct name *name, location at);
/* The symbol that the innermost scope itself declares for the name, or NULL. */
struct symbol *sema_find_here(const struct front *f, const struct name *name);
/* An automatic variable of the function being defined; the caller then counts its bytes. */
struct variable *sema_add_local(struct front *f, const char *name, location at, const struct type *type);
void sema_count_frame(struct front *f, location at, uint64_t bytes);
struct label *sema_label(struct front *f, const struct name *name, location at);

/* ---- sema_decl.c */
/* Declares what one declarator of a declaration says, with its initialiser if '=' follows. In a block:
 * the statement that starts the variable, or NULL. */
struct stmt *sema_declaration(struct front *f, const struct specifiers *specifiers,
                              struct declarator *declarator);
struct function *sema_declare_function(struct front *f, const struct specifiers *specifiers,
                                       const struct declarator *declarator, bool is_definition);
/* Checks that a type can be the type of an object; reports and returns false. */
bool sema_check_object_type(struct front *f, const struct type *type, location at, const char *what);
void sema_finish_unit(struct front *f);

/* ---- sema_pointer.c */
/* What the annotation, else the typedef, else the default makes of a pointer in memory, a parameter or a result; for
 * FIXED also the number of elements. False: reported. */
bool sema_pointer_kind(struct front *f, const struct type *type, const struct bounds *bounds,
                       enum pointer_kind *kind, uint64_t *fixed_count);
/* The type that an element or pointee gets, which has no count next to it; others than pointers as they are. */
const struct type *sema_in_memory(struct front *f, const struct type *type, const struct bounds *bounds);
/* Whether the type can be that of a count; reports. */
bool sema_check_count_type(struct front *f, const struct bounds *bounds, const struct type *type);
/* Gives the variable of static duration the type, with its count. */
void sema_static_pointer(struct front *f, struct variable *variable, const struct bounds *bounds,
                         uint64_t fixed_count);
void sema_resolve_counts(struct front *f);
/* The initialiser of a static object as a constant: what a pointer value of the place's type is known to be. NULL: it
 * is no constant. Reports what can never be right. */
struct expr *sema_static_pointer_value(struct front *f, struct expr *e, const struct type *type);
/* Reports if a value to be kept comes from a parameter that is __noescape. */
bool sema_check_kept(struct front *f, const struct expr *value, const char *verb);
/* Whether `first` is the record's first member, or that one's first member, and so on. */
bool sema_is_first_member(const struct type *record, const struct type *first);

/* ---- sema_heap.c */
/* A call of malloc, calloc, realloc or free, or memcpy and the like on records with pointers; NULL: it is none. */
struct expr *sema_heap_call(struct front *f, location at, struct function *function, struct expr **arguments,
                            size_t count);
/* Whether the pointer comes from malloc and its type is still open. */
bool sema_is_untyped_allocation(const struct expr *e);
/* The same allocation, as one of objects of the pointee; the error if it can never hold one. */
struct expr *sema_type_allocation(struct front *f, struct expr *e, const struct type *pointee);
/* new(T), new_array(T, count) */
struct expr *sema_new_object(struct front *f, location at, const struct type *type, struct expr *count);

/* ---- sema_library.c */
/* A call of a function whose types C does not say in full: a search, qsort or bsearch; NULL: it is none. */
struct expr *sema_library_call(struct front *f, location at, struct function *function,
                               struct expr **arguments, size_t count);
/* What a call of memcpy, memmove or memset is worth, if its first argument can be evaluated once more; else NULL. The
 * library's function gives nothing back: it may have got a part of an object, which no `void *` can be. */
struct expr *sema_library_result(struct front *f, const struct function *function, struct expr **arguments,
                                 size_t count);
/* Notes a definition that begins with __generic; false if there is none. */
bool parse_pattern(struct front *f);
/* Parses the definitions that calls have asked for. */
void parse_instances(struct front *f);

/* ---- sema_convert.c */
const char *sema_type_text(struct front *f, const struct type *type);
struct expr *sema_new(struct front *f, enum expr_kind kind, location at, const struct type *type);
struct expr *sema_error(struct front *f, location at);
bool sema_is_error(const struct expr *e);
bool sema_is_lvalue(const struct expr *e);
bool sema_is_designator(const struct expr *e); /* a function's name */
bool sema_is_null_constant(const struct expr *e);
/* Whether the access that lvalue `e` stands for may succeed; reports one that never can. */
bool sema_check_access(struct front *f, const struct expr *e);
/* Loads, decays; an error for functions and arrays of unknown length. */
struct expr *sema_rvalue(struct front *f, struct expr *e);
/* Conversions that need no check of their own: arithmetic, or to void, or between pointers of one pointee. */
struct expr *sema_convert(struct front *f, struct expr *e, const struct type *type);
struct expr *sema_local_pointer(struct front *f, struct expr *e);
struct expr *sema_condition(struct front *f, struct expr *e);
/* Implicit conversion as if by assignment; `context` completes "... when": "initializing", "returning". */
struct expr *sema_assignable(struct front *f, struct expr *e, const struct type *type, const char *context);
struct expr *sema_explicit_cast(struct front *f, location at, const struct type *type, struct expr *e);
/* If `e` is a pointer of which object, byte offset and the object's byte length are known now. */
bool sema_known_extent(const struct expr *e, int64_t *offset, uint64_t *length);

/* ---- sema_record.c */
/* e.name or e->name */
struct expr *sema_member(struct front *f, location at, struct expr *e, struct name *name, bool is_arrow);
/* Makes the result of a call or conditional expression of record type a place of its own. */
struct expr *sema_with_temporary(struct front *f, struct expr *e);
/* A record argument that a later one might change, copied; others as they are. */
struct expr *sema_argument_copy(struct front *f, struct expr *e);
/* The object that a member, of a member, ... belongs to. */
const struct expr *sema_whole(const struct expr *e);

/* ---- sema_fold.c */
struct expr *sema_integer(struct front *f, location at, const struct type *type, uint64_t value);
struct expr *sema_floating(struct front *f, location at, const struct type *type, double value);
/* The constant, or NULL if there is none. Operands are of the types that the node wants. */
struct expr *sema_fold_cast(struct front *f, enum cast_kind cast, const struct expr *e,
                            const struct type *type);
struct expr *sema_fold_unary(struct front *f, enum unary_op op, const struct expr *e);
struct expr *sema_fold_binary(struct front *f, enum binary_op op, const struct expr *a, const struct expr *b,
                              const struct type *type, location at);

/* ---- sema_expr.c */
struct expr *sema_unary(struct front *f, enum token_kind op, location at, struct expr *e);
struct expr *sema_binary(struct front *f, enum token_kind op, location at, struct expr *a, struct expr *b);
struct expr *sema_logical(struct front *f, enum token_kind op, location at, struct expr *a, struct expr *b);
struct expr *sema_conditional(struct front *f, location at, struct expr *condition, struct expr *b,
                              struct expr *c);
struct expr *sema_assign(struct front *f, enum token_kind op, location at, struct expr *a, struct expr *b);
struct expr *sema_increment(struct front *f, bool is_decrement, bool is_postfix, location at, struct expr *e);
struct expr *sema_subscript(struct front *f, location at, struct expr *a, struct expr *b);
struct expr *sema_comma(struct front *f, location at, struct expr *a, struct expr *b);
/* sema_call.c */
struct expr *sema_call(struct front *f, location at, struct expr *callee, struct expr **arguments,
                       size_t count);
/* Calls by name or through `callee`, whichever is not NULL. */
struct expr *sema_make_call(struct front *f, location at, struct function *function, struct expr *callee,
                            struct expr **arguments, size_t count);
/* Whether what the function returns can have the elements that its type promises; reports. */
bool sema_check_result(struct front *f, const struct expr *value);

/* Whether the counted pointer `name` of the type can be given the value next to a count of `wanted`; reports. */
bool sema_check_counted_value(struct front *f, const struct expr *value, const struct type *type,
                              const char *name, uint64_t wanted);

/* ---- sema_variadic.c */
/* Declares what every unit has: `__builtin_va_list`. */
void sema_declare_variadic(struct front *f);
/* Whether the type is that of a va_list. */
bool sema_is_list(struct front *f, const struct type *type);
/* Adds the two parameters that `...` stands for; returns the new count. There is room. */
size_t sema_add_variadic(struct front *f, struct parameter *parameters, struct variable **variables,
                         size_t count, location at);
/* A call of a variadic function; the arguments for its written parameters are converted, the others are as
 * written. */
struct expr *sema_variadic_call(struct front *f, location at, struct function *function, struct expr *callee,
                                struct expr **arguments, size_t count);
/* The value of `e` from a temporary that an assignment appended to `*before` (comma expressions, or NULL) sets;
 * constants and records are given back as they are. */
struct expr *sema_hold(struct front *f, struct expr **before, struct expr *e);
/* __builtin_va_start(list), __builtin_va_arg(list, type), __builtin_va_copy(to, from), __builtin_va_end(list) */
struct expr *sema_va_start(struct front *f, location at, struct expr *list);
struct expr *sema_va_arg(struct front *f, location at, struct expr *list, const struct type *type);
struct expr *sema_va_copy(struct front *f, location at, struct expr *to, struct expr *from);
struct expr *sema_va_end(struct front *f, location at, struct expr *list);

/* ---- format.c */
/* A call of printf, scanf, a relative of theirs, or a function with the attribute `format`; the arguments for written
 * parameters are converted. Checks the format if it is a literal. NULL: it is to be an ordinary call. */
struct expr *format_expand(struct front *f, location at, struct function *function, struct expr **arguments,
                           size_t count);

/* ---- sema_flow.c: whether control can reach the end of the statement */
bool sema_completes(const struct stmt *stmt, bool is_reached);

/* ---- sema_null.c: reports accesses through variables that are null on every path; no error was reported before */
void sema_check_null(struct front *f, const struct function *function);

#endif
