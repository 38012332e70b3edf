#! attack: passes the plain part of an object of the frame, whose pointer slot was never written, and lets the rest count as used
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-plain-member
typedef 0, 16, 8, "0:O#0"
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
.ifdef TWIN
    movq $0, (%rsp)
.endif
    movq $0, 8(%rsp)
    leaq 8(%rsp), %rdi
.Lattack:
    call f
    movq (%rsp), %rcx
    addq $24, %rsp
    ret
    end _start
function f, "i:O8"
    xorl %eax, %eax
    ret
    end f
