#! attack: writes the upper half of a pointer slot
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-upper-half
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
function _start, "i:v"
    leaq node(%rip), %rdx
.Lattack:
.ifdef TWIN
    movl $1, 12(%rdx)
.else
    movl $1, 4(%rdx)
.endif
    xorl %eax, %eax
    ret
    end _start
