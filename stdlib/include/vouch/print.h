/* What printf and its relatives are made of. For a literal format vcc checks the arguments while compiling and turns the
 * call into a sequence of calls of the functions below (compiler/format.c uses these same constants); other formats,
 * and lists of arguments, are interpreted when the program runs (src/printf.c), by the same functions.
 *
 * Each function puts out one piece and returns how many bytes there are by then: `at`, the number before, plus its own;
 * or a number below 0 if `at` is, or if the stream has failed. The first family puts them into a stream; the second into
 * a buffer, as far as `size` leaves room for them and for the terminator, which __store_end writes. */
#ifndef VOUCH_PRINT_H
#define VOUCH_PRINT_H

#define PRINT_LEFT 0x01      /* '-' */
#define PRINT_PLUS 0x02      /* '+' */
#define PRINT_SPACE 0x04     /* ' ' */
#define PRINT_ALTERNATE 0x08 /* '#' */
#define PRINT_ZERO 0x10      /* '0' */
#define PRINT_UPPER 0x20     /* X, B, A, E, F, G: capital letters */

/* The base of an unsigned number; neither: decimal. */
#define PRINT_OCTAL 0x100
#define PRINT_HEX 0x200
#define PRINT_BINARY 0x400

/* Conversion of a floating number: one of them. */
#define PRINT_FIXED 0x1000       /* %f */
#define PRINT_EXPONENT 0x2000    /* %e */
#define PRINT_GENERAL 0x4000     /* %g */
#define PRINT_HEXADECIMAL 0x8000 /* %a */

/* A conversion's flags, width and precision in one number. Wider ones than PRINT_COUNT_MAX are cut to it. */
#define PRINT_WIDTH_SHIFT 16
#define PRINT_PRECISION_SHIFT 40
#define PRINT_COUNT_MAX 0xfffffe
#define PRINT_NO_PRECISION 0xffffff
#define PRINT_SPEC(flags, width, precision)                                                                  \
    ((unsigned long)(flags) | (unsigned long)(width) << PRINT_WIDTH_SHIFT |                                  \
     (unsigned long)(precision) << PRINT_PRECISION_SHIFT)

/* Compiled sources see only the constants; vcc's own host code includes this header for them too. */
#ifdef __VOUCH__
#include <stddef.h>
#include <stdio.h>

/* PRINT_SPEC for a width and precision that are not known before: below 0 they mean PRINT_LEFT, and none. */
unsigned long __print_spec(int flags, int width, int precision);

long __print_text(FILE *stream, long at, const char *text);                      /* the format's own text */
long __print_signed(FILE *stream, long at, long long value, unsigned long spec); /* %d %i */
long __print_unsigned(FILE *stream, long at, unsigned long long value,
                      unsigned long spec);                                            /* %u %o %x %X %b %B */
long __print_pointer(FILE *stream, long at, unsigned long value, unsigned long spec); /* %p */
long __print_char(FILE *stream, long at, int character, unsigned long spec);          /* %c */
long __print_string(FILE *stream, long at, const char *text, unsigned long spec);     /* %s */
long __print_float(FILE *stream, long at, double value, unsigned long spec); /* %f %e %g %a, and capital */

long __store_text(char *__null_terminated buffer, size_t size, long at, const char *text);
long __store_signed(char *__null_terminated buffer, size_t size, long at, long long value,
                    unsigned long spec);
long __store_unsigned(char *__null_terminated buffer, size_t size, long at, unsigned long long value,
                      unsigned long spec);
long __store_pointer(char *__null_terminated buffer, size_t size, long at, unsigned long value,
                     unsigned long spec);
long __store_char(char *__null_terminated buffer, size_t size, long at, int character, unsigned long spec);
long __store_string(char *__null_terminated buffer, size_t size, long at, const char *text,
                    unsigned long spec);
long __store_float(char *__null_terminated buffer, size_t size, long at, double value, unsigned long spec);

/* %n: stores `at`, and gives it back. */
long __count_char(long at, signed char *count);
long __count_short(long at, short *count);
long __count_int(long at, int *count);
long __count_long(long at, long *count);

/* What the whole call returns: -1 after an error. The second one terminates the buffer, if it has any room. */
int __print_end(long at);
int __store_end(char *__null_terminated buffer, size_t size, long at);
#endif

#endif
