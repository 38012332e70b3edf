#! attack: makes a function pointer to a place inside a function
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program function-own-middle
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq f(%rip), %rax
.else
    leaq f+2(%rip), %rax
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
