#! attack: a vector load of 16 bytes over the end of an object of 12
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program access-vector-too-wide
object data, table, 12
    .zero 12
function _start, "i:v"
    leaq table(%rip), %rcx
.Lattack:
.ifdef TWIN
    movq 4(%rcx), %xmm0
.else
    movups (%rcx), %xmm0
.endif
    xorl %eax, %eax
    ret
    end _start
