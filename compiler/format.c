/* printf, scanf and their relatives: checks a literal format against the arguments and expands the call.
 *
 * Each conversion becomes a call of one typed function of <vouch/print.h> or <vouch/scan.h>, so that buffers and
 * variables whose addresses are passed need not be on the heap, and nothing is interpreted when the program runs.
 * Arguments are evaluated first, left to right, into temporaries, as the one call in C would do; constants and, if all
 * arguments are plain, variables need none. Calls with other formats are calls of the library's functions, and those of
 * functions with the attribute `format` are only checked. */
#include "format.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct family {
    const char *name;
    bool is_scan;
    enum format_target target;
    unsigned format; /* index of the format among the parameters, of which it is the last */
    bool has_size;
} families[] = {
    {"printf", false, FORMAT_STREAM, 0, false},  {"fprintf", false, FORMAT_STREAM, 1, false},
    {"sprintf", false, FORMAT_BUFFER, 1, false}, {"snprintf", false, FORMAT_BUFFER, 2, true},
    {"scanf", true, FORMAT_STREAM, 0, false},    {"fscanf", true, FORMAT_STREAM, 1, false},
    {"sscanf", true, FORMAT_BUFFER, 1, false},
};

void format_report(struct expansion *x, const char *format, ...) {
    va_list arguments;
    char text[300];
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    diag_error(x->f->diag, x->at, "%s", text);
    x->has_error = true;
}

void format_report_type(struct expansion *x, char letter, const struct expr *e, const char *wanted) {
    diag_error(x->f->diag, e->at, "'%%%c' here needs an argument of type '%s', but it has the type '%s'",
               letter, wanted, sema_type_text(x->f, e->type));
    x->has_error = true;
}

struct expr *format_next(struct expansion *x, const char *for_what) {
    if (x->next >= x->argument_count) {
        format_report(x, "the format needs one more argument for '%s'", for_what);
        return nullptr;
    }
    return x->arguments[x->next++];
}

struct expr *format_hold(struct expansion *x, struct expr *e) {
    return x->holds_arguments && x->target != FORMAT_CHECKED ? sema_hold(x->f, &x->before, e) : e;
}

/* wN and wfN: of int8_t and so on, and of int_fast8_t and so on. */
static enum format_length read_bit_length(const char **at) {
    ++*at;
    bool is_fast = **at == 'f';
    *at += is_fast;
    static const struct {
        const char *text;
        enum format_length exact, fast;
    } lengths[] = {{"8", FORMAT_CHAR, FORMAT_CHAR},
                   {"16", FORMAT_SHORT, FORMAT_LONG},
                   {"32", FORMAT_INT, FORMAT_LONG},
                   {"64", FORMAT_LONG, FORMAT_LONG}};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t length = strlen(lengths[i].text);
        if (strncmp(*at, lengths[i].text, length) == 0) {
            *at += length;
            return is_fast ? lengths[i].fast : lengths[i].exact;
        }
    }
    return FORMAT_BAD_LENGTH;
}

enum format_length format_read_length(const char **at) {
    char c = **at;
    if (c == 'w')
        return read_bit_length(at);
    if (c == '\0' || strchr("hljztL", c) == nullptr)
        return FORMAT_INT;
    ++*at;
    if (c == 'L')
        return FORMAT_LONG_DOUBLE;
    if ((c == 'h' || c == 'l') && **at == c) {
        ++*at;
        return c == 'h' ? FORMAT_CHAR : FORMAT_LONG_LONG;
    }
    return c == 'h' ? FORMAT_SHORT : FORMAT_LONG;
}

const struct type *format_integer(enum format_length length, bool is_signed) {
    static const enum type_kind kinds[] = {[FORMAT_INT] = TYPE_INT,
                                           [FORMAT_CHAR] = TYPE_SIGNED_CHAR,
                                           [FORMAT_SHORT] = TYPE_SHORT,
                                           [FORMAT_LONG] = TYPE_LONG,
                                           [FORMAT_LONG_LONG] = TYPE_LONG_LONG};
    return type_basic(kinds[length] + (is_signed ? 0u : 1u));
}

