/* Transfer functions: what each instruction that does not transfer control makes of registers, flags and
 * slots. Each gives either an exact form, which needs a proof that nothing wraps, or a fresh symbol with
 * an interval and bounds. Whatever is not listed by operation gives an unknown integer. */
#include "check.h"

static uint64_t width_max(uint8_t width) {
    return width >= 8 ? UINT64_MAX : ((uint64_t)1 << (8 * width)) - 1;
}

static bool fits(const struct range *range, uint8_t width) {
    return range->min >= 0 && range->max <= (__int128)width_max(width);
}

struct value check_interval(struct checker *checker, uint64_t min, uint64_t max) {
    uint32_t symbol = state_new_symbol(checker->state, min, max);
    if (symbol == SYMBOL_NONE) {
        check_fail(checker, CLAUSE_HINT_WORK, "more than %d facts at once", SYMBOLS_MAX / 2);
        return value_constant(0);
    }
    return value_symbol(symbol);
}

struct value check_unknown(struct checker *checker, uint8_t width) {
    return check_interval(checker, 0, width_max(width));
}

struct value check_unreadable(struct checker *checker, uint8_t reg) {
    check_fail(checker, CLAUSE_CALL_UNREADABLE, "register %u", (uint32_t)reg);
    return check_unknown(checker, 8);
}

static uint64_t clamp_max(const struct range *range) {
    return range->max > (__int128)UINT64_MAX ? UINT64_MAX : (uint64_t)range->max;
}

/* Remember that multiple * `symbol` <= limit, if the limit has one term. If that is a symbol alone its bounds are
 * taken over: it may be a number that nothing holds. */
static void limit_symbol(struct checker *checker, uint32_t symbol, uint32_t multiple,
                         const struct form *limit) {
    if (symbol == SYMBOL_NONE || form_is_constant(limit) || limit->symbol[1] != SYMBOL_NONE ||
        limit->constant == INT64_MAX)
        return;
    domain_add_bound(checker->state, symbol,
                     (struct bound){limit->symbol[0], limit->scale[0], limit->constant + 1, multiple});
    const struct symbol of = checker->state->symbols[limit->symbol[0]];
    for (uint32_t i = 0; i < of.bound_count && limit->scale[0] == 1; i++) {
        struct bound bound = of.bounds[i];
        bool fits =
            bound.multiple == 1 && !__builtin_add_overflow(bound.constant, limit->constant, &bound.constant);
        bound.multiple = multiple;
        if (fits)
            domain_add_bound(checker->state, symbol, bound);
    }
}

/* A fresh symbol in [0, max] of which that multiple is at most `value`. */
static struct value at_most(struct checker *checker, const struct value *value, uint32_t multiple,
                            uint64_t max) {
    struct range range = domain_range(checker->state, &value->form, false);
    uint64_t limit = clamp_max(&range) / multiple;
    struct value result = check_interval(checker, 0, limit < max ? limit : max);
    limit_symbol(checker, result.form.symbol[0], multiple, &value->form);
    return result;
}

/* The unsigned number in the low `width` bytes of a value, as an integer value with an exact form. */
static struct value narrow(struct checker *checker, struct value value, uint8_t width) {
    if (value.kind != VALUE_INTEGER)
        return check_unknown(checker, width);
    if (!value.low32 &&
        (width == 8 || (form_is_symbol(&value.form) &&
                        checker->state->symbols[value.form.symbol[0]].max <= width_max(width))))
        return value;
    struct range range = domain_range(checker->state, &value.form, false);
    if (value.low32) {
        value.low32 = false;
        return width == 4 || (width < 4 && fits(&range, width)) ? value : check_unknown(checker, width);
    }
    if (fits(&range, width))
        return value;
    if (form_is_constant(&value.form))
        return value_constant((uint64_t)value.form.constant & width_max(width));
    return at_most(checker, &value, 1, width_max(width));
}

static struct value constant_of(int64_t imm, uint8_t width) {
    return value_constant((uint64_t)imm & width_max(width));
}

/* An operand's value: references and saved registers stay what they are at 8 bytes. Only moves may carry a
 * value of which just the low half is known; everything else sees an unknown integer. */
static struct value whole(struct checker *checker, const struct instruction *instruction,
                          struct value value) {
    bool moves = instruction->operation == OP_MOV || instruction->operation == OP_XCHG;
    return value.kind == VALUE_INTEGER && value.low32 && !moves ? check_unknown(checker, 8) : value;
}

