#! attack: turns an array into one of another type by writing its header
#! rule: R3 TYPE_HEADER
.include "vx.inc"
program header-store-type
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    leaq array+16(%rip), %rcx
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movl -16(%rcx), %eax
.else
    movl %eax, -16(%rcx)
.endif
    ret
    end _start
