/* The transfer functions against the processor: random instructions run on both, step by step, and after
 * each step the abstract state must describe the concrete registers. A symbol's value is read off the
 * first register that holds it; from then on it must stay, inside its interval, below its bounds, and
 * equal to the difference that it says it is. After a comparison the branch that the processor would take
 * is assumed, and every fact must still hold. Any miss is a soundness bug of the verifier.
 *
 * usage: transfer_oracle [sequences [seed]] */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "check.h"

struct cpu {
    uint64_t registers[16], flags;
};
struct cpu oracle_cpu __attribute__((visibility("hidden")));
void oracle_run(void *code);
extern const char oracle_back[];

enum { STEPS = 24, OBJECT_ADDRESS_BITS = 46 };

static uint64_t random_state;

static uint64_t random_bits(void) { /* xorshift64* */
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 0x2545f4914f6cdd1dull;
}

static uint64_t random_below(uint64_t limit) {
    return (random_bits() >> 11) % limit;
}

/* Numbers near the places where arithmetic goes wrong. */
static uint64_t random_value(void) {
    static const uint64_t edges[] = {0,
                                     1,
                                     2,
                                     7,
                                     8,
                                     0x7f,
                                     0x80,
                                     0xff,
                                     0x100,
                                     0x7fff,
                                     0xffff,
                                     0x7fffffff,
                                     0x80000000,
                                     0xffffffff,
                                     0x100000000,
                                     0x7fffffffffffffff,
                                     0x8000000000000000,
                                     0xffffffffffffffff};
    uint64_t edge = edges[random_below(sizeof edges / sizeof *edges)];
    switch (random_below(4)) {
    case 0:
        return edge + random_below(3) - 1;
    case 1:
        return random_below(64);
    case 2:
        return random_bits() >> random_below(64);
    default:
        return edge;
    }
}

static uint64_t object_address;
static uint64_t meanings[SYMBOLS_MAX + 1];
static bool known[SYMBOLS_MAX + 1];
static char trace[STEPS + 1][64];
static uint32_t trace_count;
static uint64_t facts_checked, steps_run, branches_run;

[[noreturn]] static void miss(const char *what, uint64_t a, uint64_t b) {
    printf("MISS: %s: %#" PRIx64 " %#" PRIx64 "\n", what, a, b);
    for (uint32_t i = 0; i < trace_count; i++)
        printf("  %s\n", trace[i]);
    exit(1);
}

/* The form's value, if all its symbols are known; with `last`, one unknown of scale 1 is learned from it. */
static bool evaluate(const struct form *form, bool is_signed, const __int128 *actual, __int128 *value) {
    *value = is_signed || form->symbol[0] != SYMBOL_NONE ? (__int128)form->constant
                                                         : (__int128)(uint64_t)form->constant;
    int unknown = -1;
    for (int i = 0; i < 2 && form->symbol[i] != SYMBOL_NONE; i++) {
        if (known[form->symbol[i]])
            *value += (__int128)form->scale[i] * meanings[form->symbol[i]];
        else if (unknown < 0)
            unknown = i;
        else
            return false;
    }
    if (unknown < 0)
        return true;
    if (actual == NULL || form->scale[unknown] != 1 || *actual < *value)
        return false;
    meanings[form->symbol[unknown]] = (uint64_t)(*actual - *value);
    known[form->symbol[unknown]] = true;
    *value = *actual;
    return true;
}

static void check_register(const struct value *value, uint64_t concrete) {
    __int128 result, actual = concrete;
    if (value->kind == VALUE_INTEGER) {
        if (value->low32)
            actual = (uint32_t)concrete;
        if (!evaluate(&value->form, false, &actual, &result))
            return;
        facts_checked++;
        if (result != actual)
            miss("integer", (uint64_t)result, concrete);
    } else if (value->kind == VALUE_REFERENCE && (value->base & BASE_KIND) == BASE_OBJECT) {
        if (!evaluate(&value->form, true, NULL, &result))
            return;
        facts_checked++;
        if ((uint64_t)result + object_address != concrete)
            miss("reference", (uint64_t)result + object_address, concrete);
    }
}

