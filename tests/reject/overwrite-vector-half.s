#! attack: writes the lower eight bytes of a vector register, which may be anything, to a pointer slot
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program overwrite-vector-half
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
function _start, "i:v"
    leaq node(%rip), %rdx
    movsd 8(%rdx), %xmm0
.Lattack:
.ifdef TWIN
    movsd %xmm0, 8(%rdx)
.else
    movsd %xmm0, (%rdx)
.endif
    xorl %eax, %eax
    ret
    end _start
