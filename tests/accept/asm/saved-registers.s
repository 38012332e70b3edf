#! shows: references in callee-saved registers live through a call in a loop
#! status: 65
.include "vx.inc"
program saved-registers
object rodata, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $10, %esi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l"
    pushq %rbp
    pushq %r12
    pushq %r13
    pushq %rbx
    subq $8, %rsp
    movq %rdi, %r12
    movq %rsi, %r13
    xorl %ebx, %ebx
    xorl %ebp, %ebp
    jmp .Ltest
.Lturn:
    movzbl (%r12,%rbx), %edi
    call next
    addl %eax, %ebp
    addq $1, %rbx
.Ltest:
    cmpq %r13, %rbx
    jb .Lturn
    movl %ebp, %eax
    addq $8, %rsp
    popq %rbx
    popq %r13
    popq %r12
    popq %rbp
    ret
    end f
function next, "i:i"
    leal 1(%rdi), %eax
    ret
    end next
