#! attack: a 32-bit operation cuts rsp
#! rule: R6 STACK_POINTER
.include "vx.inc"
program stack-pointer-half
function _start, "i:v"
.Lattack:
.ifdef TWIN
    subq $8, %rsp
    addq $8, %rsp
.else
    subl $8, %esp
    addl $8, %esp
.endif
    xorl %eax, %eax
    ret
    end _start
