#! attack: passes a lent parameter to a function that may keep it
#! rule: R4 LIFETIME_ARGUMENT
.include "vx.inc"
program lifetime-argument-parameter
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
    subq $8, %rsp
.ifdef TWIN
    movq %rsi, %rdi
.endif
.Lattack:
    call g
    addq $8, %rsp
    ret
    end f
function g, "i:O8!"
    xorl %eax, %eax
    ret
    end g