static struct value read_operand(struct checker *checker, const struct instruction *instruction,
                                 const struct operand *operand) {
    switch (operand->kind) {
    case OPERAND_GPR: {
        struct value value = check_read(checker, operand->reg);
        if (operand->high)
            return check_unknown(checker, 1);
        return operand->width == 8 ? whole(checker, instruction, value)
                                   : narrow(checker, value, operand->width);
    }
    case OPERAND_IMM:
        return constant_of(instruction->imm, instruction->width);
    case OPERAND_MEM:
        return whole(checker, instruction, check_load(checker, instruction));
    default:
        return check_unknown(checker, 8);
    }
}

/* 32-bit results zero-extend; narrower ones keep the other bits, of which nothing is then known. */
void check_write(struct checker *checker, uint8_t reg, uint8_t width, bool high, struct value value) {
    if (reg == REG_RSP) {
        check_fail(checker, CLAUSE_STACK_POINTER, "written by another instruction");
        return;
    }
    if (high || width < 4)
        value = check_unknown(checker, 8);
    else if (width == 4)
        value = narrow(checker, value, 4);
    checker->state->registers[reg] = value;
}

static void write_operand(struct checker *checker, const struct instruction *instruction,
                          const struct operand *operand, struct value value) {
    if (operand->kind == OPERAND_GPR)
        check_write(checker, operand->reg, operand->width, operand->high, value);
    else
        check_store(checker, instruction, &value);
}

static void flags_any(struct checker *checker) {
    checker->state->flags = (struct flags){.kind = FLAGS_ANY};
}

static void flags_result(struct checker *checker, enum flags_kind kind, const struct value *value,
                         uint8_t width) {
    if (width < 4)
        flags_any(checker);
    else
        checker->state->flags = (struct flags){.kind = (uint8_t)kind, .width = width, .left = *value};
}

static void flags_compare(struct checker *checker, const struct value *a, const struct value *b,
                          uint8_t width) {
    checker->state->flags = (struct flags){.kind = FLAGS_COMPARE, .width = width, .left = *a, .right = *b};
}

/* A constant of `width` bytes as a signed number. */
static int64_t signed_constant(const struct value *value, uint8_t width) {
    int shift = 64 - 8 * width;
    return (int64_t)((uint64_t)value->form.constant << shift) >> shift;
}

static bool is_constant(const struct value *value) {
    return value->kind == VALUE_INTEGER && !value->low32 && form_is_constant(&value->form);
}

static bool same_register(const struct instruction *instruction) {
    return instruction->dst.kind == OPERAND_GPR && instruction->src.kind == OPERAND_GPR &&
           instruction->dst.reg == instruction->src.reg && instruction->dst.high == instruction->src.high;
}

static bool exact(struct checker *checker, const struct form *form, uint8_t width) {
    if (form_is_constant(form))
        return (uint64_t)form->constant <= width_max(width);
    struct range range = domain_range(checker->state, form, false);
    return fits(&range, width);
}

static struct value add_values(struct checker *checker, const struct value *a, const struct value *b,
                               uint8_t width) {
    struct value result = *a;
    if (a->kind == VALUE_INTEGER && b->kind == VALUE_REFERENCE)
        return add_values(checker, b, a, width);
    if (b->kind != VALUE_INTEGER || b->low32 || a->low32)
        return check_unknown(checker, width);
    if (a->kind == VALUE_REFERENCE && width == 8)
        return domain_combine(&a->form, true, &b->form, true, 1, &result.form) ? result
                                                                               : check_unknown(checker, 8);
    if (a->kind != VALUE_INTEGER)
        return check_unknown(checker, width);
    if (is_constant(a) && is_constant(b))
        return value_constant(((uint64_t)a->form.constant + (uint64_t)b->form.constant) & width_max(width));
    /* Adding a constant above half the range is how subtraction looks: try it as a negative one. */
    if (is_constant(b)) {
        struct form negative = {.constant = signed_constant(b, width)};
        if (domain_combine(&a->form, false, &negative, true, 1, &result.form) &&
            exact(checker, &result.form, width))
            return result;
    }
    if (domain_combine(&a->form, false, &b->form, false, 1, &result.form) &&
        exact(checker, &result.form, width))
        return result;
    return check_unknown(checker, width);
}

