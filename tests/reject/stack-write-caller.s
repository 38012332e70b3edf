#! attack: writes into the caller's frame
#! rule: R6 STACK_OUTSIDE
.include "vx.inc"
program stack-write-caller
start f
function f, "i:v"
    xorl %eax, %eax
    subq $24, %rsp
.Lattack:
.ifdef TWIN
    movq %rax, 16(%rsp)
.else
    movq %rax, 32(%rsp)
.endif
    addq $24, %rsp
    ret
    end f
