/* Shared by the two halves of escape analysis: lower_escape.c finds out where pointers go, lower_place.c
 * acts on it. The front door is lower_place_objects (lower_internal.h).
 *
 * Pointers that reach memory must be storable, that is of the heap or of a global: nobody could tell when a
 * pointer to a frame object in memory dies. So what may be stored decides which parameters ask for storable
 * arguments, and which locals cannot stay in the frame. */
#ifndef VCC_LOWER_ESCAPE_H
#define VCC_LOWER_ESCAPE_H

#include "lower_meta.h"

/* What may become of a pointer. */
enum fate {
    FATE_STORED = 1,   /* stored to memory that is no variable of its own, or given to who may do so */
    FATE_RETURNED = 2, /* returned from the function that has it */
};

/* How far the address of an alloca spreads; each includes the ones before. */
enum spread {
    SPREAD_NONE,    /* only loaded and stored, whole or at constant offsets: a variable, not an object */
    SPREAD_INDEXED, /* indexed, copied or cleared, too */
    SPREAD_TAKEN,   /* a value of its own: passed, stored, compared or merged */
};

struct escape_map { /* from pointers to numbers */
    const void **keys;
    uint32_t *numbers;
    size_t count, capacity;
};

struct escape_node;
struct escape_edge;

struct escape {
    struct numbering types; /* for their descriptions only */
    struct escape_map map;  /* values to nodes */
    struct escape_node *nodes;
    struct escape_edge *edges;
    uint32_t *work; /* nodes whose fate changed */
    size_t node_count, node_capacity, edge_count, edge_capacity, work_count, work_capacity;
};

/* Analyses the whole module. Release it with escape_free. */
void escape_analyse(struct escape *escape, struct lower_context *context, LLVMModuleRef module);
void escape_free(struct escape *escape);

/* The enum fate bits of a parameter or of an alloca's address. */
unsigned escape_fate(const struct escape *escape, LLVMValueRef value);
enum spread escape_spread(LLVMValueRef alloca);
/* Whether the alloca is to go to the heap in any case, since it has too many pointer slots to clear them one by one. */
bool escape_is_large(struct escape *escape, LLVMValueRef alloca);
/* How many pointer slots the alloca has. */
uint64_t escape_slots(struct escape *escape, LLVMValueRef alloca);

/* The instruction calls the marker of a declaration. */
bool escape_is_declaration(LLVMValueRef instruction);
bool escape_is_pointer(LLVMValueRef value);
/* A parameter attribute that is a string, of a function's parameter `index`. */
bool escape_has_attribute(LLVMValueRef function, unsigned index, const char *name);

/* A map's number for the key; `absent` if it has none. */
uint32_t escape_map_find(const struct escape_map *map, const void *key, uint32_t absent);
void escape_map_add(struct escape_map *map, const void *key, uint32_t number);
void escape_map_free(struct escape_map *map);

#endif
