#! shows: an index, its length and a reference go through the frame between check and access
#! status: 4
.include "vx.inc"
program spills
object rodata, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $10, %esi
    movl $3, %edx
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l,l"
    subq $40, %rsp
    movq %rdi, (%rsp)
    movq %rsi, 8(%rsp)
    movq %rdx, 16(%rsp)
    call clobber
    movq 16(%rsp), %rax
    cmpq 8(%rsp), %rax
    jae .Lpad
    call clobber
    movq (%rsp), %rcx
    movq 16(%rsp), %rdx
    movzbl (%rcx,%rdx), %eax
    addq $40, %rsp
    ret
.Lpad:
    movq 8(%rsp), %rcx
    ud1q %rcx, %rax
    end f
function clobber, "v:v"
    xorl %eax, %eax
    movl $-1, %ecx
    movl $-1, %edx
    movl $-1, %esi
    movl $-1, %edi
    ret
    end clobber