static void check_symbols(const struct state *state) {
    for (uint32_t id = 1; id <= state->symbol_count; id++) {
        const struct symbol *symbol = &state->symbols[id];
        if (!known[id])
            continue;
        facts_checked++;
        if (meanings[id] < symbol->min)
            miss("interval, below", meanings[id], symbol->min);
        if (meanings[id] > symbol->max)
            miss("interval, above", meanings[id], symbol->max);
        for (uint32_t i = 0; i < symbol->bound_count; i++) {
            const struct bound *bound = &symbol->bounds[i];
            if (!known[bound->symbol])
                continue;
            facts_checked++;
            if ((__int128)bound->multiple * meanings[id] >=
                (__int128)bound->scale * meanings[bound->symbol] + bound->constant)
                miss("bound", meanings[id], meanings[bound->symbol]);
        }
        __int128 minuend, subtrahend;
        if (symbol->difference && evaluate(&symbol->minuend, false, NULL, &minuend) &&
            evaluate(&symbol->subtrahend, false, NULL, &subtrahend)) {
            facts_checked++;
            if (minuend - subtrahend != (__int128)meanings[id])
                miss("difference", meanings[id], (uint64_t)minuend);
        }
    }
}

static void check_all(const struct state *state) {
    for (int reg = 0; reg < 16; reg++) {
        if (reg != REG_RSP)
            check_register(&state->registers[reg], oracle_cpu.registers[reg]);
    }
    check_symbols(state);
}

static void start(struct state *state) {
    state_clear(state);
    memset(known, 0, sizeof known);
    state->flags.kind = FLAGS_ANY;
    state->object_count = 1;
    state->objects[0] = (struct object){.extent_constant = VX_OBJECT_SIZE_MAX, .writable = true};
    state->registers[REG_RSP] = value_reference(BASE_FRAME, 0);
    object_address = random_bits() >> (64 - OBJECT_ADDRESS_BITS);
    oracle_cpu.flags = 0x202;
    for (uint8_t reg = 0; reg < 16; reg++) {
        uint64_t value = random_value(), other = random_value();
        if (reg == REG_RSP)
            continue;
        uint64_t kind = random_below(8);
        if (kind == 0)
            state->registers[reg] = value_constant(value);
        else if (kind == 1) {
            uint64_t offset = random_below(4096);
            state->registers[reg] = value_reference(BASE_OBJECT, (int64_t)offset);
            value = object_address + offset;
        } else if (kind == 2) {
            state->registers[reg] = (struct value){.kind = VALUE_SAVED, .saved = reg};
        } else {
            uint64_t min = value < other ? value : other, max = value < other ? other : value;
            if (kind == 3) {
                min = value;
                max = UINT64_MAX;
            }
            uint32_t symbol = state_new_symbol(state, min, max);
            known[symbol] = true;
            meanings[symbol] = value;
            state->registers[reg] = value_symbol(symbol);
            if (kind == 4 && max <= UINT32_MAX) {
                state->registers[reg].low32 = true;
                value |= random_bits() << 32;
            }
        }
        oracle_cpu.registers[reg] = value;
    }
}

