#! attack: `leave` with a frame pointer that is a number
#! rule: R6 STACK_POINTER
.include "vx.inc"
program stack-pointer-leave
function _start, "i:v"
    pushq %rbp
.ifdef TWIN
    movq %rsp, %rbp
.else
    movl $0x400000, %ebp
.endif
    xorl %eax, %eax
.Lattack:
    leave
    ret
    end _start
