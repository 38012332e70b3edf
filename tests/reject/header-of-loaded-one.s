#! attack: reads the type in front of what a ONE in memory points to
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program header-of-loaded-one
typedef 0, 8, 8
typedef 1, 16, 8, "0:o#0 8:a#0"
typed data, slots, 1, 1, 16
    .quad array+16, array+16
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
.ifdef TWIN
    movq slots+8(%rip), %rcx
.else
    movq slots(%rip), %rcx
.endif
    movl (%rcx), %eax
.Lattack:
    movl -16(%rcx), %edx
    xorl %eax, %eax
    ret
    end _start
