/* printf: checks the literal format against the arguments and expands the call.
 *
 * There are no variable argument lists at machine level, so each conversion becomes a call of one typed
 * function of <vouch/print.h>, and the call's value is the sum of theirs. Arguments are evaluated first, left
 * to right, into temporaries, as the one call in C would do; constants and, if all arguments
 * are plain, variables need none. */
#include "front_internal.h"
#include "stdlib/include/vouch/print.h"

#include <ctype.h>
#include <string.h>

struct expansion {
    struct front *f;
    location at;
    struct expr **arguments; /* of printf; 0 is the format */
    size_t argument_count, next;
    bool has_error;
    bool needs_temporaries;
    struct expr *before; /* assignments to temporaries, joined by commas, or NULL */
    struct expr *sum;    /* of the calls so far, or NULL */
    size_t call_count;
};

enum length { LENGTH_NONE, LENGTH_HH, LENGTH_H, LENGTH_L, LENGTH_LL, LENGTH_LONG_DOUBLE };

struct conversion {
    int flags;
    struct expr *width, *precision; /* of type int */
    bool has_precision;
    enum length length;
    char letter;
};

[[gnu::format(printf, 2, 3)]] static void report(struct expansion *x, const char *format, ...) {
    va_list arguments;
    char text[300];
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    diag_error(x->f->diag, x->at, "%s", text);
    x->has_error = true;
}

/* ---- the functions called */

/* Codes: s const char *, l long long, u unsigned long long, i int, d double. */
static const struct type *code_type(struct front *f, char code) {
    switch (code) {
    case 's':
        return type_pointer(f->arena, type_qualify(f->arena, type_basic(TYPE_CHAR), QUALIFIER_CONST),
                            POINTER_LOCAL);
    case 'l':
        return type_basic(TYPE_LONG_LONG);
    case 'u':
        return type_basic(TYPE_UNSIGNED_LONG_LONG);
    case 'd':
        return type_basic(TYPE_DOUBLE);
    default:
        return type_basic(TYPE_INT);
    }
}

static struct function *find_printer(struct front *f, const char *text, const char *codes) {
    struct name *name = names_intern(&f->tokens.names, f->arena, text, strlen(text));
    if (name->function != nullptr)
        return name->function;
    size_t count = strlen(codes);
    struct parameter *parameters = arena_alloc(f->arena, count * sizeof *parameters);
    for (size_t i = 0; i < count; i++)
        parameters[i] = (struct parameter){.type = code_type(f, codes[i]), .passed = POINTER_STRING};
    struct type *type = arena_alloc(f->arena, sizeof *type);
    *type = (struct type){.kind = TYPE_FUNCTION,
                          .align = 1,
                          .result = type_basic(TYPE_INT),
                          .parameters = parameters,
                          .parameter_count = (unsigned)count};
    struct function *function = arena_alloc(f->arena, sizeof *function);
    *function = (struct function){.name = name->text, .at = LOCATION_NONE, .type = type};
    name->function = function;
    *(struct function **)arena_push(f->arena, (void **)&f->unit->functions, &f->unit->function_count,
                                    &f->function_capacity, sizeof function) = function;
    return function;
}

/* Adds a call; the arguments are converted to the parameters' types. */
static void add_call(struct expansion *x, const char *name, const char *codes, struct expr *const *values) {
    struct front *f = x->f;
    struct function *function = find_printer(f, name, codes);
    size_t count = strlen(codes);
    bool is_expected = function->type->parameter_count == count && !function->type->is_variadic;
    for (size_t i = 0; is_expected && i < count; i++)
        is_expected = type_equal(function->type->parameters[i].type, code_type(f, codes[i]));
    if (!is_expected || function->type->result->kind != TYPE_INT) {
        report(x, "'%s' is not declared as <vouch/print.h> does it", name);
        return;
    }
    struct expr **arguments = arena_alloc(f->arena, count * sizeof(struct expr *));
    for (size_t i = 0; i < count; i++) {
        arguments[i] = sema_assignable(f, values[i], function->type->parameters[i].type, "printing as");
        x->has_error |= sema_is_error(arguments[i]);
    }
    struct expr *call = sema_make_call(f, x->at, function, nullptr, arguments, count);
    if (x->sum == nullptr) {
        x->sum = call;
    } else {
        struct expr *sum = sema_new(f, EXPR_BINARY, x->at, type_basic(TYPE_INT));
        sum->binary = BINARY_ADD;
        sum->a = x->sum;
        sum->b = call;
        x->sum = sum;
    }
    if (++x->call_count == OPERATOR_CHAIN_MAX)
        report(x, "the format has more than %d parts", OPERATOR_CHAIN_MAX);
}

