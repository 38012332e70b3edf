/* Hint inference: for each function, the states at its branch targets, by a fixpoint over the verifier's own
 * transfer functions.
 *
 * Works on a draft of the file without hints, parsed by the verifier's reader, so that both see the same
 * tables. Functions are independent. First the frame objects: .vouch.frame says by which operand an object
 * is reached at some instruction, and the abstract state there says where that is. Then the fixpoint: run
 * from a place to the next places, join into their summaries, repeat for those that changed, in reverse
 * postorder. Nothing is judged here: what cannot be shown is left to the verifier to name. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "flow.h"
#include "join.h"

enum { THRESHOLDS_MAX = 64, NARROWINGS_MAX = 3 };

struct inference {
    struct model *model;
    struct verifier_image image;
    struct verifier_report report;
    struct verifier_options options;
    struct checker checker;
    struct joiner *joiner;
    struct pruner *pruner;
    uint64_t thresholds[THRESHOLDS_MAX];
    size_t threshold_count;

    /* of the function at hand */
    struct flow *flow;
    struct summary *summaries; /* one for each block; used for places */
    struct summary *seeds;     /* those of an attempt that has failed, during the next; or null */
    uint64_t *dirty;           /* one bit a block, by its order */
    int *by_order;
    const struct function *function;
    struct vx_frame_object *found; /* by record, while frame objects are looked for */
    bool *is_found;
    size_t missing;
    size_t failures; /* obligations that could not be shown since it was last set to 0 */
};

/* The draft of the file without hints, and the checker that runs over it. False if the draft's tables are
 * malformed: the verifier will say so of the finished file. */
static bool open_draft(struct inference *inference) {
    struct model *model = inference->model;
    const struct image_options options = {0};
    size_t bytes;
    const char *why = "";
    const uint8_t *file = model_emit(model, &options, &bytes);
    enum verifier_clause clause = image_parse(file, bytes, &inference->image, &why);
    if (clause != CLAUSE_NONE) {
        model_fail(model, IMAGE_BAD_INPUT, "the image is malformed: %s: %s", verifier_clause_text(clause),
                   why);
    }
    inference->options.services = service_table();
    inference->image.functions = model->tables.functions;
    inference->checker = (struct checker){
        .options = &inference->options,
        .image = &inference->image,
        .report = &inference->report,
        .state = model_allocate(model, 1, sizeof(struct state)),
        .step_limit = UINT64_MAX,
        .inferring = true,
    };
    return tables_check(&inference->checker);
}

static void mark_dirty(struct inference *inference, int block) {
    uint32_t order = inference->flow->blocks[block].order;
    inference->dirty[order / 64] |= (uint64_t)1 << (order % 64);
}

/* The first dirty place in reverse postorder, no longer dirty; FLOW_NO_BLOCK if there is none. */
static int take_dirty(struct inference *inference) {
    for (size_t word = 0; word * 64 < inference->flow->block_count; word++) {
        if (inference->dirty[word]) {
            int bit = __builtin_ctzll(inference->dirty[word]);
            inference->dirty[word] &= inference->dirty[word] - 1;
            return inference->by_order[word * 64 + (size_t)bit];
        }
    }
    return FLOW_NO_BLOCK;
}

static void join_into(struct inference *inference, int block) {
    if (block == FLOW_NO_BLOCK || !inference->flow->blocks[block].place) {
        return;
    }
    if (joiner_join(inference->joiner, &inference->checker, inference->flow, &inference->flow->blocks[block],
                    inference->seeds ? &inference->seeds[block] : nullptr, &inference->summaries[block])) {
        mark_dirty(inference, block);
    }
}

/* "-40(%rbp)" -> the displacement and the register; false for other operands. */
static bool parse_operand(const char *text, int64_t *displacement, uint8_t *base) {
    static const char names[16][4] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                      "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
    char *end;
    *displacement = strtoll(text, &end, 0);
    if (strncmp(end, "(%", 2) != 0) {
        return false;
    }
    const char *name = end + 2;
    size_t length = strcspn(name, ")");
    for (*base = 0; *base < 16; ++*base) {
        if (strlen(names[*base]) == length && strncmp(name, names[*base], length) == 0) {
            return strcmp(name + length, ")") == 0;
        }
    }
    return false;
}

/* Note the frame objects that are reached by an operand at this instruction. */
static void find_objects_at(struct inference *inference, uint32_t address) {
    const struct function *function = inference->function;
    for (size_t i = 0; i < function->record_count; i++) {
        const struct frame_record *record = &function->records[i];
        int64_t displacement;
        uint8_t base;
        if (record->address != address || inference->is_found[i]) {
            continue;
        }
        if (!parse_operand(record->operand, &displacement, &base)) {
            model_fail(inference->model, IMAGE_BAD_INPUT,
                       "function '%s': .vouch.frame: unsupported operand '%s'", function->name,
                       record->operand);
        }
        const struct value *value = &inference->checker.state->registers[base];
        if (value->kind != VALUE_REFERENCE || value->base != BASE_FRAME || !form_is_constant(&value->form) ||
            value->form.constant + displacement < -(int64_t)VX_FRAME_SIZE_MAX ||
            value->form.constant + displacement >= 0) {
            continue; /* elsewhere, perhaps; without the object, the verifier will name the access */
        }
        inference->found[i].offset = (int32_t)(value->form.constant + displacement);
        inference->is_found[i] = true;
        inference->missing--;
    }
}

