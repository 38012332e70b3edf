#! attack: stores a reference to a structure whose pointer is to another type, by which a number becomes a pointer
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-slot-type
typedef 0, 16, 8, "0:O#1"
typedef 1, 16, 8, "0:O#0"
typedef 2, 16, 8, "0:O16"
typed data, node, 0, 1, 16
    .quad 0, 0
typed data, right, 1, 1, 16
    .quad 0, 0
typed data, wrong, 2, 1, 16
    .quad 0, 0
function _start, "i:v"
.ifdef TWIN
    leaq right(%rip), %rcx
.else
    leaq wrong(%rip), %rcx
.endif
.Lattack:
    movq %rcx, node(%rip)
    xorl %eax, %eax
    ret
    end _start
