/* C23 <stdio.h>. Standard output is buffered: it is put out when the buffer is full, when standard input is read, by
 * fflush, and at exit. Standard error is not buffered. */
#ifndef STDIO_H
#define STDIO_H

#include <stddef.h>
#include <ptrcheck.h>

#define EOF (-1)
#define BUFSIZ 4096
#define FOPEN_MAX 64
#define FILENAME_MAX 4096
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2

/* The library's own; src/stream.h says what it means. */
struct __stream {
    unsigned flags;
    unsigned entry;
    size_t get_next, get_end;
    size_t put_next, put_end;
    unsigned char bytes[BUFSIZ];
};
typedef struct __stream FILE;
extern FILE __stdin_stream, __stdout_stream, __stderr_stream;
#define stdin (&__stdin_stream)
#define stdout (&__stdout_stream)
#define stderr (&__stderr_stream)

/* How many bytes have been put out, or -1 after an error; into a buffer: would have been, had there been room. vcc checks
 * a literal format against the arguments, and makes typed calls of it; any other is interpreted. All conversions of C23
 * but those of wide characters. sprintf traps where its buffer ends; asprintf makes a new one. */
[[gnu::format(printf, 1, 2)]] int printf(const char *format, ...);
[[gnu::format(printf, 2, 3)]] int fprintf(FILE *stream, const char *format, ...);
[[gnu::format(printf, 2, 3)]] int sprintf(char *__null_terminated buffer, const char *format, ...);
[[gnu::format(printf, 3, 4)]] int snprintf(char *__counted_by(size) buffer, size_t size, const char *format,
                                           ...);
[[gnu::format(printf, 2, 3)]] int asprintf(char **text, const char *format, ...);
int vprintf(const char *format, __builtin_va_list list);
int vfprintf(FILE *stream, const char *format, __builtin_va_list list);
int vsprintf(char *__null_terminated buffer, const char *format, __builtin_va_list list);
int vsnprintf(char *__counted_by(size) buffer, size_t size, const char *format, __builtin_va_list list);
int vasprintf(char **text, const char *format, __builtin_va_list list);

/* How many conversions have been stored, or EOF if the input ended before the first one. %s, %c and %[set] trap where
 * their buffer ends. There are no conversions to pointers and wide characters. */
[[gnu::format(scanf, 1, 2)]] int scanf(const char *format, ...);
[[gnu::format(scanf, 2, 3)]] int fscanf(FILE *stream, const char *format, ...);
[[gnu::format(scanf, 2, 3)]] int sscanf(const char *text, const char *format, ...);
int vscanf(const char *format, __builtin_va_list list);
int vfscanf(FILE *stream, const char *format, __builtin_va_list list);
int vsscanf(const char *text, const char *format, __builtin_va_list list);
/* The library's own: how far a call of these has come. */
struct __scan {
    unsigned long at;     /* bytes taken */
    unsigned long number; /* the last one, if it is an integer */
    int assigned;
    int status;
};

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
/* Opens a file; modes as C has them. Null after an error, with errno set. What the process opens for writing is a file
 * in its own memory: only the process sees it, under its name and instead of what the kernel has there, until it ends. Up to
 * FOPEN_MAX streams can be open. */
FILE *fopen(const char *restrict path, const char *restrict mode);
/* 0, or -1 with errno set: only for files that the process has written. */
int remove(const char *path);
int rename(const char *from, const char *to);
/* Files in memory without a name: an empty one; the bytes given; text that grows, of which *text and *size tell after
 * each fflush and fclose. */
FILE *tmpfile(void);
FILE *fmemopen(void *__sized_by(size) bytes, size_t size, const char *mode);
FILE *open_memstream(char *__null_terminated *text, size_t *size);
/* 0, or EOF after an error. */
int fclose(FILE *stream);
/* Reads a line, with its newline, or as much of it as fits. Null if there is nothing left to read. */
char *fgets(char *__counted_by(size) buffer, int size, FILE *stream);
/* Reads a line of any length, with its newline, into *line, of which *room bytes are there; both are changed if that is
 * too small or *line is null. Its length, or -1 if there is nothing left to read. */
typedef long ssize_t;
ssize_t getline(char *__null_terminated *restrict line, size_t *restrict room, FILE *restrict stream);
ssize_t getdelim(char *__null_terminated *restrict line, size_t *restrict room, int delimiter,
                 FILE *restrict stream);
/* How many of the `count` objects of `size` bytes have been read or written. The size is evaluated twice. */
#define fread(bytes, size, count, stream) __read_bytes(bytes, (size) * (count), size, stream)
#define fwrite(bytes, size, count, stream) __write_bytes(bytes, (size) * (count), size, stream)
size_t __read_bytes(void *__sized_by(total) bytes, size_t total, size_t size, FILE *stream);
size_t __write_bytes(const void *__sized_by(total) bytes, size_t total, size_t size, FILE *stream);
/* 0, or EOF after an error. Null means all streams. */
int fflush(FILE *stream);
/* Puts a character back in front of what is read next: up to 8 are kept. The character, or EOF. */
int ungetc(int character, FILE *stream);
/* 0, or EOF for a mode that there is not. The buffer is the stream's own, whatever is given. */
#define setvbuf(stream, buffer, mode, size) ((void)(buffer), (void)(size), __set_buffering(stream, mode))
#define setbuf(stream, buffer) ((void)__set_buffering(stream, (buffer) != nullptr ? _IOFBF : _IONBF))
int __set_buffering(FILE *stream, int mode);

/* Where in its file a stream is at, in bytes; -1 with errno set if it has no such place (the console). */
long ftell(FILE *stream);
/* 0, or -1 with errno set. What is pushed back is forgotten. */
int fseek(FILE *stream, long offset, int whence);
void rewind(FILE *stream);
typedef struct {
    long __at;
} fpos_t;
int fgetpos(FILE *restrict stream, fpos_t *restrict position);
int fsetpos(FILE *stream, const fpos_t *position);

/* Whether a read or a write of the stream has failed. */
int ferror(FILE *stream);
/* Whether a read has come to the end. */
int feof(FILE *stream);
void clearerr(FILE *stream);
/* Writes "prefix: " and what errno means to standard error. */
void perror(const char *prefix);

#endif
