#! shows: the rest of an array from a checked start on, passed to a function
#! status: 52
.include "vx.inc"
program slice
object rodata, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $10, %esi
    movl $2, %edx
    call rest
    addq $8, %rsp
    ret
    end _start
function rest, "i:r1,l,l"
    subq $8, %rsp
    cmpq %rdx, %rsi
    jb .Lpad
    addq %rdx, %rdi
    subq %rdx, %rsi
    call sum
    addq $8, %rsp
    ret
.Lpad:
    ud1q %rsi, %rdx
    end rest
function sum, "i:r1,l"
    xorl %eax, %eax
    xorl %ecx, %ecx
    testq %rsi, %rsi
    je .Lout
.Lturn:
    movzbl (%rdi,%rcx), %edx
    addl %edx, %eax
    addq $1, %rcx
    cmpq %rsi, %rcx
    jb .Lturn
.Lout:
    ret
    end sum
