#! attack: reads a slot after rsp was raised over it
#! rule: R6 STACK_BELOW
.include "vx.inc"
program stack-below-released
function _start, "i:v"
    xorl %eax, %eax
    subq $24, %rsp
    movq %rsp, %rcx
    movq %rax, (%rsp)
.ifdef TWIN
.Lattack:
    movq (%rcx), %rax
    addq $24, %rsp
.else
    addq $24, %rsp
.Lattack:
    movq (%rcx), %rax
.endif
    ret
    end _start
