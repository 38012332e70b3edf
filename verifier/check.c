/* The one pass over the code: decodes every instruction of every function in address order, applies it to
 * the state, and checks every edge against the hint at its target (R1, R8). Entry point of the verifier.
 *
 * Why it is sound: by induction over the steps of an execution, the concrete machine is always at an
 * instruction that this pass decoded, in a state that the abstract state there describes. A hint is
 * believed at its address only because every edge into that address was shown to imply it. */
#include "check.h"

enum { STEP_SYMBOLS = 24, STEP_OBJECTS = 4 }; /* more than any one instruction makes */

static void push(struct checker *checker, const struct instruction *instruction) {
    struct state *state = checker->state;
    struct value value = {.kind = VALUE_UNREADABLE};
    if (instruction->src.kind == OPERAND_GPR)
        value = state->registers[instruction->src.reg]; /* an unreadable one may be pushed, not popped */
    else if (instruction->src.kind == OPERAND_IMM)
        value = value_constant((uint64_t)instruction->imm);
    else
        value = check_load(checker, instruction);
    int64_t offset = state->registers[REG_RSP].form.constant - SLOT_BYTES;
    check_move_rsp(checker, offset);
    if (!checker->failed)
        check_store_slot(checker, offset, &value);
}

static void pop(struct checker *checker, uint8_t reg) {
    int64_t offset = checker->state->registers[REG_RSP].form.constant;
    struct value value = check_load_slot(checker, offset);
    check_move_rsp(checker, offset + SLOT_BYTES);
    check_write(checker, reg, 8, false, value);
}

/* mov rsp, rbp; pop rbp */
static void leave(struct checker *checker) {
    struct value rbp = check_read(checker, REG_RBP);
    if (rbp.kind != VALUE_REFERENCE || rbp.base != BASE_FRAME || !form_is_constant(&rbp.form)) {
        check_fail(checker, CLAUSE_STACK_POINTER, "leave without a frame pointer");
        return;
    }
    check_move_rsp(checker, rbp.form.constant);
    if (!checker->failed)
        pop(checker, REG_RBP);
}

static bool moves_rsp(const struct instruction *instruction) {
    return (instruction->operation == OP_ADD || instruction->operation == OP_SUB) &&
           instruction->width == 8 && instruction->dst.kind == OPERAND_GPR &&
           instruction->dst.reg == REG_RSP && instruction->src.kind == OPERAND_IMM;
}

static void move_rsp(struct checker *checker, const struct instruction *instruction) {
    int64_t rsp = checker->state->registers[REG_RSP].form.constant;
    check_move_rsp(checker,
                   instruction->operation == OP_ADD ? rsp + instruction->imm : rsp - instruction->imm);
    checker->state->flags = (struct flags){.kind = FLAGS_ANY};
}

enum check_flow check_step(struct checker *checker, uint32_t address, const struct instruction *instruction) {
    checker->address = address;
    checker->report->instructions++;
    checker->report->steps++;
    if (!state_reserve_symbols(checker->state, STEP_SYMBOLS))
        check_fail(checker, CLAUSE_HINT_WORK, "more than %d facts at once", SYMBOLS_MAX / 2);
    if (!state_reserve_objects(checker->state, STEP_OBJECTS))
        check_fail(checker, CLAUSE_HINT_WORK, "more than %d objects at once", OBJECTS_MAX / 2);
    if (moves_rsp(instruction)) {
        move_rsp(checker, instruction);
        return FLOW_NEXT;
    }
    switch ((enum operation)instruction->operation) {
    case OP_PUSH:
        push(checker, instruction);
        return FLOW_NEXT;
    case OP_POP:
        pop(checker, instruction->dst.reg);
        return FLOW_NEXT;
    case OP_LEAVE:
        leave(checker);
        return FLOW_NEXT;
    case OP_CALL:
    case OP_CALL_INDIRECT:
        check_call(checker, instruction);
        return FLOW_NEXT;
    case OP_RET:
        check_return(checker);
        return FLOW_END;
    case OP_UD1:
    case OP_UD2:
        return FLOW_END;
    case OP_JMP:
        return FLOW_JUMP;
    case OP_JCC:
        if (checker->state->flags.kind == FLAGS_UNREADABLE)
            check_fail(checker, CLAUSE_CALL_UNREADABLE, "the flags");
        return FLOW_BRANCH;
    default: {
        uint64_t accesses = checker->report->accesses;
        check_integer(checker, instruction);
        /* Whatever the transfer function is, none may forget its memory operand. */
        if (instruction->mem_width != 0 && checker->report->accesses == accesses)
            check_fail(checker, CLAUSE_CODE_ENCODING, "an operand in memory that no rule covers");
        return FLOW_NEXT;
    }
    }
}

