#! attack: reads eight bytes of which four are a header's
#! rule: R3 TYPE_HEADER
.include "vx.inc"
program header-straddling
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    leaq array+16(%rip), %rcx
.Lattack:
.ifdef TWIN
    movq -8(%rcx), %rdx
.else
    movq -4(%rcx), %rdx
.endif
    xorl %eax, %eax
    ret
    end _start
