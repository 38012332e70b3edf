#! attack: takes the branch on which the type is another one
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program any-wrong-branch
typedef 0, 8, 8, "0:p"
typedef 1, 8, 8
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
    je .Lpad
.endif
.Lattack:
    movl (%rcx), %eax
    ret
.Lpad:
    ud2
    end _start
