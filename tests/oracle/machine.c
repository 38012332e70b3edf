/* The machine: an accepted image under Unicorn. Each access must lie inside one object that is alive, each
 * instruction must be one that the pass has decoded. Services run in the hook: an import's address leads to a
 * `ret` in a page of its own. */
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ENTRY_RETURN = 0x800, /* offset in the trap page of the address that the entry function returns to */
    STATUS_KILLED = 134,
};

static const int machine_registers[16] = {UC_X86_REG_RAX, UC_X86_REG_RCX, UC_X86_REG_RDX, UC_X86_REG_RBX,
                                          UC_X86_REG_RSP, UC_X86_REG_RBP, UC_X86_REG_RSI, UC_X86_REG_RDI,
                                          UC_X86_REG_R8,  UC_X86_REG_R9,  UC_X86_REG_R10, UC_X86_REG_R11,
                                          UC_X86_REG_R12, UC_X86_REG_R13, UC_X86_REG_R14, UC_X86_REG_R15};

uint64_t oracle_random(struct oracle *oracle) { /* xorshift64* */
    oracle->random ^= oracle->random >> 12;
    oracle->random ^= oracle->random << 25;
    oracle->random ^= oracle->random >> 27;
    return oracle->random * 0x2545f4914f6cdd1dull;
}

void oracle_miss(struct oracle *oracle, const char *what, uint64_t claimed, uint64_t actual) {
    char place[128];
    static const char *const names[16] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                          "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
    verifier_image_place(oracle->image, oracle->address, place, sizeof place);
    printf("DISAGREEMENT: %s: %s: claimed %#llx, actual %#llx\n", place, what, (unsigned long long)claimed,
           (unsigned long long)actual);
    printf("  step %llu, image at %#llx, stack %#llx to %#llx\n", (unsigned long long)oracle->steps,
           (unsigned long long)oracle->bias, (unsigned long long)oracle->stack_low,
           (unsigned long long)oracle->stack_high);
    for (int i = 0; i < 16; i++)
        printf("  %-3s %#llx (before %#llx)\n", names[i], (unsigned long long)oracle->registers[i],
               (unsigned long long)oracle->before_registers[i]);
    if (oracle->on_miss != NULL)
        oracle->on_miss();
    exit(1);
}

void oracle_stop(struct oracle *oracle, enum oracle_end end, int status) {
    oracle->end = end;
    oracle->status = status;
    uc_emu_stop(oracle->uc);
}

void oracle_write_register(struct oracle *oracle, uint8_t reg, uint64_t value) {
    oracle->registers[reg] = value;
    uc_reg_write(oracle->uc, machine_registers[reg], &value);
}

void oracle_poison_register(struct oracle *oracle, uint8_t reg) {
    oracle->poisoned++;
    oracle_write_register(oracle, reg, oracle_random(oracle));
}

void oracle_poison_xmm(struct oracle *oracle, uint32_t readable) {
    for (int reg = 0; reg < 16; reg++) {
        if (readable >> reg & 1)
            continue;
        uint64_t value[2] = {oracle_random(oracle), oracle_random(oracle)};
        uc_reg_write(oracle->uc, UC_X86_REG_XMM0 + reg, value);
        oracle->poisoned++;
    }
}

void oracle_poison_flags(struct oracle *oracle) {
    oracle->flags = (oracle_random(oracle) & 0x8d5) | 0x202;
    uc_reg_write(oracle->uc, UC_X86_REG_EFLAGS, &oracle->flags);
}

void oracle_poison_stack(struct oracle *oracle, uint64_t low, uint64_t high) {
    if (low < oracle->stack_low)
        low = oracle->stack_low;
    if (high > oracle->stack_high)
        high = oracle->stack_high;
    for (uint64_t at = low; at < high; at++) {
        *(uint8_t *)at = (uint8_t)(oracle_random(oracle) >> 32);
        oracle->initialised[at - oracle->stack_low] = 0;
    }
    oracle->poisoned += high > low ? high - low : 0;
}

/* Bytes of the current frame that belong to no object that references reach, written if they are read. */
static void expect_slot(struct oracle *oracle, uint64_t low, uint64_t high, bool reads) {
    const struct oracle_activation *top = oracle_top(oracle);
    const struct vx_function *function = &oracle->image->functions[top->function];
    uint64_t end = top->entry_rsp + 8 + 8ull * oracle->checker.stack_parameters;
    if (low < oracle->registers[REG_RSP] || high > end)
        oracle_miss(oracle, "an access to the stack outside the frame", low, high);
    for (uint32_t i = 0; i < function->frame_object_count; i++) {
        const struct vx_frame_object *object = &oracle->image->frames[function->first_frame_object + i];
        uint64_t start = top->entry_rsp + (uint64_t)(int64_t)object->offset;
        if (low < start + verifier_frame_bytes(oracle->image, object) && high > start &&
            oracle_is_published(oracle, top, i))
            oracle_miss(oracle, "an access to an object's edge", low, start);
    }
    for (uint64_t at = low; reads && at < high; at++) {
        if (at >= oracle->stack_low && !oracle->initialised[at - oracle->stack_low])
            oracle_miss(oracle, "a load of a slot that nothing has written", low, at);
    }
}

