#! attack: reads the count of a global that has no header
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program header-of-bare-global
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
object data, bare, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
.ifdef TWIN
    leaq array+16(%rip), %rcx
.else
    leaq bare(%rip), %rcx
.endif
.Lattack:
    movq -8(%rcx), %rdx
    xorl %eax, %eax
    ret
    end _start
