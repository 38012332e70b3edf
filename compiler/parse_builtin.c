/* GCC's builtin functions that ordinary programs use: what the compiler itself must know, and, for all others, the
 * library's function of the same name.
 *
 * Their names are looked at only where nothing is declared by them. What GCC leaves undefined is defined: counting the
 * leading or trailing zeros of 0 gives the width, and what should never be reached ends the program. */
#include "front_internal.h"

#include <string.h>

#define PREFIX "__builtin_"
enum { ARGUMENTS_MAX = 3 };

struct builtin_call {
    location at;
    const char *name; /* behind the prefix */
    struct expr *arguments[ARGUMENTS_MAX];
    size_t count;
};

static struct expr *refuse_call(struct front *f, const struct builtin_call *call) {
    for (size_t i = 0; i < call->count; i++) {
        if (sema_is_error(call->arguments[i]))
            return sema_error(f, call->at);
    }
    diag_error(f->diag, call->at, "'" PREFIX "%s' is called with the wrong arguments", call->name);
    return sema_error(f, call->at);
}

/* ---- bits */

static const struct {
    const char *name; /* followed by nothing, l or ll, or for bswap by the width */
    enum builtin_op op;
} bit_functions[] = {
    {"clz", BUILTIN_CLZ},       {"ctz", BUILTIN_CTZ}, {"popcount", BUILTIN_POPCOUNT},
    {"parity", BUILTIN_PARITY}, {"ffs", BUILTIN_FFS}, {"bswap", BUILTIN_SWAP_BYTES},
};

static const struct type *operand_type(enum builtin_op op, const char *suffix) {
    bool is_swap = op == BUILTIN_SWAP_BYTES;
    if (is_swap && strcmp(suffix, "16") == 0)
        return type_basic(TYPE_UNSIGNED_SHORT);
    if (strcmp(suffix, is_swap ? "32" : "") == 0)
        return type_basic(TYPE_UNSIGNED_INT);
    if (strcmp(suffix, is_swap ? "64" : "l") == 0)
        return type_basic(TYPE_UNSIGNED_LONG);
    return !is_swap && strcmp(suffix, "ll") == 0 ? type_basic(TYPE_UNSIGNED_LONG_LONG) : nullptr;
}

static uint64_t fold_bits(enum builtin_op op, uint64_t value, unsigned bits) {
    switch (op) {
    case BUILTIN_CLZ:
        return value == 0 ? bits : (unsigned)__builtin_clzll(value) - (64 - bits);
    case BUILTIN_CTZ:
        return value == 0 ? bits : (unsigned)__builtin_ctzll(value);
    case BUILTIN_POPCOUNT:
        return (unsigned)__builtin_popcountll(value);
    case BUILTIN_PARITY:
        return (unsigned)__builtin_parityll(value);
    case BUILTIN_FFS:
        return (unsigned)__builtin_ffsll((long long)value);
    default:
        return __builtin_bswap64(value) >> (64 - bits);
    }
}

static struct expr *make_bits(struct front *f, struct builtin_call *call, enum builtin_op op,
                              const struct type *type) {
    struct expr *a = call->count == 1 ? sema_rvalue(f, call->arguments[0]) : nullptr;
    if (a == nullptr || !type_is_arithmetic(a->type))
        return refuse_call(f, call);
    a = sema_convert(f, a, type);
    const struct type *result = op == BUILTIN_SWAP_BYTES ? type : type_basic(TYPE_INT);
    if (a->kind == EXPR_INTEGER)
        return sema_integer(f, call->at, result, fold_bits(op, a->integer, type_bits(type)));
    struct expr *e = sema_new(f, EXPR_BUILTIN, call->at, result);
    e->a = a;
    e->builtin = op;
    return e;
}