/* Run from the checker's state at the start of a block until control ends or reaches a place. */
static void run(struct inference *inference, int block) {
    struct checker *checker = &inference->checker;
    const struct flow *flow = inference->flow;
    for (bool first = true; block != FLOW_NO_BLOCK; first = false) {
        const struct flow_block *current = &flow->blocks[block];
        if (current->place && !first) {
            join_into(inference, block);
            return;
        }
        enum check_flow way = FLOW_NEXT;
        for (uint32_t i = current->first; i < current->end; i++) {
            const struct flow_instruction *instruction = &flow->instructions[i];
            if (instruction->decoded.operation == OP_INVALID) {
                return;
            }
            if (inference->missing > 0) {
                find_objects_at(inference, instruction->address);
            }
            way = check_step(checker, instruction->address, &instruction->decoded);
            inference->failures += checker->failed;
            checker->failed = false;
        }
        if (way == FLOW_BRANCH) {
            struct undo undo;
            uint8_t condition = flow->instructions[current->end - 1].decoded.condition;
            check_assume(checker, condition, &undo);
            join_into(inference, current->target);
            domain_undo(checker->state, &undo);
            check_assume(checker, condition ^ 1, &undo);
        } else if (way != FLOW_NEXT) {
            join_into(inference, way == FLOW_JUMP ? current->target : FLOW_NO_BLOCK);
            return;
        }
        block = current->next;
    }
}

static void enter(struct inference *inference, uint32_t index) {
    check_enter_function(&inference->checker, index);
    inference->checker.failed = false;
    if (inference->flow->blocks[0].place) {
        join_into(inference, 0);
    } else {
        run(inference, 0);
    }
}

/* Run from the places whose summaries changed, until none does. */
static void settle(struct inference *inference) {
    int block;
    joiner_set_widening(inference->joiner, true);
    while ((block = take_dirty(inference)) != FLOW_NO_BLOCK) {
        summary_load(&inference->summaries[block], &inference->checker);
        run(inference, block);
    }
}

/* Widening may have gone too far: interval ends that the loop's own test brings back. As long as something
 * cannot be shown, replace all summaries by what their edges give now. What a place loses by that may have
 * been a reason for what another gained, so the new ones have to settle again. False if something still cannot
 * be shown. */
static bool narrow(struct inference *inference, uint32_t index) {
    const struct flow *flow = inference->flow;
    for (int round = 0; round < NARROWINGS_MAX; round++) {
        joiner_set_widening(inference->joiner, false);
        struct summary *wide = inference->summaries;
        inference->summaries = model_allocate(inference->model, flow->block_count, sizeof *wide);
        inference->failures = 0;
        enter(inference, index);
        for (size_t i = 0; i < flow->block_count; i++) {
            if (wide[i].reached) {
                summary_load(&wide[i], &inference->checker);
                run(inference, (int)i);
            }
        }
        if (inference->failures == 0) {
            inference->summaries = wide;
            return true;
        }
        for (size_t i = 0; i < flow->block_count; i++) {
            if (inference->summaries[i].reached) {
                mark_dirty(inference, (int)i);
            }
        }
        settle(inference);
    }
    return false;
}

/* The fixpoint. With `only_objects` it may stop as soon as no frame object is missing. */
static void iterate(struct inference *inference, uint32_t index, bool only_objects) {
    struct checker *checker = &inference->checker;
    size_t blocks = inference->flow->block_count;
    inference->summaries = model_allocate(inference->model, blocks, sizeof *inference->summaries);
    memset(inference->dirty, 0, (blocks + 63) / 64 * sizeof *inference->dirty);
    joiner_set_widening(inference->joiner, true);
    enter(inference, index);
    int block;
    while ((!only_objects || inference->missing > 0) && (block = take_dirty(inference)) != FLOW_NO_BLOCK) {
        summary_load(&inference->summaries[block], checker);
        run(inference, block);
    }
}

static int compare_frame_objects(const void *left, const void *right) {
    const struct vx_frame_object *a = left, *b = right;
    return a->offset != b->offset ? (a->offset > b->offset) - (a->offset < b->offset)
                                  : (a->type > b->type) - (a->type < b->type);
}