static void add_text(struct expansion *x, const char *text, size_t length) {
    if (length != 0)
        add_call(x, "__print_text", "s", (struct expr *const[]){literal_text(x->f, x->at, text, length)});
}

/* ---- arguments */

static bool is_constant(const struct expr *e) {
    if (e->kind != EXPR_DECAY)
        return e->kind == EXPR_INTEGER || e->kind == EXPR_FLOAT || e->kind == EXPR_NULL;
    const struct expr *whole = sema_whole(e->a);
    return whole->kind == EXPR_STRING || whole->kind == EXPR_VARIABLE;
}

static bool is_plain(const struct expr *e) {
    while (e->kind == EXPR_CAST && e->cast <= CAST_FLOAT_BOOL)
        e = e->a;
    return is_constant(e) || (e->kind == EXPR_LOAD && sema_whole(e->a)->kind == EXPR_VARIABLE);
}

/* The value of `e`, evaluated before the first call. */
static struct expr *evaluate_first(struct expansion *x, struct expr *e) {
    struct front *f = x->f;
    if (!x->needs_temporaries || is_constant(e) || f->function == nullptr)
        return e;
    struct variable *variable = sema_add_local(f, "", e->at, e->type);
    sema_count_frame(f, e->at, e->type->size);
    variable->is_used = true;
    struct expr *target = sema_new(f, EXPR_VARIABLE, e->at, e->type);
    target->variable = variable;
    struct expr *assign = sema_new(f, EXPR_ASSIGN, e->at, e->type);
    assign->a = target;
    assign->b = e;
    x->before = x->before == nullptr ? assign : sema_comma(f, x->at, x->before, assign);
    return sema_rvalue(f, target);
}

static struct expr *next_argument(struct expansion *x, const char *for_what) {
    if (x->next >= x->argument_count) {
        report(x, "the format needs one more argument for '%s'", for_what);
        return nullptr;
    }
    return x->arguments[x->next++];
}

static struct expr *constant(struct expansion *x, int value) {
    return sema_integer(x->f, x->at, type_basic(TYPE_INT), (uint64_t)value);
}

/* ---- the format */

/* A number or '*'; NULL after an error. */
static struct expr *parse_count(struct expansion *x, const char **at, const char *what) {
    if (**at == '*') {
        ++*at;
        struct expr *e = next_argument(x, "*");
        if (e == nullptr)
            return nullptr;
        if (type_is_integer(e->type) && type_promote(e->type)->size == 4)
            return sema_convert(x->f, evaluate_first(x, e), type_basic(TYPE_INT));
        report(x, "the %s '*' needs an argument of type 'int', but it has the type '%s'", what,
               sema_type_text(x->f, e->type));
        return nullptr;
    }
    int value = 0;
    for (; isdigit((unsigned char)**at); ++*at) {
        value = value * 10 + (**at - '0');
        if (value > 1000000) {
            report(x, "the %s in the format is too large", what);
            return nullptr;
        }
    }
    return constant(x, value);
}

static int flag_of(char c) {
    switch (c) {
    case '-':
        return PRINT_LEFT;
    case '+':
        return PRINT_PLUS;
    case ' ':
        return PRINT_SPACE;
    case '#':
        return PRINT_ALTERNATE;
    case '0':
        return PRINT_ZERO;
    default:
        return 0;
    }
}

static enum length parse_length(const char **at) {
    char c = **at;
    if (c == '\0' || strchr("hljztL", c) == nullptr)
        return LENGTH_NONE;
    ++*at;
    if (c == 'L')
        return LENGTH_LONG_DOUBLE;
    if ((c == 'h' || c == 'l') && **at == c) {
        ++*at;
        return c == 'h' ? LENGTH_HH : LENGTH_LL;
    }
    return c == 'h' ? LENGTH_H : LENGTH_L; /* j, z and t are long on LP64 */
}

