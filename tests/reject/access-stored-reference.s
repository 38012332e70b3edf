#! attack: keeps a reference in plain memory and takes it out again
#! rule: R2 ACCESS_BASE
#! status: 7
.include "vx.inc"
program access-stored-reference
object data, table, 8
    .quad 7
object data, keep, 8
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rcx
    movq %rcx, %rdx
.ifndef TWIN
    movq %rcx, keep(%rip)
    movq keep(%rip), %rdx
.endif
.Lattack:
    movl (%rdx), %eax
    ret
    end _start
