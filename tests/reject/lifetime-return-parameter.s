#! attack: returns a parameter that is not marked as returned
#! rule: R4 LIFETIME_RESULT
.include "vx.inc"
program lifetime-return-parameter
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    movq %rdi, %rsi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "O8:O8,O8^"
.ifdef TWIN
    movq %rsi, %rax
.else
    movq %rdi, %rax
.endif
.Lattack:
    ret
    end f
