#! attack: a conditional move chooses between a reference and a number
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-number-or-reference
object data, table, 8
    .quad 0
start f, 1
function f, "i:l"
    leaq table(%rip), %rcx
    movl $0x400000, %edx
.ifdef TWIN
    leaq table(%rip), %rdx
.endif
    testq %rdi, %rdi
    je .Ljoin
    movq %rdx, %rcx
.Ljoin:
.Lattack:
    movl (%rcx), %eax
    ret
    end f
