/* A program's arguments, natively: the same interface as Vouch's <vouch/arguments.h> on the host's libc,
 * whose start-up code hands argc and argv to constructors (glibc and musl do). */
#ifndef VOUCH_ARGUMENTS_H
#define VOUCH_ARGUMENTS_H

#include <stddef.h>
#include <string.h>
#include <ptrcheck.h>

static int vouch_native_count;
static char **vouch_native_arguments;

__attribute__((constructor)) static inline void vouch_native_arguments_save(int count, char **arguments) {
    vouch_native_count = count;
    vouch_native_arguments = arguments;
}

/* The number of arguments; argument 0 is the program's name. */
static inline int argument_count(void) {
    return vouch_native_count;
}

/* Copies as much of argument `index` as fits into `buffer` and terminates it, if `size` is not 0.
 * Returns the argument's length without its terminator, or -1 if there is no such argument; a length of
 * `size` or more means that the copy was cut off. */
static inline long argument_copy(int index, char *__counted_by(size) buffer, size_t size) {
    if (index < 0 || index >= vouch_native_count)
        return -1;
    size_t length = strlen(vouch_native_arguments[index]);
    if (size > 0) {
        size_t copied = length < size ? length : size - 1;
        memcpy(buffer, vouch_native_arguments[index], copied);
        buffer[copied] = '\0';
    }
    return (long)length;
}

#endif
