#! attack: writes below rsp, where an interrupt of the kernel writes too
#! rule: R6 STACK_BELOW
.include "vx.inc"
program stack-red-zone
function _start, "i:v"
    xorl %eax, %eax
.ifdef TWIN
    subq $8, %rsp
    movq %rax, (%rsp)
    addq $8, %rsp
    ret
.else
.Lattack:
    movq %rax, -8(%rsp)
    ret
.endif
    end _start
