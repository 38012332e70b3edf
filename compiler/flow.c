/* Control flow and liveness, see flow.h. Untrusted: an error here only costs a hint its truth or its size.
 *
 * Steps: decode; find blocks; number them in reverse postorder; follow rsp; liveness backwards to a
 * fixpoint. Loads and stores through other registers than rsp and a frame pointer are taken not to touch
 * slots, because addressable locals are frame objects. */
#include <string.h>

#include "check.h"
#include "flow.h"

/* Scratch of one analysis. */
struct analysis {
    struct model *model;
    const struct verifier_image *image;
    const struct vx_function *function;
    struct flow *flow;
    uint32_t stack_slots; /* most stack slots that parameters of any signature take */
    bool frame_pointer;   /* rbp holds entry rsp + frame_offset wherever it is used as a base */
    int64_t frame_offset;
    int64_t *depths; /* rsp before each instruction */
};

/* What one instruction reads and writes. */
struct effect {
    flow_set reads, writes;
    int64_t read_from, read_to; /* frame bytes, from the entry rsp; none if from == to */
    int64_t write_from, write_to;
};

static const flow_set callee_saved =
    1u << REG_RBX | 1u << REG_RBP | 1u << 12 | 1u << 13 | 1u << 14 | 1u << REG_R15;
static const flow_set all_registers = 0xffff, all_xmm = (flow_set)0xffff << 16;

static flow_set gpr(uint8_t reg) {
    return reg < 16 ? (flow_set)1 << reg : 0;
}

static bool is_trap_at(const struct analysis *analysis, uint32_t address) {
    const struct verifier_segment *text = &analysis->image->text;
    struct instruction instruction;
    uint64_t offset = (uint64_t)address - text->address;
    return address >= text->address && offset < text->file_bytes &&
           decode_instruction(text->bytes + offset, text->file_bytes - offset, address, &instruction) &&
           (instruction.operation == OP_UD1 || instruction.operation == OP_UD2);
}

static void decode_all(struct analysis *analysis) {
    struct flow *flow = analysis->flow;
    const struct verifier_segment *text = &analysis->image->text;
    size_t capacity = 0;
    uint32_t address = analysis->function->start;
    while (address < analysis->function->end) {
        flow->instructions = model_grow(analysis->model, flow->instructions, flow->instruction_count,
                                        &capacity, sizeof *flow->instructions);
        struct flow_instruction *instruction = &flow->instructions[flow->instruction_count++];
        instruction->address = address;
        if (!decode_instruction(text->bytes + (address - text->address), analysis->function->end - address,
                                address, &instruction->decoded)) {
            instruction->decoded = (struct instruction){.length = 1, .operation = OP_INVALID};
        }
        address += instruction->decoded.length;
    }
}

