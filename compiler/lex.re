/* The lexer (re2c): preprocessed text to tokens.
 *
 * Input is the preprocessor's output, so there are no comments, no macros and no line splices; lines that
 * begin with '#' are line markers (read by source.c) and pragmas, both skipped. The text ends with a NUL
 * that belongs to no token, so the scanner needs no other end test. */
#include "lex.h"

#include <string.h>

struct name *names_intern(struct names *names, struct arena *arena, const char *text, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    if (names->count >= names->bucket_count) {
        size_t grown = names->bucket_count == 0 ? 1024 : names->bucket_count * 2;
        struct name **buckets = arena_alloc(arena, grown * sizeof *buckets);
        for (size_t i = 0; i < names->bucket_count; i++) {
            for (struct name *name = names->buckets[i], *next; name != nullptr; name = next) {
                next = name->next;
                name->next = buckets[name->hash & (grown - 1)];
                buckets[name->hash & (grown - 1)] = name;
            }
        }
        names->buckets = buckets;
        names->bucket_count = grown;
    }
    struct name **bucket = &names->buckets[hash & (names->bucket_count - 1)];
    for (struct name *name = *bucket; name != nullptr; name = name->next) {
        if (name->length == length && memcmp(name->text, text, length) == 0)
            return name;
    }
    struct name *name = arena_alloc(arena, sizeof *name);
    *name = (struct name){.text = arena_string(arena, text, length), .length = (uint32_t)length, .hash = hash, .next = *bucket};
    *bucket = name;
    names->count++;
    return name;
}

const char *token_describe(enum token_kind kind) {
    switch (kind) {
    case TOKEN_END:
        return "end of file";
    case TOKEN_IDENTIFIER:
        return "identifier";
    case TOKEN_NUMBER:
        return "number";
    case TOKEN_CHARACTER:
        return "character constant";
    case TOKEN_STRING:
        return "string literal";
#define X(name, spelling)                                                                                    \
    case TOKEN_##name:                                                                                       \
        return "'" spelling "'";
        PUNCTUATORS(X)
        KEYWORDS(X)
#undef X
    }
    return "token";
}

/* Results of scan() that are no tokens. */
enum { SCAN_SKIP = -1, SCAN_STRAY = -2, SCAN_UNTERMINATED = -3, SCAN_DIRECTIVE = -4, SCAN_NUL = -5 };

