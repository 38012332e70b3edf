#! attack: writes 16 bytes of a vector register over two pointer slots
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-vector
typedef 0, 32, 8, "0:O#0 8:O#0"
typed data, node, 0, 1, 32
    .quad 0, 0, 5, 6
function _start, "i:v"
    leaq node(%rip), %rdx
    pxor %xmm0, %xmm0
.Lattack:
.ifdef TWIN
    movups %xmm0, 16(%rdx)
.else
    movups %xmm0, (%rdx)
.endif
    xorl %eax, %eax
    ret
    end _start