/* A ud1 or ud2 may be branched to from anywhere, even into the middle of another instruction: whatever
 * its operands say, executing it traps. */
static bool is_trap(const struct checker *checker, uint32_t address) {
    const struct verifier_segment *text = &checker->image->text;
    struct instruction instruction;
    if (address < text->address || address >= text->address + text->file_bytes)
        return false;
    uint64_t offset = address - text->address;
    return decode_instruction(text->bytes + offset, (size_t)(text->file_bytes - offset), address,
                              &instruction) &&
           (instruction.operation == OP_UD1 || instruction.operation == OP_UD2);
}

static bool check_edge(struct checker *checker, const struct hint_entry *entry) {
    if (!hints_check_edge(checker, entry))
        return false;
    check_observe(checker, FACT_EDGE, entry->address, NULL);
    return true;
}

/* The hint at a branch's target, or null if there is none: then it must be a trap. */
static bool find_target(struct checker *checker, uint32_t target, const struct hint_entry **entry) {
    *entry = NULL;
    if (target >= checker->function->start && target < checker->function->end) {
        *entry = hints_find(checker, target);
        checker->report->steps += 8; /* the search */
    }
    if (*entry != NULL)
        return true;
    check_observe(checker, FACT_TRAP, target, NULL);
    return is_trap(checker, target) || check_fail(checker, CLAUSE_CODE_BRANCH_TARGET, "%x", target);
}

static bool follow(struct checker *checker, enum check_flow flow, const struct instruction *instruction,
                   bool *reachable) {
    const struct hint_entry *entry;
    struct undo undo;
    switch (flow) {
    case FLOW_NEXT:
        return true;
    case FLOW_JUMP:
        *reachable = false;
        return find_target(checker, instruction->target, &entry) &&
               (entry == NULL || check_edge(checker, entry));
    case FLOW_BRANCH:
        if (!find_target(checker, instruction->target, &entry))
            return false;
        if (entry != NULL) {
            check_assume(checker, instruction->condition, &undo);
            if (!check_edge(checker, entry))
                return false;
            domain_undo(checker->state, &undo);
        }
        check_assume(checker, instruction->condition ^ 1, &undo);
        return true;
    case FLOW_END:
        *reachable = false;
        return true;
    }
    return false;
}

/* What may stand where no state reaches: padding and traps. */
static bool is_padding(const struct instruction *instruction) {
    return instruction->operation == OP_NOP || instruction->operation == OP_UD1 ||
           instruction->operation == OP_UD2;
}

static bool check_function(struct checker *checker, uint32_t index) {
    const struct verifier_segment *text = &checker->image->text;
    uint32_t next_hint = 0;
    bool reachable = true;
    check_enter_function(checker, index);
    check_observe(checker, FACT_ENTRY, checker->address, NULL);
    if (!hints_index(checker))
        return false;
    const struct vx_function *function = checker->function;
    for (uint32_t address = function->start; address < function->end;) {
        struct instruction instruction;
        uint32_t offset = address - (uint32_t)text->address;
        checker->address = address;
        if (checker->report->steps > checker->step_limit)
            return check_fail(checker, CLAUSE_HINT_WORK, "more than %u steps a byte",
                              VERIFIER_STEPS_PER_BYTE);
        if (next_hint < checker->hint_count && checker->hints[next_hint].address < address)
            return check_fail(checker, CLAUSE_HINT_PLACE, "%x", checker->hints[next_hint].address);
        if (next_hint < checker->hint_count && checker->hints[next_hint].address == address) {
            const struct hint_entry *entry = &checker->hints[next_hint++];
            if ((reachable && !check_edge(checker, entry)) || !hints_load(checker, entry))
                return false;
            check_observe(checker, FACT_HINT, address, NULL);
            reachable = true;
        }
        if (!decode_instruction(text->bytes + offset, function->end - address, address, &instruction))
            return check_fail(checker, CLAUSE_CODE_ENCODING, "bytes %x ...", (uint32_t)text->bytes[offset]);
        if (reachable) {
            check_observe(checker, FACT_STEP, address, NULL);
            enum check_flow flow = check_step(checker, address, &instruction);
            if (checker->failed || !follow(checker, flow, &instruction, &reachable))
                return false;
        } else {
            checker->report->steps++;
            if (!is_padding(&instruction))
                return check_fail(checker, CLAUSE_CODE_NO_STATE, "add a hint or remove it");
        }
        address += instruction.length;
    }
    checker->address = function->end - 1;
    if (reachable)
        return check_fail(checker, CLAUSE_CODE_FALLTHROUGH, "at the end of the function");
    if (next_hint < checker->hint_count)
        return check_fail(checker, CLAUSE_HINT_PLACE, "%x", checker->hints[next_hint].address);
    return true;
}

