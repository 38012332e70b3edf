#! attack: tests the type of one object and reads another
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program any-other-object
typedef 0, 16, 8, "0:p 8:p"
typedef 1, 8, 8
typed data, slots, 0, 1, 16
    .quad array+16, array+16
headed data, array, 1, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
    movq slots(%rip), %rcx
    movq slots+8(%rip), %rdx
.ifdef TWIN
    cmpl $1, -16(%rcx)
.else
    cmpl $1, -16(%rdx)
.endif
    jne .Lpad
.Lattack:
    movl (%rcx), %eax
    ret
.Lpad:
    ud2
    end _start
