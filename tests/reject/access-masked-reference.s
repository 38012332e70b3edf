#! attack: rounds a reference down, out of its object
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-masked-reference
object data, table, 8
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rcx
    movl $64, %edx
.ifdef TWIN
    andq $-4096, %rdx
.else
    andq $-4096, %rcx
.endif
.Lattack:
    movl (%rcx), %eax
    ret
    end _start
