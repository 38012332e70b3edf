#! attack: adds to a pointer in memory
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program overwrite-add
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
function _start, "i:v"
    leaq node(%rip), %rdx
.Lattack:
.ifdef TWIN
    addq $8, 8(%rdx)
.else
    addq $8, (%rdx)
.endif
    xorl %eax, %eax
    ret
    end _start
