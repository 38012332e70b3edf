/* The abstract state: what the checker knows at one point of a function.
 *
 * Symbols denote integers in [0, 2^64), the same integer wherever they occur. A form is
 * scale[0]*symbol[0] + scale[1]*symbol[1] + constant over the integers, never modulo 2^64, for integer
 * values; what a reference holds is congruent to base + form modulo 2^64, and an access through it is
 * proven over the integers, so the two agree there.
 *
 * The state describes every concrete machine state that can occur: a concrete state is described if
 * some assignment of integers to symbols and of addresses to objects satisfies all facts below. Of memory
 * outside the frame's slots nothing is known but what types say: a pointer slot holds null or a storable
 * reference of its kind and type; and headers, which never change. */
#ifndef VERIFIER_STATE_H
#define VERIFIER_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vouch/format.h>
#include "decode.h"

enum {
    SYMBOL_NONE = 0,        /* ids of symbols start at 1 */
    SYMBOLS_MAX = 8192,     /* symbols alive at once */
    OBJECTS_MAX = 1024,     /* object symbols alive at once */
    FRAME_RECORDS_MAX = 64, /* objects with pointer slots in one frame */
    BOUNDS_MAX = 4,         /* upper bounds remembered of one symbol */
    SCALE_MAX = 0x7fffffff, /* of a term */
    SLOT_BYTES = 8,
    SLOTS_BELOW = VX_FRAME_SIZE_MAX / SLOT_BYTES,    /* slots below the entry rsp */
    SLOTS_MAX = SLOTS_BELOW + 1 + VX_PARAMETERS_MAX, /* and the return address and stack parameters above */
};

struct form {
    int64_t constant;   /* without a symbol: the value's 64 bits; with one: added */
    uint32_t symbol[2]; /* SYMBOL_NONE if unused; [0] is used first; distinct; ascending */
    uint32_t scale[2];  /* 1..SCALE_MAX where the symbol is used, else 0 */
};

enum value_kind {
    VALUE_UNREADABLE, /* never written, or left behind by a call: must not be read */
    VALUE_INTEGER,
    VALUE_REFERENCE,
    VALUE_SAVED,  /* what register `saved` held when the function was entered */
    VALUE_RETURN, /* the return address */
};

/* What a reference is relative to: the upper two bits say which kind, the rest which one. */
#define BASE_KIND 0xc0000000u
#define BASE_OBJECT 0x40000000u /* an object symbol of the state: parameters, merged references */
#define BASE_GLOBAL 0x80000000u /* an entry of the globals table */
#define BASE_FRAME 0xc0000000u  /* the entry rsp of this function */
#define BASE_INDEX(base) ((base) & ~BASE_KIND)

struct value {
    uint8_t kind;     /* enum value_kind */
    uint8_t saved;    /* VALUE_SAVED */
    bool low32;       /* VALUE_INTEGER: the form (below 2^32) is the low 32 bits; the others are unknown */
    uint32_t base;    /* VALUE_REFERENCE */
    struct form form; /* VALUE_INTEGER: the value, in [0, 2^64); VALUE_REFERENCE: bytes from base */
};

struct bound { /* multiple * the symbol that owns this < scale * symbol + constant, over the integers */
    uint32_t symbol, scale;
    int64_t constant;
    uint32_t multiple; /* 1..SCALE_MAX */
};

struct symbol {
    uint64_t min, max;
    uint8_t bound_count, bound_next; /* bound_next: the one to replace when all are taken */
    bool difference;                 /* symbol = minuend - subtrahend over the integers; it is younger (has a
                                        greater id) than the symbols of both */
    struct bound bounds[BOUNDS_MAX];
    struct form minuend, subtrahend; /* each with at most one term */
};

enum object_kind {
    OBJECT_MEMORY,   /* elements of `type`, as many as the extent says */
    OBJECT_ANY,      /* the start of an object with header, of unknown type */
    OBJECT_FUNCTION, /* the entry of a function with signature `type` */
};

