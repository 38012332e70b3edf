/* Literals: numbers, characters and strings, from their spelling to value and type (C23 6.4.4, 6.4.5). */
#include "front_internal.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define STRING_ELEMENTS_MAX (1u << 24)

/* Copies the number without digit separators into a string. */
static char *clean_number(struct front *f, const struct token *token) {
    char *text = arena_string(f->arena, f->source->text + token->at, token->length), *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from != '\'')
            *to++ = *from;
    }
    *to = '\0';
    return text;
}

static struct expr *refuse_number(struct front *f, const struct token *token, const char *why) {
    diag_error(f->diag, token->at, "%s in the number '%.*s'", why, (int)token->length,
               f->source->text + token->at);
    return sema_error(f, token->at);
}

static struct expr *floating_number(struct front *f, const struct token *token, const char *text) {
    char *end = nullptr;
    double value = strtod(text, &end);
    if (end == text)
        return refuse_number(f, token, "invalid digits");
    if (strcmp(end, "f") == 0 || strcmp(end, "F") == 0)
        return sema_floating(f, token->at, type_basic(TYPE_FLOAT), (double)strtof(text, nullptr));
    if (strcmp(end, "l") == 0 || strcmp(end, "L") == 0)
        return sema_floating(f, token->at, type_basic(TYPE_LONG_DOUBLE), value);
    if (*end != '\0')
        return refuse_number(f, token, "invalid suffix or digit");
    return sema_floating(f, token->at, type_basic(TYPE_DOUBLE), value);
}

/* 'u' and 'l', 'll' in any order and case; false if it is something else. */
static bool parse_suffix(const char *text, bool *is_unsigned, unsigned *longs) {
    *is_unsigned = false;
    *longs = 0;
    while (*text != '\0') {
        if ((*text == 'u' || *text == 'U') && !*is_unsigned) {
            *is_unsigned = true;
            text++;
        } else if ((*text == 'l' || *text == 'L') && *longs == 0) {
            *longs = text[1] == text[0] ? 2 : 1;
            text += *longs;
        } else {
            return false;
        }
    }
    return true;
}

/* The first type of the list in 6.4.4.1 that holds the value. */
static enum type_kind number_type(uint64_t value, bool is_unsigned, unsigned longs, bool is_decimal) {
    static const enum type_kind kinds[] = {TYPE_INT, TYPE_LONG, TYPE_LONG_LONG};
    for (unsigned i = longs; i < 3; i++) {
        uint64_t max = i == 0 ? INT32_MAX : INT64_MAX, unsigned_max = i == 0 ? UINT32_MAX : UINT64_MAX;
        if (!is_unsigned && value <= max)
            return kinds[i];
        if ((is_unsigned || !is_decimal) && value <= unsigned_max)
            return (enum type_kind)(kinds[i] + 1);
    }
    return TYPE_ERROR;
}

struct expr *literal_number(struct front *f, const struct token *token) {
    char *text = clean_number(f, token);
    int base = 10;
    const char *digits = text;
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        base = 16;
    else if (text[0] == '0' && (text[1] == 'b' || text[1] == 'B'))
        base = 2;
    if (base == 16 ? strpbrk(text, ".pP") != nullptr : base == 10 && strpbrk(text, ".eE") != nullptr)
        return floating_number(f, token, text);
    if (base != 10)
        digits = text + 2;
    else if (text[0] == '0')
        base = 8;
    char *end = nullptr;
    errno = 0;
    uint64_t value = strtoull(digits, &end, base);
    bool is_unsigned = false;
    unsigned longs = 0;
    if (end == digits || !isxdigit((unsigned char)*digits))
        return refuse_number(f, token, "invalid digits");
    if (!parse_suffix(end, &is_unsigned, &longs))
        return refuse_number(f, token, "invalid suffix or digit");
    enum type_kind kind = errno == ERANGE ? TYPE_ERROR : number_type(value, is_unsigned, longs, base == 10);
    if (kind == TYPE_ERROR)
        return refuse_number(f, token, "no integer type can hold the value");
    return sema_integer(f, token->at, type_basic(kind), value);
}

