/* Facts as text, see vouch_facts.h.
 *
 * The checker numbers symbols and objects anew at every hint. A reader wants parameters and registers: so the
 * text of a fact holds tokens ({o2}: object 2, {s7|rcx}: symbol 7, now in rcx, {g3}: global 3), and the edges
 * between hints, which say what each number of a hint stands for, are kept until all is checked. A number
 * that is the same parameter, global or count on every edge then gets its name; another symbol is called by
 * where it is. */
#include "vouch_facts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

enum name_kind {
    NAME_UNKNOWN, /* no edge has said anything yet */
    NAME_PARAMETER,
    NAME_GLOBAL,
    NAME_FRAME, /* an object of the frame */
    NAME_NONE,  /* different things on different edges, or what has no name */
};

struct name {
    enum name_kind kind;
    int64_t number; /* of the parameter, of the global; offset from the entry rsp */
};

/* From a function's entry or a hint to the next hint, or to where the checker has renumbered its symbols. */
struct block {
    uint32_t address;
    uint32_t object_count, symbol_count;
    struct name *objects, *symbols; /* symbols are numbered from 1; row 0 is unused */
};

/* What the target's objects and symbols stand for in the source. */
struct edge {
    uint32_t source, target; /* index of a block; address of a hint */
    uint32_t object_count, symbol_count;
    struct {
        uint32_t base;
        int64_t shift; /* INT64_MAX: not constant */
    } *objects;
    uint32_t *symbols; /* SYMBOL_NONE: no single symbol */
};

struct access {
    uint32_t address, block;
    char *text;
};

struct facts {
    struct block *blocks;
    struct edge *edges;
    struct access *accesses;
    size_t block_count, block_room, edge_count, edge_room, access_count, access_room;
    uint32_t last_symbol_count, last_object_count;
    bool out_of_memory;
};

struct facts *facts_create(void) {
    return calloc(1, sizeof(struct facts));
}

void facts_destroy(struct facts *facts) {
    if (!facts)
        return;
    for (size_t i = 0; i < facts->block_count; i++) {
        free(facts->blocks[i].objects);
        free(facts->blocks[i].symbols);
    }
    for (size_t i = 0; i < facts->edge_count; i++) {
        free(facts->edges[i].objects);
        free(facts->edges[i].symbols);
    }
    for (size_t i = 0; i < facts->access_count; i++)
        free(facts->accesses[i].text);
    free(facts->blocks);
    free(facts->edges);
    free(facts->accesses);
    free(facts);
}

/* Room for one more row of an array. */
static bool grow(struct facts *facts, void **rows, size_t count, size_t *room, size_t row_bytes) {
    if (count < *room)
        return true;
    const size_t more = *room ? 2 * *room : 256;
    void *larger = reallocarray(*rows, more, row_bytes);
    if (!larger) {
        facts->out_of_memory = true;
        return false;
    }
    *rows = larger;
    *room = more;
    return true;
}

/* Zeroed rows, at least one, or null and out_of_memory. */
static void *allocate(struct facts *facts, size_t count, size_t row_bytes) {
    void *rows = calloc(count + 1, row_bytes);
    facts->out_of_memory |= rows == nullptr;
    return rows;
}

/* At a function's entry objects are its reference parameters in their order, and a counted one's extent is
 * its count. */
static void name_parameters(struct block *block, const struct checker *checker) {
    const struct vx_parameter *parameters = checker->image->parameters + checker->signature->first_parameter;
    uint32_t object = 0;
    for (uint32_t i = 0; i < checker->signature->parameter_count && object < block->object_count; i++) {
        const uint8_t kind = parameters[i].kind;
        if (kind != VX_ONE && kind != VX_COUNTED && kind != VX_ARRAY && kind != VX_ANY && kind != VX_FUNCTION)
            continue;
        const uint32_t count = checker->state->objects[object].extent_symbol;
        if (count != SYMBOL_NONE && count <= block->symbol_count)
            block->symbols[count] = (struct name){NAME_PARAMETER, parameters[i].count};
        block->objects[object++] = (struct name){NAME_PARAMETER, i};
    }
}

