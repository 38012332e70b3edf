#! attack: reads a whole header into a vector register
#! rule: R3 TYPE_HEADER
.include "vx.inc"
program header-vector
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    leaq array+16(%rip), %rcx
.Lattack:
.ifdef TWIN
    movups (%rcx), %xmm0
.else
    movups -16(%rcx), %xmm0
.endif
    xorl %eax, %eax
    ret
    end _start
