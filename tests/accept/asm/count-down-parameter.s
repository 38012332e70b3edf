#! shows: counting down from a length that is a parameter
#! status: 55
.include "vx.inc"
program count-down-parameter
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
    xorl %eax, %eax
    movq %rsi, %rcx
    testq %rsi, %rsi
    je .Lout
.Lturn:
    subq $1, %rcx
    cmpq %rsi, %rcx
    jae .Lout
    movzbl (%rdi,%rcx), %edx
    addl %edx, %eax
    testq %rcx, %rcx
    jne .Lturn
.Lout:
    ret
    end f
