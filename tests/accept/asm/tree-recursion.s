#! shows: a tree, depth first by recursion, with its node kept in a callee-saved register
#! status: 15
.include "vx.inc"
program tree-recursion
typedef 0, 24, 8, "0:o#0 8:o#0"
typed relro, nodes, 0, 5, 120
    .quad nodes + 24, nodes + 48, 1
    .quad nodes + 72, 0, 2
    .quad 0, nodes + 96, 3
    .quad 0, 0, 4
    .quad 0, 0, 5
start f
function sum, "i:o#0"
    testq %rdi, %rdi
    je 1f
    pushq %rbx
    pushq %r12
    subq $8, %rsp
    movq %rdi, %rbx
    movl 16(%rbx), %r12d
    movq (%rbx), %rdi
    call sum
    addl %eax, %r12d
    movq 8(%rbx), %rdi
    call sum
    addl %r12d, %eax
    addq $8, %rsp
    popq %r12
    popq %rbx
    ret
1:
    xorl %eax, %eax
    ret
    end sum
function f, "i:v"
    subq $8, %rsp
    leaq nodes(%rip), %rdi
    call sum
    addq $8, %rsp
    ret
    end f
