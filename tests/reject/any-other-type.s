#! attack: tests for a small type and reads as much as a larger one has
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program any-other-type
typedef 0, 8, 8, "0:p"
typedef 1, 8, 8
typedef 2, 16, 8
typed data, slot, 0, 1, 8
    .quad array+16
headed data, array, 2, 2, 32
    .quad 0, 0, 3, 4
function _start, "i:v"
    movq slot(%rip), %rcx
.ifdef TWIN
    cmpl $2, -16(%rcx)
.else
    cmpl $1, -16(%rcx)
.endif
    jne .Lpad
.Lattack:
    movl 8(%rcx), %eax
    ret
.Lpad:
    ud2
    end _start
