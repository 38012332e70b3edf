#! attack: stores a reference to a structure whose pointer is in another place
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-slot-place
typedef 0, 16, 8, "0:O#0"
typedef 1, 16, 8, "8:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
typed data, other, 1, 1, 16
    .quad 0, 0
function _start, "i:v"
.ifdef TWIN
    leaq node(%rip), %rcx
.else
    leaq other(%rip), %rcx
.endif
.Lattack:
    movq %rcx, node(%rip)
    xorl %eax, %eax
    ret
    end _start
