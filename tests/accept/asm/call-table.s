#! shows: calls through a table of functions, from memory and from a register
#! status: 22
.include "vx.inc"
program call-table
signature 0, "i:i,i"
typedef 0, 24, 8, "0+8x3:x0"
typed relro, table, 0, 1, 24
    .quad plus, times, 0
start f, 5, 6
function plus, "i:i,i"
    leal (%rdi,%rsi), %eax
    ret
    end plus
function times, "i:i,i"
    movl %edi, %eax
    imull %esi, %eax
    ret
    end times
function f, "i:i,i"
    pushq %rbx
    pushq %r12
    pushq %r13
    movl %edi, %r12d
    movl %esi, %r13d
    xorl %ebx, %ebx
    leaq table(%rip), %rcx
    movq 8(%rcx), %rax
    movq (%rcx), %rdx
    testq %rax, %rax
    je 1f
    testq %rdx, %rdx
    je 1f
    cmpl $7, %esi
    jae 2f
    movq %rdx, %rax # either
2:
    movl %r12d, %edi
    movl %r13d, %esi
    call *%rax
    movl %eax, %ebx
    leaq plus(%rip), %rax
    movl %r12d, %edi
    movl %r13d, %esi
    call *%rax
    addl %eax, %ebx
1:
    movl %ebx, %eax
    popq %r13
    popq %r12
    popq %rbx
    ret
    end f
