/* Tokens. The whole translation unit is lexed at once, into an array, so that the parser may look ahead
 * and go back freely. Names are interned: equal names are one struct name, which also holds what the
 * name stands for in the scope being parsed (see sema.h). */
#ifndef VCC_LEX_H
#define VCC_LEX_H

#include "arena.h"
#include "diag.h"
#include "source.h"

struct symbol;
struct token;

#define PUNCTUATORS(X)                                                                                       \
    X(LEFT_PAREN, "(")                                                                                       \
    X(RIGHT_PAREN, ")")                                                                                      \
    X(LEFT_BRACKET, "[")                                                                                     \
    X(RIGHT_BRACKET, "]")                                                                                    \
    X(LEFT_BRACE, "{")                                                                                       \
    X(RIGHT_BRACE, "}")                                                                                      \
    X(SEMICOLON, ";")                                                                                        \
    X(COMMA, ",")                                                                                            \
    X(COLON, ":")                                                                                            \
    X(QUESTION, "?")                                                                                         \
    X(DOT, ".")                                                                                              \
    X(ARROW, "->")                                                                                           \
    X(ELLIPSIS, "...")                                                                                       \
    X(TILDE, "~")                                                                                            \
    X(NOT, "!")                                                                                              \
    X(PLUS_PLUS, "++")                                                                                       \
    X(MINUS_MINUS, "--")                                                                                     \
    X(STAR, "*")                                                                                             \
    X(SLASH, "/")                                                                                            \
    X(PERCENT, "%")                                                                                          \
    X(PLUS, "+")                                                                                             \
    X(MINUS, "-")                                                                                            \
    X(SHIFT_LEFT, "<<")                                                                                      \
    X(SHIFT_RIGHT, ">>")                                                                                     \
    X(LESS, "<")                                                                                             \
    X(GREATER, ">")                                                                                          \
    X(LESS_EQUAL, "<=")                                                                                      \
    X(GREATER_EQUAL, ">=")                                                                                   \
    X(EQUAL_EQUAL, "==")                                                                                     \
    X(NOT_EQUAL, "!=")                                                                                       \
    X(AMPERSAND, "&")                                                                                        \
    X(CARET, "^")                                                                                            \
    X(BAR, "|")                                                                                              \
    X(AND_AND, "&&")                                                                                         \
    X(BAR_BAR, "||")                                                                                         \
    X(ASSIGN, "=")                                                                                           \
    X(STAR_ASSIGN, "*=")                                                                                     \
    X(SLASH_ASSIGN, "/=")                                                                                    \
    X(PERCENT_ASSIGN, "%=")                                                                                  \
    X(PLUS_ASSIGN, "+=")                                                                                     \
    X(MINUS_ASSIGN, "-=")                                                                                    \
    X(SHIFT_LEFT_ASSIGN, "<<=")                                                                              \
    X(SHIFT_RIGHT_ASSIGN, ">>=")                                                                             \
    X(AMPERSAND_ASSIGN, "&=")                                                                                \
    X(CARET_ASSIGN, "^=")                                                                                    \
    X(BAR_ASSIGN, "|=")

