#! attack: reloads a spilled reference from 4 bytes further on
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program stack-reload-shifted
object data, table, 8
    .quad 0
function _start, "i:v"
    subq $24, %rsp
    leaq table(%rip), %rcx
    xorl %eax, %eax
    movq %rax, 8(%rsp)
    movq %rcx, (%rsp)
.ifdef TWIN
    movq (%rsp), %rdx
.else
    movq 4(%rsp), %rdx
.endif
.Lattack:
    movl (%rdx), %eax
    addq $24, %rsp
    ret
    end _start
