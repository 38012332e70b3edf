#! attack: subtracts a reference from a number
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-negated-reference
object data, table, 8
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rcx
    movq %rcx, %rdx
    xorl %eax, %eax
.ifdef TWIN
    negq %rax
.else
    negq %rdx
.endif
.Lattack:
    movl (%rdx), %eax
    ret
    end _start
