#! shows: a pointer to the pointer that leads here: the variable first, then the `next` of each node
#! status: 3
.include "vx.inc"
program list-insert
typedef 0, 16, 8, "0:O#0"
typedef 1, 8, 8, "0:O#0"
typed data, head, 1, 1, 8
    .quad nodes
typed data, nodes, 0, 2, 32
    .quad nodes + 16, 1
    .quad 0, 4
typed bss, fresh, 0, 1, 16
    .zero 16
start f
function f, "i:v"
    leaq fresh(%rip), %rsi
    movl $3, 8(%rsi)
    leaq head(%rip), %rdx
    jmp 2f
1:
    movq %rcx, %rdx # the node's first bytes are its `next`
2:
    movq (%rdx), %rcx
    testq %rcx, %rcx
    je 3f
    cmpl $3, 8(%rcx)
    jb 1b
3:
    movq %rcx, (%rsi)
    movq %rsi, (%rdx)
    movq head(%rip), %rax
    movq (%rax), %rax
    movl 8(%rax), %eax
    ret
    end f
