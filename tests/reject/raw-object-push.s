#! attack: pushes a number over the pointer slot of an object in the frame
#! rule: R6 STACK_OVERLAP
.include "vx.inc"
program raw-object-push
typedef 0, 8, 8, "0:O8"
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    leaq (%rsp), %rdi
    call f
    addq $8, %rsp
.Lattack:
.ifdef TWIN
    subq $8, %rsp
.else
    pushq $7
.endif
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
