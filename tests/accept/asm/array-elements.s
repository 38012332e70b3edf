#! shows: elements that are arrays of one structure: an index that counts structures over all elements names a pointer
#! status: 77
.include "vx.inc"
program array-elements
typedef 0, 8, 8
typedef 1, 48, 8, "0+24x2:o#0 16+24x2:O#0"
typed data, value, 0, 1, 8
    .quad 77
typed data, table, 1, 3, 144
    .quad 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, value, 0, 1, 0, 0, 1, 0
start f, 3
function f, "i:l"
    cmpq $6, %rdi
    jae 1f
    leaq (%rdi,%rdi,2), %rcx
    leaq table(%rip), %rax
    movl $9, 8(%rax,%rcx,8)
    movq 16(%rax,%rcx,8), %rax
    movl (%rax), %eax
    ret
1:
    xorl %eax, %eax
    ret
    end f
