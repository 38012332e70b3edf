/* Why a process was killed, as one line for a person: "wc.c:12: index 17 out of bounds for length 10".
 *
 * A trap in verified code is a `ud1` (a failed check; its operands say which, and of what), a `ud2` (a place that
 * cannot be reached), or a fault of the processor. Nothing here decides anything: a wrong line table or operand
 * gives a wrong message, never a wrong action. */
#ifndef RUNTIME_TRAP_H
#define RUNTIME_TRAP_H

#include <stddef.h>
#include <stdint.h>

enum trap_fault { TRAP_DIVIDE, TRAP_ILLEGAL, TRAP_MEMORY, TRAP_OTHER };

/* What a faulting address is to the process. */
enum trap_region { TRAP_REGION_NONE, TRAP_REGION_NULL, TRAP_REGION_STACK, TRAP_REGION_READ_ONLY };

struct trap {
    enum trap_fault fault;
    enum trap_region region;   /* TRAP_MEMORY */
    uint64_t address;          /* TRAP_MEMORY: what was accessed */
    const uint8_t *code;       /* the instruction at fault */
    size_t code_bytes;         /* readable from there on */
    const uint64_t *registers; /* 16, in the order of x86 encoding */
    const char *place;         /* "file:line" or "main+0x34"; printable */
};

/* The reason without newline, NUL terminated, cut to `bytes`. */
void trap_format(const struct trap *trap, char *buffer, size_t bytes);

#endif
