/* A function's control flow and what is live where, for hint inference.
 *
 * Blocks are maximal straight runs of instructions. A block that a branch leads to is a place: there the
 * verifier wants a hint. Liveness is per register, XMM register, the flags, and 4-byte granule of the
 * frame that constant offsets from rsp (or from rbp as a frame pointer) reach. */
#ifndef COMPILER_FLOW_H
#define COMPILER_FLOW_H

#include <vouch/verifier.h>

#include "decode.h"
#include "model.h"

enum { FLOW_NO_BLOCK = -1, GRANULE_BYTES = 4 };

struct flow_instruction {
    struct instruction decoded;
    uint32_t address;
};

/* Registers in bits 0..15, XMM registers in bits 16..31, the flags in bit 32. */
typedef uint64_t flow_set;
#define FLOW_XMM(reg) ((flow_set)1 << (16 + (reg)))
#define FLOW_FLAGS ((flow_set)1 << 32)

struct flow_block {
    uint32_t first, end; /* indices of instructions */
    int next, target;    /* successors by falling through and by branch, or FLOW_NO_BLOCK */
    bool place, reachable;
    uint32_t order; /* in reverse postorder, from the entry block's 0; meaningful if reachable */
    bool loop;      /* an edge from a block that is not earlier in that order leads here */
    bool depth_known;
    int64_t depth;        /* rsp at the block's start, from the entry rsp */
    flow_set live;        /* at the block's start */
    uint64_t *live_slots; /* one bit a granule, see flow_slot_live */
};

struct flow {
    struct flow_instruction *instructions;
    size_t instruction_count;
    struct flow_block *blocks; /* ascending by address; the entry is the first */
    size_t block_count;
    int64_t lowest;    /* offset of granule 0 from the entry rsp; a multiple of 8 */
    size_t slot_words; /* 64-bit words of a set of granules */
};

/* Analyse function `index` of the image. Bytes that are no instruction end a block. */
struct flow *flow_analyse(struct model *model, const struct verifier_image *image, uint32_t index);

/* The block that starts at an address, or FLOW_NO_BLOCK. */
int flow_block_at(const struct flow *flow, uint32_t address);

/* Whether any byte of the 8-byte slot at `offset` from the entry rsp is live at the block's start. */
bool flow_slot_live(const struct flow *flow, const struct flow_block *block, int64_t offset);

#endif
