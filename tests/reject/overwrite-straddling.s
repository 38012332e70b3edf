#! attack: writes eight bytes of which four are the end of a pointer slot
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-straddling
typedef 0, 24, 8, "0:O#0"
typed data, node, 0, 1, 24
    .quad 0, 5, 6
function _start, "i:v"
    leaq node(%rip), %rdx
    movl $7, %ecx
.Lattack:
.ifdef TWIN
    movq %rcx, 8(%rdx)
.else
    movq %rcx, 4(%rdx)
.endif
    xorl %eax, %eax
    ret
    end _start