/* a - b where b <= a is known and the result is no form: a symbol that remembers its parts. */
static struct value difference(struct checker *checker, const struct value *a, const struct value *b,
                               uint8_t width) {
    struct state *state = checker->state;
    if (a->form.symbol[1] != SYMBOL_NONE || b->form.symbol[1] != SYMBOL_NONE ||
        !domain_prove_at_most(state, &b->form, &a->form, &checker->report->steps))
        return check_unknown(checker, width);
    struct range range_a = domain_range(state, &a->form, false),
                 range_b = domain_range(state, &b->form, false);
    __int128 min = range_a.min - range_b.max, max = range_a.max - range_b.min;
    struct value result = check_interval(
        checker, min<0 ? 0 : (uint64_t)min, max>(__int128) UINT64_MAX ? UINT64_MAX : (uint64_t)max);
    if (result.form.symbol[0] == SYMBOL_NONE)
        return result;
    struct symbol *symbol = &state->symbols[result.form.symbol[0]];
    symbol->difference = true;
    symbol->minuend = a->form;
    symbol->subtrahend = b->form;
    return result;
}

static struct value subtract_values(struct checker *checker, const struct value *a, const struct value *b,
                                    uint8_t width) {
    struct value result = *a;
    if (a->kind == VALUE_REFERENCE && is_constant(b) && width == 8) {
        struct form negative = {.constant = (int64_t)(0 - (uint64_t)b->form.constant)};
        return domain_combine(&a->form, true, &negative, true, 1, &result.form) ? result
                                                                                : check_unknown(checker, 8);
    }
    if (a->kind != VALUE_INTEGER || b->kind != VALUE_INTEGER || a->low32 || b->low32)
        return check_unknown(checker, width);
    if (is_constant(a) && is_constant(b))
        return value_constant(((uint64_t)a->form.constant - (uint64_t)b->form.constant) & width_max(width));
    if (is_constant(b)) {
        struct value negative = value_constant((0 - (uint64_t)b->form.constant) & width_max(width));
        return add_values(checker, a, &negative, width);
    }
    if (domain_combine(&a->form, false, &b->form, false, -1, &result.form) &&
        exact(checker, &result.form, width))
        return result;
    return difference(checker, a, b, width);
}

/* All ones up to the highest bit of x. */
static uint64_t fill(uint64_t x) {
    for (int shift = 1; shift < 64; shift *= 2)
        x |= x >> shift;
    return x;
}

/* value < unit * symbol + unit */
static void keep_rest(struct checker *checker, const struct value *value, uint32_t symbol, uint32_t unit) {
    const struct form *form = &value->form;
    struct range range = domain_range(checker->state, form, false);
    struct bound bound = {symbol, unit, unit, form->scale[0]};
    checker->state->symbols[symbol].min = range.min > 0 ? (uint64_t)range.min / unit : 0;
    if (!form_is_constant(form) && form->symbol[1] == SYMBOL_NONE &&
        !__builtin_sub_overflow(bound.constant, form->constant, &bound.constant))
        domain_add_bound(checker->state, form->symbol[0], bound);
}

static struct value and_values(struct checker *checker, const struct value *a, const struct value *b,
                               uint8_t width) {
    if (is_constant(a) && is_constant(b))
        return value_constant((uint64_t)a->form.constant & (uint64_t)b->form.constant);
    if (!is_constant(b) || a->kind != VALUE_INTEGER || a->low32)
        return check_unknown(checker, width);
    uint64_t mask = (uint64_t)b->form.constant;
    struct range range = domain_range(checker->state, &a->form, false);
    if ((mask & (mask + 1)) == 0 && fits(&range, 8) && range.max <= (__int128)mask)
        return *a;
    /* A multiple of the mask's lowest bit. */
    uint32_t zeros = mask == 0 ? 0 : (uint32_t)__builtin_ctzll(mask);
    if (zeros > 30)
        zeros = 30;
    uint32_t unit = (uint32_t)1 << zeros;
    struct value result = at_most(checker, a, unit, mask >> zeros);
    uint32_t symbol = result.form.symbol[0];
    result.form.scale[0] = unit;
    if (symbol != SYMBOL_NONE &&
        (fill(clamp_max(&range)) & ~(mask | (unit - 1))) == 0) /* only lower bits are lost */
        keep_rest(checker, a, symbol, unit);
    return result;
}

static struct value or_values(struct checker *checker, const struct value *a, const struct value *b,
                              uint8_t width, bool is_xor) {
    if (a->kind != VALUE_INTEGER || b->kind != VALUE_INTEGER || a->low32 || b->low32)
        return check_unknown(checker, width);
    if (is_constant(a) && is_constant(b)) {
        uint64_t x = (uint64_t)a->form.constant, y = (uint64_t)b->form.constant;
        return value_constant(is_xor ? x ^ y : x | y);
    }
    /* Setting bits below those that every value of `a` has is an addition. */
    struct form quotient;
    if (is_constant(b) && (uint64_t)b->form.constant < SCALE_MAX &&
        domain_divide(&a->form, false, (uint32_t)fill((uint64_t)b->form.constant) + 1, &quotient))
        return add_values(checker, a, b, width);
    struct range range_a = domain_range(checker->state, &a->form, false);
    struct range range_b = domain_range(checker->state, &b->form, false);
    return check_interval(checker, 0, fill(clamp_max(&range_a) | clamp_max(&range_b)) & width_max(width));
}

