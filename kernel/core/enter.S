/* Into a process, out of it, and through its import table: the kernel's only assembly shared by both platforms.
 *
 * Stacks: process_enter leaves the callee-saved registers on the kernel's stack and its rsp in
 * process_current->kernel_stack. From then on verified code runs on the process's own stack. A service thunk
 * goes back to the kernel's stack for the length of the service, so nothing that the kernel computes is ever
 * on the process's stack. kernel_leave drops whatever is on the kernel's stack above process_enter's frame.
 *
 * Verified code keeps the System V x86-64 calling convention (the verifier's rules 5 and 6: callee-saved
 * registers and rsp are intact at a return) and cannot touch DF or MXCSR's controls. */

#define PROCESS_KERNEL_STACK 0 /* offsets in struct process; asserted in process.c */
#define PROCESS_PROCESS_STACK 8
#define PROCESS_REGISTERS 16
#define MXCSR_DEFAULT 0x1f80 /* all exceptions masked, round to nearest */

    .hidden process_current
    .hidden process_enter
    .hidden kernel_leave
    .hidden service_second_results

    .macro clear_vectors
    .irp number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    pxor %xmm\number, %xmm\number
    .endr
    .endm

    .text

/* int process_enter(uint64_t entry, uint64_t stack_end) */
    .globl process_enter
    .type process_enter, @function
    .p2align 4
process_enter:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    subq $8, %rsp /* 16-byte aligned, as a call of a C function wants it: service thunks start from here */
    movq process_current(%rip), %rax
    movq %rsp, PROCESS_KERNEL_STACK(%rax)

    movl $MXCSR_DEFAULT, -4(%rsi) /* in the process's stack, cleared before it runs */
    ldmxcsr -4(%rsi)
    movl $0, -4(%rsi)
    clear_vectors
    movq %rdi, %rax /* the one register that is not zero: the entry's own address */
    movq %rsi, %rsp
    xorl %ebx, %ebx
    xorl %ecx, %ecx
    xorl %edx, %edx
    xorl %esi, %esi
    xorl %edi, %edi
    xorl %ebp, %ebp
    xorl %r8d, %r8d
    xorl %r9d, %r9d
    xorl %r10d, %r10d
    xorl %r11d, %r11d
    xorl %r12d, %r12d
    xorl %r13d, %r13d
    xorl %r14d, %r14d
    xorl %r15d, %r15d
    cld
    call *%rax
    /* The entry has returned: its result is in eax, as a return of process_enter wants it. */
    .size process_enter, . - process_enter

/* void kernel_leave(void): no register and no stack is assumed. Keeps eax. */
    .globl kernel_leave
    .type kernel_leave, @function
kernel_leave:
    cld
    movq process_current(%rip), %rcx
    movq PROCESS_KERNEL_STACK(%rcx), %rsp
    addq $8, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size kernel_leave, . - kernel_leave

/* One thunk a service: what the import table holds. All of a service's arguments are in registers, which the
 * thunk leaves alone; r11 is free at a call. The callee-saved registers go where the collector sees them. A
 * service has a second result in rdx if its word of service_second_results is all ones; else the word is 0. */
    .set service_number, 0

    .macro thunk name
    .globl service_thunk_\name
    .hidden service_thunk_\name
    .hidden service_\name
    .type service_thunk_\name, @function
    .p2align 4
service_thunk_\name:
    movq process_current(%rip), %r11
    movq %rsp, PROCESS_PROCESS_STACK(%r11)
    movq %rbx, PROCESS_REGISTERS(%r11)
    movq %rbp, PROCESS_REGISTERS+8(%r11)
    movq %r12, PROCESS_REGISTERS+16(%r11)
    movq %r13, PROCESS_REGISTERS+24(%r11)
    movq %r14, PROCESS_REGISTERS+32(%r11)
    movq %r15, PROCESS_REGISTERS+40(%r11)
    movq PROCESS_KERNEL_STACK(%r11), %rsp
    cld
    call service_\name
    andq service_second_results + 8 * service_number(%rip), %rdx
    jmp service_return
    .size service_thunk_\name, . - service_thunk_\name
    .set service_number, service_number + 1
    .endm

#define SERVICE(name, class, signature, why) thunk name
#include "../services.def"

/* Back to the caller with the results in rax and rdx and none of the kernel's values in any other register. */
    .type service_return, @function
    .p2align 4
service_return:
    movq process_current(%rip), %rcx
    movq PROCESS_PROCESS_STACK(%rcx), %rsp
    xorl %ecx, %ecx
    xorl %esi, %esi
    xorl %edi, %edi
    xorl %r8d, %r8d
    xorl %r9d, %r9d
    xorl %r10d, %r10d
    xorl %r11d, %r11d
    clear_vectors
    ret
    .size service_return, . - service_return

    .section .note.GNU-stack, "", @progbits