/* The arena, cut up. */
struct workspace {
    struct state state;
    struct hint hint;
};

size_t verifier_arena_bytes(size_t file_bytes) {
    /* A hint takes at least two bytes of the file, and its entry in the index twelve. */
    return sizeof(struct workspace) + (file_bytes / 2 + 1) * sizeof(struct hint_entry);
}

static void take_workspace(struct checker *checker, void *arena) {
    struct workspace *workspace = arena;
    state_start(&workspace->state);
    checker->state = &workspace->state;
    checker->hint = &workspace->hint;
    checker->hints = (struct hint_entry *)(workspace + 1);
    checker->step_limit = VERIFIER_STEPS_PER_BYTE * (uint64_t)checker->image->file_bytes;
}

static bool check_all(struct checker *checker) {
    checker->report->text_bytes = checker->image->text.file_bytes;
    checker->report->hint_bytes = checker->image->hint_bytes;
    if (!tables_check(checker))
        return false;
    for (uint32_t i = 0; i < checker->image->function_count; i++) {
        if (!check_function(checker, i))
            return false;
    }
    return true;
}

enum verifier_status verifier_check(const void *file, size_t file_bytes, void *arena, size_t arena_bytes,
                                    const struct verifier_options *options, struct verifier_image *image,
                                    struct verifier_report *report) {
    const char *why = "";
    *report = (struct verifier_report){.status = VERIFIER_REJECTED, .clause = CLAUSE_FILE_HEADER};
    *image = (struct verifier_image){0};
    if (arena_bytes < verifier_arena_bytes(file_bytes)) {
        report->status = VERIFIER_OUT_OF_MEMORY;
        return report->status;
    }
    report->clause = image_parse(file, file_bytes, image, &why);
    struct checker checker = {.options = options, .image = image, .report = report};
    if (report->clause != CLAUSE_NONE) {
        enum verifier_clause clause = report->clause;
        *image = (struct verifier_image){0};
        check_fail(&checker, clause, "%s", why);
        return report->status;
    }
    take_workspace(&checker, arena);
    if (check_all(&checker) && !checker.failed) {
        report->status = VERIFIER_ACCEPTED;
        report->clause = CLAUSE_NONE;
    }
    return report->status;
}

struct depth_search {
    uint32_t address;
    int64_t rsp; /* relative to the entry's; 1: not known */
};

static void note_depth(void *context, const struct verifier_fact *fact) {
    struct depth_search *search = context;
    if (fact->address == search->address && (fact->kind == FACT_STEP || fact->kind == FACT_TRAP))
        search->rsp = fact->checker->state->registers[REG_RSP].form.constant;
}

bool verifier_stack_depth(const struct verifier_image *image, uint32_t function, uint32_t address,
                          void *arena, size_t arena_bytes, uint32_t *depth) {
    struct depth_search search = {.address = address, .rsp = 1};
    const struct verifier_options options = {.observe = note_depth, .observe_context = &search};
    struct verifier_report report = {.status = VERIFIER_REJECTED};
    struct verifier_image copy = *image;
    struct checker checker = {.options = &options, .image = &copy, .report = &report};
    if (arena_bytes < verifier_arena_bytes(image->file_bytes))
        return false;
    take_workspace(&checker, arena);
    if (!check_function(&checker, function) || search.rsp > 0)
        return false;
    *depth = (uint32_t)-search.rsp;
    return true;
}
