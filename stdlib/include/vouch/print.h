/* What printf is made of. A machine-level variable argument list cannot be checked, so vcc checks the
 * literal format of a printf call while compiling and turns the call into a sequence of calls to the
 * functions below, summing what they return (compiler/format.c uses these same constants).
 *
 * Every function returns the number of bytes that it has put out, as printf counts them. `width` is 0
 * when absent; a negative one (from `*`) means PRINT_LEFT and its absolute value. `precision` is negative
 * when absent. Conversions other than those named here (%n, %p, %a, wide characters) are compile errors. */
#ifndef VOUCH_PRINT_H
#define VOUCH_PRINT_H

#define PRINT_LEFT 0x01      /* '-' */
#define PRINT_PLUS 0x02      /* '+' */
#define PRINT_SPACE 0x04     /* ' ' */
#define PRINT_ALTERNATE 0x08 /* '#' */
#define PRINT_ZERO 0x10      /* '0' */
#define PRINT_UPPER 0x20     /* X, E, F, G: capital letters */

/* Base of __print_unsigned: exactly one. */
#define PRINT_DECIMAL 0x100 /* %u */
#define PRINT_OCTAL 0x200   /* %o */
#define PRINT_HEX 0x400     /* %x, %X with PRINT_UPPER */

/* Conversion of __print_float: exactly one. */
#define PRINT_FIXED 0x1000    /* %f */
#define PRINT_EXPONENT 0x2000 /* %e */
#define PRINT_GENERAL 0x4000  /* %g */

/* Compiled sources see only the constants; vcc's own host code includes this header for them too. */
#ifdef __VOUCH__
int __print_text(const char *text);                                       /* the format's own text */
int __print_signed(long long value, int flags, int width, int precision); /* %d %i */
int __print_unsigned(unsigned long long value, int flags, int width, int precision); /* %u %o %x %X */
int __print_char(int character, int flags, int width);                               /* %c */
int __print_string(const char *text, int flags, int width, int precision);           /* %s */
int __print_float(double value, int flags, int width, int precision);                /* %f %e %g %F %E %G */
#endif

#endif
