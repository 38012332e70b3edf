#! attack: returns a lent parameter on one path only
#! rule: R4 LIFETIME_RESULT
.include "vx.inc"
program lifetime-return-one-path
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    leaq value(%rip), %rsi
    xorl %edx, %edx
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "O8:O8,O8!,i"
    leaq value(%rip), %rax
    testl %edx, %edx
    je .Lmeet
.ifdef TWIN
    movq %rsi, %rax
.else
    movq %rdi, %rax
.endif
.Lmeet:
    nop
.Lattack:
    ret
    end f