static struct expr *parse_bits(struct front *f, struct builtin_call *call) {
    for (size_t i = 0; i < sizeof bit_functions / sizeof *bit_functions; i++) {
        size_t length = strlen(bit_functions[i].name);
        if (strncmp(call->name, bit_functions[i].name, length) != 0)
            continue;
        const struct type *type = operand_type(bit_functions[i].op, call->name + length);
        if (type != nullptr)
            return make_bits(f, call, bit_functions[i].op, type);
    }
    return nullptr;
}

/* ---- arithmetic that tells whether it overflows: add_overflow(a, b, &result) */

static struct expr *make_overflow(struct front *f, struct builtin_call *call, enum builtin_op op) {
    if (call->count != 3)
        return refuse_call(f, call);
    struct expr *a = sema_rvalue(f, call->arguments[0]), *b = sema_rvalue(f, call->arguments[1]),
                *result = sema_unary(f, TOKEN_STAR, call->at, call->arguments[2]);
    if (sema_is_error(a) || sema_is_error(b) || sema_is_error(result))
        return sema_error(f, call->at);
    if (!type_is_integer(a->type) || !type_is_integer(b->type) || !type_is_integer(result->type) ||
        result->type->kind == TYPE_BOOL || result->type->kind == TYPE_ENUM)
        return refuse_call(f, call);
    struct expr *zero = sema_integer(f, call->at, type_basic(TYPE_INT), 0);
    if (sema_is_error(
            sema_assign(f, TOKEN_ASSIGN, call->at, result, zero))) /* whether it may be assigned to */
        return sema_error(f, call->at);
    struct expr *e = sema_new(f, EXPR_BUILTIN, call->at, type_basic(TYPE_BOOL));
    e->a = a;
    e->b = b;
    e->c = result;
    e->builtin = op;
    return e;
}

/* {s,u}{add,sub,mul}{,l,ll}_overflow are what the generic ones are. */
static struct expr *parse_overflow(struct front *f, struct builtin_call *call) {
    static const char *const names[] = {"add", "sub", "mul"};
    const char *name = call->name;
    size_t length = strlen(name), tail = strlen("_overflow");
    if (length < tail || strcmp(name + length - tail, "_overflow") != 0)
        return nullptr;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool has_sign = (name[0] == 's' || name[0] == 'u') && strncmp(name + 1, names[i], 3) == 0;
        const char *rest = name + 3 + has_sign;
        while (has_sign && *rest == 'l')
            rest++;
        if ((has_sign || strncmp(name, names[i], 3) == 0) && strcmp(rest, "_overflow") == 0)
            return make_overflow(f, call, BUILTIN_ADD_OVERFLOW + (enum builtin_op)i);
    }
    return nullptr;
}

/* ---- the others */

static struct expr *call_abort(struct front *f, const struct builtin_call *call) {
    struct name *name = names_intern(&f->tokens.names, f->arena, "abort", strlen("abort"));
    struct function *function = name->function;
    if (function == nullptr) {
        struct type *type = arena_alloc(f->arena, sizeof *type);
        *type = (struct type){.kind = TYPE_FUNCTION, .align = 1, .result = type_basic(TYPE_VOID)};
        struct specifiers specifiers = {.at = call->at, .type = type->result, .is_noreturn = true};
        struct declarator declarator = {.name = name, .at = call->at, .type = type};
        function = sema_declare_function(f, &specifiers, &declarator, false);
    }
    function->is_used = true;
    return sema_make_call(f, call->at, function, nullptr, nullptr, 0);
}

static bool is_known_now(const struct expr *e) {
    return e->kind == EXPR_INTEGER || e->kind == EXPR_FLOAT || e->kind == EXPR_NULL || e->kind == EXPR_STRING;
}

