#! attack: passes a parameter that it may only read to a function that writes
#! rule: R5 CALL_READ_ONLY
.include "vx.inc"
program call-read-only-parameter
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    call f
    addq $8, %rsp
    ret
    end _start
.ifdef TWIN
function f, "i:O8"
.else
function f, "i:o8"
.endif
    subq $8, %rsp
.Lattack:
    call g
    addq $8, %rsp
    ret
    end f
function g, "i:O8"
    xorl %eax, %eax
    movl %eax, (%rdi)
    ret
    end g
