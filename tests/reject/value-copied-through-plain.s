#! attack: a reference goes through plain memory before it is stored in a pointer slot
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-copied-through-plain
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
object bss, scratch, 8
    .zero 8
function _start, "i:v"
    leaq node(%rip), %rcx
    movq %rcx, scratch(%rip)
.ifndef TWIN
    movq scratch(%rip), %rcx
.endif
.Lattack:
    movq %rcx, node(%rip)
    xorl %eax, %eax
    ret
    end _start
