#! attack: takes the caller's register for a reference
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-saved-register
object data, table, 8
    .quad 0
function _start, "i:v"
    pushq %rbx
.ifdef TWIN
    leaq table(%rip), %rbx
.endif
.Lattack:
    movl (%rbx), %eax
    popq %rbx
    xorl %eax, %eax
    ret
    end _start
