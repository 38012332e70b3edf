/* The formats of scanf. The calls follow each other; a variable of the caller's function, struct __scan, says how far the
 * input has been taken, and whether it has matched so far. */
#include "format.h"
#include "stdlib/include/vouch/scan.h"

#include <ctype.h>
#include <string.h>

struct conversion {
    bool is_suppressed;
    unsigned long width; /* 0: any */
    enum format_length length;
    char letter;
    const char *set; /* of '[' */
};

static void append(struct expansion *x, struct expr *e) {
    x->chain = x->chain == nullptr ? e : sema_comma(x->f, x->at, x->chain, e);
}

/* Adds one piece: function __scan_NAME; `codes` are those of its own parameters. */
static void add_piece(struct expansion *x, const char *name, const char *codes, struct expr *const *values) {
    if (x->target == FORMAT_CHECKED)
        return;
    struct expr *all[8] = {x->stream, x->buffer, x->state};
    size_t count = 3;
    for (size_t i = 0; codes[i] != '\0'; i++)
        all[count++] = values[i];
    const char *full = arena_printf(x->f->arena, "__scan_%s", name);
    append(x, format_call(x, full, arena_printf(x->f->arena, "vfsk%s", codes), all));
}

static void add_text(struct expansion *x, const char *text, size_t length) {
    if (length != 0)
        add_piece(x, "text", "s", (struct expr *const[]){format_text(x, text, length)});
}

/* ---- the parts of a conversion */

/* Reads what stands between '[' and ']'; false after an error. */
static bool parse_set(struct expansion *x, const char **at, struct conversion *conversion) {
    const char *start = *at, *end = start + (*start == '^');
    end += *end == ']'; /* the first one is a member */
    end = strchr(end, ']');
    if (end == nullptr) {
        format_report(x, "the set of '%%[' has no ']'");
        return false;
    }
    conversion->set = arena_string(x->f->arena, start, (size_t)(end - start));
    *at = end + 1;
    return true;
}

/* Reads what follows '%'; false after an error. */
static bool parse_conversion(struct expansion *x, const char **at, struct conversion *conversion) {
    *conversion = (struct conversion){.is_suppressed = **at == '*'};
    *at += conversion->is_suppressed;
    for (; isdigit((unsigned char)**at); ++*at) {
        conversion->width = conversion->width * 10 + (unsigned long)(**at - '0');
        if (conversion->width > SCAN_WIDTH_MAX) {
            format_report(x, "the %s in the format is too large", "width");
            return false;
        }
    }
    conversion->length = format_read_length(at);
    conversion->letter = **at;
    if (conversion->letter == '\0') {
        format_report(x, "the format ends in the middle of a conversion");
        return false;
    }
    ++*at;
    return conversion->letter != '[' || parse_set(x, at, conversion);
}

static struct expr *make_spec(struct expansion *x, const struct conversion *conversion, unsigned long flags) {
    if (conversion->is_suppressed)
        flags |= SCAN_SUPPRESS;
    return format_constant(x, 'z', conversion->width << SCAN_WIDTH_SHIFT | flags);
}

/* Whether so many bytes fit behind the pointer, as far as is known; reports. */
static void check_room(struct expansion *x, const struct conversion *conversion, const struct expr *to) {
    uint64_t length = 0, needed = conversion->width;
    int64_t offset = 0;
    if (conversion->letter != 'c')
        needed = needed == 0 ? 0 : needed + 1;
    else if (needed == 0)
        needed = 1;
    if (!sema_known_extent(to, &offset, &length) || offset < 0 || (uint64_t)offset > length ||
        needed <= length - (uint64_t)offset)
        return;
    diag_error(x->f->diag, to->at, "'%%%lu%c' stores up to %llu bytes, but only %llu are there",
               conversion->width, conversion->letter, (unsigned long long)needed,
               (unsigned long long)(length - (uint64_t)offset));
    diag_note(x->f->diag, LOCATION_NONE, "a text needs one byte more than its width, for the terminator");
    x->has_error = true;
}

