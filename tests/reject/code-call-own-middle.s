#! attack: calls the next instruction to learn and change the return address
#! rule: R1 CODE_CALL_TARGET
.include "vx.inc"
program code-call-own-middle
function _start, "i:v"
    subq $8, %rsp
.Lattack:
.ifdef TWIN
    call f
    addq $8, %rsp
    ret
.else
    call .Lnext
.Lnext:
    popq %rax
    addq $8, %rsp
    ret
.endif
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
