/* <stdio.h> but for printf, whose parts are in print.c and print_float.c: characters and strings to and from
 * the streams of stream.c. */
#include "stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int fputc(int character, FILE *stream) {
    return __stream_put(*stream, character) ? (unsigned char)character : EOF;
}

int putc(int character, FILE *stream) {
    return fputc(character, stream);
}

int putchar(int character) {
    return __stream_put(STDOUT_FILENO, character) ? (unsigned char)character : EOF;
}

int fputs(const char *text, FILE *stream) {
    return __stream_write(*stream, text, strlen(text)) ? 1 : EOF;
}

int puts(const char *text) {
    return __stream_write(STDOUT_FILENO, text, strlen(text)) && __stream_put(STDOUT_FILENO, '\n') ? 1 : EOF;
}

int fgetc(FILE *stream) {
    if (*stream == STDIN_FILENO)
        return __stream_get();
    errno = EBADF;
    return EOF;
}

int getc(FILE *stream) {
    return fgetc(stream);
}

int getchar(void) {
    return __stream_get();
}

int fflush(FILE *stream) {
    if (*stream == STDOUT_FILENO)
        return __stream_flush() ? 0 : EOF;
    return 0;
}

int ferror(FILE *stream) {
    return __stream_failed(*stream);
}

/* glibc's words, so that a program says the same natively. */
static void put_error_text(int error) {
    switch (error) {
    case 0:
        fputs("Success", stderr);
        break;
    case EPERM:
        fputs("Operation not permitted", stderr);
        break;
    case ENOENT:
        fputs("No such file or directory", stderr);
        break;
    case EINTR:
        fputs("Interrupted system call", stderr);
        break;
    case EIO:
        fputs("Input/output error", stderr);
        break;
    case EBADF:
        fputs("Bad file descriptor", stderr);
        break;
    case ENOMEM:
        fputs("Cannot allocate memory", stderr);
        break;
    case EACCES:
        fputs("Permission denied", stderr);
        break;
    case ENOTDIR:
        fputs("Not a directory", stderr);
        break;
    case EISDIR:
        fputs("Is a directory", stderr);
        break;
    case EINVAL:
        fputs("Invalid argument", stderr);
        break;
    case ENFILE:
        fputs("Too many open files in system", stderr);
        break;
    case EMFILE:
        fputs("Too many open files", stderr);
        break;
    case ENOSPC:
        fputs("No space left on device", stderr);
        break;
    case EROFS:
        fputs("Read-only file system", stderr);
        break;
    case EPIPE:
        fputs("Broken pipe", stderr);
        break;
    case ENAMETOOLONG:
        fputs("File name too long", stderr);
        break;
    case ENOSYS:
        fputs("Function not implemented", stderr);
        break;
    default:
        fputs("Unknown error", stderr);
        break;
    }
}

void perror(const char *prefix) {
    int error = errno;
    if (strlen(prefix) > 0) {
        fputs(prefix, stderr);
        fputs(": ", stderr);
    }
    put_error_text(error);
    fputc('\n', stderr);
}
