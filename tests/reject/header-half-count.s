#! attack: reads the lower half of a count, which may be zero where the count is large
#! rule: R3 TYPE_HEADER
.include "vx.inc"
program header-half-count
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    leaq array+16(%rip), %rcx
.Lattack:
.ifdef TWIN
    movq -8(%rcx), %rdx
.else
    movl -8(%rcx), %edx
.endif
    xorl %eax, %eax
    ret
    end _start