/* Reads what follows '%'; false after an error. */
static bool parse_conversion(struct expansion *x, const char **at, struct conversion *conversion) {
    *conversion = (struct conversion){.precision = constant(x, -1)};
    while (flag_of(**at) != 0)
        conversion->flags |= flag_of(*(*at)++);
    conversion->width = parse_count(x, at, "width");
    if (conversion->width == nullptr)
        return false;
    if (**at == '.') {
        ++*at;
        conversion->has_precision = true;
        conversion->precision = parse_count(x, at, "precision");
        if (conversion->precision == nullptr)
            return false;
    }
    conversion->length = parse_length(at);
    conversion->letter = **at;
    if (conversion->letter == '\0') {
        report(x, "the format ends in the middle of a conversion");
        return false;
    }
    ++*at;
    return true;
}

static void report_type(struct expansion *x, const struct conversion *conversion, const struct expr *e,
                        const char *wanted) {
    diag_error(x->f->diag, e->at, "'%%%c' here needs an argument of type '%s', but it has the type '%s'",
               conversion->letter, wanted, sema_type_text(x->f, e->type));
    x->has_error = true;
}

static void add_integer(struct expansion *x, struct conversion *conversion, struct expr *e) {
    static const enum type_kind kinds[] = {[LENGTH_NONE] = TYPE_INT,
                                           [LENGTH_HH] = TYPE_SIGNED_CHAR,
                                           [LENGTH_H] = TYPE_SHORT,
                                           [LENGTH_L] = TYPE_LONG,
                                           [LENGTH_LL] = TYPE_LONG_LONG};
    bool is_signed = conversion->letter == 'd' || conversion->letter == 'i';
    if (conversion->length == LENGTH_LONG_DOUBLE) {
        report(x, "'L' does not go with '%%%c'", conversion->letter);
        return;
    }
    enum type_kind kind = kinds[conversion->length] + (is_signed ? 0u : 1u);
    const struct type *wanted = type_basic(kind);
    bool fits = type_is_integer(e->type);
    if (fits) {
        const struct type *given = type_promote(e->type), *promoted = type_promote(wanted);
        fits = (given->kind & ~1u) ==
               (promoted->kind & ~1u); /* TYPE_INT and its unsigned twin differ in one bit */
    }
    if (!fits) {
        report_type(x, conversion, e, sema_type_text(x->f, wanted));
        return;
    }
    e = sema_convert(x->f, evaluate_first(x, e), wanted);
    int base = conversion->letter == 'u'   ? PRINT_DECIMAL
               : conversion->letter == 'o' ? PRINT_OCTAL
                                           : PRINT_HEX;
    int flags = conversion->flags | (is_signed ? 0 : base) | (conversion->letter == 'X' ? PRINT_UPPER : 0);
    struct expr *const values[] = {e, constant(x, flags), conversion->width, conversion->precision};
    if (is_signed)
        add_call(x, "__print_signed", "liii", values);
    else
        add_call(x, "__print_unsigned", "uiii", values);
}

static void add_float(struct expansion *x, struct conversion *conversion, struct expr *e) {
    bool wants_long = conversion->length == LENGTH_LONG_DOUBLE;
    if (!type_is_floating(e->type) || (e->type->kind == TYPE_LONG_DOUBLE) != wants_long) {
        report_type(x, conversion, e, wants_long ? "long double" : "double");
        return;
    }
    if (conversion->length != LENGTH_NONE && conversion->length != LENGTH_L && !wants_long) {
        report(x, "this length does not go with '%%%c'", conversion->letter);
        return;
    }
    char lower = (char)tolower(conversion->letter);
    int flags = conversion->flags | (isupper((unsigned char)conversion->letter) ? PRINT_UPPER : 0);
    flags |= lower == 'f' ? PRINT_FIXED : lower == 'e' ? PRINT_EXPONENT : PRINT_GENERAL;
    e = sema_convert(x->f, evaluate_first(x, e), type_basic(TYPE_DOUBLE));
    add_call(x, "__print_float", "diii",
             (struct expr *const[]){e, constant(x, flags), conversion->width, conversion->precision});
}

