#! attack: reads a pointer slot of an object of the frame before it was written
#! rule: R6 STACK_UNINITIALISED
.include "vx.inc"
program raw-slot-unset
typedef 0, 16, 8, "0:O#0"
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
.ifdef TWIN
    movq $0, (%rsp)
.endif
.Lattack:
    movq (%rsp), %rcx
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
