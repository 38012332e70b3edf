#! shows: a function gives back one of its arguments: it lives as long as they do, and is as writable
#! status: 6
.include "vx.inc"
program returned
typedef 0, 16, 8, "0:o#0"
typed data, first, 0, 1, 16
    .quad 0, 5
typed data, second, 0, 1, 16
    .quad 0, 6
typedef 1, 8, 8, "0:O#0"
typed bss, kept, 1, 1, 8
    .zero 8
start f
function larger, "o#0~:O#0^,O#0^"
    movq %rdi, %rax
    movl 8(%rdi), %ecx
    cmpl 8(%rsi), %ecx
    jae 1f
    movq %rsi, %rax
1:
    ret
    end larger
function f, "i:v"
    subq $8, %rsp
    leaq first(%rip), %rdi
    leaq second(%rip), %rsi
    call larger
    movq %rax, kept(%rip)
    movq kept(%rip), %rax
    movl 8(%rax), %eax
    addq $8, %rsp
    ret
    end f
