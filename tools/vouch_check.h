/* One call of the verifier on a file, with its arena: for the commands that do not run what they check. */
#ifndef TOOLS_VOUCH_CHECK_H
#define TOOLS_VOUCH_CHECK_H

#include <vouch/verifier.h>

#include "vouch.h"

/* Fills *report, and *image (pointing into the file's bytes) on acceptance. `observe` may be null. False,
 * with a message, if memory is out. */
bool check_file(const struct file *file, verifier_observe *observe, void *context,
                struct verifier_image *image, struct verifier_report *report);

#endif
