# oracle_run(void *code): loads the general registers (not rsp) and flags from oracle_cpu, jumps to `code`, which
# jumps to oracle_back, and stores them again. oracle_cpu: 16 registers in encoding order, then flags.
    .text
    .globl oracle_run, oracle_back
    .hidden oracle_cpu
oracle_run:
    push %rbx
    push %rbp
    push %r12
    push %r13
    push %r14
    push %r15
    push %rdi
    mov oracle_cpu+128(%rip), %rax
    push %rax
    mov oracle_cpu+0(%rip), %rax
    mov oracle_cpu+8(%rip), %rcx
    mov oracle_cpu+16(%rip), %rdx
    mov oracle_cpu+24(%rip), %rbx
    mov oracle_cpu+40(%rip), %rbp
    mov oracle_cpu+48(%rip), %rsi
    mov oracle_cpu+56(%rip), %rdi
    mov oracle_cpu+64(%rip), %r8
    mov oracle_cpu+72(%rip), %r9
    mov oracle_cpu+80(%rip), %r10
    mov oracle_cpu+88(%rip), %r11
    mov oracle_cpu+96(%rip), %r12
    mov oracle_cpu+104(%rip), %r13
    mov oracle_cpu+112(%rip), %r14
    mov oracle_cpu+120(%rip), %r15
    popfq
    jmp *(%rsp)
oracle_back:
    mov %rax, oracle_cpu+0(%rip)
    mov %rcx, oracle_cpu+8(%rip)
    mov %rdx, oracle_cpu+16(%rip)
    mov %rbx, oracle_cpu+24(%rip)
    mov %rbp, oracle_cpu+40(%rip)
    mov %rsi, oracle_cpu+48(%rip)
    mov %rdi, oracle_cpu+56(%rip)
    mov %r8, oracle_cpu+64(%rip)
    mov %r9, oracle_cpu+72(%rip)
    mov %r10, oracle_cpu+80(%rip)
    mov %r11, oracle_cpu+88(%rip)
    mov %r12, oracle_cpu+96(%rip)
    mov %r13, oracle_cpu+104(%rip)
    mov %r14, oracle_cpu+112(%rip)
    mov %r15, oracle_cpu+120(%rip)
    pushfq
    pop %rax
    mov %rax, oracle_cpu+128(%rip)
    pop %rdi
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbp
    pop %rbx
    ret
    .section .note.GNU-stack,"",@progbits
