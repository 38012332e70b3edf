#! attack: keeps a reference that is lent on one path and may be kept on the other
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-one-path
typedef 0, 8, 8, "0:O8"
typed data, slot, 0, 1, 8
    .quad 0
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    leaq value(%rip), %rsi
    xorl %edx, %edx
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:O8,O8!,i"
    xorl %eax, %eax
    leaq value(%rip), %rcx
    testl %edx, %edx
    je .Lmeet
.ifdef TWIN
    movq %rsi, %rcx
.else
    movq %rdi, %rcx
.endif
.Lmeet:
    nop
.Lattack:
    movq %rcx, slot(%rip)
    ret
    end f