/* Opcodes without memory operands, by their bytes; ModRM is random with mod = 3, but for lea. */
struct pattern {
    uint8_t bytes[2], count;
    bool modrm;
    uint8_t imm;
};
static const struct pattern patterns[] = {
    {{0x01}, 1, true, 0},       {{0x01}, 1, true, 0},        {{0x29}, 1, true, 0},
    {{0x29}, 1, true, 0},       {{0x21}, 1, true, 0},        {{0x09}, 1, true, 0},
    {{0x31}, 1, true, 0},       {{0x11}, 1, true, 0},        {{0x19}, 1, true, 0},
    {{0x39}, 1, true, 0},       {{0x39}, 1, true, 0},        {{0x39}, 1, true, 0},
    {{0x85}, 1, true, 0},       {{0x89}, 1, true, 0},        {{0x89}, 1, true, 0},
    {{0x00}, 1, true, 0},       {{0x28}, 1, true, 0},        {{0x88}, 1, true, 0},
    {{0x38}, 1, true, 0},       {{0x84}, 1, true, 0},        {{0x83}, 1, true, 1},
    {{0x83}, 1, true, 1},       {{0x83}, 1, true, 1},        {{0x81}, 1, true, 4},
    {{0x80}, 1, true, 1},       {{0x8d}, 1, true, 0},        {{0x8d}, 1, true, 0},
    {{0x8d}, 1, true, 0},       {{0x63}, 1, true, 0},        {{0xc1}, 1, true, 1},
    {{0xc1}, 1, true, 1},       {{0xd1}, 1, true, 0},        {{0xd3}, 1, true, 0},
    {{0x6b}, 1, true, 1},       {{0x69}, 1, true, 4},        {{0xf7}, 1, true, 0},
    {{0xff}, 1, true, 0},       {{0xb8}, 1, false, 4},       {{0xc7}, 1, true, 4},
    {{0x98}, 1, false, 0},      {{0x99}, 1, false, 0},       {{0x87}, 1, true, 0},
    {{0x0f, 0xaf}, 2, true, 0}, {{0x0f, 0xb6}, 2, true, 0},  {{0x0f, 0xb7}, 2, true, 0},
    {{0x0f, 0xbe}, 2, true, 0}, {{0x0f, 0xbf}, 2, true, 0},  {{0x0f, 0xa3}, 2, true, 0},
    {{0x0f, 0xab}, 2, true, 0}, {{0x0f, 0xba}, 2, true, 1},  {{0x0f, 0xbc}, 2, true, 0},
    {{0x0f, 0xbd}, 2, true, 0}, {{0x0f, 0xc8}, 2, false, 0}, {{0x0f, 0xa4}, 2, true, 1},
    {{0x0f, 0xac}, 2, true, 1}, {{0x0f, 0x90}, 2, true, 0},  {{0x0f, 0x94}, 2, true, 0},
    {{0x0f, 0x40}, 2, true, 0}, {{0x0f, 0x42}, 2, true, 0},  {{0x0f, 0x4c}, 2, true, 0},
    {{0x3d}, 1, false, 4},      {{0x25}, 1, false, 4},       {{0x05}, 1, false, 4},
    {{0x2d}, 1, false, 4},
};

static bool touches(const struct operand *operand, uint8_t reg) {
    return operand->kind == OPERAND_GPR && operand->reg == reg && !operand->high;
}

static bool usable(const struct instruction *instruction) {
    bool memory = instruction->has_mem && instruction->operation != OP_LEA;
    bool division =
        instruction->operation == OP_IDIV || (instruction->operation == OP_DIV && instruction->width < 4);
    bool control = instruction->operation >= OP_PUSH && instruction->operation <= OP_UD2;
    if (memory || division || control || instruction->base == REG_RSP || instruction->base == REG_RIP ||
        touches(&instruction->dst, REG_RSP) || touches(&instruction->src, REG_RSP))
        return false;
    if (instruction->operation == OP_DIV) {
        uint64_t mask = instruction->width == 8 ? UINT64_MAX : UINT32_MAX;
        uint64_t divisor = oracle_cpu.registers[instruction->src.reg] & mask;
        return divisor > (oracle_cpu.registers[REG_RDX] & mask);
    }
    return true;
}

