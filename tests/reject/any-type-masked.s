#! attack: compares the lowest bits of a type only
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program any-type-masked
typedef 0, 8, 8, "0:p"
typedef 1, 8, 8
typedef 2, 4, 4
typedef 3, 4, 4
typed data, slot, 0, 1, 8
    .quad array+16
headed data, array, 1, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
    movq slot(%rip), %rcx
    movl -16(%rcx), %edx
.ifndef TWIN
    andl $1, %edx
.endif
    cmpl $1, %edx
    jne .Lpad
.Lattack:
    movq (%rcx), %rax
    ret
.Lpad:
    ud2
    end _start
