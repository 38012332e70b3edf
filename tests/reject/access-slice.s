#! attack: takes length - start for the rest of an array without start <= length
#! rule: R2 ACCESS_BOUNDS
#! status: 3
.include "vx.inc"
program access-slice
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $10, %esi
    movl $2, %edx
    xorl %ecx, %ecx
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l,l,l"
.ifdef TWIN
    cmpq %rdx, %rsi
    jb .Lstart
.endif
    addq %rdx, %rdi
    subq %rdx, %rsi
    cmpq %rsi, %rcx
    jae .Lpad
.Lattack:
    movzbl (%rdi,%rcx), %eax
    ret
.Lpad:
    ud1q %rsi, %rcx
.Lstart:
    ud1q %rsi, %rdx
    end f
