#! attack: stores an array of one plain type where an array of another with as large elements is due
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-array-of-other-type
typedef 0, 8, 8, "0:A#1"
typedef 1, 8, 8
typedef 2, 8, 4
typed data, slot, 0, 1, 8
    .quad 0
headed data, right, 1, 4, 32
    .quad 1, 2, 3, 4
headed data, wrong, 2, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
.ifdef TWIN
    leaq right+16(%rip), %rcx
.else
    leaq wrong+16(%rip), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
