#! attack: writes a number to a pointer slot of the frame and goes there
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program raw-slot-number
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    leaq node(%rip), %rdx
.ifdef TWIN
    movq %rdx, (%rsp)
.else
    movq $0x500000, (%rsp)
.endif
    movq (%rsp), %rcx
.Lattack:
    movl 8(%rcx), %eax
    addq $24, %rsp
    ret
    end _start
