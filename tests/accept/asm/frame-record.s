#! shows: a node in the frame, first slot by slot, then published to a function that keeps nothing
#! status: 18
.include "vx.inc"
program frame-record
typedef 0, 16, 8, "0:o#0"
typed data, tail, 0, 1, 16
    .quad 0, 11
start f
function sum, "i:o#0"
    xorl %eax, %eax
    testq %rdi, %rdi
    je 2f
1:
    addl 8(%rdi), %eax
    movq (%rdi), %rdi
    testq %rdi, %rdi
    jne 1b
2:
    ret
    end sum
function f, "i:v"
    subq $24, %rsp
    movq $0, (%rsp)
    movl $0, %ecx
1:
    incl %ecx
    cmpl $3, %ecx
    jb 1b
    leaq tail(%rip), %rax
    movq %rax, (%rsp)
    movq $7, 8(%rsp)
    leaq (%rsp), %rdi
    frame_typed 0, 1, "(%rsp)"
    call sum
    addq $24, %rsp
    ret
    end f
