/* Diagnostics in Clang's form: `file:line:col: error: message`, the source line, a caret.
 *
 * One struct diag serves a whole run of vcc and counts. After `error_limit` errors further ones are
 * counted but not printed, and diag_is_exhausted asks the parser to stop. */
#ifndef VCC_DIAG_H
#define VCC_DIAG_H

#include "source.h"

#include <stdarg.h>
#include <stdio.h>

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

struct diag {
    FILE *out;
    struct source *source; /* of the unit being compiled; may be NULL */
    unsigned errors, warnings;
    unsigned error_limit; /* 0: none */
    bool use_colour;
    bool warnings_are_errors; /* -Werror */
    bool suppress_warnings;   /* -w */
    bool warn_all;            /* -Wall: unused variables and the like too */
    bool notes_are_muted;     /* the diagnostic that a note would explain was not printed */
};

/* Prints to `out`, in colour if that is a terminal; error limit 20, warnings as by default. */
void diag_init(struct diag *diag, FILE *out);
/* `option` names the warning's switch without "-W" ("unused-variable"), or NULL. */
[[gnu::format(printf, 3, 4)]] void diag_error(struct diag *diag, location at, const char *format, ...);
[[gnu::format(printf, 4, 5)]] void diag_warning(struct diag *diag, location at, const char *option,
                                                const char *format, ...);
/* Explains the diagnostic before it; LOCATION_NONE: no place, just advice. */
[[gnu::format(printf, 3, 4)]] void diag_note(struct diag *diag, location at, const char *format, ...);
bool diag_is_exhausted(const struct diag *diag);
/* "2 errors and 1 warning generated.", if there were any. */
void diag_print_summary(const struct diag *diag);

#endif