static void add_character(struct expansion *x, struct conversion *conversion, struct expr *e) {
    if (conversion->length != LENGTH_NONE) {
        report(x, "wide characters ('%%lc', '%%ls') are not supported");
        return;
    }
    if (!type_is_integer(e->type) || type_promote(e->type)->size != 4) {
        report_type(x, conversion, e, "int");
        return;
    }
    e = sema_convert(x->f, evaluate_first(x, e), type_basic(TYPE_INT));
    add_call(x, "__print_char", "iii",
             (struct expr *const[]){e, constant(x, conversion->flags), conversion->width});
}

static void add_string(struct expansion *x, struct conversion *conversion, struct expr *e) {
    if (conversion->length != LENGTH_NONE) {
        report(x, "wide characters ('%%lc', '%%ls') are not supported");
        return;
    }
    bool is_text = e->type->kind == TYPE_POINTER && e->type->element->size == 1 &&
                   type_is_integer(e->type->element) && e->type->element->kind != TYPE_BOOL;
    if (!is_text) {
        report_type(x, conversion, e, "const char *");
        return;
    }
    e = sema_convert(x->f, evaluate_first(x, e), code_type(x->f, 's'));
    add_call(
        x, "__print_string", "siii",
        (struct expr *const[]){e, constant(x, conversion->flags), conversion->width, conversion->precision});
}

static void expand_conversion(struct expansion *x, const char **at) {
    struct conversion conversion;
    if (!parse_conversion(x, at, &conversion))
        return;
    char spelling[3] = {'%', conversion.letter, '\0'};
    if (strchr("diouxXfFeEgGcs", conversion.letter) == nullptr) {
        report(x,
               isprint((unsigned char)conversion.letter) ? "the conversion '%s' is not supported"
                                                         : "invalid conversion in the format",
               spelling);
        if (conversion.letter == 'p')
            diag_note(x->f->diag, LOCATION_NONE,
                      "cast the pointer to 'unsigned long' and print it with '%%#lx'");
        return;
    }
    struct expr *e = next_argument(x, spelling);
    if (e == nullptr)
        return;
    if (strchr("diouxX", conversion.letter) != nullptr)
        add_integer(x, &conversion, e);
    else if (conversion.letter == 'c')
        add_character(x, &conversion, e);
    else if (conversion.letter == 's')
        add_string(x, &conversion, e);
    else
        add_float(x, &conversion, e);
}

static void expand(struct expansion *x, const char *format) {
    char *text = arena_string(x->f->arena, format, strlen(format)); /* collects between conversions */
    size_t length = 0;
    while (*format != '\0' && !x->has_error) {
        if (*format != '%') {
            text[length++] = *format++;
        } else if (format[1] == '%') {
            text[length++] = '%';
            format += 2;
        } else {
            format++;
            add_text(x, text, length);
            length = 0;
            expand_conversion(x, &format);
        }
    }
    add_text(x, text, length);
    if (!x->has_error && x->next < x->argument_count)
        report(x, "the format uses %zu argument%s, but %zu %s given", x->next - 1, x->next == 2 ? "" : "s",
               x->argument_count - 1, x->argument_count == 2 ? "is" : "are");
}

struct expr *format_expand(struct front *f, location at, struct expr **arguments, size_t count) {
    struct expansion x = {.f = f, .at = at, .arguments = arguments, .argument_count = count, .next = 1};
    if (count == 0 || arguments[0]->kind != EXPR_STRING || arguments[0]->string->element->kind != TYPE_CHAR) {
        diag_error(f->diag, at, "the format of printf must be a string literal");
        diag_note(f->diag, LOCATION_NONE, "print a string with printf(\"%%s\", text)");
        return sema_error(f, at);
    }
    x.at = arguments[0]->at;
    for (size_t i = 1; i < count; i++) {
        arguments[i] = sema_rvalue(f, arguments[i]);
        if (sema_is_error(arguments[i]))
            return sema_error(f, at);
        x.needs_temporaries |= !is_plain(arguments[i]);
    }
    expand(&x, (const char *)arguments[0]->string->bytes);
    if (x.has_error)
        return sema_error(f, at);
    struct expr *result = x.sum == nullptr ? sema_integer(f, at, type_basic(TYPE_INT), 0) : x.sum;
    return x.before == nullptr ? result : sema_comma(f, at, x.before, result);
}
