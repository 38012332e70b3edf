#! attack: sends a reference through a vector register
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-vector-reference
object data, table, 8
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rcx
    movq %rcx, %xmm0
.ifdef TWIN
    movq %xmm0, %rdx
.else
    movq %xmm0, %rcx
.endif
.Lattack:
    movl (%rcx), %eax
    ret
    end _start
