#! attack: a type test that is taken to prove two elements
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program any-second-element
typedef 0, 8, 8, "0:p"
typedef 1, 8, 8
typed data, slot, 0, 1, 8
    .quad array+16
headed data, array, 1, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
    movq slot(%rip), %rcx
    cmpl $1, -16(%rcx)
    jne .Lpad
.Lattack:
.ifdef TWIN
    movl (%rcx), %eax
.else
    movl 8(%rcx), %eax
.endif
    xorl %eax, %eax
    ret
.Lpad:
    ud2
    end _start
