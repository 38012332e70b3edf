#! attack: stores a reference to the second member of a structure, whose pointer then lies elsewhere
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-shifted-view
typedef 0, 16, 8, "0:O#0"
typedef 1, 32, 8, "8:O#0 24:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
typed data, pair, 1, 1, 32
    .quad 0, 0, 0, 0
function _start, "i:v"
.ifdef TWIN
    leaq pair+8(%rip), %rcx
.else
    leaq pair+16(%rip), %rcx
.endif
.Lattack:
    movq %rcx, node(%rip)
    xorl %eax, %eax
    ret
    end _start
