#! attack: a 32-bit move cuts a reference in half
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-half-reference
object data, table, 8
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rcx
.ifdef TWIN
    movq %rcx, %rdx
.else
    movl %ecx, %edx
.endif
.Lattack:
    movl (%rdx), %eax
    ret
    end _start