/* ---- the functions called */

static const struct type *pointer_to(struct front *f, enum type_kind pointee) {
    return type_pointer(f->arena, type_basic(pointee), POINTER_SINGLE);
}

static const struct type *code_type(struct expansion *x, char code) {
    struct front *f = x->f;
    const struct type *text = type_basic(TYPE_CHAR);
    switch (code) {
    case 's':
        return type_pointer(f->arena, type_qualify(f->arena, text, QUALIFIER_CONST), POINTER_LOCAL);
    case 'b':
        return type_pointer(f->arena, text, POINTER_LOCAL);
    case 'f':
        return type_of_kind(f->arena, x->stream->type, POINTER_SINGLE);
    case 'k':
        return type_of_kind(f->arena, x->state->type, POINTER_SINGLE);
    case 'l':
        return type_basic(TYPE_LONG);
    case 'z':
        return type_basic(TYPE_UNSIGNED_LONG);
    case 'L':
        return type_basic(TYPE_LONG_LONG);
    case 'U':
        return type_basic(TYPE_UNSIGNED_LONG_LONG);
    case 'd':
        return type_basic(TYPE_DOUBLE);
    case 'v':
        return type_basic(TYPE_VOID);
    case '1':
        return pointer_to(f, TYPE_SIGNED_CHAR);
    case '2':
        return pointer_to(f, TYPE_SHORT);
    case '4':
        return pointer_to(f, TYPE_INT);
    case '8':
        return pointer_to(f, TYPE_LONG);
    case 'e':
        return pointer_to(f, TYPE_FLOAT);
    case 'g':
        return pointer_to(f, TYPE_DOUBLE);
    default:
        assert(code == 'i');
        return type_basic(TYPE_INT);
    }
}

static struct function *find_function(struct expansion *x, const char *text, const char *codes) {
    struct front *f = x->f;
    struct name *name = names_intern(&f->tokens.names, f->arena, text, strlen(text));
    if (name->function != nullptr)
        return name->function;
    size_t count = strlen(codes) - 1;
    struct parameter *parameters = arena_alloc(f->arena, count * sizeof *parameters);
    for (size_t i = 0; i < count; i++) {
        const struct type *type = code_type(x, codes[i + 1]);
        bool is_single = type->kind == TYPE_POINTER && type->pointer == POINTER_SINGLE;
        parameters[i] =
            (struct parameter){.type = type, .passed = is_single ? POINTER_SINGLE : POINTER_STRING};
    }
    struct type *type = arena_alloc(f->arena, sizeof *type);
    *type = (struct type){.kind = TYPE_FUNCTION,
                          .align = 1,
                          .result = code_type(x, codes[0]),
                          .parameters = parameters,
                          .parameter_count = (unsigned)count};
    struct function *function = arena_alloc(f->arena, sizeof *function);
    *function = (struct function){.name = name->text, .at = LOCATION_NONE, .type = type};
    name->function = function;
    *(struct function **)arena_push(f->arena, (void **)&f->unit->functions, &f->unit->function_count,
                                    &f->function_capacity, sizeof function) = function;
    return function;
}

static bool is_as_expected(struct expansion *x, const struct type *type, const char *codes) {
    size_t count = strlen(codes) - 1;
    if (type->parameter_count != count || type->is_variadic ||
        !type_equal(type->result, code_type(x, codes[0])))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!type_equal(type->parameters[i].type, code_type(x, codes[i + 1])))
            return false;
    }
    return true;
}

struct expr *format_call(struct expansion *x, const char *name, const char *codes,
                         struct expr *const *values) {
    struct front *f = x->f;
    struct function *function = find_function(x, name, codes);
    size_t count = strlen(codes) - 1;
    if (!is_as_expected(x, function->type, codes)) {
        format_report(x, "'%s' is not declared as <vouch/print.h> or <vouch/scan.h> does it", name);
        return sema_error(f, x->at);
    }
    struct expr **arguments = arena_alloc(f->arena, count * sizeof(struct expr *));
    for (size_t i = 0; i < count; i++) {
        arguments[i] = sema_assignable(f, values[i], function->type->parameters[i].type, "formatting as");
        x->has_error |= sema_is_error(arguments[i]);
    }
    return sema_make_call(f, x->at, function, nullptr, arguments, count);
}

