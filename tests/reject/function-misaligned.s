#! attack: calls a function pointer with a stack that is not aligned
#! rule: R5 CALL_ALIGNMENT
.include "vx.inc"
program function-misaligned
function _start, "i:v"
    subq $8, %rsp
    leaq f(%rip), %rax
.ifndef TWIN
    subq $8, %rsp
.endif
.Lattack:
    call *%rax
.ifndef TWIN
    addq $8, %rsp
.endif
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
