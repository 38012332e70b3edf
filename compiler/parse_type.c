/* Types as written: declaration specifiers, attributes, enumerations, declarators, bounds annotations.
 *
 * A declarator is read inside out: for a parenthesised one, what follows the parentheses applies first, so
 * the group is skipped, the rest read, and the group read again with the type known by then. */
#include "front_internal.h"

#include <string.h>

bool parse_is_type_start(const struct front *f, const struct token *token) {
    (void)f;
    if (token->kind == TOKEN_IDENTIFIER)
        return token->name->symbol != nullptr && token->name->symbol->kind == SYMBOL_TYPEDEF;
    return token->kind >= TOKEN_VOID && token->kind <= TOKEN_ALIGNAS;
}

/* ---- attributes */

bool parse_is_attribute(const struct front *f) {
    return f->token->kind == TOKEN_ATTRIBUTE ||
           (f->token->kind == TOKEN_LEFT_BRACKET && parse_peek(f, 1)->kind == TOKEN_LEFT_BRACKET);
}

/* Whether the token is the word, with or without underscores around it. */
static bool is_word(const struct front *f, const struct token *token, const char *word) {
    const char *text = f->source->text + token->at;
    size_t length = token->length, wanted = strlen(word);
    if (length == wanted + 4 && memcmp(text, "__", 2) == 0)
        return memcmp(text + 2, word, wanted) == 0 && memcmp(text + 2 + wanted, "__", 2) == 0;
    return length == wanted && memcmp(text, word, wanted) == 0;
}

/* (printf, 1, 2) of the attribute `format`; other kinds of formats are nobody's business. */
static void parse_format(struct front *f, struct specifiers *specifiers) {
    uint64_t index = 0, first = 0;
    parse_advance(f);
    const struct token *kind = f->token;
    parse_advance(f);
    bool is_scan = is_word(f, kind, "scanf") || is_word(f, kind, "gnu_scanf");
    bool is_known = is_scan || is_word(f, kind, "printf") || is_word(f, kind, "gnu_printf");
    if (parse_expect(f, TOKEN_COMMA, "in the attribute 'format'") &&
        parse_constant(f, "the number of the format", nullptr, &index) &&
        parse_expect(f, TOKEN_COMMA, "in the attribute 'format'") &&
        parse_constant(f, "the number of the first argument", nullptr, &first) &&
        parse_expect(f, TOKEN_RIGHT_PAREN, "to end the attribute 'format'") && is_known &&
        index <= PARAMETERS_MAX && first <= PARAMETERS_MAX)
        specifiers->format =
            (struct format_note){.is_scan = is_scan, .index = (unsigned)index, .first = (unsigned)first};
}

static void set_align(struct front *f, struct specifiers *specifiers, location at, uint64_t align) {
    if (align > 16 || (align & (align - 1)) != 0)
        diag_error(f->diag, at, "an alignment must be a power of two, at most 16");
    else if (align > specifiers->align)
        specifiers->align = (uint32_t)align;
}

/* The attribute `aligned`, which is the current token, up to the ')' of its argument. */
static void parse_aligned(struct front *f, struct specifiers *specifiers) {
    location at = f->token->at;
    uint64_t align = 16;
    if (parse_peek(f, 1)->kind == TOKEN_LEFT_PAREN) {
        parse_advance(f);
        parse_advance(f);
        if (!parse_constant(f, "an alignment", nullptr, &align))
            align = 0;
    }
    set_align(f, specifiers, at, align);
}

static void note_attribute(struct front *f, const struct token *token, struct specifiers *specifiers) {
    static const char *const refused[] = {"cleanup", "vector_size", "alias"};
    if (is_word(f, token, "noreturn"))
        specifiers->is_noreturn = true;
    else if (is_word(f, token, "unused") || is_word(f, token, "maybe_unused"))
        specifiers->may_be_unused = true;
    else if (is_word(f, token, "noinline"))
        specifiers->is_noinline = true;
    else if (is_word(f, token, "used"))
        specifiers->is_used = true;
    else if (is_word(f, token, "vouch_service"))
        specifiers->is_service = true;
    else if (is_word(f, token, "packed"))
        specifiers->is_packed = true;
    else if (is_word(f, token, "aligned"))
        parse_aligned(f, specifiers);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (is_word(f, token, refused[i]))
            diag_error(f->diag, token->at, "attribute '%s' is not supported", refused[i]);
    }
}