const struct type *format_pointer(struct expansion *x, char code) {
    return type_of_kind(x->f->arena, code_type(x, code), POINTER_LOCAL);
}

struct expr *format_constant(struct expansion *x, char code, uint64_t value) {
    return sema_integer(x->f, x->at, code_type(x, code), value);
}

struct expr *format_text(struct expansion *x, const char *text, size_t length) {
    return literal_text(x->f, x->at, text, length);
}

/* ---- calls */

/* The literal's text, or NULL if the argument is none. */
static const char *literal_of(const struct expr *e) {
    if (e->kind != EXPR_DECAY || e->a->kind != EXPR_STRING || e->a->string->element->kind != TYPE_CHAR)
        return nullptr;
    return (const char *)e->a->string->bytes;
}

static bool is_constant(const struct expr *e) {
    if (e->kind != EXPR_DECAY && e->kind != EXPR_ADDRESS)
        return e->kind == EXPR_INTEGER || e->kind == EXPR_FLOAT || e->kind == EXPR_NULL;
    const struct expr *whole = sema_whole(e->a);
    return whole->kind == EXPR_STRING || whole->kind == EXPR_VARIABLE;
}

/* Whether its value is the same whenever it is evaluated before the last piece is printed. */
static bool is_plain(const struct expr *e) {
    while (e->kind == EXPR_CAST && e->cast <= CAST_FLOAT_BOOL)
        e = e->a;
    return is_constant(e) || (e->kind == EXPR_LOAD && sema_whole(e->a)->kind == EXPR_VARIABLE);
}

static const struct family *find_family(const struct function *function) {
    const struct type *type = function->type;
    if (function->body != nullptr || function->is_static || type->result->kind != TYPE_INT)
        return nullptr;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        const struct family *family = &families[i];
        if (strcmp(function->name, family->name) != 0 || type->parameter_count != family->format + 3u)
            continue;
        const struct type *format = type->parameters[family->format].type;
        const struct type *first = type->parameters[0].type;
        bool is_text = format->kind == TYPE_POINTER && format->pointer == POINTER_LOCAL &&
                       format->element->kind == TYPE_CHAR;
        bool fits =
            family->format == 0 || (first->kind == TYPE_POINTER &&
                                    (family->target == FORMAT_STREAM ? first->pointer == POINTER_SINGLE
                                                                     : first->element->kind == TYPE_CHAR));
        return is_text && fits ? family : nullptr;
    }
    return nullptr;
}

/* `&__stdout_stream`, or NULL if <stdio.h> is not included. */
static struct expr *standard_stream(struct front *f, location at, bool is_input) {
    const char *text = is_input ? "__stdin_stream" : "__stdout_stream";
    const struct name *name = names_intern(&f->tokens.names, f->arena, text, strlen(text));
    if (name->variable == nullptr || name->variable->type->kind != TYPE_RECORD)
        return nullptr;
    name->variable->is_used = true;
    struct expr *e = sema_new(f, EXPR_VARIABLE, at, name->variable->type);
    e->variable = name->variable;
    return sema_unary(f, TOKEN_AMPERSAND, at, e);
}

static const struct type *scan_type(struct front *f) {
    const struct name *name = names_intern(&f->tokens.names, f->arena, "__scan", strlen("__scan"));
    bool is_there =
        name->tag != nullptr && name->tag->type->kind == TYPE_RECORD && !name->tag->type->is_incomplete;
    return is_there ? name->tag->type : nullptr;
}