static struct value multiply_values(struct checker *checker, const struct value *a, const struct value *b,
                                    uint8_t width) {
    struct value result = {.kind = VALUE_INTEGER};
    if (a->kind != VALUE_INTEGER || b->kind != VALUE_INTEGER || a->low32 || b->low32)
        return check_unknown(checker, width);
    if (is_constant(a) && !is_constant(b))
        return multiply_values(checker, b, a, width);
    if (is_constant(a))
        return value_constant(((uint64_t)a->form.constant * (uint64_t)b->form.constant) & width_max(width));
    if (is_constant(b) && (uint64_t)b->form.constant <= SCALE_MAX &&
        domain_multiply(&a->form, false, (uint32_t)b->form.constant, &result.form) &&
        exact(checker, &result.form, width))
        return result;
    struct range range_a = domain_range(checker->state, &a->form, false);
    struct range range_b = domain_range(checker->state, &b->form, false);
    uint64_t product;
    if (__builtin_mul_overflow(clamp_max(&range_a), clamp_max(&range_b), &product) ||
        product > width_max(width))
        return check_unknown(checker, width);
    return check_interval(checker, 0, product);
}

static struct value shift_value(struct checker *checker, enum operation operation, const struct value *a,
                                const struct value *count, uint8_t width) {
    struct value result = {.kind = VALUE_INTEGER};
    if (!is_constant(count) || a->kind != VALUE_INTEGER || a->low32 || width < 4)
        return check_unknown(checker, width);
    uint32_t shift = (uint32_t)count->form.constant & (width == 8 ? 63 : 31);
    struct range range = domain_range(checker->state, &a->form, false);
    if (operation == OP_SAR && !(fits(&range, width) && range.max <= (__int128)(width_max(width) >> 1)))
        return check_unknown(checker, width);
    if (operation == OP_SHL) {
        if (is_constant(a))
            return value_constant(((uint64_t)a->form.constant << shift) & width_max(width));
        if (shift < 31 && domain_multiply(&a->form, false, (uint32_t)1 << shift, &result.form) &&
            exact(checker, &result.form, width))
            return result;
        return check_unknown(checker, width);
    }
    if (is_constant(a))
        return value_constant((uint64_t)a->form.constant >> shift);
    if (shift < 31 && domain_divide(&a->form, false, (uint32_t)1 << shift, &result.form))
        return result;
    return shift < 31 ? at_most(checker, a, (uint32_t)1 << shift, UINT64_MAX)
                      : check_interval(checker, 0, clamp_max(&range) >> shift);
}

static struct value sign_extend(struct checker *checker, const struct value *value, uint8_t from,
                                uint8_t to) {
    struct range range = domain_range(checker->state, &value->form, false);
    if (is_constant(value))
        return value_constant((uint64_t)signed_constant(value, from) & width_max(to));
    if (range.min >= 0 && range.max <= (__int128)(width_max(from) >> 1))
        return *value;
    return check_unknown(checker, to);
}

static void two_operands(struct checker *checker, const struct instruction *instruction) {
    uint8_t width = instruction->width;
    enum operation operation = instruction->operation;
    const struct operand *dst = &instruction->dst;
    bool clears =
        same_register(instruction) && (operation == OP_XOR || operation == OP_SUB || operation == OP_SBB);
    if (clears && !dst->high) { /* the old value does not matter, so it may be unreadable */
        struct value result = operation == OP_SBB ? check_unknown(checker, width) : value_constant(0);
        if (width < 4 && checker->state->registers[dst->reg].kind == VALUE_UNREADABLE)
            check_read(checker, dst->reg);
        write_operand(checker, instruction, dst, result);
        flags_result(checker, FLAGS_RESULT, &result, width);
        return;
    }
    struct value b = read_operand(checker, instruction, &instruction->src);
    struct value a = read_operand(checker, instruction, dst);
    struct value result;
    switch (operation) {
    case OP_ADD:
        result = add_values(checker, &a, &b, width);
        break;
    case OP_SUB:
        result = subtract_values(checker, &a, &b, width);
        break;
    case OP_AND:
        result = same_register(instruction) ? a : and_values(checker, &a, &b, width);
        break;
    case OP_OR:
        result = same_register(instruction) ? a : or_values(checker, &a, &b, width, false);
        break;
    case OP_XOR:
        result = or_values(checker, &a, &b, width, true);
        break;
    case OP_IMUL:
        result = multiply_values(checker, &a, &b, width);
        break;
    default:
        result = check_unknown(checker, width);
        break; /* adc, sbb: the carry is not known */
    }
    if (operation == OP_SUB)
        flags_compare(checker, &a, &b, width);
    else if (operation == OP_AND || operation == OP_OR || operation == OP_XOR)
        flags_result(checker, FLAGS_TEST, &result, width);
    else if (operation == OP_ADD)
        flags_result(checker, FLAGS_RESULT, &result, width);
    else
        flags_any(checker);
    write_operand(checker, instruction, dst, result);
}

