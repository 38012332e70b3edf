#! attack: moves a stored pointer on by changing its lowest byte
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-byte
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
function _start, "i:v"
    leaq node(%rip), %rdx
    movq %rdx, (%rdx)
.Lattack:
.ifdef TWIN
    movb $8, 8(%rdx)
.else
    movb $8, (%rdx)
.endif
    movq (%rdx), %rcx
    xorl %eax, %eax
    ret
    end _start
