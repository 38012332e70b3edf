#! attack: two paths swap two arrays but not their lengths
#! rule: R2 ACCESS_BOUNDS
#! status: 5
.include "vx.inc"
program access-swapped-arrays
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
    testq %r8, %r8
    je .Ljoin
    movq %rdx, %rdi
.ifdef TWIN
    movq %rcx, %rsi
.endif
.Ljoin:
    cmpq %rsi, %r8
    jae .Lpad
.Lattack:
    movzbl (%rdi,%r8), %eax
    ret
.Lpad:
    ud1q %rsi, %r8
    end f
