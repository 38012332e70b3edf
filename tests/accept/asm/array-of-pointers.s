#! shows: an array of pointers by a checked index: each place is a slot
#! status: 12
.include "vx.inc"
program array-of-pointers
typedef 0, 4, 4
typedef 1, 8, 8, "0:o#0"
typedef 2, 8, 8, "0:a#1"
headed data, numbers, 0, 2, 8
    .long 5, 7
headed data, pointers, 1, 3, 24
    .quad numbers + 16, 0, numbers + 20
typed data, root, 2, 1, 8
    .quad pointers + 16
start f
function f, "i:v"
    movq root(%rip), %rdx
    movq -8(%rdx), %rsi
    xorl %eax, %eax
    xorl %ecx, %ecx
    jmp 3f
1:
    movq (%rdx,%rcx,8), %rdi
    testq %rdi, %rdi
    je 2f
    addl (%rdi), %eax
2:
    incq %rcx
3:
    cmpq %rsi, %rcx
    jb 1b
    ret
    end f
