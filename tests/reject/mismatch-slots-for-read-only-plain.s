#! attack: stores a reference to a structure with a pointer where one to plain data that is only read is due
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-slots-for-read-only-pl
typedef 0, 16, 8, "0:O#0"
typedef 1, 8, 8, "0:o16"
typedef 2, 8, 8, "0:o8"
typed data, node, 0, 1, 16
    .quad 0, 0
typed data, slot, 1, 1, 8
    .quad 0
typed data, second, 2, 1, 8
    .quad 0
function _start, "i:v"
    leaq node(%rip), %rcx
.Lattack:
.ifdef TWIN
    addq $8, %rcx
    movq %rcx, second(%rip)
.else
    movq %rcx, slot(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
