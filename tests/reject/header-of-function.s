#! attack: reads what would be the header of a function
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program header-of-function
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
.ifdef TWIN
    leaq array+16(%rip), %rcx
.else
    leaq f(%rip), %rcx
.endif
.Lattack:
    movl -16(%rcx), %edx
    xorl %eax, %eax
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
