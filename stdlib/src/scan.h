/* What the conversions of scanf share: the next byte of the input, and how they begin and end. */
#ifndef SCAN_H
#define SCAN_H

#include "stream.h"

#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <vouch/scan.h>

#define SCAN_MATCHES 0
#define SCAN_DIFFERS 1 /* the input is not what the format says */
#define SCAN_ENDED 2   /* there is no more of it */

/* The next byte, which stays; or EOF. */
int __scan_peek(FILE *stream, const char *text, const struct __scan *state);

/* Goes behind the byte that __scan_peek has given. */
static inline void __scan_step(FILE *stream, struct __scan *state) {
    if (stream != nullptr)
        stream->get_next += 1;
    state->at += 1;
}

static inline long __scan_width(unsigned long spec) {
    long width = (long)(spec >> SCAN_WIDTH_SHIFT);
    return width == 0 ? LONG_MAX : width;
}

static inline bool __scan_differs(struct __scan *state) {
    state->status = SCAN_DIFFERS;
    return false;
}

static inline void __scan_assigned(struct __scan *state, unsigned long spec) {
    if ((spec & SCAN_SUPPRESS) == 0)
        state->assigned += 1;
}

void __scan_skip_space(FILE *stream, const char *text, struct __scan *state);
/* Whether a conversion may begin: all has matched so far and, behind any white space, there is something left. */
bool __scan_start(FILE *stream, const char *text, struct __scan *state, bool skips_space);
/* Interprets the format. */
void __scan_list(FILE *stream, const char *text, struct __scan *state, const char *format, va_list list);

#endif