/* For scanf both a stream and a text are there, one of them null; and a type for its state. */
static bool complete_scan(struct expansion *x) {
    struct front *f = x->f;
    struct expr *stream = standard_stream(f, x->at, true);
    x->scan_type = scan_type(f);
    if (stream == nullptr || x->scan_type == nullptr)
        return false;
    if (x->stream == nullptr) {
        x->stream = sema_new(f, EXPR_NULL, x->at, type_of_kind(f->arena, stream->type, POINTER_SINGLE));
        return true;
    }
    const struct type *text = type_qualify(f->arena, type_basic(TYPE_CHAR), QUALIFIER_CONST);
    x->buffer = sema_new(f, EXPR_NULL, x->at, type_pointer(f->arena, text, POINTER_LOCAL));
    return true;
}

/* Where the pieces go; false if the call is not to be expanded. */
static bool find_target(struct expansion *x, const struct family *family) {
    struct front *f = x->f;
    if (f->function == nullptr || f->unevaluated != 0)
        return false;
    x->target = family->target;
    if (family->target == FORMAT_STREAM) {
        x->stream = family->format == 0 ? standard_stream(f, x->at, family->is_scan) : x->arguments[0];
        if (x->stream == nullptr)
            return false;
        x->stream = sema_hold(f, &x->before, x->stream);
        return !family->is_scan || complete_scan(x);
    }
    x->buffer = sema_hold(f, &x->before, x->arguments[0]);
    if (family->has_size)
        x->size = sema_hold(f, &x->before, x->arguments[1]);
    return !family->is_scan || complete_scan(x);
}

/* The literal of a call of printf's kind that is not to be taken apart: it has too many parts to be one expression. */
static bool has_too_many_parts(const char *format) {
    size_t conversions = 0;
    for (; *format != '\0'; format++)
        conversions += *format == '%';
    return conversions > OPERATOR_CHAIN_MAX / 4;
}

static bool evaluate_arguments(struct expansion *x) {
    bool is_fine = true;
    for (size_t i = x->first; i < x->argument_count; i++) {
        x->arguments[i] = sema_rvalue(x->f, x->arguments[i]);
        is_fine &= !sema_is_error(x->arguments[i]);
        x->holds_arguments |= is_fine && !is_plain(x->arguments[i]);
    }
    return is_fine;
}

static void check_no_literal(struct front *f, location at, const struct family *family, size_t count) {
    if (family == nullptr || count > family->format + 1u)
        return;
    diag_warning(f->diag, at, "format-security", "the format is no literal, and there are no arguments");
    diag_note(f->diag, LOCATION_NONE, "if it is a text to be printed, use the format \"%%s\"");
}

struct expr *format_expand(struct front *f, location at, struct function *function, struct expr **arguments,
                           size_t count) {
    const struct family *family = find_family(function);
    bool is_scan = family != nullptr ? family->is_scan : function->format.is_scan;
    size_t index = family != nullptr ? family->format : function->format.index - 1u;
    size_t first = family != nullptr ? index + 1 : function->format.first - 1u;
    if (family == nullptr && (function->format.index == 0 || function->format.first == 0 || index >= count))
        return nullptr;
    const char *format = literal_of(arguments[index]);
    if (format == nullptr) {
        if (!is_scan)
            check_no_literal(f, arguments[index]->at, family, count);
        return nullptr;
    }
    struct expansion x = {.f = f,
                          .at = arguments[index]->at,
                          .arguments = arguments,
                          .argument_count = count,
                          .first = first,
                          .next = first};
    if (!evaluate_arguments(&x))
        return sema_error(f, at);
    bool is_expanded = family != nullptr && !has_too_many_parts(format) && find_target(&x, family);
    if (!is_expanded)
        x.target = FORMAT_CHECKED;
    (is_scan ? format_scan : format_print)(&x, format);
    if (!x.has_error && x.next < count)
        format_report(&x, "the format uses %zu argument%s, but %zu %s given", x.next - first,
                      x.next == first + 1 ? "" : "s", count - first, count == first + 1 ? "is" : "are");
    if (x.has_error)
        return sema_error(f, at);
    if (!is_expanded)
        return nullptr;
    return x.before == nullptr ? x.chain : sema_comma(f, at, x.before, x.chain);
}
