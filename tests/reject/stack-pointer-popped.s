#! attack: pops a number into rsp
#! rule: R6 STACK_POINTER
.include "vx.inc"
program stack-pointer-popped
function _start, "i:v"
    pushq $0x400000
.Lattack:
.ifdef TWIN
    popq %rcx
.else
    popq %rsp
.endif
    xorl %eax, %eax
    ret
    end _start
