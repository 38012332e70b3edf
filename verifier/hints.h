/* Hints: the state claimed at each branch target of a function, untrusted.
 *
 * A function's bytes of .vouch.hints ("u" unsigned LEB128, "s" signed LEB128, at most 10 bytes each):
 *   u depth that most hints have: entry rsp - rsp, in bytes
 *   byte: low 6 bits which of rbx rbp r12 r13 r14 r15 (bit 0 first) hold their own entry values in most hints;
 *       64: common objects follow the common slots
 *   u count of common slots (at most HINT_COMMON_MAX), then each, from the return address's slot downwards:
 *       u: low 5 bits enum hint_common, the rest how many slots below the previous one (the first: below the
 *       return address's, may be 0); HINT_COMMON_BYTES: byte mask of initialised bytes
 *   where the byte says so, u count of common objects (at most HINT_LISTED_MAX), then each as in a body
 *   hints until the end, ascending by address:
 *     u address delta, from the previous hint (>= 1) or, for the first, from the function's start
 *     u twice the bytes of the body, then the body; or u 2 * n + 1: the body of the n-th hint before (>= 1)
 * A body:
 *   byte flags: HINT_*; each says what follows, in this order
 *   HINT_DEPTH: u depth, if not as above
 *   HINT_SAVED: byte mask of registers that hold their own entry values, if not as above
 *   HINT_XMM: 2 bytes, little endian: mask of readable XMM registers
 *   HINT_COMMON: u mask of the common slots that hold here (bit 0 the first), if not all do
 *   HINT_ANY: u mask of general registers that are readable, with nothing known (not rsp, none of HINT_SAVED)
 *   HINT_SYMBOLS: u count, then each:
 *       byte tag; u min if bit 0 (else 0); max as bits 1..2 say (enum hint_max); as many bounds as bits 3..5
 *       say (0..4); a difference if bit 6
 *       bound: term, s constant, u multiple if bit 7 of the tag (else 1): multiple * symbol < term + constant
 *       difference: minuend, subtrahend: each a byte tag, of which bits 3..5 are as in a value (at most one
 *       term), and a form
 *   HINT_OBJECTS: u count * 4, plus 1 if u mask of published frame objects follows (bit n: the n-th object
 *       with pointer slots; else none is), plus 2 if there are guards; then each object: byte 128 + n: as the n-th
 *       common object; or byte 1 writable, 2 nullable, 4 u type * 8 + enum hint_object_kind follows (else plain
 *       data: HINT_MEMORY of TYPE_PLAIN), 8 term of the extent follows, 16 u constant of the extent follows
 *       (else 0), bits 5..6 enum lifetime. Order: type, term, constant.
 *       Then, if there are guards: u count, and each: u object, from the previous one (>= 1; the first: from 0),
 *       which is nullable memory; u symbol
 *   values until the end, ascending: byte: low 5 bits location, from the previous one (>= 1; the first: from 0), 31:
 *       plus u; the upper 3 bits: 0 a value follows; 1..3 reference to the start of object 0..2; 4..7 symbol
 *       1..4. Location: 0..15 a general register that no mask has, 16 + n the n-th slot from rsp upwards
 * A value:
 *   byte tag: bits 0..2 enum hint_value; for those with a form bits 3..4 number of terms (0..2), bit 5 constant
 *       follows; of HINT_FORM bit 6 low32, bit 7 (with bit 6) a slot of which no more than the lower half need
 *       be initialised
 *   HINT_REFERENCE_OBJECT, HINT_REFERENCE_GLOBAL: bits 6..7 which one: 0..2, or 3 and u follows, from 3
 *   then, where there is one, the form: terms, then s constant
 *   term: u: symbol * 8 + log2 of the scale (0..3), or symbol * 8 + 4 and u scale
 * Symbols are numbered from 1 in the order of their declaration, objects from 0.
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
    HINT_COMMON = 8,
    HINT_DEPTH = 16,
    HINT_ANY = 32,
    HINT_SYMBOLS = 64,
    HINT_OBJECTS = 128,
};

enum hint_value {
    HINT_PLAIN = 0,  /* slots only: eight initialised bytes */
    HINT_SYMBOL = 1, /* bits 3..7: the symbol, 1..31: as HINT_FORM with it alone */
    HINT_FORM = 2,
    HINT_ENTRY = 3, /* bits 3..7: the register whose entry value this is, or HINT_ENTRY_RETURN */
    HINT_REFERENCE_OBJECT = 4,
    HINT_REFERENCE_GLOBAL = 5,
    HINT_REFERENCE_FRAME = 6,
    HINT_BYTES = 7, /* slots only: byte mask of initialised bytes follows */
};
enum { HINT_ENTRY_RETURN = 16 }; /* the return address */

enum hint_common { /* 0..15: the register whose entry value is saved there */
                   HINT_COMMON_RETURN = 16,
                   HINT_COMMON_PLAIN = 17,
                   HINT_COMMON_BYTES = 18,
};

enum hint_object_kind { /* as enum object_kind; OBJECT_MEMORY in three ways */
                        HINT_MEMORY,
                        HINT_ANY_OBJECT,
                        HINT_FUNCTION,
                        HINT_EXACT, /* with header; the extent is exactly what that says */
                        HINT_HEADER,
};

enum hint_max { HINT_MAX_NONE, HINT_MAX_GIVEN, HINT_MAX_32, HINT_MAX_SIZE };

enum {
    HINT_SYMBOLS_MAX = 2048, /* declared by one hint */
    HINT_OBJECTS_MAX = OBJECTS_MAX,
    HINT_COMMON_MAX = 32,
    HINT_CLAIMS_MAX = 16 + SLOTS_MAX, /* registers and slots */
    HINT_LISTED_MAX = 127,            /* common objects of a function */
    HINT_COMMON_OBJECTS = 64,         /* in the byte of saved registers: a list of them follows */
    HINT_LISTED = 128,                /* an object's byte: the low bits say which common object it is like */
    HINT_TERM_SCALE = 4,              /* in a term's low bits: the scale follows */
    HINT_LOCATION_SLOT = 16,
    HINT_LOCATION_MORE = 31, /* the rest of the distance follows */
    HINT_SHORT_SYMBOL = 4,   /* the upper 3 bits behind a location: symbol 1; from 1 on: object 0 */
};

/* rbx rbp r12 r13 r14 r15: the registers that a function must give back. */
extern const uint8_t hint_saved_registers[6];

#endif
