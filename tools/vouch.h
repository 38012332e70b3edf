/* The vouch command's parts. Each command is one file with one function, which gets its own arguments with
 * its name as argv[0] and returns the exit status. */
#ifndef TOOLS_VOUCH_H
#define TOOLS_VOUCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

int command_verify(int argc, char **argv);
int command_run(int argc, char **argv);
int command_dump(int argc, char **argv);
int command_image(int argc, char **argv);
int command_boot(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_new(int argc, char **argv);

/* Exit statuses of verify, dump, image, explain and new. */
enum { VOUCH_OK = 0, VOUCH_REJECTED = 1, VOUCH_USAGE = 2 };

/* A file's bytes. Filled by file_read, given back by file_release; 8-byte aligned. */
struct file {
    void *bytes;
    size_t count;
};

/* Read a whole regular file or pipe, at most 1 GiB. On failure says why on standard error: false. */
bool file_read(const char *path, struct file *file);
void file_release(struct file *file);

/* "vouch: " and the text, a line, on standard error. */
[[gnu::format(printf, 1, 2)]] void print_error(const char *format, ...);

/* Escape sequences that switch a terminal's style: all empty unless `stream` is a terminal and NO_COLOR is
 * unset or empty. */
struct style {
    const char *bold, *red, *green, *dim, *plain;
};
struct style style_of(FILE *stream);

/* "NAME: REASON", a line, on `stream`; NAME bold and the reason's first word red on a terminal. */
void print_reason(FILE *stream, const char *name, const char *reason);
/* The lines of a backtrace, indented; each ends with a newline. */
void print_backtrace(FILE *stream, const char *lines);

#endif
