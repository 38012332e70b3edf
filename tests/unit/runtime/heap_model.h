/* Random object graphs, checked against a model of their own after each collection. */
#ifndef HEAP_MODEL_H
#define HEAP_MODEL_H

#include "heap_world.h"

/* Build, change and collect a random graph for so many steps; what can be reached must be unchanged then, and
 * nothing else be left. */
void model_run(struct world *world, uint64_t seed, unsigned steps);

#endif
