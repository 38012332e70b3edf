#! attack: stores a reference to 16 bytes where one to 32 is due
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-larger
typedef 0, 8, 8, "0:o32"
typed data, slot, 0, 1, 8
    .quad 0
object data, small, 16
    .quad 1, 2
object data, large, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
.ifdef TWIN
    leaq large(%rip), %rcx
.else
    leaq small(%rip), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
