# The base of patches that attack a number whose claimed interval would let it be negative.
#! status: 0
.include "vx.inc"
program below
object data, table, 16
    .zero 16
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $50, %esi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
# From 48 to 63, so of sixteens there are three, and fifteen remain of 63.
function f, "i:o16,l"
    testq %rdi, %rdi
    je .Lend
    cmpq $48, %rsi
    jb .Lend
    cmpq $64, %rsi
    jae .Lend
    jmp .Lmeet
.Lmeet:
    andq $-16, %rsi
    movl $63, %edx
    subq %rsi, %rdx
.Laccess:
    movzbl (%rdi,%rdx), %edx
.Lend:
    xorl %eax, %eax
    ret
    end f