static void add_block(struct facts *facts, const struct checker *checker, uint32_t address, bool is_entry) {
    if (!grow(facts, (void **)&facts->blocks, facts->block_count, &facts->block_room, sizeof *facts->blocks))
        return;
    struct block *block = &facts->blocks[facts->block_count++];
    *block =
        (struct block){address, checker->state->object_count, checker->state->symbol_count, nullptr, nullptr};
    block->objects = allocate(facts, block->object_count, sizeof *block->objects);
    block->symbols = allocate(facts, block->symbol_count, sizeof *block->symbols);
    facts->last_symbol_count = block->symbol_count;
    facts->last_object_count = block->object_count;
    if (facts->out_of_memory)
        block->object_count = block->symbol_count = 0;
    else if (is_entry)
        name_parameters(block, checker);
}

static void add_edge(struct facts *facts, const struct checker *checker, uint32_t target) {
    if (facts->block_count == 0 ||
        !grow(facts, (void **)&facts->edges, facts->edge_count, &facts->edge_room, sizeof *facts->edges))
        return;
    struct edge *edge = &facts->edges[facts->edge_count++];
    *edge = (struct edge){.source = (uint32_t)facts->block_count - 1,
                          .target = target,
                          .object_count = checker->hint->object_count,
                          .symbol_count = checker->hint->symbol_count};
    edge->objects = allocate(facts, edge->object_count, sizeof *edge->objects);
    edge->symbols = allocate(facts, edge->symbol_count, sizeof *edge->symbols);
    if (facts->out_of_memory) {
        edge->object_count = edge->symbol_count = 0;
        return;
    }
    for (uint32_t i = 0; i < edge->object_count; i++) {
        const struct form *shift = &checker->hint->objects[i].shift;
        edge->objects[i].base = checker->hint->objects[i].base;
        edge->objects[i].shift = form_is_constant(shift) ? shift->constant : INT64_MAX;
    }
    for (uint32_t i = 1; i <= edge->symbol_count; i++) {
        const struct form *meaning = &checker->hint->symbols[i].meaning;
        const bool is_symbol =
            meaning->scale[0] == 1 && meaning->symbol[1] == SYMBOL_NONE && meaning->constant == 0;
        edge->symbols[i] = is_symbol ? meaning->symbol[0] : SYMBOL_NONE;
    }
}

static const char names64[16][4] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                    "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
static const char names32[16][5] = {"eax", "ecx", "edx",  "ebx",  "esp",  "ebp",  "esi",  "edi",
                                    "r8d", "r9d", "r10d", "r11d", "r12d", "r13d", "r14d", "r15d"};

static bool holds(const struct value *value, uint32_t symbol) {
    return value->kind == VALUE_INTEGER && value->form.symbol[0] == symbol && value->form.scale[0] == 1 &&
           value->form.symbol[1] == SYMBOL_NONE && value->form.constant == 0;
}

/* A symbol's token, with the register or slot that holds it at this moment. */
static void put_symbol(FILE *text, const struct state *state, uint32_t symbol) {
    fprintf(text, "{s%" PRIu32 "|", symbol);
    for (unsigned i = 0; i < 16; i++)
        if (holds(&state->registers[i], symbol)) {
            fprintf(text, "%s}", state->registers[i].low32 ? names32[i] : names64[i]);
            return;
        }
    for (uint32_t i = 0; i < state->active_count; i++)
        if (holds(&state->slots[state->active[i]].value, symbol)) {
            fprintf(text, "[slot %+" PRId64 "]}", state_slot_offset(state->active[i]));
            return;
        }
    fprintf(text, "s%" PRIu32 "}", symbol);
}

static void put_term(FILE *text, const struct state *state, uint32_t symbol, uint64_t scale) {
    if (scale != 1)
        fprintf(text, "%" PRIu64 "*", scale);
    put_symbol(text, state, symbol);
}

/* "+" or "-" and the number; nothing for 0. */
static void put_constant(FILE *text, int64_t constant) {
    if (constant != 0)
        fprintf(text, " %c %" PRIu64, constant < 0 ? '-' : '+',
                constant < 0 ? -(uint64_t)constant : (uint64_t)constant);
}

/* A whole form, on its own. */
static void put_form(FILE *text, const struct state *state, const struct form *form) {
    if (form_is_constant(form)) {
        fprintf(text, "%" PRId64, form->constant);
        return;
    }
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++) {
        fputs(i > 0 ? " + " : "", text);
        put_term(text, state, form->symbol[i], form->scale[i]);
    }
    put_constant(text, form->constant);
}