static uint64_t operand_address(const struct oracle *oracle) {
    const struct instruction *instruction = &oracle->instruction;
    uint64_t address = (uint64_t)(int64_t)instruction->displacement;
    if (instruction->base == REG_RIP)
        return address + oracle->bias + oracle->address + instruction->length;
    if (instruction->base != REG_NONE)
        address += oracle->registers[instruction->base];
    if (instruction->index != REG_NONE)
        address += oracle->registers[instruction->index] * instruction->scale;
    return address;
}

/* What the verifier takes the operand's address for. False if it cannot be asked now. */
static bool claimed_address(struct oracle *oracle, struct value *address) {
    struct state *state = oracle_top(oracle)->state;
    const uint32_t symbols = state->symbol_count;
    if (symbols + 8 > SYMBOLS_MAX)
        return false;
    oracle->checker.address = oracle->address;
    *address = check_address(&oracle->checker, &oracle->instruction);
    state->symbol_count = symbols;
    return true;
}

/* The object that the verifier thinks is accessed must be the one that is. */
static void compare_base(struct oracle *oracle, const struct oracle_span *span, const struct value *address) {
    uint64_t base;
    if (address->kind != VALUE_REFERENCE)
        oracle_miss(oracle, "an access through no reference", address->kind, span->low);
    bool in_frame = (address->base & BASE_KIND) == BASE_FRAME;
    if (in_frame ? span->activation != oracle->depth
                 : oracle_base(oracle, address->base, &base) && (base < span->low || base >= span->high))
        oracle_miss(oracle, "an access to another object", in_frame ? oracle->depth : base, span->low);
}

/* An access to an object that is alive; false if it is to none. */
static bool expect_object(struct oracle *oracle, uint64_t low, uint64_t high, const struct value *claim) {
    const struct instruction *instruction = &oracle->instruction;
    struct oracle_span span;
    if (oracle_find_object(oracle, low, &span)) {
        /* While no reference reaches it, constant offsets make its bytes slots of the frame. */
        if (span.raw && (claim == NULL || (claim->base == BASE_FRAME && form_is_constant(&claim->form))))
            return false;
        if (high > span.high)
            oracle_miss(oracle, "an access over the end of its object", high, span.high);
        if (instruction->mem_write && !span.writable)
            oracle_miss(oracle, "a store to an object that is read-only", low, span.low);
    } else if (instruction->mem_write || !oracle_find_header(oracle, low, high - low, &span))
        return false;
    if (claim != NULL)
        compare_base(oracle, &span, claim);
    return true;
}

static bool is_import(const struct oracle *oracle, uint64_t address) {
    const uint64_t offset = address - oracle->bias - oracle->image->manifest->import_address;
    return oracle->instruction.operation == OP_CALL_INDIRECT && oracle->instruction.base == REG_RIP &&
           offset < 8ull * oracle->image->import_count;
}

/* Before an access: where it may be. */
static void expect_access(struct oracle *oracle) {
    const struct instruction *instruction = &oracle->instruction;
    struct value claim = {0};
    oracle->expected = (struct oracle_span){0};
    if (!instruction->has_mem || instruction->mem_width == 0)
        return;
    uint64_t low = operand_address(oracle), high = low + instruction->mem_width;
    oracle->expected = (struct oracle_span){.low = low, .high = high, .writable = instruction->mem_write};
    oracle->accesses++;
    if (is_import(oracle, low) || low < VX_NULL_GUARD_BYTES || low >= 0 - (uint64_t)VX_NULL_GUARD_BYTES)
        return; /* its target is checked; it faults */
    bool claimed = instruction->base != REG_RIP && claimed_address(oracle, &claim);
    if (expect_object(oracle, low, high, claimed ? &claim : NULL))
        return;
    if (oracle_on_stack(oracle, low)) {
        expect_slot(oracle, low, high, instruction->mem_read);
        return;
    }
    const struct verifier_segment *rodata = &oracle->image->rodata;
    uint64_t offset = low - oracle->bias - rodata->address;
    if (instruction->base != REG_RIP || instruction->mem_write || offset >= rodata->file_bytes ||
        high - low > rodata->file_bytes - offset)
        oracle_miss(oracle, "an access outside every object", low, high);
}