/* What stands between the quotes of one token, and its prefix as the element type. */
struct quoted {
    const unsigned char *at, *end;
    enum type_kind element; /* CHAR, UNSIGNED_CHAR (u8), UNSIGNED_SHORT (u), UNSIGNED_INT (U), INT (L) */
};

static struct quoted open_quotes(const struct front *f, const struct token *token) {
    const unsigned char *text = (const unsigned char *)f->source->text + token->at;
    struct quoted quoted = {.end = text + token->length - 1, .element = TYPE_CHAR};
    if (*text == 'L')
        quoted.element = TYPE_INT;
    else if (*text == 'U')
        quoted.element = TYPE_UNSIGNED_INT;
    else if (*text == 'u')
        quoted.element = text[1] == '8' ? TYPE_UNSIGNED_CHAR : TYPE_UNSIGNED_SHORT;
    while (*text != '"' && *text != '\'')
        text++;
    quoted.at = text + 1;
    return quoted;
}

static unsigned digit_value(unsigned char c) {
    return isdigit(c) ? (unsigned)(c - '0') : (unsigned)(tolower(c) - 'a' + 10);
}

static uint32_t read_digits(struct quoted *quoted, unsigned base, unsigned max, unsigned *read) {
    uint64_t value = 0;
    *read = 0;
    while (*read < max && quoted->at < quoted->end && isxdigit(*quoted->at) &&
           digit_value(*quoted->at) < base) {
        value = value * base + digit_value(*quoted->at++);
        if (value > UINT32_MAX)
            value = UINT32_MAX;
        ++*read;
    }
    return (uint32_t)value;
}