/* "rcx <= 11", "rcx < #1", "rcx = #1 - rdx": what is known of a symbol. */
static void put_symbol_facts(FILE *text, const struct state *state, uint32_t id, const char **mark) {
    const struct symbol *symbol = &state->symbols[id];
    /* A huge limit, as of any count, tells nothing beside a bound. */
    const bool has_max = symbol->max < (symbol->bound_count > 0 ? UINT32_MAX : UINT64_MAX);
    if (symbol->min > 0 || has_max) {
        fputs(*mark, text);
        *mark = ", ";
        if (symbol->min > 0)
            fprintf(text, "%" PRIu64 " <= ", symbol->min);
        put_symbol(text, state, id);
        if (has_max)
            fprintf(text, " <= %" PRIu64, symbol->max);
    }
    for (uint32_t i = 0; i < symbol->bound_count; i++) {
        const struct bound *bound = &symbol->bounds[i];
        fputs(*mark, text);
        *mark = ", ";
        put_term(text, state, id, bound->multiple);
        fputs(" < ", text);
        put_term(text, state, bound->symbol, bound->scale);
        put_constant(text, bound->constant);
    }
    if (symbol->difference) {
        fputs(*mark, text);
        *mark = ", ";
        put_symbol(text, state, id);
        fputs(" = ", text);
        put_form(text, state, &symbol->minuend);
        fputs(" - (", text);
        put_form(text, state, &symbol->subtrahend);
        fputs(")", text);
    }
}

/* Where in its object the access is: the form, what is known of its symbols, the bytes by their intervals. */
static void put_offset(FILE *text, const struct state *state, const struct form *form, uint64_t width,
                       uint64_t extent_constant, uint32_t extent_symbol, uint32_t extent_scale) {
    struct range range = domain_range(state, form, true);
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++) {
        fputs(" + ", text);
        put_term(text, state, form->symbol[i], form->scale[i]);
    }
    put_constant(text, form->constant);
    const char *mark = " (";
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++)
        put_symbol_facts(text, state, form->symbol[i], &mark);
    fputs(*mark == ',' ? "):" : ":", text);
    const bool has_end = range.max + (__int128)width <= (__int128)extent_constant || form_is_constant(form);
    /* The least offset is shown to be no less than 0, perhaps by other facts than the interval. */
    const uint64_t first = range.min < 0 ? 0 : (uint64_t)range.min;
    if (has_end && width == 1 && form_is_constant(form))
        fprintf(text, " byte %" PRIu64, first);
    else
        fprintf(text, " bytes %" PRIu64 "..", first);
    if (has_end && !(width == 1 && form_is_constant(form)))
        fprintf(text, "%" PRIu64, (uint64_t)range.max + width - 1);
    fputs(" of ", text);
    if (extent_symbol != SYMBOL_NONE)
        put_term(text, state, extent_symbol, extent_scale);
    if (extent_symbol == SYMBOL_NONE)
        fprintf(text, "%" PRIu64, extent_constant);
    else
        put_constant(text, (int64_t)extent_constant);
}

static void put_frame(FILE *text, const struct checker *checker, const struct form *form, uint64_t width) {
    const __int128 least = domain_range(checker->state, form, true).min;
    const struct vx_frame_object *object = least < 0 && least >= -(__int128)VX_FRAME_SIZE_MAX
                                               ? check_frame_object(checker, (int64_t)least)
                                               : nullptr;
    if (object) {
        struct form offset = *form;
        offset.constant -= object->offset;
        fprintf(text, "frame object %+" PRId32, object->offset);
        put_offset(text, checker->state, &offset, width, verifier_frame_bytes(checker->image, object),
                   SYMBOL_NONE, 0);
    } else if (!form_is_constant(form)) {
        fputs("frame ", text);
        put_form(text, checker->state, form);
    } else if (form->constant == 0) {
        fputs("return address", text);
    } else {
        fprintf(text, "%s %+" PRId64, form->constant < 0 ? "slot" : "stack parameter", form->constant);
    }
}

/* An object that no name says all about: what its elements are. */
static void put_object(FILE *text, const struct object *object) {
    if (object->kind == OBJECT_ANY)
        fputs(", of any type", text);
    else if (object->type != TYPE_PLAIN)
        fprintf(text, ", type #%" PRIu32, object->type);
    if (object->nullable)
        fputs(", null traps", text);
}

