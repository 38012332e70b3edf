#! attack: passes what may be returned to a function that may keep it
#! rule: R4 LIFETIME_ARGUMENT
.include "vx.inc"
program lifetime-argument-returnable
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    leaq value(%rip), %rsi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "O8:O8^,O8!"
    pushq %rdi
.ifdef TWIN
    movq %rsi, %rdi
.endif
.Lattack:
    call g
    popq %rax
    ret
    end f
function g, "i:O8!"
    xorl %eax, %eax
    ret
    end g
