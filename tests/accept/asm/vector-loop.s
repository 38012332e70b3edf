#! shows: 16 bytes a turn while 16 are left, then byte by byte
#! status: 37
.include "vx.inc"
program vector-loop
object rodata, ones, 37
    .fill 37, 1, 1
function _start, "i:v"
    subq $8, %rsp
    leaq ones(%rip), %rdi
    movl $37, %esi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l"
    pxor %xmm0, %xmm0
    pxor %xmm2, %xmm2
    xorl %ecx, %ecx
.Lwide:
    leaq 16(%rcx), %rdx
    cmpq %rdx, %rsi
    jb .Lnarrow
    movdqu (%rdi,%rcx), %xmm1
    psadbw %xmm2, %xmm1
    paddq %xmm1, %xmm0
    movq %rdx, %rcx
    jmp .Lwide
.Lnarrow:
    pshufd $0xee, %xmm0, %xmm1
    paddq %xmm1, %xmm0
    movd %xmm0, %eax
    jmp .Ltest
.Lturn:
    movzbl (%rdi,%rcx), %edx
    addl %edx, %eax
    addq $1, %rcx
.Ltest:
    cmpq %rsi, %rcx
    jb .Lturn
    ret
    end f
