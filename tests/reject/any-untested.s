#! attack: reads an object of unknown type
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program any-untested
typedef 0, 8, 8, "0:p"
typedef 1, 8, 8
typed data, slot, 0, 1, 8
    .quad array+16
headed data, array, 1, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
    movq slot(%rip), %rcx
.ifdef TWIN
    cmpl $1, -16(%rcx)
    jne .Lpad
.endif
.Lattack:
    movl (%rcx), %eax
    ret
.Lpad:
    ud2
    end _start
