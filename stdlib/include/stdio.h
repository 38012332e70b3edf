/* C23 <stdio.h>: the three standard streams, and files that are read. Standard output is buffered: it is put out
 * when the buffer is full, when standard input is read, by fflush, and at exit. Standard error is not
 * buffered. */
#ifndef STDIO_H
#define STDIO_H

#include <stddef.h>
#include <ptrcheck.h>

#define EOF (-1)
#define BUFSIZ 4096

/* The library's own. bytes[next .. used) have been read from the kernel, but not by the program. */
struct __stream {
    int descriptor;
    bool failed;
    bool ended;
    size_t next;
    size_t used;
    unsigned char bytes[BUFSIZ];
};
typedef struct __stream FILE;
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
/* Opens a file, for reading only (mode "r" or "rb"). Null after an error, with errno set. */
FILE *fopen(const char *path, const char *mode);
/* 0, or EOF after an error. */
int fclose(FILE *stream);
/* Reads a line, with its newline, or as much of it as fits. Null if there is nothing left to read. */
char *fgets(char *__counted_by(size) buffer, int size, FILE *stream);
/* How many of the `count` objects of `size` bytes have been read or written. The size is evaluated twice. */
#define fread(bytes, size, count, stream) __read_bytes(bytes, (size) * (count), size, stream)
#define fwrite(bytes, size, count, stream) __write_bytes(bytes, (size) * (count), size, stream)
size_t __read_bytes(void *__sized_by(total) bytes, size_t total, size_t size, FILE *stream);
size_t __write_bytes(const void *__sized_by(total) bytes, size_t total, size_t size, FILE *stream);
/* 0, or EOF after an error. */
int fflush(FILE *stream);
/* Whether a read or a write of the stream has failed. */
int ferror(FILE *stream);
/* Whether a read has come to the end. */
int feof(FILE *stream);
/* Writes "prefix: " and what errno means to standard error. */
void perror(const char *prefix);

#endif
