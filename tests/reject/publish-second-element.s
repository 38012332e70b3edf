#! attack: passes an array in the frame of which only the first element was initialised
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-second-element
typedef 0, 16, 8, "0:O#0"
function _start, "i:v"
    subq $40, %rsp
    frame_typed 0, 2, "(%rsp)"
    movq $0, (%rsp)
.ifdef TWIN
    movq $0, 16(%rsp)
.endif
    leaq (%rsp), %rdi
    movl $2, %esi
.Lattack:
    call f
    addq $40, %rsp
    ret
    end _start
function f, "i:w1*#0,l"
    xorl %eax, %eax
    ret
    end f
