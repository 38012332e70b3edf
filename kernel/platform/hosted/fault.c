/* Processor faults on Linux: signals, taken on a stack of their own.
 *
 * The handler asks the core whether the fault is the process's. If so it edits the interrupted registers to
 * continue in kernel_leave, and returns; no stack is switched inside the handler and nothing jumps out of it.
 * If not, the kernel itself is wrong: say where, and let the signal's default action leave a core dump. */
#include <signal.h>
#include <stdio.h>
#include <stdint.h>
#include <ucontext.h>
#include <unistd.h>

#include "../platform.h"
#include "hosted.h"

/* Linux saves all vector state on it, up to 12 KiB with AVX-512. */
enum { FAULT_STACK_BYTES = 128 << 10 };
enum { DIRECTION_FLAG = 1 << 10 };

static _Alignas(64) char fault_stack[FAULT_STACK_BYTES];

static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};

/* Linux's numbers of the registers, in the order of x86 encoding. */
static const int encoding_order[16] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP,
                                       REG_RSI, REG_RDI, REG_R8,  REG_R9,  REG_R10, REG_R11,
                                       REG_R12, REG_R13, REG_R14, REG_R15};

void hosted_read_registers(const ucontext_t *frame, uint64_t general[16]) {
    for (unsigned i = 0; i < 16; i++)
        general[i] = (uint64_t)frame->uc_mcontext.gregs[encoding_order[i]];
}

static enum platform_fault classify(const siginfo_t *info) {
    switch (info->si_signo) {
    case SIGFPE:
        return info->si_code == FPE_INTDIV ? FAULT_DIVIDE : FAULT_OTHER;
    case SIGILL:
        return FAULT_ILLEGAL;
    case SIGSEGV: /* a general protection fault comes as SI_KERNEL and has no address */
        return info->si_code == SEGV_MAPERR || info->si_code == SEGV_ACCERR ? FAULT_MEMORY : FAULT_OTHER;
    case SIGBUS:
        return info->si_code == BUS_ADRALN ? FAULT_OTHER : FAULT_MEMORY;
    }
    return FAULT_OTHER;
}

static void report_kernel_fault(int number, const struct platform_trap *trap) {
    char line[160];
    const int length =
        snprintf(line, sizeof line, "vouch: bug: signal %d at rip %#llx, address %#llx, rsp %#llx\n", number,
                 (unsigned long long)trap->instruction_pointer, (unsigned long long)trap->address,
                 (unsigned long long)trap->registers[4]);
    if (length > 0)
        platform_log(line, (size_t)length);
}

static void handle_fault(int number, siginfo_t *info, void *context) {
    ucontext_t *frame = context;
    greg_t *registers = frame->uc_mcontext.gregs;
    struct platform_trap trap = {
        .fault = classify(info),
        .address = (uint64_t)info->si_addr,
        .instruction_pointer = (uint64_t)registers[REG_RIP],
    };
    hosted_read_registers(frame, trap.registers);

    /* A positive code comes from the processor, not from another Linux process. */
    if (info->si_code > 0 && kernel_fault(&trap)) {
        registers[REG_RIP] = (greg_t)(uint64_t)kernel_leave;
        registers[REG_EFL] &= ~(greg_t)(DIRECTION_FLAG | PLATFORM_TRAP_FLAG);
        return;
    }
    if (info->si_code > 0)
        report_kernel_fault(number, &trap);
    signal(number, SIG_DFL);
    raise(number);
}

bool hosted_start_faults(void) {
    const stack_t stack = {.ss_sp = fault_stack, .ss_size = sizeof fault_stack};
    if (sigaltstack(&stack, nullptr) != 0)
        return false;
    struct sigaction action = {.sa_sigaction = handle_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], &action, nullptr) != 0)
            return false;
    return true;
}