static void multiply_immediate(struct checker *checker, const struct instruction *instruction) {
    struct value a = read_operand(checker, instruction, &instruction->src);
    struct value b = constant_of(instruction->imm, instruction->width);
    struct value result = multiply_values(checker, &a, &b, instruction->width);
    flags_any(checker);
    write_operand(checker, instruction, &instruction->dst, result);
}

/* What a comparison teaches is kept with single symbols, so a sum of two that is compared gets a symbol of
 * its own, wherever it is held: i + j < n, then a load at i + j. That it is their sum is forgotten. */
static void name_sum(struct checker *checker, const struct operand *operand) {
    struct state *state = checker->state;
    if (operand->kind != OPERAND_GPR)
        return;
    const struct value sum = state->registers[operand->reg];
    if (sum.kind != VALUE_INTEGER || sum.form.symbol[1] == SYMBOL_NONE)
        return;
    struct range range = domain_range(state, &sum.form, false);
    if (range.min < 0 || range.max > (__int128)UINT64_MAX)
        return;
    struct value name = check_interval(checker, (uint64_t)range.min, (uint64_t)range.max);
    name.low32 = sum.low32;
    for (uint32_t i = 0; i < 16; i++) {
        if (value_equal(&state->registers[i], &sum))
            state->registers[i] = name;
    }
    checker->report->steps += 16 + state->active_count;
    for (uint32_t i = 0; i < state->active_count; i++) {
        struct slot *slot = &state->slots[state->active[i]];
        if (slot->initialised == 0xff && value_equal(&slot->value, &sum))
            slot->value = name;
    }
}

static void compare(struct checker *checker, const struct instruction *instruction) {
    if (instruction->operation == OP_CMP) {
        name_sum(checker, &instruction->dst);
        name_sum(checker, &instruction->src);
    }
    struct value a = read_operand(checker, instruction, &instruction->dst);
    struct value b = read_operand(checker, instruction, &instruction->src);
    if (instruction->operation == OP_CMP)
        flags_compare(checker, &a, &b, instruction->width);
    else if (same_register(instruction))
        flags_result(checker, FLAGS_TEST, &a, instruction->width);
    else {
        struct value both = and_values(checker, &a, &b, instruction->width);
        flags_result(checker, FLAGS_TEST, &both, instruction->width);
    }
}

static void one_operand(struct checker *checker, const struct instruction *instruction) {
    uint8_t width = instruction->width;
    struct value one = value_constant(1), zero = value_constant(0);
    struct value a = read_operand(checker, instruction, &instruction->dst);
    struct value result;
    switch (instruction->operation) {
    case OP_INC:
        result = add_values(checker, &a, &one, width);
        break;
    case OP_DEC:
        result = subtract_values(checker, &a, &one, width);
        break;
    case OP_NEG:
        result = subtract_values(checker, &zero, &a, width);
        break;
    default:
        result = check_unknown(checker, width);
        break; /* not, bswap */
    }
    if (instruction->flags_write) {
        if (instruction->operation == OP_NEG)
            flags_any(checker);
        else
            flags_result(checker, FLAGS_RESULT, &result, width);
    }
    write_operand(checker, instruction, &instruction->dst, result);
}

static void shift(struct checker *checker, const struct instruction *instruction) {
    struct value count = instruction->has_imm ? value_constant((uint64_t)instruction->imm)
                                              : read_operand(checker, instruction, &instruction->src);
    struct value a = read_operand(checker, instruction, &instruction->dst);
    struct value result = shift_value(checker, instruction->operation, &a, &count, instruction->width);
    flags_any(checker);
    write_operand(checker, instruction, &instruction->dst, result);
}

