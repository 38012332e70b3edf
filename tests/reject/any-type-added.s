#! attack: compares a type and one more than it
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program any-type-added
typedef 0, 8, 8, "0:p"
typedef 1, 8, 8
typedef 2, 4, 4
typed data, slot, 0, 1, 8
    .quad array+16
headed data, array, 1, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
    movq slot(%rip), %rcx
    movl -16(%rcx), %edx
.ifdef TWIN
    cmpl $1, %edx
.else
    subl $1, %edx
    cmpl $0, %edx
.endif
    jne .Lpad
.Lattack:
.ifdef TWIN
    movq (%rcx), %rax
.else
    movq 8(%rcx), %rax
.endif
    ret
.Lpad:
    ud2
    end _start
