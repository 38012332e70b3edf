/* A program's arguments, for one that does without a heap: `int main(int argc, char **argv)` gets them as strings of
 * the heap. */
#ifndef VOUCH_ARGUMENTS_H
#define VOUCH_ARGUMENTS_H

#include <stddef.h>
#include <ptrcheck.h>

/* The number of arguments; argument 0 is the program's name. */
int argument_count(void);

/* Copies as much of argument `index` as fits into `buffer` and terminates it, if `size` is not 0.
 * Returns the argument's length without its terminator, or -1 if there is no such argument; a length of
 * `size` or more means that the copy was cut off. */
long argument_copy(int index, char *__counted_by(size) buffer, size_t size);

#endif
