#! attack: stores a reference into the middle of an array, from which on it is too short
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-inside-too-far
typedef 0, 8, 8, "0:o32"
typed data, slot, 0, 1, 8
    .quad 0
object data, array, 48
    .quad 1, 2, 3, 4, 5, 6
function _start, "i:v"
.ifdef TWIN
    leaq array+16(%rip), %rcx
.else
    leaq array+24(%rip), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
