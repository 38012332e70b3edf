#! attack: writes the lower half of a pointer slot
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-lower-half
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
function _start, "i:v"
    movl $0x400000, %ecx
.Lattack:
.ifdef TWIN
    movl %ecx, node+8(%rip)
.else
    movl %ecx, node(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
