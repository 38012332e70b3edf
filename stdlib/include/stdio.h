/* C23 <stdio.h>, as far as it goes without pointers in memory: the three standard streams. Standard output is
 * buffered: it is put out when the buffer is full, when standard input is read, by fflush, and at exit.
 * Standard error is not buffered. Files are read with <fcntl.h> and <unistd.h>. */
#ifndef STDIO_H
#define STDIO_H

#include <stddef.h>
#include <ptrcheck.h>

#define EOF (-1)
#define BUFSIZ 4096

/* A stream is known by its descriptor. */
typedef int FILE;
extern FILE __stdin_stream, __stdout_stream, __stderr_stream;
#define stdin (&__stdin_stream)
#define stdout (&__stdout_stream)
#define stderr (&__stderr_stream)

/* The format must be a string literal: vcc checks it against the arguments; see <vouch/print.h>. */
int printf(const char *format, ...);

/* The character written, or EOF after an error. */
int putchar(int character);
int putc(int character, FILE *stream);
int fputc(int character, FILE *stream);
/* Non-negative, or EOF after an error. */
int puts(const char *text);
int fputs(const char *text, FILE *stream);
/* The next byte of standard input, or EOF at its end or after an error. */
int getchar(void);
int getc(FILE *stream);
int fgetc(FILE *stream);
/* 0, or EOF after an error. */
int fflush(FILE *stream);
/* Whether a read or a write of the stream has failed. */
int ferror(FILE *stream);
/* Writes "prefix: " and what errno means to standard error. */
void perror(const char *prefix);

#endif