/* A load of what stands in front of an object. */
static bool put_header(FILE *text, const struct checker *checker, const struct value *reference) {
    const struct state *state = checker->state;
    const struct form *form = &reference->form;
    if (!form_is_constant(form) || form->constant >= 0 ||
        !((reference->base & BASE_KIND) == BASE_GLOBAL ||
          ((reference->base & BASE_KIND) == BASE_OBJECT &&
           state->objects[BASE_INDEX(reference->base)].header)))
        return false;
    fprintf(text, "%s in the header of {%c%" PRIu32 "}", form->constant == -8 ? "count" : "type",
            (reference->base & BASE_KIND) == BASE_GLOBAL ? 'g' : 'o', BASE_INDEX(reference->base));
    return true;
}

static void put_access(FILE *text, const struct checker *checker, const struct value *reference) {
    if (!reference) {
        fputs("read-only data", text);
        return;
    }
    const struct verifier_image *image = checker->image;
    const struct state *state = checker->state;
    const uint64_t offset = checker->address - image->text.address;
    const uint32_t index = BASE_INDEX(reference->base);
    struct instruction instruction;
    const bool is_memory = decode_instruction(image->text.bytes + offset, image->text.file_bytes - offset,
                                              checker->address, &instruction) &&
                           instruction.has_mem && instruction.mem_width > 0;
    const uint64_t width = is_memory ? instruction.mem_width : SLOT_BYTES;
    if (put_header(text, checker, reference))
        return;
    switch (reference->base & BASE_KIND) {
    case BASE_FRAME:
        put_frame(text, checker, &reference->form, width);
        return;
    case BASE_GLOBAL:
        fprintf(text, "{g%" PRIu32 "}", index);
        put_offset(text, state, &reference->form, width, verifier_global_bytes(image, &image->globals[index]),
                   SYMBOL_NONE, 0);
        return;
    default:
        fprintf(text, "{o%" PRIu32 "}", index);
        put_offset(text, state, &reference->form, width, state->objects[index].extent_constant,
                   state->objects[index].extent_symbol, state->objects[index].extent_scale);
        put_object(text, &state->objects[index]);
    }
}

static void add_access(struct facts *facts, const struct checker *checker, const struct value *reference) {
    char *bytes = nullptr;
    size_t count = 0;
    FILE *text = open_memstream(&bytes, &count);
    if (facts->block_count == 0 ||
        !grow(facts, (void **)&facts->accesses, facts->access_count, &facts->access_room,
              sizeof *facts->accesses) ||
        !text) {
        facts->out_of_memory = true;
        if (text)
            fclose(text);
        free(bytes);
        return;
    }
    put_access(text, checker, reference);
    facts->out_of_memory |= fclose(text) != 0 || !bytes;
    /* An instruction that loads and stores one place is checked for both. */
    const struct access *last = facts->access_count > 0 ? &facts->accesses[facts->access_count - 1] : nullptr;
    if (facts->out_of_memory ||
        (last && last->address == checker->address && strcmp(last->text, bytes) == 0)) {
        free(bytes);
        return;
    }
    facts->accesses[facts->access_count++] =
        (struct access){checker->address, (uint32_t)facts->block_count - 1, bytes};
}

void facts_observe(void *context, const struct verifier_fact *fact) {
    struct facts *facts = context;
    const struct checker *checker = fact->checker;
    if (facts->out_of_memory || fact->kind == FACT_STEP || fact->kind == FACT_TRAP)
        return;
    /* Numbers only grow within a block, unless the checker has run out of them and cleaned up. */
    if ((fact->kind == FACT_EDGE || fact->kind == FACT_ACCESS) &&
        (checker->state->symbol_count < facts->last_symbol_count ||
         checker->state->object_count < facts->last_object_count))
        add_block(facts, checker, checker->address, false);
    facts->last_symbol_count = checker->state->symbol_count;
    facts->last_object_count = checker->state->object_count;
    switch (fact->kind) {
    case FACT_ENTRY:
    case FACT_HINT:
        add_block(facts, checker, fact->address, fact->kind == FACT_ENTRY);
        return;
    case FACT_EDGE:
        add_edge(facts, checker, fact->address);
        return;
    case FACT_ACCESS:
        add_access(facts, checker, fact->reference);
        return;
    case FACT_STEP:
    case FACT_TRAP:
        return;
    }
}

