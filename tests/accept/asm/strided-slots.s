#! shows: a structure in which every third word is a pointer: the index proves that the place is one
#! status: 77
.include "vx.inc"
program strided-slots
typedef 0, 8, 8
typedef 1, 80, 8, "8+24x3:o#0"
typed data, value, 0, 1, 8
    .quad 77
typed data, table, 1, 1, 80
    .quad 0, 0, 1, 2, 0, 3, 4, value, 5, 6
start f, 2
function f, "i:l"
    cmpq $3, %rdi
    jae 1f
    leaq (%rdi,%rdi,2), %rcx
    leaq table(%rip), %rax
    movq 8(%rax,%rcx,8), %rax
    movl (%rax), %eax
    ret
1:
    xorl %eax, %eax
    ret
    end f
