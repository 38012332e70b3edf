/* Running a process: entering it, its ways to end, and the verdict on a fault.
 *
 * A process ends by returning from its entry, by the service `exit`, or by a fault in its text. Each way
 * records the end before the kernel's stack is taken up again, so process_run only has to look at it. */
#include "process.h"

#include <stddef.h>

#include "../../runtime/text.h"
#include "../../runtime/trap.h"
#include "backtrace.h"
#include "kernel_assert.h"

static_assert(offsetof(struct process, kernel_stack) == 0 && offsetof(struct process, process_stack) == 8 &&
                  offsetof(struct process, registers) == 16,
              "enter.S knows these offsets");

struct process *process_current;

void process_run(struct process *process) {
    kernel_assert(!process_current);
    for (unsigned i = 0; i < PROCESS_FILES_MAX; i++)
        process->files[i] = -1;
    process->input_read = 0;
    process->ended = false;
    *process->result = (struct kernel_result){.end = KERNEL_EXITED};

    process_current = process;
    const int status = process_enter(process->entry, process->window.stack_end);
    process_current = nullptr;
    if (!process->ended)
        process->result->status = status;
    if (process->result->end == KERNEL_TRAPPED)
        backtrace_format(process, process->fault_instruction, process->fault_stack,
                         process->result->backtrace, sizeof process->result->backtrace);
    for (unsigned i = 0; i < PROCESS_FILES_MAX; i++)
        if (process->files[i] >= 0)
            platform_file_close(process->files[i]);
}

void process_exit(int status) {
    process_current->result->status = status;
    process_current->ended = true;
    kernel_leave();
}

bool process_owns(const struct process *process, uint64_t address, uint64_t bytes, bool writable) {
    const struct process_window *window = &process->window;
    const struct {
        uint64_t start, end;
    } ranges[] = {
        {writable ? window->data : window->rodata, window->data_end},
        {window->heap, window->heap + (uint64_t)process->heap.frontier * VX_PAGE_SIZE},
        {window->stack, window->stack_end},
    };
    for (unsigned i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (address >= ranges[i].start && address <= ranges[i].end && bytes <= ranges[i].end - address)
            return true;
    return false;
}

static enum trap_region find_region(const struct process_window *window, uint64_t address) {
    if (address < VX_NULL_GUARD_BYTES || address >= 0 - (uint64_t)VX_NULL_GUARD_BYTES)
        return TRAP_REGION_NULL; /* fields of a null reference lie above it, its header below */
    if (address >= window->guard && address < window->stack)
        return TRAP_REGION_STACK;
    if (address >= window->text && address < window->data)
        return TRAP_REGION_READ_ONLY;
    return TRAP_REGION_NONE;
}

/* "file:line" where the line is known, else "function+offset". */
static void format_place(const struct process *process, uint64_t instruction_pointer, char *buffer,
                         size_t bytes) {
    const uint32_t address =
        (uint32_t)(instruction_pointer - process->window.text + process->image.text.address);
    const struct vx_line *line = verifier_image_line(&process->image, address);
    if (!line || line->line == 0) {
        verifier_image_place(&process->image, address, buffer, bytes);
        return;
    }
    char file[128];
    verifier_image_name(&process->image, line->file, file, sizeof file);
    struct text text = text_start(buffer, bytes);
    text_add(&text, file);
    text_add(&text, ":");
    text_add_number(&text, line->line);
}

static enum trap_fault translate_fault(enum platform_fault fault) {
    switch (fault) {
    case FAULT_DIVIDE:
        return TRAP_DIVIDE;
    case FAULT_ILLEGAL:
        return TRAP_ILLEGAL;
    case FAULT_MEMORY:
        return TRAP_MEMORY;
    case FAULT_OTHER:
        return TRAP_OTHER;
    }
    platform_panic("a kind of fault that no platform reports");
}

bool kernel_fault(const struct platform_trap *trap) {
    struct process *process = process_current;
    if (!process)
        return false;
    const struct process_window *window = &process->window;
    if (trap->instruction_pointer < window->text || trap->instruction_pointer >= window->text_end)
        return false;

    char place[160];
    format_place(process, trap->instruction_pointer, place, sizeof place);
    const struct trap cause = {
        .fault = translate_fault(trap->fault),
        .region = find_region(window, trap->address),
        .address = trap->address,
        .code = (const uint8_t *)trap->instruction_pointer,
        .code_bytes = window->text_end - trap->instruction_pointer,
        .registers = trap->registers,
        .place = place,
    };
    process->result->end = KERNEL_TRAPPED;
    process->fault_instruction = trap->instruction_pointer;
    process->fault_stack = trap->registers[4];
    process->ended = true;
    trap_format(&cause, process->result->reason, sizeof process->result->reason);
    return true;
}