static void rotate(struct checker *checker, const struct instruction *instruction) {
    if (!instruction->has_imm)
        check_read(checker, REG_RCX);
    if (instruction->src.kind != OPERAND_NONE && instruction->src.kind != OPERAND_IMM)
        read_operand(checker, instruction, &instruction->src);
    read_operand(checker, instruction, &instruction->dst);
    flags_any(checker);
    write_operand(checker, instruction, &instruction->dst, check_unknown(checker, instruction->width));
}

/* mul, imul, div, idiv of rdx:rax by one operand; the byte forms use ax alone. */
static void wide(struct checker *checker, const struct instruction *instruction) {
    uint8_t width = instruction->width;
    struct value divisor = read_operand(checker, instruction, &instruction->src);
    struct value low = narrow(checker, check_read(checker, REG_RAX), width);
    bool is_division = instruction->operation == OP_DIV || instruction->operation == OP_IDIV;
    flags_any(checker);
    if (width == 1) {
        check_write(checker, REG_RAX, 2, false, low);
        return;
    }
    struct value high = is_division ? narrow(checker, check_read(checker, REG_RDX), width) : low;
    struct value quotient = check_unknown(checker, width), rest = check_unknown(checker, width);
    if (instruction->operation == OP_DIV && width >= 4) {
        /* rest < divisor, and without a high half quotient <= dividend; a zero divisor traps */
        struct range range = domain_range(checker->state, &divisor.form, false);
        if (divisor.kind == VALUE_INTEGER && range.max >= 1) {
            rest = at_most(checker, &divisor, 1, clamp_max(&range) - 1);
            if (rest.form.symbol[0] != SYMBOL_NONE &&
                checker->state->symbols[rest.form.symbol[0]].bound_count == 1)
                checker->state->symbols[rest.form.symbol[0]].bounds[0].constant--;
        }
        if (is_constant(&high) && high.form.constant == 0)
            quotient = at_most(checker, &low, 1, width_max(width));
    }
    check_write(checker, REG_RAX, width, false, quotient);
    check_write(checker, REG_RDX, width, false, rest);
}

static void move(struct checker *checker, const struct instruction *instruction) {
    uint8_t width = instruction->width;
    /* Storing a register's low bytes, or moving all of it, keeps what it is. */
    struct value value = read_operand(checker, instruction, &instruction->src);
    if (instruction->dst.kind == OPERAND_GPR && instruction->dst.reg == REG_RSP) {
        if (width == 8 && value.kind == VALUE_REFERENCE && value.base == BASE_FRAME &&
            form_is_constant(&value.form))
            check_move_rsp(checker, value.form.constant);
        else
            check_fail(checker, CLAUSE_STACK_POINTER, "not from a constant distance to the entry rsp");
        return;
    }
    write_operand(checker, instruction, &instruction->dst, value);
}

static void load_address(struct checker *checker, const struct instruction *instruction) {
    struct value value = check_address(checker, instruction);
    if (instruction->base == REG_RIP && value.kind == VALUE_INTEGER)
        value = check_function_address(checker, instruction);
    if (instruction->dst.reg == REG_RSP) {
        if (instruction->width == 8 && value.kind == VALUE_REFERENCE && value.base == BASE_FRAME &&
            form_is_constant(&value.form))
            check_move_rsp(checker, value.form.constant);
        else
            check_fail(checker, CLAUSE_STACK_POINTER, "not from a constant distance to the entry rsp");
        return;
    }
    check_write(checker, instruction->dst.reg, instruction->width, false, value);
}

static void extend(struct checker *checker, const struct instruction *instruction) {
    uint8_t from = instruction->src.width, to = instruction->dst.width;
    struct value value = read_operand(checker, instruction, &instruction->src);
    if (instruction->src.kind == OPERAND_GPR && !instruction->src.high)
        value = narrow(checker, checker->state->registers[instruction->src.reg], from);
    else if (value.kind != VALUE_INTEGER)
        value = check_unknown(checker, from);
    if (instruction->operation == OP_MOVSX)
        value = sign_extend(checker, &value, from, to);
    write_operand(checker, instruction, &instruction->dst, value);
}

static void sign_of_rax(struct checker *checker, const struct instruction *instruction) {
    uint8_t width = instruction->width;
    struct value value = check_read(checker, REG_RAX);
    if (instruction->operation == OP_CBW) {
        value = narrow(checker, value, width / 2);
        check_write(checker, REG_RAX, width, false, sign_extend(checker, &value, width / 2, width));
        return;
    }
    value = narrow(checker, value, width);
    struct range range = domain_range(checker->state, &value.form, false);
    bool positive = range.min >= 0 && range.max <= (__int128)(width_max(width) >> 1);
    check_write(checker, REG_RDX, width, false, positive ? value_constant(0) : check_unknown(checker, width));
}