/* The escape sequence behind a backslash. *is_code_point: the value is a character to be encoded. */
static uint32_t read_escape(struct front *f, struct quoted *quoted, location at, bool *is_code_point) {
    static const char letters[] = "abfnrtve'\"\\?", values[] = "\a\b\f\n\r\t\v\033'\"\\?";
    unsigned char c = *quoted->at;
    unsigned read = 0;
    *is_code_point = false;
    if (c >= '0' && c <= '7')
        return read_digits(quoted, 8, 3, &read);
    quoted->at++;
    const char *letter = c == '\0' ? nullptr : strchr(letters, c);
    if (letter != nullptr)
        return (unsigned char)values[letter - letters];
    if (c == 'x') {
        uint32_t value = read_digits(quoted, 16, 16, &read);
        if (read == 0)
            diag_error(f->diag, at, "\\x is followed by no hexadecimal digits");
        return value;
    }
    if (c == 'u' || c == 'U') {
        unsigned wanted = c == 'u' ? 4 : 8;
        uint32_t value = read_digits(quoted, 16, wanted, &read);
        if (read != wanted || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
            diag_error(f->diag, at, "invalid universal character name");
        *is_code_point = true;
        return value > 0x10ffff ? '?' : value;
    }
    diag_error(f->diag, at, isprint(c) ? "unknown escape sequence '\\%c'" : "unknown escape sequence", c);
    return c;
}

/* Decodes one UTF-8 character; an invalid byte stands for itself. */
static uint32_t read_utf8(struct quoted *quoted) {
    unsigned char first = *quoted->at++;
    unsigned more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    uint32_t value = more == 0 ? first : first & (0x3fu >> more);
    for (unsigned i = 0; i < more; i++) {
        if (quoted->at >= quoted->end || (*quoted->at & 0xc0) != 0x80)
            return first;
        value = value << 6 | (*quoted->at++ & 0x3fu);
    }
    return value;
}

struct bytes {
    unsigned char *items;
    size_t count, capacity;
};

static void put(struct front *f, struct bytes *bytes, uint32_t value, uint64_t size) {
    for (uint64_t i = 0; i < size; i++)
        *(unsigned char *)arena_push(f->arena, (void **)&bytes->items, &bytes->count, &bytes->capacity, 1) =
            (unsigned char)(value >> (8 * i));
}

static void put_code_point(struct front *f, struct bytes *bytes, uint32_t value, uint64_t size) {
    if (size == 1 && value >= 0x80) {
        if (value >= 0x10000) {
            put(f, bytes, 0xf0 | value >> 18, 1);
            put(f, bytes, 0x80 | (value >> 12 & 0x3f), 1);
        } else if (value >= 0x800) {
            put(f, bytes, 0xe0 | value >> 12, 1);
        } else {
            put(f, bytes, 0xc0 | value >> 6, 1);
        }
        if (value >= 0x800)
            put(f, bytes, 0x80 | (value >> 6 & 0x3f), 1);
        put(f, bytes, 0x80 | (value & 0x3f), 1);
    } else if (size == 2 && value >= 0x10000) {
        put(f, bytes, 0xd800 + ((value - 0x10000) >> 10), 2);
        put(f, bytes, 0xdc00 + ((value - 0x10000) & 0x3ff), 2);
    } else {
        put(f, bytes, value, size);
    }
}

/* Appends the elements of one literal. */
static void decode(struct front *f, const struct token *token, const struct type *element,
                   struct bytes *bytes) {
    struct quoted quoted = open_quotes(f, token);
    while (quoted.at < quoted.end) {
        bool is_code_point = true;
        uint32_t value = 0;
        if (*quoted.at == '\\') {
            quoted.at++;
            value = read_escape(f, &quoted, token->at, &is_code_point);
            if (!is_code_point && element->size < 4 && value >> (8 * element->size) != 0)
                diag_error(f->diag, token->at, "escape sequence out of range for '%s'",
                           sema_type_text(f, element));
        } else if (element->size == 1) { /* bytes pass as they are */
            value = *quoted.at++;
            is_code_point = false;
        } else {
            value = read_utf8(&quoted);
        }
        if (is_code_point)
            put_code_point(f, bytes, value, element->size);
        else
            put(f, bytes, value, element->size);
    }
}

struct expr *literal_character(struct front *f, const struct token *token) {
    struct quoted quoted = open_quotes(f, token);
    const struct type *element = type_basic(quoted.element);
    struct bytes bytes = {0};
    decode(f, token, element, &bytes);
    if (bytes.count != element->size) {
        diag_error(f->diag, token->at,
                   bytes.count == 0 ? "empty character constant"
                                    : "character constant holds more than one character");
        return sema_error(f, token->at);
    }
    uint64_t value = 0;
    for (size_t i = bytes.count; i-- != 0;)
        value = value << 8 | bytes.items[i];
    const struct type *type = quoted.element == TYPE_CHAR ? type_basic(TYPE_INT) : element;
    return sema_integer(f, token->at, type, type_wrap(element, value));
}

static struct expr *make_string(struct front *f, location at, const struct type *element,
                                struct bytes *bytes) {
    put(f, bytes, 0, element->size);
    struct expr *e = sema_new(f, EXPR_STRING, at, nullptr);
    e->string = arena_alloc(f->arena, sizeof *e->string);
    e->string->bytes = bytes->items;
    e->string->length = bytes->count / element->size;
    e->string->element = element;
    const struct type *constant = type_qualify(f->arena, element, QUALIFIER_CONST);
    e->type = type_array(f->arena, constant, e->string->length, false);
    return e;
}

struct expr *literal_text(struct front *f, location at, const char *text, size_t length) {
    struct bytes bytes = {0};
    for (size_t i = 0; i < length; i++)
        put(f, &bytes, (unsigned char)text[i], 1);
    return make_string(f, at, type_basic(TYPE_CHAR), &bytes);
}

struct expr *literal_strings(struct front *f) {
    const struct token *first = f->token, *end = first;
    enum type_kind kind = TYPE_CHAR;
    for (; end->kind == TOKEN_STRING; end++) {
        enum type_kind own = open_quotes(f, end).element;
        if (own != TYPE_CHAR && kind != TYPE_CHAR && own != kind)
            diag_error(f->diag, end->at, "adjacent string literals have different prefixes");
        if (own != TYPE_CHAR)
            kind = own;
    }
    struct bytes bytes = {0};
    for (const struct token *token = first; token < end; token++)
        decode(f, token, type_basic(kind), &bytes);
    while (f->token->kind == TOKEN_STRING)
        parse_advance(f);
    if (bytes.count > STRING_ELEMENTS_MAX) {
        diag_error(f->diag, first->at, "string literal is longer than %u bytes", STRING_ELEMENTS_MAX);
        return sema_error(f, first->at);
    }
    return make_string(f, first->at, type_basic(kind), &bytes);
}
