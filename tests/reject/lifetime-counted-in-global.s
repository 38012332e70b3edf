#! attack: keeps an array that is only lent to the function
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-counted-in-global
typedef 0, 8, 8, "0:O8"
typed data, slot, 0, 1, 8
    .quad 0
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    movl $1, %esi
    leaq value(%rip), %rdx
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:w1*8,l,O8!"
    xorl %eax, %eax
    testq %rsi, %rsi
    je .Lnone
.Lattack:
.ifdef TWIN
    movq %rdx, slot(%rip)
.else
    movq %rdi, slot(%rip)
.endif
.Lnone:
    ret
    end f