static void need_flags(struct checker *checker) {
    if (checker->state->flags.kind == FLAGS_UNREADABLE)
        check_fail(checker, CLAUSE_CALL_UNREADABLE, "the flags");
}

static void set_condition(struct checker *checker, const struct instruction *instruction) {
    const struct operand *dst = &instruction->dst;
    if (dst->kind == OPERAND_GPR && !dst->high && dst->reg != REG_RSP) {
        const struct value *old = &checker->state->registers[dst->reg];
        if (old->kind == VALUE_INTEGER && !old->low32) {
            struct range range = domain_range(checker->state, &old->form, false);
            if (range.min >= 0 && range.max <= 255) { /* the other bits are zero */
                checker->state->registers[dst->reg] = check_interval(checker, 0, 1);
                return;
            }
        }
    }
    write_operand(checker, instruction, dst, check_unknown(checker, 1));
}

/* limit - form is at least 0 */
static bool is_at_most(struct checker *checker, const struct form *form, const struct form *limit) {
    return domain_prove_at_most(checker->state, form, limit, &checker->report->steps);
}

/* `a` or, if the condition holds, `b`: each lies where the condition or its opposite says. What the comparison
 * was made with is often a bound of both, as in a minimum. */
static struct value choose(struct checker *checker, uint8_t condition, const struct value *a,
                           const struct value *b) {
    struct state *state = checker->state;
    const struct value *limits[2] = {&state->flags.left, &state->flags.right};
    bool limited[2], compares = state->flags.kind == FLAGS_COMPARE;
    struct undo undo;
    domain_assume(state, condition, &undo);
    struct range range = domain_range(state, &b->form, false);
    for (int i = 0; i < 2; i++)
        limited[i] = compares && limits[i]->kind == VALUE_INTEGER && !limits[i]->low32 &&
                     !form_is_constant(&limits[i]->form) && limits[i]->form.symbol[1] == SYMBOL_NONE &&
                     limits[i]->form.constant < INT64_MAX && is_at_most(checker, &b->form, &limits[i]->form);
    domain_undo(state, &undo);
    domain_assume(state, condition ^ 1, &undo);
    struct range other = domain_range(state, &a->form, false);
    for (int i = 0; i < 2; i++)
        limited[i] = limited[i] && is_at_most(checker, &a->form, &limits[i]->form);
    domain_undo(state, &undo);
    range.min = other.min < range.min ? other.min : range.min;
    range.max = other.max > range.max ? other.max : range.max;
    struct value result = check_interval(checker, range.min < 0 ? 0 : (uint64_t)range.min, clamp_max(&range));
    for (int i = 0; i < 2; i++)
        if (limited[i])
            limit_symbol(checker, result.form.symbol[0], 1, &limits[i]->form);
    return result;
}

/* Writes its destination whether or not the condition holds: the 32-bit form zero-extends always. */
static void conditional_move(struct checker *checker, const struct instruction *instruction) {
    uint8_t width = instruction->width;
    struct value a = read_operand(checker, instruction, &instruction->dst);
    struct value b = read_operand(checker, instruction, &instruction->src);
    struct value result;
    if (value_equal(&a, &b))
        result = a;
    else if (a.kind == VALUE_INTEGER && b.kind == VALUE_INTEGER && !a.low32 && !b.low32)
        result = choose(checker, instruction->condition, &a, &b);
    else
        result = check_unknown(checker, width);
    write_operand(checker, instruction, &instruction->dst, result);
}

static void exchange(struct checker *checker, const struct instruction *instruction) {
    struct value a = read_operand(checker, instruction, &instruction->dst);
    struct value b = read_operand(checker, instruction, &instruction->src);
    write_operand(checker, instruction, &instruction->dst, b);
    write_operand(checker, instruction, &instruction->src, a);
}

static void read_xmm(struct checker *checker, uint8_t reg) {
    if (!(checker->state->xmm_readable & (1u << reg)))
        check_fail(checker, CLAUSE_CALL_UNREADABLE, "register xmm%u", (uint32_t)reg);
}

