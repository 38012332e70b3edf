#! attack: uses an object of the frame after rsp was raised over it
#! rule: R6 STACK_BELOW
#! status: 5
.include "vx.inc"
program stack-object-released
start f
function f, "i:v"
    subq $24, %rsp
    frame_object 16, "(%rsp)"
    movq %rsp, %rcx
    movl $5, %eax
    movl %eax, (%rsp)
.ifdef TWIN
.Lattack:
    movl (%rcx), %eax
    addq $24, %rsp
.else
    addq $24, %rsp
.Lattack:
    movl (%rcx), %eax
.endif
    ret
    end f