/* How long what a reference refers to lives, weakest first. */
enum lifetime {
    LIFETIME_FRAME,    /* may lie in this function's frame: dies when rsp rises over any frame object */
    LIFETIME_BORROWED, /* as long as this function runs */
    LIFETIME_RETURNABLE, /* as BORROWED; may be returned as what parameters marked VX_RETURNED gave: where the result
                            has VX_INHERITS it is writable, or one of theirs */
    LIFETIME_STORABLE, /* as long as any reference to it exists: heap and globals, functions */
};

/* Plain data of unknown structure: no pointer slots, so no type needs to be known. */
#define TYPE_PLAIN 0xffffffffu

struct object {
    uint32_t extent_symbol,
        extent_scale; /* MEMORY: at least extent_scale * extent_symbol + extent_constant bytes */
    uint64_t extent_constant;
    uint32_t type; /* MEMORY: of the elements, TYPE_PLAIN of DATA without header; FUNCTION: a signature */
    uint32_t type_symbol; /* ANY: what a load of the header's type gave, or SYMBOL_NONE */
    uint32_t guard; /* MEMORY: while this symbol is not 0, the object is as if not nullable; or SYMBOL_NONE */
    uint8_t kind;   /* enum object_kind */
    uint8_t lifetime; /* enum lifetime */
    bool writable;
    bool nullable; /* may be null. Memory may be so without it if it has no bytes, as VX_COUNTED */
    bool header;   /* the object starts right behind a header, whose type is `type` if it is MEMORY */
    bool exact; /* with header: the extent is exactly the header's count times the type's size; then it is a
                    constant or size * extent_symbol */
};

struct slot {
    struct value value;  /* UNREADABLE: unknown plain data. All eight bytes are initialised, or at least the
                            lower  four and the value is an integer with `low32` */
    uint8_t initialised; /* mask of bytes */
    uint32_t active;     /* position in the active list plus 1; 0 if not in it */
};

enum flags_kind {
    FLAGS_UNREADABLE,
    FLAGS_ANY,     /* readable, nothing known */
    FLAGS_COMPARE, /* as `cmp left, right` of `width` leaves them */
    FLAGS_RESULT,  /* ZF and SF as `test left, left` of `width` leaves them; CF and OF are not known */
    FLAGS_TEST,    /* as FLAGS_RESULT, and CF = OF = 0 */
};

struct flags {
    uint8_t kind, width; /* width in bytes: 4 or 8 */
    struct value left, right;
};

struct state {
    struct value registers[16]; /* rsp is always BASE_FRAME with a constant form */
    uint32_t xmm_readable;      /* one bit a register */
    struct flags flags;
    uint32_t symbol_count; /* ids 1..symbol_count are allocated */
    uint32_t object_count; /* ids 0..object_count-1 */
    uint32_t active_count;
    uint64_t
        published; /* bit n: the frame's n-th object with pointer slots is used through references: memory of
                           its type. The others are raw: their bytes are slots as all others of the frame */
    struct symbol symbols[SYMBOLS_MAX + 1];
    struct object objects[OBJECTS_MAX];
    uint16_t active[SLOTS_MAX]; /* slots that hold anything */
    struct slot slots[SLOTS_MAX];
    uint16_t names[SYMBOLS_MAX + 1]; /* scratch of reclaiming, of objects too */
};

/* The slot that holds the byte at `offset` from the entry rsp; offset in [-VX_FRAME_SIZE_MAX, 8 + 8 *
 * VX_PARAMETERS_MAX). */
static inline uint32_t state_slot_of(int64_t offset) {
    return (uint32_t)((offset + (int64_t)VX_FRAME_SIZE_MAX) / SLOT_BYTES);
}
static inline int64_t state_slot_offset(uint32_t slot) {
    return (int64_t)slot * SLOT_BYTES - (int64_t)VX_FRAME_SIZE_MAX;
}

