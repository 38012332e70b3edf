#! attack: stores the constant 8 in a pointer slot
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program overwrite-constant
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
function _start, "i:v"
.Lattack:
.ifdef TWIN
    movq $0, node(%rip)
.else
    movq $8, node(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
