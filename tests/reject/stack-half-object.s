#! attack: one store over the end of an object and the slot beside it
#! rule: R6 STACK_OVERLAP
.include "vx.inc"
program stack-half-object
start f
function f, "i:v"
    subq $40, %rsp
    frame_object 16, "(%rsp)"
    xorps %xmm0, %xmm0
.Lattack:
.ifdef TWIN
    movups %xmm0, (%rsp)
.else
    movups %xmm0, 8(%rsp)
.endif
    xorl %eax, %eax
    addq $40, %rsp
    ret
    end f
