#! shows: an array in the frame, filled by an index, passed on, and read back
#! status: 45
.include "vx.inc"
program frame-array
start f
function f, "i:v"
    subq $56, %rsp
    frame_object 40, "(%rsp)"
    xorl %eax, %eax
.Lfill:
    movl %eax, (%rsp,%rax,4)
    addq $1, %rax
    cmpq $10, %rax
    jb .Lfill
    movq %rsp, %rdi
    movl $10, %esi
    call sum
    addq $56, %rsp
    ret
    end f
function sum, "i:r1*4,i"
    xorl %eax, %eax
    testl %esi, %esi
    je .Lout
    movl %esi, %ecx
    xorl %edx, %edx
.Lturn:
    addl (%rdi,%rdx,4), %eax
    addq $1, %rdx
    cmpq %rcx, %rdx
    jb .Lturn
.Lout:
    ret
    end sum
