# The base of the patches that attack hints: loops with bounds, spills, saved registers, a difference, two arrays.
#! status: 58
.include "vx.inc"
program hints
object data, numbers, 40
    .long 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
object data, bytes, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    pushq %rbx
    leaq numbers(%rip), %rdi
    movl $10, %esi
    call sum
    movl %eax, %ebx
    leaq bytes(%rip), %rdi
    movl $10, %esi
    movl $2, %edx
    call choose
    addl %ebx, %eax
    popq %rbx
    ret
    end _start
# the sum of `count` numbers; the count waits in a slot, rbx is saved in another
function sum, "i:r1*4,l"
    pushq %rbx
    subq $16, %rsp
    movq %rsi, 8(%rsp)
    xorl %ebx, %ebx
    xorl %eax, %eax
.Ljump:
    jmp .Ltest
.Lturn:
    addl (%rdi,%rbx,4), %eax
    addq $1, %rbx
.Ltest:
    cmpq 8(%rsp), %rbx
.Lagain:
    jb .Lturn
    addq $16, %rsp
    popq %rbx
    ret
    end sum
# element `index` of an array; two paths meet between its check and the access
function choose, "i:r1,l,l"
    cmpq %rsi, %rdx
    jae .Lpad
    testq %rdx, %rdx
    je .Lmeet
    movl $1, %ecx
.Lmeet:
    movzbl (%rdi,%rdx), %eax
    ret
.Lpad:
    ud1q %rsi, %rdx
    end choose
