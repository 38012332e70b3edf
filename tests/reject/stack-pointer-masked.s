#! attack: aligns rsp with a mask, after which its distance from the entry is unknown
#! rule: R6 STACK_POINTER
.include "vx.inc"
program stack-pointer-masked
function _start, "i:v"
.Lattack:
.ifdef TWIN
    subq $56, %rsp
    addq $56, %rsp
.else
    andq $-64, %rsp
.endif
    xorl %eax, %eax
    ret
    end _start
