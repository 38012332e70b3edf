/* <stdlib.h>: the ways to end a process. */
#include "exit.h"
#include "stream.h"

#include <stdlib.h>
#include <unistd.h>

/* What a shell reports for a process that SIGABRT has ended, and Vouch for one that a trap has. */
#define ABORT_STATUS 134

void (*__at_exit)(void);

void exit(int status) {
    if (__at_exit != nullptr)
        __at_exit();
    __stream_flush_all();
    _exit(status);
}

void _Exit(int status) {
    _exit(status);
}

void abort(void) {
    _exit(ABORT_STATUS);
}