/* Scans what starts at YYCURSOR; sets *end behind it. Returns an enum token_kind or one of the above. */
static int scan(const unsigned char *YYCURSOR, const unsigned char **end) {
    const unsigned char *YYMARKER = nullptr;
    /*!re2c
        re2c:define:YYCTYPE = "unsigned char";
        re2c:yyfill:enable = 0;

        letter = [a-zA-Z_$\x80-\xff];
        digit = [0-9];
        prefix = "u8" | "u" | "U" | "L";
        escape = "\\" [^\n\x00];

        * { *end = YYCURSOR; return SCAN_STRAY; }
        "\x00" { *end = YYCURSOR; return SCAN_NUL; }
        [ \t\v\f\r\n]+ { *end = YYCURSOR; return SCAN_SKIP; }
        "#" [^\n\x00]* { *end = YYCURSOR; return SCAN_DIRECTIVE; }

        prefix? "\"" ([^"\\\n\x00] | escape)* "\"" { *end = YYCURSOR; return TOKEN_STRING; }
        prefix? "'" ([^'\\\n\x00] | escape)* "'" { *end = YYCURSOR; return TOKEN_CHARACTER; }
        prefix? ["'] { *end = YYCURSOR; return SCAN_UNTERMINATED; }
        "."? digit ([eEpP] [+-] | "'" (digit | letter) | digit | letter | ".")* { *end = YYCURSOR; return TOKEN_NUMBER; }

        "void" { *end = YYCURSOR; return TOKEN_VOID; }
        "bool" | "_Bool" { *end = YYCURSOR; return TOKEN_BOOL; }
        "char" { *end = YYCURSOR; return TOKEN_CHAR; }
        "short" { *end = YYCURSOR; return TOKEN_SHORT; }
        "int" { *end = YYCURSOR; return TOKEN_INT; }
        "long" { *end = YYCURSOR; return TOKEN_LONG; }
        "float" { *end = YYCURSOR; return TOKEN_FLOAT; }
        "double" { *end = YYCURSOR; return TOKEN_DOUBLE; }
        "signed" | "__signed" | "__signed__" { *end = YYCURSOR; return TOKEN_SIGNED; }
        "unsigned" { *end = YYCURSOR; return TOKEN_UNSIGNED; }
        "enum" { *end = YYCURSOR; return TOKEN_ENUM; }
        "struct" { *end = YYCURSOR; return TOKEN_STRUCT; }
        "union" { *end = YYCURSOR; return TOKEN_UNION; }
        "typeof" | "__typeof" | "__typeof__" { *end = YYCURSOR; return TOKEN_TYPEOF; }
        "typeof_unqual" { *end = YYCURSOR; return TOKEN_TYPEOF_UNQUAL; }
        "_Complex" | "_Imaginary" { *end = YYCURSOR; return TOKEN_COMPLEX; }
        "_Atomic" { *end = YYCURSOR; return TOKEN_ATOMIC; }
        "_BitInt" { *end = YYCURSOR; return TOKEN_BITINT; }
        "__int128" | "__int128_t" | "__uint128_t" { *end = YYCURSOR; return TOKEN_INT128; }
        "_Decimal32" | "_Decimal64" | "_Decimal128" { *end = YYCURSOR; return TOKEN_DECIMAL; }
        "const" | "__const" | "__const__" { *end = YYCURSOR; return TOKEN_CONST; }
        "volatile" | "__volatile" | "__volatile__" { *end = YYCURSOR; return TOKEN_VOLATILE; }
        "restrict" | "__restrict" | "__restrict__" { *end = YYCURSOR; return TOKEN_RESTRICT; }
        "typedef" { *end = YYCURSOR; return TOKEN_TYPEDEF; }
        "static" { *end = YYCURSOR; return TOKEN_STATIC; }
        "extern" { *end = YYCURSOR; return TOKEN_EXTERN; }
        "auto" { *end = YYCURSOR; return TOKEN_AUTO; }
        "register" { *end = YYCURSOR; return TOKEN_REGISTER; }
        "constexpr" { *end = YYCURSOR; return TOKEN_CONSTEXPR; }
        "thread_local" | "_Thread_local" | "__thread" { *end = YYCURSOR; return TOKEN_THREAD_LOCAL; }
        "inline" | "__inline" | "__inline__" { *end = YYCURSOR; return TOKEN_INLINE; }
        "_Noreturn" { *end = YYCURSOR; return TOKEN_NORETURN; }
        "alignas" | "_Alignas" { *end = YYCURSOR; return TOKEN_ALIGNAS; }
        "alignof" | "_Alignof" | "__alignof__" { *end = YYCURSOR; return TOKEN_ALIGNOF; }
        "sizeof" { *end = YYCURSOR; return TOKEN_SIZEOF; }
        "static_assert" | "_Static_assert" { *end = YYCURSOR; return TOKEN_STATIC_ASSERT; }
        "_Generic" { *end = YYCURSOR; return TOKEN_GENERIC; }
        "true" { *end = YYCURSOR; return TOKEN_TRUE; }
        "false" { *end = YYCURSOR; return TOKEN_FALSE; }
        "nullptr" { *end = YYCURSOR; return TOKEN_NULLPTR; }
        "if" { *end = YYCURSOR; return TOKEN_IF; }
        "else" { *end = YYCURSOR; return TOKEN_ELSE; }
        "while" { *end = YYCURSOR; return TOKEN_WHILE; }
        "do" { *end = YYCURSOR; return TOKEN_DO; }
        "for" { *end = YYCURSOR; return TOKEN_FOR; }
        "switch" { *end = YYCURSOR; return TOKEN_SWITCH; }
        "case" { *end = YYCURSOR; return TOKEN_CASE; }
        "default" { *end = YYCURSOR; return TOKEN_DEFAULT; }
        "break" { *end = YYCURSOR; return TOKEN_BREAK; }
        "continue" { *end = YYCURSOR; return TOKEN_CONTINUE; }
        "goto" { *end = YYCURSOR; return TOKEN_GOTO; }
        "return" { *end = YYCURSOR; return TOKEN_RETURN; }
        "asm" | "__asm" | "__asm__" { *end = YYCURSOR; return TOKEN_ASM; }
        "__attribute__" | "__attribute" { *end = YYCURSOR; return TOKEN_ATTRIBUTE; }
        "__extension__" { *end = YYCURSOR; return TOKEN_EXTENSION; }
        "__counted_by" { *end = YYCURSOR; return TOKEN_COUNTED_BY; }
        "__sized_by" { *end = YYCURSOR; return TOKEN_SIZED_BY; }
        "__single" { *end = YYCURSOR; return TOKEN_SINGLE; }
        "__null_terminated" { *end = YYCURSOR; return TOKEN_NULL_TERMINATED; }
        "__indexable" { *end = YYCURSOR; return TOKEN_INDEXABLE; }
        "__bidi_indexable" { *end = YYCURSOR; return TOKEN_BIDI_INDEXABLE; }
        "__unsafe_indexable" { *end = YYCURSOR; return TOKEN_UNSAFE_INDEXABLE; }
        "__noescape" { *end = YYCURSOR; return TOKEN_NOESCAPE; }
        "__func__" | "__FUNCTION__" { *end = YYCURSOR; return TOKEN_FUNCTION_NAME; }
        letter (letter | digit)* { *end = YYCURSOR; return TOKEN_IDENTIFIER; }

        "(" { *end = YYCURSOR; return TOKEN_LEFT_PAREN; }
        ")" { *end = YYCURSOR; return TOKEN_RIGHT_PAREN; }
        "[" | "<:" { *end = YYCURSOR; return TOKEN_LEFT_BRACKET; }
        "]" | ":>" { *end = YYCURSOR; return TOKEN_RIGHT_BRACKET; }
        "{" | "<%" { *end = YYCURSOR; return TOKEN_LEFT_BRACE; }
        "}" | "%>" { *end = YYCURSOR; return TOKEN_RIGHT_BRACE; }
        ";" { *end = YYCURSOR; return TOKEN_SEMICOLON; }
        "," { *end = YYCURSOR; return TOKEN_COMMA; }
        ":" { *end = YYCURSOR; return TOKEN_COLON; }
        "?" { *end = YYCURSOR; return TOKEN_QUESTION; }
        "." { *end = YYCURSOR; return TOKEN_DOT; }
        "->" { *end = YYCURSOR; return TOKEN_ARROW; }
        "..." { *end = YYCURSOR; return TOKEN_ELLIPSIS; }
        "~" { *end = YYCURSOR; return TOKEN_TILDE; }
        "!" { *end = YYCURSOR; return TOKEN_NOT; }
        "++" { *end = YYCURSOR; return TOKEN_PLUS_PLUS; }
        "--" { *end = YYCURSOR; return TOKEN_MINUS_MINUS; }
        "*" { *end = YYCURSOR; return TOKEN_STAR; }
        "/" { *end = YYCURSOR; return TOKEN_SLASH; }
        "%" { *end = YYCURSOR; return TOKEN_PERCENT; }
        "+" { *end = YYCURSOR; return TOKEN_PLUS; }
        "-" { *end = YYCURSOR; return TOKEN_MINUS; }
        "<<" { *end = YYCURSOR; return TOKEN_SHIFT_LEFT; }
        ">>" { *end = YYCURSOR; return TOKEN_SHIFT_RIGHT; }
        "<" { *end = YYCURSOR; return TOKEN_LESS; }
        ">" { *end = YYCURSOR; return TOKEN_GREATER; }
        "<=" { *end = YYCURSOR; return TOKEN_LESS_EQUAL; }
        ">=" { *end = YYCURSOR; return TOKEN_GREATER_EQUAL; }
        "==" { *end = YYCURSOR; return TOKEN_EQUAL_EQUAL; }
        "!=" { *end = YYCURSOR; return TOKEN_NOT_EQUAL; }
        "&" { *end = YYCURSOR; return TOKEN_AMPERSAND; }
        "^" { *end = YYCURSOR; return TOKEN_CARET; }
        "|" { *end = YYCURSOR; return TOKEN_BAR; }
        "&&" { *end = YYCURSOR; return TOKEN_AND_AND; }
        "||" { *end = YYCURSOR; return TOKEN_BAR_BAR; }
        "=" { *end = YYCURSOR; return TOKEN_ASSIGN; }
        "*=" { *end = YYCURSOR; return TOKEN_STAR_ASSIGN; }
        "/=" { *end = YYCURSOR; return TOKEN_SLASH_ASSIGN; }
        "%=" { *end = YYCURSOR; return TOKEN_PERCENT_ASSIGN; }
        "+=" { *end = YYCURSOR; return TOKEN_PLUS_ASSIGN; }
        "-=" { *end = YYCURSOR; return TOKEN_MINUS_ASSIGN; }
        "<<=" { *end = YYCURSOR; return TOKEN_SHIFT_LEFT_ASSIGN; }
        ">>=" { *end = YYCURSOR; return TOKEN_SHIFT_RIGHT_ASSIGN; }
        "&=" { *end = YYCURSOR; return TOKEN_AMPERSAND_ASSIGN; }
        "^=" { *end = YYCURSOR; return TOKEN_CARET_ASSIGN; }
        "|=" { *end = YYCURSOR; return TOKEN_BAR_ASSIGN; }
    */
}

