#! attack: a frame that is lowered in steps until it passes the guard
#! rule: R6 STACK_DEPTH
.include "vx.inc"
program stack-frame-in-steps, 1048576
function _start, "i:v"
    subq $100000, %rsp
    subq $100000, %rsp
.Lattack:
.ifdef TWIN
    subq $50000, %rsp
    addq $50000, %rsp
.else
    subq $100000, %rsp
    addq $100000, %rsp
.endif
    addq $100000, %rsp
    addq $100000, %rsp
    xorl %eax, %eax
    ret
    end _start
