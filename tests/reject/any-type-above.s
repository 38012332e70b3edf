#! attack: takes every type from one number on for the one with that number
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program any-type-above
typedef 0, 8, 8, "0:p"
typedef 1, 8, 8
typedef 2, 4, 4
typed data, slot, 0, 1, 8
    .quad array+16
headed data, array, 1, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
    movq slot(%rip), %rcx
    cmpl $1, -16(%rcx)
.ifdef TWIN
    jne .Lpad
.else
    jb .Lpad
.endif
.Lattack:
    movq (%rcx), %rax
    ret
.Lpad:
    ud2
    end _start
