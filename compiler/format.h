/* What the parts of the format checker share: see format.c. */
#ifndef VCC_FORMAT_H
#define VCC_FORMAT_H

#include "front_internal.h"

enum format_target {
    FORMAT_CHECKED, /* nowhere: the arguments are only compared with the format */
    FORMAT_STREAM,  /* printf to, scanf from a FILE */
    FORMAT_BUFFER,  /* sprintf, snprintf; sscanf: from a string */
};

struct expansion {
    struct front *f;
    location at;             /* of the format */
    struct expr **arguments; /* of the whole call */
    size_t argument_count, first, next;
    bool has_error;
    enum format_target target;
    struct expr *stream;          /* FORMAT_STREAM */
    struct expr *buffer, *size;   /* FORMAT_BUFFER; no size: as large as the buffer is, or scanf */
    const struct type *scan_type; /* scanf: struct __scan */
    struct expr *state;           /* scanf: pointer to its struct __scan */
    bool holds_arguments;         /* they are evaluated before the first piece is printed */
    struct expr *before;          /* assignments to temporaries, joined by commas, or NULL */
    struct expr *chain;           /* the calls so far */
};

/* hh, h, l, ll, L; j, z and t are l on LP64. */
enum format_length {
    FORMAT_INT,
    FORMAT_CHAR,
    FORMAT_SHORT,
    FORMAT_LONG,
    FORMAT_LONG_LONG,
    FORMAT_LONG_DOUBLE,
    FORMAT_BAD_LENGTH
};

[[gnu::format(printf, 2, 3)]] void format_report(struct expansion *x, const char *format, ...);
/* Reports an argument of the wrong type for '%letter'. */
void format_report_type(struct expansion *x, char letter, const struct expr *e, const char *wanted);
/* The argument for a conversion; NULL if there is none, reported. */
struct expr *format_next(struct expansion *x, const char *for_what);
/* The value, evaluated before the first call if that must be. */
struct expr *format_hold(struct expansion *x, struct expr *e);
/* The length modifier at *at, which moves behind it. */
enum format_length format_read_length(const char **at);
/* The integer type of that length; not for FORMAT_LONG_DOUBLE. */
const struct type *format_integer(enum format_length length, bool is_signed);
/* A call of a function of the library. `codes` has a letter for the result, then one for each parameter; the values are
 * converted to their types.
 *   s const char *   b char *, of characters up to its object's end   f FILE *, k struct __scan *: as given
 *   i int   l long   z unsigned long   L long long   U unsigned long long   d double   v void
 *   1 2 4 8 e g: pointers to signed char, short, int, long, float, double */
struct expr *format_call(struct expansion *x, const char *name, const char *codes,
                         struct expr *const *values);
/* Of one of the codes 1 2 4 8 e g: the type of a value that may be converted to it. */
const struct type *format_pointer(struct expansion *x, char code);
struct expr *format_constant(struct expansion *x, char code, uint64_t value);
struct expr *format_text(struct expansion *x, const char *text, size_t length);

/* Take the format apart; with a target they set x->chain. */
void format_print(struct expansion *x, const char *format);
void format_scan(struct expansion *x, const char *format);

#endif