void parse_attributes(struct front *f, struct specifiers *specifiers) {
    while (parse_is_attribute(f) && !f->is_recovering) {
        unsigned opened = 0; /* "((" or "[[" */
        parse_accept(f, TOKEN_ATTRIBUTE);
        enum token_kind open = f->token->kind;
        if (open != TOKEN_LEFT_PAREN && open != TOKEN_LEFT_BRACKET) {
            parse_error(f, f->token->at, "expected '((' after '__attribute__'");
            return;
        }
        enum token_kind close = open == TOKEN_LEFT_PAREN ? TOKEN_RIGHT_PAREN : TOKEN_RIGHT_BRACKET;
        for (; opened < 2; opened++) {
            if (!parse_expect(f, open, "to begin an attribute list"))
                return;
        }
        while (f->token->kind != close && f->token->kind != TOKEN_END) {
            if (f->token->kind == TOKEN_LEFT_PAREN) {
                parse_skip_group(f);
                continue;
            }
            const struct token *name = f->token;
            if (name->kind == TOKEN_IDENTIFIER || name->kind >= TOKEN_VOID)
                note_attribute(f, name, specifiers);
            parse_advance(f);
            if (is_word(f, name, "format") && f->token->kind == TOKEN_LEFT_PAREN)
                parse_format(f, specifiers);
        }
        parse_expect(f, close, "to end the attribute list");
        parse_expect(f, close, "to end the attribute list");
    }
}

/* ---- enumerations */

struct enumeration {
    struct type *type;
    bool is_fixed; /* `enum e : T` */
    bool has_negative, is_wide, is_empty;
};

static void parse_enumerator(struct front *f, struct enumeration *enumeration, uint64_t *next,
                             const struct type **next_type) {
    const struct token *token = f->token;
    struct specifiers ignored = {0};
    parse_advance(f);
    parse_attributes(f, &ignored);
    uint64_t value = *next;
    const struct type *type = *next_type;
    if (parse_accept(f, TOKEN_ASSIGN) &&
        !parse_constant(f, "the value of an enumeration constant", &type, &value))
        type = type_basic(TYPE_INT);
    type = type_promote(type);
    bool is_negative = type_is_signed(type) && (int64_t)value < 0;
    bool fits_int = is_negative ? (int64_t)value >= INT32_MIN : value <= INT32_MAX;
    if (enumeration->is_fixed) {
        if (type_wrap(enumeration->type->element, value) != value ||
            (is_negative && !type_is_signed(enumeration->type->element)))
            diag_error(f->diag, token->at, "the value of '%s' does not fit the type '%s'", token->name->text,
                       sema_type_text(f, enumeration->type->element));
        type = enumeration->type->element;
    } else if (fits_int) {
        type = type_basic(TYPE_INT);
    }
    enumeration->has_negative |= is_negative;
    enumeration->is_wide |= !fits_int && (is_negative || value > UINT32_MAX);
    enumeration->is_empty = false;
    const struct symbol *previous = sema_find_here(f, token->name);
    if (previous != nullptr) {
        diag_error(f->diag, token->at, "redefinition of '%s'", token->name->text);
        diag_note(f->diag, previous->at, "it was first defined here");
    }
    struct symbol *symbol = sema_declare(f, SYMBOL_CONSTANT, token->name, token->at);
    symbol->type = type;
    symbol->value = value;
    struct enumerator *enumerator = arena_alloc(f->arena, sizeof *enumerator);
    *enumerator = (struct enumerator){enumeration->type->enumerators, token->name->text, value};
    enumeration->type->enumerators = enumerator;
    *next = value + 1;
    *next_type = type->kind == TYPE_INT && value == INT32_MAX ? type_basic(TYPE_LONG) : type;
}

