/* The verdict on a processor's fault: whose it is, and if a process's, how it is put into words.
 *
 * Called on the handler's stack, at any instruction: the process's end is recorded, and nothing else is changed. */
#include "../../runtime/text.h"
#include "../../runtime/trap.h"
#include "image.h"
#include "process.h"
#include "scheduler.h"

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
    const struct verifier_image *image = &process->image->file.image;
    const uint32_t address = (uint32_t)(instruction_pointer - process->window.text + image->text.address);
    const struct vx_line *line = verifier_image_line(image, address);
    if (!line || line->line == 0) {
        verifier_image_place(image, address, buffer, bytes);
        return;
    }
    char file[128];
    verifier_image_name(image, line->file, file, sizeof file);
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
    if (!process || process->state != PROCESS_RUNNING)
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
    process->end = KERNEL_TRAPPED;
    process->fault_instruction = trap->instruction_pointer;
    process->fault_stack = trap->registers[4];
    trap_format(&cause, process->reason, sizeof process->reason);
    scheduler_set_ended(process);
    return true;
}
