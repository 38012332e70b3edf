#! attack: calls an address that it computed
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program code-call-register
function _start, "i:v"
    subq $8, %rsp
    leaq f(%rip), %rax
.ifndef TWIN
    negq %rax
    negq %rax
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
