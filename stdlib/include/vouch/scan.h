/* What scanf and its relatives are made of: as <vouch/print.h> for printf.
 *
 * Each function takes one piece of the format from a stream or, if that is null, from a text; `state` says how far it
 * has come. After a piece that does not match, or at the end of the input, the others do nothing. */
#ifndef VOUCH_SCAN_H
#define VOUCH_SCAN_H

/* A conversion: the base of an integer (0: as in C's constants), flags, and the largest number of bytes, 0 for any. */
#define SCAN_BASE 0x1f
#define SCAN_UNSIGNED 0x20
#define SCAN_SUPPRESS 0x40 /* '*': nothing is stored */
#define SCAN_WIDTH_SHIFT 8
#define SCAN_WIDTH_MAX 0xffffff

/* Compiled sources see only the constants; vcc's own host code includes this header for them too. */
#ifdef __VOUCH__
#include <stdio.h>

void __scan_begin(struct __scan *state);
/* Text of the format: white space stands for any, or none; a '%' is itself. */
void __scan_text(FILE *stream, const char *text, struct __scan *state, const char *piece);
void __scan_char(FILE *stream, const char *text, struct __scan *state, unsigned long spec, signed char *to);
void __scan_short(FILE *stream, const char *text, struct __scan *state, unsigned long spec, short *to);
void __scan_int(FILE *stream, const char *text, struct __scan *state, unsigned long spec, int *to);
void __scan_long(FILE *stream, const char *text, struct __scan *state, unsigned long spec, long *to);
void __scan_float(FILE *stream, const char *text, struct __scan *state, unsigned long spec, float *to);
void __scan_double(FILE *stream, const char *text, struct __scan *state, unsigned long spec, double *to);
/* %s, %c, and %[set]: what stands between the brackets. */
void __scan_word(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                 char *__null_terminated to);
void __scan_bytes(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                  char *__null_terminated to);
void __scan_set(FILE *stream, const char *text, struct __scan *state, unsigned long spec, const char *set,
                char *__null_terminated to);
/* %n */
void __scan_count_char(struct __scan *state, signed char *to);
void __scan_count_short(struct __scan *state, short *to);
void __scan_count_int(struct __scan *state, int *to);
void __scan_count_long(struct __scan *state, long *to);
/* What the whole call returns. */
int __scan_end(struct __scan *state);
#endif

#endif
