#! attack: loads a type, puts another object in the register and then compares
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program any-register-changed
typedef 0, 16, 8, "0:p 8:p"
typedef 1, 8, 8
typed data, slots, 0, 1, 16
    .quad array+16, array+16
headed data, array, 1, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
    movq slots(%rip), %rcx
    movl -16(%rcx), %edx
.ifndef TWIN
    movq slots+8(%rip), %rcx
.endif
    cmpl $1, %edx
    jne .Lpad
.Lattack:
    movl (%rcx), %eax
    ret
.Lpad:
    ud2
    end _start
