/* The formats of printf. The calls are nested: each gets what the one before it returns, the number of bytes so far. */
#include "format.h"
#include "stdlib/include/vouch/print.h"

#include <ctype.h>
#include <string.h>

struct conversion {
    int flags;
    struct expr *width, *precision; /* of type int */
    enum format_length length;
    char letter;
};

/* Adds one piece: function PREFIX_NAME; `codes` are those of its own parameters. */
static void add_piece(struct expansion *x, const char *name, const char *codes, struct expr *const *values) {
    if (x->target == FORMAT_CHECKED)
        return;
    bool is_stream = x->target == FORMAT_STREAM;
    struct expr *all[8];
    size_t count = 0;
    if (is_stream) {
        all[count++] = x->stream;
    } else {
        all[count++] = x->buffer;
        all[count++] = x->size;
    }
    all[count++] = x->chain;
    for (size_t i = 0; codes[i] != '\0'; i++)
        all[count++] = values[i];
    const char *full = arena_printf(x->f->arena, "__%s_%s", is_stream ? "print" : "store", name);
    const char *all_codes = arena_printf(x->f->arena, "l%sl%s", is_stream ? "f" : "bz", codes);
    x->chain = format_call(x, full, all_codes, all);
}

static void add_text(struct expansion *x, const char *text, size_t length) {
    if (length != 0)
        add_piece(x, "text", "s", (struct expr *const[]){format_text(x, text, length)});
}

/* ---- the parts of a conversion */

