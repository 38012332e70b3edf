/* What print.c and print_float.c share: padding, signs, and the meaning of a negative width. */
#ifndef PRINT_H
#define PRINT_H

#include <ptrcheck.h>

/* The number of columns that a width asks for, and the flags with what a negative width adds. */
int __print_width(int width);
int __print_flags(int flags, int width);

/* Puts out prefix, `zeros` zeros and body, with spaces to the width. Returns the number of bytes. */
int __print_padded(const char *__counted_by(prefix_bytes) prefix, int prefix_bytes,
                   const char *__counted_by(body_bytes) body, int body_bytes, int zeros, int flags,
                   int width);

/* Stores the sign that a number wants into sign[0]; returns 1, or 0 if it wants none. */
int __print_sign(bool negative, int flags, char *__counted_by(size) sign, int size);

#endif
