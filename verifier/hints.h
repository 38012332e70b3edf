/* Hints: the state claimed at each branch target of a function, untrusted.
 *
 * A function's bytes of .vouch.hints ("u" unsigned LEB128, "s" signed LEB128, at most 10 bytes each):
 *   u common_count, then that many { u slot, byte what }: slots that hold the same in most hints;
 *       what = a register number whose entry value is saved there (VALUE_SAVED), or 0xff (VALUE_RETURN)
 *   hints until the end, ascending by address:
 *     u address delta, from the previous hint (>= 1) or, for the first, from the function's start
 *     u body bytes, then the body:
 *       u depth: entry rsp - rsp, in bytes
 *       byte flags: HINT_*
 *       if HINT_SAVED: byte mask of rbx rbp r12 r13 r14 r15 (bit 0 first) holding their own entry values
 *       if HINT_XMM: 2 bytes, little endian, mask of readable XMM registers
 *       u symbol count, then each symbol: byte tag:
 *           bit 0: u min follows (else 0); bit 1: u max follows (else 2^64-1); bits 2..4: number of bounds
 * (0..4); bit 5: a difference follows each bound: u symbol, u scale, s constant: this < scale * symbol +
 * constant difference: form minuend, form subtrahend (each at most one term) u object count, then each
 * object: byte flags: 1 writable, 2 nullable, 4 frame, 8 symbolic extent; u extent constant; if symbolic: u
 * symbol, u scale 2 bytes, little endian: mask of general registers claimed (rsp and those in HINT_SAVED
 * not), then a value each u slot count, then each: u slot delta (from the previous slot, >= 1; from slot 0
 * for the first, >= 0), value value: byte tag: bits 0..2 enum hint_value; bits 3..4 number of terms (0..2);
 * bit 5 constant follows; bit 6: low32 HINT_SAVED_REGISTER: byte register.  HINT_BYTES (slots only): byte
 * mask of initialised bytes, then nothing. HINT_REFERENCE_*: u index of object or global (nothing for the
 * frame), then a form HINT_FORM, HINT_REFERENCE_*: form form: terms { u symbol, u scale }, then s constant if
 * bit 5.  In differences a form has a tag byte of its own of the same layout (bits 3..5). Symbols are
 * numbered from 1 in the order of their declaration, objects from 0.
 *
 * An edge into a hint must give each symbol and object one meaning: the first value that mentions it
 * defines it, all others must agree, and then every claim must follow from the facts of the edge. */
#ifndef VERIFIER_HINTS_H
#define VERIFIER_HINTS_H

#include "state.h"

enum hint_flags {
    HINT_FLAGS_READABLE = 1, /* the processor's flags may be read; nothing is known about them */
    HINT_XMM = 2,
    HINT_SAVED = 4,
    HINT_COMMON = 8, /* the function's common slots hold here */
};

enum hint_value {
    HINT_INTEGER = 0, /* readable, nothing known: needs no symbol */
    HINT_FORM = 1,
    HINT_SAVED_REGISTER = 2,
    HINT_RETURN = 3,
    HINT_REFERENCE_OBJECT = 4,
    HINT_REFERENCE_GLOBAL = 5,
    HINT_REFERENCE_FRAME = 6,
    HINT_BYTES = 7,
};

enum {
    HINT_SYMBOLS_MAX = 2048, /* declared by one hint */
    HINT_OBJECTS_MAX = 256,
    HINT_COMMON_MAX = 16,
};

/* rbx rbp r12 r13 r14 r15: the registers that a function must give back. */
extern const uint8_t hint_saved_registers[6];

#endif
