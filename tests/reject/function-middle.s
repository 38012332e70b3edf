#! attack: calls into the middle of a function by its pointer
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program function-middle
function _start, "i:v"
    subq $8, %rsp
    leaq f(%rip), %rax
.ifndef TWIN
    addq $2, %rax
.endif
.Lattack:
    call *%rax
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
