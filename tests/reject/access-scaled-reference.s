#! attack: a reference in the scaled place of an address
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-scaled-reference
object data, table, 8
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rcx
    xorl %edx, %edx
.Lattack:
.ifdef TWIN
    movl (%rcx,%rdx,2), %eax
.else
    movl (%rdx,%rcx,2), %eax
.endif
    ret
    end _start