/* Before an instruction: it must be one that the pass has seen, or a trap. */
static void begin(struct oracle *oracle, uint64_t machine_address) {
    const struct verifier_segment *text = &oracle->image->text;
    uint64_t offset = machine_address - oracle->bias - text->address;
    oracle->address = (uint32_t)(offset + text->address);
    if (offset >= text->file_bytes)
        oracle_miss(oracle, "control leaves the text", machine_address, offset);
    if (!decode_instruction(text->bytes + offset, (size_t)(text->file_bytes - offset), oracle->address,
                            &oracle->instruction))
        oracle_miss(oracle, "an instruction that does not decode", machine_address, offset);
    bool trap = oracle->instruction.operation == OP_UD1 || oracle->instruction.operation == OP_UD2;
    if (trap) {
        oracle_stop(oracle, END_KILLED, STATUS_KILLED);
        return;
    }
    if (!oracle->decoded[offset] || oracle->only_trap)
        oracle_miss(oracle, "an instruction that the pass has not seen here", machine_address, offset);
    if (oracle->steps++ == oracle->step_limit) {
        oracle_stop(oracle, END_LIMIT, 0);
        return;
    }
    if (oracle->steps > oracle->next_check)
        oracle_check_memory(oracle);
    memcpy(oracle->before_registers, oracle->registers, sizeof oracle->before_registers);
    oracle->flags_before = oracle->flags;
    expect_access(oracle);
    oracle->running = true;
}

static void on_code(uc_engine *uc, uint64_t address, uint32_t size, void *context) {
    struct oracle *oracle = context;
    void *places[17];
    int registers[17];
    (void)size;
    if (oracle->end != END_RUNNING)
        return;
    for (int i = 0; i < 16; i++) {
        registers[i] = machine_registers[i];
        places[i] = &oracle->registers[i];
    }
    registers[16] = UC_X86_REG_EFLAGS;
    places[16] = &oracle->flags;
    oracle->flags = 0;
    uc_reg_read_batch(uc, registers, places, 17);
    if (oracle->serving) {
        oracle->serving = false;
        if (address != oracle->service_return)
            oracle_miss(oracle, "a service returns elsewhere", oracle->service_return, address);
        oracle_follow_call_return(oracle, address);
    } else if (oracle->running) {
        oracle->running = false;
        oracle_follow_step(oracle, address);
    }
    if (oracle->end != END_RUNNING)
        return;
    uint64_t import = (address - oracle->trap_page) / 8;
    if (address >= oracle->trap_page && import < oracle->image->import_count) {
        oracle->expected = (struct oracle_span){0};
        oracle->serving = true;
        oracle_serve(oracle, (uint32_t)import);
    } else
        begin(oracle, address);
}

/* An access beside the operand: pushes, pops, calls, returns. */
static bool is_implied(const struct oracle *oracle, bool write, uint64_t address, uint64_t bytes) {
    uint64_t rsp = oracle->before_registers[REG_RSP];
    if (oracle->serving)
        return !write && address == rsp - 8 && bytes == 8;
    switch ((enum operation)oracle->instruction.operation) {
    case OP_PUSH:
    case OP_CALL:
    case OP_CALL_INDIRECT:
        return write && address == rsp - 8 && bytes == 8;
    case OP_POP:
    case OP_RET:
        return !write && address == rsp && bytes == 8;
    case OP_LEAVE:
        return !write && address == oracle->before_registers[REG_RBP] && bytes == 8;
    default:
        return false;
    }
}

static void on_access(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value,
                      void *context) {
    struct oracle *oracle = context;
    bool write = type == UC_MEM_WRITE;
    uint64_t bytes = (uint64_t)size;
    (void)uc;
    (void)value;
    if (oracle->end != END_RUNNING)
        return;
    bool operand = address >= oracle->expected.low && address + bytes <= oracle->expected.high &&
                   (!write || oracle->expected.writable);
    if (!operand && !is_implied(oracle, write, address, bytes))
        oracle_miss(oracle, write ? "a store beside the operand" : "a load beside the operand", address,
                    bytes);
    for (uint64_t at = address; write && at < address + bytes; at++) {
        if (at >= oracle->stack_low && at < oracle->stack_high)
            oracle->initialised[at - oracle->stack_low] = 1;
    }
}

/* Only null references, whose headers would lie below them, and the guard below the stack may stop a program
 * this way. */
static bool on_invalid(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value,
                       void *context) {
    struct oracle *oracle = context;
    (void)uc;
    (void)value;
    bool null = address < VX_NULL_GUARD_BYTES && (uint64_t)size <= VX_NULL_GUARD_BYTES - address;
    bool header = address >= 0 - (uint64_t)VX_NULL_GUARD_BYTES;
    bool guard = oracle_on_stack(oracle, address) && address < oracle->stack_low;
    bool data = type == UC_MEM_READ_UNMAPPED || type == UC_MEM_WRITE_UNMAPPED;
    if (!data || !(null || header || guard))
        oracle_miss(oracle, "an access where nothing is, or nothing may be", address, (uint64_t)type);
    oracle->end = END_KILLED;
    oracle->status = STATUS_KILLED;
    return false;
}

