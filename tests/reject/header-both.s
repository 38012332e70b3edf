#! attack: reads a type together with the reserved word behind it
#! rule: R3 TYPE_HEADER
.include "vx.inc"
program header-both
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    leaq array+16(%rip), %rcx
.Lattack:
.ifdef TWIN
    movl -16(%rcx), %edx
.else
    movq -16(%rcx), %rdx
.endif
    xorl %eax, %eax
    ret
    end _start