static uint32_t make_instruction(uint8_t *code, struct instruction *instruction) {
    for (;;) {
        const struct pattern *pattern = &patterns[random_below(sizeof patterns / sizeof *patterns)];
        uint32_t length = 0;
        if (random_below(16) == 0)
            code[length++] = 0x66;
        if (random_below(4) != 0)
            code[length++] =
                (uint8_t)(0x40 | (random_below(4) == 0 ? random_below(16) : random_below(2) << 3));
        for (uint32_t i = 0; i < pattern->count; i++)
            code[length++] = pattern->bytes[i];
        if (!pattern->modrm || pattern->bytes[1] == 0x90 || pattern->bytes[1] == 0x40)
            code[length - 1] = (uint8_t)(code[length - 1] + random_below(8));
        if (pattern->modrm)
            code[length++] =
                (uint8_t)(pattern->bytes[0] == 0x8d ? random_below(192) : 192 + random_below(64));
        uint64_t immediate = random_below(2) ? random_value() : random_below(16);
        memcpy(code + length, &immediate, 8);
        if (decode_instruction(code, 15, VX_TEXT_ADDRESS, instruction) && usable(instruction))
            return instruction->length;
    }
}

static bool condition_holds(uint8_t condition, uint64_t flags) {
    bool cf = flags & 1, pf = flags & 4, zf = flags & 0x40, sf = flags & 0x80, of = flags & 0x800;
    const bool base[8] = {of, cf, zf, cf || zf, sf, pf, sf != of, zf || sf != of};
    return base[condition >> 1] != (condition & 1);
}

static void run_step(struct checker *checker, uint8_t *page) {
    struct instruction instruction;
    uint8_t code[32];
    uint32_t length = make_instruction(code, &instruction);
    char *text = trace[trace_count++];
    for (uint32_t i = 0; i < length; i++)
        text += sprintf(text, "%02x ", code[i]);
    memcpy(page, code, length);
    uint8_t jump[] = {0xff, 0x25, 0, 0, 0, 0}; /* jmp *(%rip) */
    memcpy(page + length, jump, sizeof jump);
    const char *back = oracle_back;
    memcpy(page + length + sizeof jump, &back, sizeof back);
    checker->failed = false;
    check_step(checker, VX_TEXT_ADDRESS, &instruction);
    oracle_run(page);
    oracle_cpu.flags = (oracle_cpu.flags & 0x8d5) | 0x202;
    steps_run++;
    check_all(checker->state);
    if (instruction.flags_write && random_below(2) && checker->state->flags.kind != FLAGS_UNREADABLE) {
        uint8_t condition = (uint8_t)random_below(16);
        if (!condition_holds(condition, oracle_cpu.flags))
            condition ^= 1;
        struct undo undo;
        check_assume(checker, condition, &undo);
        sprintf(trace[trace_count - 1] + strlen(trace[trace_count - 1]), "; assume %u", condition);
        branches_run++;
        check_all(checker->state);
        if (random_below(4) == 0)
            domain_undo(checker->state, &undo);
    }
}

int main(int argc, char **argv) {
    uint64_t sequences = argc > 1 ? strtoull(argv[1], NULL, 0) : 100000;
    random_state = argc > 2 ? strtoull(argv[2], NULL, 0) : 20261121;
    printf("seed %" PRIu64 ", %" PRIu64 " sequences of %d instructions\n", random_state, sequences, STEPS);
    uint8_t *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct state *state = calloc(1, sizeof *state);
    struct verifier_report report = {0};
    struct verifier_image image = {0};
    struct verifier_options options = {0};
    struct vx_function function = {0};
    struct checker checker = {.options = &options,
                              .image = &image,
                              .report = &report,
                              .state = state,
                              .function = &function,
                              .inferring = true};
    if (page == MAP_FAILED || state == NULL)
        return 2;
    for (uint64_t i = 0; i < sequences; i++) {
        start(state);
        trace_count = 0;
        for (int step = 0; step < STEPS; step++)
            run_step(&checker, page);
    }
    printf("%" PRIu64 " instructions, %" PRIu64 " branches, %" PRIu64 " facts checked, no miss\n", steps_run,
           branches_run, facts_checked);
    return 0;
}
