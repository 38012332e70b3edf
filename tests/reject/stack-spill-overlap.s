#! attack: half of a spilled reference is overwritten, then the whole is reloaded
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program stack-spill-overlap
object data, table, 8
    .quad 0
function _start, "i:v"
    subq $24, %rsp
    leaq table(%rip), %rcx
    movl $0x1000, %eax
    movq %rcx, (%rsp)
.ifdef TWIN
    movl %eax, 8(%rsp)
.else
    movl %eax, 4(%rsp)
.endif
    movq (%rsp), %rdx
.Lattack:
    movl (%rdx), %eax
    addq $24, %rsp
    ret
    end _start
