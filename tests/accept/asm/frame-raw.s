#! shows: an object of the frame that no reference leaves for may hold a borrowed reference
#! status: 11
.include "vx.inc"
program frame-raw
typedef 0, 16, 8, "0:o#0"
typed data, tail, 0, 1, 16
    .quad 0, 11
start g
function g, "i:v"
    subq $8, %rsp
    leaq tail(%rip), %rdi
    call f
    addq $8, %rsp
    ret
    end g
function f, "i:o#0"
    subq $24, %rsp
    movq $0, (%rsp)
    leaq (%rsp), %rcx
    frame_typed 0, 1, "(%rsp)"
    movq %rdi, (%rcx)
    xorl %edx, %edx
1:
    incl %edx
    cmpl $3, %edx
    jb 1b
    movq (%rcx), %rax
    movl 8(%rax), %eax
    addq $24, %rsp
    ret
    end f
