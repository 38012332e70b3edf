/* Into a process, out of it, and through its import table: the kernel's only assembly shared by both platforms.
 *
 * Stacks: process_enter, process_return and process_resume leave the callee-saved registers on the kernel's stack and
 * its rsp in process_current->kernel_stack. From then on verified code runs on the process's own stack. A service
 * thunk goes back to the kernel's stack for the length of the service, so nothing that the kernel computes is ever
 * on the process's stack; a LOCAL one goes to a stack of the kernel's that each process has for itself, since it may be
 * interrupted and others run before it goes on. kernel_leave drops whatever is on the kernel's stack above that frame.
 *
 * Verified code keeps the System V x86-64 calling convention (the verifier's rules 5 and 6: callee-saved
 * registers and rsp are intact at a return) and cannot touch DF or MXCSR's controls. */

#define PROCESS_KERNEL_STACK 0 /* offsets in struct process; asserted in process.c */
#define PROCESS_PROCESS_STACK 8
#define PROCESS_REGISTERS 16
#define PROCESS_RESULTS 64
#define PROCESS_INTERRUPTED 80
#define PROCESS_RIP (PROCESS_INTERRUPTED + 128)
#define PROCESS_RFLAGS (PROCESS_INTERRUPTED + 136)
#define PROCESS_VECTORS 224
#define PROCESS_LOCAL_STACK 736
#define MXCSR_DEFAULT 0x1f80 /* all exceptions masked, round to nearest */

    .hidden process_current
    .hidden process_enter
    .hidden process_return
    .hidden process_resume
    .hidden scheduler_mark
    .hidden scheduler_give_way
    .hidden kernel_leave
    .hidden service_second_results

    .macro clear_vectors
    .irp number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    pxor %xmm\number, %xmm\number
    .endr
    .endm

    .macro save_kernel /* changes rax */
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    subq $8, %rsp /* 16-byte aligned, as a call of a C function wants it: service thunks start from here */
    movq process_current(%rip), %rax
    movq %rsp, PROCESS_KERNEL_STACK(%rax)
    .endm

    .section .rodata
    .balign 4
mxcsr_default:
    .long MXCSR_DEFAULT

    .text

/* int process_enter(uint64_t entry, uint64_t stack_top) */
    .globl process_enter
    .type process_enter, @function
    .p2align 4
process_enter:
    save_kernel
    ldmxcsr mxcsr_default(%rip)
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
    .globl process_entry_returned
    .hidden process_entry_returned
process_entry_returned:
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

/* int process_return(struct process *): from a service that has parked, with its results. */
    .globl process_return
    .type process_return, @function
    .p2align 4
process_return:
    save_kernel
    ldmxcsr mxcsr_default(%rip)
    clear_vectors
    movq PROCESS_REGISTERS(%rdi), %rbx
    movq PROCESS_REGISTERS+8(%rdi), %rbp
    movq PROCESS_REGISTERS+16(%rdi), %r12
    movq PROCESS_REGISTERS+24(%rdi), %r13
    movq PROCESS_REGISTERS+32(%rdi), %r14
    movq PROCESS_REGISTERS+40(%rdi), %r15
    movq PROCESS_RESULTS(%rdi), %rax
    movq PROCESS_RESULTS+8(%rdi), %rdx
    movq PROCESS_PROCESS_STACK(%rdi), %rsp
    xorl %ecx, %ecx
    xorl %esi, %esi
    xorl %edi, %edi
    xorl %r8d, %r8d
    xorl %r9d, %r9d
    xorl %r10d, %r10d
    xorl %r11d, %r11d
    cld
    ret
    .size process_return, . - process_return

/* int process_resume(struct process *): where it was interrupted. iretq takes the stack pointer, flags and
 * instruction pointer at once; it changes no privilege, in ring 0 and under Linux alike. */
    .globl process_resume
    .type process_resume, @function
    .p2align 4
process_resume:
    save_kernel
    fxrstor PROCESS_VECTORS(%rdi)
    movl %ss, %eax
    pushq %rax
    pushq PROCESS_INTERRUPTED+32(%rdi) /* rsp */
    pushq PROCESS_RFLAGS(%rdi)
    movl %cs, %eax
    pushq %rax
    pushq PROCESS_RIP(%rdi)
    movq PROCESS_INTERRUPTED(%rdi), %rax
    movq PROCESS_INTERRUPTED+8(%rdi), %rcx
    movq PROCESS_INTERRUPTED+16(%rdi), %rdx
    movq PROCESS_INTERRUPTED+24(%rdi), %rbx
    movq PROCESS_INTERRUPTED+40(%rdi), %rbp
    movq PROCESS_INTERRUPTED+48(%rdi), %rsi
    movq PROCESS_INTERRUPTED+64(%rdi), %r8
    movq PROCESS_INTERRUPTED+72(%rdi), %r9
    movq PROCESS_INTERRUPTED+80(%rdi), %r10
    movq PROCESS_INTERRUPTED+88(%rdi), %r11
    movq PROCESS_INTERRUPTED+96(%rdi), %r12
    movq PROCESS_INTERRUPTED+104(%rdi), %r13
    movq PROCESS_INTERRUPTED+112(%rdi), %r14
    movq PROCESS_INTERRUPTED+120(%rdi), %r15
    movq PROCESS_INTERRUPTED+56(%rdi), %rdi
    iretq
    .size process_resume, . - process_resume

/* One thunk a service: what the import table holds. All of a service's arguments are in registers, which the
 * thunk leaves alone; r11 is free at a call. The callee-saved registers go where the collector sees them. A
 * service has a second result in rdx if its word of service_second_results is all ones; else the word is 0. */
    .set service_number, 0

    .macro thunk name, class
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
    .ifc \class, LOCAL
    movq PROCESS_LOCAL_STACK(%r11), %rsp
    .else
    movq PROCESS_KERNEL_STACK(%r11), %rsp
    .endif
    cld
    call service_\name
    andq service_second_results + 8 * service_number(%rip), %rdx
    jmp service_return
    .size service_thunk_\name, . - service_thunk_\name
    .set service_number, service_number + 1
    .endm

#define SERVICE(name, class, signature, why) thunk name, class
#include "../services.def"

/* Back to the caller with the results in rax and rdx and none of the kernel's values in any other register. */
    .type service_return, @function
    .p2align 4
service_return:
    movq process_current(%rip), %rcx
    cmpb $0, scheduler_mark(%rip)
    jne service_give_way
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

/* Others are to run first. The stack is as deep as in the thunk: aligned. */
    .type service_give_way, @function
service_give_way:
    movq %rax, PROCESS_RESULTS(%rcx)
    movq %rdx, PROCESS_RESULTS+8(%rcx)
    call scheduler_give_way
    .size service_give_way, . - service_give_way

    .section .note.GNU-stack, "", @progbits
