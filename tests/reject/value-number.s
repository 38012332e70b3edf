#! attack: stores a number that was read from memory in a pointer slot
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-number
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0x500000
function _start, "i:v"
    leaq node(%rip), %rdi
.Lload:
.ifdef TWIN
    movq (%rdi), %rcx
.else
    movq 8(%rdi), %rcx
.endif
.Lattack:
    movq %rcx, (%rdi)
    xorl %eax, %eax
    ret
    end _start
