#! attack: compares the lowest byte of a type only
#! rule: R3 TYPE_HEADER
.include "vx.inc"
program any-type-byte
typedef 0, 8, 8, "0:p"
typedef 1, 8, 8
typed data, slot, 0, 1, 8
    .quad array+16
headed data, array, 1, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
    movq slot(%rip), %rcx
.Lattack:
.ifdef TWIN
    cmpl $1, -16(%rcx)
.else
    cmpb $1, -16(%rcx)
.endif
    jne .Lpad
    xorl %eax, %eax
    ret
.Lpad:
    ud2
    end _start