/* Make any memory an empty state. */
void state_start(struct state *state);
/* Empty a state whose memory is zero (first use) or was used before: all unreadable, no symbols. */
void state_clear(struct state *state);
/* Copy `from` into `to`, which must be cleared memory or a used state. Cost: what `from` holds. */
void state_copy(struct state *to, const struct state *from);

/* *to = *from, as far as it is used. */
void symbol_copy(struct symbol *to, const struct symbol *from);
/* A new symbol in [min, max]. When all are taken, those that nothing refers to are reclaimed and the
 * rest renumbered: forms held outside the state are then stale, so callers hold none across this.
 * Returns SYMBOL_NONE only if more than SYMBOLS_MAX are alive. */
uint32_t state_new_symbol(struct state *state, uint64_t min, uint64_t max);
/* Make room for `count` new symbols now, so that the next `count` calls above move nothing. False if there is
 * none. */
bool state_reclaim_symbols(struct state *state, uint32_t count);
static inline bool state_reserve_symbols(struct state *state, uint32_t count) {
    return state->symbol_count + count <= SYMBOLS_MAX || state_reclaim_symbols(state, count);
}

/* A new object symbol. When all are taken, those that nothing refers to are reclaimed and the rest
 * renumbered: references held outside the state are then stale. Returns OBJECTS_MAX if there is no room. */
uint32_t state_new_object(struct state *state, const struct object *object);
/* Make room for `count` new objects now, so that the next `count` calls above move nothing. False if there is
 * none. */
bool state_reclaim_objects(struct state *state, uint32_t count);
static inline bool state_reserve_objects(struct state *state, uint32_t count) {
    return state->object_count + count <= OBJECTS_MAX || state_reclaim_objects(state, count);
}

/* Set a slot to a whole value; its lower half, just smeared, to an integer below 2^32; mark bytes of it as
 * unknown plain data; make it unreadable. */
void state_slot_set(struct state *state, uint32_t slot, const struct value *value);
void state_slot_set_low(struct state *state, uint32_t slot, const struct value *value);
void state_slot_smear(struct state *state, uint32_t slot, uint8_t mask);
void state_slot_clear(struct state *state, uint32_t slot);
/* Forget all but the bytes in `mask`, which become unknown plain data if they were initialised. */
void state_slot_cut(struct state *state, uint32_t slot, uint8_t mask);

static inline struct value value_constant(uint64_t constant) {
    return (struct value){.kind = VALUE_INTEGER, .form = {.constant = (int64_t)constant}};
}
static inline struct value value_symbol(uint32_t symbol) {
    return (struct value){.kind = VALUE_INTEGER, .form = {.symbol = {symbol, SYMBOL_NONE}, .scale = {1, 0}}};
}
static inline struct value value_reference(uint32_t base, int64_t constant) {
    return (struct value){.kind = VALUE_REFERENCE, .base = base, .form = {.constant = constant}};
}
static inline bool form_equal(const struct form *a, const struct form *b) {
    return a->constant == b->constant && a->symbol[0] == b->symbol[0] && a->symbol[1] == b->symbol[1] &&
           a->scale[0] == b->scale[0] && a->scale[1] == b->scale[1];
}
/* One symbol and nothing else? */
static inline bool form_is_symbol(const struct form *form) {
    return form->scale[0] == 1 && form->symbol[1] == SYMBOL_NONE && form->constant == 0;
}
static inline bool value_is_null(const struct value *value) {
    return value->kind == VALUE_INTEGER && !value->low32 && value->form.symbol[0] == SYMBOL_NONE &&
           value->form.constant == 0;
}
bool value_equal(const struct value *a, const struct value *b);
static inline bool form_is_constant(const struct form *form) {
    return form->symbol[0] == SYMBOL_NONE;
}

#endif