static void sse(struct checker *checker, const struct instruction *instruction) {
    const struct operand *dst = &instruction->dst, *src = &instruction->src;
    bool compares = instruction->operation == OP_SSE_COMPARE;
    if (src->kind == OPERAND_XMM && !(instruction->dst_write_only && dst->kind == OPERAND_XMM &&
                                      dst->reg == src->reg && instruction->operation == OP_SSE))
        read_xmm(checker, src->reg);
    else if (src->kind == OPERAND_GPR || src->kind == OPERAND_MEM)
        read_operand(checker, instruction, src);
    if (dst->kind == OPERAND_XMM) {
        /* Conversions from general registers leave the upper bytes as they were, which nothing uses. */
        if (!instruction->dst_write_only && instruction->operation != OP_SSE_FROM_GPR)
            read_xmm(checker, dst->reg);
        if (!compares)
            checker->state->xmm_readable |= 1u << dst->reg;
    } else if (dst->kind == OPERAND_GPR)
        write_operand(checker, instruction, dst, check_unknown(checker, dst->width));
    else if (dst->kind == OPERAND_MEM) {
        struct value unknown = check_unknown(checker, 8);
        check_store(checker, instruction, &unknown);
    }
    if (instruction->flags_write)
        flags_any(checker);
}

static void bits(struct checker *checker, const struct instruction *instruction) {
    read_operand(checker, instruction, &instruction->src);
    read_operand(checker, instruction, &instruction->dst);
    if (instruction->operation != OP_BT)
        write_operand(checker, instruction, &instruction->dst, check_unknown(checker, instruction->width));
    flags_any(checker);
}

/* A scan of zero leaves all 64 bits of the destination as they were, in the 32-bit form too. */
static void scan_bits(struct checker *checker, const struct instruction *instruction) {
    read_operand(checker, instruction, &instruction->src);
    check_write(checker, instruction->dst.reg, 8, false, check_unknown(checker, 8));
    flags_any(checker);
}

void check_integer(struct checker *checker, const struct instruction *instruction) {
    if (instruction->flags_read)
        need_flags(checker);
    switch ((enum operation)instruction->operation) {
    case OP_MOV:
        move(checker, instruction);
        return;
    case OP_MOVZX:
    case OP_MOVSX:
        extend(checker, instruction);
        return;
    case OP_LEA:
        load_address(checker, instruction);
        return;
    case OP_ADD:
    case OP_SUB:
    case OP_AND:
    case OP_OR:
    case OP_XOR:
    case OP_ADC:
    case OP_SBB:
        two_operands(checker, instruction);
        return;
    case OP_IMUL:
        if (instruction->has_imm)
            multiply_immediate(checker, instruction);
        else
            two_operands(checker, instruction);
        return;
    case OP_CMP:
    case OP_TEST:
        compare(checker, instruction);
        return;
    case OP_INC:
    case OP_DEC:
    case OP_NEG:
    case OP_NOT:
    case OP_BSWAP:
        one_operand(checker, instruction);
        return;
    case OP_SHL:
    case OP_SHR:
    case OP_SAR:
        shift(checker, instruction);
        return;
    case OP_ROL:
    case OP_ROR:
    case OP_SHLD:
    case OP_SHRD:
        rotate(checker, instruction);
        return;
    case OP_MUL1:
    case OP_IMUL1:
    case OP_DIV:
    case OP_IDIV:
        wide(checker, instruction);
        return;
    case OP_CBW:
    case OP_CWD:
        sign_of_rax(checker, instruction);
        return;
    case OP_SETCC:
        set_condition(checker, instruction);
        return;
    case OP_CMOV:
        conditional_move(checker, instruction);
        return;
    case OP_BT:
    case OP_BTS:
    case OP_BTR:
    case OP_BTC:
        bits(checker, instruction);
        return;
    case OP_BSF:
    case OP_BSR:
    case OP_TZCNT:
        scan_bits(checker, instruction);
        return;
    case OP_XCHG:
        exchange(checker, instruction);
        return;
    case OP_SSE:
    case OP_SSE_COMPARE:
    case OP_SSE_TO_GPR:
    case OP_SSE_FROM_GPR:
    case OP_SSE_STORE:
        sse(checker, instruction);
        return;
    case OP_NOP:
        return;
    case OP_INVALID:
    case OP_PUSH:
    case OP_POP:
    case OP_LEAVE:
    case OP_RET:
    case OP_CALL:
    case OP_CALL_INDIRECT:
    case OP_JMP:
    case OP_JCC:
    case OP_UD1:
    case OP_UD2:
    case OP_COUNT:
        break;
    }
    check_fail(checker, CLAUSE_CODE_ENCODING, "operation %d", (int)instruction->operation);
}
