#! attack: bounds the index of one array by another's length
#! rule: R2 ACCESS_BOUNDS
#! status: 5
.include "vx.inc"
program access-other-length
object data, table, 4
    .byte 5, 6, 7, 8
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $4, %esi
    movq %rdi, %rdx
    movl $4, %ecx
    xorl %r8d, %r8d
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l,r3,l,l"
.ifdef TWIN
    cmpq %rsi, %r8
.else
    cmpq %rcx, %r8
.endif
    jae .Lpad
.Lattack:
    movzbl (%rdi,%r8), %eax
    ret
.Lpad:
    ud1q %rcx, %r8
    end f
