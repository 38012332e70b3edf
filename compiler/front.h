/* The front end's entry: from preprocessed text to the typed tree. */
#ifndef VCC_FRONT_H
#define VCC_FRONT_H

#include "arena.h"
#include "ast.h"

/* Parses and checks `source`. True, and *unit set, if no error was reported to `diag`; everything made
 * lives in `arena`. Terminates without crashing on any text. */
bool front_compile(struct source *source, struct diag *diag, struct arena *arena,
                   struct translation_unit **unit);

#endif