/* Where the conversion is stored, as a pointer to `wanted`, which differs from what it may be in sign at most. NULL:
 * nowhere, or an error was reported. */
static struct expr *take_target(struct expansion *x, const struct conversion *conversion,
                                const struct type *wanted) {
    if (conversion->is_suppressed)
        return nullptr;
    char spelling[3] = {'%', conversion->letter, '\0'};
    struct expr *e = format_next(x, spelling);
    if (e == nullptr)
        return nullptr;
    const struct type *pointer = type_pointer(x->f->arena, wanted, POINTER_LOCAL);
    const struct type *element = e->type->kind == TYPE_POINTER ? e->type->element : type_basic(TYPE_VOID);
    bool fits = element->qualifiers == 0 && element->kind != TYPE_BOOL && element->size == wanted->size &&
                (type_is_floating(wanted) ? element->kind == wanted->kind : type_is_integer(element));
    if (!fits) {
        format_report_type(x, conversion->letter, e, sema_type_text(x->f, pointer));
        return nullptr;
    }
    if (wanted->kind == TYPE_CHAR)
        check_room(x, conversion, e);
    return format_hold(x, sema_explicit_cast(x->f, e->at, pointer, e));
}

/* Adds a conversion to a single number. */
static void add_number(struct expansion *x, const struct conversion *conversion, unsigned long flags,
                       const struct type *wanted, const char *name, char code) {
    struct expr *to = take_target(x, conversion, wanted);
    if (x->target == FORMAT_CHECKED || x->has_error)
        return;
    const struct type *pointer = format_pointer(x, code);
    to = to == nullptr ? sema_new(x->f, EXPR_NULL, x->at, pointer)
                       : sema_explicit_cast(x->f, to->at, pointer, to);
    const char codes[] = {'z', code, '\0'};
    if (strncmp(name, "count_", 6) != 0) {
        add_piece(x, name, codes, (struct expr *const[]){make_spec(x, conversion, flags), to});
        return;
    }
    const char *full = arena_printf(x->f->arena, "__scan_%s", name);
    const char *all_codes = arena_printf(x->f->arena, "vk%c", code);
    append(x, format_call(x, full, all_codes, (struct expr *const[]){x->state, to}));
}

static const struct {
    const char *name, *count_name;
    char code;
} integers[] = {[FORMAT_INT] = {"int", "count_int", '4'},
                [FORMAT_CHAR] = {"char", "count_char", '1'},
                [FORMAT_SHORT] = {"short", "count_short", '2'},
                [FORMAT_LONG] = {"long", "count_long", '8'},
                [FORMAT_LONG_LONG] = {"long", "count_long", '8'}};

static void add_integer(struct expansion *x, const struct conversion *conversion) {
    static const struct {
        char letter;
        unsigned long flags;
    } bases[] = {{'d', 10},
                 {'i', 0},
                 {'u', 10 | SCAN_UNSIGNED},
                 {'o', 8 | SCAN_UNSIGNED},
                 {'x', 16 | SCAN_UNSIGNED},
                 {'X', 16 | SCAN_UNSIGNED},
                 {'b', 2 | SCAN_UNSIGNED},
                 {'n', 0}};
    if (conversion->length == FORMAT_LONG_DOUBLE) {
        format_report(x, "'L' does not go with '%%%c'", conversion->letter);
        return;
    }
    size_t i = 0;
    while (bases[i].letter != conversion->letter)
        i++;
    bool is_signed = (bases[i].flags & SCAN_UNSIGNED) == 0, is_count = conversion->letter == 'n';
    if (is_count && (conversion->is_suppressed || conversion->width != 0)) {
        format_report(x, "'%%n' takes no width and is not suppressed");
        return;
    }
    const char *name = is_count ? integers[conversion->length].count_name : integers[conversion->length].name;
    add_number(x, conversion, bases[i].flags, format_integer(conversion->length, is_signed), name,
               integers[conversion->length].code);
}