/* A number or '*'; NULL after an error. */
static struct expr *parse_count(struct expansion *x, const char **at, const char *what) {
    if (**at == '*') {
        ++*at;
        struct expr *e = format_next(x, "*");
        if (e == nullptr)
            return nullptr;
        if (type_is_integer(e->type) && type_promote(e->type)->size == 4)
            return sema_convert(x->f, format_hold(x, e), type_basic(TYPE_INT));
        format_report(x, "the %s '*' needs an argument of type 'int', but it has the type '%s'", what,
                      sema_type_text(x->f, e->type));
        return nullptr;
    }
    int value = 0;
    for (; isdigit((unsigned char)**at); ++*at) {
        value = value * 10 + (**at - '0');
        if (value > 1000000) {
            format_report(x, "the %s in the format is too large", what);
            return nullptr;
        }
    }
    return format_constant(x, 'i', (uint64_t)value);
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

/* Reads what follows '%'; false after an error. */
static bool parse_conversion(struct expansion *x, const char **at, struct conversion *conversion) {
    *conversion = (struct conversion){.precision = format_constant(x, 'i', UINT64_MAX)};
    for (; flag_of(**at) != 0 || **at == '\''; ++*at) /* thousands have no separator here */
        conversion->flags |= flag_of(**at);
    conversion->width = parse_count(x, at, "width");
    if (conversion->width == nullptr)
        return false;
    if (**at == '.') {
        ++*at;
        conversion->precision = parse_count(x, at, "precision");
        if (conversion->precision == nullptr)
            return false;
    }
    conversion->length = format_read_length(at);
    conversion->letter = **at;
    if (conversion->letter == '\0') {
        format_report(x, "the format ends in the middle of a conversion");
        return false;
    }
    ++*at;
    return true;
}

/* Flags, width and precision as one argument. */
static struct expr *make_spec(struct expansion *x, const struct conversion *conversion, int flags) {
    const struct expr *width = conversion->width, *precision = conversion->precision;
    flags |= conversion->flags;
    if (width->kind == EXPR_INTEGER && precision->kind == EXPR_INTEGER) {
        int columns = (int)width->integer, digits = (int)precision->integer;
        bool fits = columns >= -PRINT_COUNT_MAX && columns <= PRINT_COUNT_MAX && digits <= PRINT_COUNT_MAX;
        if (fits)
            return format_constant(x, 'z',
                                   PRINT_SPEC(flags | (columns < 0 ? PRINT_LEFT : 0),
                                              columns < 0 ? -columns : columns,
                                              digits < 0 ? PRINT_NO_PRECISION : digits));
    }
    if (x->target == FORMAT_CHECKED)
        return format_constant(x, 'z', 0);
    return format_call(x, "__print_spec", "ziii",
                       (struct expr *const[]){format_constant(x, 'i', (uint64_t)flags), conversion->width,
                                              conversion->precision});
}

/* ---- conversions */

static void add_integer(struct expansion *x, struct conversion *conversion, struct expr *e) {
    bool is_signed = conversion->letter == 'd' || conversion->letter == 'i';
    if (conversion->length == FORMAT_LONG_DOUBLE) {
        format_report(x, "'L' does not go with '%%%c'", conversion->letter);
        return;
    }
    const struct type *wanted = format_integer(conversion->length, is_signed);
    bool fits = type_is_integer(e->type);
    if (fits) {
        const struct type *given = type_promote(e->type), *promoted = type_promote(wanted);
        fits = (given->kind & ~1u) ==
               (promoted->kind & ~1u); /* TYPE_INT and its unsigned twin differ in one bit */
    }
    if (!fits) {
        format_report_type(x, conversion->letter, e, sema_type_text(x->f, wanted));
        return;
    }
    e = sema_convert(x->f, format_hold(x, e), wanted);
    int flags = 0;
    switch (conversion->letter) {
    case 'o':
        flags = PRINT_OCTAL;
        break;
    case 'x':
    case 'X':
        flags = PRINT_HEX;
        break;
    case 'b':
    case 'B':
        flags = PRINT_BINARY;
        break;
    default:
        break;
    }
    if (isupper((unsigned char)conversion->letter))
        flags |= PRINT_UPPER;
    struct expr *const values[] = {e, make_spec(x, conversion, flags)};
    add_piece(x, is_signed ? "signed" : "unsigned", is_signed ? "Lz" : "Uz", values);
}

static void add_float(struct expansion *x, struct conversion *conversion, struct expr *e) {
    bool wants_long = conversion->length == FORMAT_LONG_DOUBLE;
    if (!type_is_floating(e->type) || (e->type->kind == TYPE_LONG_DOUBLE) != wants_long) {
        format_report_type(x, conversion->letter, e, wants_long ? "long double" : "double");
        return;
    }
    if (conversion->length != FORMAT_INT && conversion->length != FORMAT_LONG && !wants_long) {
        format_report(x, "this length does not go with '%%%c'", conversion->letter);
        return;
    }
    char lower = (char)tolower(conversion->letter);
    int flags = isupper((unsigned char)conversion->letter) ? PRINT_UPPER : 0;
    flags |= lower == 'f'   ? PRINT_FIXED
             : lower == 'e' ? PRINT_EXPONENT
             : lower == 'g' ? PRINT_GENERAL
                            : PRINT_HEXADECIMAL;
    e = sema_convert(x->f, format_hold(x, e), type_basic(TYPE_DOUBLE));
    add_piece(x, "float", "dz", (struct expr *const[]){e, make_spec(x, conversion, flags)});
}

static void add_character(struct expansion *x, struct conversion *conversion, struct expr *e) {
    if (!type_is_integer(e->type) || type_promote(e->type)->size != 4) {
        format_report_type(x, conversion->letter, e, "int");
        return;
    }
    e = sema_convert(x->f, format_hold(x, e), type_basic(TYPE_INT));
    add_piece(x, "char", "iz", (struct expr *const[]){e, make_spec(x, conversion, 0)});
}

static void add_string(struct expansion *x, struct conversion *conversion, struct expr *e) {
    bool is_text = e->type->kind == TYPE_POINTER && e->type->element->size == 1 &&
                   type_is_integer(e->type->element) && e->type->element->kind != TYPE_BOOL;
    if (!is_text) {
        format_report_type(x, conversion->letter, e, "const char *");
        return;
    }
    const struct type *text = type_qualify(x->f->arena, type_basic(TYPE_CHAR), QUALIFIER_CONST);
    e = sema_convert(x->f, format_hold(x, e), type_pointer(x->f->arena, text, POINTER_LOCAL));
    add_piece(x, "string", "sz", (struct expr *const[]){e, make_spec(x, conversion, 0)});
}

static void add_pointer(struct expansion *x, struct conversion *conversion, struct expr *e) {
    if (e->type->kind != TYPE_POINTER && e->type->kind != TYPE_NULLPTR) {
        format_report_type(x, conversion->letter, e, "void *");
        return;
    }
    struct expr *number = e->type->kind == TYPE_NULLPTR
                              ? format_constant(x, 'z', 0)
                              : sema_convert(x->f, format_hold(x, e), type_basic(TYPE_UNSIGNED_LONG));
    add_piece(x, "pointer", "zz", (struct expr *const[]){number, make_spec(x, conversion, 0)});
}

/* %n */
static void add_count(struct expansion *x, struct conversion *conversion, struct expr *e) {
    static const struct {
        const char *name, *codes;
    } functions[] = {[FORMAT_INT] = {"__count_int", "ll4"},
                     [FORMAT_CHAR] = {"__count_char", "ll1"},
                     [FORMAT_SHORT] = {"__count_short", "ll2"},
                     [FORMAT_LONG] = {"__count_long", "ll8"},
                     [FORMAT_LONG_LONG] = {"__count_long", "ll8"}};
    if (conversion->length == FORMAT_LONG_DOUBLE) {
        format_report(x, "'L' does not go with '%%n'");
        return;
    }
    const struct type *wanted = format_integer(conversion->length, true);
    bool fits = e->type->kind == TYPE_POINTER && type_is_integer(e->type->element) &&
                e->type->element->qualifiers == 0 && type_is_signed(e->type->element) &&
                e->type->element->size == wanted->size && e->type->element->kind != TYPE_BOOL;
    if (!fits) {
        format_report_type(x, 'n', e,
                           sema_type_text(x->f, type_pointer(x->f->arena, wanted, POINTER_SINGLE)));
        return;
    }
    if (x->target == FORMAT_CHECKED)
        return;
    const char *codes = functions[conversion->length].codes;
    e = sema_explicit_cast(x->f, e->at, format_pointer(x, codes[2]), e);
    struct expr *const values[] = {x->chain, format_hold(x, e)};
    x->chain = format_call(x, functions[conversion->length].name, codes, values);
}

static void take_conversion(struct expansion *x, const char **at) {
    struct conversion conversion;
    if (!parse_conversion(x, at, &conversion))
        return;
    char spelling[3] = {'%', conversion.letter, '\0'};
    bool is_wide = (conversion.letter == 'c' || conversion.letter == 's') && conversion.length != FORMAT_INT;
    if (is_wide) {
        format_report(x, "wide characters ('%%lc', '%%ls') are not supported");
        return;
    }
    if (conversion.length == FORMAT_BAD_LENGTH ||
        strchr("diouxXbBfFeEgGaAcspn", conversion.letter) == nullptr) {
        format_report(x,
                      isprint((unsigned char)conversion.letter) ? "the conversion '%s' is not supported"
                                                                : "invalid conversion in the format",
                      spelling);
        return;
    }
    struct expr *e = format_next(x, spelling);
    if (e == nullptr)
        return;
    if (strchr("diouxXbB", conversion.letter) != nullptr)
        add_integer(x, &conversion, e);
    else if (conversion.letter == 'c')
        add_character(x, &conversion, e);
    else if (conversion.letter == 's')
        add_string(x, &conversion, e);
    else if (conversion.letter == 'p')
        add_pointer(x, &conversion, e);
    else if (conversion.letter == 'n')
        add_count(x, &conversion, e);
    else
        add_float(x, &conversion, e);
}

void format_print(struct expansion *x, const char *format) {
    char *text = arena_string(x->f->arena, format, strlen(format)); /* collects between conversions */
    size_t length = 0;
    if (x->target == FORMAT_BUFFER && x->size == nullptr)
        x->size = format_constant(x, 'z', UINT64_MAX);
    x->chain = format_constant(x, 'l', 0);
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
            take_conversion(x, &format);
        }
    }
    if (x->has_error)
        return;
    add_text(x, text, length);
    if (x->target == FORMAT_BUFFER)
        x->chain =
            format_call(x, "__store_end", "ibzl", (struct expr *const[]){x->buffer, x->size, x->chain});
    else
        x->chain = sema_convert(x->f, x->chain, type_basic(TYPE_INT));
}