/* Keywords with the spelling that messages use; the lexer knows GNU's other spellings as well. */
#define KEYWORDS(X)                                                                                          \
    X(VOID, "void")                                                                                          \
    X(BOOL, "bool")                                                                                          \
    X(CHAR, "char")                                                                                          \
    X(SHORT, "short")                                                                                        \
    X(INT, "int")                                                                                            \
    X(LONG, "long")                                                                                          \
    X(FLOAT, "float")                                                                                        \
    X(DOUBLE, "double")                                                                                      \
    X(SIGNED, "signed")                                                                                      \
    X(UNSIGNED, "unsigned")                                                                                  \
    X(ENUM, "enum")                                                                                          \
    X(STRUCT, "struct")                                                                                      \
    X(UNION, "union")                                                                                        \
    X(TYPEOF, "typeof")                                                                                      \
    X(TYPEOF_UNQUAL, "typeof_unqual")                                                                        \
    X(COMPLEX, "_Complex")                                                                                   \
    X(ATOMIC, "_Atomic")                                                                                     \
    X(BITINT, "_BitInt")                                                                                     \
    X(INT128, "__int128")                                                                                    \
    X(DECIMAL, "_Decimal64")                                                                                 \
    X(CONST, "const")                                                                                        \
    X(VOLATILE, "volatile")                                                                                  \
    X(RESTRICT, "restrict")                                                                                  \
    X(TYPEDEF, "typedef")                                                                                    \
    X(STATIC, "static")                                                                                      \
    X(EXTERN, "extern")                                                                                      \
    X(AUTO, "auto")                                                                                          \
    X(REGISTER, "register")                                                                                  \
    X(CONSTEXPR, "constexpr")                                                                                \
    X(THREAD_LOCAL, "thread_local")                                                                          \
    X(INLINE, "inline")                                                                                      \
    X(NORETURN, "_Noreturn")                                                                                 \
    X(ALIGNAS, "alignas")                                                                                    \
    X(ALIGNOF, "alignof")                                                                                    \
    X(SIZEOF, "sizeof")                                                                                      \
    X(STATIC_ASSERT, "static_assert")                                                                        \
    X(GENERIC, "_Generic")                                                                                   \
    X(TRUE, "true")                                                                                          \
    X(FALSE, "false")                                                                                        \
    X(NULLPTR, "nullptr")                                                                                    \
    X(IF, "if")                                                                                              \
    X(ELSE, "else")                                                                                          \
    X(WHILE, "while")                                                                                        \
    X(DO, "do")                                                                                              \
    X(FOR, "for")                                                                                            \
    X(SWITCH, "switch")                                                                                      \
    X(CASE, "case")                                                                                          \
    X(DEFAULT, "default")                                                                                    \
    X(BREAK, "break")                                                                                        \
    X(CONTINUE, "continue")                                                                                  \
    X(GOTO, "goto")                                                                                          \
    X(RETURN, "return")                                                                                      \
    X(ASM, "asm")                                                                                            \
    X(ATTRIBUTE, "__attribute__")                                                                            \
    X(EXTENSION, "__extension__")                                                                            \
    X(COUNTED_BY, "__counted_by")                                                                            \
    X(SIZED_BY, "__sized_by")                                                                                \
    X(SINGLE, "__single")                                                                                    \
    X(NULL_TERMINATED, "__null_terminated")                                                                  \
    X(INDEXABLE, "__indexable")                                                                              \
    X(BIDI_INDEXABLE, "__bidi_indexable")                                                                    \
    X(UNSAFE_INDEXABLE, "__unsafe_indexable")                                                                \
    X(NOESCAPE, "__noescape")                                                                                \
    X(FUNCTION_NAME, "__func__")

enum token_kind {
    TOKEN_END,
    TOKEN_IDENTIFIER,
    TOKEN_NUMBER,    /* a preprocessing number; the parser gives it a value and a type */
    TOKEN_CHARACTER, /* 'x', with prefix */
    TOKEN_STRING,    /* "x", with prefix */
#define X(name, spelling) TOKEN_##name,
    PUNCTUATORS(X) KEYWORDS(X)
#undef X
};

struct name {
    const char *text; /* NUL-terminated */
    uint32_t length, hash;
    struct name *next;
    struct symbol *symbol;     /* innermost meaning as an ordinary identifier, or NULL */
    struct symbol *tag;        /* innermost meaning as a tag, or NULL */
    struct function *function; /* of this name with linkage, in whatever scope declared, or NULL */
    struct variable *variable; /* likewise */
    const struct token
        *address_end; /* `&name` occurs in the function body that ends here: parse_note_addresses */
    const struct token *text_end; /* likewise, as the argument for a `const char **` */
};

struct token {
    enum token_kind kind;
    location at;
    uint32_t length;
    struct name *name; /* identifiers */
};

struct names { /* a hash table that chains */
    struct name **buckets;
    size_t bucket_count, count;
};

struct tokens {
    struct token *items; /* the last one is TOKEN_END */
    size_t count;
    struct names names;
};

struct name *names_intern(struct names *names, struct arena *arena, const char *text, size_t length);

/* Lexes all of `source`; characters that form no token are reported and skipped. */
void lex_all(struct source *source, struct diag *diag, struct arena *arena, struct tokens *tokens);

/* How messages name a kind of token: "';'", "identifier". */
const char *token_describe(enum token_kind kind);

#endif