/* Append the function's frame objects to the table. */
static void find_objects(struct inference *inference, uint32_t index) {
    struct model *model = inference->model;
    struct tables *tables = &model->tables;
    struct vx_function *function = &tables->functions[index];
    size_t count = inference->function->record_count;
    function->first_frame_object = (uint32_t)tables->frame_count;
    function->frame_object_count = 0;
    if (count == 0) {
        return;
    }
    inference->found = model_allocate(model, count, sizeof *inference->found);
    inference->is_found = model_allocate(model, count, sizeof *inference->is_found);
    inference->missing = count;
    iterate(inference, index, true);
    inference->missing = 0;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (inference->is_found[i]) {
            inference->found[kept] = inference->found[i];
            const struct frame_record *record = &inference->function->records[i];
            inference->found[kept].count = record->count;
            inference->found[kept++].type =
                record->type == META_PLAIN ? model_type(model, 1, 1) : record->type;
        }
    }
    qsort(inference->found, kept, sizeof *inference->found, compare_frame_objects);
    for (size_t i = 0; i < kept; i++) {
        if (i > 0 && memcmp(&inference->found[i], &inference->found[i - 1], sizeof *inference->found) == 0) {
            continue; /* announced twice */
        }
        tables->frames = model_grow(model, tables->frames, tables->frame_count, &tables->frame_capacity,
                                    sizeof *tables->frames);
        tables->frames[tables->frame_count++] = inference->found[i];
        function->frame_object_count++;
    }
    inference->image.frames = tables->frames;
    inference->image.frame_count = (uint32_t)tables->frame_count;
    inference->image.types = tables->types;
    inference->image.type_count = (uint32_t)tables->type_count;
}

static void add_threshold(struct inference *inference, uint64_t value) {
    for (size_t i = 0; i < inference->threshold_count; i++) {
        if (inference->thresholds[i] == value) {
            return;
        }
    }
    if (inference->threshold_count < THRESHOLDS_MAX) {
        inference->thresholds[inference->threshold_count++] = value;
    }
}

static int compare_thresholds(const void *left, const void *right) {
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Where intervals that grow may stop: the ends of the types, and what the function compares with. */
static void find_thresholds(struct inference *inference) {
    static const uint64_t common[] = {
        0, 1, UINT8_MAX, INT32_MAX, UINT32_MAX, (uint64_t)1 << 40, INT64_MAX, UINT64_MAX};
    inference->threshold_count = 0;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        add_threshold(inference, common[i]);
    }
    for (size_t i = 0; i < inference->flow->instruction_count; i++) {
        const struct instruction *decoded = &inference->flow->instructions[i].decoded;
        if (decoded->operation == OP_CMP && decoded->has_imm && decoded->imm > 0) {
            add_threshold(inference, (uint64_t)decoded->imm);
            add_threshold(inference, (uint64_t)decoded->imm - 1);
        }
    }
    qsort(inference->thresholds, inference->threshold_count, sizeof *inference->thresholds,
          compare_thresholds);
    joiner_set_thresholds(inference->joiner, inference->thresholds, inference->threshold_count);
}

/* What could not be shown of a loop's first turn, with numbers instead of variables, may have spoiled the others:
 * then try once more, with what varies known. */
static bool find_claims(struct inference *inference, uint32_t index) {
    inference->seeds = nullptr;
    iterate(inference, index, false);
    if (narrow(inference, index)) {
        return true;
    }
    struct summary *first = inference->summaries;
    inference->seeds = first;
    iterate(inference, index, false);
    bool are_shown = narrow(inference, index);
    if (!are_shown) {
        inference->summaries = first;
    }
    inference->seeds = nullptr;
    return are_shown;
}

static void infer_function(struct inference *inference, uint32_t index) {
    struct model *model = inference->model;
    inference->function = &model->functions[index];
    struct flow *flow = flow_analyse(model, &inference->image, index);
    inference->flow = flow;
    inference->dirty = model_allocate(model, flow->block_count / 64 + 1, sizeof *inference->dirty);
    inference->by_order = model_allocate(model, flow->block_count, sizeof *inference->by_order);
    for (size_t i = 0; i < flow->block_count; i++) {
        if (flow->blocks[i].reachable) {
            inference->by_order[flow->blocks[i].order] = (int)i;
        }
    }
    find_thresholds(inference);
    find_objects(inference, index);
    bool are_shown = find_claims(inference, index);
    const struct summary *summaries = inference->summaries;
    if (inference->pruner) {
        check_enter_function(&inference->checker, index);
        const struct summary *pruned = pruner_run(inference->pruner, flow, inference->by_order, summaries);
        are_shown = are_shown && pruned != summaries;
        summaries = pruned;
    }
    model->functions[index].is_doubtful = !are_shown;
    hints_encode(model, flow, summaries, &model->tables.functions[index]);
}

void model_infer(struct model *model, const struct image_options *options) {
    struct inference *inference = model_allocate(model, 1, sizeof *inference);
    inference->model = model;
    if (!open_draft(inference)) {
        return;
    }
    inference->checker.failed = false;
    inference->joiner = joiner_create(model);
    inference->pruner = options->whole_hints ? nullptr : pruner_create(model, &inference->checker);
    for (uint32_t i = 0; i < model->function_count; i++) {
        infer_function(inference, i);
    }
}