/* The instruction that starts at an address, or -1. */
static ptrdiff_t instruction_at(const struct flow *flow, uint32_t address) {
    size_t low = 0, high = flow->instruction_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (flow->instructions[middle].address == address) {
            return (ptrdiff_t)middle;
        }
        if (flow->instructions[middle].address < address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return -1;
}

int flow_block_at(const struct flow *flow, uint32_t address) {
    size_t low = 0, high = flow->block_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint32_t start = flow->instructions[flow->blocks[middle].first].address;
        if (start == address) {
            return (int)middle;
        }
        if (start < address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return FLOW_NO_BLOCK;
}

static bool ends_block(uint8_t operation) {
    return operation == OP_JCC || operation == OP_JMP || operation == OP_RET || operation == OP_UD1 ||
           operation == OP_UD2 || operation == OP_INVALID;
}

static bool is_branch(uint8_t operation) {
    return operation == OP_JCC || operation == OP_JMP;
}

static void find_blocks(struct analysis *analysis) {
    struct flow *flow = analysis->flow;
    enum { LEADER = 1, TARGET = 2 };
    uint8_t *marks = model_allocate(analysis->model, flow->instruction_count + 1, 1);
    marks[0] = LEADER;
    for (size_t i = 0; i < flow->instruction_count; i++) {
        const struct instruction *decoded = &flow->instructions[i].decoded;
        if (ends_block(decoded->operation)) {
            marks[i + 1] |= LEADER;
        }
        if (is_branch(decoded->operation) && !is_trap_at(analysis, decoded->target)) {
            ptrdiff_t target = instruction_at(flow, decoded->target);
            if (target >= 0) {
                marks[target] |= LEADER | TARGET;
            }
        }
    }
    size_t capacity = 0;
    for (size_t i = 0; i < flow->instruction_count; i++) {
        if (marks[i] & LEADER) {
            flow->blocks =
                model_grow(analysis->model, flow->blocks, flow->block_count, &capacity, sizeof *flow->blocks);
            flow->blocks[flow->block_count++] =
                (struct flow_block){.first = (uint32_t)i, .place = (marks[i] & TARGET) != 0};
        }
        flow->blocks[flow->block_count - 1].end = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < flow->block_count; i++) {
        struct flow_block *block = &flow->blocks[i];
        const struct instruction *last = &flow->instructions[block->end - 1].decoded;
        bool falls = !ends_block(last->operation) || last->operation == OP_JCC;
        block->next = falls && i + 1 < flow->block_count ? (int)i + 1 : FLOW_NO_BLOCK;
        block->target = is_branch(last->operation) && !is_trap_at(analysis, last->target)
                            ? flow_block_at(flow, last->target)
                            : FLOW_NO_BLOCK;
    }
}

/* Depth first from the entry, with a stack of its own; numbers are given on the way back. */
static void order_blocks(struct analysis *analysis) {
    struct flow *flow = analysis->flow;
    size_t depth = 1, finished = 0;
    int *stack = model_allocate(analysis->model, flow->block_count + 1, sizeof *stack);
    uint8_t *taken = model_allocate(analysis->model, flow->block_count, 1);
    flow->blocks[0].reachable = true;
    while (depth > 0) {
        struct flow_block *block = &flow->blocks[stack[depth - 1]];
        uint8_t *step = &taken[stack[depth - 1]];
        if (*step == 2) {
            block->order = (uint32_t)finished++;
            depth--;
            continue;
        }
        int next = (*step)++ == 0 ? block->target : block->next;
        if (next != FLOW_NO_BLOCK && !flow->blocks[next].reachable) {
            flow->blocks[next].reachable = true;
            stack[depth++] = next;
        }
    }
    for (size_t i = 0; i < flow->block_count; i++) {
        flow->blocks[i].order = (uint32_t)finished - 1 - flow->blocks[i].order;
    }
    for (size_t i = 0; i < flow->block_count; i++) {
        const struct flow_block *block = &flow->blocks[i];
        int successors[] = {block->next, block->target};
        for (size_t k = 0; k < 2 && block->reachable; k++) {
            if (successors[k] != FLOW_NO_BLOCK && flow->blocks[successors[k]].order <= block->order) {
                flow->blocks[successors[k]].loop = true;
            }
        }
    }
}

/* rsp after an instruction, from rsp before it. */
static int64_t depth_after(struct analysis *analysis, const struct instruction *decoded, int64_t depth) {
    bool to_rsp = decoded->dst.kind == OPERAND_GPR && decoded->dst.reg == REG_RSP;
    switch (decoded->operation) {
    case OP_PUSH:
        return depth - 8;
    case OP_POP:
        return depth + 8;
    case OP_LEAVE:
        return analysis->frame_offset + 8;
    case OP_ADD:
        return to_rsp && decoded->has_imm ? depth + decoded->imm : depth;
    case OP_SUB:
        return to_rsp && decoded->has_imm ? depth - decoded->imm : depth;
    case OP_MOV:
        if (to_rsp && decoded->src.kind == OPERAND_GPR && decoded->src.reg == REG_RBP) {
            return analysis->frame_offset;
        }
        if (decoded->dst.kind == OPERAND_GPR && decoded->dst.reg == REG_RBP &&
            decoded->src.kind == OPERAND_GPR && decoded->src.reg == REG_RSP) {
            analysis->frame_pointer = true;
            analysis->frame_offset = depth;
        }
        return depth;
    case OP_LEA:
        if (to_rsp && decoded->index == REG_NONE && (decoded->base == REG_RSP || decoded->base == REG_RBP)) {
            return (decoded->base == REG_RSP ? depth : analysis->frame_offset) + decoded->displacement;
        }
        return depth;
    default:
        return depth;
    }
}

static void pass_depth(struct flow *flow, int to, int64_t depth) {
    if (to != FLOW_NO_BLOCK && !flow->blocks[to].depth_known) {
        flow->blocks[to].depth_known = true;
        flow->blocks[to].depth = depth;
    }
}

/* Blocks in reverse postorder: each has a predecessor before it. */
static void follow_rsp(struct analysis *analysis) {
    struct flow *flow = analysis->flow;
    analysis->depths = model_allocate(analysis->model, flow->instruction_count, sizeof *analysis->depths);
    int *ordered = model_allocate(analysis->model, flow->block_count, sizeof *ordered);
    size_t count = 0;
    for (size_t i = 0; i < flow->block_count; i++) {
        if (flow->blocks[i].reachable) {
            ordered[flow->blocks[i].order] = (int)i;
            count++;
        }
    }
    pass_depth(flow, 0, 0);
    for (size_t i = 0; i < count; i++) {
        struct flow_block *block = &flow->blocks[ordered[i]];
        int64_t depth = block->depth;
        for (uint32_t k = block->first; k < block->end; k++) {
            analysis->depths[k] = depth;
            depth = depth_after(analysis, &flow->instructions[k].decoded, depth);
        }
        pass_depth(flow, block->next, depth);
        pass_depth(flow, block->target, depth);
    }
}

static void effect_of_operand(const struct operand *operand, flow_set *set) {
    if (operand->kind == OPERAND_GPR) {
        *set |= gpr(operand->reg);
    } else if (operand->kind == OPERAND_XMM) {
        *set |= FLOW_XMM(operand->reg);
    }
}

/* Whether the destination's old value matters. */
static bool reads_destination(const struct instruction *decoded) {
    bool partial = decoded->dst.kind == OPERAND_GPR && decoded->width < 4;
    bool same = decoded->dst.kind == decoded->src.kind && decoded->dst.reg == decoded->src.reg;
    switch (decoded->operation) {
    case OP_MOV:
    case OP_MOVZX:
    case OP_MOVSX:
    case OP_LEA:
    case OP_POP:
        return partial;
    case OP_IMUL:
        return !decoded->has_imm;
    case OP_XOR:
    case OP_SUB:
        return partial || !same || decoded->dst.kind != OPERAND_GPR;
    case OP_SSE_TO_GPR:
    case OP_SSE_STORE:
    case OP_CWD:
        return false;
    case OP_SSE:
    case OP_SSE_FROM_GPR:
        return !decoded->dst_write_only;
    default:
        return true;
    }
}

static void effect_of_parameters(const struct analysis *analysis, uint32_t signature_index, int64_t rsp,
                                 struct effect *effect) {
    struct check_location locations[VX_PARAMETERS_MAX];
    uint32_t stack_slots = 0;
    const struct vx_signature *signature = &analysis->image->signatures[signature_index];
    check_locate_parameters(analysis->image, signature, locations, &stack_slots);
    for (uint32_t i = 0; i < signature->parameter_count; i++) {
        effect->reads |= locations[i].kind == OPERAND_GPR   ? gpr(locations[i].reg)
                         : locations[i].kind == OPERAND_XMM ? FLOW_XMM(locations[i].reg)
                                                            : 0;
    }
    effect->read_from = rsp;
    effect->read_to = rsp + 8 * (int64_t)stack_slots;
}

/* Who is called says a register or memory: all that any signature could want is taken to be read. */
static void effect_of_indirect_call(const struct analysis *analysis, int64_t rsp, struct effect *effect) {
    effect->reads |= gpr(REG_RDI) | gpr(REG_RSI) | gpr(REG_RDX) | gpr(REG_RCX) | gpr(REG_R8) | gpr(9);
    for (uint32_t reg = 0; reg < 8; reg++) {
        effect->reads |= FLOW_XMM(reg);
    }
    int64_t end = rsp + 8 * (int64_t)analysis->stack_slots;
    bool reads_frame = effect->read_from != effect->read_to; /* the function's address */
    effect->read_from = reads_frame && effect->read_from < rsp ? effect->read_from : rsp;
    effect->read_to = reads_frame && effect->read_to > end ? effect->read_to : end;
}

static void effect_of_call(const struct analysis *analysis, const struct flow_instruction *instruction,
                           int64_t rsp, struct effect *effect) {
    const struct verifier_image *image = analysis->image;
    const struct instruction *decoded = &instruction->decoded;
    effect->writes |= (all_registers & ~callee_saved & ~gpr(REG_RSP)) | all_xmm | FLOW_FLAGS;
    if (decoded->operation == OP_CALL) {
        const struct vx_function *callee = tables_function_at(image, decoded->target);
        if (callee) {
            effect_of_parameters(analysis, callee->signature, rsp, effect);
        }
        return;
    }
    uint32_t cell = instruction->address + decoded->length + (uint32_t)decoded->displacement;
    uint32_t slot = cell - image->manifest->import_address;
    if (decoded->has_mem && decoded->base == REG_RIP && slot % 8 == 0 && slot / 8 < image->import_count) {
        effect_of_parameters(analysis, image->imports[slot / 8].signature, rsp, effect);
    } else {
        effect_of_indirect_call(analysis, rsp, effect);
    }
}

static void effect_of_return(const struct analysis *analysis, struct effect *effect) {
    const struct vx_signature *signature = &analysis->image->signatures[analysis->function->signature];
    effect->reads |= callee_saved | gpr(REG_RSP);
    const struct vx_parameter *result = &signature->result;
    effect->reads |= result->kind == VX_VOID ? 0 : result->kind == VX_FLOAT ? FLOW_XMM(0) : gpr(REG_RAX);
    if (result->kind == VX_COUNTED || (result->flags & VX_INDEXED)) {
        effect->reads |= gpr(REG_RDX);
    }
    effect->read_to = effect->read_from + 8;
}

static void effect_of_memory(const struct analysis *analysis, const struct instruction *decoded, int64_t rsp,
                             struct effect *effect) {
    effect->reads |= gpr(decoded->base) | gpr(decoded->index);
    bool from_rsp = decoded->base == REG_RSP;
    if (decoded->mem_width == 0 || decoded->index != REG_NONE ||
        !(from_rsp || (decoded->base == REG_RBP && analysis->frame_pointer))) {
        return;
    }
    int64_t offset = (from_rsp ? rsp : analysis->frame_offset) + decoded->displacement;
    if (decoded->mem_read) {
        effect->read_from = offset;
        effect->read_to = offset + decoded->mem_width;
    }
    if (decoded->mem_write) {
        effect->write_from = offset;
        effect->write_to = offset + decoded->mem_width;
    }
}

static struct effect effect_of(const struct analysis *analysis, const struct flow_instruction *instruction,
                               int64_t rsp) {
    const struct instruction *decoded = &instruction->decoded;
    struct effect effect = {.read_from = rsp, .read_to = rsp, .write_from = rsp, .write_to = rsp};
    if (decoded->operation == OP_INVALID || decoded->operation == OP_NOP || decoded->operation == OP_UD1 ||
        decoded->operation == OP_UD2) {
        return effect;
    }
    if (decoded->has_mem) {
        effect_of_memory(analysis, decoded, rsp, &effect);
    }
    effect_of_operand(&decoded->src, &effect.reads);
    if (decoded->operation != OP_CMP && decoded->operation != OP_TEST && decoded->operation != OP_BT &&
        decoded->operation != OP_SSE_COMPARE) {
        effect_of_operand(&decoded->dst, &effect.writes);
    }
    if (reads_destination(decoded)) {
        effect_of_operand(&decoded->dst, &effect.reads);
    } else if (decoded->operation == OP_XOR || decoded->operation == OP_SUB) {
        effect.reads &= ~gpr(decoded->dst.reg); /* xor %eax, %eax */
    }
    effect.reads |= decoded->flags_read ? FLOW_FLAGS : 0;
    effect.writes |= decoded->flags_write ? FLOW_FLAGS : 0;
    switch (decoded->operation) {
    case OP_MUL1:
    case OP_IMUL1:
    case OP_DIV:
    case OP_IDIV:
        effect.reads |= gpr(REG_RAX) | (decoded->width > 1 ? gpr(REG_RDX) : 0);
        effect.writes |= gpr(REG_RAX) | (decoded->width > 1 ? gpr(REG_RDX) : 0);
        if (decoded->operation == OP_MUL1 || decoded->operation == OP_IMUL1) {
            effect.reads &= decoded->src.kind == OPERAND_GPR && decoded->src.reg == REG_RDX ? ~(flow_set)0
                                                                                            : ~gpr(REG_RDX);
        }
        break;
    case OP_SHLD:
    case OP_SHRD:
        effect.reads |= decoded->has_imm ? 0 : gpr(REG_RCX);
        break;
    case OP_XCHG:
        effect_of_operand(&decoded->src, &effect.writes);
        break;
    case OP_PUSH:
        effect.write_from = rsp - 8;
        effect.write_to = rsp;
        break;
    case OP_POP:
        effect.read_to = rsp + 8;
        break;
    case OP_LEAVE:
        effect.reads |= gpr(REG_RBP);
        effect.writes |= gpr(REG_RBP);
        effect.read_from = analysis->frame_offset;
        effect.read_to = analysis->frame_offset + 8;
        break;
    case OP_CALL:
    case OP_CALL_INDIRECT:
        effect_of_call(analysis, instruction, rsp, &effect);
        break;
    case OP_RET:
        effect_of_return(analysis, &effect);
        break;
    default:
        break;
    }
    return effect;
}

static void set_range(const struct flow *flow, uint64_t *set, int64_t from, int64_t to, bool value) {
    /* A read makes every granule live that it touches; a write kills those that it covers. */
    int64_t first = value ? from - flow->lowest : from - flow->lowest + GRANULE_BYTES - 1;
    int64_t end = value ? to - flow->lowest + GRANULE_BYTES - 1 : to - flow->lowest;
    for (int64_t i = first / GRANULE_BYTES; i < end / GRANULE_BYTES; i++) {
        if (i >= 0 && (uint64_t)i < flow->slot_words * 64) {
            uint64_t bit = (uint64_t)1 << (i % 64);
            set[i / 64] = value ? set[i / 64] | bit : set[i / 64] & ~bit;
        }
    }
}

static void find_frame(struct analysis *analysis) {
    struct flow *flow = analysis->flow;
    int64_t lowest = 0, highest = 8;
    for (size_t i = 0; i < flow->instruction_count; i++) {
        struct effect effect = effect_of(analysis, &flow->instructions[i], analysis->depths[i]);
        int64_t from = effect.read_from < effect.write_from ? effect.read_from : effect.write_from;
        int64_t to = effect.read_to > effect.write_to ? effect.read_to : effect.write_to;
        lowest = from < lowest && from >= -(int64_t)VX_FRAME_SIZE_MAX ? from : lowest;
        highest = to > highest && to <= 8 + 8 * (int64_t)VX_PARAMETERS_MAX ? to : highest;
    }
    flow->lowest = lowest & ~(int64_t)7;
    flow->slot_words = (size_t)((highest - flow->lowest) / GRANULE_BYTES + 63) / 64;
    for (size_t i = 0; i < flow->block_count; i++) {
        flow->blocks[i].live_slots = model_allocate(analysis->model, flow->slot_words, sizeof(uint64_t));
    }
}

/* Recompute what is live at a block's start. True if it has grown. */
static bool update_block(const struct analysis *analysis, struct flow_block *block, uint64_t *slots) {
    const struct flow *flow = analysis->flow;
    int successors[] = {block->next, block->target};
    flow_set live = 0;
    memset(slots, 0, flow->slot_words * sizeof *slots);
    for (size_t i = 0; i < 2; i++) {
        if (successors[i] == FLOW_NO_BLOCK) {
            continue;
        }
        const struct flow_block *successor = &flow->blocks[successors[i]];
        live |= successor->live;
        for (size_t w = 0; w < flow->slot_words; w++) {
            slots[w] |= successor->live_slots[w];
        }
    }
    for (uint32_t i = block->end; i-- > block->first;) {
        struct effect effect = effect_of(analysis, &flow->instructions[i], analysis->depths[i]);
        live = (live & ~effect.writes) | effect.reads;
        set_range(flow, slots, effect.write_from, effect.write_to, false);
        set_range(flow, slots, effect.read_from, effect.read_to, true);
    }
    bool grown =
        live != block->live || memcmp(slots, block->live_slots, flow->slot_words * sizeof *slots) != 0;
    block->live = live;
    memcpy(block->live_slots, slots, flow->slot_words * sizeof *slots);
    return grown;
}

static void find_live(struct analysis *analysis) {
    struct flow *flow = analysis->flow;
    uint64_t *slots = model_allocate(analysis->model, flow->slot_words, sizeof *slots);
    bool grown = true;
    while (grown) {
        grown = false;
        for (size_t i = flow->block_count; i-- > 0;) {
            grown |= update_block(analysis, &flow->blocks[i], slots);
        }
    }
}

bool flow_slot_live(const struct flow *flow, const struct flow_block *block, int64_t offset) {
    for (int64_t at = offset; at < offset + 8; at += GRANULE_BYTES) {
        int64_t granule = (at - flow->lowest) / GRANULE_BYTES;
        if (at >= flow->lowest && (uint64_t)granule < flow->slot_words * 64 &&
            (block->live_slots[granule / 64] >> (granule % 64) & 1)) {
            return true;
        }
    }
    return false;
}

static uint32_t most_stack_slots(const struct verifier_image *image) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < image->signature_count; i++) {
        struct check_location locations[VX_PARAMETERS_MAX];
        uint32_t stack_slots;
        check_locate_parameters(image, &image->signatures[i], locations, &stack_slots);
        most = stack_slots > most ? stack_slots : most;
    }
    return most;
}

struct flow *flow_analyse(struct model *model, const struct verifier_image *image, uint32_t index) {
    struct analysis analysis = {.model = model, .image = image, .function = &image->functions[index]};
    analysis.flow = model_allocate(model, 1, sizeof *analysis.flow);
    analysis.stack_slots = most_stack_slots(image);
    decode_all(&analysis);
    find_blocks(&analysis);
    order_blocks(&analysis);
    follow_rsp(&analysis);
    find_frame(&analysis);
    find_live(&analysis);
    return analysis.flow;
}