static void on_interrupt(uc_engine *uc, uint32_t number, void *context) {
    struct oracle *oracle = context;
    (void)uc;
    bool division = oracle->instruction.operation == OP_DIV || oracle->instruction.operation == OP_IDIV;
    if (number != 0 || !division)
        oracle_miss(oracle, "an interrupt", number, oracle->address);
    oracle_stop(oracle, END_KILLED, STATUS_KILLED);
}

/* The pass decodes each function from its start. */
static void find_instructions(struct oracle *oracle) {
    const struct verifier_segment *text = &oracle->image->text;
    for (uint32_t i = 0; i < oracle->image->function_count; i++) {
        const struct vx_function *function = &oracle->image->functions[i];
        for (uint32_t address = function->start; address < function->end;) {
            struct instruction instruction;
            uint64_t offset = address - text->address;
            if (!decode_instruction(text->bytes + offset, function->end - address, address, &instruction))
                oracle_miss(oracle, "an accepted instruction that does not decode", address, offset);
            oracle->decoded[offset] = 1;
            address += instruction.length;
        }
    }
}

static void add_hooks(struct oracle *oracle) {
    uc_hook hooks[4];
    if (uc_hook_add(oracle->uc, &hooks[0], UC_HOOK_CODE, (void *)on_code, oracle, 1, 0) != UC_ERR_OK ||
        uc_hook_add(oracle->uc, &hooks[1], UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, (void *)on_access, oracle, 1,
                    0) != UC_ERR_OK ||
        uc_hook_add(oracle->uc, &hooks[2], UC_HOOK_MEM_INVALID, (void *)on_invalid, oracle, 1, 0) !=
            UC_ERR_OK ||
        uc_hook_add(oracle->uc, &hooks[3], UC_HOOK_INTR, (void *)on_interrupt, oracle, 1, 0) != UC_ERR_OK)
        abort();
}

static void start_checker(struct oracle *oracle) {
    oracle->checker = (struct checker){
        .options = oracle->options,
        .image = oracle->image,
        .report = &oracle->report,
        .step_limit = UINT64_MAX,
        .hint = calloc(1, sizeof(struct hint)),
    };
    if (oracle->checker.hint == NULL)
        abort();
}

void oracle_run(struct oracle *oracle) {
    const struct verifier_image *image = oracle->image;
    if (uc_open(UC_ARCH_X86, UC_MODE_64, &oracle->uc) != UC_ERR_OK)
        abort();
    oracle->output = malloc(ORACLE_OUTPUT_MAX);
    oracle->decoded = calloc(1, image->text.file_bytes + 1);
    oracle->hint_index = calloc(image->function_count, sizeof *oracle->hint_index);
    if (oracle->output == NULL || oracle->decoded == NULL || oracle->hint_index == NULL)
        abort();
    oracle_load(oracle);
    find_instructions(oracle);
    start_checker(oracle);
    oracle_poison_stack(oracle, oracle->stack_low, oracle->stack_high);
    for (uint8_t reg = 0; reg < 16; reg++)
        oracle_poison_register(oracle, reg);
    uint64_t rsp = oracle->stack_high - 8, back = oracle->trap_page + ENTRY_RETURN;
    memcpy((void *)rsp, &back, sizeof back);
    memset(oracle->initialised + (rsp - oracle->stack_low), 1, 8);
    oracle_write_register(oracle, REG_RSP, rsp);
    oracle->address = image->functions[image->manifest->entry].start;
    oracle_follow_entry(oracle, image->manifest->entry, back);
    oracle_check_memory(oracle);
    add_hooks(oracle);
    uc_err error = uc_emu_start(oracle->uc, oracle->bias + oracle->address, UINT64_MAX, 0, 0);
    if (oracle->end == END_RUNNING)
        oracle_miss(oracle, uc_strerror(error), oracle->address, (uint64_t)error);
    if (oracle->depth > 0)
        oracle_check_memory(oracle);
}

void oracle_free(struct oracle *oracle) {
    for (int i = 0; i < ORACLE_FILES_MAX; i++) {
        if (oracle->files[i] != 0)
            close(oracle->files[i] - 1);
    }
    for (uint32_t i = 0; oracle->hint_index != NULL && i < oracle->image->function_count; i++)
        free(oracle->hint_index[i].checker.hints);
    oracle_give_states(oracle);
    uc_close(oracle->uc);
    oracle_unload(oracle);
    free(oracle->checker.hint);
    free(oracle->hint_index);
    free(oracle->decoded);
    free(oracle->output);
}
