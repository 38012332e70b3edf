#! attack: follows a pointer of a run whose index may be one too large: what lies there is a number
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program value-run-off-by-one
typedef 0, 80, 8, "0+16x4:O8"
typed data, table, 0, 1, 80
    .quad 0, 0, 0, 0, 0, 0, 0, 0, 0x500000, 0
function _start, "i:v"
    leaq table(%rip), %rdi
    movl table+8(%rip), %ecx
.ifdef TWIN
    cmpl $3, %ecx
.else
    cmpl $4, %ecx
.endif
    ja .Lpad
    shll $1, %ecx
    movq (%rdi,%rcx,8), %rdx
    testq %rdx, %rdx
    je .Lout
.Lattack:
    movl (%rdx), %eax
.Lout:
    xorl %eax, %eax
    ret
.Lpad:
    ud2
    end _start