static void parse_enumerators(struct front *f, struct enumeration *enumeration) {
    uint64_t next = 0;
    const struct type *next_type = type_basic(TYPE_INT);
    parse_advance(f);
    while (f->token->kind == TOKEN_IDENTIFIER && !f->is_recovering) {
        parse_enumerator(f, enumeration, &next, &next_type);
        if (!parse_accept(f, TOKEN_COMMA))
            break;
    }
    parse_expect(f, TOKEN_RIGHT_BRACE, "to end the enumeration");
    if (enumeration->is_empty && !f->is_recovering)
        diag_error(f->diag, f->token->at, "an enumeration needs at least one constant");
    if (enumeration->is_fixed)
        return;
    enum type_kind kind = enumeration->is_wide ? TYPE_LONG : TYPE_INT;
    if (!enumeration->has_negative)
        kind++;
    enumeration->type->element = type_basic(kind);
}

static struct type *new_enum(struct front *f, const struct name *tag) {
    struct type *type = arena_alloc(f->arena, sizeof *type);
    *type = (struct type){.kind = TYPE_ENUM,
                          .element = type_basic(TYPE_UNSIGNED_INT),
                          .length = ++f->enum_count,
                          .tag = tag == nullptr ? nullptr : tag->text};
    return type;
}

const struct type *parse_enum(struct front *f) {
    location at = f->token->at;
    struct specifiers ignored = {0};
    parse_advance(f);
    parse_attributes(f, &ignored);
    struct name *tag = f->token->kind == TOKEN_IDENTIFIER ? f->token->name : nullptr;
    location tag_at = f->token->at;
    if (tag != nullptr)
        parse_advance(f);
    const struct type *fixed = nullptr;
    if (f->token->kind == TOKEN_COLON && parse_is_type_start(f, parse_peek(f, 1))) {
        parse_advance(f);
        struct specifiers underlying = {0};
        parse_specifiers(f, &underlying);
        fixed = underlying.type;
        if (fixed == nullptr || !type_is_integer(fixed) || fixed->kind == TYPE_ENUM) {
            diag_error(f->diag, at, "the underlying type of an enumeration must be an integer type");
            fixed = type_basic(TYPE_INT);
        }
        fixed = type_basic(fixed->kind);
    }
    if (f->token->kind != TOKEN_LEFT_BRACE) {
        if (tag == nullptr) {
            parse_error(f, f->token->at, "expected a tag or '{' after 'enum'");
            return type_basic(TYPE_ERROR);
        }
        if (tag->tag != nullptr && tag->tag->type->kind == TYPE_ENUM)
            return tag->tag->type;
        diag_error(f->diag, tag_at, "'enum %s' is not defined", tag->text);
        return type_basic(TYPE_ERROR);
    }
    struct enumeration enumeration = {
        .type = new_enum(f, tag), .is_fixed = fixed != nullptr, .is_empty = true};
    if (fixed != nullptr)
        enumeration.type->element = fixed;
    parse_enumerators(f, &enumeration);
    enumeration.type->size = enumeration.type->element->size;
    enumeration.type->align = enumeration.type->element->align;
    if (tag != nullptr) {
        if (tag->tag != nullptr && tag->tag->scope == f->scope) {
            diag_error(f->diag, tag_at, "redefinition of 'enum %s'", tag->text);
            diag_note(f->diag, tag->tag->at, "it was first defined here");
        }
        sema_declare(f, SYMBOL_TAG, tag, tag_at)->type = enumeration.type;
    }
    return enumeration.type;
}

/* ---- declaration specifiers */

struct counts { /* of each basic type keyword in one list of specifiers */
    unsigned voids, bools, chars, shorts, ints, longs, floats, doubles, signeds, unsigneds;
};

/* The type that the keywords name together, TYPE_ERROR for a combination that is none. */
static enum type_kind combine(const struct counts *c) {
    unsigned words = c->voids + c->bools + c->chars + c->shorts + c->ints + c->longs + c->floats + c->doubles;
    unsigned signs = c->signeds + c->unsigneds;
    bool is_unsigned = c->unsigneds != 0;
    if (signs > 1 || c->ints > 1 || c->longs > 2)
        return TYPE_ERROR;
    if (words == 1 && signs == 0) {
        if (c->voids == 1)
            return TYPE_VOID;
        if (c->bools == 1)
            return TYPE_BOOL;
        if (c->chars == 1)
            return TYPE_CHAR;
        if (c->floats == 1)
            return TYPE_FLOAT;
        if (c->doubles == 1)
            return TYPE_DOUBLE;
    }
    if (words == 2 && signs == 0 && c->longs == 1 && c->doubles == 1)
        return TYPE_LONG_DOUBLE;
    if (words == 1 && c->chars == 1)
        return is_unsigned ? TYPE_UNSIGNED_CHAR : TYPE_SIGNED_CHAR;
    if (words == c->ints + c->shorts && c->shorts == 1)
        return is_unsigned ? TYPE_UNSIGNED_SHORT : TYPE_SHORT;
    if (words != c->ints + c->longs)
        return TYPE_ERROR;
    enum type_kind kind = c->longs == 0 ? TYPE_INT : c->longs == 1 ? TYPE_LONG : TYPE_LONG_LONG;
    return is_unsigned ? (enum type_kind)(kind + 1) : kind;
}

