/* What the verifier shows of each access, as text for `vouch dump`: facts_observe is called during the check,
 * facts_end after it, and then the text of each address can be printed. */
#ifndef TOOLS_VOUCH_FACTS_H
#define TOOLS_VOUCH_FACTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <vouch/verifier.h>

struct facts;

/* Null if memory is out. Given back by facts_destroy. */
struct facts *facts_create(void);
void facts_destroy(struct facts *facts);

/* A verifier_observe whose context is the struct facts. */
void facts_observe(void *context, const struct verifier_fact *fact);

/* After the check: give things the names that they have everywhere. False if memory ran out on the way. */
bool facts_end(struct facts *facts);

/* Writes a global's name for the index of its row. */
typedef void facts_print_global(const void *context, FILE *stream, uint32_t index);

/* The facts of the instruction at an address, each behind `mark` first and "; " then. Returns how many. */
unsigned facts_print(const struct facts *facts, FILE *stream, uint32_t address, const char *mark,
                     facts_print_global *print_global, const void *context);

#endif
