#! attack: keeps a parameter that is only lent to the function
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-parameter-in-global
typedef 0, 8, 8, "0:O8"
typed data, slot, 0, 1, 8
    .quad 0
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    leaq value(%rip), %rsi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:O8,O8!"
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movq %rsi, slot(%rip)
.else
    movq %rdi, slot(%rip)
.endif
    ret
    end f
