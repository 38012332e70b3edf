#! shows: more parameters than registers, and floats among them
#! status: 45
.include "vx.inc"
program stack-arguments
object rodata, half, 8
    .double 4.5
function _start, "i:v"
    subq $24, %rsp
    movl $1, %edi
    movl $2, %esi
    movl $3, %edx
    movl $4, %ecx
    movl $5, %r8d
    movl $6, %r9d
    movsd half(%rip), %xmm0
    movapd %xmm0, %xmm1
    movq $7, (%rsp)
    movl $8, 8(%rsp)
    call f
    addq $24, %rsp
    ret
    end _start
function f, "i:l,l,l,d,l,l,l,l,i,d"
    addq %rsi, %rdi
    addq %rdx, %rdi
    addq %rcx, %rdi
    addq %r8, %rdi
    addq %r9, %rdi
    addq 8(%rsp), %rdi
    addsd %xmm1, %xmm0
    cvttsd2si %xmm0, %eax
    addl %edi, %eax
    addl 16(%rsp), %eax
    ret
    end f
