#! attack: passes an object of the frame whose pointer slot holds a number
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-number
typedef 0, 16, 8, "0:O#0"
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
.ifdef TWIN
    movq $0, (%rsp)
.else
    movq $0x500000, (%rsp)
.endif
    leaq (%rsp), %rdi
.Lattack:
    call f
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