static void report(struct source *source, struct diag *diag, int result, location at) {
    unsigned char c = (unsigned char)source->text[at];
    if (result == SCAN_UNTERMINATED)
        diag_error(diag, at, "missing closing quote");
    else if (result == SCAN_NUL)
        diag_error(diag, at, "stray NUL byte in the source");
    else if (c > ' ' && c < 0x7f)
        diag_error(diag, at, "stray '%c' in the source", c);
    else
        diag_error(diag, at, "stray byte 0x%02x in the source", c);
}

void lex_all(struct source *source, struct diag *diag, struct arena *arena, struct tokens *tokens) {
    const unsigned char *text = (const unsigned char *)source->text;
    const unsigned char *cursor = text, *limit = text + source->length;
    size_t capacity = 0;
    *tokens = (struct tokens){0};
    while (cursor < limit) {
        const unsigned char *end = cursor;
        int result = scan(cursor, &end);
        location at = (location)(cursor - text);
        bool is_line_start = at == 0 || cursor[-1] == '\n';
        if (result >= 0) {
            struct token *token =
                arena_push(arena, (void **)&tokens->items, &tokens->count, &capacity, sizeof *token);
            *token = (struct token){.kind = (enum token_kind)result, .at = at, .length = (uint32_t)(end - cursor)};
            if (result == TOKEN_IDENTIFIER)
                token->name = names_intern(&tokens->names, arena, source->text + at, token->length);
        } else if (result == SCAN_DIRECTIVE && !is_line_start) {
            report(source, diag, SCAN_STRAY, at);
            end = cursor + 1;
        } else if (result == SCAN_UNTERMINATED) {
            report(source, diag, result, at);
            const unsigned char *newline = memchr(cursor, '\n', (size_t)(limit - cursor));
            end = newline == nullptr ? limit : newline;
        } else if (result != SCAN_SKIP && result != SCAN_DIRECTIVE) {
            report(source, diag, result, at);
        }
        if (diag_is_exhausted(diag))
            break;
        cursor = end;
    }
    struct token *last = arena_push(arena, (void **)&tokens->items, &tokens->count, &capacity, sizeof *last);
    *last = (struct token){.kind = TOKEN_END, .at = source->length};
}
