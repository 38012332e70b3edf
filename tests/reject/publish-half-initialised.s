#! attack: passes an object of the frame of which one of two pointer slots was written
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-half-initialised
typedef 0, 24, 8, "0:O#0 16:O#0"
function _start, "i:v"
    subq $40, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    movq $0, 8(%rsp)
.ifdef TWIN
    movq $0, 16(%rsp)
.endif
    leaq (%rsp), %rdi
.Lattack:
    call f
    addq $40, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
