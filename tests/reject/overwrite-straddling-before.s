#! attack: writes a reference four bytes before the pointer slot that would hold it
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-straddling-before
typedef 0, 24, 8, "8:O#0"
typed data, node, 0, 1, 24
    .quad 0, 0, 6
function _start, "i:v"
    leaq node(%rip), %rdx
.Lattack:
.ifdef TWIN
    movq %rdx, 8(%rdx)
.else
    movq %rdx, 4(%rdx)
.endif
    xorl %eax, %eax
    ret
    end _start
