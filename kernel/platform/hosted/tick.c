/* The tick on Linux: a POSIX timer whose signal comes to the thread that runs the kernel, on the faults' stack.
 *
 * The handler gives the core what the signal's frame holds of registers and vectors. If the core wants the processor,
 * it edits the frame to continue in kernel_leave, and returns; no stack is switched inside the handler and nothing
 * jumps out of it. */
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "../platform.h"
#include "hosted.h"

enum { DIRECTION_FLAG = 1 << 10 };

static timer_t timer;

static struct platform_registers read_frame(const ucontext_t *frame) {
    struct platform_registers registers = {
        .rip = (uint64_t)frame->uc_mcontext.gregs[REG_RIP],
        .rflags = (uint64_t)frame->uc_mcontext.gregs[REG_EFL],
    };
    hosted_read_registers(frame, registers.general);
    return registers;
}

static void continue_in_kernel(ucontext_t *frame) {
    frame->uc_mcontext.gregs[REG_RIP] = (greg_t)(uint64_t)kernel_leave;
    frame->uc_mcontext.gregs[REG_EFL] &= ~(greg_t)(DIRECTION_FLAG | PLATFORM_TRAP_FLAG);
}

static void handle_tick(int number, siginfo_t *info, void *context) {
    (void)number, (void)info;
    ucontext_t *frame = context;
    const struct platform_registers interrupted = read_frame(frame);
    if (kernel_tick(&interrupted, frame->uc_mcontext.fpregs))
        continue_in_kernel(frame);
}

static void handle_step(int number, siginfo_t *info, void *context) {
    ucontext_t *frame = context;
    if (info->si_code != TRAP_TRACE) { /* none of ours */
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    const struct platform_registers interrupted = read_frame(frame);
    switch (kernel_step(&interrupted, frame->uc_mcontext.fpregs)) {
    case KERNEL_STEP_AGAIN:
        break;
    case KERNEL_STEP_NO_MORE:
        frame->uc_mcontext.gregs[REG_EFL] &= ~(greg_t)PLATFORM_TRAP_FLAG;
        break;
    case KERNEL_STEP_LEAVE:
        continue_in_kernel(frame);
        break;
    }
}

bool hosted_start_steps(void) {
    struct sigaction action = {.sa_sigaction = handle_step, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    return sigaction(SIGTRAP, &action, nullptr) == 0;
}

bool hosted_start_tick(void) {
    struct sigaction action = {.sa_sigaction = handle_tick, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    sigfillset(&action.sa_mask);
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN};
    event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
    return sigaction(SIGRTMIN, &action, nullptr) == 0 && timer_create(CLOCK_MONOTONIC, &event, &timer) == 0;
}

void platform_tick(bool on) {
    const struct timespec period = {.tv_nsec = on ? PLATFORM_TICK_NS : 0};
    const struct itimerspec setting = {.it_interval = period, .it_value = period};
    if (timer_settime(timer, 0, &setting, nullptr) != 0)
        platform_panic("the timer cannot be set");
}
