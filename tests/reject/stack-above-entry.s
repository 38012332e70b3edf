#! attack: raises rsp above the return address, into the caller's frame
#! rule: R6 STACK_DEPTH
.include "vx.inc"
program stack-above-entry
start f
function f, "i:v"
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    subq $8, %rsp
    addq $8, %rsp
.else
    addq $8, %rsp
    subq $8, %rsp
.endif
    ret
    end f
