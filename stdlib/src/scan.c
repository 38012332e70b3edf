/* The conversions of scanf but those of numbers: text of the format, words, bytes, sets, counts. */
#include "scan.h"

#include <ctype.h>

void __scan_begin(struct __scan *state) {
    state->at = 0;
    state->assigned = 0;
    state->status = SCAN_MATCHES;
}

int __scan_end(struct __scan *state) {
    return state->status == SCAN_ENDED && state->assigned == 0 ? EOF : state->assigned;
}

/* Not inlined: in a loop of its callers the verifier sees less of which of the two pointers is null. */
[[gnu::noinline]] int __scan_peek(FILE *stream, const char *text, const struct __scan *state) {
    if (stream == nullptr) {
        int byte = (unsigned char)text[state->at];
        return byte == '\0' ? EOF : byte;
    }
    if (stream->get_next >= stream->get_end && !__stream_refill(stream))
        return EOF;
    return stream->bytes[stream->get_next];
}

void __scan_skip_space(FILE *stream, const char *text, struct __scan *state) {
    for (;;) {
        int byte = __scan_peek(stream, text, state);
        if (byte == EOF || !isspace(byte))
            return;
        __scan_step(stream, state);
    }
}

bool __scan_start(FILE *stream, const char *text, struct __scan *state, bool skips_space) {
    if (state->status != SCAN_MATCHES)
        return false;
    if (skips_space)
        __scan_skip_space(stream, text, state);
    if (__scan_peek(stream, text, state) != EOF)
        return true;
    state->status = SCAN_ENDED;
    return false;
}

void __scan_text(FILE *stream, const char *text, struct __scan *state, const char *piece) {
    for (size_t i = 0; state->status == SCAN_MATCHES; i++) {
        int wanted = (unsigned char)piece[i];
        if (wanted == '\0')
            return;
        if (isspace(wanted)) {
            __scan_skip_space(stream, text, state);
            continue;
        }
        int byte = __scan_peek(stream, text, state);
        if (byte == wanted)
            __scan_step(stream, state);
        else
            state->status = byte == EOF ? SCAN_ENDED : SCAN_DIFFERS;
    }
}

void __scan_word(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                 char *__null_terminated to) {
    if (!__scan_start(stream, text, state, true))
        return;
    bool is_stored = (spec & SCAN_SUPPRESS) == 0;
    size_t width = (size_t)__scan_width(spec), count = 0;
    while (count < width) {
        int byte = __scan_peek(stream, text, state);
        if (byte == EOF || isspace(byte))
            break;
        if (is_stored)
            to[count] = (char)byte;
        count += 1;
        __scan_step(stream, state);
    }
    if (is_stored)
        to[count] = '\0';
    __scan_assigned(state, spec);
}

void __scan_bytes(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                  char *__null_terminated to) {
    if (!__scan_start(stream, text, state, false))
        return;
    size_t width = spec >> SCAN_WIDTH_SHIFT, count = 0;
    if (width == 0)
        width = 1;
    while (count < width) {
        int byte = __scan_peek(stream, text, state);
        if (byte == EOF)
            break;
        if ((spec & SCAN_SUPPRESS) == 0)
            to[count] = (char)byte;
        count += 1;
        __scan_step(stream, state);
    }
    __scan_assigned(state, spec);
}

/* Whether the byte is one of a set as %[ has it: a range is two bytes with '-' between them. */
static bool is_in_set(int byte, const char *set) {
    size_t i = set[0] == '^' ? 1 : 0;
    bool is_listed = false;
    while (set[i] != '\0') {
        int first = (unsigned char)set[i], last = first;
        i += 1;
        if (set[i] == '-' && set[i + 1] != '\0') {
            last = (unsigned char)set[i + 1];
            i += 2;
        }
        is_listed |= byte >= first && byte <= last;
    }
    return is_listed != (set[0] == '^');
}

void __scan_set(FILE *stream, const char *text, struct __scan *state, unsigned long spec, const char *set,
                char *__null_terminated to) {
    if (!__scan_start(stream, text, state, false))
        return;
    bool is_stored = (spec & SCAN_SUPPRESS) == 0;
    size_t width = (size_t)__scan_width(spec), count = 0;
    while (count < width) {
        int byte = __scan_peek(stream, text, state);
        if (byte == EOF || !is_in_set(byte, set))
            break;
        if (is_stored)
            to[count] = (char)byte;
        count += 1;
        __scan_step(stream, state);
    }
    if (count == 0) {
        __scan_differs(state);
        return;
    }
    if (is_stored)
        to[count] = '\0';
    __scan_assigned(state, spec);
}

/* ---- %n */

void __scan_count_char(struct __scan *state, signed char *to) {
    if (state->status == SCAN_MATCHES)
        *to = (signed char)state->at;
}

void __scan_count_short(struct __scan *state, short *to) {
    if (state->status == SCAN_MATCHES)
        *to = (short)state->at;
}

void __scan_count_int(struct __scan *state, int *to) {
    if (state->status == SCAN_MATCHES)
        *to = (int)state->at;
}

void __scan_count_long(struct __scan *state, long *to) {
    if (state->status == SCAN_MATCHES)
        *to = (long)state->at;
}