static const struct type *parse_typeof(struct front *f) {
    bool is_unqualified = f->token->kind == TOKEN_TYPEOF_UNQUAL;
    parse_advance(f);
    parse_expect(f, TOKEN_LEFT_PAREN, "after typeof");
    const struct type *type = type_basic(TYPE_ERROR);
    f->unevaluated++;
    if (parse_is_type_start(f, f->token)) {
        type = parse_type_name(f);
    } else {
        struct expr *e = parse_expression(f);
        if (!sema_is_error(e))
            type = e->type->bit_width != 0 ? type_value(f->arena, e->type) : e->type;
    }
    f->unevaluated--;
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end typeof");
    if (type->kind == TYPE_POINTER && type->pointer != POINTER_ANY && type->pointer != POINTER_FUNCTION)
        type = type_of_kind(f->arena, type, POINTER_LOCAL); /* the kind is the declaration's own */
    return is_unqualified ? type_unqualified(f->arena, type) : type;
}

static const struct type *refuse_type(struct front *f) {
    static const struct {
        enum token_kind kind;
        const char *what, *advice;
    } refused[] = {
        {TOKEN_COMPLEX, "complex numbers are not supported",
         "keep the real and the imaginary part in two variables"},
        {TOKEN_ATOMIC, "atomic types are not supported", "there are no threads: use the plain type"},
        {TOKEN_BITINT, "'_BitInt' is not supported", "use the next larger integer type"},
        {TOKEN_INT128, "128-bit integers are not supported", "use two 64-bit integers"},
        {TOKEN_DECIMAL, "decimal floating point is not supported", "use double, or scaled integers"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (refused[i].kind == f->token->kind) {
            diag_error(f->diag, f->token->at, "%s", refused[i].what);
            diag_note(f->diag, LOCATION_NONE, "%s", refused[i].advice);
        }
    }
    struct specifiers ignored = {0};
    parse_advance(f);
    parse_attributes(f, &ignored);
    if (f->token->kind == TOKEN_LEFT_PAREN)
        parse_skip_group(f);
    return type_basic(TYPE_ERROR);
}

static void parse_alignas(struct front *f, struct specifiers *specifiers) {
    location at = f->token->at;
    uint64_t align = 0;
    parse_advance(f);
    if (!parse_expect(f, TOKEN_LEFT_PAREN, "after alignas"))
        return;
    if (parse_is_type_start(f, f->token))
        align = parse_type_name(f)->align;
    else if (!parse_constant(f, "an alignment", nullptr, &align))
        align = 0;
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end alignas");
    set_align(f, specifiers, at, align);
}

static unsigned *count_of(struct counts *counts, enum token_kind kind) {
    switch (kind) {
    case TOKEN_VOID:
        return &counts->voids;
    case TOKEN_BOOL:
        return &counts->bools;
    case TOKEN_CHAR:
        return &counts->chars;
    case TOKEN_SHORT:
        return &counts->shorts;
    case TOKEN_INT:
        return &counts->ints;
    case TOKEN_LONG:
        return &counts->longs;
    case TOKEN_FLOAT:
        return &counts->floats;
    case TOKEN_DOUBLE:
        return &counts->doubles;
    case TOKEN_SIGNED:
        return &counts->signeds;
    case TOKEN_UNSIGNED:
        return &counts->unsigneds;
    default:
        return nullptr;
    }
}

/* Storage classes and function specifiers, each a flag. */
static bool *flag_of(struct specifiers *specifiers, enum token_kind kind) {
    switch (kind) {
    case TOKEN_TYPEDEF:
        return &specifiers->is_typedef;
    case TOKEN_STATIC:
        return &specifiers->is_static;
    case TOKEN_EXTERN:
        return &specifiers->is_extern;
    case TOKEN_AUTO:
        return &specifiers->is_auto;
    case TOKEN_REGISTER:
        return &specifiers->is_register;
    case TOKEN_CONSTEXPR:
        return &specifiers->is_constexpr;
    case TOKEN_INLINE:
        return &specifiers->is_inline;
    case TOKEN_NORETURN:
        return &specifiers->is_noreturn;
    default:
        return nullptr;
    }
}

static unsigned qualifier_of(enum token_kind kind) {
    switch (kind) {
    case TOKEN_CONST:
        return QUALIFIER_CONST;
    case TOKEN_VOLATILE:
        return QUALIFIER_VOLATILE;
    case TOKEN_RESTRICT:
        return QUALIFIER_RESTRICT;
    default:
        return 0;
    }
}

/* A specifier that names a whole type; NULL if the current token begins none. */
static const struct type *parse_whole_type(struct front *f) {
    switch (f->token->kind) {
    case TOKEN_ENUM:
        return parse_enum(f);
    case TOKEN_TYPEOF:
    case TOKEN_TYPEOF_UNQUAL:
        return parse_typeof(f);
    case TOKEN_STRUCT:
    case TOKEN_UNION:
        return parse_record(f);
    case TOKEN_COMPLEX:
    case TOKEN_ATOMIC:
    case TOKEN_BITINT:
    case TOKEN_INT128:
    case TOKEN_DECIMAL:
        return refuse_type(f);
    case TOKEN_IDENTIFIER: {
        const struct type *type = f->token->name->symbol->type;
        parse_advance(f);
        return type;
    }
    default:
        return nullptr;
    }
}

static void finish_specifiers(struct front *f, struct specifiers *specifiers, const struct type *whole,
                              const struct counts *counts, unsigned qualifiers) {
    static const struct counts none = {0};
    bool has_words = memcmp(counts, &none, sizeof none) != 0;
    const struct type *type = whole;
    if (has_words) {
        enum type_kind kind = combine(counts);
        /* `double _Complex` was reported already */
        if ((kind == TYPE_ERROR || whole != nullptr) && (whole == nullptr || whole->kind != TYPE_ERROR))
            diag_error(f->diag, specifiers->at, "these type names cannot be combined");
        type = type_basic(whole != nullptr ? TYPE_ERROR : kind);
    }
    if (type != nullptr && (qualifiers & QUALIFIER_RESTRICT) != 0 && type->kind != TYPE_POINTER &&
        type->kind != TYPE_ERROR)
        diag_error(f->diag, specifiers->at, "'restrict' belongs to pointers, not to '%s'",
                   sema_type_text(f, type));
    unsigned storage = (unsigned)specifiers->is_typedef + specifiers->is_static + specifiers->is_extern +
                       (specifiers->is_auto && type != nullptr) + specifiers->is_register;
    if (storage > 1)
        diag_error(f->diag, specifiers->at, "more than one storage class in a declaration");
    specifiers->type =
        type == nullptr ? nullptr : type_qualify(f->arena, type, type->qualifiers | qualifiers);
    specifiers->qualifiers = qualifiers;
}

bool parse_specifiers(struct front *f, struct specifiers *specifiers) {
    struct counts counts = {0};
    const struct type *whole = nullptr;
    unsigned qualifiers = 0;
    bool has_any = false, has_type = false;
    specifiers->at = f->token->at;
    for (; !f->is_recovering; has_any = true) {
        enum token_kind kind = f->token->kind;
        unsigned *count = count_of(&counts, kind);
        bool *flag = flag_of(specifiers, kind);
        if (parse_is_attribute(f)) {
            parse_attributes(f, specifiers);
        } else if (kind == TOKEN_EXTENSION) {
            parse_advance(f);
        } else if (kind == TOKEN_ALIGNAS) {
            parse_alignas(f, specifiers);
        } else if (kind == TOKEN_THREAD_LOCAL) {
            diag_error(f->diag, f->token->at, "thread-local storage is not supported");
            diag_note(f->diag, LOCATION_NONE, "there are no threads: use 'static'");
            parse_advance(f);
        } else if (count != nullptr) {
            ++*count;
            has_type = true;
            parse_advance(f);
        } else if (flag != nullptr) {
            *flag = true;
            parse_advance(f);
        } else if (qualifier_of(kind) != 0) {
            qualifiers |= qualifier_of(kind);
            parse_advance(f);
        } else if (!parse_is_type_start(f, f->token) || (kind == TOKEN_IDENTIFIER && has_type)) {
            break;
        } else {
            if (whole != nullptr)
                diag_error(f->diag, f->token->at, "two types in one declaration");
            whole = parse_whole_type(f);
            has_type = true;
        }
    }
    finish_specifiers(f, specifiers, whole, &counts, qualifiers);
    return has_any;
}

/* ---- declarators */

static bool is_annotation(enum token_kind kind) {
    return kind >= TOKEN_COUNTED_BY && kind <= TOKEN_NOESCAPE;
}

/* `(name)` or `(constant)`. A name that is no constant may be a later parameter or member. */
static void parse_count(struct front *f, struct bounds *bounds) {
    if (!parse_expect(f, TOKEN_LEFT_PAREN, "after the annotation"))
        return;
    const struct token *token = f->token;
    bool is_constant = token->kind != TOKEN_IDENTIFIER ||
                       (token->name->symbol != nullptr && token->name->symbol->kind == SYMBOL_CONSTANT);
    if (!is_constant && parse_peek(f, 1)->kind == TOKEN_RIGHT_PAREN) {
        bounds->count_name = token->name;
        parse_advance(f);
    } else {
        uint64_t value = 0;
        if (parse_constant(f, "a count that is not the name of a parameter", nullptr, &value))
            bounds->count = sema_integer(f, token->at, type_basic(TYPE_UNSIGNED_LONG), value);
        else
            bounds->kind = BOUNDS_SINGLE; /* reported */
    }
    parse_expect(f, TOKEN_RIGHT_PAREN, "to end the count");
}

static void parse_annotation(struct front *f, struct bounds *bounds) {
    const struct token *token = f->token;
    parse_advance(f);
    if (token->kind == TOKEN_NOESCAPE) {
        bounds->is_noescape = true;
        return;
    }
    if (bounds->kind != BOUNDS_NONE)
        diag_error(f->diag, token->at, "more than one bounds annotation");
    *bounds = (struct bounds){.at = token->at, .is_noescape = bounds->is_noescape};
    switch (token->kind) {
    case TOKEN_COUNTED_BY:
    case TOKEN_SIZED_BY:
        bounds->kind = token->kind == TOKEN_COUNTED_BY ? BOUNDS_COUNTED : BOUNDS_SIZED;
        parse_count(f, bounds);
        break;
    case TOKEN_SINGLE:
        bounds->kind = BOUNDS_SINGLE;
        break;
    case TOKEN_NULL_TERMINATED:
        bounds->kind = BOUNDS_STRING;
        break;
    case TOKEN_UNSAFE_INDEXABLE:
        diag_error(f->diag, token->at, "'__unsafe_indexable' is not part of Safe C");
        diag_note(f->diag, LOCATION_NONE, "say how long the array is with '__counted_by(n)'");
        break;
    default:
        bounds->kind = BOUNDS_INDEXABLE;
        break;
    }
}

/* Of no kind yet, unless there is but one for the pointee: LOCAL. */
static const struct type *make_pointer(struct front *f, const struct type *pointee) {
    enum pointer_kind kind = type_default_kind(pointee);
    if (pointee->kind == TYPE_ERROR)
        return pointee;
    return type_pointer(f->arena, pointee,
                        kind == POINTER_ANY || kind == POINTER_FUNCTION ? kind : POINTER_LOCAL);
}

static const struct type *parse_pointers(struct front *f, const struct type *type,
                                         struct declarator *declarator) {
    while (f->token->kind == TOKEN_STAR && !f->is_recovering) {
        if (declarator->bounds.count_name != nullptr && type->kind == TYPE_ARRAY) {
            diag_error(f->diag, declarator->bounds.at,
                       "the length of an array behind a pointer must be an integer constant");
            type = type_basic(TYPE_ERROR);
        }
        type = make_pointer(f, sema_in_memory(f, type, &declarator->bounds));
        parse_advance(f);
        declarator->bounds = (struct bounds){0};
        unsigned qualifiers = 0;
        struct specifiers ignored = {0};
        for (;;) {
            if (qualifier_of(f->token->kind) != 0) {
                qualifiers |= qualifier_of(f->token->kind);
                parse_advance(f);
            } else if (is_annotation(f->token->kind)) {
                parse_annotation(f, &declarator->bounds);
            } else if (parse_is_attribute(f) && !f->is_recovering) {
                parse_attributes(f, &ignored);
            } else {
                break;
            }
        }
        if (type->kind == TYPE_POINTER)
            type = type_qualify(f->arena, type, qualifiers);
    }
    return type;
}

/* What stands in an array's brackets. */
struct dimension {
    location at;
    bool is_unknown;
    uint64_t length;
    struct bounds bounds; /* a length that is no constant, as a count */
    unsigned qualifiers;
};

static void parse_dimension(struct front *f, struct dimension *dimension) {
    *dimension = (struct dimension){.at = f->token->at};
    parse_advance(f);
    while (f->token->kind == TOKEN_STATIC || qualifier_of(f->token->kind) != 0) {
        dimension->qualifiers |= qualifier_of(f->token->kind);
        parse_advance(f);
    }
    const struct token *token = f->token;
    if (is_annotation(token->kind))
        parse_annotation(f, &dimension->bounds);
    dimension->is_unknown = f->token->kind == TOKEN_RIGHT_BRACKET;
    if (dimension->is_unknown) {
        parse_advance(f);
        return;
    }
    bool is_name = token->kind == TOKEN_IDENTIFIER && parse_peek(f, 1)->kind == TOKEN_RIGHT_BRACKET;
    if (is_name && token->name->symbol != nullptr && token->name->symbol->kind == SYMBOL_VARIABLE &&
        !token->name->symbol->variable->is_constexpr) {
        token->name->symbol->variable->is_used = true;
        dimension->bounds =
            (struct bounds){.kind = BOUNDS_COUNTED, .at = token->at, .count_name = token->name};
        dimension->is_unknown = true;
        parse_advance(f);
    } else {
        struct expr *e = sema_rvalue(f, parse_conditional(f));
        if (e->kind == EXPR_INTEGER) {
            dimension->length = e->integer;
            if (e->integer == 0 || e->integer > INT64_MAX)
                diag_error(f->diag, token->at, "an array must have at least one element");
            if (e->integer == 0 || e->integer > INT64_MAX)
                dimension->length = 1;
        } else {
            if (!sema_is_error(e)) {
                diag_error(f->diag, token->at, "the length of an array must be an integer constant");
                diag_note(f->diag, LOCATION_NONE,
                          "give the largest length; in a parameter, the name of another parameter");
            }
            dimension->length = 1;
        }
    }
    parse_expect(f, TOKEN_RIGHT_BRACKET, "to end the array's length");
}

static const struct type *make_array(struct front *f, const struct dimension *dimension,
                                     const struct type *element, const struct bounds *bounds) {
    element = sema_in_memory(f, element, bounds);
    if (element->kind == TYPE_ERROR)
        return element;
    if (element->is_incomplete || element->kind == TYPE_FUNCTION) {
        diag_error(f->diag, dimension->at, "an array's elements cannot have the type '%s'",
                   sema_type_text(f, element));
        return type_basic(TYPE_ERROR);
    }
    if (!type_array_fits(element, dimension->length)) {
        diag_error(f->diag, dimension->at, "the array is larger than any object can be");
        return type_basic(TYPE_ERROR);
    }
    return type_array(f->arena, element, dimension->length, dimension->is_unknown);
}

/* [n][m]... and (parameters), applied right to left. */
static const struct type *parse_suffixes(struct front *f, const struct type *type,
                                         struct declarator *declarator) {
    if (f->token->kind == TOKEN_LEFT_PAREN)
        return parse_parameters(f, type, declarator);
    if (f->token->kind != TOKEN_LEFT_BRACKET || parse_is_attribute(f))
        return type;
    if (!parse_enter(f)) {
        parse_leave(f);
        return type_basic(TYPE_ERROR);
    }
    struct dimension dimension;
    parse_dimension(f, &dimension);
    const struct type *element = type;
    if (!f->is_recovering)
        element = parse_suffixes(f, type, declarator);
    parse_leave(f);
    if (declarator->bounds.kind == BOUNDS_COUNTED && element->kind == TYPE_ARRAY &&
        declarator->bounds.count_name != nullptr) {
        diag_error(f->diag, declarator->bounds.at,
                   "only the first length of an array parameter may be a parameter");
        diag_note(f->diag, LOCATION_NONE,
                  "make the inner lengths constants, or use one dimension and compute the index");
        declarator->bounds = (struct bounds){0};
        return type_basic(TYPE_ERROR);
    }
    struct bounds bounds = declarator->bounds;
    declarator->bounds = dimension.bounds;
    return make_array(f, &dimension, element, &bounds);
}

static void parse_declarator_inside(struct front *f, const struct type *type, struct declarator *declarator) {
    struct specifiers attributes = {0};
    type = parse_pointers(f, type, declarator);
    parse_attributes(f, &attributes);
    const struct token *after = parse_peek(f, 1);
    bool is_group =
        f->token->kind == TOKEN_LEFT_PAREN &&
        (after->kind == TOKEN_STAR || after->kind == TOKEN_LEFT_PAREN || after->kind == TOKEN_ATTRIBUTE ||
         (after->kind == TOKEN_IDENTIFIER && !parse_is_type_start(f, after)));
    if (is_group) {
        const struct token *group = f->token;
        parse_skip_group(f);
        type = parse_suffixes(f, type, declarator);
        const struct token *end = f->token;
        if (f->is_stopped || f->is_recovering)
            return;
        f->token = group + 1;
        if (parse_enter(f))
            parse_declarator_inside(f, type, declarator);
        parse_leave(f);
        parse_expect(f, TOKEN_RIGHT_PAREN, "to end the declarator");
        if (!f->is_stopped && !f->is_recovering)
            f->token = end;
        return;
    }
    if (f->token->kind == TOKEN_IDENTIFIER) {
        declarator->name = f->token->name;
        declarator->at = f->token->at;
        parse_advance(f);
        parse_attributes(f, &attributes);
    }
    declarator->type = parse_suffixes(f, type, declarator);
    declarator->may_be_unused |= attributes.may_be_unused;
    declarator->is_packed = attributes.is_packed;
    declarator->align = attributes.align;
}

void parse_declarator(struct front *f, const struct type *base, struct declarator *declarator) {
    *declarator = (struct declarator){.at = f->token->at, .type = type_basic(TYPE_ERROR)};
    struct specifiers attributes = {0};
    if (parse_enter(f))
        parse_declarator_inside(f, base, declarator);
    parse_leave(f);
    if (f->token->kind == TOKEN_ASM) {
        diag_error(f->diag, f->token->at, "assembly names are not supported");
        parse_advance(f);
        if (f->token->kind == TOKEN_LEFT_PAREN)
            parse_skip_group(f);
    }
    parse_attributes(f, &attributes);
    declarator->is_noreturn = attributes.is_noreturn;
    declarator->format = attributes.format;
    declarator->is_service = attributes.is_service;
    declarator->is_used = attributes.is_used;
    declarator->is_noinline = attributes.is_noinline;
    declarator->is_packed |= attributes.is_packed;
    declarator->align = attributes.align > declarator->align ? attributes.align : declarator->align;
    declarator->may_be_unused |= attributes.may_be_unused;
}

const struct type *parse_type_name(struct front *f) {
    struct specifiers specifiers = {0};
    struct declarator declarator;
    location at = f->token->at;
    if (!parse_specifiers(f, &specifiers) || specifiers.type == nullptr) {
        parse_error(f, at, "expected a type, but found %s", token_describe(f->token->kind));
        return type_basic(TYPE_ERROR);
    }
    parse_declarator(f, specifiers.type, &declarator);
    if (declarator.name != nullptr)
        parse_error(f, declarator.at, "unexpected name '%s' in a type", declarator.name->text);
    const struct bounds *bounds = &declarator.bounds;
    if (bounds->count_name != nullptr && declarator.type->kind == TYPE_ARRAY) {
        diag_error(f->diag, bounds->at, "the length of an array must be an integer constant");
        return type_basic(TYPE_ERROR);
    }
    return bounds->kind == BOUNDS_NONE ? declarator.type : sema_in_memory(f, declarator.type, bounds);
}
