#! shows: a pointer to the left or the right slot of a node: what both have is one slot, not a node
#! status: 9
.include "vx.inc"
program slot-of-either-kind
typedef 0, 24, 8, "8:O#0 16:O#0"
typed data, nodes, 0, 3, 72
    .quad 5, 0, nodes + 24
    .quad 9, nodes + 48, 0
    .quad 7, 0, 0
typed bss, fresh, 0, 1, 24
    .zero 24
start f, 8
function f, "i:l"
    leaq fresh(%rip), %rsi
    movq %rdi, (%rsi)
    leaq nodes(%rip), %rcx
1:
    leaq 8(%rcx), %rdx
    cmpq (%rcx), %rdi
    jb 2f
    leaq 16(%rcx), %rdx
2:
    movq (%rdx), %rcx
    testq %rcx, %rcx
    jne 1b
    movq %rsi, (%rdx)
    movq nodes+16(%rip), %rax # 9
    movq 8(%rax), %rcx        # 7
    movq 16(%rcx), %rcx       # 8
    cmpq $8, (%rcx)
    jne 3f
    movl (%rax), %eax
    ret
3:
    xorl %eax, %eax
    ret
    end f
