#! attack: stores a number in the slot of an array
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-array-from-number
typedef 0, 16, 8, "0:a8"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    movl $0x100000, %ecx
.Lattack:
.ifdef TWIN
    movq %rcx, node+8(%rip)
.else
    movq %rcx, node(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
