#! attack: stores a reference to plain data where one to a structure with a pointer is due
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-plain-for-slots
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
typed data, second, 0, 1, 16
    .quad 0, 0
object data, forged, 16
    .quad 0x500000, 0
function _start, "i:v"
.ifdef TWIN
    leaq second(%rip), %rcx
.else
    leaq forged(%rip), %rcx
.endif
.Lattack:
    movq %rcx, node(%rip)
    xorl %eax, %eax
    ret
    end _start
