/* Faults and panics.
 *
 * A fault that the core calls the process's (kernel_fault) ends the process: the frame is edited so that
 * iretq continues in kernel_leave. So does the tick, if others are to run. A page of a process's stack is committed when
 * it is first touched. Every other fault, and any other interrupt, is a bug of the kernel's: it is reported with
 * registers and a backtrace, and the machine stops. */
#include "pc.h"
#include "layout.h"

#define VECTOR_DIVIDE 0u
#define VECTOR_NMI 2u
#define VECTOR_ILLEGAL 6u
#define VECTOR_DOUBLE_FAULT 8u
#define VECTOR_PAGE_FAULT 14u
#define VECTOR_MACHINE_CHECK 18u
#define EXCEPTION_COUNT 32u
#define PAGE_FAULT_PRESENT 1u
#define RFLAGS_ALWAYS 2u
#define RFLAGS_INTERRUPTS 0x200u
#define BACKTRACE_MAX 24u

extern const char kernel_start[], kernel_text_end[];
extern const uint8_t kernel_stack_top[];

static bool handling;
static bool panicking;

struct line {
    char text[160];
    size_t count;
};

static void line_text(struct line *line, const char *text) {
    while (*text != '\0' && line->count < sizeof line->text - 1) {
        line->text[line->count++] = *text++;
    }
}

static void line_hex(struct line *line, uint64_t value) {
    char digits[19] = "0x";
    unsigned count = 2;
    for (int shift = 60; shift >= 0; shift -= 4) {
        digits[count++] = "0123456789abcdef"[value >> shift & 15];
    }
    digits[count] = '\0';
    line_text(line, digits);
}

static void line_say(struct line *line) {
    line->text[line->count++] = '\n';
    platform_log(line->text, line->count);
    line->count = 0;
}

static void registers_say(const struct fault_frame *frame) {
    static const char *const names[16] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                          "r8 ", "r9 ", "r10", "r11", "r12", "r13", "r14", "r15"};
    struct line line = {.count = 0};
    for (unsigned i = 0; i < 16; i++) {
        if (i % 4 == 0) {
            line_text(&line, "vouch:  ");
        }
        line_text(&line, " ");
        line_text(&line, names[i]);
        line_text(&line, " ");
        line_hex(&line, frame->registers[i]);
        if (i % 4 == 3) {
            line_say(&line);
        }
    }
}

/* The kernel is compiled with frame pointers. Only its own stack is walked, upwards, in whole words. */
static void backtrace_say(uint64_t rbp) {
    struct line line = {.count = 0};
    const uint64_t end = (uint64_t)kernel_stack_top;
    for (unsigned i = 0; i < BACKTRACE_MAX; i++) {
        if (rbp % 8 != 0 || rbp >= end - 16 || rbp < end - KERNEL_STACK_BYTES) {
            return;
        }
        const uint64_t *link = (const uint64_t *)rbp;
        if (link[1] < (uint64_t)kernel_start || link[1] >= (uint64_t)kernel_text_end) {
            return;
        }
        line_text(&line, "vouch:   called from ");
        line_hex(&line, link[1]);
        line_say(&line);
        if (link[0] <= rbp) {
            return;
        }
        rbp = link[0];
    }
}

[[noreturn]] static void panic(const char *text, const struct fault_frame *frame, uint64_t rbp) {
    if (panicking) {
        pc_halt(); /* a panic inside a panic: what could be said has been */
    }
    panicking = true;
    __asm__ volatile("cli");
    console_open(false);
    struct line line = {.count = 0};
    line_text(&line, "panic ");
    line_text(&line, text);
    platform_verdict(line.text, line.count);
    line.count = 0;
    line_text(&line, "vouch: panic: ");
    line_text(&line, text);
    line_say(&line);
    if (frame != nullptr) {
        registers_say(frame);
    }
    backtrace_say(rbp);
    console_finish();
    acpi_power_off();
    pc_halt();
}

void platform_panic(const char *text) {
    panic(text, nullptr, (uint64_t)__builtin_frame_address(0));
}

[[noreturn]] static void fault_panic(const struct fault_frame *frame, uint64_t address) {
    struct line line = {.count = 0};
    line_text(&line, "vector ");
    line_hex(&line, frame->vector);
    line_text(&line, " error ");
    line_hex(&line, frame->error_code);
    line_text(&line, " at ");
    line_hex(&line, frame->rip);
    if (frame->vector == VECTOR_PAGE_FAULT) {
        line_text(&line, " address ");
        line_hex(&line, address);
    }
    line.text[line.count] = '\0';
    panic(line.text, frame, frame->registers[5]);
}

static enum platform_fault kind_of(uint64_t vector) {
    switch (vector) {
    case VECTOR_DIVIDE:
        return FAULT_DIVIDE;
    case VECTOR_ILLEGAL:
        return FAULT_ILLEGAL;
    case VECTOR_PAGE_FAULT:
        return FAULT_MEMORY;
    default:
        return FAULT_OTHER;
    }
}

static bool is_fault_of_code(uint64_t vector) {
    return vector < EXCEPTION_COUNT && vector != VECTOR_NMI && vector != VECTOR_DOUBLE_FAULT &&
           vector != VECTOR_MACHINE_CHECK;
}

/* The interrupted context goes on in the kernel, interrupts as they were. */
static void frame_leave(struct fault_frame *frame) {
    frame->rip = (uint64_t)kernel_leave;
    frame->rflags = RFLAGS_ALWAYS | (frame->rflags & RFLAGS_INTERRUPTS);
}

void fault_handle(struct fault_frame *frame) {
    uint64_t address;
    __asm__ volatile("movq %%cr2, %0" : "=r"(address));
    frame->registers[4] = frame->rsp;
    if (frame->vector == VECTOR_SPURIOUS) {
        return;
    }
    if (frame->vector == VECTOR_TICK) {
        bool leave;
        tick_handle(frame, &leave);
        if (leave) {
            frame_leave(frame);
        }
        return;
    }
    if (frame->vector == VECTOR_PAGE_FAULT && (frame->error_code & PAGE_FAULT_PRESENT) == 0 && !handling &&
        kernel_touch(address)) {
        return;
    }
    if (handling || !is_fault_of_code(frame->vector)) {
        fault_panic(frame, address);
    }
    handling = true;
    struct platform_trap trap = {.fault = kind_of(frame->vector),
                                 .address = frame->vector == VECTOR_PAGE_FAULT ? address : 0,
                                 .instruction_pointer = frame->rip};
    for (unsigned i = 0; i < 16; i++) {
        trap.registers[i] = frame->registers[i];
    }
    if (!kernel_fault(&trap)) {
        fault_panic(frame, address);
    }
    frame_leave(frame);
    handling = false;
}