static void add_float(struct expansion *x, const struct conversion *conversion) {
    switch (conversion->length) {
    case FORMAT_INT:
        add_number(x, conversion, 0, type_basic(TYPE_FLOAT), "float", 'e');
        return;
    case FORMAT_LONG:
        add_number(x, conversion, 0, type_basic(TYPE_DOUBLE), "double", 'g');
        return;
    case FORMAT_LONG_DOUBLE:
        add_number(x, conversion, 0, type_basic(TYPE_LONG_DOUBLE), "double", 'g');
        return;
    default:
        format_report(x, "this length does not go with '%%%c'", conversion->letter);
        return;
    }
}

static void add_characters(struct expansion *x, const struct conversion *conversion) {
    if (conversion->length != FORMAT_INT) {
        format_report(x, "wide characters ('%%lc', '%%ls') are not supported");
        return;
    }
    const struct type *character = type_basic(TYPE_CHAR);
    struct expr *to = take_target(x, conversion, character);
    if (x->has_error)
        return;
    if (to == nullptr)
        to = sema_new(x->f, EXPR_NULL, x->at, type_pointer(x->f->arena, character, POINTER_LOCAL));
    struct expr *spec = make_spec(x, conversion, 0);
    if (conversion->letter == '[') {
        struct expr *set = format_text(x, conversion->set, strlen(conversion->set));
        add_piece(x, "set", "zsb", (struct expr *const[]){spec, set, to});
    } else {
        add_piece(x, conversion->letter == 's' ? "word" : "bytes", "zb", (struct expr *const[]){spec, to});
    }
}

static void take_conversion(struct expansion *x, const char **at) {
    struct conversion conversion;
    if (!parse_conversion(x, at, &conversion))
        return;
    char spelling[3] = {'%', conversion.letter, '\0'};
    if (conversion.length == FORMAT_BAD_LENGTH || strchr("diouxXbnfFeEgGaAcs[", conversion.letter) == nullptr)
        format_report(x,
                      isprint((unsigned char)conversion.letter) ? "the conversion '%s' is not supported"
                                                                : "invalid conversion in the format",
                      spelling);
    else if (strchr("diouxXbn", conversion.letter) != nullptr)
        add_integer(x, &conversion);
    else if (strchr("cs[", conversion.letter) != nullptr)
        add_characters(x, &conversion);
    else
        add_float(x, &conversion);
}

/* The variable that holds the state, as a pointer. */
static struct expr *make_state(struct expansion *x, const struct type *type) {
    struct front *f = x->f;
    struct variable *variable = sema_add_local(f, "", x->at, type);
    sema_count_frame(f, x->at, type->size);
    variable->is_used = true;
    struct expr *e = sema_new(f, EXPR_VARIABLE, x->at, type);
    e->variable = variable;
    return sema_unary(f, TOKEN_AMPERSAND, x->at, e);
}

void format_scan(struct expansion *x, const char *format) {
    struct front *f = x->f;
    char *text = arena_alloc(f->arena, 2 * strlen(format) + 1); /* collects between conversions */
    size_t length = 0;
    if (x->target != FORMAT_CHECKED) {
        x->state = make_state(x, x->scan_type);
        append(x, format_call(x, "__scan_begin", "vk", &x->state));
    }
    while (*format != '\0' && !x->has_error) {
        if (*format != '%') {
            text[length++] = *format++;
        } else if (format[1] == '%') { /* skips white space, too */
            text[length++] = ' ';
            text[length++] = '%';
            format += 2;
        } else {
            format++;
            add_text(x, text, length);
            length = 0;
            take_conversion(x, &format);
        }
    }
    add_text(x, text, length);
    if (x->target != FORMAT_CHECKED && !x->has_error)
        append(x, format_call(x, "__scan_end", "ik", &x->state));
}
