#! attack: a frame that steps over the guard below the stack
#! rule: R6 STACK_DEPTH
.include "vx.inc"
program stack-frame-too-large, 1048576
function _start, "i:v"
.Lattack:
.ifdef TWIN
    subq $200008, %rsp
    addq $200008, %rsp
.else
    subq $300008, %rsp
    addq $300008, %rsp
.endif
    xorl %eax, %eax
    ret
    end _start