/* The block that begins at a hint: the last one there, as a function's entry may have a hint as well. */
static struct block *find_block(const struct facts *facts, uint32_t address) {
    size_t low = 0, high = facts->block_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (facts->blocks[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && facts->blocks[low - 1].address == address ? &facts->blocks[low - 1] : nullptr;
}

/* One more edge's word on a name. Returns whether it has changed. */
static bool join_name(struct name *name, struct name other) {
    if (other.kind == NAME_UNKNOWN || name->kind == NAME_NONE ||
        (name->kind == other.kind && name->number == other.number))
        return false;
    *name = name->kind == NAME_UNKNOWN ? other : (struct name){NAME_NONE, 0};
    return true;
}

static struct name object_meaning(const struct block *source, uint32_t base, int64_t shift) {
    const uint32_t index = BASE_INDEX(base);
    if (base == 0) /* null: it says nothing against what it is on other edges */
        return (struct name){NAME_UNKNOWN, 0};
    if (shift == INT64_MAX || ((base & BASE_KIND) != BASE_FRAME && shift != 0))
        return (struct name){NAME_NONE, 0};
    if ((base & BASE_KIND) == BASE_FRAME)
        return (struct name){NAME_FRAME, shift};
    if ((base & BASE_KIND) == BASE_GLOBAL)
        return (struct name){NAME_GLOBAL, index};
    return index < source->object_count ? source->objects[index] : (struct name){NAME_NONE, 0};
}

static bool join_edge(const struct facts *facts, const struct edge *edge) {
    const struct block *source = &facts->blocks[edge->source];
    struct block *target = find_block(facts, edge->target);
    bool changed = false;
    if (!target)
        return false;
    for (uint32_t i = 0; i < target->object_count && i < edge->object_count; i++)
        changed |= join_name(&target->objects[i],
                             object_meaning(source, edge->objects[i].base, edge->objects[i].shift));
    for (uint32_t i = 1; i <= target->symbol_count && i <= edge->symbol_count; i++) {
        const uint32_t symbol = edge->symbols[i];
        const bool is_old = symbol != SYMBOL_NONE && symbol <= source->symbol_count;
        changed |=
            join_name(&target->symbols[i], is_old ? source->symbols[symbol] : (struct name){NAME_NONE, 0});
    }
    return changed;
}

/* Symbols of a function's entry that are no count have no name; every other unknown one may get one yet. */
bool facts_end(struct facts *facts) {
    for (bool changed = !facts->out_of_memory; changed;) {
        changed = false;
        for (size_t i = 0; i < facts->edge_count; i++)
            changed |= join_edge(facts, &facts->edges[i]);
    }
    return !facts->out_of_memory;
}

/* One token, "{o2}": writes what it stands for and returns what follows it. */
static const char *print_token(const struct facts *facts, const struct access *access, FILE *stream,
                               const char *token, facts_print_global *print_global, const void *context) {
    const struct block *block = &facts->blocks[access->block];
    char *rest;
    const uint32_t number = (uint32_t)strtoul(token + 2, &rest, 10);
    struct name name = {NAME_NONE, 0};
    if (token[1] == 'g')
        name = (struct name){NAME_GLOBAL, number};
    else if (token[1] == 'o' && number < block->object_count)
        name = block->objects[number];
    else if (token[1] == 's' && number <= block->symbol_count)
        name = block->symbols[number];
    const char *end = strchr(rest, '}');
    if (name.kind == NAME_GLOBAL)
        print_global(context, stream, (uint32_t)name.number);
    else if (name.kind == NAME_FRAME)
        fprintf(stream, "frame object %+" PRId64, name.number);
    else if (name.kind == NAME_PARAMETER)
        fprintf(stream, token[1] == 's' ? "#%" PRId64 : "parameter #%" PRId64, name.number);
    else if (token[1] == 'o')
        fputs("object", stream);
    else
        fprintf(stream, "%.*s", (int)(end - rest - 1), rest + 1);
    return end + 1;
}

unsigned facts_print(const struct facts *facts, FILE *stream, uint32_t address, const char *mark,
                     facts_print_global *print_global, const void *context) {
    size_t low = 0, high = facts->access_count;
    while (low < high) { /* the check goes through the code in the order of addresses */
        const size_t middle = low + (high - low) / 2;
        if (facts->accesses[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    unsigned count = 0;
    for (; low < facts->access_count && facts->accesses[low].address == address; low++, count++) {
        fputs(count == 0 ? mark : "; ", stream);
        for (const char *text = facts->accesses[low].text; *text;) {
            if (*text == '{')
                text = print_token(facts, &facts->accesses[low], stream, text, print_global, context);
            else
                fputc(*text++, stream);
        }
    }
    return count;
}
