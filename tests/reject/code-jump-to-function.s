#! attack: jumps to another function's entry, past the checks that a call has
#! rule: R1 CODE_BRANCH_TARGET
.include "vx.inc"
program code-jump-to-function
function _start, "i:v"
    subq $8, %rsp
.Lattack:
.ifdef TWIN
    call f
.else
    jmp f
.endif
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