static struct expr *parse_constants(struct front *f, struct builtin_call *call) {
    static const struct {
        const char *name;
        double value;
        unsigned parameters;
    } constants[] = {
        {"huge_val", __builtin_inf(), 0}, {"inf", __builtin_inf(), 0}, {"nan", __builtin_nan(""), 1}};
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        size_t length = strlen(constants[i].name);
        if (strncmp(call->name, constants[i].name, length) != 0 || call->count != constants[i].parameters)
            continue;
        const char *suffix = call->name + length;
        if (strcmp(suffix, "") == 0 || strcmp(suffix, "l") == 0)
            return sema_floating(f, call->at, type_basic(TYPE_DOUBLE), constants[i].value);
        if (strcmp(suffix, "f") == 0)
            return sema_floating(f, call->at, type_basic(TYPE_FLOAT), constants[i].value);
    }
    return nullptr;
}

/* NULL: no builtin that has a meaning of its own. */
static struct expr *parse_known(struct front *f, struct builtin_call *call) {
    const char *name = call->name;
    struct expr *e = parse_bits(f, call);
    e = e == nullptr ? parse_overflow(f, call) : e;
    e = e == nullptr ? parse_constants(f, call) : e;
    if (e != nullptr)
        return e;
    if (call->count == 0 &&
        (strcmp(name, "abort") == 0 || strcmp(name, "trap") == 0 || strcmp(name, "unreachable") == 0))
        return call_abort(f, call);
    if ((call->count == 2 && strcmp(name, "expect") == 0) ||
        (call->count == 3 && strcmp(name, "expect_with_probability") == 0))
        return sema_convert(f, sema_rvalue(f, call->arguments[0]), type_basic(TYPE_LONG));
    if (call->count == 1 && strcmp(name, "constant_p") == 0)
        return sema_integer(f, call->at, type_basic(TYPE_INT), is_known_now(call->arguments[0]));
    if (call->count == 3 && strcmp(name, "choose_expr") == 0 && call->arguments[0]->kind == EXPR_INTEGER)
        return call->arguments[0]->integer != 0 ? call->arguments[1] : call->arguments[2];
    return nullptr;
}

static struct expr *parse_same_types(struct front *f, location at) {
    parse_expect(f, TOKEN_LEFT_PAREN, "after the name of the builtin");
    const struct type *a = parse_type_name(f);
    parse_expect(f, TOKEN_COMMA, "and another type");
    const struct type *b = parse_type_name(f);
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end the types");
    return f->is_recovering ? sema_error(f, at) : sema_integer(f, at, type_basic(TYPE_INT), type_equal(a, b));
}

struct expr *parse_builtin(struct front *f, const struct token *token) {
    struct builtin_call call = {.at = token->at, .name = token->name->text + strlen(PREFIX)};
    if (strncmp(token->name->text, PREFIX, strlen(PREFIX)) != 0 || f->token->kind != TOKEN_LEFT_PAREN)
        return nullptr;
    if (strcmp(call.name, "types_compatible_p") == 0)
        return parse_same_types(f, call.at);
    const struct symbol *library =
        names_intern(&f->tokens.names, f->arena, call.name, strlen(call.name))->symbol;
    const struct token *open = f->token;
    unsigned errors = f->diag->errors;
    parse_advance(f);
    bool is_unevaluated = strcmp(call.name, "constant_p") == 0;
    f->unevaluated += is_unevaluated;
    while (f->token->kind != TOKEN_RIGHT_PAREN && !f->is_recovering && call.count < ARGUMENTS_MAX) {
        call.arguments[call.count++] = parse_assignment(f);
        if (!parse_accept(f, TOKEN_COMMA))
            break;
    }
    f->unevaluated -= is_unevaluated;
    bool has_all = parse_accept(f, TOKEN_RIGHT_PAREN);
    struct expr *known = has_all && f->diag->errors == errors ? parse_known(f, &call) : nullptr;
    if (known != nullptr)
        return known;
    if (f->diag->errors != errors || f->is_stopped || f->is_recovering)
        return sema_error(f, call.at);
    f->token = open; /* a call of the library's function, which parses the arguments again */
    if (library == nullptr || library->kind != SYMBOL_FUNCTION)
        return nullptr;
    struct expr *e = sema_new(f, EXPR_CALL, call.at, library->function->type);
    e->function = library->function;
    return e;
}
