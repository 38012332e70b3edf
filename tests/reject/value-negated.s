#! attack: a reference that became a number and was made one again by arithmetic is stored
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-negated
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
function _start, "i:v"
    leaq node(%rip), %rcx
.ifndef TWIN
    negq %rcx
    negq %rcx
.endif
.Lattack:
    movq %rcx, node(%rip)
    xorl %eax, %eax
    ret
    end _start
